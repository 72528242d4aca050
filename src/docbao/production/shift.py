"""One batch at a time in a docbao folder, and what one shift hands on to the next.

The lock is the operating system's: it goes with the process that holds it, however that ends, so
nothing a dead run leaves behind ever stands in the way. Who holds it is told in a file beside it.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from docbao.almanac import VIETNAM
from docbao.audio.drafts import write_whole
from docbao.errors import LibraryBusy
from docbao.i18n import Phrase
from docbao.store.locks import Lock

_LOOK_EVERY_S: Final = 1.0
_TELL_EVERY_S: Final = 60.0
_NOTE_EVERY_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is at work."""

    pid: int
    host: str
    since: str
    """ISO 8601."""
    done: int = 0
    total: int = 0

    @property
    def words(self) -> Phrase:
        """As a person is told."""
        clock = self.since[11:16]
        with suppress(ValueError):
            clock = f"{datetime.fromisoformat(self.since).astimezone(VIETNAM):%H:%M}"
        return Phrase(
            "tiến trình {pid} trên máy {host}, từ {clock}, đã xong {done}/{total} bài",
            "process {pid} on {host}, since {clock}, {done} of {total} articles done",
        ).fill(pid=self.pid, host=self.host, clock=clock, done=self.done, total=self.total)


class Shift(AbstractContextManager["Shift"]):
    """Holds the one place at the work-bench, from `__enter__` to `__exit__`."""

    def __init__(  # noqa: PLR0913 - all but two are named
        self,
        state: Path,
        now: Callable[[], datetime],
        *,
        tell: Callable[[Phrase], None] = lambda _: None,
        wait: bool = True,
        until: datetime | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """A shift in the docbao folder whose state is at `state`.

        Args:
            state: Where the lock and what is handed on lie.
            now: The clock.
            tell: Told who is at work, when that is somebody else.
            wait: Wait until he is done; otherwise give up at once.
            until: Wait no longer than this.
            sleep: Lets time pass.
        """
        self._state = state
        self._now = now
        self._tell = tell
        self._wait = wait
        self._until = until
        self._sleep = sleep
        self._noted = float("-inf")
        self._holder = Holder(os.getpid(), socket.gethostname(), now().isoformat())
        self._lock = Lock(state / "locks" / "batch.lock")
        self._card = state / "locks" / "batch.json"

    def __enter__(self) -> Shift:
        """Take the place.

        Raises:
            LibraryBusy: Somebody else has it, and is not (or no longer) to be waited for.
        """
        waited = 0.0
        while True:
            if self._lock.take(wait=False):
                break
            holder = self._other()
            if not self._wait or (self._until is not None and self._now() >= self._until):
                raise _taken(holder)
            if waited % _TELL_EVERY_S == 0:
                self._tell(_waiting(holder))
            self._sleep(_LOOK_EVERY_S)
            waited += _LOOK_EVERY_S
        self._write_card()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._card.unlink()
        self._lock.let_go()

    def note(self, done: int, total: int) -> None:
        """Let those who wait know how far it has come."""
        self._holder = Holder(self._holder.pid, self._holder.host, self._holder.since, done, total)
        if time.monotonic() - self._noted >= _NOTE_EVERY_S:
            self._noted = time.monotonic()
            self._write_card()

    def _write_card(self) -> None:
        # Only for people: not worth failing for, nor waiting for the disk.
        with suppress(OSError):
            beside = self._card.with_suffix(".new")
            beside.write_text(json.dumps(asdict(self._holder)), encoding="utf-8")
            beside.replace(self._card)

    def _other(self) -> Holder | None:
        try:
            return Holder(**json.loads(self._card.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None  # it has only just begun, or is just going


def _waiting(holder: Holder | None) -> Phrase:
    return Phrase(
        "Một lượt chạy khác đang làm ({who}); đợi nó xong. Ctrl+C để thôi, --no-wait để khỏi đợi.",
        "Another run is at work ({who}); waiting for it. Ctrl+C to leave, --no-wait not to wait.",
    ).fill(who=_who(holder))


def _taken(holder: Holder | None) -> LibraryBusy:
    return LibraryBusy(
        Phrase("một lượt chạy khác đang làm: {who}", "another run is at work: {who}").fill(
            who=_who(holder)
        ),
        hint=Phrase(
            "Đợi nó xong rồi chạy lại; bài đã làm không làm lại.",
            "Run again when it is done; what is made is not made twice.",
        ),
    )


def _who(holder: Holder | None) -> Phrase:
    return holder.words if holder else Phrase("vừa mới bắt đầu", "it has only just begun")


class Handover:
    """What a shift could not make in its time, which is first in the next."""

    def __init__(self, state: Path) -> None:
        self._path = state / "unmade.json"

    def entries(self) -> tuple[str, ...]:
        """Ids of entries, most important first."""
        try:
            found = json.loads(self._path.read_text("utf-8"))["entries"]
            return tuple(id_ for id_ in found if isinstance(id_, str))
        except (OSError, ValueError, TypeError, KeyError):
            return ()

    def leave(self, entries: Iterable[str]) -> None:
        """Hand these on; with none, nothing is left behind.

        Raises:
            AudioError: It could not be written.
        """
        left = list(dict.fromkeys(entries))
        if not left:
            with suppress(OSError):
                self._path.unlink()
            return
        write_whole(self._path, json.dumps({"entries": left}, indent=1).encode())
