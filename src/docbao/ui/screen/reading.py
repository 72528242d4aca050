"""The article as a page of ordinary letters, with the sentence being read marked in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from textual import events
from textual.message import Message

from docbao.ui.screen.window import BAR, Window
from docbao.ui.typography import (
    Layout,
    Line,
    Paragraph,
    Place,
    Setting,
    margin_for,
    set_page,
)

_GUTTER = 2
"""Columns left of everything: the bar of the sentence being read, and a blank."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a sentence stands in the text of the page."""

    paragraph: int
    start: int
    end: int


class ReadingPane(Window):
    """A page with a place in it, moved sentence by sentence."""

    class Step(Message):
        """The reader wants to go on from the sentence the place is at."""

        def __init__(self, pane: Window, sentences: int) -> None:
            super().__init__()
            self.pane = pane
            self.sentences = sentences
            """How many to go on; negative goes back."""

    class Wanted(Message):
        """The reader wants the place to be at this sentence."""

        def __init__(self, pane: ReadingPane, sentence: int) -> None:
            super().__init__()
            self.pane = pane
            self.sentence = sentence

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.setting = Setting()
        self.paragraphs: tuple[Paragraph, ...] = ()
        self.stretches: Sequence[Stretch] = ()
        self.sentence = -1
        self.heard: tuple[int, int] | None = None
        """The word being heard, as characters of the paragraph."""
        self._layout: Layout | None = None
        self._shown: Layout | None = None
        """The layout last drawn as a whole."""
        self._set_for = -1

    def open(
        self, paragraphs: tuple[Paragraph, ...], stretches: Sequence[Stretch], sentence: int
    ) -> None:
        """Show this text from `sentence` on."""
        self.paragraphs, self.stretches = paragraphs, stretches
        self._layout = None
        self.top = 0
        self.heard = None
        self.mark(sentence)

    def say(self, words: str) -> None:
        """Show words that are no article."""
        self.open((Paragraph(words, "note"),), (), -1)

    def mark(self, sentence: int) -> None:
        """Make this the sentence being read, and show it."""
        before, top, shown = self._rows_of_sentence(), self.top, self._shown
        self.sentence = min(sentence, len(self.stretches) - 1)
        self.heard = None
        self._reveal_sentence()
        if self.top != top or shown is not self._layout:
            self.refresh()
        else:
            self.redraw(*before)
            self.redraw(*self._rows_of_sentence())
        self._shown = self._layout

    def mark_word(self, start: int, end: int) -> None:
        """Make these characters of the sentence the word being heard."""
        if 0 <= self.sentence < len(self.stretches):
            here = self.stretches[self.sentence]
            self.heard = (here.start + start, here.start + end)
            row, top = self.page.row_of(Place(here.paragraph, self.heard[0])), self.top
            self.reveal(row, row)
            if self.top != top:
                self.refresh()
            else:
                self.redraw(*self._rows_of_sentence())

    def typeset(self, setting: Setting) -> None:
        """Set the page in these measures; the place stays."""
        if setting != self.setting:
            self._reset(setting)

    def _reset(self, setting: Setting) -> None:
        place = self._layout.place_at(self.top) if self._layout is not None else None
        self.setting = setting
        self._layout = None
        if place is not None:
            self.top = self.page.row_of(place)
        self._show_sentence()

    @property
    def page(self) -> Layout:
        """The page as set for the window's width."""
        columns = max(1, self.view_columns - _GUTTER)
        if self._layout is None or self._set_for != columns:
            self._set_for = columns
            self._layout = set_page(self.paragraphs, self.setting, columns)
        return self._layout

    def on_resize(self) -> None:
        """Set the page anew; the place stays."""
        self._reset(self.setting)

    def _rows_of_sentence(self) -> tuple[int, int]:
        if not 0 <= self.sentence < len(self.stretches):
            return self.top, self.top
        here = self.stretches[self.sentence]
        return self.page.rows_of(here.paragraph, here.start, here.end)

    def _show_sentence(self) -> None:
        self._reveal_sentence()
        self._shown = self._layout
        self.refresh()

    def _reveal_sentence(self) -> None:
        if self.sentence >= 0:
            first, last = self._rows_of_sentence()
            # The first sentence brings what stands above it into view.
            self.reveal(0 if self.sentence == 0 else first, last)

    def row_count(self) -> int:
        """Rows of the page."""
        return self.page.height

    def cursor_row(self) -> tuple[int, int]:
        """The row of the word being heard, else the first shown of the sentence."""
        left = _GUTTER + margin_for(self.setting, self._set_for)
        if not 0 <= self.sentence < len(self.stretches):
            return self.top, left
        here = self.stretches[self.sentence]
        char = self.heard[0] if self.heard else here.start
        row = self.page.row_of(Place(here.paragraph, char))
        line = self.page.line_at(row)
        column = char - line.start if line is not None else 0
        if row < self.top <= self._rows_of_sentence()[1]:
            return self.top, left
        return row, left + max(0, column)

    def draw_row(self, row: int, columns: int) -> Iterable[Segment]:
        """One row: the bar where the sentence is, the margin, the text in its parts."""
        page, look = self.page, self.palette
        first, last = self._rows_of_sentence() if self.sentence >= 0 else (-1, -2)
        line = page.line_at(row)
        bullet = " "
        if line is not None and line.start == 0:
            bullet = "•" if self.paragraphs[line.paragraph].kind == "list_item" else " "
        bar = BAR if first <= row <= last else " "
        yield Segment(bar, look.bar)
        yield Segment(bullet + " " * margin_for(self.setting, columns - _GUTTER), look.text)
        if line is not None:
            yield from self._parts(line)

    def _parts(self, line: Line) -> Iterable[Segment]:
        look, paragraph = self.palette, self.paragraphs[line.paragraph]
        text = paragraph.text
        plain = look.strong if paragraph.kind in ("title", "heading") else look.text
        cuts = [line.start, line.end]
        sentence = word = (0, 0)
        if 0 <= self.sentence < len(self.stretches):
            here = self.stretches[self.sentence]
            if here.paragraph == line.paragraph:
                sentence, word = (here.start, here.end), self.heard or (0, 0)
                cuts += [c for c in (*sentence, *word) if line.start < c < line.end]
        cuts = sorted(set(cuts))
        for start, end in pairwise(cuts):
            style = plain
            if sentence[0] <= start < sentence[1]:
                style = look.word if word[0] <= start < word[1] else look.sentence
            yield Segment(text[start:end], style)

    def on_key(self, event: events.Key) -> None:
        """Up and down by sentence, or by row within one longer than the window; pages; ends."""
        first, last = self._rows_of_sentence()
        if event.key == "down":
            if last >= self.top + self.view_rows and self.sentence >= 0:
                self.scroll_rows(max(1, self.view_rows - 1))
            else:
                self._step(1)
        elif event.key == "up":
            if first < self.top <= last:
                self.scroll_rows(max(first - self.top, 1 - self.view_rows))
            else:
                self._step(-1)
        elif event.key in ("pagedown", "pageup"):
            self._turn(1 if event.key == "pagedown" else -1)
        elif event.key == "home":
            self._want(0)
        elif event.key == "end":
            self._want(len(self.stretches) - 1)
        else:
            return
        event.stop()

    def _step(self, by: int) -> None:
        if self.stretches:
            self.post_message(self.Step(self, by))
        else:
            self.scroll_rows(by)

    def _turn(self, pages: int) -> None:
        """A page on; the place goes with it, to the first sentence that begins there."""
        self.top = max(0, min(self.top + pages * self.view_rows, self.row_count() - 1))
        self.refresh()
        if self.stretches:
            place = self.page.place_at(self.top)
            self._want(self.sentence_at(place, begins=pages > 0))

    def sentence_at(self, place: Place, *, begins: bool = False) -> int:
        """The sentence that holds `place`; with `begins`, the first that begins there or after."""
        found = (
            bisect_right(
                self.stretches,
                (place.paragraph, place.char),
                key=lambda stretch: (stretch.paragraph, stretch.start),
            )
            - 1
        )
        if begins and found >= 0:
            here = self.stretches[found]
            if (here.paragraph, here.start) < (place.paragraph, place.char):
                found = min(found + 1, len(self.stretches) - 1)
        return max(0, found)

    def _want(self, sentence: int) -> None:
        if 0 <= sentence < len(self.stretches):
            self.post_message(self.Wanted(self, sentence))

    def on_window_pressed(self, event: Window.Pressed) -> None:
        """A click on a sentence makes it the place."""
        event.stop()
        line = self.page.line_at(event.row)
        if line is not None and self.stretches:
            self._want(self.sentence_at(line.place, begins=True))
