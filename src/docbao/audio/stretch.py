"""Speech faster or slower at the same pitch, as it streams; the speed may change at any moment.

WSOLA (Verhelst and Roelands, 1993): short stretches of the sound are laid over each other in
step with the speed, each moved a little, to where it continues best what came before.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

SLOWEST: Final = 0.5
FASTEST: Final = 4.0

_HOP_MS: Final = 15
"""What is given at a time; two or three periods of a voice overlap."""

_SEARCH_MS: Final = 10
"""How far a stretch may be moved: a period of the deepest voice, 100 Hz."""


class Stretch:
    """Sound goes in as it comes and comes out at the speed asked for, a hop at a time."""

    def __init__(self, rate_hz: int) -> None:
        self.hop = rate_hz * _HOP_MS // 1000
        """Samples given by one step."""
        self._search = rate_hz * _SEARCH_MS // 1000
        turn = np.arange(self.hop, dtype=np.float32) + np.float32(0.5)
        self._rise = np.sin(turn * np.float32(np.pi / 2 / self.hop)) ** 2
        self._sound = np.empty(0, np.float32)
        self._first = 0
        self._due = 0.0
        self._next = 0
        self._tail = np.zeros(0, np.float32)
        self._ended = False

    @property
    def place(self) -> int:
        """The sample, counted from the first put in, that is about to be heard."""
        return int(self._due)

    @property
    def is_over(self) -> bool:
        """Whether all that was put in, up to the end, has been given."""
        return self._ended and self._due >= self._first + self._sound.size

    def put(self, samples: Samples) -> None:
        """Add what follows."""
        self._sound = np.concatenate((self._sound, samples))

    def end(self) -> None:
        """Say that nothing follows."""
        self._ended = True

    def step(self, speed: float) -> Samples | None:
        """The next hop of sound at `speed`, or `None` while too little was put in.

        At speed 1 what comes out is, sample for sample, what went in.
        """
        if self.is_over:
            return None
        due = int(self._due)
        missing = due + self._search + 2 * self.hop - (self._first + self._sound.size)
        if missing > 0:
            if not self._ended:
                return None
            sound = np.concatenate((self._sound, np.zeros(missing, np.float32)))
        else:
            sound = self._sound
        start = (self._next if speed == 1.0 else self._best(sound, due)) - self._first
        if not self._tail.size:
            start = due - self._first
            self._tail = sound[start : start + self.hop]
        fresh = sound[start : start + self.hop]
        given: Samples = self._tail + (fresh - self._tail) * self._rise
        self._tail = sound[start + self.hop : start + 2 * self.hop].copy()
        self._next = start + self._first + self.hop
        self._due = float(self._next) if speed == 1.0 else self._due + self.hop * speed
        self._forget()
        return given

    def _best(self, sound: Samples, due: int) -> int:
        """Where, near `due`, the sound is most like what would have followed."""
        if not self._tail.size:
            return due
        low = max(self._first, due - self._search)
        region = sound[low - self._first : due + self._search + self.hop - self._first]
        likeness = np.correlate(region, self._tail, "valid")
        squares = np.concatenate(([0.0], np.cumsum(np.square(region, dtype=np.float64))))
        power = squares[self.hop :] - squares[: -self.hop]
        return low + int(np.argmax(likeness / np.sqrt(np.maximum(power, 1e-6))))

    def _forget(self) -> None:
        """Let go of what can no longer be used."""
        keep = min(int(self._due) - self._search, self._next) - self._first
        # Each time a little would be a copy each time; a second's worth is held for that.
        if keep > 64 * self.hop:
            self._sound = self._sound[keep:].copy()
            self._first += keep
