"""What the screen says of the session: headings, rows of lists, keys. All in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from docbao.almanac import day_of
from docbao.i18n import Phrase
from docbao.session.pages import Pages
from docbao.session.words import joined, number_words
from docbao.store.states import states_of
from docbao.ui.screen.reading import Stretch
from docbao.ui.typography import Paragraph

if TYPE_CHECKING:
    from docbao.session.listing import FeedRow, Listing
    from docbao.session.session import Session
    from docbao.store.entries import Listed

NO_ITEMS: Final = Phrase(
    vi="Chưa có tin nào. Bấm F5 để cập nhật.", en="Nothing here yet. Press F5 to refresh."
)
NO_FEEDS: Final = Phrase(vi="Chưa có nguồn tin nào.", en="There are no feeds yet.")
NO_ARTICLE: Final = Phrase(
    vi="Chưa mở bài nào. Chọn một tin rồi bấm Enter.",
    en="No article is open. Choose an item and press Enter.",
)
NO_WORDS: Final = Phrase(vi="Bài này không có chữ nào.", en="This article has no words.")
FEEDS: Final = Phrase(vi="Nguồn tin", en="Feeds")
ALL_COMMANDS: Final = Phrase(vi="Mọi lệnh", en="All commands")
MESSAGES: Final = Phrase(vi="Các thông báo gần đây", en="The last messages")
WELCOME: Final = Phrase(vi="Lần đầu dùng docbao", en="Your first time with docbao")
HELP: Final = Phrase(vi="Hướng dẫn", en="Help")
SEARCH: Final = Phrase(vi="Gõ từ cần tìm, Enter vào danh sách", en="Type words, Enter to the list")
ZOOM: Final = Phrase(
    vi="Muốn chữ gấp rưỡi hay gấp đôi, phóng chữ của terminal: {k}.",
    en="For letters half as large again or twice as large, zoom the terminal: {k}.",
)
_STATES: Final = {
    "playing": Phrase(vi="Đang đọc", en="Reading aloud"),
    "paused": Phrase(vi="Tạm dừng", en="Paused"),
    "stopped": Phrase(vi="Không phát tiếng", en="Silent"),
}
_KEY_NAMES: Final = {
    "space": Phrase(vi="Dấu cách", en="Space"),
    "escape": Phrase(vi="Esc", en="Esc"),
    "enter": Phrase(vi="Enter", en="Enter"),
    "left": Phrase(vi="Trái", en="Left"),
    "right": Phrase(vi="Phải", en="Right"),
    "pageup": Phrase(vi="PageUp", en="PageUp"),
    "pagedown": Phrase(vi="PageDown", en="PageDown"),
    "delete": Phrase(vi="Delete", en="Delete"),
}
_KEY_SIGNS: Final = {
    "slash": "/", "full_stop": ".", "comma": ",", "right_square_bracket": "]",
    "left_square_bracket": "[", "question_mark": "?", "plus": "+", "minus": "-",
    "equals_sign": "=", "colon": ":", "semicolon": ";", "less_than_sign": "<",
    "greater_than_sign": ">", "right_curly_bracket": "}", "left_curly_bracket": "{",
    "underscore": "_",
    "apostrophe": "'", "quotation_mark": '"', "asterisk": "*", "number_sign": "#",
    "exclamation_mark": "!", "backslash": "\\", "vertical_line": "|", "percent_sign": "%",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key of Textual's as it stands on the keyboard."""
    *held, last = key.split("+")
    if last in _KEY_NAMES:
        name = str(_KEY_NAMES[last])
    elif last in _KEY_SIGNS:
        name = _KEY_SIGNS[last]
    elif len(last) == 1 and last.isalpha() and not held:
        name = last if last.islower() else f"Shift+{last}"
    else:
        name = last.capitalize()
    return "+".join([*(part.capitalize() for part in held), name])


def item_row(item: Listed, feed_title: str, now: datetime) -> str:
    """One item of the list: number and title first, then its state, feed and day."""
    words = joined((*states_of(item), Phrase(vi="{f}", en="{f}").fill(f=feed_title)))
    return f"{item.number}. {item.entry.title} ({words}, {day_of(item.when, now)})"


def feed_row(number: int, row: FeedRow) -> str:
    """One feed with its counts."""
    counts = Phrase(vi="{u} chưa đọc, {t} tin", en="{u} unread of {t}")
    return f"{number}. {row.feed.title}: {counts.fill(u=row.unread, t=row.total)}"


def list_heading(listing: Listing) -> str:
    """What the list is and where in it the selection stands."""
    if not listing.items:
        return str(listing.title)
    return str(
        Phrase(vi="Tin {i} trên {n}: {list}", en="Item {i} of {n}: {list}").fill(
            list=listing.title, i=listing.selected + 1, n=listing.total
        )
    )


def list_in_words(listing: Listing) -> str:
    """What is listed now, and how much of it there is."""
    words = Phrase(vi="{list}: {n} tin.", en="{list}: {n} items.")
    return str(words.fill(list=listing.title, n=listing.total))


def article_heading(session: Session) -> str:
    """What the voice does, and where in the article the place is."""
    pages, listening = session.desk.pages, session.listening
    state = _STATES[listening.state]
    if pages is None or not pages.sentences:
        return str(state)
    queue = Phrase(vi=", còn {q} bài chờ", en=", {q} queued").fill(q=len(listening.queue))
    return str(
        Phrase(
            vi="{state}, câu {i} trên {n}, tốc độ {speed}{queue}",
            en="{state}, sentence {i} of {n}, speed {speed}{queue}",
        ).fill(
            state=state,
            i=session.desk.place + 1,
            n=len(pages.sentences),
            speed=number_words(session.style.speed),
            queue=queue if listening.queue else "",
        )
    )


def page_of(pages: Pages) -> tuple[tuple[Paragraph, ...], tuple[Stretch, ...]]:
    """An article as the reading pane takes it: paragraphs, and where each sentence stands."""
    paragraphs = tuple(Paragraph(p.text, p.kind) for p in pages.paragraphs)  # type: ignore[arg-type]  # the kinds are those
    stretches: list[Stretch] = []
    paragraph = at = 0
    for sentence in pages.sentences:
        if sentence.paragraph != paragraph:
            paragraph, at = sentence.paragraph, 0
        start = max(at, paragraphs[paragraph].text.find(sentence.text, at))
        at = start + len(sentence.text)
        stretches.append(Stretch(paragraph, start, at))
    return paragraphs, tuple(stretches)
