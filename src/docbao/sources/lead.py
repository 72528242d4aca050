"""The lead (sapo): the bold paragraph under the headline that says what happened.

Most article extractors drop it, because Vietnamese papers keep it outside the body. For a
listener it is the most useful paragraph of all, so it is looked for on its own: by the names
papers give it, then in what the page tells search engines, then at the head of the body.
"""

from __future__ import annotations

import re
from typing import Final

from docbao.clean import clean_line, fold
from docbao.model import Block
from docbao.sources.boilerplate import is_boilerplate, without_marks, without_prefix
from docbao.sources.markup import Element, key, names, text_length, text_of
from docbao.sources.metadata import named

_SAPO: Final = re.compile(
    r"(?:^|[\s_-])sapo(?:$|[\s_-])|(?:^|[\s_-])(?:chapeau|tomtat|tom-tat|trichyeu|trich-yeu"
    r"|standfirst|chapo|short_intro|articlelead|lead-detail|detail-lead|article-lead|news-lead|hometext|bodytext-lead"
    r"|article-sapo|newssapo|summary-content|introtext|intro-text|short-?intro|article__sapo"
    r"|cms-desc|mota|mo-ta|trich-dan-bai|dan-nhap|singular-sapo|detail-sapo|abstract)(?:$|[\s_-])"
    r"|sapo$|^sapo"
)
_PERHAPS: Final = re.compile(
    r"(?:^|[\s_-])(?:description|desc|summary|lead|lede|intro|excerpt|dek|subtitle|subheadline"
    r"|sub-title|article-?summary|news-summary|content-detail-sapo|head-?line-desc)(?:$|[\s_-])"
)
_LEAD_TAGS: Final = ("p", "h2", "h3", "h4", "div", "strong", "span", "section", "header", "b")
_WORDS: Final = re.compile(r"\w+")
_SAME: Final = 0.5
_SEEN_CHARS: Final = 60
"""How much of a lead has to be seen; its end may differ by a mark or a source."""
_HEAD_BLOCKS: Final = 8
"""How far into the body a repeated lead is looked for."""
_SHORTEST_CHARS: Final = 40
_LONGEST_CHARS: Final = 1200
_CUT_OFF: Final = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*\Z")


def lead_of(tree: Element, *, vietnamese: bool) -> str:
    """The lead as the page marks it, or an empty string; not yet compared with the body.

    Args:
        tree: The page before anything was pruned from it.
        vietnamese: Whether the loose names ("description", "summary") may be believed: on
            Vietnamese news sites they are the sapo.
    """
    # Boxes above the headline tease other stories under the same names: what stands below the
    # headline comes first, whatever comes before it is better than nothing.
    marked = {"sure": "", "perhaps": ""}
    below, above = False, ""
    for element in tree.iter("h1", *_LEAD_TAGS):
        if element.tag == "h1":
            if not below and text_length(element):
                below, above, marked = True, marked["sure"], {"sure": "", "perhaps": ""}
            continue
        how = _how_named(element)
        if not how or marked[how] or (how == "perhaps" and not vietnamese) or _in_list(element):
            continue
        marked[how] = _as_lead(element)
        if marked["sure"] and below:
            break
    told = told_lead(tree) if vietnamese else ""
    if told and marked["perhaps"] and shared_words(marked["perhaps"], told) < _SAME:
        marked["perhaps"] = ""  # "desc" may be a picture's; what search engines are told is not
    return marked["sure"] or marked["perhaps"] or above


def told_lead(tree: Element) -> str:
    """What the page tells search engines of the story, if a reader of the page sees it too.

    A site's slogan, the same on every page, is seen nowhere on it; a lead is.
    """
    told = named(tree, "og:description", "description", "twitter:description")
    lead = "" if _CUT_OFF.search(told) else tidy(told)
    seen = key("".join(tree.find("body").itertext())) if lead else ""
    return lead if key(lead)[:_SEEN_CHARS] in seen else ""


def shared_words(text: str, other: str) -> float:
    """Share of the words of `text`, of three letters or more, that `other` has too."""
    words = {word for word in _WORDS.findall(fold(text)) if len(word) > 2}
    return len(words & set(_WORDS.findall(fold(other)))) / len(words) if words else 0.0


def _how_named(element: Element) -> str:
    name = f"{names(element)} {element.get('data-role') or ''} {element.get('data-slot') or ''}"
    if not name.strip():
        return ""
    name = name.strip().lower()
    return "sure" if _SAPO.search(name) else "perhaps" if _PERHAPS.search(name) else ""


def tidy(text: str) -> str:
    """`text` as a lead: agency's mark and end mark gone; empty where it is too short or junk."""
    lead = without_marks(without_prefix(clean_line(text)))
    if not _SHORTEST_CHARS <= len(lead) <= _LONGEST_CHARS or is_boilerplate(lead):
        return ""
    return lead


def _as_lead(element: Element) -> str:
    links = sum(text_length(link) for link in element.iter("a"))
    if links * 2 > text_length(element) or element.find(".//h1") is not None:
        return ""
    for stamp in element.xpath(".//span[contains(@class, 'location')]"):
        stamp.drop_tree()
    own = [text_of(p) for p in element.iter("p")] if element.tag in ("div", "section") else []
    # A box under the lead (related stories, a picture's words) is not the lead.
    parts = [part for part in own if len(part) > 20 and not is_boilerplate(part)]
    return tidy(" ".join(parts) if parts else text_of(element))


def _in_list(element: Element) -> bool:
    """Whether `element` describes one of many stories: a teaser, not this page's lead."""
    for above in element.iterancestors():
        if above.tag in ("li", "ul", "ol", "aside", "nav", "footer", "figure"):
            return True
        if above.tag == "article":
            parent = above.getparent()
            return parent is not None and sum(child.tag == "article" for child in parent) > 1
    return False


def settle(
    lead: str, blocks: list[Block], *, marked: frozenset[str] = frozenset()
) -> tuple[str, list[Block]]:
    """The lead, and the blocks without it, however the two overlap.

    Args:
        lead: What `lead_of` found, or an empty string.
        blocks: The body in order.
        marked: Keys (see `markup.key`) of paragraphs that are bold as a whole; the first
            paragraph of the body is the lead when it is one of them.
    """
    first = next((at for at, block in enumerate(blocks) if block.kind == "paragraph"), None)
    if not lead:
        return _from_body(blocks, first, marked)
    told = key(without_prefix(lead))
    for at, block in enumerate(blocks[:_HEAD_BLOCKS]):
        held = key(without_prefix(block.text))
        if held == told:
            return lead, _without(blocks, at)
        if told in held:
            # Search engines were told the head of a paragraph: it is the lead only if the rest
            # of the paragraph comes with it, and only at the head of the body.
            whole = tidy(block.text) if at == first and held.startswith(told) else ""
            return (whole, _without(blocks, at)) if whole else ("", blocks)
    return lead, [
        block
        for at, block in enumerate(blocks)
        if at >= _HEAD_BLOCKS or len(block.text) < 30 or key(without_prefix(block.text)) not in told
    ]


def _from_body(
    blocks: list[Block], first: int | None, marked: frozenset[str]
) -> tuple[str, list[Block]]:
    if first is None or first > 2 or first + 1 >= len(blocks):
        return "", blocks
    text = tidy(blocks[first].text) if key(blocks[first].text) in marked else ""
    return (text, _without(blocks, first)) if text else ("", blocks)


def _without(blocks: list[Block], at: int) -> list[Block]:
    return blocks[:at] + blocks[at + 1 :]
