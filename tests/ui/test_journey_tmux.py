"""The whole journey in tmux, as a person at a terminal walks it, on both faces."""

from __future__ import annotations

import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.loopback import Loopback
from tests.newspaper import print_newspaper, subscribe

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]
PATIENCE_S = 40.0
PLACE = re.compile(r"câu (\d+) trên (\d+)")


class Tmux:
    """docbao in a window of tmux."""

    def __init__(self, home: Path, *, columns: int = 80, rows: int = 24) -> None:
        self._home = home
        self._sockets = (str(home.parent / f"tmux{number}") for number in itertools.count())
        self._socket = next(self._sockets)
        self._size = ("-x", str(columns), "-y", str(rows))

    def open(self, *words: str) -> None:
        """Start `docbao` with these words in a new window."""
        command = shlex.join([sys.executable, "-m", "docbao", *words])
        settings = {"DOCBAO_LANG": "vi", "DOCBAO_PLAYER": "silent", "PYTHONUTF8": "1"}
        told = " ".join(f"{name}={value}" for name, value in settings.items())
        self._tmux(
            "-f", os.devnull, "new-session", "-d", *self._size, "-c", str(self._home),
            f"env -u NO_COLOR {told} {command}; echo 'ended with' $?; sleep 60",
        )  # fmt: skip

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, "-u", *words],
            capture_output=True, text=True, check=True, timeout=20,
            env={k: v for k, v in os.environ.items() if k != "TMUX"} | {"LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys by the names tmux has for them."""
        self._tmux("send-keys", *keys)

    def type(self, words: str) -> None:
        """Type letters as they are."""
        self._tmux("send-keys", "-l", words)

    def seen(self, *, all_of_it: bool = False) -> str:
        """What the window shows; with `all_of_it`, what has scrolled out of it too."""
        shown = self._tmux("capture-pane", "-p", *(("-J", "-S", "-") if all_of_it else ()))
        return " ".join(shown.split()) if not all_of_it else shown

    def until(self, words: str, *, all_of_it: bool = False) -> str:
        """Wait for these words; what the window shows then."""
        end = time.monotonic() + PATIENCE_S
        while words not in (shown := self.seen(all_of_it=all_of_it)):
            assert time.monotonic() < end, f"no {words!r} in:\n{shown}"
            time.sleep(0.04)
        return shown

    def row_at_cursor(self) -> str:
        """The row of the hardware cursor, from it on."""
        x, y = map(int, self._tmux("display-message", "-p", "#{cursor_x} #{cursor_y}").split())
        return self._tmux("capture-pane", "-p").splitlines()[y][x:]

    def ended(self) -> int:
        """Wait for docbao to end; its exit code. Closes the window."""
        shown = self.until("ended with")
        self._tmux("kill-server")
        self._socket = next(self._sockets)  # a server that is leaving still answers on the old one
        return int(shown.rpartition("ended with")[2].split()[0])

    def close(self) -> None:
        """End whatever is still there."""
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, timeout=20)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    with Loopback() as site:
        print_newspaper(site, 25)
        subscribe(tmp_path / "home", site.url("/rss"))
        window = Tmux(tmp_path / "home")
        yield window
        window.close()


def test_on_the_screen(tmux: Tmux) -> None:
    tmux.open()
    tmux.until("Lần đầu dùng docbao")
    tmux.press("Enter")
    tmux.until("Chưa có tin nào")
    tmux.press("F5")
    tmux.until("25 tin mới")
    tmux.until("Tin 1 trên 25")
    assert tmux.row_at_cursor().startswith("▌ 1. Trường bán trú")
    tmux.press("/")
    tmux.until("Gõ từ cần tìm")
    tmux.type("doi bong")
    tmux.until("Tin 1 trên 5: Tìm “doi bong”")
    tmux.press("Enter")
    tmux.until("▌ Tin 1 trên 5")
    tmux.press("Enter")
    tmux.until("câu 1 trên")
    assert tmux.row_at_cursor().startswith("Đội bóng thị trấn")
    tmux.press("D")
    tmux.until("Giãn dòng 1,5.")
    tmux.press("t")
    tmux.until("Chữ nào liền nét")
    tmux.press("2")
    tmux.until("Cỡ chữ 6.")
    assert re.search("[▛▜▙▟█]{2}", tmux.seen())
    tmux.press("+", "+", "+", "+", "+", "+", "+", "+", "+", "+", "+", "+")
    tmux.until("tốc độ 4")
    tmux.press("d")
    tmux.until("Đang đọc, câu 3")
    tmux.press("C-s")
    tmux.until("Thôi đọc.")
    tmux.press("T")
    tmux.until("Cỡ chữ 5.")
    stopped = PLACE.search(tmux.seen())
    assert stopped is not None
    tmux.press("q")
    assert tmux.ended() == 0

    tmux.open()
    tmux.until("Tin 1 trên 25")
    assert "Lần đầu" not in tmux.seen()
    tmux.press("/")
    tmux.until("Gõ từ cần tìm")
    tmux.type("đội bóng")
    tmux.until("Tin 1 trên 5: Tìm “đội bóng”")
    tmux.press("Enter")
    tmux.until("▌ Tin 1 trên 5")
    tmux.press("Enter")
    tmux.until(f"câu {stopped[1]} trên {stopped[2]}, tốc độ 4")
    assert "bản tin số 23" in tmux.row_at_cursor()
    tmux.press("q")
    assert tmux.ended() == 0


def test_line_by_line(tmux: Tmux) -> None:
    def ask(line: str, until: str) -> str:
        before = len(tmux.seen(all_of_it=True).rstrip())
        tmux.type(line)
        tmux.press("Enter")
        end = time.monotonic() + PATIENCE_S
        while until not in (answer := tmux.seen(all_of_it=True).rstrip()[before + len(line) :]):
            assert time.monotonic() < end, f"no {until!r} in:\n{answer}"
            time.sleep(0.04)
        return answer

    tmux.open("--lines")
    first = tmux.until("docbao>", all_of_it=True)
    assert first.startswith("Chế độ từng dòng, vì bạn gõ --lines.")
    ask("cập nhật", "25 tin mới")
    ask("tim doi bong", "Hết danh sách")
    ask("1", "8 đoạn")
    ask("cỡ chữ 5", "Cỡ chữ 5.")
    ask("giãn dòng 1,5", "Giãn dòng 1,5.")
    ask("tốc độ 4", "Tốc độ 4.")
    ask("đọc", "Đang đọc.")
    end = time.monotonic() + PATIENCE_S
    while "đoạn 3" not in ask("ở đâu", "tốc độ 4, đang đọc"):
        assert time.monotonic() < end
        time.sleep(0.2)
    ask("thôi", "Thôi đọc.")
    stopped = ask("ở đâu", "không đọc")
    ask("thoát", "Tạm biệt.")
    assert tmux.ended() == 0

    tmux.open("--lines")
    tmux.until("docbao>", all_of_it=True)
    ask("tìm đội bóng", "Hết danh sách")
    ask("1", "Tiếp từ đoạn 3")
    resumed = ask("ở đâu", "không đọc")
    assert _place(resumed) == _place(stopped)
    ask("thoát", "Tạm biệt.")
    assert tmux.ended() == 0


def _place(words: str) -> str:
    """Article, paragraph and sentence, out of the answer to “ở đâu”."""
    words = words[words.rindex("bài ") :]
    return words[: words.index(", giây")]
