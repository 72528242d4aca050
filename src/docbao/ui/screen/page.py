"""A page laid over the screen: help, the last messages, anything that is text to be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from docbao.i18n import Phrase
from docbao.ui.screen.reading import ReadingPane, Stretch
from docbao.ui.themes import Palette
from docbao.ui.typography import Paragraph, Setting

CLOSE = Phrase(vi="Esc đóng", en="Esc closes")


class TextPage(ModalScreen[None]):
    """Lines of text one walks through paragraph by paragraph; Escape closes it."""

    AUTO_FOCUS: ClassVar[str] = "ReadingPane"
    DEFAULT_CSS = "TextPage { layout: vertical; }"

    def __init__(
        self, title: str, lines: Iterable[str], palette: Palette, setting: Setting, at: int = 0
    ) -> None:
        super().__init__()
        self._title = title
        self._paragraphs = tuple(Paragraph(line) for line in lines if line.strip())
        self._palette = palette
        self._setting = setting
        self._at = at

    def compose(self) -> ComposeResult:
        """One pane."""
        yield ReadingPane()

    def on_mount(self) -> None:
        """Lay the text out."""
        pane = self.query_one(ReadingPane)
        pane.dress(self._palette)
        pane.announce(f"{self._title}. {CLOSE}")
        pane.typeset(self._setting)
        stretches = [Stretch(i, 0, len(p.text)) for i, p in enumerate(self._paragraphs)]
        pane.open(self._paragraphs, stretches, self._at % max(1, len(stretches)))

    def on_reading_pane_step(self, event: ReadingPane.Step) -> None:
        """A paragraph on, or back."""
        event.stop()
        pane = self.query_one(ReadingPane)
        pane.mark(max(0, min(pane.sentence + event.sentences, len(self._paragraphs) - 1)))

    def on_reading_pane_wanted(self, event: ReadingPane.Wanted) -> None:
        """Straight to a paragraph."""
        event.stop()
        self.query_one(ReadingPane).mark(event.sentence)

    def on_key(self, event: events.Key) -> None:
        """Escape, q and the key that opened it close the page; no other key does anything."""
        event.stop()
        if event.key in ("escape", "q", "f1", "enter"):
            self.dismiss(None)
        elif event.key in ("ctrl+c", "ctrl+q"):
            self.app.exit(0)
