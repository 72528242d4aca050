"""The screen in a real terminal: where the hardware cursor is, and which codes are sent."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.ui.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")

DOWN, UP, TAB, ESC, ENTER = "\x1b[B", "\x1b[A", "\t", "\x1b", "\r"
COLOUR = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


@contextmanager
def reader(home: Path, columns: int = 80, rows: int = 24, **environment: str) -> Iterator[Terminal]:
    terminal = Terminal(["tests/ui/reader_process.py", str(home)], columns, rows, environment)
    try:
        terminal.wait_for("1. Tin số 0")
        terminal.read()
        yield terminal
    finally:
        terminal.press("\x03")
        ended = terminal.close()
    assert ended == 0


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (80, 24)])
def test_after_every_key_the_cursor_is_on_the_row_in_focus(
    tmp_path: Path, columns: int, rows: int
) -> None:
    pane = 0 if columns < 70 else columns * 2 // 5  # where the article begins
    with reader(tmp_path, columns, rows) as terminal:
        assert not terminal.cursor_shown
        assert terminal.row_at_cursor().startswith("▌ 1. Tin số 0")
        for number in (2, 3, 4):
            terminal.press(DOWN)
            assert terminal.row_at_cursor().startswith(f"▌ {number}. Tin số {number - 1}")
        terminal.press(UP)
        assert terminal.row_at_cursor().startswith("▌ 3. Tin số 2")
        terminal.press(ENTER)
        assert terminal.row_at_cursor().startswith("Tin số 2")
        for number in range(3):
            terminal.press(DOWN)
            assert terminal.from_cursor(pane).startswith(f"Đây là câu thứ {number}")
        terminal.press("C")
        assert terminal.cursor_shown
        terminal.press("D")
        assert terminal.from_cursor(pane).startswith("Đây là câu thứ 2")
        terminal.press("/")
        assert terminal.cursor[0] == 0
        terminal.press("xang")
        assert terminal.cursor == (0, 5)
        terminal.press(ENTER)
        assert terminal.row_at_cursor().startswith("▌ ")
        terminal.press("\x10")
        assert terminal.cursor == (0, 0)
        terminal.press(DOWN)
        assert terminal.row_at_cursor().startswith("▌ ")
        terminal.press(ESC)
        terminal.read()
        assert terminal.row_at_cursor().startswith("▌ ")


def test_with_no_color_not_one_colour_code_is_sent(tmp_path: Path) -> None:
    with reader(tmp_path, NO_COLOR="1") as terminal:
        for keys in (DOWN, ENTER, DOWN, DOWN, "/", "tin", ESC, "y", "y", "\x10", ESC, ESC):
            terminal.press(keys)
        assert "▌" in terminal.text()
        assert not COLOUR.findall(terminal.sent)


def test_the_linux_console_is_sent_no_colours_for_its_sixteen_are_its_own(tmp_path: Path) -> None:
    with reader(tmp_path, TERM="linux", COLORTERM="") as terminal:
        terminal.press(DOWN)
        assert "▌" in terminal.text()
        assert not COLOUR.findall(terminal.sent)


def test_an_xterm_that_does_not_say_how_many_colours_it_has_is_sent_the_256(tmp_path: Path) -> None:
    with reader(tmp_path, TERM="xterm", COLORTERM="") as terminal:
        assert "\x1b[1;38;5;16;48;5;" in terminal.sent  # black of the 256, which bold leaves black
        assert not re.search(r"\x1b\[(?:1;)?(?:3[0-7]|9[0-7])[;m]", terminal.sent)


def test_the_default_theme_does_send_colours_so_that_the_test_above_means_something(
    tmp_path: Path,
) -> None:
    with reader(tmp_path) as terminal:
        assert COLOUR.search(terminal.sent)


def test_no_code_is_sent_that_is_known_to_harm_a_terminal(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        for keys in ("t", "2", ENTER, DOWN, "T", "y"):
            terminal.press(keys)
        # Double height and width (DECDHL, DECDWL): they crash xterm before patch 380.
        assert not re.search(r"\x1b#[3-6]", terminal.sent)
        assert "\x07" not in re.sub(r"\x1b\][^\x07]*\x07", "", terminal.sent)


def test_a_key_sends_the_rows_that_change_and_not_the_whole_window(tmp_path: Path) -> None:
    # What is sent is what a screen reader inside the terminal says, and a slow line carries.
    with reader(tmp_path, 80, 24) as terminal:
        terminal.press(DOWN)
        before = len(terminal.sent)
        terminal.press(DOWN)
        told = terminal.sent[before:]
        assert "Tin số 1" in told
        assert "Tin số 2" in told
        assert "Tin số 0" not in told
        assert "Tin số 3" not in told
        terminal.press(ENTER)
        terminal.press(DOWN)
        before = len(terminal.sent)
        terminal.press(DOWN)
        told = terminal.sent[before:]
        assert "câu 3 trên 13" in told
        assert "thứ 5" not in told
        assert "Tin số" not in told
