"""How an article is set on a grid of cells: paragraphs and a style become lines with places.

Pure: no terminal, no clock. A line knows which characters of which paragraph it shows, so that
the sentence being read can be found on the page, and the page can be set anew at another width
without the reader losing the place.

Widths are Rich's, because Textual paints with them: what is counted here and what is painted
there must be one number, even where a terminal disagrees about an emoji.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final, Literal

from rich.cells import cell_len, split_graphemes

from docbao.model import BlockKind

MIN_WIDTH: Final = 8
"""Columns below which nothing sensible can be set; narrower is set as if it were this."""

ParagraphKind = BlockKind | Literal["title", "lead", "note"]

# One column each, with no width table asked: printable ASCII to Latin Extended-B, the
# Vietnamese block, and the quotes, dashes and ellipsis newspapers use. No combining marks.
_SINGLE: Final = re.compile("[\x20-\x7e\xa0-\xac\xae-\u02af\u1e00-\u1eff\u2010-\u2027\u20ab]*\\Z")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One run of text to be set."""

    text: str
    """One line of clean text."""
    kind: ParagraphKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Setting:
    """The measures a page is set in."""

    width: int = 72
    """Columns of text at most, the margin not counted."""
    line_spacing: float = 1.0
    """1, 1.5 (a blank row after every second line) or 2 (after every line)."""
    paragraph_gap: int = 1
    """Blank rows between paragraphs, 0–2."""
    margin: int = 0
    """Blank columns on the left."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in a text, whatever it is set in."""

    paragraph: int
    char: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a page that has text on it."""

    paragraph: int
    start: int
    """Index into the paragraph's text of the first character shown."""
    end: int
    """Index after the last character shown; blanks at the end are not shown."""

    @property
    def place(self) -> Place:
        """Where the line begins."""
        return Place(self.paragraph, self.start)


@dataclass(frozen=True, slots=True)
class Layout:
    """A text set in a certain width and style."""

    lines: tuple[Line, ...]
    rows: tuple[int, ...]
    """For each row of the page the index of its line, or -1 for a blank row."""
    starts: tuple[int, ...]
    """For each line its row."""

    @property
    def height(self) -> int:
        """Rows of the whole page."""
        return len(self.rows)

    def row_of(self, place: Place) -> int:
        """The row that shows `place`; the nearest row before it where it is not shown."""
        if not self.lines:
            return 0
        found = bisect_right(self.lines, place, key=lambda line: line.place) - 1
        return self.starts[max(0, found)]

    def rows_of(self, paragraph: int, start: int, end: int) -> tuple[int, int]:
        """First and last row that show characters `start` to `end` of a paragraph."""
        return self.row_of(Place(paragraph, start)), self.row_of(
            Place(paragraph, max(start, end - 1))
        )

    def line_at(self, row: int) -> Line | None:
        """The line on `row`, or `None` for a blank row or one outside the page."""
        index = self.rows[row] if 0 <= row < len(self.rows) else -1
        return self.lines[index] if index >= 0 else None

    def place_at(self, row: int) -> Place:
        """The first place shown on `row`, or on the nearest row with text at or after it."""
        if not self.lines:
            return Place(0, 0)
        found = bisect_right(self.starts, row - 1) if row > 0 else 0
        return self.lines[min(found, len(self.lines) - 1)].place


