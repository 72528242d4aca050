"""Markdown as blocks: enough of it to read a bulletin aloud, nothing rendered.

A full parser would bring a dependency for six kinds of line. What is not understood is read as
the text it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from docbao.clean import clean_line, clean_text
from docbao.model import Block, BlockKind
from docbao.sources.boilerplate import DATE_LINE, is_boilerplate, without_marks

_FRONT: Final = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)(?:\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(r"^(\w+)\s*:\s*(.+)$", re.MULTILINE)
_HEADING: Final = re.compile(r"\A(#{1,6})\s+(.*?)\s*#*\Z")
_UNDERLINE: Final = re.compile(r"\A(=+|-{2,})\Z")
_ITEM: Final = re.compile(r"\A(?:[-*+]|\d{1,3}[.)])\s+(.*)\Z")
_QUOTE: Final = re.compile(r"\A>\s?(.*)\Z")
_ROW: Final = re.compile(r"\A\|.*\|\Z")
_RULE_ROW: Final = re.compile(r"\A\|[|:\s-]+\Z")
_FENCE: Final = re.compile(r"\A(?:```|~~~)")
_IMAGE: Final = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK: Final = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])")
_AUTOLINK: Final = re.compile(r"<(https?://[^>\s]+)>")
_TAG: Final = re.compile(r"</?[a-zA-Z][^>]*>")
_REFERENCE: Final = re.compile(r"\A\[[^\]]+\]:\s+\S+")
_CODE: Final = re.compile(r"`+([^`]+)`+")
_EMPHASIS: Final = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")


@dataclass(frozen=True, slots=True)
class Document:
    """What a Markdown text holds."""

    title: str
    """From the front matter, else the first heading of the first level; may be empty."""
    byline: str
    date: str
    """As written in the front matter; empty where there is none."""
    blocks: tuple[Block, ...]


def read(text: str) -> Document:
    """The parts of a Markdown `text`."""
    text = clean_text(text)
    fields: dict[str, str] = {}
    if found := _FRONT.match(text):
        fields = {name.lower(): value.strip("\"' ") for name, value in _FIELD.findall(found[1])}
        text = text[found.end() :]
    blocks: list[Block] = []
    title = fields.get("title", "")
    for kind, level, line in _merged(_lines(text)):
        said = without_marks(_plain(line))
        if not said:
            continue
        if kind == "heading" and level == 1 and not title:
            title = said
        elif said != title:
            blocks.append(Block(kind, said))
    byline = fields.get("author", fields.get("byline", ""))
    # A line that is nothing but a date is sifted out with the other template lines below.
    dated = (line for line in text.split("\n")[:8] if DATE_LINE.match(line))
    date = fields.get("date") or next(dated, "")
    return Document(title, byline, date, tuple(blocks))


_Line = tuple[BlockKind, int, str]


def _lines(text: str) -> list[_Line]:
    """Each line with its kind and heading level; an empty line ends a paragraph."""
    found: list[_Line] = []
    in_code = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
        elif in_code or _REFERENCE.match(line):
            continue
        elif _UNDERLINE.match(line) and found and found[-1][0] == "paragraph" and found[-1][2]:
            found[-1] = ("heading", 1 if line[0] == "=" else 2, found[-1][2])
        elif is_boilerplate(line) and not _RULE_ROW.match(line):
            found.append(("paragraph", 0, ""))
        else:
            found.append(_classified(line))
    return found


def _classified(line: str) -> _Line:
    if heading := _HEADING.match(line):
        return "heading", len(heading[1]), heading[2]
    if image := _IMAGE.fullmatch(line):
        return "caption", 0, image[1]
    if _ROW.match(line):
        cells = [] if _RULE_ROW.match(line) else [cell.strip() for cell in line[1:-1].split("|")]
        return "table_row", 0, "; ".join(cell for cell in cells if cell)
    if item := _ITEM.match(line):
        return "list_item", 0, item[1]
    if quote := _QUOTE.match(line):
        return "quote", 0, quote[1]
    return "paragraph", 0, line


def _merged(lines: list[_Line]) -> list[_Line]:
    """Lines of one paragraph or quotation as one; a plain line goes on with the item above."""
    merged: list[_Line] = []
    open_ = False
    for kind, level, line in lines:
        last = merged[-1][0] if merged else None
        goes_on = kind == "paragraph" and last in ("paragraph", "list_item", "quote")
        if open_ and line and (goes_on or (kind == "quote" and last == "quote")):
            merged[-1] = (merged[-1][0], 0, f"{merged[-1][2]} {line}")
        elif line:
            merged.append((kind, level, line))
        open_ = bool(line) and kind in ("paragraph", "list_item", "quote")
    return merged


def _plain(line: str) -> str:
    line = _LINK.sub(r"\1", _IMAGE.sub(r"\1", line))
    line = _TAG.sub("", _AUTOLINK.sub(r"\1", line))
    line = _CODE.sub(r"\1", line)
    for _ in range(3):  # bold in italics in strong
        line = _EMPHASIS.sub(r"\2", line)
    return clean_line(_ESCAPED.sub(r"\1", line))
