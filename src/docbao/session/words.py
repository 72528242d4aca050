"""Words that every face says alike."""

from __future__ import annotations

from typing import Final

from docbao.i18n import Phrase
from docbao.session.settings import Style


def joined(phrases: tuple[Phrase, ...], between: str = ", ") -> Phrase:
    """Phrases one after another."""
    names = [f"p{n}" for n in range(len(phrases))]
    pattern = between.join("{" + name + "}" for name in names)
    return Phrase(pattern, pattern).fill(**dict(zip(names, phrases, strict=True)))


def number_words(value: float) -> Phrase:
    """A number as it is written: a comma before decimals in Vietnamese, a point in English."""
    text = f"{value:g}"
    return Phrase(vi=text.replace(".", ","), en=text)


def span_words(seconds: float) -> Phrase:
    """A length of time: “3 phút 20 giây”."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return Phrase("{s} giây", "{s} s").fill(s=rest)
    if not rest:
        return Phrase("{m} phút", "{m} min").fill(m=minutes)
    return Phrase("{m} phút {s} giây", "{m} min {s} s").fill(m=minutes, s=rest)


THEME_NAMES: Final = {
    "dark": Phrase("tối", "dark"),
    "light": Phrase("sáng", "light"),
    "yellow": Phrase("vàng", "yellow"),
    "terminal": Phrase("màu của máy", "terminal"),
}

SPOKEN_STYLE: Final = frozenset(
    {"text_size", "line_spacing", "paragraph_gap", "width", "margin", "theme", "show_cursor",
     "speed", "volume", "page_items", "voice"}
)  # fmt: skip
"""Fields of `Style` whose change is told in words."""


def style_words(style: Style, name: str) -> Phrase:
    """A changed setting, in one line."""
    lines: dict[str, Phrase] = {
        "text_size": Phrase("Cỡ chữ {n}.", "Text size {n}.").fill(n=style.text_size),
        "line_spacing": Phrase("Giãn dòng {n}.", "Line spacing {n}.").fill(
            n=number_words(style.line_spacing)
        ),
        "paragraph_gap": Phrase("Giãn đoạn {n}.", "Paragraph gap {n}.").fill(n=style.paragraph_gap),
        "width": Phrase("Bề rộng {n} cột.", "{n} columns wide.").fill(n=style.width),
        "margin": Phrase("Lề trái {n} cột.", "Left margin {n} columns.").fill(n=style.margin),
        "theme": Phrase("Màu: {n}.", "Colours: {n}.").fill(n=THEME_NAMES[style.theme]),
        "show_cursor": Phrase("Hiện con trỏ.", "The cursor is shown.")
        if style.show_cursor
        else Phrase("Ẩn con trỏ.", "The cursor is hidden."),
        "speed": Phrase("Tốc độ {n}.", "Speed {n}.").fill(n=number_words(style.speed)),
        "volume": Phrase("Âm lượng {n}%.", "Volume {n}%.").fill(n=style.volume),
        "page_items": Phrase("Mỗi trang {n} tin.", "{n} items a page.").fill(n=style.page_items),
        "voice": Phrase("Giọng {e} {v}.", "Voice {e} {v}.").fill(e=style.engine, v=style.voice),
    }
    return lines[name]


WELCOME: Final = (
    Phrase(
        "Chào bạn. docbao đọc tin tức cho bạn nghe, và hiện chữ theo cách bạn dễ đọc.",
        "Welcome. docbao reads the news to you, and shows it in a way you can read.",
    ),
    Phrase(
        "“cập nhật” để lấy tin; “danh sách” để xem tin, mỗi tin có một số.",
        "“refresh” gets the news; “list” shows it, each item with a number.",
    ),
    Phrase(
        "Gõ số để mở bài; “đọc” để nghe, “dừng” để tạm dừng, “tiếp” để nghe tiếp.",
        "A number opens an article; “read” reads it aloud, “pause” and “go on” do as they say.",
    ),
    Phrase(
        "“cỡ chữ”, “giãn dòng”, “màu”, “tốc độ” đổi cách hiện và cách đọc; docbao nhớ cho lần sau.",
        "“text size”, “line spacing”, “theme”, “speed” change looks and sound; docbao remembers.",
    ),
    Phrase(
        "Lạc thì gõ “ở đâu”; cần gì thì gõ “giúp” (trên màn hình: phím F1); xong thì “thoát”.",
        "Lost? “where”. Anything else: “help” (on the screen: F1). “quit” leaves.",
    ),
)
"""The first-run page: five lines."""


def playing_words(state: str, reason: str) -> Phrase:
    """A change of what is heard, in one line."""
    if state == "playing":
        return Phrase("Đang đọc.", "Reading.")
    if state == "paused":
        if reason == "asleep":
            return Phrase("Hết giờ hẹn, tạm dừng.", "Time is up, paused.")
        return Phrase("Tạm dừng.", "Paused.")
    return {
        "finished": Phrase("Đọc xong.", "Read to the end."),
        "failed": Phrase("Ngừng đọc vì có lỗi.", "Stopped by an error."),
    }.get(reason, Phrase("Thôi đọc.", "Stopped."))


def reopened_words(lost: str, now: str) -> Phrase:
    """That a player died and another goes on, in one line."""
    if not lost or lost == now:
        return Phrase(
            "Bộ phát {now} dừng giữa chừng, đã mở lại và đọc tiếp.",
            "The player {now} broke off; it was opened again, and reading goes on.",
        ).fill(now=now)
    return Phrase(
        "Bộ phát {lost} dừng giữa chừng, đọc tiếp bằng {now}.",
        "The player {lost} broke off; reading goes on with {now}.",
    ).fill(lost=lost, now=now)
