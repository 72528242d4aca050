"""Players that take their samples from a deck of our own: the system's loudspeaker, and a clock."""

from __future__ import annotations

import array
import time
from collections.abc import Callable, Generator, Iterable
from typing import Any, Final

from docbao.audio.alsa import hush
from docbao.audio.assemble import Part
from docbao.audio.codec import Pcm
from docbao.audio.deck import Deck, Status
from docbao.audio.supply import Ahead, Direct
from docbao.errors import AudioError
from docbao.i18n import Phrase

PLAY_RATE_HZ: Final = 24_000
"""Voices come at 16 to 24 kHz; the system brings this to whatever its device wants."""

_DEVICE_BUFFER_MS: Final = 60
"""How long a command waits to be heard, at most; less would crackle on a busy machine."""


class _DeckPlayer:
    """What all players of our own decks share: the deck of the moment, its speed and volume."""

    def __init__(self) -> None:
        self._deck: Deck | None = None
        self._speed = 1.0
        self._volume = 1.0

    def _load(self, deck: Deck) -> None:
        self.stop()
        deck.set_speed(self._speed)
        deck.set_volume(self._volume)
        self._deck = deck

    def pause(self) -> None:
        if self._deck is not None:
            self._deck.pause()

    def resume(self) -> None:
        if self._deck is not None:
            self._deck.resume()

    def stop(self) -> None:
        if self._deck is not None:
            self._deck.stop()

    def set_speed(self, speed: float) -> None:
        self._speed = speed
        if self._deck is not None:
            self._deck.set_speed(speed)

    def set_volume(self, volume: float) -> None:
        self._volume = volume
        if self._deck is not None:
            self._deck.set_volume(volume)

    def status(self) -> Status:
        return Status("stopped") if self._deck is None else self._deck.status()


class SpeakerPlayer(_DeckPlayer):
    """The system's loudspeaker through miniaudio: Linux, macOS and Windows, from PyPI alone."""

    name = "miniaudio"

    def __init__(self, *, backends: tuple[Any, ...] = ()) -> None:
        """Open the default device.

        Args:
            backends: miniaudio's, in order of preference; empty takes what the system has.

        Raises:
            AudioError: There is no loudspeaker that can be used.
        """
        super().__init__()
        import miniaudio  # noqa: PLC0415 - a shared library, for those who listen only

        hush()
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=PLAY_RATE_HZ,
                buffersize_msec=_DEVICE_BUFFER_MS,
                backends=list(backends),
                app_name="docbao",
            )
        except miniaudio.MiniaudioError as cause:
            raise no_player() from cause
        self._open = True
        self._running = False

    def play(self, parts: Iterable[Part]) -> None:
        """Stop what is playing and play these."""
        self._load(Deck(Ahead(parts, PLAY_RATE_HZ), PLAY_RATE_HZ))
        if not self._running:
            stream = self._stream()
            next(stream)
            self._device.start(stream)
            self._running = True

    def close(self) -> None:
        """Let go of the loudspeaker."""
        self.stop()
        if self._open:
            self._device.close()
        self._open = False

    def _stream(self) -> Generator[array.array[int], int, None]:
        """What miniaudio asks for samples, in its own thread, for as long as the device is open."""
        wanted = yield array.array("h")
        while True:
            deck = self._deck
            count = wanted or 0
            pcm = deck.take(count).tobytes() if deck is not None else bytes(2 * count)
            wanted = yield array.array("h", pcm)


class ClockedPlayer(_DeckPlayer):
    """A player without a loudspeaker: as much is "heard" as time has passed on its clock."""

    name = "clock"

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        ear: Callable[[Pcm], None] = lambda _: None,
    ) -> None:
        """Listen by this clock, in seconds; `ear` is given all that is heard."""
        super().__init__()
        self._ear = ear
        self._clock = clock
        self._heard_s = 0.0
        self._begun_s = 0.0

    def play(self, parts: Iterable[Part]) -> None:
        """Stop what is playing and play these, from this moment of the clock."""
        self._load(Deck(Direct(parts, PLAY_RATE_HZ), PLAY_RATE_HZ))
        self._begun_s, self._heard_s = self._clock(), 0.0

    def pause(self) -> None:
        """Fall silent."""
        self._listen()
        super().pause()

    def resume(self) -> None:
        """Go on."""
        self._listen()
        super().resume()

    def stop(self) -> None:
        """Fall silent and forget."""
        self._listen()
        super().stop()

    def set_speed(self, speed: float) -> None:
        """Go on at this speed."""
        self._listen()
        super().set_speed(speed)

    def status(self) -> Status:
        """What is "heard" at this moment."""
        self._listen()
        return super().status()

    def close(self) -> None:
        """Stop."""
        self.stop()

    def _listen(self) -> None:
        if self._deck is None:
            return
        until_s = self._clock() - self._begun_s
        wanted = round(until_s * PLAY_RATE_HZ) - round(self._heard_s * PLAY_RATE_HZ)
        self._heard_s = until_s
        while wanted > 0:
            count = min(wanted, PLAY_RATE_HZ)
            self._ear(self._deck.take(count))
            wanted -= count


def no_player() -> AudioError:
    """The error that says in words that there is nothing to play with."""
    return AudioError(
        Phrase(
            vi="Máy này không có loa nào dùng được: chỉ lưu được tệp âm thanh.",
            en="No usable loudspeaker here: sound can only be saved as files.",
        ),
        hint=Phrase(
            vi="Hãy cắm loa hoặc tai nghe, hoặc tạo tệp MP3: docbao audio.",
            en="Connect a loudspeaker or headphones, or make an MP3: docbao audio.",
        ),
    )
