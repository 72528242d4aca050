"""Whether the terminal can draw its own letters larger: asked, and believed only when it answers.

kitty's text sizing protocol (OSC 66, from kitty 0.40 on) draws real letters two to seven cells
high, better than anything made of block characters. A terminal that lacks it may show the codes
as rubbish, so only terminals that could have it are asked, and only one that moves the cursor as
the protocol says is believed. tmux and its like pass none of this on.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rich.style import Style

MOST_SCALE: Final = 7
"""Largest letters of the protocol, in cells (its key `s`)."""
LONGEST_BYTES: Final = 4096
"""Bytes of text that one code may carry (the protocol's own limit)."""
PATIENCE_S: Final = 0.25
"""How long an answer is waited for; kitty's comes within a few milliseconds, ssh or not."""

_ASKED_TERM: Final = ("xterm-kitty", "xterm-ghostty")
_IN_BETWEEN: Final = ("TMUX", "STY", "ZELLIJ")
_FONT_SIZE: Final = b"kitty-query-font_size".hex()
QUERY: Final = (
    # On the other screen, so that nothing of this shows; the cursor's place is asked for before,
    # after a blank two cells wide, and after one two cells wide and high.
    "\x1b[?1049h\x1b[H\x1b[6n\x1b]66;w=2; \x07\x1b[6n\x1b]66;s=2; \x07\x1b[6n"
    f"\x1bP+q{_FONT_SIZE}\x1b\\"
    # Every terminal answers this, and it comes last.
    "\x1b[5n\x1b[2J\x1b[?1049l"
)
_PLACE: Final = re.compile(rb"\x1b\[(\d+);(\d+)R")
_FONT: Final = re.compile(rb"\x1bP1\+r" + _FONT_SIZE.encode() + rb"=([0-9A-Fa-f]+)\x1b\\")
_LAST: Final = re.compile(rb"\x1b\[\d*n")


@dataclass(frozen=True, slots=True)
class Sizing:
    """What a terminal said it can do."""

    scales: bool = False
    """Whether it draws letters of 2 to 7 cells."""
    font_pt: float = 0.0
    """Size of its font in points; 0 where it did not say."""


def may_ask(environment: Mapping[str, str]) -> bool:
    """Whether this may be a terminal with the protocol, with nothing in between."""
    return environment.get("TERM") in _ASKED_TERM and not any(
        environment.get(name) for name in _IN_BETWEEN
    )


def ask(
    environment: Mapping[str, str], *, read_from: int = 0, write_to: int = 1,
    patience_s: float = PATIENCE_S,
) -> Sizing:  # fmt: skip
    """What the terminal can do: asked before anything is painted, with a limit on the wait.

    Args:
        environment: `os.environ`, or what a test puts in its place.
        read_from: Descriptor of the terminal to read from.
        write_to: Descriptor of the terminal to write to.
        patience_s: Seconds an answer may take; none in time means "cannot".

    Returns:
        `Sizing()` where the terminal is not asked, does not answer, or cannot.
    """
    if not may_ask(environment):
        return Sizing()
    try:
        return understood(_reply(read_from, write_to, patience_s))
    except (ImportError, OSError):  # no such terminals on Windows; or no terminal after all
        return Sizing()


def understood(reply: bytes) -> Sizing:
    """What the bytes a terminal sent back mean."""
    places = [(int(row), int(column)) for row, column in _PLACE.findall(reply)]
    scales = len(places) >= 3 and places[2] == (places[0][0], places[0][1] + 4)
    font_pt = 0.0
    found = _FONT.search(reply)
    if found is not None:
        try:
            font_pt = float(bytes.fromhex(found[1].decode()).decode())
        except ValueError:
            font_pt = 0.0
    return Sizing(scales, font_pt if 1 <= font_pt <= 400 else 0.0)


def _reply(read_from: int, write_to: int, patience_s: float) -> bytes:
    import os  # noqa: PLC0415 - with the two below, for the few terminals that are asked
    import select  # noqa: PLC0415 - as above
    import termios  # noqa: PLC0415 - not on Windows
    import tty  # noqa: PLC0415 - not on Windows

    try:
        kept = termios.tcgetattr(read_from)
    except termios.error as cause:
        raise OSError(*cause.args) from cause
    reply, end = b"", time.monotonic() + patience_s
    try:
        tty.setraw(read_from, termios.TCSANOW)
        os.write(write_to, QUERY.encode())
        while not _LAST.search(reply) and (left := end - time.monotonic()) > 0:
            if select.select([read_from], [], [], left)[0]:
                more = os.read(read_from, 1024)
                if not more:
                    break
                reply += more
    finally:
        termios.tcsetattr(read_from, termios.TCSANOW, kept)
    return reply


def scaled(text: str, scale: int, style: Style) -> str:
    """The codes that write `text` in letters `scale` cells high at the cursor.

    Args:
        text: Clean text, with no control characters.
        scale: 2 to 7.
        style: Colours and weight.
    """
    pieces: list[str] = []
    while text:
        piece = text[: LONGEST_BYTES // 4]  # no letter takes more than four bytes
        pieces.append(f"\x1b]66;s={scale};{piece}\x07")
        text = text[len(piece) :]
    return style.render("".join(pieces)) if pieces else ""
