"""Where ffmpeg is, for the formats that nothing installed with docbao can read or write.

No recording needs it; a jingle in AAC or a clip saved as Opus does.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from docbao.errors import AudioError
from docbao.i18n import Phrase

_TIMEOUT_S: Final = 60


def find_ffmpeg(configured: Path | None = None) -> Path:
    """The ffmpeg to use: the configured one, else one on PATH, else imageio-ffmpeg's.

    Raises:
        AudioError: There is none, or the configured one is not there.
    """
    if configured is not None:
        found = shutil.which(str(configured))
        if found is None:
            raise AudioError(
                Phrase(vi="Không có ffmpeg ở {path}", en="There is no ffmpeg at {path}").fill(
                    path=configured
                ),
                hint=Phrase(
                    vi="Hãy sửa đường dẫn ffmpeg trong feeds.yaml.",
                    en="Correct the path of ffmpeg in feeds.yaml.",
                ),
            )
        return Path(found)
    found = shutil.which("ffmpeg") or _bundled()
    if found is None:
        raise AudioError(
            Phrase(vi="Không tìm thấy ffmpeg", en="No ffmpeg was found"),
            hint=Phrase(
                vi="Hãy cài ffmpeg, hoặc: pip install 'docbao[ffmpeg]'.",
                en="Install ffmpeg, or: pip install 'docbao[ffmpeg]'.",
            ),
        )
    return Path(found)


def _bundled() -> str | None:
    try:
        import imageio_ffmpeg  # noqa: PLC0415 - an extra that need not be there
    except ImportError:
        return None
    try:
        path: str = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:  # installed without its program
        return None
    return path


def decode_with_ffmpeg(ffmpeg: Path, sound: Path, rate_hz: int, most_s: int) -> bytes:
    """The first channel mix of `sound` as 16-bit samples at `rate_hz`, at most `most_s` seconds.

    Raises:
        AudioError: ffmpeg could not read it, or took more than a minute.
    """
    command = [
        str(ffmpeg), "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe",
        "-i", f"file:{sound}", "-t", str(most_s), "-ac", "1", "-ar", str(rate_hz),
        "-f", "s16le", "pipe:1",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=_TIMEOUT_S)  # noqa: S603 - a list, no shell; the file is named as a file
    except (OSError, subprocess.SubprocessError) as cause:
        raise AudioError(
            Phrase(
                vi="ffmpeg không đọc được tệp âm thanh {path}",
                en="ffmpeg cannot read the sound file {path}",
            ).fill(path=sound),
            hint=Phrase(
                vi="Hãy đổi tệp ấy sang WAV, MP3, FLAC hoặc Ogg.",
                en="Convert that file to WAV, MP3, FLAC or Ogg.",
            ),
        ) from cause
    return done.stdout
