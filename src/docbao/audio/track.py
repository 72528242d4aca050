"""One long sound of known length, on which pieces are laid; kept in a file, not in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np

from docbao.audio.codec import Pcm
from docbao.audio.drafts import unwritable
from docbao.audio.ducking import Ducking, duck
from docbao.errors import AudioError
from docbao.model import Cue

_BLOCK_S: Final = 10


class Reel:
    """Sounds put aside in a file without a name, until they are wanted.

    A programme of an hour has several times that to choose from, which memory need not hold.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="docbao-")  # noqa: SIM115 - lives as long as this
        self._size = 0
        self._lock = Lock()

    def keep(self, pcm: Pcm) -> Pcm:
        """The same samples, read from the file whenever they are looked at.

        Raises:
            AudioError: There is no room for temporary files.
        """
        if not pcm.size:
            return pcm
        with self._lock:
            place = self._size
            try:
                self._file.seek(place)
                self._file.write(pcm.tobytes())
                self._file.flush()
                kept: Pcm = np.memmap(self._file, np.int16, "r", place, pcm.shape)
            except OSError as cause:
                raise _no_room(cause) from cause
            self._size = place + pcm.nbytes
        return kept

    def close(self) -> None:
        """Let go of the file; it is gone when no sound of it is looked at any more."""
        self._file.close()


class Track:
    """A sound of exactly `length` samples: silence until something is laid on it."""

    def __init__(self, length: int, rate_hz: int) -> None:
        """Make the silence.

        Raises:
            AudioError: There is no room for temporary files.
        """
        self.length = length
        self.rate_hz = rate_hz
        self.cues: Sequence[Cue] = ()
        """What is heard when; whoever lays the pieces knows."""
        try:
            with tempfile.TemporaryFile(prefix="docbao-") as file:
                self._pcm: Pcm = np.memmap(file, np.int16, "w+", 0, (length,))
        except OSError as cause:
            raise _no_room(cause) from cause

    def lay(self, pcm: Pcm, start: int) -> None:
        """Put `pcm` at `start`; what would stand out at the end is cut."""
        stop = min(self.length, start + pcm.size)
        self._pcm[start:stop] = pcm[: stop - start]

    def lay_bed(self, bed: Pcm, start: int, stop: int, *, lufs: float, manner: Ducking) -> None:
        """Put music under what lies between `start` and `stop`, out of the way of the voice."""
        voice = np.array(self._pcm[start:stop])
        self._pcm[start:stop] = duck(voice, bed, self.rate_hz, lufs=lufs, manner=manner)

    def __iter__(self) -> Iterator[Pcm]:
        """The samples, some seconds at a time."""
        block = self.rate_hz * _BLOCK_S
        for start in range(0, self.length, block):
            yield np.array(self._pcm[start : start + block])


def _no_room(cause: OSError) -> AudioError:
    return unwritable(Path(tempfile.gettempdir()), cause)
