"""A list to choose from by typing: all commands, voices, themes; accents are optional."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Input

from docbao.clean import fold
from docbao.i18n import Phrase
from docbao.ui.screen.prompt import Field
from docbao.ui.screen.rows import RowList
from docbao.ui.themes import Palette

Value = TypeVar("Value")

HINT = Phrase(
    vi="Gõ để lọc, mũi tên xuống để chọn, Enter làm, Esc bỏ",
    en="Type to filter, down to choose, Enter does it, Esc leaves",
)
NOTHING = Phrase(vi="Không có gì khớp.", en="Nothing matches.")


@dataclass(frozen=True, slots=True)
class Option(Generic[Value]):
    """Something to choose."""

    label: str
    value: Value
    also: str = ""
    """Other words it is found by."""


class Picker(ModalScreen[Value | None], Generic[Value]):
    """Gives the value chosen, or nothing when the reader leaves."""

    AUTO_FOCUS: ClassVar[str] = "Input"
    DEFAULT_CSS = "Picker { layout: vertical; } Picker Input { height: 1; border: none; }"

    def __init__(
        self,
        title: str,
        options: Sequence[Option[Value]],
        palette: Palette,
        *,
        understand: Callable[[str], Value | None] = lambda _: None,
        otherwise: Callable[[str], Value | None] = lambda _: None,
    ) -> None:
        """Offer `options`.

        What `understand` makes of a typed line goes before the selected row, and what `otherwise`
        makes of it counts when no row matches.
        """
        super().__init__()
        self._understand = understand
        self._otherwise = otherwise
        self._title = title
        self._options = tuple(options)
        self._palette = palette
        self._shown: tuple[Option[Value], ...] = ()

    def compose(self) -> ComposeResult:
        """The words typed, and what they leave."""
        yield Field(placeholder=str(HINT))
        yield RowList()

    def on_mount(self) -> None:
        """Show everything."""
        rows = self.query_one(RowList)
        rows.dress(self._palette)
        rows.empty = str(NOTHING)
        rows.announce(self._title)
        self._filter("")

    def _filter(self, words: str) -> None:
        wanted = fold(words).split()
        self._shown = tuple(
            option
            for option in self._options
            if all(word in fold(f"{option.label} {option.also}") for word in wanted)
        )
        self.query_one(RowList).fill([option.label for option in self._shown], 0)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Fewer rows, or more."""
        event.stop()
        self._filter(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter while typing takes the selected row."""
        event.stop()
        meant = self._understand(event.value)
        if meant is None and not self._shown and event.value.strip():
            meant = self._otherwise(event.value)
        if meant is not None:
            self.dismiss(meant)
        else:
            self._choose(self.query_one(RowList).selected)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter in the list."""
        event.stop()
        self._choose(event.index)

    def on_row_list_left(self, event: RowList.Left) -> None:
        """Up from the first row goes back to typing."""
        event.stop()
        self.query_one(Input).focus()

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._shown):
            self.dismiss(self._shown[index].value)

    def on_key(self, event: events.Key) -> None:
        """Down goes from typing to the list; Escape leaves; letters in the list go on typing."""
        typing = isinstance(self.focused, Input)
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "down" and typing:
            self.query_one(RowList).focus()
        elif event.key in ("ctrl+c", "ctrl+q"):
            self.app.exit(0)
        elif not typing and event.is_printable and event.character:
            field = self.query_one(Input)
            field.focus()
            field.insert_text_at_cursor(event.character)
        else:
            return  # the line of text has its own keys, and Tab goes round
        event.stop()
