"""The lists of a site: the newest articles, those of each source, those of each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from docbao.clean import slug
from docbao.i18n import Phrase
from docbao.publish.episodes import key_of
from docbao.publish.folder import Piece
from docbao.publish.podcast import paged
from docbao.publish.site_frame import INDEX, Frame, day_words
from docbao.publish.site_pages import Listing, Story, render_directory, render_listing

_ALONE: Final = "alone-"
"""Where articles without a feed are listed; no slug ends so."""
_SOURCES: Final = Phrase(vi="Nguồn tin", en="Sources")
_DAYS: Final = Phrase(vi="Các ngày", en="Days")
_OTHERS: Final = Phrase(vi="Bài lẻ", en="On their own")
_Part = tuple[str, str, str, Sequence[Story]]
"""A page of a list: its file name, those of the page before and after it, what it holds."""


@dataclass(frozen=True, slots=True)
class Lists:
    """All that lists need to know besides the articles."""

    frame: Frame
    facts: tuple[object, ...]
    """What the keys of all pages have in common."""
    sections: Mapping[str, str]
    """Title of each feed by its name, in the order of sources."""
    page_items: int

    def render(self, stories: Sequence[Story]) -> Iterator[Piece]:
        """Every page that is a list of `stories`, newest first; the site's first page last."""
        yield from self._by_feed(stories)
        yield from self._by_day(stories)
        yield from self._pages(self.frame.title, "", self._newest_first(stories))

    def _by_feed(self, stories: Sequence[Story]) -> Iterator[Piece]:
        language = self.frame.language
        held: dict[str, list[Story]] = {feed: [] for feed in self.sections}
        for story in stories:
            held.setdefault(story.article.feed, []).append(story)
        ways = []
        for feed, of_feed in held.items():
            if of_feed:
                title = of_feed[0].section or _OTHERS.in_language(language)
                name = slug(feed) if feed else _ALONE
                ways.append((title, f"{name}/{INDEX}", len(of_feed)))
                yield from self._pages(title, f"feeds/{name}/", self._newest_first(of_feed))
        yield self._directory(_SOURCES.in_language(language), "feeds", ways)

    def _by_day(self, stories: Sequence[Story]) -> Iterator[Piece]:
        places = {feed: place for place, feed in enumerate(self.sections)}
        held: dict[date, list[Story]] = {}
        for story in stories:
            if story.day is not None:
                held.setdefault(story.day, []).append(story)
        ways = []
        for day, of_day in held.items():
            of_day.sort(key=lambda s: (places.get(s.article.feed, len(places)), s.article.feed))
            title, name = day_words(day, self.frame.language), day.isoformat()
            ways.append((title, f"{name}/{INDEX}", len(of_day)))
            parts = self._in_parts(of_day)
            yield from self._pages(title, f"days/{name}/", parts, by_section=True)
        yield self._directory(_DAYS.in_language(self.frame.language), "days", ways)

    def _newest_first(self, stories: Sequence[Story]) -> Iterator[_Part]:
        """Pages filled from the oldest story on, so that a full one stays as it is."""
        for paging, held in paged(stories, self.page_items):
            older = paging.archives if paging.number == 0 else paging.number - 1
            newer = paging.number + 1 if paging.number < paging.archives else 0
            before = _part_name(newer) if paging.number else ""
            yield _part_name(paging.number), before, _part_name(older) if older else "", held

    def _in_parts(self, stories: Sequence[Story]) -> Iterator[_Part]:
        """Pages filled from the first story on; the first page last."""
        count = self.page_items
        parts = [stories[at : at + count] for at in range(0, len(stories), count)]
        for number in reversed(range(len(parts))):
            before = _part_name(number - 1) if number else ""
            after = _part_name(number + 1) if number + 1 < len(parts) else ""
            yield _part_name(number), before, after, parts[number]

    def _pages(
        self, title: str, folder: str, parts: Iterable[_Part], *, by_section: bool = False
    ) -> Iterator[Piece]:
        for name, before, after, held in parts:
            listing = Listing(title, folder + name, held, before=before, after=after)
            keys = (story.key for story in held)
            key = key_of(*self.facts, title, by_section, before, after, *keys)
            render = partial(render_listing, self.frame, listing, by_section=by_section)
            yield Piece(listing.name, key, render)

    def _directory(self, title: str, folder: str, ways: Sequence[tuple[str, str, int]]) -> Piece:
        name = f"{folder}/{INDEX}"
        render = partial(render_directory, self.frame, title, name, tuple(ways))
        return Piece(name, key_of(*self.facts, title, ways), render)


def _part_name(number: int) -> str:
    return f"page-{number}.html" if number else INDEX
