"""The session itself: the parts that hold its state, joined; commands in, events out.

Threads: `do` and `tick` may be called from any thread; whatever takes long runs beside them and
reports back. Everything the session holds is read and changed under `lock`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from docbao.errors import DocbaoError, ItemNotFound
from docbao.i18n import Phrase
from docbao.model import Article
from docbao.session.ahead import Ahead
from docbao.session.browser import browse
from docbao.session.desk import Desk
from docbao.session.events import (
    Closing,
    Failed,
    HelpAsked,
    StyleChanged,
    View,
    ViewChanged,
)
from docbao.session.exchange import Exchange, failure_words
from docbao.session.jobs import Jobs, Threads
from docbao.session.listening import Listening, Playing
from docbao.session.listing import Listing, Query
from docbao.session.loudspeaker import loudspeakers
from docbao.session.recital import Recital
from docbao.session.settings import StyleFile, clamped
from docbao.session.words import SPOKEN_STYLE, WELCOME, style_words
from docbao.store.entries import Listed

if TYPE_CHECKING:
    from docbao.audio.playback import Player
    from docbao.newsroom import Newsroom

__all__ = ["Session", "failure_words"]

log = logging.getLogger(__name__)


class Session(Exchange, AbstractContextManager["Session"]):
    """One person reading."""

    def __init__(
        self,
        newsroom: Newsroom,
        *,
        open_player: Callable[[], Player] | None = None,
        clock: Callable[[], float] = time.monotonic,
        jobs: Jobs | None = None,
        make_ahead: bool = True,
    ) -> None:
        """Begin to read.

        Args:
            newsroom: Where everything comes from.
            open_player: How to get a loudspeaker, when something is to be heard; as `feeds.yaml`
                says when not given.
            clock: Seconds, for the sleep timer and for what is idle.
            jobs: How long work is done; threads when not given.
            make_ahead: Whether the selected item's first sentence is made while nothing happens.
        """
        super().__init__(jobs or Threads())
        self.newsroom = newsroom
        self.clock = clock
        self.view: View = "list"
        self.recording = 0
        """MP3 files still to be made."""
        self.browse: Callable[[str], bool] = browse
        """Opens a page in the browser, if there is one."""
        self._network = threading.Lock()
        self._opening = 0
        self.spell_at = (-1, 0)
        """Sentence, and word of it, that is spelled next."""
        config = newsroom.config
        self._style_file = StyleFile(config.locations.state / "reader.json", config.reader)
        self.style = self._style_file.load()
        self.listing = Listing(newsroom.library, config.feeds, self.emit)
        self.desk = Desk(newsroom.library, self.emit)
        self.recital = Recital(newsroom)
        self.recital.choose(self.style.engine, self.style.voice)
        self.listening = Listening(
            self.recital,
            self.desk,
            open_player=open_player or loudspeakers(config.reader.player),
            clock=clock,
            emit=self.emit,
        )
        self.ahead = Ahead(self, on=make_ahead)
        self.listening.set_speed(self.style.speed)
        self.listening.set_volume(self.style.volume)
        self.listening.finished = self._heard_out
        self.listening.read_on = self.read_aloud
        self.listening.headline_began = self._headline_began
        self.listing.show(Query(), quiet=True)
        for notice in newsroom.notices:
            self.say(notice)

    def __exit__(self, *_: object) -> None:
        self.close()

    def welcome(self) -> None:
        """Give the first-run page, the first time a face opens; nothing after that."""
        if not self._style_file.is_new:
            return
        self.emit(HelpAsked(WELCOME))
        try:
            self._style_file.begin()
        except DocbaoError as error:
            self.emit(Failed(error))

    def do(self, line: str) -> None:
        """Carry out what a person typed: a command's name and what it takes, in any spelling.

        What goes wrong becomes a `Failed` event; nothing is raised.
        """
        from docbao.session.commands import understand  # noqa: PLC0415 - they know this class

        with self.lock:
            try:
                command, words = understand(line)
                command.run(self, words)
            except DocbaoError as error:
                self.emit(Failed(error))

    def tick(self) -> None:
        """Let time pass: follow the voice, the sleep timer, idle work; ten times a second."""
        with self.lock:
            try:
                self.listening.tick()
                self.ahead.tick()
            except DocbaoError as error:
                self.emit(Failed(error))

    def look_at(self, view: View) -> None:
        """Turn to the feeds, the list or the article."""
        if view != self.view:
            self.view = view
            self.emit(ViewChanged(view))

    def show_list(self, query: Query) -> None:
        """List these entries and turn to the list."""
        self.look_at("list")
        self.listing.show(query)

    def open_item(self, item: Listed, *, read_aloud: bool = False) -> None:
        """Open an entry's article; fetched beside when the library does not have it yet."""
        self._opening += 1
        mine = self._opening
        entry_id = item.entry.id

        def arrived(article: Article) -> None:
            if mine == self._opening:  # else the reader has asked for another since
                self.lay_open(article, read_aloud=read_aloud)

        try:
            article = self.newsroom.library.article(entry_id)
        except ItemNotFound:
            self.beside("open", lambda: self.fetched(entry_id), arrived)
        else:
            arrived(article)

    def fetched(self, entry_id: str) -> Article:
        """The article of an entry, by the network if need be; for work beside the session."""
        with self._network:  # two lanes must not each open a way out
            self.newsroom.fetcher  # noqa: B018 - opened by being asked for
            self.newsroom.extractor  # noqa: B018 - as above
        return self.newsroom.article_of(entry_id)

    def open_named(self, item: str, *, read_aloud: bool = False) -> None:
        """Open what a person named: an id, an address, a file."""
        self._opening += 1
        mine = self._opening

        def arrived(article: Article) -> None:
            if mine == self._opening:
                self.lay_open(article, read_aloud=read_aloud)

        self.beside("open", lambda: self.newsroom.article(item), arrived)

    def lay_open(self, article: Article, *, read_aloud: bool = False) -> None:
        """Put an article on the desk and turn to it."""
        if self.listening.state != "stopped":
            self.listening.stop()
        self.desk.open(article)
        self.look_at("article")
        if article.feed:
            self.newsroom.library.mark_read([article.id])
            self.listing.item_changed(article.id)
        if read_aloud:
            self.read_aloud()

    def read_aloud(self) -> None:
        """Read the open article from the reader's place on.

        Raises:
            AudioError: There is no loudspeaker.
        """
        pages = self.desk.pages
        if pages is None or not pages.sentences:
            title = pages.article.title if pages else ""
            self.say(Phrase("Bài “{t}” không có chữ nào để đọc.", "“{t}” has no words to read.")
                     .fill(t=title))  # fmt: skip
            self._next_in_queue()
            return
        self.listening.read_article(pages, self.desk.place, self.desk.time_ms)
        self.ahead.fetch_next()

    def go(self, sentence: int, step: Literal["sentence", "paragraph", "start"]) -> bool:
        """Go to a sentence by hand; the voice goes along. `False` when there is none."""
        before = self.listening.state
        if not self.desk.move(sentence, step=step):
            return False
        if self.listening.what == "article" and before != "stopped":
            if before == "playing":
                self.read_aloud()
            else:
                self.listening.leave_place()
        return True

    def restyle(self, **changes: Any) -> None:
        """Change looks or sound, within their limits, and keep it for next time.

        Raises:
            LibraryError: It could not be kept (it is in force all the same).
        """
        style = clamped(replace(self.style, **changes))
        for name in changes:
            value = getattr(style, name)
            if value == getattr(self.style, name):
                continue
            self.style = replace(self.style, **{name: value})
            if name == "speed":
                self.listening.set_speed(style.speed)
            elif name == "volume":
                self.listening.set_volume(style.volume)
            self.emit(StyleChanged(self.style, name))
            if name in SPOKEN_STYLE:
                self.say(style_words(self.style, name), "state")
            self._style_file.save(name, value)

    def leave(self) -> None:
        """End: the place is kept, the loudspeaker let go."""
        self.closing = True
        if self.recording:
            self.say(
                Phrase(
                    "Còn {n} tệp MP3 chưa xong; lần sau gõ “mp3” để làm tiếp.",
                    "{n} MP3 files are not done; type “mp3” next time to go on.",
                ).fill(n=self.recording),
                "state",
            )
        self.emit(Closing())

    def close(self) -> None:
        """Let go of everything; may be called twice."""
        with self.lock:
            self.closing = True
            try:
                self.desk.save()
                self.listening.close()
            except DocbaoError as error:
                log.warning("place not saved", exc_info=error)
        self._jobs.close()

    def _headline_began(self, number: int) -> None:
        if number < len(self.listening.headlines):
            self.listing.select(self.listening.headlines[number].number - 1)

    def _heard_out(self, what: Playing) -> None:
        if what == "article":
            self.desk.finished()
            self.listing.item_changed(self.listening.article_id)
            self._next_in_queue()
        elif what == "headlines":
            self.listening.headlines = ()

    def _next_in_queue(self) -> None:
        if self.listening.queue:
            first, *rest = self.listening.queue
            self.listening.set_queue(tuple(rest))
            for index, item in enumerate(self.listing.items):
                if item.entry.id == first.entry.id:
                    self.listing.select(index)
                    break
            self.open_item(first, read_aloud=True)
