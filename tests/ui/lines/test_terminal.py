"""The line mode on a real terminal: a prompt, Ctrl+C, and still not one ESC byte."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals", allow_module_level=True)

import pty

_PATIENCE_S = 15.0


class Terminal:
    """docbao in a pseudo-terminal."""

    def __init__(self, home: Path) -> None:
        self.master, slave = pty.openpty()
        self.seen = b""
        self.at = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "docbao", "--lines"],
            cwd=home,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_take_terminal,
            env={
                **os.environ, "DOCBAO_LANG": "vi", "PYTHONUTF8": "1", "TERM": "xterm-256color",
                "DOCBAO_PLAYER": "silent",
            },
        )  # fmt: skip
        os.close(slave)

    def until(self, words: str) -> str:
        """What is shown up to `words`."""
        start, end = self.at, time.monotonic() + _PATIENCE_S
        while (found := self.seen.find(words.encode(), start)) < 0:
            assert time.monotonic() < end, self.seen[start:].decode(errors="replace")
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += os.read(self.master, 4096)
        self.at = found + len(words.encode())
        return self.seen[start : self.at].decode()

    def type(self, line: str) -> None:
        os.write(self.master, line.encode() + b"\n")

    def interrupt(self) -> None:
        os.write(self.master, b"\x03")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.slow
def test_on_a_terminal_the_prompt_is_never_blocked_and_ctrl_c_pauses_then_leaves(
    tmp_path: Path,
) -> None:
    (tmp_path / "feeds.yaml").write_text("speech:\n  engine: tone\nfeeds: []\n")
    (tmp_path / "a.txt").write_text("Tin ngắn\n\n" + "Một câu dài. " * 200, encoding="utf-8")
    terminal = Terminal(tmp_path)
    try:
        assert "vì bạn gõ --lines" in terminal.until("docbao> ")
        terminal.type("mở a.txt")
        terminal.until("docbao> ")
        terminal.type("đọc")
        terminal.until("Đang đọc.\r\ndocbao> ")
        terminal.type("ở đâu")
        assert "đang đọc" in terminal.until("docbao> ")
        terminal.interrupt()
        terminal.until("Tạm dừng.")
        terminal.until("docbao> ")
        terminal.type("ở đâu")
        assert "tạm dừng" in terminal.until("docbao> ")
        terminal.interrupt()
        assert terminal.process.wait(_PATIENCE_S) == 130
        assert b"\x1b" not in terminal.seen
    finally:
        terminal.close()
