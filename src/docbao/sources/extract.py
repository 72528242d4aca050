"""From a page to its article: the cascade.

1. The site's own selectors, where `feeds.yaml` has them.
2. The lead by its own rule; layout tables made plain; toolbars and related stories pruned; then
   trafilatura, set to precision: its fast pass, and the full one only where that finds little.
3. readability, where trafilatura finds nothing.
4. What the feed itself carries: the item's text, at last its summary.

Every line then passes the sieve of `boilerplate`. Nothing here reaches the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from docbao.errors import ExtractError
from docbao.i18n import Language, Phrase
from docbao.model import Article, Block, Entry, Feed, Page
from docbao.sources.blocks import Caption, blocks_of, captions_of, link_keys, sift, with_captions
from docbao.sources.boilerplate import prune, without_prefix
from docbao.sources.byline import Emphasis, byline_of, emphasis_of, signature
from docbao.sources.cascade import find_body
from docbao.sources.charset import is_binary
from docbao.sources.layout import flatten, mark_body, split_breaks, strip
from docbao.sources.lead import lead_of, settle, tidy, told_lead
from docbao.sources.links import entry_id, web_link
from docbao.sources.markup import Element, is_truncated, key, parse
from docbao.sources.metadata import (
    language_of,
    published_at,
    read_date,
    sample_of,
    site_name,
    title_of,
    window_title,
)
from docbao.sources.selection import Selection, select
from docbao.sources.wording import TITLE_CHARS, shorten

MOST_CHARS: Final = 200_000
"""Some four hours of speech. The longest reports are half as long; what is longer is a dump, or
made to fill a disk."""
_BINARY_SHARE: Final = 0.05
_LINKS_ONLY: Final = 0.6
"""A body with this share of bare links is a list of stories, not a story."""


@dataclass(frozen=True, slots=True)
class _Story:
    title: str
    lead: str
    blocks: tuple[Block, ...]
    byline: str
    language: Language


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What has to be read off a page before anything is pruned from it."""

    captions: tuple[Caption, ...]
    look: Emphasis


def extract(page: Page, *, feed: Feed | None = None, entry: Entry | None = None) -> Article:
    """The article on `page`.

    Args:
        page: As fetched; HTML in any encoding.
        feed: The source it belongs to, for its selectors, language and name.
        entry: The feed's own word on it, for what the page does not say.

    Raises:
        ExtractError: Neither the page nor the feed holds an article.
        ConfigError: A selector of `feed` is no CSS.
    """
    published: datetime | None = None
    source = ""
    order = feed.date_order if feed else "dmy"
    try:
        if is_binary(page.body, most=_BINARY_SHARE):
            raise _no_page()
        tree = parse(page.body, page.content_type)
        chosen = select(tree, feed) if feed and _has_selectors(feed) else Selection(tree)
        published = read_date(chosen.date, order) or published_at(chosen.tree, order)
        source = site_name(chosen.tree)
        story = _read(chosen, feed, entry)
    except ExtractError as cause:
        story = _from_feed(entry, cause)
    _check_length(story)
    url = page.final_url or page.url
    return Article(
        id=entry.id if entry else entry_id(web_link("", url) or url),
        feed=feed.name if feed else entry.feed if entry else "",
        url=url,
        title=shorten(story.title, TITLE_CHARS),
        lead=story.lead,
        blocks=story.blocks,
        byline=story.byline,
        language=story.language,
        published=published or (entry.published if entry else None),
        source=feed.title if feed else source,
    )


def extract_text(html: str | bytes, url: str | None = None) -> str:
    """The readable text of an article's page, one block a line.

    The lead comes first, then paragraphs, headings inside the text, list items, quotations and
    table rows in reading order. The page's headline, its by-line and date, and the words under
    pictures are left out: that is what gold texts of news corpora hold, and what a listener
    calls the article. Public and stable.

    Args:
        html: The page; bytes may be in any encoding.
        url: Where it came from; not fetched.

    Returns:
        Clean lines joined by line feeds; empty where the page holds no article.
    """
    del url
    try:
        story = _read(Selection(parse(html)), None, None)
    except ExtractError:
        return ""
    lines = [story.lead, *(block.text for block in story.blocks if block.kind != "caption")]
    return "\n".join(line for line in lines if line)


