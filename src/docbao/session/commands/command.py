"""What a command is: one small class, from which key, menu, palette, help and line mode come."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from docbao.clean import fold
from docbao.errors import DocbaoError
from docbao.i18n import Phrase

if TYPE_CHECKING:
    from docbao.session.session import Session


class CommandError(DocbaoError):
    """A command was not understood, or cannot be carried out as things stand."""


class Command(ABC):
    """Something a reader can have done. One instance of each lives in `COMMANDS`."""

    name: ClassVar[Phrase]
    """What it is called; unique in each language."""
    short: ClassVar[tuple[str, ...]] = ()
    """Other names, accents left out; unique over all commands."""
    key: ClassVar[str] = ""
    """The screen's key, as Textual calls it; empty when it has none."""
    help: ClassVar[Phrase]
    """One line."""
    takes: ClassVar[Phrase | None] = None
    """What may follow the name, in words."""
    must_take: ClassVar[bool] = False
    """Whether it must, so that a face asks for it first."""
    group: ClassVar[Phrase]
    """Heading it stands under in help and menu."""

    @abstractmethod
    def run(self, session: Session, words: str) -> None:
        """Carry it out; `words` is what followed the name.

        Raises:
            DocbaoError: It cannot be.
        """

    @property
    def id(self) -> str:
        """A name for programs: the class's own."""
        return type(self).__name__

    @property
    def spellings(self) -> tuple[str, ...]:
        """All it answers to, folded: lower case, no accents."""
        return tuple(dict.fromkeys((fold(self.name.vi), fold(self.name.en), *self.short)))

    @property
    def line(self) -> Phrase:
        """Its line on the help page: names, key, what it takes, what it does."""
        pattern_vi, pattern_en = "{name}", "{name}"
        if self.takes is not None:
            pattern_vi, pattern_en = pattern_vi + " {takes}", pattern_en + " {takes}"
        shorts = ", ".join(name for name in self.short if name)
        if shorts:
            pattern_vi, pattern_en = pattern_vi + " ({short})", pattern_en + " ({short})"
        return Phrase(pattern_vi + ": {help}", pattern_en + ": {help}").fill(
            name=self.name, takes=self.takes or "", short=shorts, help=self.help
        )
