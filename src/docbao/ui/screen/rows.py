"""A list one walks through: number and title first, state after, in as many rows as that takes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from rich.segment import Segment
from textual import events
from textual.message import Message

from docbao.ui.screen.window import BAR, Window
from docbao.ui.typography import wrap

MOST_ROWS = 6
"""Rows one item may take; a longer title is cut, and whole in the article."""
_INDENT = 2


class RowList(Window):
    """Items to choose from; each is shown whole, so that nothing hides behind an edge."""

    class Moved(Message):
        """The reader moved the selection."""

        def __init__(self, rows: RowList, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

    class Chosen(Message):
        """The reader pressed Enter on an item, or clicked the selected one."""

        def __init__(self, rows: RowList, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

    class Left(Message):
        """The reader went up from the first item."""

        def __init__(self, rows: RowList) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.items: Sequence[str] = ()
        self.selected = -1
        self.empty = ""
        """Said when there are no items."""
        self._set_for = -1
        self._starts: list[int] = [0]
        self._cuts: list[tuple[tuple[int, int], ...]] = []
        self._kept: dict[str, tuple[tuple[int, int], ...]] = {}
        self._kept_for = -1

    def fill(self, items: Sequence[str], selected: int) -> None:
        """Show these items; the one at index `selected` is selected (-1: none)."""
        grown = len(items) > len(self.items) and list(items[: len(self.items)]) == list(self.items)
        self.items = items
        self.selected = min(selected, len(items) - 1)
        self._set_for = -1
        if not grown:
            self.top = min(self.top, max(0, len(items) - 1))
        self._show_selected()

    def select(self, index: int) -> None:
        """Select an item without telling anyone."""
        before, top = self.selected, self.top
        self.selected = max(-1, min(index, len(self.items) - 1))
        self._reveal_selected()
        if self.top != top:
            self.refresh()
        elif self.selected != before:
            for each in (before, self.selected):
                self.redraw(*self._rows_of(each))

    def _show_selected(self) -> None:
        self._reveal_selected()
        self.refresh()

    def _reveal_selected(self) -> None:
        self._set_lines()
        if 0 <= self.selected < len(self._cuts):
            self.reveal(*self._rows_of(self.selected))

    def _rows_of(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self._cuts):
            return 0, -1
        return self._starts[index], self._starts[index + 1] - 1

    def _set_lines(self) -> None:
        columns = self.view_columns
        if self._set_for == columns or not self.size:
            return  # before its first layout the pane has no width to set lines for
        room = max(1, columns - _INDENT)
        kept = self._kept if columns == self._kept_for else {}
        self._kept = {
            text: kept.get(text) or tuple((wrap(text, room) or [(0, 0)])[:MOST_ROWS])
            for text in self.items
        }
        self._set_for = self._kept_for = columns
        self._cuts = [self._kept[text] for text in self.items]
        self._starts = [0, *accumulate(len(cut) for cut in self._cuts)]

    def row_count(self) -> int:
        """Rows of all items."""
        self._set_lines()
        return self._starts[-1] if self.items else 1

    def draw_row(self, row: int, columns: int) -> Iterable[Segment]:
        """One row of one item, with a bar before the selected."""
        if not self.items:
            return [Segment(" " * _INDENT + self.empty, self.palette.text)]
        index = bisect_right(self._starts, row) - 1
        line = row - self._starts[index]
        cut = self._cuts[index]
        start, end = cut[line]
        text = self.items[index][start:end]
        if line == MOST_ROWS - 1 and len(self.items[index].rstrip()) > end:
            text = text[: max(0, columns - _INDENT - 1)] + "…"
        if index != self.selected:
            return [Segment(" " * _INDENT + text, self.palette.text)]
        if self.has_focus:
            filled = f"{BAR} {text}"
            pad = " " * max(0, columns - len(filled))
            return [Segment(filled + pad, self.palette.selected)]
        mark = "> " if line == 0 else "  "
        return [Segment(mark, self.palette.bar), Segment(text, self.palette.resting)]

    def cursor_row(self) -> tuple[int, int]:
        """The first row of the selected item."""
        self._set_lines()
        if 0 <= self.selected < len(self._cuts):
            return self._starts[self.selected], 0
        return self.top, 0

    def on_resize(self) -> None:
        """Set the rows anew; the selection stays in view."""
        self._show_selected()

    def step(self, by: int) -> None:
        """Move the selection, as the keys do."""
        self._move_to(self.selected + by)

    def _move_to(self, index: int) -> None:
        index = max(0, min(index, len(self.items) - 1))
        if self.items and index != self.selected:
            self.select(index)
            self.post_message(self.Moved(self, index))

    def on_key(self, event: events.Key) -> None:
        """Up, down, a page, the ends, and Enter."""
        page = max(1, self.view_rows // max(1, self._rows_an_item()))
        moves = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if event.key == "up" and self.selected <= 0:
            self.post_message(self.Left(self))
        elif event.key in moves:
            self._move_to(self.selected + moves[event.key])
        elif event.key == "home":
            self._move_to(0)
        elif event.key == "end":
            self._move_to(len(self.items) - 1)
        elif event.key == "enter" and 0 <= self.selected < len(self.items):
            self.post_message(self.Chosen(self, self.selected))
        else:
            return
        event.stop()

    def _rows_an_item(self) -> int:
        return self.row_count() // max(1, len(self.items))

    def on_window_pressed(self, event: Window.Pressed) -> None:
        """A click selects; a click on the selected item chooses it."""
        event.stop()
        if not self.items:
            return
        index = bisect_right(self._starts, event.row) - 1
        if index == self.selected:
            self.post_message(self.Chosen(self, index))
        else:
            self._move_to(index)
