"""What will be wanted next, made while nothing else happens, so that it is there at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docbao.model import Article
from docbao.session.pages import Pages

if TYPE_CHECKING:
    from docbao.session.session import Session

IDLE_S: Final = 0.4
"""A selection that stays so long is worth making the first sentence of."""

FETCH_S: Final = 1.2
"""And so long, its page is worth fetching: not that of every title one passes."""

_AFTER: Final = 2
"""Sentences of an open article made ahead, where the reader is at rest."""


@dataclass(frozen=True, slots=True)
class _Rest:
    """Where the reader rests: an item of the list, or a sentence of an article."""

    entry_id: str = ""
    article_id: str = ""
    place: int = 0


class Ahead:
    """Watches where the reader rests. All methods are called under the session's lock."""

    def __init__(self, session: Session, *, on: bool) -> None:
        """Look ahead for `session`, or, where it is off, not at all."""
        self._session = session
        self.on = on
        self._at = _Rest()
        self._since_s = session.clock()
        self._done = 2
        self._warmed = False

    def fetch_next(self) -> None:
        """Have the next of the queue at hand, its title made, before this article ends."""
        session = self._session
        if not self.on or not session.listening.queue:
            return
        entry = session.listening.queue[0].entry
        self._beside(lambda: self._have(entry.id))

    def tick(self) -> None:
        """When the reader rests on something and nothing sounds, make what he would hear first."""
        session = self._session
        if not self.on or session.listening.state == "playing":
            return
        at = self._resting_at()
        if at != self._at:
            self._at, self._since_s, self._done = at, session.clock(), 2 if at == _Rest() else 0
            return
        rested_s = session.clock() - self._since_s
        if self._done == 0 and rested_s >= IDLE_S:
            self._done = 1
            self._rested(at)
        elif self._done == 1 and rested_s >= FETCH_S:
            self._done = 2
            if at.entry_id:
                self._beside(lambda: self._have(at.entry_id) if at == self._at else None)

    def _rested(self, at: _Rest) -> None:
        session = self._session
        if not self._warmed:
            self._warmed = True
            session.beside("sound", session.listening.speaker.warm, _nothing, awaited=False)
        item = session.listing.current
        if at.article_id:
            self._beside(lambda: self._make(at))
        elif item is not None:
            told = session.newsroom.config.feed(item.entry.feed)
            asked = (item.entry.title, told.language if told else "vi", item.entry.feed)
            self._beside(lambda: session.recital.prepare(*asked) if at == self._at else None)

    def _beside(self, work: Callable[[], None]) -> None:
        self._session.beside("ahead", work, _nothing, awaited=False)

    def _resting_at(self) -> _Rest:
        session = self._session
        if session.view == "article" and session.desk.sentence and session.desk.article:
            return _Rest(article_id=session.desk.article.id, place=session.desk.place)
        if session.view == "list" and (item := session.listing.current):
            return _Rest(entry_id=item.entry.id)
        return _Rest()

    def _make(self, at: _Rest) -> None:
        """Beside the session: make the sentences; stops when the reader has gone elsewhere."""
        pages = self._session.desk.pages
        if pages is None or pages.article.id != at.article_id:
            return
        for place in range(at.place, at.place + _AFTER):
            if at != self._at or not pages.has(place):
                return
            self._prepare(pages.article, pages.sentences[place].text)

    def _have(self, entry_id: str) -> None:
        """The article at hand, and its title made: what `read` begins with."""
        article = self._session.fetched(entry_id)
        pages = Pages(article)
        if pages.sentences:
            self._prepare(article, pages.sentences[0].text)

    def _prepare(self, article: Article, text: str) -> None:
        self._session.recital.prepare(text, article.language, article.feed)


def _nothing(_: None) -> None:
    """There is nothing to be told of what was made ahead."""
