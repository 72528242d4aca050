"""Every command of a session, in one table; and how what a person types is understood.

command, words = understand("toc do 1.5")
command.run(session, words)
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Final

from docbao.clean import clean_line, fold
from docbao.i18n import Phrase
from docbao.session.commands import browsing, keeping, listening, looks, place, reading, sound
from docbao.session.commands.command import Command, CommandError

COMMANDS: Final[tuple[Command, ...]] = (
    *browsing.COMMANDS,
    *reading.COMMANDS,
    *place.COMMANDS,
    *listening.COMMANDS,
    *sound.COMMANDS,
    *keeping.COMMANDS[:-3],
    *looks.COMMANDS,
    *keeping.COMMANDS[-3:],
)
"""In the order of the help page."""

_NUMBER: Final = re.compile(r"#?(\d{1,9})\.?\Z")
_LONGEST_NAME_WORDS: Final = 4


def command_of(kind: type[Command]) -> Command:
    """The one instance of a command class."""
    return next(command for command in COMMANDS if type(command) is kind)


@cache
def _spellings() -> dict[str, Command]:
    return {name: command for command in COMMANDS for name in command.spellings}


def understand(line: str) -> tuple[Command, str]:
    """The command a line means, and what follows its name.

    A number alone opens that item; an address alone opens it; the longest name that begins the
    line counts, accents and capitals optional.

    Raises:
        CommandError: It means none; the hint names the nearest.
    """
    words = clean_line(line).split()
    if len(words) == 1:
        if number := _NUMBER.match(words[0]):
            return command_of(reading.Open), number[1]
        if words[0].startswith(("http://", "https://")):
            return command_of(reading.Open), words[0]
    names = _spellings()
    if not words:
        return names[""], ""
    for count in range(min(_LONGEST_NAME_WORDS, len(words)), 0, -1):
        command = names.get(fold(" ".join(words[:count])))
        rest = words[count:]
        if command is not None and (command.takes is not None or not rest):
            return command, " ".join(rest)
    if words[0][0] in "/?":
        return names[words[0][0]], " ".join([words[0][1:], *words[1:]]).strip()
    raise _unknown(" ".join(words))


def _unknown(line: str) -> CommandError:
    folded = fold(line)
    names = _spellings()
    long_enough = [name for name in names if len(name) > 2]
    first = " ".join(folded.split()[:_LONGEST_NAME_WORDS])
    near = difflib.get_close_matches(first, long_enough, n=1, cutoff=0.6) or (
        difflib.get_close_matches(folded.split()[0], long_enough, n=1, cutoff=0.6) if folded else []
    )
    hint = (
        Phrase(
            "Có phải “{near}” không? Gõ “giúp” để xem các lệnh.",
            "Did you mean “{near}”? Type “help” for the commands.",
        ).fill(near=names[near[0]].name)
        if near
        else Phrase("Gõ “giúp” để xem các lệnh.", "Type “help” for the commands.")
    )  # fmt: skip
    return CommandError(
        Phrase("không hiểu “{line}”", "“{line}” was not understood").fill(line=line[:60]), hint=hint
    )


def help_lines() -> tuple[Phrase, ...]:
    """The help page: a heading for each group, a line for each command."""
    lines: list[Phrase] = []
    group: Phrase | None = None
    for command in COMMANDS:
        if command.group != group:
            group = command.group
            lines.append(Phrase("{g}:", "{g}:").fill(g=group))
        lines.append(command.line)
    return tuple(lines)
