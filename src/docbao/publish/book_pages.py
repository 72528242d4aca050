"""The pages of a talking book, and the overlays that tie each sentence to its sound."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from docbao.clean import clean_line
from docbao.i18n import Language, Phrase
from docbao.model import LEAD, TITLE, Article, Cue
from docbao.publish.feed_xml import title_of
from docbao.publish.package import ACTIVE_CLASS, Chapter, add, clock, document

STYLE: Final = f"""
body {{ line-height: 1.6; margin: 1em; }}
h1, h2 {{ line-height: 1.3; }}
.sapo {{ font-weight: bold; }}
.{ACTIVE_CLASS} {{ background-color: #ffd60a; color: #000000; text-decoration: underline; }}
"""
_DOCTYPE: Final = "<!DOCTYPE html>\n"
_CONTENTS: Final = Phrase(vi="Mục lục", en="Contents")
_OTHERS: Final = Phrase(vi="Bài khác", en="Other articles")
_SOURCE: Final = Phrase(vi="Bài gốc ở {source}", en="The original at {source}")


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


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of an article, named, and the stretch of the sound that is its own."""

    name: str
    """Its id on the page."""
    cue: Cue
    start_ms: int
    end_ms: int

    @property
    def is_heard(self) -> bool:
        """Whether any time is left for it: two cues of one moment share it, which no player can."""
        return self.end_ms > self.start_ms


def told_of(cues: Sequence[Cue], duration_ms: int) -> tuple[Told, ...]:
    """Each cue with its id and time; blank ones have nothing to be marked.

    A sentence lasts until the next begins, so that the pauses between them stay in, and the
    lengths of all add up to the recording's.
    """
    spoken = [cue for cue in cues if clean_line(cue.utterance.text)]
    starts = [0, *(min(cue.start_ms, duration_ms) for cue in spoken[1:])]
    ends = [*starts[1:], duration_ms]
    return tuple(
        Told(f"s{number}", cue, start_ms, end_ms)
        for number, (cue, start_ms, end_ms) in enumerate(zip(spoken, starts, ends), start=1)  # noqa: B905 - no cues, one start
    )


def render_article(chapter: Chapter, cues: Sequence[Cue]) -> bytes:
    """The text of an article as it is heard, each sentence with an id of its own."""
    article = chapter.episode.article
    root, body = _page(title_of(article), article.language)
    section = add(body, "section", role="doc-chapter", epub__type="chapter", aria_labelledby="t")
    told = told_of(cues, chapter.episode.recording.duration_ms)
    fill_article(section, article, told, levels=("h1", "h2"))
    if article.url.startswith(("http://", "https://")):
        words = _SOURCE.fill(source=clean_line(article.source) or article.url)
        add(add(section, "p"), "a", words.in_language(article.language), href=article.url)
    return document(root, _DOCTYPE)


def fill_article(
    parent: ET.Element, article: Article, told: Sequence[Told], *, levels: tuple[str, str]
) -> None:
    """Put an article's sentences into `parent`; `levels` are the tags of title and headings."""
    language = article.language
    if not any(one.cue.utterance.block == TITLE for one in told):
        add(parent, levels[0], title_of(article), id="t")
    for block, group in groupby(told, key=lambda one: one.cue.utterance.block):
        known = 0 <= block < len(article.blocks)
        kind = article.blocks[block].kind if known else "paragraph"
        if block == TITLE:
            _say(add(parent, levels[0], id="t"), group, language)
        elif block == LEAD:
            _say(add(parent, "p", _class="sapo"), group, language)
        elif kind == "list_item":
            last = parent[-1] if len(parent) else None
            found = last if last is not None and last.tag == "ul" else add(parent, "ul")
            _say(add(found, "li"), group, language)
        elif kind == "quote":
            _say(add(add(parent, "blockquote"), "p"), group, language)
        else:
            _say(add(parent, levels[1] if kind == "heading" else "p"), group, language)


def _say(parent: ET.Element, group: Iterable[Told], language: Language) -> None:
    several = list(group)
    for one in several:
        utterance = one.cue.utterance
        foreign = {} if utterance.language == language else {"lang": utterance.language}
        more = {**foreign, **({"xml__lang": utterance.language} if foreign else {})}
        sentence = add(parent, "span", utterance.text, id=one.name, **more)
        if one is not several[-1]:
            sentence.tail = " "


def render_overlay(chapter: Chapter, cues: Sequence[Cue]) -> bytes:
    """Which sentence is heard when (EPUB 3.3, media overlays)."""
    root = ET.Element(
        "smil",
        {
            "xmlns": "http://www.w3.org/ns/SMIL",
            "xmlns:epub": "http://www.idpf.org/2007/ops",
            "version": "3.0",
        },
    )
    seq = add(add(root, "body"), "seq", id="q1", epub__textref=chapter.page, epub__type="chapter")
    heard = [one for one in told_of(cues, chapter.episode.recording.duration_ms) if one.is_heard]
    if not heard:  # words unknown: the heading stands for all of the sound
        par = add(seq, "par", id="pt")
        add(par, "text", src=f"{chapter.page}#t")
        add(par, "audio", src=chapter.sound)
    for one in heard:
        par = add(seq, "par", id=f"p{one.name}")
        add(par, "text", src=f"{chapter.page}#{one.name}")
        clip = {"clipBegin": clock(one.start_ms), "clipEnd": clock(one.end_ms)}
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
