"""Makes a page's layout plain before anything is read from it.

Portals built on SharePoint and older .NET systems wrap the whole page in a form and lay the
article out in tables; an extractor then sees one table row, or nothing. Here such tables and
forms become plain divisions; tables of data stay tables.
"""

from __future__ import annotations

import re
from typing import Final

from docbao.sources.markup import INLINE, Element, text_length

_DEAD: Final = (
    "script", "style", "nav", "noscript", "template", "svg", "iframe", "button", "select", "input",
    "textarea", "canvas", "object", "embed", "applet", "map", "link", "dialog", "option",
)  # fmt: skip
_BLOCK_IN_CELL: Final = ("p", "div", "table", "h1", "h2", "h3", "ul", "ol", "article", "section")
_PARTS: Final = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_HIDES: Final = re.compile(r"none|hidden", re.IGNORECASE)
_BROKEN: Final = frozenset({"div", "p", "td", "section", "article", "body", "font", "span"})
_LONG_CELL_CHARS: Final = 200
"""A cell of data is a figure or a phrase; one this long is a piece of the article."""
_FORM_WITH_TEXT_CHARS: Final = 400
"""A form with this much text is a wrapper around a page, not something to fill in."""


def strip(tree: Element) -> None:
    """Drop what is never text: scripts, styles, menus, the parts of forms."""
    from lxml import etree  # noqa: PLC0415 - keeps start-up light

    etree.strip_elements(tree, *_DEAD, with_tail=False)


def flatten(tree: Element) -> None:
    """Turn layout tables and wrapping forms into plain divisions."""
    for element in tree.iterfind(".//*[@style]"):
        # Word's "border:none" on every paragraph is read as a box by extractors; what hides stays.
        if not _HIDES.search(element.get("style")):
            del element.attrib["style"]
    for form in list(tree.iter("form")):
        if text_length(form) > _FORM_WITH_TEXT_CHARS:
            _make_plain(form)
    # Decided before any is unwrapped: holding a table is what gives a layout table away.
    for table in [table for table in tree.iter("table") if is_layout(table)]:
        _unwrap(table)


def split_breaks(tree: Element) -> None:
    """Make paragraphs of text that only line breaks hold apart, as old portals write it."""
    for holder in dict.fromkeys(line_break.getparent() for line_break in tree.iter("br")):
        if holder is not None and holder.tag in _BROKEN and _has_double_break(holder):
            _split(holder)


def is_layout(table: Element) -> bool:
    """Whether `table` arranges the page rather than data."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return True
    rows = list(table.iter("tr"))
    cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
    if table.find(".//th") is not None and len(cells) > 3:
        return False
    widest = max((sum(cell.tag in ("td", "th") for cell in row) for row in rows), default=0)
    if len(rows) < 2 or widest < 2:
        return True
    long_cells = sum(text_length(cell) > _LONG_CELL_CHARS for cell in cells)
    blocks = sum(len([e for e in cell if e.tag in _BLOCK_IN_CELL]) > 1 for cell in cells)
    return long_cells * 5 > len(cells) or blocks * 2 > len(cells)


def _unwrap(table: Element) -> None:
    parts = [table]
    for part in parts:  # grows while it is walked: parts of this table, not of one inside a cell
        if part.tag not in ("td", "th"):
            parts.extend(child for child in part if child.tag in _PARTS)
    for part in parts:
        _make_plain(part)


def _make_plain(element: Element) -> None:
    """A division without attributes: a class or border of layout says nothing of the text."""
    name = element.get("class")
    element.tag = "div"
    element.attrib.clear()
    if name and "caption" in name.lower():
        element.set("class", name)


def _split(holder: Element) -> None:
    children = list(holder)
    paragraph = holder.makeelement("p")
    paragraph.text, holder.text = holder.text, None
    holder[:] = [paragraph]
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag == "br" or child.tag not in INLINE:
            if child.tag != "br":
                holder.append(child)
            paragraph = holder.makeelement("p")
            holder.append(paragraph)
            paragraph.text = tail
        else:
            child.tail = tail
            paragraph.append(child)
    for paragraph in list(holder.iterchildren("p")):
        if not len(paragraph) and not (paragraph.text or "").strip():
            holder.remove(paragraph)
    # What now holds paragraphs can be none itself, nor stand in one.
    while holder is not None and (holder.tag == "p" or holder.tag in INLINE):
        holder.tag = "div"
        holder = holder.getparent()


def _has_double_break(holder: Element) -> bool:
    last_was_break = False
    for child in holder:
        is_break = child.tag == "br"
        if is_break and last_was_break:
            return True
        last_was_break = is_break and not (child.tail or "").strip()
    return False
