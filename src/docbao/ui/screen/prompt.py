"""One line to be typed, for a command that needs words."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Input

from docbao.ui.screen.status import StatusLine
from docbao.ui.themes import Palette


class Field(Input):
    """A line to type in. Its cursor does not blink: nothing on this screen moves by itself."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(placeholder=placeholder, id=id, compact=True)
        self.cursor_blink = False


class Prompt(ModalScreen[str | None]):
    """Gives what was typed; nothing when the reader leaves."""

    AUTO_FOCUS: ClassVar[str] = "Input"
    DEFAULT_CSS = "Prompt { layout: vertical; } Prompt Input { height: 1; border: none; }"

    def __init__(self, question: str, palette: Palette) -> None:
        super().__init__()
        self._question = question
        self._palette = palette

    def compose(self) -> ComposeResult:
        """The question, and the line."""
        yield StatusLine()
        yield Field()

    def on_mount(self) -> None:
        """Ask."""
        status = self.query_one(StatusLine)
        status.dress(self._palette)
        status.say(self._question)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter gives the line."""
        event.stop()
        self.dismiss(event.value.strip() or None)

    def on_key(self, event: events.Key) -> None:
        """Escape leaves."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key in ("ctrl+c", "ctrl+q"):
            event.stop()
            self.app.exit(0)
