from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ASK = """
import signal, sys
from docbao.cli import run
sys.argv = ["docbao", "feeds", "list"]
try:
    run()
except SystemExit:
    pass
sys.exit(signal.getsignal(signal.SIGPIPE) is not signal.SIG_IGN)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGPIPE")
def test_what_dies_at_the_other_end_of_a_pipe_does_not_take_docbao_along(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
    asked = subprocess.run([sys.executable, "-c", _ASK], cwd=tmp_path, timeout=60, check=False)
    assert asked.returncode == 0


def listen(home: Path, player: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "docbao", "listen", "a.txt"],
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, "DOCBAO_LANG": "vi", "PYTHONUTF8": "1", "DOCBAO_PLAYER": player},
    )


def test_with_files_only_listening_says_so_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("speech:\n  engine: tone\nfeeds: []\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Tin ngắn\n\nMột.\n", encoding="utf-8")
    heard = listen(tmp_path, "none")
    assert heard.returncode == 1
    assert "chỉ lưu được tệp âm thanh" in heard.stderr
    assert "docbao audio" in heard.stderr
    assert "Traceback" not in heard.stderr
