"""What large letters are drawn with: kinds of cell and heights, without the drawing itself.

Apart from `bigtext`, because that needs NumPy and Pillow, which take a sixth of the time to the
first picture, and most readers never see large letters.
"""

from __future__ import annotations

from typing import Final, Literal

CellMode = Literal["sextant", "quadrant", "half"]
CELL_MODES: Final[tuple[CellMode, ...]] = ("sextant", "quadrant", "half")
MIN_ROWS: Final = 4
"""Rows a line of large text needs before its letters can be told apart."""
MAX_ROWS: Final = 10
