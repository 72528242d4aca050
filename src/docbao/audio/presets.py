"""What a finished recording is to be like: how loud, how bright, how large."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final

from docbao.errors import AudioError
from docbao.i18n import Phrase


@dataclass(frozen=True, slots=True)
class Preset:
    """The sound of one kind of recording.

    All recordings are one channel; loudness is that of the one channel, as podcast meters and
    players take it. The same file played as two equal channels measures 3 LU more.
    """

    name: str
    bitrate_kbps: int
    """Constant; one of those MPEG-1/2 Layer III knows."""
    target_lufs: float
    """Integrated loudness of the finished file (ITU-R BS.1770-4)."""
    ceiling_dbtp: float = -1.0
    """No true peak of the finished file lies above it."""
    rate_hz: int | None = None
    """Sampling rate; `None` takes that of the first clip, so that nothing is resampled."""
    max_rate_hz: int = 24_000
    """Highest rate taken over from a clip: more would spread the bits too thin."""
    quality: int = 5
    """LAME's effort: 0 slow and best, 9 fast. 5 encodes 300 times faster than real time."""
    clip_lufs: float | None = None
    """Loudness every clip is brought to before joining; `None` leaves one voice as it is."""

    @property
    def key(self) -> str:
        """Changes whenever the sound of a recording would."""
        return ":".join(
            str(part)
            for part in (
                MASTERING_VERSION,
                self.bitrate_kbps,
                self.target_lufs,
                self.ceiling_dbtp,
                self.rate_hz,
                self.max_rate_hz,
                self.quality,
                self.clip_lufs,
            )
        )


MASTERING_VERSION: Final = 1
"""Raised when this room makes other bytes of the same clips; part of a recording's identity."""

# -16 LUFS: Apple Podcasts' loudness advice, within 1 LU; -23 LUFS: EBU R 128. Both ask for
# true peaks no higher than -1 dBTP.
PRESETS: Final = {
    preset.name: preset
    for preset in (
        Preset("speech", bitrate_kbps=64, target_lufs=-16.0),
        Preset("clear", bitrate_kbps=96, target_lufs=-16.0),
        Preset("radio", bitrate_kbps=192, target_lufs=-23.0, rate_hz=44_100, max_rate_hz=44_100),
    )
}


def find_preset(name: str) -> Preset:
    """The preset of that name.

    Raises:
        AudioError: There is none; the hint lists what there is.
    """
    try:
        return PRESETS[name]
    except KeyError:
        near = difflib.get_close_matches(name, PRESETS, 1)
        names = ", ".join(near or PRESETS)
        raise AudioError(
            Phrase(
                vi="Không có kiểu âm thanh nào tên “{name}”",
                en="There is no sound preset named “{name}”",
            ).fill(name=name),
            hint=Phrase(vi="Hãy chọn: {names}.", en="Choose from: {names}.").fill(names=names),
        ) from None
