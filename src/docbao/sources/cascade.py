"""The body of an article: trafilatura's fast pass, its full one, then readability.

Measured on general pages: the fast pass, set to precision, gives the same text as the full one
wherever it gives any, in half the time; so the full one runs only where the fast one finds
little. Precision costs nothing here, because the lead is found on its own (see `lead`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from docbao.errors import ExtractError
from docbao.model import Block
from docbao.sources.blocks import blocks_of
from docbao.sources.markup import Element, parse, text_length

ENOUGH_CHARS: Final = 250
"""Less than this from the fast pass, and the full one is tried (trafilatura's own measure)."""
_PROSE_CHARS: Final = 80
_MOST_LEFT_OUT: Final = 2
"""Less than one part in this of a page's paragraphs, and the fast pass may have missed it."""
_NOTHING_CHARS: Final = 80
"""Less than this is no article, and readability is asked."""
_SHORTEST_CHARS: Final = 25
"""Less than this is a stray word of the page, not a text."""


def find_body(tree: Element, sift: Callable[[list[Block]], list[Block]]) -> list[Block]:
    """The article's blocks, or none.

    Args:
        tree: A page with plain layout, pruned.
        sift: Gives the blocks that are the article's own; what it leaves is what counts.
    """
    blocks = sift(_trafilatura(tree, fast=True))
    if _length(blocks) < max(ENOUGH_CHARS, _prose_length(tree) / _MOST_LEFT_OUT):
        blocks = max(blocks, sift(_trafilatura(tree, fast=False)), key=_length)
    if _length(blocks) < _NOTHING_CHARS:
        blocks = max(blocks, sift(_readability(tree)), key=_length)
    return blocks if _length(blocks) >= _SHORTEST_CHARS else []


def _prose_length(tree: Element) -> int:
    """Characters in the longer paragraphs of the page, whosever they are."""
    lengths = (text_length(element) for element in tree.iter("p"))
    return sum(length for length in lengths if length > _PROSE_CHARS)


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _trafilatura(tree: Element, *, fast: bool) -> list[Block]:
    from trafilatura import bare_extraction  # noqa: PLC0415 - a second of start-up

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document = bare_extraction(
        tree, fast=fast, favor_precision=True, include_comments=False, output_format="xml"
    )
    body = getattr(document, "body", None)  # it gives None for a page without text
    return [] if body is None else blocks_of(body)


def _readability(tree: Element) -> list[Block]:
    from lxml import etree  # noqa: PLC0415 - keeps start-up light
    from readability import Document  # noqa: PLC0415 - keeps start-up light
    from readability.readability import Unparseable  # noqa: PLC0415 - keeps start-up light

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        summary = Document(etree.tostring(tree, encoding="unicode", method="html")).summary()
        return blocks_of(parse(summary).find("body"))
    except (Unparseable, ExtractError, ValueError):
        return []
