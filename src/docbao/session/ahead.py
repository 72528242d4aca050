"""What will be wanted next, made while nothing else happens, so that it is there at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docbao.i18n import Language

if TYPE_CHECKING:
    from docbao.session.session import Session

IDLE_S: Final = 0.4
"""A selection that stays so long is worth making the first sentence of."""


class Ahead:
    """Watches where the reader rests. All methods are called under the session's lock."""

    def __init__(self, session: Session, *, on: bool) -> None:
        """Look ahead for `session`, or, where it is off, not at all."""
        self._session = session
        self.on = on
        self._wanted: tuple[str, Language, str] = ("", "vi", "")
        self._since_s = session.clock()
        self._done = True

    def fetch_next(self) -> None:
        """Have the next of the queue at hand, its title made, before this article ends."""
        session = self._session
        if not self.on or not session.listening.queue:
            return
        entry = session.listening.queue[0].entry

        def fetch() -> None:
            session.fetched(entry.id)
            session.recital.prepare(entry.title, self._language_of(entry.feed), entry.feed)

        session.beside("ahead", fetch, lambda _: None, awaited=False)

    def tick(self) -> None:
        """When the reader rests on something and nothing sounds, make its first sentence."""
        session = self._session
        if not self.on or session.listening.state == "playing":
            return
        wanted = self._rested_on()
        if wanted != self._wanted:
            self._wanted, self._since_s, self._done = wanted, session.clock(), not wanted[0]
        elif not self._done and session.clock() - self._since_s >= IDLE_S:
            self._done = True
            session.beside(
                "ahead", lambda: session.recital.prepare(*wanted), lambda _: None, awaited=False
            )

    def _rested_on(self) -> tuple[str, Language, str]:
        """The sentence that would be read aloud first, its language, and its feed."""
        session = self._session
        if session.view == "article" and session.desk.sentence and session.desk.article:
            article = session.desk.article
            return session.desk.sentence.text, article.language, article.feed
        if session.view == "list" and (item := session.listing.current):
            feed = item.entry.feed
            return item.entry.title, self._language_of(feed), feed
        return "", "vi", ""

    def _language_of(self, feed: str) -> Language:
        told = self._session.newsroom.config.feed(feed)
        return told.language if told else "vi"
