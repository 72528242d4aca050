"""The screen: panes around a reading session, keys in, events out.

Everything that can be done is a command of the session; this module only carries keys to
commands and events to panes. Where the hardware cursor stands is decided in one place here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input

from docbao.errors import DocbaoError
from docbao.i18n import Phrase
from docbao.session.events import Failed, Said
from docbao.ui.cells import CellMode
from docbao.ui.glyphs import likely_mode
from docbao.ui.screen import wording
from docbao.ui.screen.keys import Keys
from docbao.ui.screen.large import LargePane
from docbao.ui.screen.letters import TerminalLetters
from docbao.ui.screen.news import News
from docbao.ui.screen.panes import Panes
from docbao.ui.screen.prompt import Field
from docbao.ui.screen.reading import ReadingPane
from docbao.ui.screen.rows import RowList
from docbao.ui.screen.status import KeyLine, StatusLine
from docbao.ui.screen.window import Window
from docbao.ui.sizing import Sizing
from docbao.ui.themes import PALETTES, Palette, palette
from docbao.ui.zoom import KittyZoom

if TYPE_CHECKING:
    from docbao.session.session import Session

TICK_S: Final = 0.1
LOAD_AHEAD: Final = 30
"""Rows before the end of the list at which more are read from the library."""


class ReaderApp(App[int], inherit_bindings=False):
    """docbao's screen for one session."""

    ENABLE_COMMAND_PALETTE = False
    CSS: ClassVar[str] = """
    Screen { layout: vertical; background: $background; color: $foreground; }
    #panes { layout: horizontal; height: 1fr; }
    #panes.-stacked { layout: vertical; }
    #left { width: 2fr; height: 1fr; layout: vertical; }
    #panes.-stacked #left, #panes.-stacked #reading { width: 1fr; }
    #reading { width: 3fr; }
    #large { width: 1fr; height: 2fr; }
    #search { height: 1; border: none; padding: 0 1; display: none; }
    Input, Input:focus { background: $background; color: $foreground; }
    Input:focus { background-tint: $background 0%; }
    Input > .input--placeholder, Input > .input--suggestion { color: $foreground; }
    Input:ansi > .input--cursor, Input:ansi > .input--selection {
        background: ansi_default; color: ansi_default; text-style: reverse;
    }
    Input:ansi > .input--placeholder { text-style: none; }
    ModalScreen { background: $background; }
    """

    class Woken(Message):
        """The session has events to be taken."""

    def __init__(
        self, session: Session, *, sizing: Sizing | None = None, zoom: KittyZoom | None = None
    ) -> None:
        """Show `session`.

        Args:
            session: What is read.
            sizing: What the terminal said it can do; nothing when not given.
            zoom: How to zoom the terminal's own letters, where docbao may.
        """
        self.letters = TerminalLetters(sizing or Sizing(), zoom)
        self._given_cursor = Offset(0, 0)
        # Without this Textual sends greys for NO_COLOR; with it, no colour at all.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.session = session
        self.keys = Keys(self)
        self.news = News(self)
        self.panes = Panes(self)
        self.animation_level = "none"
        self.colourless = self.no_color
        self._woken = False
        # Before the first frame: not even that one in other colours.
        for each in PALETTES:
            self.register_theme(each.textual())
        self.theme = self.palette.name

    @property
    def cursor_position(self) -> Offset:  # asked anew for each frame
        """Where the hardware cursor belongs now: on the row in focus, or in the text typed."""
        focused = self.screen_stack[-1].focused if self._running and self.screen_stack else None
        where = self._given_cursor
        if isinstance(focused, Window):
            where = focused.hardware_cursor()
        elif isinstance(focused, Input):
            # Textual's own reckoning is a cell too far right at the end of the text.
            area, before = focused.content_region, focused.value[: focused.cursor_position]
            where = Offset(area.x + cell_len(before) - focused.scroll_offset.x, area.y)
        columns, rows = self.size
        return Offset(max(0, min(where.x, columns - 1)), max(0, min(where.y, rows - 1)))

    @cursor_position.setter
    def cursor_position(self, offset: Offset) -> None:
        self._given_cursor = offset

    @property
    def palette(self) -> Palette:
        """The colours now."""
        return palette(self.session.style.theme, colourless=self.colourless)

    def compose(self) -> ComposeResult:
        """Panes, status, keys."""
        with Container(id="panes"):
            with Container(id="left"):
                yield Field(id="search", placeholder=str(wording.SEARCH))
                yield RowList(id="feeds")
                yield RowList(id="items")
            yield ReadingPane(id="reading")
            yield LargePane(id="large")
        yield StatusLine(id="status")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Begin."""
        self.letters.zoom_to(self.session.style.text_size)
        self.panes.begin()
        self.session.wake = self._wake
        self.session.welcome()
        self.pump()
        self.set_interval(TICK_S, self._tick)

    def on_unmount(self) -> None:
        """The session goes on without a face."""
        self.session.wake = lambda: None
        self.letters.zoom_to(1)

    # Between the session and the panes.

    def _wake(self) -> None:
        if not self._woken:
            self._woken = True
            self.post_message(self.Woken())

    def on_reader_app_woken(self) -> None:
        """Something happened beside."""
        self.pump()

    def _tick(self) -> None:
        self.session.tick()
        self.pump()

    def pump(self) -> None:
        """Carry what has happened to the panes."""
        self._woken = False
        happened = self.session.take_events()
        if happened:
            self.news.carry(happened)

    def attempt(self, action: Callable[[], Any]) -> None:
        """Have the session do something; what goes wrong is said."""
        with self.session.lock:
            try:
                action()
            except DocbaoError as error:
                self.session.emit(Failed(error))
        self.pump()

    def command(self, line: str) -> None:
        """Have the session do what a line says."""
        self.session.do(line)
        self.pump()

    def say(self, words: Phrase) -> None:
        """Say something of the screen's own, kept among the last messages."""
        self.session.emit(Said(words))
        self.pump()

    # What the panes report.

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """The selection goes along in the session."""
        listing = self.session.listing
        if event.rows.id == "items":
            self.attempt(lambda: listing.select(event.index))
            if event.index >= len(listing.items) - LOAD_AHEAD:
                self.attempt(listing.more)
        else:
            self.panes.show_titles()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter opens."""
        session = self.session
        if event.rows.id == "feeds":
            self.panes.choose_feed(event.index)
        elif session.listing.select(event.index) and session.listing.current is not None:
            self.keys.run_named("Open")

    def on_row_list_left(self, event: RowList.Left) -> None:
        """Up from the first row goes to the words searched for, while they stand there."""
        search = self.query_one("#search", Input)
        if event.rows.id == "items" and search.display:
            search.focus()

    def on_reading_pane_step(self, event: ReadingPane.Step) -> None:
        """Up and down in the article; in a list drawn large, in the list."""
        if self.session.view == "article":
            self.keys.run_named("NextSentence" if event.sentences > 0 else "PreviousSentence")
        else:
            self.panes.step_list(event.sentences)

    def on_reading_pane_wanted(self, event: ReadingPane.Wanted) -> None:
        """Straight to a sentence."""
        self.attempt(lambda: self.session.look_at("article"))
        self.attempt(lambda: self.session.go(event.sentence, "sentence"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as one types: the letter is shown first, then what it finds."""
        if event.input.id == "search":
            self.call_after_refresh(self._search_if_still, event.value)

    def _search_if_still(self, words: str) -> None:
        if words == self.query_one("#search", Input).value:
            self.panes.search(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from the words to what was found."""
        if event.input.id == "search":
            self.panes.end_search()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The session looks where the reader looks."""
        name = event.widget.id
        if name == "reading" and self.session.desk.pages is not None:
            self.attempt(lambda: self.session.look_at("article"))
        elif name in ("items", "feeds"):
            self.attempt(lambda: self.session.look_at("list" if name == "items" else "feeds"))

    def on_key(self, event: events.Key) -> None:
        """A key no pane took is a command."""
        # A page laid over the screen has its own keys.
        if len(self.screen_stack) == 1 and self.keys.press(event):
            event.stop()
            event.prevent_default()

    def on_resize(self) -> None:
        """One column or two."""
        self.panes.arrange()

    def guess_cells(self) -> CellMode:
        """The kind of cell to draw large letters in until the reader was asked."""
        return likely_mode(os.environ)

    def post_display_hook(self) -> None:
        """After each frame: the letters the terminal draws, and the cursor back in its place."""
        codes = self.letters.overlay(self) if len(self.screen_stack) == 1 else ""
        if codes and self._driver is not None:
            self._driver.write(codes)

    def show_cursor(self, shown: bool) -> None:
        """Make the hardware cursor visible, or not; where it stands is the same."""
        if self._driver is not None and not self.is_headless:
            self._driver.write("\x1b[?25h" if shown else "\x1b[?25l")
            self._driver.flush()
