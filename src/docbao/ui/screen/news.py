"""What the session tells, carried to the panes: each kind of event in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docbao.i18n import Phrase
from docbao.session import events as told
from docbao.session.session import failure_words
from docbao.session.words import WELCOME
from docbao.ui.screen import wording
from docbao.ui.screen.manual import first_page
from docbao.ui.screen.page import TextPage

if TYPE_CHECKING:
    from docbao.ui.screen.app import ReaderApp

COPIED = Phrase(
    vi="Đã gửi {n} chữ cái tới bộ nhớ tạm của terminal.",
    en="{n} characters sent to the terminal's clipboard.",
)


class News:
    """Takes events in the order they happened; what many of them ask for is done once."""

    def __init__(self, app: ReaderApp) -> None:
        self._app = app

    def carry(self, happened: tuple[told.Event, ...]) -> None:
        """Bring the panes up to date."""
        kinds = {type(event) for event in happened}
        panes = self._app.panes
        if told.FeedsChanged in kinds:
            panes.fill_feeds()
        if kinds & {told.FeedsChanged, told.ListChanged}:
            panes.fill_items()
        if told.Opened in kinds:
            panes.open_article()
        said = [words for words in map(_words_of, happened) if words]
        if not said and any(isinstance(e, told.ListChanged) and not e.more for e in happened):
            said = [wording.list_in_words(self._app.session.listing)]
        if said:
            panes.status.say(" ".join(said))
        for event in happened:
            self._carry(event)
        if kinds & {told.PlayingChanged, told.QueueChanged}:
            panes.show_titles()

    def _carry(self, event: told.Event) -> None:
        panes = self._app.panes
        match event:
            case told.Selected(index=index):
                panes.items.select(index)
                panes.show_titles()
            case told.ViewChanged():
                panes.arrange()
            case told.Moved():
                panes.mark_sentence()
            case told.WordHeard(start=start, end=end):
                panes.mark_word(start, end)
            case _:
                self._carry_wish(event)

    def _carry_wish(self, event: told.Event) -> None:
        """What the session cannot do without a face."""
        app = self._app
        match event:
            case told.StyleChanged(name=name):
                self._restyle(name)
            case told.CopyAsked(text=text):
                app.copy_to_clipboard(text)
                app.say(COPIED.fill(n=len(text)))
            case told.GlyphsAsked():
                app.panes.ask_glyphs()
            case told.HelpAsked(lines=lines):
                self._show_lines(tuple(str(line) for line in lines))
            case told.Closing():
                app.exit(0)
            case _:
                pass

    def _restyle(self, name: str) -> None:
        app, panes = self._app, self._app.panes
        size, before = app.session.style.text_size, panes.large_rows
        zooms = app.letters.zoom_to(size) if name == "text_size" else app.letters.zoomed
        if not zooms and 1 < size < panes.least_rows:
            # No letters can be drawn so small in this terminal's cells: the next size either way.
            wanted = 1 if before > size else panes.least_rows
            app.attempt(lambda: app.session.restyle(text_size=wanted))
            app.letters.tell_keys(app)
            return
        panes.restyle()
        if name in ("text_size", "cells"):
            panes.arrange()
        if name == "text_size" and panes.asks_glyphs:
            panes.ask_glyphs()

    def _show_lines(self, lines: tuple[str, ...]) -> None:
        if lines == tuple(str(line) for line in WELCOME):
            self.show_page(str(wording.WELCOME), first_page())
            return
        said = {str(message.words) for message in self._app.session.messages}
        if lines and lines[-1] in said:
            self.show_page(str(wording.MESSAGES), lines, at=len(lines) - 1)
        else:
            self.show_page(str(wording.HELP), lines)

    def show_page(self, title: str, lines: tuple[str, ...], *, at: int = 0) -> None:
        """Lay a page of text over the screen."""
        app = self._app
        app.push_screen(TextPage(title, lines, app.palette, app.panes.setting, at))


def _words_of(event: told.Event) -> str:
    match event:
        case told.Said(words=words):
            return str(words)
        case told.Failed(error=error):
            return str(failure_words(error))
        case _:
            return ""
