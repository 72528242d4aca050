"""Large letters that the terminal draws itself, where it said that it can (see `ui.sizing`).

Textual knows nothing of letters higher than a row: to it these rows are blank. The letters are
written over the blanks after each of its frames; where it paints a blank anew, the terminal takes
the whole letter away, and it is written again.
"""

from __future__ import annotations

from rich.cells import cell_len

from docbao.ui.typography import wrap


class ScaledType:
    """The terminal's own font at `rows` times its size, with the face of `BigType`."""

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def wrap(self, text: str, columns: int) -> tuple[tuple[int, int], ...]:
        """Where the large lines of `text` begin and end in a window of `columns` cells."""
        return tuple(wrap(text, max(1, columns // self.rows)))

    def draw(self, text: str, columns: int) -> tuple[str, ...]:
        """Blank rows: the terminal draws the letters."""
        del text
        return (" " * columns,) * self.rows

    def columns_of(self, text: str, start: int, end: int) -> tuple[int, int]:
        """First cell, and the cell after the last, of `text[start:end]`."""
        return cell_len(text[:start]) * self.rows, cell_len(text[:end]) * self.rows
