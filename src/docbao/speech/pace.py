"""A polite rate towards a service, kept by all processes of the machine together.

The next free moment stands in a small file; whoever wants to ask takes it, under a lock, and
writes the one after it. A process that dies holds nothing up: the system lets its lock go.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

LONGEST_WAIT_S: Final = 60.0
"""A moment further away than this was written under another clock, or by somebody else."""


class Pace:
    """Turns, at least `interval_s` apart.

    Args:
        path: The file shared by all processes; `None` keeps the pace within this one.
        interval_s: Between two turns.
        now: Seconds since the epoch; a clock shared by all processes.
        sleep: Waits for so many seconds.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        interval_s: float,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._interval_s = interval_s
        self._now = now
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Take the next turn, and wait until it comes."""
        with self._moment() as (free, write):
            turn = max(self._now(), free)
            write(turn + self._interval_s)
        if (delay_s := turn - self._now()) > 0:
            self._sleep(delay_s)

    def hold(self, seconds: float) -> None:
        """Let nobody's turn come for `seconds`: the service asked for it."""
        with self._moment() as (free, write):
            write(max(free, self._now() + min(seconds, LONGEST_WAIT_S)))

    @contextlib.contextmanager
    def _moment(self) -> Iterator[tuple[float, Callable[[float], None]]]:
        with self._lock, contextlib.ExitStack() as stack:
            try:
                file = self._open(stack)
            except OSError as error:
                log.warning("pace kept in this process alone path=%s reason=%s", self._path, error)
                file = None
            if file is None:
                yield self._plausible(self._next), self._remember
                return

            def write(moment: float) -> None:
                self._remember(moment)
                with contextlib.suppress(OSError):  # a full disk must not silence the voice
                    file.seek(0)
                    file.write(f"{moment:.6f}\n".encode("ascii"))
                    file.truncate()

            yield self._plausible(_parsed(file.read(64))), write

    def _open(self, stack: contextlib.ExitStack) -> FileIO | None:
        """The shared file, locked until `stack` is left."""
        if self._path is None:
            return None
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        file = stack.enter_context(FileIO(descriptor, "r+"))
        stack.enter_context(_locked(file.fileno()))
        return file

    def _remember(self, moment: float) -> None:
        self._next = moment

    def _plausible(self, moment: float) -> float:
        return moment if moment <= self._now() + LONGEST_WAIT_S else 0.0


def _parsed(written: bytes) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0  # new, or spoilt by somebody else: begin again


if sys.platform == "win32":
    import msvcrt

    @contextlib.contextmanager
    def _locked(descriptor: int) -> Iterator[None]:
        # LK_LOCK locks from the current place on, and gives up after ten seconds.
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    @contextlib.contextmanager
    def _locked(descriptor: int) -> Iterator[None]:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
