"""The pages of a talking book, and the overlays that tie each sentence to its sound."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from docbao.clean import clean_line
from docbao.i18n import Language, Phrase
from docbao.model import LEAD, TITLE, Cue
from docbao.publish.feed_xml import title_of
from docbao.publish.package import ACTIVE_CLASS, Chapter, add, clock, document

STYLE: Final = f"""
body {{ line-height: 1.6; margin: 1em; }}
h1, h2 {{ line-height: 1.3; }}
.sapo {{ font-weight: bold; }}
.{ACTIVE_CLASS} {{ background-color: #ffd60a; color: #000000; }}
"""
_DOCTYPE: Final = "<!DOCTYPE html>\n"
_CONTENTS: Final = Phrase(vi="Mục lục", en="Contents")
_OTHERS: Final = Phrase(vi="Bài khác", en="Other articles")
_SOURCE: Final = Phrase(vi="Bài gốc ở {source}", en="The original at {source}")
_TAGS: Final = {"heading": "h2", "quote": "blockquote", "list_item": "li"}


def _page(title: str, language: Language) -> tuple[ET.Element, ET.Element]:
    root = ET.Element(
        "html",
        {
            "xmlns": "http://www.w3.org/1999/xhtml",
            "xmlns:epub": "http://www.idpf.org/2007/ops",
            "lang": language,
            "xml:lang": language,
        },
    )
    head = add(root, "head")
    add(head, "title", title)
    add(head, "link", rel="stylesheet", type="text/css", href="style.css")
    return root, add(root, "body")


def _told(cues: Sequence[Cue]) -> list[tuple[str, Cue]]:
    """Each cue with the id of its sentence; blank ones have nothing to be marked."""
    spoken = [cue for cue in cues if clean_line(cue.utterance.text)]
    return [(f"s{number}", cue) for number, cue in enumerate(spoken, start=1)]


def render_article(chapter: Chapter, cues: Sequence[Cue]) -> bytes:
    """The text of an article as it is heard, each sentence with an id of its own."""
    article = chapter.episode.article
    root, body = _page(title_of(article), article.language)
    section = add(body, "section", role="doc-chapter", epub__type="chapter", aria_labelledby="t")
    told = _told(cues)
    if not any(cue.utterance.block == TITLE for _, cue in told):
        add(section, "h1", title_of(article), id="t")
    for block, group in groupby(told, key=lambda pair: pair[1].utterance.block):
        known = 0 <= block < len(article.blocks)
        tag = _TAGS.get(article.blocks[block].kind, "p") if known else "p"
        if block == TITLE:
            _say(add(section, "h1", id="t"), group, article.language)
        elif block == LEAD:
            _say(add(section, "p", _class="sapo"), group, article.language)
        elif tag == "li":
            last = section[-1] if len(section) else None
            found = last if last is not None and last.tag == "ul" else add(section, "ul")
            _say(add(found, "li"), group, article.language)
        elif tag == "blockquote":
            _say(add(add(section, tag), "p"), group, article.language)
        else:
            _say(add(section, tag), group, article.language)
    if article.url.startswith(("http://", "https://")):
        words = _SOURCE.fill(source=clean_line(article.source) or article.url)
        add(add(section, "p"), "a", words.in_language(article.language), href=article.url)
    return document(root, _DOCTYPE)


def _say(parent: ET.Element, group: Iterable[tuple[str, Cue]], language: Language) -> None:
    pairs = list(group)
    for name, cue in pairs:
        utterance = cue.utterance
        foreign = {} if utterance.language == language else {"lang": utterance.language}
        more = {**foreign, **({"xml__lang": utterance.language} if foreign else {})}
        sentence = add(parent, "span", utterance.text, id=name, **more)
        if name != pairs[-1][0]:
            sentence.tail = " "


def render_overlay(chapter: Chapter, cues: Sequence[Cue]) -> bytes:
    """Which sentence is heard when (EPUB 3.3, media overlays).

    A sentence lasts until the next begins, so that the pauses between them stay in, and the
    lengths of all add up to the recording's.
    """
    root = ET.Element(
        "smil",
        {
            "xmlns": "http://www.w3.org/ns/SMIL",
            "xmlns:epub": "http://www.idpf.org/2007/ops",
            "version": "3.0",
        },
    )
    seq = add(add(root, "body"), "seq", id="q1", epub__textref=chapter.page, epub__type="chapter")
    told = _told(cues)
    starts = [0, *(cue.start_ms for _, cue in told[1:]), chapter.episode.recording.duration_ms]
    for (name, _), start_ms, end_ms in zip(told, starts[:-1], starts[1:], strict=True):
        par = add(seq, "par", id=f"p{name}")
        add(par, "text", src=f"{chapter.page}#{name}")
        clip = {"clipBegin": clock(start_ms), "clipEnd": clock(end_ms)}
        add(par, "audio", src=chapter.sound, **clip)
    ET.indent(root, " ")
    return document(root)


def render_nav(title: str, language: Language, chapters: Sequence[Chapter]) -> bytes:
    """The table of contents: sources, and under each its articles."""
    root, body = _page(title, language)
    add(body, "h1", title)
    contents = _CONTENTS.in_language(language)
    nav = add(body, "nav", epub__type="toc", role="doc-toc", aria_labelledby="c")
    add(nav, "h2", contents, id="c")
    sources = add(nav, "ol")
    for section, group in groupby(chapters, key=lambda chapter: chapter.section):
        held = list(group)
        source = add(sources, "li")
        name = section or _OTHERS.in_language(language)
        add(source, "a", name, href=held[0].page)
        articles = add(source, "ol")
        for chapter in held:
            article = chapter.episode.article
            add(add(articles, "li"), "a", title_of(article), href=chapter.page)
    landmarks = add(body, "nav", epub__type="landmarks", hidden="hidden", aria_label="landmarks")
    ways = add(landmarks, "ol")
    add(add(ways, "li"), "a", contents, epub__type="toc", href="nav.xhtml")
    add(add(ways, "li"), "a", title, epub__type="bodymatter", href=chapters[0].page)
    return document(root, _DOCTYPE)
