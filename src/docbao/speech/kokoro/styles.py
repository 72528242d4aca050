"""The style vector each voice gives the model.

The model takes 256 numbers that say who speaks, and has another set of them for every length of
text. The published table (510 rows a voice, half a megabyte) moves along a handful of directions
only, so `data/voices.npz` keeps the mean, six directions, and six weights a row; what is lost is
under 1e-3 of any number. `bench/kokoro_styles.py` makes the file. Apache-2.0: NOTICES/kokoro.txt.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

from docbao.speech.kokoro.speakers import Speaker

Floats = np.ndarray[Any, np.dtype[np.float32]]


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
