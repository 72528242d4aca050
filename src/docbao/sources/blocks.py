"""From marked-up text to blocks that keep their kind: paragraph, heading, item, quote, row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from docbao.clean import clean_line
from docbao.model import Block, BlockKind
from docbao.sources.boilerplate import is_boilerplate, without_marks
from docbao.sources.markup import INLINE, Element, key, names, text_of

# Both HTML's names and those of the trees that trafilatura returns (TEI-like).
_KINDS: Final[dict[str, BlockKind]] = {
    "p": "paragraph",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
    "h6": "heading", "head": "heading",
    "li": "list_item", "item": "list_item", "dd": "list_item", "dt": "list_item",
    "blockquote": "quote", "quote": "quote",
    "tr": "table_row", "row": "table_row",
    "figcaption": "caption", "caption": "caption",
}  # fmt: skip
_BREAKS: Final = frozenset({"br", "lb", "hr"})
_SILENT: Final = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "button", "select", "textarea",
    "graphic", "img", "title"
})  # fmt: skip
_RUN_IN: Final = INLINE | {"hi", "ref", "del", "code", "pre"}
_CELLS: Final = frozenset({"td", "th", "cell"})
_CAPTION: Final = re.compile(
    r"caption|(?:^|[\s_-])(?:image|img|photo)-?(?:desc|note|text|alt)?(?:$|[\s_-])|chu-?thich|ghichu"
)
_CAPTION_TAGS: Final = (
    "figcaption", "caption", "p", "div", "td", "span", "em", "h2", "h3", "h6", "li",
)  # fmt: skip
_TEXT_TAGS: Final = ("p", "li", "h2", "h3")
_LONGEST_CAPTION_CHARS: Final = 600
_LINES: Final = frozenset({"p", "li", "span", "strong", "td", "b", "em", "i", "font", "div"})
_SHORTEST_LINK_CHARS: Final = 12
_ENDED: Final = re.compile(r"[.!?:;…”\"’)]\Z")
_LONGEST_HEADING_CHARS: Final = 120


class _Writer:
    """Collects runs of text; a block ends where a block element begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._run: list[str] = []
        self._soft = False
        """Whether the last block ended at a mere line break, and may go on."""

    def write(self, text: str | None) -> None:
        if text:
            self._run.append(text)

    def end(self, kind: BlockKind, *, soft: bool = False) -> None:
        text = clean_line("".join(self._run))
        self._run.clear()
        if text:
            last = self.blocks[-1] if self.blocks else None
            if self._soft and last and last.kind == kind and _goes_on(last.text, text):
                self.blocks[-1] = Block(kind, f"{last.text} {text}")
            else:
                self.blocks.append(Block(kind, text))
        if text or not soft:
            self._soft = soft


def _goes_on(before: str, after: str) -> bool:
    return after[0].islower() and not _ENDED.search(before)


def blocks_of(root: Element) -> list[Block]:
    """All text under `root` as blocks, in reading order, nothing left out or said twice."""
    writer = _Writer()
    _walk(root, "paragraph", writer)
    writer.end("paragraph")
    return writer.blocks


def _walk(element: Element, kind: BlockKind, writer: _Writer) -> None:
    writer.write(element.text)
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _BREAKS:
            writer.end(kind, soft=True)
        elif tag in _RUN_IN:
            _walk(child, kind, writer)
        elif tag in ("tr", "row"):
            writer.end(kind)
            _write_row(child, writer)
        elif tag and tag not in _SILENT:
            writer.end(kind)
            inner = _inner_kind(tag, kind)
            _walk(child, inner, writer)
            writer.end(inner)
        writer.write(child.tail)


def _inner_kind(tag: str, outer: BlockKind) -> BlockKind:
    kind = _KINDS.get(tag, outer)
    # A paragraph in a list item, quotation or caption is still that.
    return outer if kind == "paragraph" and outer != "paragraph" else kind


def _write_row(row: Element, writer: _Writer) -> None:
    cells = [text_of(cell) for cell in row if cell.tag in _CELLS]
    writer.write("; ".join(cell for cell in cells if cell))
    writer.end("table_row")


@dataclass(frozen=True, slots=True)
class Caption:
    """Words under a picture."""

    text: str
    after: str
    """Key of the last line of text before the picture; empty where there is none."""


