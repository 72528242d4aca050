"""Pieces of sound for a listening: made when they are wanted, or some way ahead."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from docbao.audio.assemble import Part, sound_of
from docbao.audio.codec import Pcm
from docbao.model import Pause, Utterance


@dataclass(frozen=True, slots=True)
class Piece:
    """The sound of one part at the deck's rate."""

    pcm: Pcm
    utterance: Utterance | None
    """`None` for a pause."""


class Supply(Protocol):
    """Where a deck gets its pieces."""

    def take(self) -> Piece | None:
        """The next piece, or `None` when it is not there yet.

        Raises:
            StopIteration: There are no more.
            DocbaoError: The next piece could not be made.
        """
        ...

    def close(self) -> None:
        """Make no more."""
        ...


def pieces(parts: Iterable[Part], rate_hz: int) -> Iterator[Piece]:
    """Each part as it sounds: trimmed like in a recording, at `rate_hz`."""
    for part in parts:
        if isinstance(part, Pause):
            yield Piece(np.zeros(part.duration_ms * rate_hz // 1000, np.int16), None)
        else:
            yield Piece(sound_of(part, rate_hz)[0], part.utterance)


class Direct:
    """Pieces made when they are wanted: for tests, and where waiting does not matter."""

    def __init__(self, parts: Iterable[Part], rate_hz: int) -> None:
        self._pieces = pieces(parts, rate_hz)

    def take(self) -> Piece | None:
        """The next piece; never `None`."""
        return next(self._pieces)

    def close(self) -> None:
        """Make no more."""
        self._pieces = iter(())


class Ahead:
    """Pieces made by a thread, some parts ahead of what is heard."""

    PARTS_AHEAD: Final = 8
    """Four sentences and the pauses between them."""

    def __init__(self, parts: Iterable[Part], rate_hz: int) -> None:
        self._made: queue.Queue[Piece | BaseException] = queue.Queue(self.PARTS_AHEAD)
        self._closed = threading.Event()
        self._over: BaseException | None = None
        source = pieces(parts, rate_hz)
        self._thread = threading.Thread(
            target=self._make, args=(source,), name="docbao-ahead", daemon=True
        )
        self._thread.start()

    def take(self) -> Piece | None:
        """The next piece, or `None` while it is being made."""
        return self.wait(0)

    def wait(self, patience_s: float) -> Piece | None:
        """The next piece, waited for so long; `None` when it is still being made."""
        if self._over is not None:
            raise self._over
        try:
            made = self._made.get(patience_s > 0, patience_s)
        except queue.Empty:
            return None
        if isinstance(made, BaseException):
            self._over = made
            raise made
        return made

    def close(self) -> None:
        """Make no more; what is being made just now is thrown away when done."""
        self._closed.set()

    def _make(self, source: Iterator[Piece]) -> None:
        end: BaseException = StopIteration()
        try:
            for piece in source:
                if not self._put(piece):
                    return
        except BaseException as failure:
            end = failure
        self._put(end)

    def _put(self, made: Piece | BaseException) -> bool:
        while not self._closed.is_set():
            try:
                self._made.put(made, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False
