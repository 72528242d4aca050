"""Parts on their way to a loudspeaker: what is heard now, at what speed, and how loud.

A player takes samples from here whenever its device wants some; it must get them at once, so the
sentences ahead are made by someone else (see `docbao.audio.supply`). Nothing here knows of
devices.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from docbao.audio.codec import FULL_SCALE, Pcm, to_pcm
from docbao.audio.stretch import FASTEST, SLOWEST, Stretch
from docbao.audio.supply import Supply
from docbao.audio.survey import scaled
from docbao.errors import DocbaoError

State = Literal["stopped", "playing", "waiting", "paused", "ended", "failed"]
"""`waiting`: the next sentence is still being made."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a player is doing."""

    state: State
    utterance: int = -1
    """Number of the sentence being heard or last heard, counted from 0 at `play`; -1 for none."""
    time_ms: float = 0.0
    """How far into that sentence, at normal speed; word marks are on the same scale."""
    error: DocbaoError | None = None
    """Why it failed."""


class Places:
    """Where in a stream of samples each utterance begins. Safe between two threads."""

    def __init__(self) -> None:
        self.length = 0
        """Samples added so far."""
        self._starts: list[tuple[int, int]] = []
        self._count = 0
        self._lock = threading.Lock()

    def add(self, samples: int, *, starts: bool) -> None:
        """Add so many samples; an utterance may start with the first of them."""
        with self._lock:
            if starts:
                self._starts.append((self.length, self._count))
                self._count += 1
            self.length += samples

    def find(self, place: float) -> tuple[int, float]:
        """Number of the utterance at that sample, and samples into it; (-1, 0) before the first.

        Earlier places are not asked for any more: what lies before is forgotten.
        """
        with self._lock:
            while len(self._starts) > 1 and self._starts[1][0] <= place:
                self._starts.pop(0)
            if not self._starts or self._starts[0][0] > place:
                return -1, 0.0
            start, number = self._starts[0]
            return number, place - start


class Deck:
    """One listening: gives samples on demand, and knows which sentence they belong to."""

    _ENOUGH_S: Final = 0.25
    """Sound held ready beyond what the stretching looks at."""

    def __init__(self, supply: Supply, rate_hz: int) -> None:
        self._supply = supply
        self._rate_hz = rate_hz
        self._lock = threading.Lock()
        self._stretch = Stretch(rate_hz)
        self._places = Places()
        self._given = np.empty(0, np.float32)
        self._state: State = "playing"
        self._drained = False
        self._error: DocbaoError | None = None
        self._bug: Exception | None = None
        self._speed = 1.0
        self._volume = 1.0

    def take(self, count: int) -> Pcm:
        """Exactly `count` samples, at once: sound, or silence while paused, waiting or over."""
        with self._lock:
            if self._state not in ("playing", "waiting"):
                return np.zeros(count, np.int16)
            held = [self._given]
            size = self._given.size
            while size < count:
                self._fill()
                hop = self._stretch.step(self._speed)
                if hop is None:
                    break
                held.append(hop)
                size += hop.size
            sound = np.concatenate(held)
            self._given = sound[count:]
            self._settle(size < count)
            given = np.zeros(count, np.float32)
            given[: min(count, size)] = sound[:count]
            return to_pcm(given * np.float32(self._volume * FULL_SCALE))

    def _settle(self, short: bool) -> None:
        if not short:
            self._state = "playing"
        elif not self._drained:
            self._state = "waiting"
        else:
            self._state = "failed" if self._error is not None else "ended"

    def _fill(self) -> None:
        """Put in what is there, until some is held ready."""
        enough = self._stretch.place + round(self._rate_hz * self._ENOUGH_S * FASTEST)
        while not self._drained and self._places.length < enough:
            try:
                piece = self._supply.take()
            except StopIteration:
                self._drain()
                return
            except DocbaoError as error:
                self._error = error
                self._drain()
                return
            except Exception as bug:
                self._bug = bug
                self._drain()
                return
            if piece is None:
                return
            self._places.add(piece.pcm.size, starts=piece.utterance is not None)
            self._stretch.put(scaled(piece.pcm))

    def _drain(self) -> None:
        self._drained = True
        self._stretch.end()

    def pause(self) -> None:
        """Fall silent where one is."""
        with self._lock:
            if self._state in ("playing", "waiting"):
                self._state = "paused"

    def resume(self) -> None:
        """Go on from there."""
        with self._lock:
            if self._state == "paused":
                self._state = "playing"

    def stop(self) -> None:
        """Fall silent for good, and have nothing more made."""
        with self._lock:
            if self._state not in ("ended", "failed"):
                self._state = "stopped"
        self._supply.close()

    def set_speed(self, speed: float) -> None:
        """Go on at `speed` times normal, held within 0.5 to 4; heard within 15 ms."""
        with self._lock:
            self._speed = min(FASTEST, max(SLOWEST, speed))

    def set_volume(self, volume: float) -> None:
        """Go on at `volume`, 0 to 1, of what was recorded."""
        with self._lock:
            self._volume = min(1.0, max(0.0, volume))

    def status(self) -> Status:
        """What is heard now.

        Raises:
            Exception: A bug in what was to be played, met while it was.
        """
        with self._lock:
            if self._bug is not None:
                raise self._bug
            # What has been stretched but not yet taken is still to be heard.
            place = self._stretch.place - self._given.size * self._speed
            number, into = self._places.find(place)
            return Status(self._state, number, into * 1000 / self._rate_hz, self._error)