def _read(chosen: Selection, feed: Feed | None, entry: Entry | None) -> _Story:
    tree = chosen.tree
    title = chosen.title or title_of(tree) or (entry.title if entry else "")
    window = window_title(tree)
    byline = chosen.byline or byline_of(tree)
    strip(tree)
    default = feed.language if feed else "vi"
    language = language_of(sample_of(tree), tree.get("lang") or "", default)
    split_breaks(tree)
    around = _Surroundings(captions_of(tree), emphasis_of(tree))
    lead = tidy(chosen.lead) or lead_of(tree, vietnamese=language == "vi")
    if not lead and language == "vi":
        lead = told_lead(tree)
    blocks = _sifted(tree, list(chosen.body), title, around) or _body(tree, title, around)
    if not blocks and entry and entry.content_html.strip():
        carried = parse(entry.content_html).find("body")
        blocks = _sifted(carried, blocks_of(carried), title, around)
    if not blocks:
        raise _nothing(truncated=is_truncated(tree))
    byline, blocks = signature(blocks, look=around.look, known=byline)
    if not title and blocks[0].kind in ("heading", "paragraph") and _heads(blocks[0], around.look):
        title = blocks.pop(0).text
    title = title or window
    lead, blocks = settle(lead, blocks, marked=around.look.bold)
    if language == "vi" and blocks and blocks[0].kind == "paragraph":
        blocks[0] = Block("paragraph", without_prefix(blocks[0].text))
    blocks = with_captions(blocks, around.captions, lead=lead)
    if not (lead or blocks):  # a headline alone is no article
        raise _nothing(truncated=is_truncated(tree))
    return _Story(title, lead, tuple(blocks), byline, language)


def _heads(block: Block, look: Emphasis) -> bool:
    """Whether a body that no headline was found for begins with it."""
    return block.kind == "heading" or key(block.text) in look.short | look.bold


def _has_selectors(feed: Feed) -> bool:
    wanted = feed.selectors
    return bool(
        wanted.drop or wanted.body or wanted.lead or wanted.title or wanted.byline or wanted.date
    )


def _body(tree: Element, title: str, around: _Surroundings) -> list[Block]:
    flatten(tree)
    prune(tree)
    mark_body(tree)
    return find_body(tree, lambda blocks: _sifted(tree, blocks, title, around))


def _sifted(tree: Element, blocks: list[Block], title: str, around: _Surroundings) -> list[Block]:
    if not blocks:
        return []
    links = link_keys(tree)
    whole = sum(len(block.text) for block in blocks)
    bare = sum(len(block.text) for block in blocks if key(block.text) in links)
    if whole and bare > whole * _LINKS_ONLY:
        return []
    return sift(
        blocks,
        title=title,
        captions=frozenset(key(caption.text) for caption in around.captions),
        links=links,
        bold=around.look.short,
    )


def _check_length(story: _Story) -> None:
    length_chars = sum(len(block.text) for block in story.blocks)
    if length_chars > MOST_CHARS:
        raise ExtractError(
            Phrase(
                vi="Trang dài {length} ký tự, quá dài để là một bài báo",
                en="The page is {length} characters long, too long for an article",
            ).fill(length=length_chars),
            hint=Phrase(
                vi="Muốn nghe thì lưu trang thành tệp rồi gõ: docbao audio TỆP",
                en="To hear it, save the page as a file and type: docbao audio FILE",
            ),
        )


def _no_page() -> ExtractError:
    return ExtractError(
        Phrase(
            vi="Địa chỉ này dẫn đến một tệp (ảnh, PDF …), không phải trang chữ",
            en="This address leads to a file (a picture, a PDF …), not to a page of text",
        ),
        hint=Phrase(vi="Mở nó trong trình duyệt.", en="Open it in a browser."),
    )


def _from_feed(entry: Entry | None, cause: ExtractError) -> _Story:
    """What the feed carries of the article, when the page has nothing."""
    if entry is None:
        raise cause
    blocks: list[Block] = []
    if entry.content_html.strip():
        blocks = blocks_of(parse(entry.content_html).find("body"))
    if not blocks and entry.summary:
        blocks = [Block("paragraph", entry.summary)]
    if not blocks:
        raise cause
    language = language_of(" ".join(block.text for block in blocks))
    return _Story(entry.title, "", tuple(blocks), "", language)


def _nothing(*, truncated: bool) -> ExtractError:
    if truncated:
        return ExtractError(
            Phrase(
                vi="Trang lồng thẻ quá sâu, không đọc được bài",
                en="The page nests its tags too deeply for its article to be read",
            ),
            hint=Phrase(
                vi="Mở trang trong trình duyệt; trang có thể đã hỏng.",
                en="Open the page in a browser; it may be broken.",
            ),
        )
    return ExtractError(
        Phrase(vi="Không thấy bài viết nào trên trang", en="No article was found on the page"),
        hint=Phrase(
            vi="Nếu trang có bài, thêm selectors cho nguồn này trong feeds.yaml.",
            en="If there is one, give this source selectors in feeds.yaml.",
        ),
    )
