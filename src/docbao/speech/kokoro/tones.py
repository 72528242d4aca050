"""The six tones as pitch curves.

A curve is a row of (place in the rime 0–1, semitones from the speaker's middle pitch). The shapes
are those measured in speakers of Hanoi: Brunelle, "Tone perception in Northern and Southern
Vietnamese", Journal of Phonetics 37 (2009), fig. 1; Kirby (2011), fig. 3; Michaud, "Final
consonants and glottalization", Phonetica 61 (2004), for nặng and the stopped tones. In numbers
they are rounded to what a recogniser of Vietnamese told apart best in running speech, where the
range is narrower than in words said alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from docbao.speech.kokoro.syllable import Syllable, Tone

Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Contour:
    """How one tone moves."""

    semitones: tuple[float, ...]
    """At evenly spaced places from the start of the rime to its end."""
    creak: tuple[float, float] | None = None
    """Where in the rime the voice creaks or stops (glottalised tones): from, to."""
    creak_depth: float = 0.0
    """How far energy falls there, in the model's own log units (about 2.2 to the factor ten)."""


CONTOURS: Final[dict[Tone, Contour]] = {
    Tone.NGANG: Contour((1.5, 1.7, 1.5, 1.0)),
    Tone.HUYEN: Contour((-1.0, -2.2, -3.6, -4.8)),
    Tone.SAC: Contour((-0.5, 0.5, 3.5, 7.0)),
    Tone.HOI: Contour((-0.5, -3.0, -6.0, -6.0, -4.5)),
    Tone.NGA: Contour((0.5, 0.5, -3.0, 3.5, 6.5), creak=(0.4, 0.6), creak_depth=3.0),
    Tone.NANG: Contour((-1.5, -2.5, -5.0, -9.0), creak=(0.65, 1.0), creak_depth=12.0),
}
STOPPED: Final[dict[Tone, Contour]] = {
    Tone.SAC: Contour((1.5, 4.0, 7.0)),
    Tone.NANG: Contour((-1.5, -2.5, -4.0)),
}
"""The two tones of syllables that end in p, t, c, ch: shorter, and cut before their end."""


def contour(syllable: Syllable) -> Contour:
    """The curve of a syllable's tone, as its ending shapes it."""
    if syllable.stopped:
        return STOPPED[syllable.tone]
    return CONTOURS[syllable.tone]


def curve(shape: Contour, places: Floats) -> Floats:
    """Semitones at `places` (0–1 within the rime; outside it the ends are held)."""
    knots = np.linspace(0.0, 1.0, len(shape.semitones))
    return np.interp(places, knots, shape.semitones).astype(np.float32)
