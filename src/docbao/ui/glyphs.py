"""Which block characters this terminal draws well: a guess, and a test for the reader's eyes.

No escape sequence tells whether a glyph is drawn whole, is missing, or comes from another font
with gaps between the rows; only the person looking can say. So the screen shows one word three
ways and asks once; until then the guess below holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from docbao.i18n import Phrase
from docbao.ui.cells import CellMode

# Terminals that paint sextants themselves, edge to edge, whatever the font.
_PAINTS_SEXTANTS_TERM: Final = ("xterm-kitty", "foot", "xterm-ghostty", "wezterm")
_PAINTS_SEXTANTS_PROGRAM: Final = frozenset({"WezTerm", "ghostty"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the ways the glyph test shows."""

    mode: CellMode
    rows: int
    """Rows at which this way is shown in the test; easy to read."""
    least_rows: int
    """Rows below which letters and tones can no longer be told apart in such cells."""
    title: Phrase


CHOICES: Final = (
    Choice("sextant", 5, 4, Phrase(vi="Nét mịn (ô sáu phần)", en="Fine strokes (sextants)")),
    Choice("quadrant", 6, 5, Phrase(vi="Nét vừa (ô bốn phần)", en="Medium strokes (quadrants)")),
    Choice("half", 8, 8, Phrase(vi="Nét to (nửa ô)", en="Coarse strokes (half blocks)")),
)
"""What the test shows, finest first."""

SAMPLE: Final = Phrase(vi="Đọc dễ", en="Read ễ")
"""The word that is shown: a stroke through, a hook and two accents one above the other."""

QUESTION: Final = Phrase(
    vi="Chữ nào liền nét, dễ đọc nhất? Bấm số của chữ ấy.",
    en="Which word has whole strokes and is easiest to read? Press its number.",
)


def likely_mode(environment: Mapping[str, str]) -> CellMode:
    """The kind of cell this terminal most likely draws well.

    Args:
        environment: `os.environ`, or what a test puts in its place.

    Returns:
        Sextants where the terminal is known to paint them itself; half blocks on the Linux
        console, whose font has few glyphs; else quadrants, which ordinary fonts have.
    """
    term = environment.get("TERM", "")
    if term == "linux":
        return "half"
    painted = (
        term.startswith(_PAINTS_SEXTANTS_TERM)
        or environment.get("TERM_PROGRAM") in _PAINTS_SEXTANTS_PROGRAM
    )
    return "sextant" if painted else "quadrant"


def least_rows(mode: CellMode) -> int:
    """Rows below which letters drawn in such cells cannot be read."""
    return next(choice.least_rows for choice in CHOICES if choice.mode == mode)


def rows_in_test(mode: CellMode) -> int:
    """Rows at which the test showed such cells, and the reader found them good."""
    return next(choice.rows for choice in CHOICES if choice.mode == mode)
