"""The package of an EPUB: what is in it, in what order, and what it offers whom.

Sources: EPUB 3.3; EPUB Accessibility 1.1; Schema.org Accessibility Properties for
Discoverability Vocabulary.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from docbao.clean import clean_line
from docbao.i18n import Language, Phrase
from docbao.publish.shows import Episode

CONTAINER: Final = """<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
 <rootfiles>
  <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
 </rootfiles>
</container>
"""
ACTIVE_CLASS: Final = "dang-doc"
"""CSS class of the sentence being heard."""

_FEATURES: Final = (
    *("synchronizedAudioText", "structuralNavigation", "tableOfContents", "readingOrder"),
    *("displayTransformability", "unlocked"),
)
_SUMMARY: Final = Phrase(
    vi="Mỗi bài có đủ chữ và tiếng, đi cùng nhau từng câu; mục lục theo nguồn và bài.",
    en="Each article is complete in text and in sound, in step sentence by sentence; "
    "contents by source and article.",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of the book as a whole."""

    identifier: str
    title: str
    language: Language
    modified: datetime


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article in the book."""

    name: str
    """Beginning of its files' names, unique, and an XML name."""
    episode: Episode
    section: str
    """Title of the source it stands under."""

    @property
    def page(self) -> str:
        """Its text."""
        return f"{self.name}.xhtml"

    @property
    def overlay(self) -> str:
        """What ties text to sound."""
        return f"{self.name}.smil"

    @property
    def sound(self) -> str:
        """Its sound."""
        return f"audio/{self.name}.mp3"


def add(parent: ET.Element, tag: str, text: str = "", /, **attributes: str) -> ET.Element:
    """An element with cleaned text; `_` before a name keeps it apart from Python's own words.

    Names keep their prefixes as written: the root declares them.
    """
    named = {
        name.lstrip("_").replace("__", ":").replace("_", "-"): clean_line(value)
        for name, value in attributes.items()
    }
    element = ET.SubElement(parent, tag, named)
    if text:
        element.text = clean_line(text)
    return element


def document(root: ET.Element, doctype: str = "") -> bytes:
    """The document with `root`, indented by one blank where that is no part of a text."""
    content = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}{content}\n'.encode()


def clock(time_ms: int) -> str:
    """A SMIL clock value: `0:01:02.345`."""
    seconds, ms = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{ms:03}"


def render_package(facts: Facts, chapters: Sequence[Chapter]) -> bytes:
    """The package document."""
    package = ET.Element(
        "package",
        {
            "xmlns": "http://www.idpf.org/2007/opf",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "version": "3.0",
            "unique-identifier": "id",
            "xml:lang": facts.language,
        },
    )
    _describe(add(package, "metadata"), facts, chapters)
    manifest = add(package, "manifest")
    spine = add(package, "spine")

    def item(name: str, href: str, kind: str, **more: str) -> None:
        add(manifest, "item", id=name, href=href, media_type=kind, **more)

    item("nav", "nav.xhtml", "application/xhtml+xml", properties="nav")
    item("style", "style.css", "text/css")
    item("cover", "cover.png", "image/png", properties="cover-image")
    add(spine, "itemref", idref="nav")
    for chapter in chapters:
        name = chapter.name
        page = "application/xhtml+xml"
        item(name, chapter.page, page, media_overlay=f"{name}-smil")
        item(f"{name}-smil", chapter.overlay, "application/smil+xml")
        item(f"{name}-mp3", chapter.sound, "audio/mpeg")
        add(spine, "itemref", idref=name)
    ET.indent(package, " ")
    return document(package)


def _describe(metadata: ET.Element, facts: Facts, chapters: Sequence[Chapter]) -> None:
    recordings = [chapter.episode.recording for chapter in chapters]
    add(metadata, "dc:identifier", facts.identifier, id="id")
    add(metadata, "dc:title", facts.title)
    add(metadata, "dc:language", facts.language)
    sources = dict.fromkeys(chapter.section for chapter in chapters if chapter.section)
    for source in sources:
        add(metadata, "dc:creator", source)
    day = facts.modified.astimezone(UTC)
    add(metadata, "dc:date", f"{day:%Y-%m-%d}")

    def meta(property_: str, value: str, **more: str) -> None:
        add(metadata, "meta", value, property=property_, **more)

    meta("dcterms:modified", f"{day:%Y-%m-%dT%H:%M:%SZ}")
    meta("schema:accessMode", "textual")
    meta("schema:accessMode", "auditory")
    meta("schema:accessModeSufficient", "textual")
    meta("schema:accessModeSufficient", "auditory")
    for feature in _FEATURES:
        meta("schema:accessibilityFeature", feature)
    meta("schema:accessibilityHazard", "none")
    meta("schema:accessibilitySummary", _SUMMARY.in_language(facts.language))
    meta("media:active-class", ACTIVE_CLASS)
    for voice in dict.fromkeys(recording.voice.name for recording in recordings):
        meta("media:narrator", voice)
    for chapter in chapters:
        length = clock(chapter.episode.recording.duration_ms)
        meta("media:duration", length, refines=f"#{chapter.name}-smil")
    meta("media:duration", clock(sum(recording.duration_ms for recording in recordings)))
    add(metadata, "meta", name="generator", content="docbao")
    add(metadata, "meta", name="cover", content="cover")
