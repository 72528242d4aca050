"""Who wrote it: the by-line, and the line of the body that is only that.

Extractors' own author fields are poor on Vietnamese sites (they name the site's owner), so the
marked element is asked first and then the last short line of the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from docbao.clean import clean_line
from docbao.model import Block
from docbao.sources.markup import Element, key, link_share, names, text_of

_AUTHOR: Final = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|tac-?gia|detail-author|author-name|nguoi-viet"
    r"|author_mail|article-author|source-author|butdanh|but-danh)(?:$|[\s_-])|tacgia"
)
_TAGS: Final = ("p", "div", "span", "a", "strong", "b", "em", "address", "h3", "h4", "li", "td")
_LONGEST_CHARS: Final = 80
_MOST_WORDS: Final = 9
_RIGHT: Final = re.compile(r"align[\s:=-]*(?:right|end)|(?:^|\s)right(?:\s|$)|tac-?gia|author")
_LEADING: Final = re.compile(
    r"\A(?:by|tác giả|bài|tin|bài và ảnh|tin, ảnh|người viết|thực hiện|theo|pv|phóng viên|nguồn)"
    r"(?:\s*:\s*|\s+(?=[A-ZĐÀ-Ỵ]))",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d{1,2}[/:.-]\d{1,2}")
_SMALL: Final = frozenset(
    {
        "và",
        "and",
        "the",
        "of",
        "de",
        "von",
        "theo",
        "bài",
        "ảnh",
        "tin",
        "thực",
        "hiện",
        "tổng",
        "hợp",
    }
)
_ENDED: Final = re.compile(r"[.!?…:;,”\"]\Z")
_ENGLISH_BYLINE: Final = re.compile(r"\ABy [A-Z][\w.'’-]+(?:,? (?:and )?[A-Z][\w.'’-]+){1,5}\Z")


def byline_of(tree: Element) -> str:
    """The author as the page marks it, or an empty string."""
    for meta in tree.iter("meta"):
        if (meta.get("name") or "").lower() == "author" and _is_name(
            text := _tidy(meta.get("content") or "")
        ):
            marked = _marked(tree)
            return marked or text
    return _marked(tree)


def _marked(tree: Element) -> str:
    for element in tree.iter(*_TAGS):
        role = element.get("data-role") or element.get("rel") or element.get("itemprop") or ""
        if role != "author" and not _AUTHOR.search(names(element)):
            continue
        text = _tidy(text_of(element))
        if _is_name(text):
            return text
    return ""


def signature(blocks: list[Block], *, look: Emphasis, known: str) -> tuple[str, list[Block]]:
    """The name a body is signed with, and the body without that line.

    Args:
        blocks: The body in order.
        look: What the page sets apart; extractors often drop a signature, the page has it.
        known: The by-line found elsewhere; a line that only repeats it goes too.
    """
    if blocks and _ENGLISH_BYLINE.match(blocks[0].text):
        return known or _tidy(blocks[0].text), blocks[1:]
    for at in range(len(blocks) - 1, max(len(blocks) - 4, 0), -1):
        block = blocks[at]
        if block.kind not in ("paragraph", "heading"):
            continue
        text = _tidy(block.text)
        is_last = at == len(blocks) - 1
        is_set_apart = key(block.text) in look.short
        is_known = bool(known) and key(text) in key(known)
        if not (_is_name(text) or (is_last and is_set_apart and _could_sign(text))):
            continue
        if is_known or is_set_apart or (is_last and not known):
            return known or text, blocks[:at] + blocks[at + 1 :]
    if not known and blocks:
        ends = {key(block.text) for block in blocks[-2:]}
        known = next((_tidy(line) for line, before in look.signs if before in ends), "")
    return known, blocks


def _could_sign(text: str) -> bool:
    """Whether a line set apart may be a signature: an office is no name, but as short."""
    return (
        bool(text)
        and len(text.split()) <= _MOST_WORDS
        and text[0].isupper()
        and not _ENDED.search(text)
        and not any(letter.isdigit() for letter in text)
    )


def _tidy(text: str) -> str:
    line = clean_line(text).strip("-–—()|[]•· ")
    return _LEADING.sub("", line).strip("-–—()|[]•· ")


def _is_name(text: str) -> bool:
    """Whether `text` could be the names of people or an agency: short, capitalised, no end."""
    words = text.replace("-", " ").replace("–", " ").replace("/", " ").split()
    if not 1 <= len(words) <= _MOST_WORDS or not 2 < len(text) <= _LONGEST_CHARS:
        return False
    if _ENDED.search(text) or _DATE.search(text) or "http" in text or "@" in text:
        return False
    capital = sum(word[0].isupper() for word in words)
    small = sum(word.strip(",.()").lower() in _SMALL for word in words)
    return capital > 0 and capital + small >= len(words) and not any(c.isdigit() for c in text)


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What a page sets apart by its looks; read before anything is pruned."""

    signs: tuple[tuple[str, str], ...]
    """Short lines set to the right or bold, each with the key of the paragraph before it."""
    short: frozenset[str]
    """Keys (see `markup.key`) of short lines right or wholly bold: signatures, headings."""
    bold: frozenset[str]
    """Keys of long paragraphs that are bold as a whole: leads."""


NOTHING_SET_APART: Final = Emphasis((), frozenset(), frozenset())
"""Of a text without looks."""


def emphasis_of(tree: Element) -> Emphasis:
    """The lines of `tree` that are set to the right or bold as a whole."""
    signs: list[tuple[str, str]] = []
    before: Element | None = None
    short: set[str] = set()
    bold: set[str] = set()
    for element in tree.iter("p", "div", "h2", "h3", "td"):
        style = (
            f"{element.get('style') or ''} {element.get('align') or ''} {names(element)}".lower()
        )
        is_right = _RIGHT.search(style) is not None
        inner = _only_child(element)
        last = before
        if element.tag == "p" or (element.text or "").strip():
            before = element
        is_set = inner is not None or "bold" in style
        if not is_right and not is_set:
            continue
        text = text_of(element)
        if len(text) > _LONGEST_CHARS:
            if is_set and link_share(element) < 0.5:
                bold.add(key(text))
            continue
        short.add(key(text))
        if text and _could_sign(_tidy(text)):
            signs.append((text, key(text_of(last)) if last is not None else ""))
    return Emphasis(tuple(signs), frozenset(short), frozenset(bold))


def _only_child(element: Element) -> str | None:
    """Tag of the one inline child that holds all of the text, looking through spans."""
    while len(element) == 1 and not (element.text or "").strip():
        child = element[0]
        if (child.tail or "").strip():
            return None
        if child.tag in ("strong", "b", "em", "i"):
            return str(child.tag)
        if child.tag not in ("span", "font", "p", "div"):
            return None
        element = child
    return None
