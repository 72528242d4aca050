"""The journey of the line mode, walked by a script through a pipe; writes its transcript.

python -m tests.ui.lines.journey docs/line-mode-transcript.md
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from tests.loopback import Loopback
from tests.newspaper import print_newspaper, subscribe

ARTICLES: Final = 25
_QUIET_S: Final = 0.4
_PATIENCE_S: Final = 60.0


class Reader:
    """`docbao --lines` in a process of its own, spoken to as a person would."""

    def __init__(
        self, home: Path, transcript: list[str], *, greeting: str = "", **variables: str
    ) -> None:
        self.transcript = transcript
        environment = {**os.environ, "DOCBAO_LANG": "vi", "PYTHONUTF8": "1"}
        environment |= {"DOCBAO_PLAYER": "silent", **variables}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "docbao", "--lines"],
            cwd=home,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._lines: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=self._gather, daemon=True).start()
        self.greeting = self._answer(
            greeting or ("Enter để xem" if transcript else "không có tin nào")
        )

    def type(self, line: str, *, until: str = "") -> str:
        """Type a line; its answer, up to a line with `until` in it, or to the first silence."""
        assert self.process.stdin is not None
        self.transcript.append(f"> {line}")
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        return self._answer(until)

    def leave(self) -> int:
        """Type `thoát`; the exit code."""
        self.type("thoát", until="Tạm biệt")
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(_PATIENCE_S)

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process.stdin is not None
        self.process.kill()
        self.process.wait(_PATIENCE_S)
        self.process.stdin.close()

    def _gather(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as out:
            for line in out:
                self._lines.put(line)

    def _answer(self, until: str) -> str:
        got: list[str] = []
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            try:
                raw = self._lines.get(timeout=_QUIET_S)
            except queue.Empty:
                if got and not until:
                    break
                continue
            assert b"\x1b" not in raw
            assert b"\r" not in raw.replace(b"\r\n", b"\n")
            got.append(raw.decode().rstrip())
            if until and until in got[-1]:
                break
        self.transcript += got
        return "\n".join(got)


def walk(home: Path, transcript: list[str]) -> None:
    """The whole journey; raises `AssertionError` where docbao does not do as it should."""
    with Loopback() as site:
        print_newspaper(site, ARTICLES)
        subscribe(home, site.url("/rss"))
        reader = Reader(home, transcript)
        assert "25 tin mới" in reader.type("cập nhật", until="tin mới")
        assert "Còn 15 tin" in reader.type("danh sách", until="Còn")
        assert "Còn 5 tin" in reader.type("", until="Còn")
        assert "5 tin" in reader.type("tim doi bong", until="Hết danh sách")
        assert "bản tin số 23" in reader.type("1", until="8 đoạn")
        assert "công việc ở cơ sở" in reader.type("", until="cơ sở")
        assert "Cỡ chữ 5" in reader.type("cỡ chữ 5", until="Cỡ")
        assert "Giãn dòng 1,5" in reader.type("giãn dòng 1,5", until="Giãn")
        assert "Đang đọc" in reader.type("đọc", until="Đang")
        assert "Tốc độ 4" in reader.type("tốc độ 4", until="Tốc")
        time.sleep(3)
        where = reader.type("ở đâu", until="bài ")
        assert "đang đọc" in where
        assert "Thôi đọc" in reader.type("thôi", until="Thôi")
        stopped = reader.type("ở đâu", until="bài ")
        assert "không hiểu" in reader.type("giupp", until="Lỗi")
        assert reader.leave() == 3  # a line of the script was not understood
        transcript += ["", "(docbao mở lại)", ""]
        again = Reader(home, transcript)
        assert "Tìm" in again.type("tìm đội bóng", until="Hết danh sách")
        assert "Tiếp từ đoạn" in again.type("1")
        resumed = again.type("ở đâu", until="bài ")
        assert _place(resumed) == _place(stopped), (resumed, stopped)
        assert "tốc độ 4" in resumed
        assert again.leave() == 0


def _place(words: str) -> str:
    """Article, paragraph and sentence, out of the answer to “ở đâu”."""
    return words[words.index("bài ") : words.index(", giây")]


def main() -> None:
    """Walk, and write the transcript."""
    transcript: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        walk(Path(folder) / "home", transcript)
    Path(sys.argv[1]).write_text(
        "# Một buổi đọc ở chế độ từng dòng\n\n"
        "Made by `python -m tests.ui.lines.journey docs/line-mode-transcript.md`: a script at the\n"
        "other end of a pipe, a newspaper on loopback, a player that makes no sound. Lines that\n"
        "begin with `>` were typed; an empty one is Enter. The test suite walks the same way.\n\n"
        "```text\n" + "\n".join(transcript) + "\n```\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
