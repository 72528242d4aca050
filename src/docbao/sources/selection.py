"""What a site's own selectors in `feeds.yaml` pick from its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docbao.clean import clean_line
from docbao.errors import ConfigError
from docbao.i18n import Phrase
from docbao.model import Block, Feed
from docbao.sources.blocks import blocks_of
from docbao.sources.markup import Element, parse

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


@dataclass(frozen=True, slots=True)
class Selection:
    """The parts that the selectors found; empty where a selector is missing or finds nothing."""

    tree: Element
    """The page without the dropped elements."""
    title: str = ""
    lead: str = ""
    byline: str = ""
    date: str = ""
    body: tuple[Block, ...] = ()


def select(tree: Element, feed: Feed) -> Selection:
    """What `feed.selectors` pick from `tree`.

    Raises:
        ConfigError: One of the selectors is no CSS.
    """
    from bs4 import BeautifulSoup  # noqa: PLC0415 - keeps start-up light
    from lxml import etree  # noqa: PLC0415 - keeps start-up light

    wanted = feed.selectors
    soup = BeautifulSoup(etree.tostring(tree, encoding="unicode", method="html"), "lxml")
    for selector in wanted.drop:
        for found in _find(soup, selector, feed):
            found.decompose()
    body = "".join(str(part) for part in _find(soup, wanted.body, feed))
    return Selection(
        tree=parse(str(soup)) if wanted.drop else tree,
        title=_text(soup, wanted.title, feed),
        lead=_text(soup, wanted.lead, feed),
        byline=_text(soup, wanted.byline, feed),
        date=_text(soup, wanted.date, feed),
        body=tuple(blocks_of(parse(body).find("body"))) if body.strip() else (),
    )


def _find(soup: BeautifulSoup, selector: str | None, feed: Feed) -> list[Element]:
    from soupsieve import SelectorSyntaxError  # noqa: PLC0415 - keeps start-up light

    if not selector:
        return []
    try:
        found = soup.select(selector)
    except (SelectorSyntaxError, NotImplementedError) as cause:
        raise ConfigError(
            Phrase(
                vi="Bộ chọn “{selector}” của nguồn “{feed}” không phải CSS",
                en="The selector “{selector}” of the source “{feed}” is not CSS",
            ).fill(selector=selector, feed=feed.name),
            hint=Phrase(
                vi="Sửa mục selectors của nguồn này trong feeds.yaml.",
                en="Mend the selectors of this source in feeds.yaml.",
            ),
        ) from cause
    # One inside another would be read twice.
    return [one for one in found if not any(above in found for above in one.parents)]


def _text(soup: BeautifulSoup, selector: str | None, feed: Feed) -> str:
    found = _find(soup, selector, feed)
    if not found:
        return ""
    one = found[0]
    return clean_line(one.get("content") or one.get("datetime") or one.get_text(" ", strip=True))
