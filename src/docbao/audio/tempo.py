"""Speech a few per cent faster or slower, by taking out or repeating single short stretches.

`docbao.audio.stretch` lays sound anew at every step, which any speed needs and a change of 3 %
does not. Here all stays as it is but for a seam every few tenths of a second, put where the
sound is most like what follows it a period or two later: at 3 % some three seams a second.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from docbao.audio.codec import Pcm, to_pcm

MOST_CHANGE: Final = 0.1
"""Beyond a tenth the seams would come too close together."""

_LEAST_LAG_MS: Final = 4
_MOST_LAG_MS: Final = 14
"""How much is taken out or put in at a seam: one to a few periods of a voice."""

_SEAM_MS: Final = 8


def at_speed(pcm: Pcm, rate_hz: int, speed: float) -> Pcm:
    """`pcm` at `speed` times its own, with its pitch kept.

    Args:
        pcm: Speech.
        rate_hz: Of it.
        speed: 0.9 to 1.1.

    Returns:
        The samples; within 20 ms of the length that `speed` would give.
    """
    if not 1 - MOST_CHANGE <= speed <= 1 + MOST_CHANGE:
        raise ValueError(speed)
    if speed == 1.0:
        return pcm
    least, most, seam = (rate_hz * ms // 1000 for ms in (_LEAST_LAG_MS, _MOST_LAG_MS, _SEAM_MS))
    per_sample = abs(1 - 1 / speed)
    """How much is to go, or to come, for each sample of the source."""
    step = round((least + most) / 2 / per_sample)
    ramp = (np.sin(np.linspace(0, np.pi / 2, seam)) ** 2).astype(np.float32)
    pieces: list[Pcm] = []
    done, place, owed = 0, step // 2, 0.0
    while place + most + 2 * seam < pcm.size:
        lag = _best_lag(pcm, place, least, most, seam)
        # Out: what is here goes over into what comes a lag later. In: the other way about.
        before, after = (place, place + lag) if speed > 1 else (place + lag, place)
        pieces.append(pcm[done:before])
        left = pcm[before : before + seam].astype(np.float32)
        right = pcm[after : after + seam].astype(np.float32)
        pieces.append(to_pcm(left + (right - left) * ramp))
        done = after + seam
        owed += lag
        # The next seam stands where just as much was owed as has been paid.
        place = max(place + most + 2 * seam, step // 2 + round(owed / per_sample))
    pieces.append(pcm[done:])
    return np.concatenate(pieces)


def _best_lag(pcm: Pcm, place: int, least: int, most: int, seam: int) -> int:
    """The lag, `least` to `most`, at which the sound is most like itself at `place`."""
    here = pcm[place : place + seam].astype(np.float32)
    region = pcm[place + least : place + most + seam].astype(np.float32)
    likeness = np.correlate(region, here, "valid")
    squares = np.concatenate(([0.0], np.cumsum(np.square(region, dtype=np.float64))))
    power = squares[seam:] - squares[:-seam]
    return least + int(np.argmax(likeness / np.sqrt(np.maximum(power, 1.0))))
