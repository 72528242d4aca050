"""Large letters: one sentence at a time, following the voice, with its plain text below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events

from docbao.ui.cells import MAX_ROWS, MIN_ROWS, CellMode
from docbao.ui.screen.reading import ReadingPane
from docbao.ui.screen.scaled import ScaledType
from docbao.ui.screen.window import Window
from docbao.ui.sizing import MOST_SCALE, scaled
from docbao.ui.typography import wrap

if TYPE_CHECKING:
    from docbao.ui.bigtext import BigType


class LargePane(Window):
    """A text too large for a page: as many large lines as fit, and its plain text.

    The plain text is what a braille line, a screen reader or a copy gets; the hardware cursor
    stands at its beginning.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.text = ""
        self.rows = MIN_ROWS
        self.mode: CellMode = "quadrant"
        self.line_spacing = 1.0
        self.first = 0
        """First large line shown."""
        self.heard: tuple[int, int] | None = None
        self._lines: tuple[tuple[int, int], ...] = ()
        self._set_for: tuple[str, int, int, str] | None = None
        self._drawn: dict[int, tuple[str, ...]] = {}
        self._scales = False
        self._arranged_for: object = None
        self._arrangement: tuple[int, tuple[str, ...]] = (1, ("",))

    def show(self, text: str) -> None:
        """Show this text from its beginning."""
        if text != self.text:
            self.text, self.first, self.heard = text, 0, None
            self.refresh()

    def cut(self, rows: int, mode: CellMode, line_spacing: float, *, scales: bool = False) -> None:
        """Draw lines of this height in this kind of cell; the place in the text stays.

        With `scales` the terminal draws the letters itself, up to the height it can.
        """
        at = self.lines[self.first][0] if self.lines else 0
        self._scales = scales and rows <= MOST_SCALE
        self.rows = max(2 if self._scales else MIN_ROWS, min(MAX_ROWS, rows))
        self.mode, self.line_spacing = mode, line_spacing
        self._go_to(at)

    def mark_word(self, start: int, end: int) -> None:
        """Underline the word being heard and keep it in view."""
        self.heard = (start, end)
        index = self._line_of(start)
        if not self.first <= index < self.first + self.fitting:
            self.first = index
        self.refresh()

    def _go_to(self, char: int) -> None:
        self.first = self._line_of(char)
        self.refresh()

    def _line_of(self, char: int) -> int:
        lines = self.lines
        return max((i for i, (start, _) in enumerate(lines) if start <= char), default=0)

    @property
    def _type(self) -> BigType | ScaledType:
        if self._scales:
            return ScaledType(min(self.rows, max(2, self.view_rows - 1)))
        from docbao.ui.bigtext import big_type  # noqa: PLC0415 - NumPy and Pillow, for these alone

        # A window lower than a line gets the largest letters that fit.
        return big_type(min(self.rows, max(MIN_ROWS, self.view_rows - 1)), self.mode)

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Where the large lines begin and end in the text."""
        if not self.text:
            self._set_for = None
            return ()
        kind = "scaled" if self._scales else self.mode
        wanted = (self.text, self.view_columns, self._type.rows, kind)
        if wanted != self._set_for:
            self._set_for = wanted
            self._drawn.clear()
            self._lines = self._type.wrap(self.text, self.view_columns)
        return self._lines

    @property
    def _pitch(self) -> int:
        rows = self._type.rows
        return rows + int(rows * (self.line_spacing - 1))

    @property
    def fitting(self) -> int:
        """Large lines that fit in the window, room left for their plain text; at least one."""
        return self._arranged()[0]

    @property
    def plain(self) -> str:
        """The text of the large lines shown, in ordinary letters."""
        shown = self.lines[self.first : self.first + self.fitting]
        return self.text[shown[0][0] : shown[-1][1]] if shown else ""

    def _arranged(self) -> tuple[int, tuple[str, ...]]:
        """How many large lines are shown, and the rows of their plain text."""
        lines, columns, shown = self.lines, self.view_columns, self.view_rows
        wanted = (self._set_for, self.first, shown, self._pitch)
        if wanted != self._arranged_for:
            self._arranged_for = wanted
            size = self._type.rows
            for count in range(max(1, (shown - 1 - size) // self._pitch + 1), 0, -1):
                part = lines[self.first : self.first + count]
                text = self.text[part[0][0] : part[-1][1]] if part else ""
                rows = tuple(text[start:end] for start, end in wrap(text, columns)) or ("",)
                if size + (count - 1) * self._pitch + len(rows) <= shown:
                    break
            self._arrangement = (count, rows[: max(1, shown - size)])
        return self._arrangement

    def row_count(self) -> int:
        """The window is always full; what does not fit is reached by keys."""
        return self.view_rows

    def cursor_row(self) -> tuple[int, int]:
        """The first of the plain rows."""
        return max(0, self.view_rows - len(self._arranged()[1])), 0

    def draw_row(self, row: int, columns: int) -> Iterable[Segment]:
        """One row of a large line, or of the plain text at the bottom."""
        look = self.palette
        fitting, plain = self._arranged()
        if row >= self.view_rows - len(plain):
            return [Segment(plain[row - self.view_rows + len(plain)], look.text)]
        index, part = divmod(row, self._pitch)
        number = self.first + index
        if index >= fitting or number >= len(self.lines) or part >= self._type.rows:
            return [self._under(number, part, columns)]
        picture = self._picture(number, columns)[part]
        return (
            [Segment(picture, look.text)]
            if not self._is_heard(number)
            else list(self._split(picture, number, part))
        )

    def overlay(self) -> str:
        """The codes for the letters the terminal draws itself; empty where it draws none."""
        if not self._scales or not self.lines:
            return ""
        size, area, codes = self._type.rows, self.region, ""
        for index in range(min(self.fitting, len(self.lines) - self.first)):
            y = area.y + 1 + index * self._pitch
            if y + size > area.bottom:
                break
            codes += f"\x1b[{y + 1};{area.x + 1}H"
            codes += "".join(scaled(*part) for part in self._parts(self.first + index, size))
        return codes

    def _parts(self, number: int, size: int) -> Iterable[tuple[str, int, Style]]:
        start, end = self.lines[number]
        cuts = (end, end, end)
        if self._is_heard(number) and self.heard is not None:
            cuts = (max(start, self.heard[0]), min(end, self.heard[1]), end)
        look = self.palette
        yield self.text[start : cuts[0]], size, look.text
        yield self.text[cuts[0] : cuts[1]], size, look.selected + Style(underline=True)
        yield self.text[cuts[1] : cuts[2]], size, look.text

    def _picture(self, number: int, columns: int) -> tuple[str, ...]:
        if number not in self._drawn:
            start, end = self.lines[number]
            self._drawn[number] = self._type.draw(self.text[start:end], columns)
        return self._drawn[number]

    def _is_heard(self, number: int) -> bool:
        if self.heard is None or number >= len(self.lines):
            return False
        start, end = self.lines[number]
        return self.heard[0] < end and self.heard[1] > start

    def _split(self, picture: str, number: int, part: int) -> Iterable[Segment]:
        """The word being heard: swapped colours, and a line under it."""
        left, right = self._heard_columns(number)
        look = self.palette
        under = part == self._type.rows - 1
        word = picture[left:right]
        yield Segment(picture[:left], look.text)
        yield Segment(word.replace(" ", "▁") if under else word, look.selected)
        yield Segment(picture[right:], look.text)

    def _heard_columns(self, number: int) -> tuple[int, int]:
        start, end = self.lines[number]
        assert self.heard is not None  # noqa: S101 - asked only of a line that is heard
        return self._type.columns_of(
            self.text[start:end], max(0, self.heard[0] - start), self.heard[1] - start
        )

    def _under(self, _number: int, _part: int, columns: int) -> Segment:
        return Segment(" " * columns, self.palette.text)

    def on_resize(self) -> None:
        """Cut the lines anew; the place in the text stays."""
        self.first = min(self.first, max(0, len(self.lines) - 1))
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Down and up by a windowful of large lines, then to the next sentence or the last."""
        fitting = self.fitting
        if event.key in ("down", "pagedown"):
            if self.first + fitting < len(self.lines):
                self.first += fitting
                self.refresh()
            else:
                self.post_message(ReadingPane.Step(self, 1))
        elif event.key in ("up", "pageup"):
            if self.first > 0:
                self.first = max(0, self.first - fitting)
                self.refresh()
            else:
                self.post_message(ReadingPane.Step(self, -1))
        else:
            return
        event.stop()
