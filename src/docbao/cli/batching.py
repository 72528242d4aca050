"""Whole feeds made into sound, as the nightly job does it: in turn, in time, one run at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from docbao.cli.console import Console
from docbao.cli.tally import Tally
from docbao.i18n import Phrase
from docbao.model import Feed
from docbao.newsroom import Newsroom
from docbao.production.batch import Crew
from docbao.production.line import Manner, Wish, produce
from docbao.production.shift import Handover, Shift


class Batch:
    """Whole feeds being made, one batch at a time."""

    def __init__(
        self, console: Console, newsroom: Newsroom, feeds: tuple[Feed, ...], manner: Manner
    ) -> None:
        self._console = console
        self._newsroom = newsroom
        self._feeds = feeds
        self._manner = manner
        self._handover = Handover(newsroom.config.locations.state)
        self._others: list[str] = []
        self._shift: Shift | None = None

    def shift(self, *, wait: bool) -> Shift:
        """The place at the work-bench."""
        self._shift = Shift(
            self._newsroom.config.locations.state,
            self._newsroom.now,
            tell=self._console.tell,
            wait=wait,
            until=self._manner.deadline,
        )
        return self._shift

    def wishes(self, everything: bool, since: datetime | None) -> Iterator[Wish]:
        """What the last shift left, then the entries asked for: of a day unless told otherwise.

        Feeds come in the order of feeds.yaml, or that in which they were named; within one, the
        newest come first.
        """
        names = {feed.name for feed in self._feeds}
        seen: set[str] = set()
        for id_ in self._handover.entries():
            listed = self._newsroom.library.newest(id_)
            if listed is None:
                continue
            if listed.entry.feed not in names:
                self._others.append(id_)
                continue
            seen.add(id_)
            yield Wish(listed.entry.title, entry_id=id_)
        start = None
        if since or not everything:
            start = since or self._newsroom.now() - timedelta(days=1)
        for feed in self._feeds:
            place = None
            while page := self._newsroom.library.entries(
                feed=feed.name, since=start, limit=500, after=place
            ):
                for item in page:
                    if item.entry.id not in seen:
                        seen.add(item.entry.id)
                        yield Wish(item.entry.title, entry_id=item.entry.id)
                place = page[-1].place

    def make(self, wishes: list[Wish], crew: Crew | None) -> int:
        """Make them all; the exit code."""
        tally = Tally(self._console, self._newsroom, self._manner.deadline)
        with self._console.progress(Phrase("Đang đọc thành lời", "Narrating")) as progress:
            progress.show(0, len(wishes))
            for item in produce(self._newsroom, wishes, self._manner, crew=crew):
                progress.clear()
                tally.count(item)
                progress.show(tally.total, len(wishes), item.label)
                if self._shift is not None:
                    self._shift.note(tally.total, len(wishes))
        if self._feeds:
            left = [item.entry_id for item in tally.left if item.entry_id]
            self._handover.leave([*left, *self._others])
        if len(wishes) != 1 or tally.left:
            tally.sum_up()
        return tally.code
