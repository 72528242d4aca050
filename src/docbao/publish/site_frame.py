"""What every page of a site has around its content: head, ways about, and the reader's choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

from docbao.i18n import Language, Phrase
from docbao.publish.episodes import key_of
from docbao.publish.pages import text_of

POLICY: Final = (
    "default-src 'none'; media-src 'self'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'"
)
"""Content Security Policy, level 3: a page asks for nothing but the folder's own files."""
INDEX: Final = "index.html"
_MAIN: Final = "noi-dung"

_SKIP: Final = Phrase(vi="Đến nội dung chính", en="Skip to the main text")
_WAYS: Final = Phrase(vi="Các trang", en="Pages")
_LATEST: Final = Phrase(vi="Mới nhất", en="Latest")
_SOURCES: Final = Phrase(vi="Nguồn tin", en="Sources")
_DAYS: Final = Phrase(vi="Theo ngày", en="By day")
_MADE: Final = Phrase(
    vi="Trang do docbao làm; tiếng là giọng máy. Tin của ai thuộc về người ấy.",
    en="Made by docbao; the voices are synthetic. News belongs to those who wrote it.",
)
_LOOK: Final = Phrase(vi="Cỡ chữ, màu và cách đọc", en="Text size, colours and reading")
_RESET: Final = Phrase(vi="Trở lại như ban đầu", en="Back to how it was")

_Choice = tuple[str, Phrase]
_CHOICES: Final[tuple[tuple[str, Phrase, tuple[_Choice, ...]], ...]] = (
    (
        "size",
        Phrase(vi="Cỡ chữ", en="Text size"),
        (
            ("", Phrase(vi="Như trình duyệt", en="As the browser’s")),
            *((n, Phrase(vi=f"{n} %", en=f"{n} %")) for n in ("125", "150", "200", "250", "300")),
        ),
    ),
    (
        "spacing",
        Phrase(vi="Khoảng cách chữ và dòng", en="Space between letters and lines"),
        (
            ("", Phrase(vi="Vừa", en="Normal")),
            ("wide", Phrase(vi="Thoáng", en="Wide")),
            ("wider", Phrase(vi="Rất thoáng", en="Very wide")),
        ),
    ),
    (
        "theme",
        Phrase(vi="Màu", en="Colours"),
        (
            ("", Phrase(vi="Theo máy", en="As the system’s")),
            ("light", Phrase(vi="Nền trắng", en="White ground")),
            ("cream", Phrase(vi="Nền kem", en="Cream ground")),
            ("dark", Phrase(vi="Nền tối", en="Dark ground")),
            ("black", Phrase(vi="Trắng trên đen", en="White on black")),
            ("yellow", Phrase(vi="Vàng trên đen", en="Yellow on black")),
        ),
    ),
    (
        "speed",
        Phrase(vi="Tốc độ đọc", en="Speed of reading"),
        (
            ("0.75", Phrase(vi="Chậm (0,75)", en="Slow (0.75)")),
            ("", Phrase(vi="Bình thường", en="Normal")),
            ("1.25", Phrase(vi="Nhanh hơn (1,25)", en="Faster (1.25)")),
            ("1.5", Phrase(vi="Nhanh (1,5)", en="Fast (1.5)")),
            ("2", Phrase(vi="Rất nhanh (2)", en="Very fast (2)")),
        ),
    ),
    (
        "follow",
        Phrase(vi="Khi nghe", en="While listening"),
        (
            ("", Phrase(vi="Trang cuộn theo tiếng đọc", en="The page follows the voice")),
            ("off", Phrase(vi="Trang đứng yên", en="The page stays where it is")),
        ),
    ),
)
THEMES: Final = tuple(value for value, _ in _CHOICES[2][2])
"""Values of `data-theme`; the empty one follows the system."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file all pages use, named for its content, so that no browser keeps an old one."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a site share."""

    title: str
    language: Language
    style: Asset
    script: Asset


def frame_of(title: str, language: Language) -> Frame:
    """The frame of a site called `title` in `language`."""
    return Frame(title, language, _asset("css"), _asset("js"))


def _asset(ending: str) -> Asset:
    content = files("docbao.publish").joinpath(f"web/site.{ending}").read_bytes()
    return Asset(f"site-{key_of(content.hex())[:8]}.{ending}", content)


def page(frame: Frame, title: str, name: str, body: Iterable[str]) -> bytes:
    """A whole page.

    Args:
        frame: Of the site.
        title: Of this page; the same as the site's for the first.
        name: Its file name, relative to the site.
        body: Its content, as HTML; the first heading is in it.
    """
    up, language = "../" * name.count("/"), frame.language
    whole = title if title == frame.title else f"{title} – {frame.title}"
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{text_of(whole)}</title>",
        f'<link rel="stylesheet" href="{up}{frame.style.name}">',
        # Not deferred: the reader's colours must be known before anything is drawn.
        f'<script src="{up}{frame.script.name}"></script>',
        "</head>",
        "<body>",
        f'<a class="skip" href="#{_MAIN}">{_SKIP.in_language(language)}</a>',
        *_top(frame, up, name),
        f'<main id="{_MAIN}">',
        *body,
        "</main>",
        f'<footer class="foot"><p>{_MADE.in_language(language)}</p></footer>',
        "</body>",
        "</html>\n",
    ]
    return "\n".join(lines).encode()


def _top(frame: Frame, up: str, here: str) -> Iterator[str]:
    language = frame.language
    yield '<header class="top">'
    yield f"<p>{text_of(frame.title)}</p>"
    yield f'<nav class="ways" aria-label="{_WAYS.in_language(language)}"><ul>'
    ways = ((INDEX, _LATEST), (f"feeds/{INDEX}", _SOURCES), (f"days/{INDEX}", _DAYS))
    for name, words in ways:
        current = ' aria-current="page"' if name == here else ""
        yield f'<li><a href="{up}{name}"{current}>{words.in_language(language)}</a></li>'
    yield "</ul></nav>"
    # Without a script these choices do nothing, so they are not there.
    yield '<details class="look" id="look" hidden>'
    yield f"<summary>{_LOOK.in_language(language)}</summary>"
    for name, words, choices in _CHOICES:
        options = "".join(
            f'<option value="{value}"{"" if value else " selected"}>'
            f"{label.in_language(language)}</option>"
            for value, label in choices
        )
        yield (
            f'<p><label for="look-{name}">{words.in_language(language)}</label>'
            f'<select id="look-{name}" data-name="{name}">{options}</select></p>'
        )
    yield f'<p><button type="button">{_RESET.in_language(language)}</button></p>'
    yield "</details>"
    yield "</header>"


_WEEKDAYS: Final = (
    *(Phrase(vi="Thứ hai", en="Monday"), Phrase(vi="Thứ ba", en="Tuesday")),
    *(Phrase(vi="Thứ tư", en="Wednesday"), Phrase(vi="Thứ năm", en="Thursday")),
    *(Phrase(vi="Thứ sáu", en="Friday"), Phrase(vi="Thứ bảy", en="Saturday")),
    Phrase(vi="Chủ nhật", en="Sunday"),
)


def day_words(day: date, language: Language) -> str:
    """A day as people write it: "Thứ ba, 24/11/2026", "Tuesday, 2026-11-24"."""
    name = _WEEKDAYS[day.weekday()].in_language(language)
    written = f"{day.day}/{day.month}/{day.year}" if language == "vi" else day.isoformat()
    return f"{name}, {written}"
