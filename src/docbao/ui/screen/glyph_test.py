"""The question that is asked once: in which kind of cell does this terminal draw letters well?"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from docbao.ui.cells import CellMode
from docbao.ui.glyphs import CHOICES, QUESTION, SAMPLE, Choice
from docbao.ui.screen.window import Window
from docbao.ui.themes import Palette


class Samples(Window):
    """One word in each kind of cell, a number before each."""

    def __init__(self) -> None:
        super().__init__()
        self.selected = 0

    def _sample(self, index: int) -> list[str]:
        from docbao.ui.bigtext import big_type  # noqa: PLC0415 - NumPy and Pillow, for these alone

        choice = CHOICES[index]
        drawn = big_type(choice.rows, choice.mode).draw(str(SAMPLE), max(1, self.view_columns))
        return [f"{index + 1}. {choice.title}", *drawn]

    def _all(self) -> list[str]:
        return [row for index in range(len(CHOICES)) for row in self._sample(index)]

    def row_count(self) -> int:
        """Rows of the three samples."""
        return sum(choice.rows + 1 for choice in CHOICES)

    def _start(self, index: int) -> int:
        return sum(choice.rows + 1 for choice in CHOICES[:index])

    def draw_row(self, row: int, columns: int) -> list[Segment]:
        """One row of one sample; the title of the selected one is marked."""
        del columns
        look = self.palette
        starts = [self._start(index) for index in range(len(CHOICES))]
        style = look.text
        if row in starts:
            style = look.selected if starts.index(row) == self.selected else look.strong
        return [Segment(self._all()[row], style)]

    def cursor_row(self) -> tuple[int, int]:
        """The title of the selected sample."""
        return self._start(self.selected), 0

    def select(self, index: int) -> None:
        """Select a sample and show it whole where it fits."""
        self.selected = max(0, min(index, len(CHOICES) - 1))
        first = self._start(self.selected)
        self.reveal(first, first + CHOICES[self.selected].rows)
        self.refresh()


class GlyphTest(ModalScreen[CellMode | None]):
    """Gives the kind of cell the reader chose; nothing when he leaves it at the guess."""

    AUTO_FOCUS: ClassVar[str] = "Samples"

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette

    def compose(self) -> ComposeResult:
        """One pane."""
        yield Samples()

    def on_mount(self) -> None:
        """Ask."""
        samples = self.query_one(Samples)
        samples.dress(self._palette)
        samples.announce(str(QUESTION))

    def on_key(self, event: events.Key) -> None:
        """A number, or up and down and Enter; Escape keeps the guess."""
        event.stop()
        samples = self.query_one(Samples)
        chosen: Choice | None = None
        if event.key in ("1", "2", "3"):
            chosen = CHOICES[int(event.key) - 1]
        elif event.key == "enter":
            chosen = CHOICES[samples.selected]
        elif event.key in ("up", "down"):
            samples.select(samples.selected + (1 if event.key == "down" else -1))
        elif event.key == "escape":
            self.dismiss(None)
        elif event.key in ("ctrl+c", "ctrl+q"):
            self.app.exit(0)
        if chosen is not None:
            self.dismiss(chosen.mode)

    def on_window_pressed(self, event: Window.Pressed) -> None:
        """A click on a sample chooses it."""
        event.stop()
        samples = self.query_one(Samples)
        starts = [samples._start(index) for index in range(len(CHOICES))]  # noqa: SLF001 - ours
        self.dismiss(CHOICES[max(i for i, s in enumerate(starts) if s <= event.row)].mode)
