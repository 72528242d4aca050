"""What goes between a session and its face: events, words, and work done beside them."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

from docbao.clean import clean_line
from docbao.errors import DocbaoError
from docbao.i18n import Phrase
from docbao.session.events import Event, Failed, PlayingChanged, Said, Weight
from docbao.session.jobs import Jobs
from docbao.session.words import playing_words

log = logging.getLogger(__name__)

_Made = TypeVar("_Made")

MESSAGES_KEPT: Final = 50


class Exchange:
    """Takes events in from wherever they arise, and gives them to the face when it asks."""

    def __init__(self, jobs: Jobs) -> None:
        self.lock = threading.RLock()
        """Held while anything of the session is read or changed."""
        self.wake: Callable[[], None] = lambda: None
        """Called, in any thread, when events wait to be taken; must return at once."""
        self.messages: deque[Said] = deque(maxlen=MESSAGES_KEPT)
        """The last words said, oldest first."""
        self.closing = False
        """Whether the reader has left: what is still being done beside is of no interest."""
        self._events: deque[Event] = deque()
        self._jobs = jobs
        self._awaited = 0
        self._quiet = threading.Condition(self.lock)

    def emit(self, event: Event) -> None:
        """Put an event out for the face."""
        with self.lock:
            if isinstance(event, Said):
                self.messages.append(event)
            elif isinstance(event, Failed):
                self.messages.append(Said(failure_words(event.error)))
            self._events.append(event)
            if isinstance(event, PlayingChanged):
                self.say(playing_words(event.state, event.reason), "state")
        self.wake()

    def say(self, words: Phrase, weight: Weight = "answer") -> None:
        """Put words out for the reader."""
        self.emit(Said(words, weight))

    def take_events(self) -> tuple[Event, ...]:
        """What has happened since this was last asked, in order."""
        with self.lock:
            events = tuple(self._events)
            self._events.clear()
        return events

    def wait(self, timeout_s: float) -> bool:
        """Wait until nothing the reader asked for is under way; `False` when time ran out."""
        with self._quiet:
            return self._quiet.wait_for(lambda: self._awaited == 0, timeout_s)

    @property
    def is_busy(self) -> bool:
        """Whether something the reader asked for is still under way (a page, a refresh)."""
        return self._awaited > 0

    def beside(
        self,
        lane: str,
        work: Callable[[], _Made],
        then: Callable[[_Made], None],
        *,
        awaited: bool = True,
    ) -> None:
        """Do `work` beside the session, and `then` with its result, under the lock.

        Args:
            lane: Work of one lane goes one after another.
            work: Must not touch the session's state.
            then: May.
            awaited: Whether the reader waits for it; only then a failure is told.
        """

        def run() -> None:
            failure: DocbaoError | None = None
            made: list[_Made] = []
            try:
                made.append(work())
            except DocbaoError as error:
                failure = error
            except Exception as bug:  # a thread's death would be silent: it becomes words
                # After the end the library is closed, and late work stumbles over that.
                log.log(logging.DEBUG if self.closing else logging.ERROR, "lane=%s", lane,
                        exc_info=bug)  # fmt: skip
                failure = bug_words(bug)
            with self.lock:
                try:
                    if made and not self.closing:
                        then(made[0])
                    elif failure is not None and awaited:
                        self.emit(Failed(failure))
                except DocbaoError as error:
                    self.emit(Failed(error))
                finally:
                    if awaited:
                        self._awaited -= 1
                        self._quiet.notify_all()
            self.wake()

        if awaited:
            self._awaited += 1
        self._jobs.start(lane, run)


def failure_words(error: DocbaoError) -> Phrase:
    """An error as one line: what went wrong, and what to do."""
    if error.hint is None:
        return Phrase("Lỗi: {what}", "Error: {what}").fill(what=error.message)
    return Phrase("Lỗi: {what}. Cách sửa: {hint}", "Error: {what}. Try: {hint}").fill(
        what=error.message, hint=error.hint
    )


def bug_words(bug: Exception) -> DocbaoError:
    """A mistake of docbao's own, in words."""
    return DocbaoError(
        Phrase("lỗi trong docbao: {what}", "a bug in docbao: {what}").fill(
            what=clean_line(f"{type(bug).__name__}: {bug}")[:200]
        ),
        hint=Phrase("Hãy báo lỗi kèm kết quả của -vv.", "Please report it with the output of -vv."),
    )
