"""How fast the screen is for the person in front of it: timed through a pseudo-terminal.

Run: python bench/screen.py [HOME]. `docbao` starts cold over 100,000 entries; then keys are
written into the terminal one by one, and the time runs to the last byte of the answer. Beside the
wall clock stands the processor time the program itself took, which other programs on the machine
do not change; and beside docbao an app of Textual's own list, answering the same key.
"""

from __future__ import annotations

import fcntl
import os
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.ui.reading_room import reading_room  # noqa: E402 - found by the line above

ENTRIES = 100_000
COLUMNS, ROWS = 200, 60
QUIET_S = 0.12
# An installed docbao is compiled already, and so is this one after its first start.
_NOT_HERE = ("NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE")
DOWN, UP, ENTER, ESC = "\x1b[B", "\x1b[A", "\r", "\x1b"
PAGE_DOWN, PAGE_UP = "\x1b[6~", "\x1b[5~"
PEER = """
from textual.app import App
from textual.widgets import Label, ListItem, ListView
class Peer(App):
    def compose(self):
        names = (f"{n}. bulletin number {n}, made for a list" for n in range(200))
        yield ListView(*(ListItem(Label(name)) for name in names))
Peer().run()
"""


@dataclass
class Timed:
    """One answer."""

    wall_ms: float
    processor_ms: float
    answer_bytes: int


class Pty:
    """A program in a terminal of 200 by 60."""

    def __init__(self, arguments: Sequence[str], home: Path) -> None:
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {k: v for k, v in os.environ.items() if k not in _NOT_HERE}
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *arguments], stdin=slave, stdout=slave, stderr=slave, cwd=home,
            start_new_session=True,
            env={**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor",
                 "PYTHONPATH": path, "DOCBAO_LANG": "vi", "DOCBAO_PLAYER": "silent"},
        )  # fmt: skip
        os.close(slave)

    def answer(self, most_s: float = 20.0, until: bytes = b"") -> tuple[bytes, float]:
        """What comes until it is quiet (and `until` has come), and when its last byte came."""
        got, last, end = b"", time.perf_counter(), time.perf_counter() + most_s
        while time.perf_counter() < end:
            ready, _, _ = select.select([self._master], [], [], QUIET_S)
            if not ready:
                if got and until in got:
                    break
                continue
            got += os.read(self._master, 1 << 20)
            last = time.perf_counter()
        return got, last

    def press(self, key: str) -> Timed:
        """Write a key; how long its answer took."""
        before, began = self.processor_ms(), time.perf_counter()
        os.write(self._master, key.encode())
        got, last = self.answer(2.0)
        return Timed((last - began) * 1000, self.processor_ms() - before, len(got))

    def processor_ms(self) -> float:
        """Processor time so far, of all threads (Linux)."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6

    def memory_mb(self) -> float:
        """The most memory it has held (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def close(self) -> None:
        """End it."""
        os.write(self._master, b"\x03")
        try:
            self.answer(0.5)
            self._process.wait(5)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._master)


@contextmanager
def opened(arguments: Sequence[str], home: Path, until: str) -> Iterator[tuple[Pty, float]]:
    """A program whose first picture has come, and after how many ms."""
    terminal = Pty(arguments, home)
    try:
        _, last = terminal.answer(until=until.encode())
        yield terminal, (last - terminal.began) * 1000
    finally:
        terminal.close()


def tell(name: str, times: Sequence[Timed]) -> None:
    """One line of the table."""
    wall = sorted(t.wall_ms for t in times)
    processor = sorted(t.processor_ms for t in times)
    sent = statistics.median(t.answer_bytes for t in times)
    print(
        f"{name:<34}{len(times):>4}{statistics.median(wall):>9.1f}{wall[-1]:>9.1f}"
        f"{statistics.median(processor):>9.1f}{processor[-1]:>9.1f}{sent:>9.0f}",
        flush=True,
    )


def measure(home: Path) -> None:
    """Print the table."""
    reader = ["-m", "docbao", "--screen"]
    starts, busy = [], []
    for _ in range(5):
        with opened(reader, home, "1. Tin số 0") as (terminal, ms):
            starts.append(ms)
            busy.append(terminal.processor_ms())
    with opened(["-c", PEER], home, "1. bulletin") as (peer, peer_ms):
        steps = [peer.press(DOWN) for _ in range(50)]
    print(
        f"first picture: {statistics.median(starts):.0f} ms (worst {max(starts):.0f}),"
        f" processor {statistics.median(busy):.0f} ms; Textual's own list {peer_ms:.0f} ms\n"
        f"{'key':<34}{'n':>4}{'wall p50':>9}{'max':>9}{'cpu p50':>9}{'max':>9}{'bytes':>9}"
    )
    tell("Textual's own list: down", steps)
    with opened(reader, home, "1. Tin số 0") as (terminal, _):
        press = terminal.press
        press(DOWN)
        tell("list: down", [press(DOWN) for _ in range(60)])
        tell("list: up", [press(UP) for _ in range(50)])
        tell("list: page", [press(PAGE_DOWN) for _ in range(50)])
        press("\x1b[H")
        tell("article opened", [press(ENTER if n % 2 else ESC) for n in range(1, 51)][::2])
        press(ENTER)
        tell("article: down", [press(DOWN if n % 20 < 10 else UP) for n in range(60)])
        tell("line spacing", [press("D") for _ in range(50)])
        tell("theme", [press("y") for _ in range(50)])
        press(ESC)
        press("/")
        tell("search: a letter", [press("gia xang "[n % 9]) for n in range(50)])
        press(ESC)
        press("t")
        press("2")
        press(ESC)
        tell("large, list: down", [press(DOWN) for _ in range(50)])
        press(ENTER)
        tell("large, article: down", [press(DOWN if n % 40 < 20 else UP) for n in range(60)])
        tell("large: size", [press("t") for _ in range(50)])
        print(f"memory at its most: {terminal.memory_mb():.0f} MB")


def main() -> None:
    """Measure in a library made for it, or in the one named."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        with reading_room(Path(folder), entries=ENTRIES):
            pass
        measure(Path(folder))


if __name__ == "__main__":
    main()
