"""Sound in a session: what plays, where it is, what comes next, and when it falls asleep."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Literal

from docbao.errors import DocbaoError
from docbao.i18n import Language
from docbao.session.desk import Desk
from docbao.session.events import (
    Event,
    Failed,
    PlayingChanged,
    PlayState,
    QueueChanged,
    Said,
    WordHeard,
)  # fmt: skip
from docbao.session.loudspeaker import Loudspeaker, player_lost
from docbao.session.pages import Pages
from docbao.session.recital import Heard, Recital
from docbao.session.words import reopened_words
from docbao.store.entries import Listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docbao.audio.assemble import Part
    from docbao.audio.deck import Status
    from docbao.audio.playback import Player

log = logging.getLogger(__name__)

Playing = Literal["nothing", "article", "headlines", "words"]

_SAVE_EVERY_MS: Final = 2000
"""How much of a sentence may be heard again after a crash."""


class Listening:
    """The loudspeaker's side of a session. All methods are called under the session's lock."""

    def __init__(
        self,
        recital: Recital,
        desk: Desk,
        *,
        open_player: Callable[[], Player],
        clock: Callable[[], float],
        emit: Callable[[Event], None],
    ) -> None:
        """Play what `recital` says of what lies on `desk`; the player is opened when needed."""
        self._recital = recital
        self._desk = desk
        self.speaker = Loudspeaker(open_player, clock)
        self._clock = clock
        self._emit = emit
        self._heard: list[Heard] = []
        self._words: tuple[int, int] | None = None
        self._again: Callable[[], None] = lambda: None
        self.is_heard = False
        """Whether something of what is playing was heard already, or is still being made."""
        self.state: PlayState = "stopped"
        self.what: Playing = "nothing"
        self.article_id = ""
        """Of the article being read aloud."""
        self.headline = -1
        """Index of the headline being read; -1 when none is."""
        self.headlines: tuple[Listed, ...] = ()
        self.queue: tuple[Listed, ...] = ()
        """What is read after this article."""
        self.sleep_at_s: float | None = None
        """On the session's clock."""
        self.read_on: Callable[[], None] = lambda: None
        """Called to read the open article aloud from the reader's place."""
        self._left = False
        self.finished: Callable[[Playing], None] = lambda _: None
        """Called when what played was heard to its end."""
        self.headline_began: Callable[[int], None] = lambda _: None

    @property
    def is_audible(self) -> bool:
        """Whether something sounds now, so that faces had better be silent."""
        return self.state == "playing"

    def read_article(self, pages: Pages, sentence: int, time_ms: int = 0) -> None:
        """Read the open article aloud from there on.

        Raises:
            AudioError: There is no loudspeaker: files only.
        """
        self.article_id = pages.article.id
        self._again = self.read_on
        self._play(lambda said: self._recital.article(pages, sentence, time_ms, said), "article")

    def read_headlines(self, items: tuple[Listed, ...], texts: Sequence[str]) -> None:
        """Read `texts`, one for each of `items`.

        Raises:
            AudioError: As `read_article`.
        """
        self.headlines = items

        def again() -> None:
            first = max(0, self.headline)
            self.read_headlines(items[first:], texts[first:])

        self._again = again
        self._play(lambda said: self._recital.lines(texts, "vi", said), "headlines")

    def read_words(self, text: str, language: Language) -> None:
        """Say a word or two by themselves.

        Raises:
            AudioError: As `read_article`.
        """
        self._again = lambda: self.read_words(text, language)
        self._play(lambda said: self._recital.lines((text,), language, said), "words")

    def _play(self, parts: Callable[[list[Heard]], Iterable[Part]], what: Playing) -> None:
        before = self.state
        self._heard, self._words, self._left, self.is_heard = [], None, False, False
        self.what, self.headline = what, -1
        try:
            player = self.speaker.ready()
        except DocbaoError:
            self.state, self.what = "stopped", "nothing"
            raise
        try:
            player.play(parts(self._heard))
        except Exception as error:  # whatever a player dies of
            self.state = "playing"
            self._lost(error)
            return
        self.state = "playing"
        if before != "playing":
            self._emit(PlayingChanged("playing"))

    def pause(self, *, reason: Literal["asked", "asleep"] = "asked") -> bool:
        """Fall silent and hold the place; `False` when nothing sounded."""
        if self.state != "playing":
            return False
        self.tick()
        self._order(lambda player: player.pause())
        if self.state == "playing":  # it was not lost or over just now
            self.state = "paused"
            self._desk.save()
            self._emit(PlayingChanged("paused", reason))
        return True

    def resume(self) -> bool:
        """Go on; `False` when nothing was paused."""
        if self.state != "paused":
            return False
        if not self._left:
            self._order(lambda player: player.resume())
        if self._left:  # or was just lost
            self._again()
            return True
        if self.state == "paused":
            self.state = "playing"
            self._emit(PlayingChanged("playing"))
        return True

    def stop(self, *, reason: Literal["asked", "finished", "failed"] = "asked") -> bool:
        """Fall silent; the place is kept. `False` when nothing was on."""
        if self.state == "stopped":
            return False
        if reason == "asked":
            self._observe()
        self._order(lambda player: player.stop())
        self.state, self.what, self.headline, self._left = "stopped", "nothing", -1, False
        self._desk.save()
        self._emit(PlayingChanged("stopped", reason))
        return True

    def leave_place(self) -> None:
        """The reader went elsewhere while the voice was paused: it goes on from there."""
        if self.state == "paused":
            self._left = True
            self._order(lambda player: player.stop())

    def set_speed(self, speed: float) -> None:
        """Play this fast from now on."""
        self._guarded(lambda: self.speaker.set_speed(speed))

    def set_volume(self, percent: int) -> None:
        """Play this loud from now on."""
        self._guarded(lambda: self.speaker.set_volume(percent / 100))

    def set_queue(self, items: tuple[Listed, ...]) -> None:
        """Read these after what is being read."""
        self.queue = items
        self._emit(QueueChanged())

    def close(self) -> None:
        """Fall silent and let go of the loudspeaker."""
        self.stop()
        self.speaker.close()

    def tick(self) -> None:
        """See how far the voice has come; to be called some times a second."""
        if self.sleep_at_s is not None and self._clock() >= self.sleep_at_s:
            self.sleep_at_s = None
            self.pause(reason="asleep")
        if self.state != "playing" or (status := self._observe()) is None:
            return
        if status.state == "ended":
            self._over()
        elif status.state == "failed":
            self.stop(reason="failed")
            if status.error is not None:
                self._emit(Failed(status.error))

    def _over(self) -> None:
        what = self.what
        if what == "words" and self._article_is_open:
            # A word was spelled amid an article: the voice waits where it was.
            self.state, self.what, self._left = "paused", "article", True
            self._emit(PlayingChanged("paused"))
            return
        self.stop(reason="finished")
        self.finished(what)

    def _observe(self) -> Status | None:
        """Ask the player, and move the place along."""
        if self.state == "stopped" or self._left:
            return None
        try:
            status = self.speaker.status()
        except Exception as error:  # whatever a player dies of
            self._lost(error)
            return None
        if status is None:
            return None
        if not 0 <= status.utterance < len(self._heard):
            return status
        if not self.is_heard and status.time_ms > 0:
            self.is_heard = True
            log.info("first sound player=%s", self.speaker.name)
        heard = self._heard[status.utterance]
        if self.what == "headlines":
            if heard.sentence != self.headline:
                self.headline = heard.sentence
                self.headline_began(heard.sentence)
        elif self.what == "article" and self._article_is_open:
            self._follow(heard, status.time_ms)
        return status

    @property
    def _article_is_open(self) -> bool:
        return self._desk.article is not None and self._desk.article.id == self.article_id

    def _follow(self, heard: Heard, time_ms: float) -> None:
        whole_ms = round(heard.offset_ms + time_ms)
        if heard.sentence != self._desk.place or self._words is None:
            self._words = (-1, -1)
            self._desk.move(heard.sentence, by_voice=True, time_ms=whole_ms)
        elif whole_ms // _SAVE_EVERY_MS != self._desk.time_ms // _SAVE_EVERY_MS:
            self._desk.time_ms = whole_ms
            self._desk.save()
        self._desk.time_ms = whole_ms
        if (word := heard.word_at(time_ms)) is not None and word != self._words:
            self._words = word
            self._emit(WordHeard(heard.sentence, *word))

    def _order(self, order: Callable[[Player], None]) -> None:
        self._guarded(lambda: self.speaker.order(order))

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # whatever a player dies of
            self._lost(error)

    def _lost(self, cause: Exception) -> None:
        """The player died: go on with another from the place one was at, or say why not."""
        state, name = self.state, self.speaker.name
        hopeful = self.speaker.lose(cause)
        if state == "stopped":
            return  # another is opened when one is next wanted
        if state == "paused":
            self._left = True
            return
        error: DocbaoError = player_lost()
        if hopeful:
            try:
                self._again()
            except DocbaoError as none:
                error = none
            else:
                if self.speaker.name:
                    self._emit(Said(reopened_words(name, self.speaker.name), "state"))
                return
        self.state, self.what, self.headline, self._left = "stopped", "nothing", -1, False
        self._emit(PlayingChanged("stopped", "failed"))
        self._emit(Failed(error))
