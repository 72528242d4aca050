"""A terminal for tests: a pty, a grid of cells, and where the hardware cursor was left."""

from __future__ import annotations

import codecs
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.cells import cell_len

_CODE = re.compile(
    r"\x1b\[([?<>=]?)([0-9;]*)([ -/]*)([@-~])"
    r"|\x1b\](?P<told>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1bP(?P<asked>[^\x1b]*)\x1b\\|\x1b[@-OQ-_]"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[^@-~]*|[]P][^\x07\x1b]*\x1b?)?\Z")
_LARGE = re.compile(r"66;(?:s=(\d)|w=(\d));(.*)", re.DOTALL)
ROOT = Path(__file__).parents[2]


class Terminal:
    """Runs a program and keeps what it paints."""

    def __init__(
        self,
        arguments: list[str],
        columns: int,
        rows: int,
        environment: Mapping[str, str],
        *,
        sizes: bool = False,
    ) -> None:
        """Run `arguments`; with `sizes`, answer as a terminal with letters of several cells."""
        import fcntl
        import struct
        import termios

        self.columns, self.rows = columns, rows
        self.sizes = sizes
        self.large: dict[tuple[int, int], tuple[str, int]] = {}
        """Letters of several cells: where the first cell is, the letter, its height."""
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
        self.wait_until(lambda: words in self.text(), most_s)

    def wait_until(self, happened: Callable[[], bool], most_s: float = 30.0) -> None:
        """Read until this is so."""
        end = time.monotonic() + most_s
        while not happened() and time.monotonic() < end:
            self.read(quiet_s=0.05, most_s=1.0)
        assert happened(), self.text()

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
                self._take_away(row, column)
                column += max(1, cell_len(letter))
        self.cursor = (row, column)

    def _obey(self, code: re.Match[str]) -> None:
        mark, numbers, _, final = code.groups()[:4]
        row, column = self.cursor
        if code["told"] is not None:
            self._enlarge(code["told"])
        elif code["asked"] is not None:
            self._tell_font(code["asked"])
        elif final in ("H", "f") and not mark:
            row, column = ([int(n or 1) for n in numbers.split(";")] + [1, 1])[:2]
            self.cursor = (min(row, self.rows) - 1, min(column, self.columns) - 1)
        elif final in ("h", "l") and mark == "?" and numbers == "25":
            self.cursor_shown = final == "h"
        elif final == "J":
            self.cells = [[" "] * self.columns for _ in range(self.rows)]
            self.large.clear()
        elif final == "n" and not mark and self.sizes:
            answer = f"\x1b[{row + 1};{column + 1}R" if numbers == "6" else "\x1b[0n"
            os.write(self._master, answer.encode())

    def _enlarge(self, told: str) -> None:
        """Letters of several cells, as kitty's text sizing protocol has them."""
        wanted = _LARGE.fullmatch(told)
        if wanted is None or not self.sizes:
            return
        row, column = self.cursor
        scale, width, text = int(wanted[1] or 1), wanted[2], wanted[3]
        for letter in text:
            for y in range(row, min(self.rows, row + scale)):
                for x in range(column, min(self.columns, column + scale)):
                    self._take_away(y, x)
            self.large[row, column] = (letter, scale)
            column += int(width) if width else scale * max(1, cell_len(letter))
        self.cursor = (row, column)

    def _take_away(self, row: int, column: int) -> None:
        """A cell is written to: a letter of several cells that has it is gone, all of it."""
        gone = [
            at
            for at, (_, scale) in self.large.items()
            if 0 <= row - at[0] < scale and 0 <= column - at[1] < scale
        ]
        for at in gone:
            del self.large[at]

    def sizes_shown(self) -> set[int]:
        """Heights of the letters of several cells."""
        return {scale for _, scale in self.large.values()}

    def large_lines(self) -> list[str]:
        """What the letters of several cells say, a line each."""
        rows = sorted({row for row, _ in self.large})
        return [
            "".join(letter for at, (letter, _) in sorted(self.large.items()) if at[0] == row)
            for row in rows
        ]

    def _tell_font(self, asked: str) -> None:
        if self.sizes and asked.startswith("+q"):
            os.write(self._master, f"\x1bP1+r{asked[2:]}={b'12.5'.hex()}\x1b\\".encode())
