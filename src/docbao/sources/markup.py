"""A page's bytes as a tree, and the few questions every step of extraction asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from docbao.clean import clean_line
from docbao.errors import ExtractError
from docbao.i18n import Phrase
from docbao.sources.charset import (
    declared_charset,
    decode_text,
    repair_tcvn3,
    without_told_controls,
)

Element = Any
"""An `lxml.html.HtmlElement`; lxml ships no types."""

INLINE: Final = frozenset({
    "a", "abbr", "acronym", "b", "big", "bdi", "bdo", "cite", "code", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p", "st1:place",
    "st1:city"
})  # fmt: skip
"""Tags that do not begin a new line of text."""

_MANY_LEVELS: Final = "Excessive depth"
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*>")
_KEY: Final = re.compile(r"[\W_]+")


def parse(body: bytes | str, content_type: str = "") -> Element:
    """The page as a tree without comments, whatever its encoding and however broken.

    Tags nested beyond 256 levels are left out: that is libxml2's own limit, and what protects
    every later step from running out of stack.

    Raises:
        ExtractError: The page is empty or holds no markup at all.
    """
    from lxml import etree, html  # noqa: PLC0415 - keeps start-up light

    text = (
        repair_tcvn3(body)
        if isinstance(body, str)
        else decode_text(body, declared_charset(content_type, body))
    )
    text = _XML_DECLARATION.sub("", without_told_controls(text))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as cause:
        raise _empty() from cause
    if tree is None or tree.find("body") is None:
        raise _empty()
    if any(_MANY_LEVELS in str(entry.message) for entry in parser.error_log):
        tree.set("data-truncated", "depth")
    return tree


def is_truncated(tree: Element) -> bool:
    """Whether the page was nested too deeply to be read whole."""
    return tree.get("data-truncated") is not None


def text_of(element: Element) -> str:
    """All text in `element` as one clean line; `<br>` counts as a blank."""
    if element.find(".//br") is None:
        return clean_line("".join(element.itertext()))
    return clean_line("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    for node in element.iter():
        if node.tag == "br":
            yield " "
        elif node.text:
            yield node.text
        if node is not element and node.tail:
            yield node.tail


def text_length(element: Element) -> int:
    """Characters of text that are no blanks."""
    return sum(map(len, "".join(element.itertext()).split()))


def link_share(element: Element) -> float:
    """Share of the text of `element` that is links, 0 to 1; 0 for one without text."""
    whole = text_length(element)
    return sum(text_length(link) for link in element.iter("a")) / whole if whole else 0.0


def key(text: str) -> str:
    """`text` for comparing: lower case, letters and digits only."""
    return _KEY.sub("", text.casefold())


def names(element: Element) -> str:
    """Class and id of `element` in lower case, for patterns."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower().strip()


def remove(element: Element) -> None:
    """Take `element` out of its tree; the text after it stays where it was."""
    if element.getparent() is not None:
        element.drop_tree()


def _empty() -> ExtractError:
    return ExtractError(
        Phrase(vi="Trang trống, không có gì để đọc", en="The page is empty; nothing to read"),
        hint=Phrase(
            vi="Mở địa chỉ này trong trình duyệt để xem trang còn bài viết không.",
            en="Open the address in a browser to see whether the article is still there.",
        ),
    )