def set_page(paragraphs: tuple[Paragraph, ...], setting: Setting, columns: int) -> Layout:
    """`paragraphs` set for a window of `columns`.

    Args:
        paragraphs: The text, in order; empty ones take no row.
        setting: Measures; the width gives way to a narrower window, then the margin does.
        columns: Columns of the window.

    Returns:
        The layout; every character that is not a blank stands on exactly one line, in order.
    """
    width = max(MIN_WIDTH, min(setting.width, columns - setting.margin))
    lines: list[Line] = []
    rows: list[int] = []
    starts: list[int] = []
    owed = 0.0
    for index, paragraph in enumerate(paragraphs):
        cut = wrap(paragraph.text, width)
        if cut and lines:
            rows.extend([-1] * setting.paragraph_gap)
            owed = 0.0
        for position, (start, end) in enumerate(cut):
            if position:
                owed += setting.line_spacing - 1
                while owed >= 1:
                    rows.append(-1)
                    owed -= 1
            starts.append(len(rows))
            rows.append(len(lines))
            lines.append(Line(index, start, end))
        # Spaced lines, then paragraphs with no gap: keep the rhythm across the join.
        if cut and setting.paragraph_gap == 0:
            rows.extend([-1] * int(setting.line_spacing - 1))
    while rows and rows[-1] == -1:
        rows.pop()
    return Layout(tuple(lines), tuple(rows), tuple(starts))


def margin_for(setting: Setting, columns: int) -> int:
    """Blank columns on the left that a window of `columns` can afford."""
    return max(0, min(setting.margin, columns - min(setting.width, max(MIN_WIDTH, columns))))


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Where the lines of `text` begin and end when set `width` columns wide.

    Lines break at blanks, between ideographs, and inside a word only where the word alone is
    wider than the line; never inside a letter and its accents. Blanks at a break are not shown.
    """
    single = _SINGLE.match(text) is not None
    return _wrap_single(text, width) if single else _wrap_by_width(text, width)


def whole_words(text: str, columns: int) -> str:
    """As many whole words of `text` as fit one line; an ellipsis where that is not all."""
    if cell_len(text) <= columns:
        return text
    lines = wrap(text, max(1, columns - 1))
    return f"{text[: lines[0][1]].rstrip(' ,:;')}…" if lines else ""


def _wrap_single(text: str, width: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    start, length = _next_ink(text, 0), len(text)
    while start < length:
        stop = start + width
        if stop >= length:
            end = len(text.rstrip())
            after = length
        else:
            end = text.rfind(" ", start + 1, stop + 1)
            if end < 0:
                end = stop
            after = end
            while end > start and text[end - 1] == " ":
                end -= 1
        lines.append((start, end))
        start = _next_ink(text, after)
    return lines


def _next_ink(text: str, start: int) -> int:
    while start < len(text) and text[start] == " ":
        start += 1
    return start


def _wrap_by_width(text: str, width: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    line_start: int | None = None
    line_end = line_width = 0
    for start, end, wide, glued in _pieces(text, width):
        gap = 0 if line_start is None else cell_len(text[line_end:start])
        if line_start is not None and (line_width + gap + wide > width):
            lines.append((line_start, line_end))
            line_start = None
        if line_start is None:
            line_start, line_width, gap = start, 0, 0
        line_end = end
        line_width += (0 if glued else gap) + wide
    if line_start is not None:
        lines.append((line_start, line_end))
    return lines


def _pieces(text: str, width: int) -> list[tuple[int, int, int, bool]]:
    """Runs that are not broken: start, end, columns, and whether no blank stands before."""
    pieces: list[tuple[int, int, int, bool]] = []
    for word in re.finditer(r"[^ ]+", text):
        wide = cell_len(word[0])
        if wide <= width and not _has_wide(word[0]):
            pieces.append((word.start(), word.end(), wide, False))
            continue
        graphemes, _ = split_graphemes(word[0])
        run_start, run_wide, glued = word.start(), 0, False
        run_end = run_start
        for start, end, columns in graphemes:
            breakable = columns == 2 or run_wide + columns > width
            if breakable and run_end > run_start:
                pieces.append((run_start, run_end, run_wide, glued))
                run_start, run_wide, glued = word.start() + start, 0, True
            run_end = word.start() + end
            run_wide += columns
        if run_end > run_start:
            pieces.append((run_start, run_end, run_wide, glued))
    return pieces


def _has_wide(word: str) -> bool:
    return cell_len(word) > len(word) or any(letter >= "\u1100" for letter in word)
