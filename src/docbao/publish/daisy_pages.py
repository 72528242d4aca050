"""The documents of a DAISY 2.02 book: navigation centre, texts, and what ties text to sound.

Sources: DAISY 2.02 Specification, recommendation of 28 February 2001; XHTML 1.0; SMIL 1.0.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from docbao.clean import clean_line
from docbao.i18n import Language
from docbao.model import Article
from docbao.publish.book_pages import Told, fill_article
from docbao.publish.feed_xml import title_of
from docbao.publish.package import add, document

NCC: Final = "ncc.html"
MASTER: Final = "master.smil"
_XHTML: Final = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
)
_SMIL: Final = (
    '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">\n'
)
_FORMAT: Final = "Daisy 2.02"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is heard between two moments, and where it stands."""

    text: str
    """Where it is written: `a0001.html#s0001`."""
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the navigation centre."""

    level: int
    text: str
    language: Language
    target: str
    """Where it is heard: `a0001.smil#t0001`."""
    name: str
    """Its id in the navigation centre."""
    css_class: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the book with a sound file of its own."""

    name: str
    """Beginning of its files' names: at most eight letters and digits, for any player's disk."""
    title: str
    duration_ms: int
    sentences: tuple[Sentence, ...]
    """Tile the sound."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of the book as a whole."""

    identifier: str
    title: str
    language: Language
    day: str
    """`2026-11-24`."""
    sources: tuple[str, ...]
    narrators: tuple[str, ...]
    languages: tuple[Language, ...]
    files: int = 0
    size_bytes: int = 0
    """Of all files but the navigation centre."""


def hours(time_ms: int) -> str:
    """A length as `hh:mm:ss`, to the nearest second."""
    minutes, seconds = divmod((time_ms + 500) // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _exact(time_ms: int) -> str:
    minutes, ms = divmod(time_ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{ms // 1000:02}.{ms % 1000:03}"


def _seconds(time_ms: int) -> str:
    return f"{time_ms // 1000}.{time_ms % 1000:03}s"


def _xhtml(title: str, language: Language) -> tuple[ET.Element, ET.Element, ET.Element]:
    names = {"xmlns": "http://www.w3.org/1999/xhtml", "lang": language, "xml:lang": language}
    root = ET.Element("html", names)
    head = add(root, "head")
    ET.SubElement(
        head, "meta", {"http-equiv": "Content-type", "content": "text/html; charset=utf-8"}
    )
    add(head, "title", title)
    return root, head, add(root, "body")


def render_ncc(facts: Facts, headings: Sequence[Heading], total_ms: int) -> bytes:
    """The navigation control centre: all a player needs to move about the book."""
    size = facts.size_bytes
    for _ in range(3):  # it counts itself: its length settles at the second try
        content = _ncc(facts, headings, total_ms, -(-size // 1024))
        size = facts.size_bytes + len(content)
    return content


def _ncc(facts: Facts, headings: Sequence[Heading], total_ms: int, kilobytes: int) -> bytes:
    root, head, body = _xhtml(facts.title, facts.language)

    def meta(name: str, content: object, scheme: str = "") -> None:
        more = {"scheme": scheme} if scheme else {}
        ET.SubElement(head, "meta", {"name": name, "content": clean_line(str(content)), **more})

    meta("dc:title", facts.title)
    for source in facts.sources or ("docbao",):
        meta("dc:creator", source)
    meta("dc:date", facts.day, "yyyy-mm-dd")
    meta("dc:format", _FORMAT)
    meta("dc:identifier", facts.identifier)
    for language in facts.languages:
        meta("dc:language", language, "ISO 639")
    meta("dc:publisher", "docbao")
    meta("dc:type", "text/sound")
    meta("ncc:charset", "utf-8")
    meta("ncc:depth", max(heading.level for heading in headings))
    meta("ncc:files", facts.files)
    meta("ncc:generator", "docbao")
    meta("ncc:kByteSize", kilobytes)
    meta("ncc:multimediaType", "audioFullText")
    for narrator in facts.narrators:
        meta("ncc:narrator", narrator)
    for pages in ("Front", "Normal", "Special"):
        meta(f"ncc:page{pages}", 0)
    meta("ncc:producedDate", facts.day, "yyyy-mm-dd")
    meta("ncc:producer", "docbao")
    meta("ncc:setInfo", "1 of 1")
    meta("ncc:tocItems", len(headings))
    meta("ncc:totalTime", hours(total_ms), "hh:mm:ss")
    for heading in headings:
        more = {"class": heading.css_class} if heading.css_class else {}
        if heading.language != facts.language:
            more |= {"lang": heading.language, "xml:lang": heading.language}
        element = ET.SubElement(body, f"h{heading.level}", {"id": heading.name, **more})
        add(element, "a", heading.text, href=heading.target)
        element.tail = "\n"
    ET.indent(head, " ")
    return document(root, _XHTML)


def render_smil(facts: Facts, part: Part, elapsed_ms: int) -> bytes:
    """When each sentence of a part is heard; `elapsed_ms` of the book lie before it."""
    root = ET.Element("smil")
    head = _smil_head(root, facts)
    _meta(head, "ncc:timeInThisSmil", _exact(part.duration_ms))
    _meta(head, "ncc:totalElapsedTime", _exact(elapsed_ms))
    _meta(head, "title", part.title)
    ET.SubElement(ET.SubElement(head, "layout"), "region", {"id": "txtView"})
    seq = add(add(root, "body"), "seq", dur=_seconds(part.duration_ms))
    for number, sentence in enumerate(part.sentences, start=1):
        par = add(seq, "par", endsync="last", id=f"p{number:04}")
        add(par, "text", src=sentence.text, id=f"t{number:04}")
        clip = {
            "src": f"{part.name}.mp3",
            "clip-begin": f"npt={_seconds(sentence.start_ms)}",
            "clip-end": f"npt={_seconds(sentence.end_ms)}",
            "id": f"q{number:04}",
        }
        # In a sequence of its own, as in the specification's samples: some readers look there.
        ET.SubElement(add(par, "seq"), "audio", clip)
    ET.indent(root, " ")
    return document(root, _SMIL)


def render_master(facts: Facts, parts: Sequence[Part]) -> bytes:
    """The parts in their order, for programs that do not go by the navigation centre."""
    root = ET.Element("smil")
    head = _smil_head(root, facts)
    _meta(head, "ncc:timeInThisSmil", _exact(sum(part.duration_ms for part in parts)))
    ET.SubElement(ET.SubElement(head, "layout"), "region", {"id": "txtView"})
    body = add(root, "body")
    for part in parts:
        add(body, "ref", title=part.title, src=f"{part.name}.smil", id=f"m-{part.name}")
    ET.indent(root, " ")
    return document(root, _SMIL)


def _smil_head(root: ET.Element, facts: Facts) -> ET.Element:
    head = add(root, "head")
    _meta(head, "dc:format", _FORMAT)
    _meta(head, "dc:identifier", facts.identifier)
    _meta(head, "dc:title", facts.title)
    _meta(head, "ncc:generator", "docbao")
    return head


def _meta(head: ET.Element, name: str, content: str) -> None:
    add(head, "meta", name=name, content=content)


def render_text(article: Article, told: Sequence[Told]) -> bytes:
    """The text of an article as it is heard, each sentence with an id of its own."""
    root, _, body = _xhtml(title_of(article), article.language)
    # The book is at the first level, its sources at the second.
    fill_article(body, article, told, levels=("h3", "h4"))
    return document(root, _XHTML)
