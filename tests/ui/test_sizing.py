"""Letters the terminal draws larger itself: asked, believed, drawn; never where it is silent."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.ui.terminal import Terminal

from docbao.ui.sizing import QUERY, Sizing, may_ask, understood

needs_a_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
FONT = b"\x1bP1+r" + b"kitty-query-font_size".hex().encode() + b"="
KITTY = {"TERM": "xterm-kitty"}


@pytest.mark.parametrize(
    ("reply", "sizing"),
    [
        (b"\x1b[1;1R\x1b[1;3R\x1b[1;5R\x1b[0n", Sizing(scales=True)),
        (b"\x1b[7;1R\x1b[7;3R\x1b[7;5R" + FONT + b"31312e30\x1b\\", Sizing(True, 11.0)),
        (b"\x1b[1;1R\x1b[1;3R\x1b[1;3R\x1b[0n", Sizing()),  # foot: widths alone
        (b"\x1b[1;1R\x1b[1;1R\x1b[1;1R\x1b[0n", Sizing()),  # kitty before 0.40
        (b"\x1b[1;1R\x1b[1;2R\x1b[1;3R\x1b[0n", Sizing()),  # the codes shown as rubbish
        (b"\x1b[0n", Sizing()),
        (b"", Sizing()),
        (b"abc\x1b[1;1R", Sizing()),
        (FONT + b"zz\x1b\\", Sizing()),
        (FONT + b"6e616e\x1b\\", Sizing()),
    ],
)  # fmt: skip
def test_a_terminal_is_believed_only_when_its_cursor_moved_as_the_protocol_says(
    reply: bytes, sizing: Sizing
) -> None:
    assert understood(reply) == sizing


@pytest.mark.parametrize(
    ("environment", "asked"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-ghostty"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/t,1,0"}, False),
        ({"TERM": "xterm-kitty", "STY": "1.pts"}, False),
    ],
)
def test_only_terminals_that_could_have_it_are_asked(
    environment: dict[str, str], asked: bool
) -> None:
    assert may_ask(environment) is asked


def open_reader(home: Path, *, sizes: bool, **environment: str) -> Terminal:
    terminal = Terminal(["tests/ui/reader_process.py", str(home)], 80, 24, environment, sizes=sizes)
    terminal.wait_for("1. Tin số 0")
    return terminal


@needs_a_pty
def test_where_the_terminal_has_it_the_sentence_stands_in_its_own_large_letters(
    tmp_path: Path,
) -> None:
    terminal = open_reader(tmp_path, sizes=True, **KITTY)
    try:
        assert QUERY in terminal.sent
        terminal.press("\r")
        terminal.press("\x1b[B")
        for size in (2, 3):
            terminal.press("t")
            terminal.wait_until(lambda: terminal.sizes_shown() == {size})  # noqa: B023 - at once
            plain = "Đây là câu thứ 0 của đoạn, đủ dài để phải xuống dòng ở màn hình hẹp."
            shown = " ".join(terminal.large_lines())
            assert plain.startswith(shown)
            assert len(shown) > 20
            assert all(len(line) * size <= 79 for line in terminal.large_lines())
            # The same words are there in ordinary letters, and the cursor is on them.
            assert terminal.row_at_cursor().startswith(shown[:30])
        terminal.press("\x1b[B")
        assert terminal.large_lines()
        terminal.press("\x1bOP")  # F1: a page over the screen takes all of it away
        terminal.wait_until(lambda: not terminal.large)
        terminal.press("q")
        terminal.wait_until(lambda: bool(terminal.large))
        terminal.press("TTTT")
        terminal.wait_until(lambda: not terminal.large)
    finally:
        terminal.press("\x03")
        assert terminal.close() == 0


@needs_a_pty
@pytest.mark.parametrize("term", ["xterm-kitty", "xterm-256color"])
def test_where_the_terminal_is_silent_no_such_code_is_sent_but_the_question(
    tmp_path: Path, term: str
) -> None:
    terminal = open_reader(tmp_path, sizes=False, TERM=term)
    try:
        terminal.press("t")
        terminal.wait_for("liền nét")  # the question about cells made of blocks
        terminal.press("2")
        terminal.wait_for("█")
        assert ("]66" in terminal.sent) == (term == "xterm-kitty")
        assert "]66" not in terminal.sent.replace(QUERY, "")
    finally:
        terminal.press("\x03")
        assert terminal.close() == 0
