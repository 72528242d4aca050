"""The line at the bottom that says in words what just happened, and the line of keys below it."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from docbao.ui.themes import HIGH_CONTRAST, Palette
from docbao.ui.typography import wrap

MOST_ROWS = 3


class StatusLine(Widget):
    """The last words said. They stay until others come: nothing here vanishes by itself."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = "StatusLine { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.palette: Palette = HIGH_CONTRAST
        self.words = ""
        self._lines: list[str] = [""]

    def say(self, words: str) -> None:
        """Show these words, in as many rows as they need, at most `MOST_ROWS`."""
        if words != self.words:
            self.words = words
            self._set_lines()

    def dress(self, palette: Palette) -> None:
        """Draw in these colours from now on."""
        if palette is not self.palette:
            self.palette = palette
            self.refresh()

    def _set_lines(self) -> None:
        columns = max(1, self.size.width or self.app.size.width)
        lines = [self.words[start:end] for start, end in wrap(self.words, columns)] or [""]
        most = MOST_ROWS if self.app.size.height >= 10 else 1
        if len(lines) > most:
            lines = [*lines[: most - 1], lines[most - 1][: max(0, columns - 1)] + "…"]
        self._lines = lines
        if self.styles.height is None or self.styles.height.value != len(lines):
            self.styles.height = len(lines)
        self.refresh()

    def on_resize(self) -> None:
        """Set the words anew."""
        self._set_lines()

    def render_line(self, y: int) -> Strip:
        """One row of the terminal."""
        text = self._lines[y] if y < len(self._lines) else ""
        style = self.palette.text
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)


class KeyLine(Widget):
    """The few keys one needs to find all others; as many as fit are shown."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = "KeyLine { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.palette: Palette = HIGH_CONTRAST
        self.keys: tuple[tuple[str, str], ...] = ()
        """Key and what it does, in words."""

    def dress(self, palette: Palette) -> None:
        """Draw in these colours from now on."""
        if palette is not self.palette:
            self.palette = palette
            self.refresh()

    def show(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show these keys."""
        if keys != self.keys:
            self.keys = keys
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one row
        """The row of keys."""
        look, width = self.palette, self.size.width
        segments: list[Segment] = []
        used = 0
        for key, words in self.keys:
            if used + len(key) + len(words) + 3 > width:
                break
            segments += [Segment(f"{key} ", look.strong), Segment(f"{words}  ", look.text)]
            used += len(key) + len(words) + 3
        return Strip(segments).adjust_cell_length(width, look.text)
