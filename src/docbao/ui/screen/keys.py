"""Keys to commands: one table, made from the command classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import events
from textual.widgets import Input

from docbao.session.commands import COMMANDS, understand
from docbao.session.commands.command import Command, CommandError
from docbao.ui.screen import wording
from docbao.ui.screen.manual import label, manual
from docbao.ui.screen.picker import Option, Picker
from docbao.ui.screen.prompt import Prompt

if TYPE_CHECKING:
    from docbao.ui.screen.app import ReaderApp

PALETTE_KEYS: Final = ("ctrl+p", "colon")
# The panes' own; there the command classes name them for the help page only.
_PANES_OWN: Final = frozenset({"enter", "home", "end", "pageup", "pagedown", "up", "down"})
_SHOWN: Final = ("Help", "Search", "PauseOrGoOn", "ReadAloud", "ShowFeeds", "TextSize", "Quit")


class Keys:
    """What each key does."""

    def __init__(self, app: ReaderApp) -> None:
        self._app = app
        self._by_key = {c.key: c for c in COMMANDS if c.key and c.key not in _PANES_OWN}
        self._by_id = {c.id: c for c in COMMANDS}

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys the bottom line shows, with what they do."""
        known = [self._by_id[name] for name in _SHOWN if name in self._by_id]
        shown = [(wording.key_name(command.key), str(command.name)) for command in known]
        shown.insert(1, (wording.key_name(PALETTE_KEYS[0]), str(wording.ALL_COMMANDS).lower()))
        return tuple(shown)

    def press(self, event: events.Key) -> bool:
        """Do what the key stands for; `False` when it stands for nothing."""
        key = event.key
        if isinstance(self._app.focused, Input) and self._typing(event):
            return key in ("escape", "down")
        if key in ("ctrl+c", "ctrl+q"):
            self._app.session.leave()
            self._app.pump()
        elif key in PALETTE_KEYS:
            self.choose_command()
        elif key in self._by_key:
            self.run(self._by_key[key])
        else:
            return False
        return True

    def _typing(self, event: events.Key) -> bool:
        """Whether a key pressed while typing is none of the commands' business."""
        if event.key == "escape":
            self._app.panes.leave_search()
        elif event.key == "down":
            self._app.panes.end_search()
        elif not event.is_printable and event.key in self._by_key:
            return event.key.startswith(("ctrl+", "left", "right")) and event.key != "ctrl+c"
        return True

    def run_named(self, name: str, words: str = "") -> None:
        """Run the command of that class name."""
        self.run(self._by_id[name], words)

    def run(self, command: Command, words: str = "") -> None:
        """Run a command; one that must have words asks for them first."""
        app = self._app
        if command.id == "Search" and not words:
            app.panes.begin_search()
        elif command.id == "Help" and not words:
            app.news.show_page(str(wording.HELP), manual())
        elif command.must_take and not words:
            question = f"{command.name}: {command.takes}"

            def answered(typed: str | None) -> None:
                if typed:
                    self.run(command, typed)

            app.push_screen(Prompt(question, app.palette), answered)
        else:
            app.attempt(lambda: command.run(app.session, words))

    def choose_command(self) -> None:
        """All commands, to be found by typing."""
        options: list[Option[Command | str]] = [
            Option(label(command), command, also=" ".join(command.spellings))
            for command in COMMANDS
        ]

        def chosen(wanted: Command | str | None) -> None:
            if isinstance(wanted, str):
                self._app.command(wanted)
            elif wanted is not None:
                self.run(wanted)

        title = str(wording.ALL_COMMANDS)
        picker: Picker[Command | str] = Picker(
            title, options, self._app.palette, understand=_meant, otherwise=str
        )
        self._app.push_screen(picker, chosen)


def _meant(line: str) -> Command | str | None:
    """What a typed line means as it stands: a command, or one with words ("tốc độ 1,5", "7")."""
    try:
        command, words = understand(line)
    except CommandError:
        return None
    return line if words else command
