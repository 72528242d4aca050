"""FLAC, written by ffmpeg: half the size of WAV, and not a sample lost."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from docbao.audio.broadcast import Broadcast
from docbao.audio.codec import Pcm
from docbao.audio.ffmpeg import find_ffmpeg
from docbao.errors import AudioError
from docbao.i18n import Phrase

_TIMEOUT_S: Final = 120


class FlacEncoder:
    """Samples handed to ffmpeg; its file is copied into ours when it is whole.

    FLAC's header holds the number of samples and a checksum, which ffmpeg can only put in when
    it writes a file of its own; through a pipe both would be missing.
    """

    def __init__(
        self,
        file: BinaryIO,
        *,
        rate_hz: int,
        about: Broadcast | None = None,
        ffmpeg: Path | None = None,
    ) -> None:
        """Begin at the file's present place.

        Raises:
            AudioError: There is no ffmpeg.
        """
        program = find_ffmpeg(ffmpeg)
        self._file = file
        self._folder = tempfile.TemporaryDirectory(prefix="docbao-")
        self._made = Path(self._folder.name) / "sound.flac"
        command = [
            str(program), "-nostdin", "-v", "error", "-f", "s16le", "-ar", str(rate_hz),
            "-ac", "1", "-i", "pipe:0", "-map_metadata", "-1", *_metadata(about),
            "-fflags", "+bitexact", "-flags:a", "+bitexact", "-c:a", "flac", str(self._made),
        ]  # fmt: skip
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as ffmpeg
        try:
            self._ffmpeg = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=self._errors)  # noqa: S603 - a list, no shell
        except OSError as cause:
            self._folder.cleanup()
            raise _failed(str(cause)) from cause

    def write(self, pcm: Pcm) -> None:
        """Hand over the next samples.

        Raises:
            AudioError: ffmpeg has stopped.
        """
        assert self._ffmpeg.stdin is not None  # noqa: S101 - a pipe was asked for
        try:
            self._ffmpeg.stdin.write(pcm.astype("<i2", copy=False).tobytes())
        except OSError as cause:
            raise self._stopped() from cause

    def close(self) -> None:
        """Wait for ffmpeg and take over its file.

        Raises:
            AudioError: ffmpeg failed.
        """
        assert self._ffmpeg.stdin is not None  # noqa: S101 - as above
        try:
            self._ffmpeg.stdin.close()
            if self._ffmpeg.wait(_TIMEOUT_S):
                raise self._stopped()
            with self._made.open("rb") as made:
                shutil.copyfileobj(made, self._file)
        except (OSError, subprocess.TimeoutExpired) as cause:
            raise self._stopped() from cause
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Let ffmpeg and its file go; nothing happens when that was done already."""
        if self._ffmpeg.poll() is None:
            self._ffmpeg.kill()
            self._ffmpeg.wait()
        if self._ffmpeg.stdin is not None and not self._ffmpeg.stdin.closed:
            with suppress(OSError):
                self._ffmpeg.stdin.close()
        self._errors.close()
        self._folder.cleanup()

    def _stopped(self) -> AudioError:
        if self._ffmpeg.poll() is None:
            self._ffmpeg.kill()
            self._ffmpeg.wait()
        self._errors.seek(0)
        said = self._errors.read(400).decode("utf-8", "replace").strip()
        return _failed(said.splitlines()[-1] if said else f"code {self._ffmpeg.returncode}")


def _metadata(about: Broadcast | None) -> list[str]:
    if about is None:
        return []
    texts = {
        "title": about.title,
        "artist": about.artist,
        "comment": about.description,
        "date": f"{about.on_air:%Y-%m-%d}" if about.on_air else "",
    }
    return [word for key, text in texts.items() if text for word in ("-metadata", f"{key}={text}")]


def _failed(why: str) -> AudioError:
    return AudioError(
        Phrase(vi="ffmpeg không ghi được FLAC: {why}", en="ffmpeg cannot write FLAC: {why}").fill(
            why=why
        ),
        hint=Phrase(vi="Hãy chọn WAV hoặc MP3.", en="Choose WAV or MP3."),
    )
