"""Whether the hardware cursor goes with the focus here: tried, not believed.

Braille displays, screen readers of the console and magnifiers follow that cursor, seen or not.
The screen is opened in a terminal of its own that nobody sees, keys are struck, and where each
frame leaves the cursor is read from what it sends.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

COLUMNS: Final = 60
ROWS: Final = 12
PATIENCE_S: Final = 15.0
_QUIET_S: Final = 0.3
_DOWN: Final = b"\x1b[B"
_LEAVE: Final = b"\x03"
_PLACE: Final = re.compile(rb"\x1b\[(\d+);(\d+)H")


@dataclass(frozen=True, slots=True)
class CursorTrial:
    """Where the cursor stood."""

    rows: tuple[int, ...]
    """Rows from 1: at the first picture, then after each step down the list."""

    @property
    def ok(self) -> bool:
        """Whether it went down with the selection, a row at a time."""
        steps = [after - before for before, after in zip(self.rows, self.rows[1:], strict=False)]
        return len(self.rows) == 3 and all(step > 0 for step in steps)


def can_try() -> bool:
    """Whether this system has terminals that a program can open (Windows has none of them)."""
    return sys.platform != "win32"


def try_cursor(command: Sequence[str] = ("-m", "docbao.ui.screen.trial")) -> CursorTrial:
    """Open the screen unseen, go down twice, and tell where the cursor was each time.

    Args:
        command: What Python runs, a folder for it added.

    Raises:
        OSError: No terminal can be had, or the screen did not open.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        master, process = _open([*command, folder])
        try:
            rows = [_row_of(_answer(master))]
            for _ in range(2):
                os.write(master, _DOWN)
                rows.append(_row_of(_answer(master)))
            os.write(master, _LEAVE)
            _answer(master)
        finally:
            with suppress(subprocess.TimeoutExpired):
                process.wait(2)
            process.kill()
            process.wait()
            os.close(master)
    return CursorTrial(tuple(rows))


def _open(arguments: Sequence[str]) -> tuple[int, subprocess.Popen[bytes]]:
    import fcntl  # noqa: PLC0415 - not on Windows
    import struct  # noqa: PLC0415 - with it
    import termios  # noqa: PLC0415 - not on Windows

    master, slave = os.openpty()
    try:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        process = subprocess.Popen(  # noqa: S603 - this Python itself
            [sys.executable, *arguments], stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True, env={**os.environ, "TERM": "xterm-256color"},
        )  # fmt: skip
    finally:
        os.close(slave)
    return master, process


def _answer(master: int) -> bytes:
    """What is sent, to the first silence after a cursor was placed."""
    import select  # noqa: PLC0415 - of terminals only on systems with them

    got, end = b"", time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if select.select([master], [], [], _QUIET_S)[0]:
            try:
                more = os.read(master, 65536)
            except OSError:  # Linux's way to say that the other side is closed
                more = b""
            if not more:
                break
            got += more
        elif _PLACE.search(got):
            break
    return got


def _row_of(sent: bytes) -> int:
    places = _PLACE.findall(sent)
    if not places:
        words = sent[-200:].decode(errors="replace")
        raise OSError(words or "nothing was painted")
    return int(places[-1][0])
