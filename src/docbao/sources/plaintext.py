"""Plain text, as typed, pasted or saved from a portal, read as an article.

The order of a bulletin is expected: (date) headline, lead, paragraphs, signature. Template
lines that come along when a portal's page is copied are sifted out as in pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from docbao.clean import clean_text
from docbao.model import Block
from docbao.sources.boilerplate import DATE_LINE, is_boilerplate, without_marks, without_prefix
from docbao.sources.byline import NOTHING_SET_APART, signature
from docbao.sources.metadata import read_date

_BULLET: Final = re.compile(r"\A(?:[-+*•–—▪●]|\d{1,2}[.)])\s+(?=\S)")
_LIST_MARK: Final = re.compile(r"\A[-+*•–—▪●]\s+")
_ENDED: Final = re.compile(r"[.!?:;…”\"]\Z")
_LONGEST_TITLE_CHARS: Final = 250
_WRAP_CHARS: Final = range(50, 101)
"""Lengths of lines in text that an editor or mail program wrapped."""
_SHORTEST_LEAD_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class Text:
    """The parts of a plain text."""

    title: str
    lead: str
    blocks: tuple[Block, ...]
    byline: str
    published: datetime | None


def read(text: str) -> Text:
    """The parts of `text`; every line that is not template or date is in one of them."""
    lines = _unwrapped(clean_text(text))
    published = next((read_date(line) for line in lines[:8] if DATE_LINE.match(line)), None)
    kept: list[str] = []
    for line in lines:
        bare = without_marks(line)
        if bare and not is_boilerplate(bare):
            kept.append(bare)
    if not kept:
        return Text("", "", (), "", published)
    title = ""
    if len(kept[0]) <= _LONGEST_TITLE_CHARS:
        title = kept.pop(0)
    blocks = [_block(line) for line in kept]
    byline = ""
    if len(blocks) > 1:
        byline, blocks = signature(blocks, look=NOTHING_SET_APART, known="")
    lead = ""
    if len(blocks) > 1 and blocks[0].kind == "paragraph" and _could_lead(blocks[0].text):
        lead = without_prefix(blocks.pop(0).text)
    return Text(title, lead, tuple(blocks), byline, published)


def _could_lead(text: str) -> bool:
    return len(text) >= _SHORTEST_LEAD_CHARS and text[-1] in '.!?…”"'


def _block(line: str) -> Block:
    if _BULLET.match(line):
        return Block("list_item", _LIST_MARK.sub("", line))
    if line.isupper() and len(line) < 120:
        return Block("heading", line)
    return Block("paragraph", line)


def _unwrapped(text: str) -> list[str]:
    """The lines of `text`, wrapped ones joined again where the text is wrapped throughout."""
    lines = text.split("\n")
    inner = [
        line for line, after in zip(lines, [*lines[1:], ""], strict=True) if line and after
    ]  # lines followed by another of their paragraph
    full = [line for line in inner if len(line) in _WRAP_CHARS]
    unended = [line for line in full if not _ENDED.search(line)]
    if (
        len(unended) < 3
        or len(full) * 2 < len(inner)
        or any(len(line) > _WRAP_CHARS.stop for line in lines)
    ):
        return [line for line in lines if line]
    joined: list[str] = []
    fresh = True
    for line in lines:
        if not line or _BULLET.match(line) or fresh or is_boilerplate(line):
            if line:
                joined.append(line)
            fresh = not line or is_boilerplate(line)
            continue
        joined[-1] = f"{joined[-1]} {line}"
    return joined
