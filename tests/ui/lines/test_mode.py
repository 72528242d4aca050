from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docbao.ui.lines.clipboard import copy
from docbao.ui.lines.mode import Mode, choose_mode


@pytest.mark.parametrize(
    ("flag", "env", "config", "terminal", "lines"),
    [
        (None, {}, "auto", True, False),
        (None, {}, "auto", False, True),
        ("screen", {}, "screen", False, True),  # a pipe has no screen, whatever was asked for
        ("lines", {}, "screen", True, True),
        ("screen", {"ACCESSIBLE": "1"}, "lines", True, False),
        (None, {"ACCESSIBLE": "1"}, "screen", True, True),
        (None, {"ACCESSIBLE": "0"}, "auto", True, False),
        (None, {"ACCESSIBLE": ""}, "lines", True, True),
        (None, {"TERM": "dumb"}, "screen", True, True),
        (None, {"TERM": "xterm"}, "screen", True, False),
    ],
)
def test_the_flag_goes_before_the_environment_and_that_before_the_file(
    flag: Mode | None, env: dict[str, str], config: Mode, terminal: bool, lines: bool
) -> None:
    choice = choose_mode(flag, env=env, config=config, terminal=terminal)
    assert choice.lines == lines
    assert str(choice.why)


def docbao(home: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "docbao", *words],
        cwd=home,
        input=stdin.encode(),
        capture_output=True,
        timeout=100,
        env={
            **os.environ, "DOCBAO_LANG": "vi", "PYTHONUTF8": "1", "DOCBAO_PLAYER": "silent",
            "TERM": "xterm",
        },
    )  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "feeds.yaml").write_text("speech:\n  engine: tone\nfeeds: []\n")
    (tmp_path / "a.txt").write_text("Tin ngắn\n\nMột. Hai.\n", encoding="utf-8")
    return tmp_path


def test_a_pipe_gets_lines_and_their_end_ends_it(home: Path) -> None:
    done = docbao(home, stdin="mở a.txt\n\nở đâu\n")
    assert done.returncode == 0, done.stderr
    words = done.stdout.decode()
    assert words.startswith("Chế độ từng dòng, vì không có màn hình")
    assert "đoạn 2 trên 2" in words
    assert b"\x1b" not in done.stdout
    assert not done.stderr


def test_what_could_not_be_done_shows_in_the_exit_code_of_a_script(home: Path) -> None:
    assert docbao(home, stdin="mở khong-co.txt\nthoát\n").returncode == 3


def test_listen_reads_a_file_to_its_end_and_prints_nothing_on_stdout(home: Path) -> None:
    done = docbao(home, "listen", "a.txt", "--speed", "4")
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    assert "Tin ngắn" in done.stderr.decode()


def test_listen_says_what_is_wrong(home: Path) -> None:
    done = docbao(home, "listen", "khong-co.txt")
    assert done.returncode == 1
    assert "khong-co.txt" in done.stderr.decode()


def test_the_clipboard_is_reached_by_the_first_program_there_is(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a shell script stands in for the program")
    program = tmp_path / "tool"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/copied\n")
    program.chmod(0o755)
    assert copy("Bản tin", which=lambda name: str(program) if name == "xclip" else None)
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "Bản tin"
    assert not copy("x", which=lambda _: None)
