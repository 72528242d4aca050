"""The voices: who can speak, and the style vector each gives the model.

The model takes 256 numbers that say who speaks, and has another set of them for every length of
text. The published table (510 rows a voice, half a megabyte) moves along a handful of directions
only, so `data/voices.npz` keeps the mean, six directions, and six weights a row; what is lost is
under 1e-4 of any number. `bench/kokoro_styles.py` makes the file. Apache-2.0: NOTICES/kokoro.txt.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import numpy as np

from docbao.model import Voice

Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One voice and how it is best used."""

    name: str
    parts: tuple[tuple[str, float], ...]
    """Published styles this voice is mixed from, with weights that sum to one."""
    pitch_hz: float
    """The middle of its range: what 0 semitones means."""
    range: float
    """How far its tones move, 1.0 being the curves as they stand in `tones`."""
    note: str


SPEAKERS: Final = (
    Speaker("mai", (("hf_alpha", 1.0),), 225.0, 1.0, "nữ, giọng Bắc · woman, northern"),
    Speaker("lan", (("hf_beta", 1.0),), 215.0, 1.0, "nữ, giọng Bắc · woman, northern"),
    Speaker("minh", (("hm_omega", 1.0),), 125.0, 1.0, "nam, giọng Bắc · man, northern"),
    Speaker("son", (("hm_psi", 1.0),), 125.0, 1.0, "nam, giọng Bắc · man, northern"),
)


def voices(engine: str) -> tuple[Voice, ...]:
    """All of them, the most intelligible first."""
    return tuple(
        Voice(engine, s.name, "vi-VN", quality="natural", licence="Apache-2.0", note=s.note)
        for s in SPEAKERS
    )


@lru_cache(maxsize=1)
def _tables() -> dict[str, Floats]:
    path = resources.files("docbao.speech.kokoro") / "data" / "voices.npz"
    with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
        return {
            name: data[f"{name}.mean"] + data[f"{name}.weights"] @ data[f"{name}.directions"]
            for name in {key.split(".")[0] for key in data}
        }


def style(speaker: Speaker, token_count: int) -> Floats:
    """The row (1 × 256) for a text of so many tokens."""
    tables = _tables()
    row = min(token_count, 509)
    mixed = sum(weight * tables[name][row] for name, weight in speaker.parts)
    return np.asarray(mixed, dtype=np.float32)[None]
