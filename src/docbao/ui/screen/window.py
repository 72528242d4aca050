"""What every pane of the screen is: a heading in words, rows below it, a place, a scroll mark.

Rows are drawn when they are shown and not before, so a list of 10,000 costs what a list of ten
does. Nothing moves by itself and nothing slides: a key redraws what it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from docbao.ui.themes import HIGH_CONTRAST, Palette

if TYPE_CHECKING:
    from collections.abc import Iterable

BAR = "▌"
"""Stands before what has the focus; a shape, for eyes that do not see the colour."""
WHEEL_ROWS = 3


class Window(Widget, can_focus=True):
    """A pane that draws itself row by row and knows where the hardware cursor belongs."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = "Window { height: 1fr; width: 1fr; }"

    class Pressed(Message):
        """A row was clicked."""

        def __init__(self, window: Window, row: int) -> None:
            super().__init__()
            self.window = window
            self.row = row
            """Of the content, heading not counted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.palette: Palette = HIGH_CONTRAST
        self.heading = ""
        self.top = 0
        """First row of the content that is shown."""

    # What a pane says of itself.

    def row_count(self) -> int:
        """Rows of the content."""
        raise NotImplementedError

    def draw_row(self, row: int, columns: int) -> Iterable[Segment]:
        """The content of one row; what is too long is cut, what is too short is filled."""
        raise NotImplementedError

    def cursor_row(self) -> tuple[int, int]:
        """Row and column of the content where the hardware cursor belongs."""
        return self.top, 0

    # What is the same for all.

    @property
    def view_rows(self) -> int:
        """Rows of content that are shown at a time."""
        return max(1, self.size.height - 1)

    @property
    def view_columns(self) -> int:
        """Columns of content; the last column of the pane is the scroll mark's."""
        return max(1, self.size.width - 1)

    def hardware_cursor(self) -> Offset:
        """Where in the terminal the cursor belongs while this pane has the focus."""
        row, column = self.cursor_row()
        y = min(max(0, row - self.top), self.view_rows - 1) + 1
        area = self.region
        return Offset(
            min(area.x + column, max(area.x, area.right - 1)),
            min(area.y + y, max(area.y, area.bottom - 1)),
        )

    def announce(self, heading: str) -> None:
        """Set the heading."""
        if heading != self.heading:
            self.heading = heading
            self.refresh(Region(0, 0, self.size.width, 1))

    def redraw(self, first: int, last: int) -> None:
        """Draw rows `first` to `last` of the content anew, those of them that are shown.

        The bytes a key sends are what a slow line and a screen reader have to get through.
        """
        y, end = max(0, first - self.top), min(self.view_rows - 1, last - self.top)
        if y <= end:
            self.refresh(Region(0, y + 1, self.size.width, end - y + 1))

    def dress(self, palette: Palette) -> None:
        """Draw in these colours from now on."""
        if palette is not self.palette:
            self.palette = palette
            self.refresh()

    def scroll_rows(self, rows: int) -> bool:
        """Show what is `rows` further down; `False` when that is the end already."""
        before = self.top
        self.top = max(0, min(self.top + rows, self.row_count() - self.view_rows))
        self.refresh()
        return self.top != before

    def reveal(self, first: int, last: int) -> None:
        """See that rows `first` to `last` are shown; where they are not, begin with them."""
        shown = self.view_rows
        if first < self.top or last >= self.top + shown:
            fits = last - first < shown
            self.top = (
                last - shown + 1
                if fits and first >= self.top and last < self.top + shown + 2
                else first
            )
        self.top = max(0, min(self.top, max(0, self.row_count() - 1)))

    def render_line(self, y: int) -> Strip:
        """One row of the terminal."""
        width = self.size.width
        if y == 0:
            return self._heading(width)
        row = self.top + y - 1
        columns = self.view_columns
        text = self.palette.text
        drawn = self.draw_row(row, columns) if 0 <= row < self.row_count() else ()
        strip = Strip(drawn).adjust_cell_length(columns, text)
        if width < 2:
            return strip
        mark = Segment("█", self.palette.bar) if self._marked(y - 1) else Segment(" ", text)
        return Strip([*strip, mark], width)

    def _heading(self, width: int) -> Strip:
        style: Style = self.palette.selected if self.has_focus else self.palette.strong
        prefix = f"{BAR} " if self.has_focus else "  "
        return Strip([Segment(prefix + self.heading, style)]).adjust_cell_length(width, style)

    def _marked(self, y: int) -> bool:
        total, shown = self.row_count(), self.view_rows
        if total <= shown:
            return False
        size = max(1, shown * shown // total)
        first = round(self.top * (shown - size) / max(1, total - shown))
        return first <= y < first + size

    def on_focus(self) -> None:
        """Say by the heading that the focus is here."""
        self.refresh()

    def on_blur(self) -> None:
        """Say by the heading that it no longer is."""
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the view, not the place."""
        event.stop()
        self.scroll_rows(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the view, not the place."""
        event.stop()
        self.scroll_rows(-WHEEL_ROWS)

    def on_click(self, event: events.Click) -> None:
        """A click on a row is a choice of that row."""
        row = self.top + event.y - 1
        if event.y >= 1 and row < self.row_count():
            self.post_message(self.Pressed(self, row))