def captions_of(tree: Element) -> tuple[Caption, ...]:
    """The words under the pictures of `tree`, in order, with the places they stand at."""
    found: list[Caption] = []
    before: Element | None = None
    for element in tree.iter(*_CAPTION_TAGS):
        if element.tag in ("figcaption", "caption") or _CAPTION.search(names(element)):
            text = text_of(element)
            if 0 < len(text) < _LONGEST_CAPTION_CHARS and (not found or found[-1].text != text):
                after = key(text_of(before)) if before is not None else ""
                # Two pictures in a row: the words of the first are no text to stand behind.
                same = bool(found) and after == key(found[-1].text)
                found.append(Caption(text, found[-1].after if same else after))
        elif element.tag in _TEXT_TAGS and not _blank("".join(element.itertext())):
            before = element
    return tuple(found)


def with_captions(blocks: list[Block], captions: tuple[Caption, ...], *, lead: str) -> list[Block]:
    """`blocks` with the captions an extractor dropped put back behind the text before them."""
    held = {key(block.text) for block in blocks} if captions else set()
    missing = [caption for caption in captions if key(caption.text) not in held]
    if not missing:
        return blocks
    under_lead = key(lead) or "\0"
    placed = [
        Block("caption", caption.text) for caption in missing if caption.after.endswith(under_lead)
    ]
    for block in blocks:
        placed.append(block)
        mark = key(block.text)
        placed += [Block("caption", caption.text) for caption in missing if caption.after == mark]
    return placed


def link_keys(tree: Element) -> frozenset[str]:
    """Keys of lines that are nothing but one link: a related story, a tag, a menu."""
    found: set[str] = set()
    for link in tree.iter("a"):
        text = "".join(link.itertext())
        if len(text) < _SHORTEST_LINK_CHARS or not link.get("href"):
            continue
        line = link
        while (above := line.getparent()) is not None and _alone(line, above):
            line = above
        # A link that shares its line with other text is a link within a sentence.
        if line is not link or (above is not None and above.tag not in _LINES):
            found.add(key(clean_line(text)))
    return frozenset(found)


def _alone(child: Element, parent: Element) -> bool:
    """Whether `child` holds all the text of `parent`."""
    if len(parent) > 8 or not _blank(parent.text):
        return False
    for other in parent:
        if not _blank(other.tail) or (other is not child and not _blank("".join(other.itertext()))):
            return False
    return True


def _blank(text: str | None) -> bool:
    return not text or len(text.strip(" \t\r\n\xa0-•»>|")) < 1


def sift(
    blocks: list[Block],
    *,
    title: str,
    captions: frozenset[str],
    links: frozenset[str],
    bold: frozenset[str],
) -> list[Block]:
    """The blocks that are the article's own, each with its right kind.

    Args:
        blocks: As extracted.
        title: The headline; a block that only repeats it goes.
        captions: Keys of the words under pictures.
        links: See `link_keys`; such a line goes unless it is a sentence of the text.
        bold: Keys of short lines that are bold as a whole: headings inside the text.
    """
    headline = key(title)
    kept: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        text = without_marks(block.text)
        mark = key(text)
        if not mark or mark == headline or is_boilerplate(text):
            continue
        if mark in seen and len(mark) > 40:
            continue
        if mark in links and not _is_sentence(text, block.kind):
            continue
        seen.add(mark)
        kept.append(Block(_kind_of(block.kind, text, mark, captions, bold), text))
    while kept and kept[-1].kind == "heading":  # a heading over what was sifted out
        kept.pop()
    return kept


def _is_sentence(text: str, kind: BlockKind) -> bool:
    return kind == "paragraph" and text[-1] in '.!?”"' and len(text) > 60


def _kind_of(
    kind: BlockKind, text: str, mark: str, captions: frozenset[str], bold: frozenset[str]
) -> BlockKind:
    if mark in captions and kind in ("paragraph", "table_row", "heading"):
        return "caption"
    if kind == "paragraph" and mark in bold and len(text) <= _LONGEST_HEADING_CHARS:
        return "heading" if not text.endswith((".", ",", ";", "”", '"')) else kind
    return kind
