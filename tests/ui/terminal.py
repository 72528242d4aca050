"""A terminal for tests: a pty, a grid of cells, and where the hardware cursor was left."""

from __future__ import annotations

import codecs
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from rich.cells import cell_len

_CODE = re.compile(
    r"\x1b\[([?<>=]?)([0-9;]*)([ -/]*)([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[^@-~]*|\][^\x07\x1b]*)?\Z")
ROOT = Path(__file__).parents[2]


class Terminal:
    """Runs a program and keeps what it paints."""

    def __init__(
        self, arguments: list[str], columns: int, rows: int, environment: Mapping[str, str]
    ) -> None:
        import fcntl
        import struct
        import termios

        self.columns, self.rows = columns, rows
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, start_new_session=True,
            env={**kept, "TERM": "xterm-256color", "PYTHONPATH": f"src{os.pathsep}.",
                 "DOCBAO_LANG": "vi", **environment},
        )  # fmt: skip
        os.close(slave)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.sent = ""
        """Everything the program has written."""
        self._left = ""
        self.cells = [[" "] * columns for _ in range(rows)]
        self.cursor = (0, 0)
        """Row and column, from 0."""
        self.cursor_shown = True

    def read(self, quiet_s: float = 0.25, most_s: float = 15.0) -> None:
        """Take what the program writes until it has been quiet for a while."""
        end = time.monotonic() + most_s
        while time.monotonic() < end:
            ready, _, _ = select.select([self._master], [], [], quiet_s)
            if not ready:
                return
            try:
                data = os.read(self._master, 65536)
            except OSError:  # the program has closed its side
                return
            if not data:
                return
            self._take(self._decoder.decode(data))

    def wait_for(self, words: str, most_s: float = 30.0) -> None:
        """Read until these words stand on the screen."""
        end = time.monotonic() + most_s
        while words not in self.text() and time.monotonic() < end:
            self.read(quiet_s=0.1, most_s=1.0)
        assert words in self.text(), self.text()

    def press(self, keys: str) -> None:
        """Send keys as a terminal does, and read the answer."""
        os.write(self._master, keys.encode())
        self.read()

    def text(self) -> str:
        """The screen."""
        return "\n".join("".join(row) for row in self.cells)

    def row_at_cursor(self) -> str:
        """The row of the hardware cursor, from it on."""
        row, column = self.cursor
        return "".join(self.cells[row][column:])

    def close(self) -> int:
        """End the program if it has not ended; its exit code."""
        try:
            self.read(0.1, 2.0)
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._master)
        return self._process.returncode

    def _take(self, text: str) -> None:
        self.sent += text
        text = self._left + text
        cut = _UNFINISHED.search(text)
        self._left = text[cut.start() :] if cut else ""
        text = text[: cut.start()] if cut else text
        at = 0
        for code in _CODE.finditer(text):
            self._write(text[at : code.start()])
            self._obey(code)
            at = code.end()
        self._write(text[at:])

    def _write(self, text: str) -> None:
        row, column = self.cursor
        for letter in text:
            if letter == "\n":
                row = min(row + 1, self.rows - 1)
            elif letter == "\r":
                column = 0
            elif letter >= " " and column < self.columns:
                self.cells[row][column] = letter
                column += max(1, cell_len(letter))
        self.cursor = (row, column)

    def _obey(self, code: re.Match[str]) -> None:
        mark, numbers, _, final = code.groups()
        if final in ("H", "f") and not mark:
            row, column = ([int(n or 1) for n in numbers.split(";")] + [1, 1])[:2]
            self.cursor = (min(row, self.rows) - 1, min(column, self.columns) - 1)
        elif final in ("h", "l") and mark == "?" and numbers == "25":
            self.cursor_shown = final == "h"
        elif final == "J":
            self.cells = [[" "] * self.columns for _ in range(self.rows)]
