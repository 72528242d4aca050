"""Work on sound that goes on beside other work; what is heavy in it lets other threads run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from queue import Full, Queue
from threading import Event, Thread
from typing import BinaryIO, Final, Generic, TypeVar

import numpy as np

from docbao.audio.codec import Mp3Encoder, Pcm
from docbao.audio.infoframe import DECODER_DELAY, ENCODER_DELAY
from docbao.audio.levels import LevelMeter
from docbao.errors import AudioError
from docbao.i18n import Phrase

_MOST_WAITING: Final = 4
_LOOK_EVERY_S: Final = 0.2
_READ_FRAMES: Final = 65_536
_END: Final = b""
_EMPTY_TAG: Final = b"ID3\x03\x00\x00\x00\x00\x00\x00"

_Item = TypeVar("_Item")


class ahead(Generic[_Item]):  # noqa: N801 - used like the generator it stands for
    """The items of an iterator, a few of them made ahead by a thread of their own.

    Close it (as `contextlib.closing` does) when it is left before its end.
    """

    def __init__(self, items: Iterator[_Item]) -> None:
        self._items = items
        self._ready: Queue[_Item | _End] = Queue(_MOST_WAITING)
        self._stopped = Event()
        self._thread = Thread(target=self._make, name="ahead", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[_Item]:
        while True:
            item = self._ready.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item

    def close(self) -> None:
        """Make no more."""
        self._stopped.set()
        self._thread.join()

    def _make(self) -> None:
        end = _End()
        try:
            for item in self._items:
                if not self._put(item):
                    return
        except BaseException as error:
            # Raised where the items are used.
            end = _End(error)
        self._put(end)

    def _put(self, item: _Item | _End) -> bool:
        while not self._stopped.is_set():
            with suppress(Full):
                self._ready.put(item, timeout=_LOOK_EVERY_S)
                return True
        return False


class _End:
    """Nothing more comes, for this reason if there is one."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class HeardMp3Encoder(Mp3Encoder):
    """An encoder whose frames are decoded and measured while the next are made.

    What is measured is what any player hears of the finished file: the run-in is skipped, and
    the end is where the last sample was.
    """

    def __init__(
        self, file: BinaryIO, *, rate_hz: int, bitrate_kbps: int, quality: int, meter: LevelMeter
    ) -> None:
        """Begin at the file's present place; `meter` is not to be used before `close`."""
        super().__init__(file, rate_hz=rate_hz, bitrate_kbps=bitrate_kbps, quality=quality)
        self._rate_hz = rate_hz
        self._meter = meter
        self._heard = 0
        self._frames: Queue[bytes] = Queue()
        self._abandoned = False
        self._failure: Exception | None = None
        self._thread = Thread(target=self._listen, name="ear", daemon=True)
        self._thread.start()

    def _pour(self, frames: bytes | bytearray) -> None:
        super()._pour(frames)
        if frames:
            self._frames.put(bytes(frames))

    def close(self) -> None:
        """Finish the file, and hear it to its end.

        Raises:
            AudioError: It does not sound as long as what was written.
        """
        super().close()
        self._frames.put(_END)
        self._thread.join()
        if self._failure is not None or self._heard != self._length:
            raise _unheard(self._heard, self._length) from self._failure

    def abandon(self) -> None:
        """Hear no more of it; after `close`, nothing."""
        self._abandoned = True
        self._frames.put(_END)
        self._thread.join()

    def _listen(self) -> None:
        try:
            skip = ENCODER_DELAY + DECODER_DELAY
            for block in decoded(self._frames, self._rate_hz):
                if self._abandoned:
                    return
                # What follows the last sample only fills the last frame.
                sound = block[skip:][: self._length - self._heard]
                skip = max(0, skip - block.size)
                self._heard += sound.size
                self._meter.add(sound)
        except Exception as error:
            # Raised by `close`, where it is waited for.
            self._failure = error


def decoded(frames: Queue[bytes], rate_hz: int) -> Iterator[Pcm]:
    """The samples of mono MP3 frames that come one after the other, until `b""` does."""
    import miniaudio  # noqa: PLC0415 - a shared library, for those who make files only

    class Source(miniaudio.StreamableSource):  # type: ignore[misc]  # miniaudio has no types
        """Gives what has come, and waits for more only when there is nothing."""

        def __init__(self) -> None:
            # The decoder looks for a tag first, and what it looked at is lost to it: 10 bytes.
            self._left = _EMPTY_TAG

        def read(self, num_bytes: int) -> bytes:
            if not self._left:
                self._left = frames.get()
                if not self._left:
                    frames.put(_END)  # it may ask again
            taken, self._left = self._left[:num_bytes], self._left[num_bytes:]
            return taken

    for block in miniaudio.stream_any(
        Source(),
        source_format=miniaudio.FileFormat.MP3,
        output_format=miniaudio.SampleFormat.SIGNED16,
        nchannels=1,
        sample_rate=rate_hz,
        frames_to_read=_READ_FRAMES,
    ):
        yield np.frombuffer(block, np.int16)


def _unheard(heard: int, length: int) -> AudioError:
    return AudioError(
        Phrase(
            vi="Tệp MP3 vừa làm dài {heard} mẫu thay vì {length}",
            en="The MP3 just made is {heard} samples long, not {length}",
        ).fill(heard=heard, length=length),
        hint=Phrase(vi="Hãy chạy lại.", en="Run again."),
    )
