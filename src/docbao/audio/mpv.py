"""mpv as a player: it stretches, sets the volume and knows every kind of loudspeaker."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Final

from docbao.audio.assemble import Part
from docbao.audio.deck import Status
from docbao.audio.mpv_link import MpvLink
from docbao.audio.spout import Spout
from docbao.audio.stretch import FASTEST, SLOWEST
from docbao.errors import AudioError
from docbao.i18n import Phrase

_TRIAL_S: Final = 5.0
_DRY_MS: Final = 30
"""So near to the end of what was given, the next sentence is waited for."""


class MpvPlayer:
    """The program mpv, for as long as the player is open; it ends when docbao does."""

    name = "mpv"

    def __init__(self, mpv: MpvLink, rate_hz: int) -> None:
        """Play through `mpv`, whose loudspeaker is tried with a moment of silence.

        Args:
            mpv: Started with `bare_samples(rate_hz)`; closed with this player.
            rate_hz: Of what it is given.

        Raises:
            AudioError: It finds no loudspeaker, or is dead.
        """
        self._mpv = mpv
        self._rate_hz = rate_hz
        self._lock = threading.Lock()
        self._spout: Spout | None = None
        self._place = 0
        self._paused = False
        self._over: Status | None = None
        try:
            mpv.ask("disable_event", "all")
            self._try_out()
        except AudioError:
            mpv.close()
            raise

    def _try_out(self) -> None:
        self._mpv.ask("loadfile", "hex://" + "0000" * self._rate_hz)
        end = time.monotonic() + _TRIAL_S
        while not self._mpv.ask("get_property", "current-ao"):
            if self._mpv.ask("get_property", "idle-active") or time.monotonic() > end:
                raise silent()
            time.sleep(0.005)

    def play(self, parts: Iterable[Part]) -> None:
        """Stop what is playing and play these."""
        with self._lock:
            before, self._spout = self._spout, Spout(parts, self._rate_hz)
            self._place, self._paused, self._over = 0, False, None
            try:
                # What was cut off in mid-block would be heard as noise: first the new, then this.
                self._mpv.ask("loadfile", self._spout.url)
                self._mpv.ask("set_property", "pause", False)
            finally:
                if before is not None:
                    before.close()

    def pause(self) -> None:
        """Fall silent where one is."""
        if self.status().state in ("playing", "waiting"):
            with self._lock:
                self._mpv.ask("set_property", "pause", True)
                self._paused = True

    def resume(self) -> None:
        """Go on from there."""
        if self.status().state == "paused":
            with self._lock:
                self._mpv.ask("set_property", "pause", False)
                self._paused = False

    def stop(self) -> None:
        """Fall silent, forget, and let the loudspeaker go."""
        over = self.status()
        with self._lock:
            if self._spout is None or over.state == "stopped":
                return
            try:
                self._mpv.ask("stop")
            finally:
                self._spout.close()
            if over.state not in ("ended", "failed"):
                over = Status("stopped", over.utterance, over.time_ms)
            self._over = over

    def set_speed(self, speed: float) -> None:
        """Go on this much faster."""
        self._mpv.ask("set_property", "speed", min(FASTEST, max(SLOWEST, speed)))

    def set_volume(self, volume: float) -> None:
        """Go on this loud."""
        # mpv's volume is a cube: 50 is an eighth of the amplitude (its manual, --volume).
        percent = 100 * min(1.0, max(0.0, volume)) ** (1 / 3)
        self._mpv.ask("set_property", "volume", percent)

    def status(self) -> Status:
        """What is being heard.

        Raises:
            AudioError: mpv is gone, or has lost its loudspeaker.
            Exception: A bug in what was to be played, met while it was.
        """
        with self._lock:
            if self._over is not None:
                return self._over
            spout = self._spout
            if spout is None:
                return Status("stopped")
            if spout.bug is not None:
                raise spout.bug
            now_s = None
            if self._mpv.ask("get_property", "path") == spout.url:  # else it still plays the last
                now_s = self._mpv.ask("get_property", "audio-pts")
            if now_s is None and self._mpv.ask("get_property", "idle-active"):
                raise silent()
            # After a change of speed mpv steps back by what it holds; a listener does not.
            self._place = max(self._place, round((now_s or 0.0) * self._rate_hz))
            begun = now_s is not None or self._place > 0
            number, into = spout.places.find(self._place if begun else -1)
            time_ms = into * 1000 / self._rate_hz
            if spout.drained and (self._place >= spout.places.length or self._is_at_end()):
                self._over = Status(
                    "ended" if spout.error is None else "failed", number, time_ms, spout.error
                )
                return self._over
            left_ms = (spout.places.length - self._place) * 1000 / self._rate_hz
            if self._paused:
                return Status("paused", number, time_ms)
            dry = not spout.drained and left_ms < _DRY_MS
            return Status("waiting" if dry else "playing", number, time_ms)

    def _is_at_end(self) -> bool:
        return bool(self._mpv.ask("get_property", "eof-reached"))

    def close(self) -> None:
        """End mpv."""
        with self._lock:
            self._mpv.close()
            if self._spout is not None:
                self._spout.close()
            self._over = self._over or Status("stopped")

    def kill(self) -> None:
        """End mpv as an accident would: for trials."""
        self._mpv.kill()


def silent() -> AudioError:
    """The error that says that mpv has no loudspeaker."""
    return AudioError(
        Phrase("mpv không mở được loa nào", "mpv could open no loudspeaker"),
        hint=Phrase(
            "Hãy cắm loa hoặc tai nghe, hoặc tạo tệp MP3: docbao audio.",
            "Connect a loudspeaker or headphones, or make an MP3: docbao audio.",
        ),
    )
