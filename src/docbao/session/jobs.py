"""Work that takes a while, done beside the session so that every key is answered at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Final, Protocol


class Jobs(Protocol):
    """Runs pieces of work; each calls back when it is done."""

    def start(self, lane: str, work: Callable[[], None]) -> None:
        """Run `work` after what was started in this lane before, beside the other lanes."""
        ...

    def close(self) -> None:
        """Start no more of what waits."""
        ...


class AtOnce:
    """Work done on the spot: for tests."""

    def start(self, lane: str, work: Callable[[], None]) -> None:  # noqa: ARG002 - the protocol's
        """Do it now."""
        work()

    def close(self) -> None:
        """Nothing waits."""


class Threads:
    """A thread a lane; none keeps the process alive."""

    _END: Final = None

    def __init__(self) -> None:
        self._lanes: dict[str, queue.SimpleQueue[Callable[[], None] | None]] = {}
        self._closed = threading.Event()

    def start(self, lane: str, work: Callable[[], None]) -> None:
        """Run `work` in the lane's thread."""
        waiting = self._lanes.get(lane)
        if waiting is None:
            waiting = self._lanes[lane] = queue.SimpleQueue()
            threading.Thread(
                target=self._run, args=(waiting,), name=f"docbao-{lane}", daemon=True
            ).start()
        waiting.put(work)

    def close(self) -> None:
        """Let the threads end once what they do now is done."""
        self._closed.set()
        for waiting in self._lanes.values():
            waiting.put(self._END)

    def _run(self, waiting: queue.SimpleQueue[Callable[[], None] | None]) -> None:
        while not self._closed.is_set():
            work = waiting.get()
            if work is None or self._closed.is_set():
                return
            work()
