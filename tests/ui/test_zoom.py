"""The terminal's own zoom: used where it may be, explained elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.ui.looking import row_at_cursor, whole
from tests.ui.reading_room import reading_room

from docbao.ui.screen.app import ReaderApp
from docbao.ui.screen.large import LargePane
from docbao.ui.screen.rows import RowList
from docbao.ui.zoom import KittyZoom, find_zoom, zoom_keys


class Kitty:
    """kitty's remote control; `allows` as its owner set it."""

    def __init__(self, *, allows: bool = True) -> None:
        self.allows = allows
        self.sizes: list[str] = []

    def __call__(self, command: Sequence[str]) -> bool:
        assert list(command[:-1]) == ["kitten", "@", "--to", "unix:/k", "set-font-size"]
        self.sizes.append(command[-1])
        return self.allows


async def test_twice_and_three_times_are_kittys_zoom_and_it_is_put_back_at_the_end(
    tmp_path: Path,
) -> None:
    kitty = Kitty()
    with reading_room(tmp_path) as session:
        app = ReaderApp(session, zoom=KittyZoom("kitten", "unix:/k", 12.5, run=kitty))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("t")
            assert kitty.sizes == ["25"]
            assert isinstance(app.focused, RowList)  # ordinary letters, as far as we are concerned
            await pilot.press("y", "t")
            assert kitty.sizes == ["25", "37.5"]
            assert session.style.text_size == 3
            await pilot.press("T")
        assert kitty.sizes == ["25", "37.5", "25", "12.5"]
    with reading_room(tmp_path) as session:
        app = ReaderApp(session, zoom=KittyZoom("kitten", "unix:/k", 12.5, run=kitty))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert kitty.sizes[-1] == "25"  # kept for next time


async def test_where_kitty_does_not_allow_it_the_keys_are_said_and_the_next_size_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-kitty")
    kitty = Kitty(allows=False)
    with reading_room(tmp_path) as session:
        session.restyle(cells="quadrant")
        app = ReaderApp(session, zoom=KittyZoom("kitten", "unix:/k", 0, run=kitty))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("t")
            assert kitty.sizes == ["22"]
            assert session.style.text_size == 5
            assert isinstance(app.focused, LargePane)
            assert "phóng chữ của terminal: Ctrl, Shift và dấu cộng" in whole(app)
            await pilot.press("T")
            assert session.style.text_size == 1
            assert row_at_cursor(app).startswith("▌ 1.")


def test_a_size_that_kitty_did_not_tell_is_put_back_to_what_its_settings_say() -> None:
    kitty = Kitty()
    zoom = KittyZoom("kitten", "unix:/k", 0, run=kitty)
    assert zoom.to(2)
    assert zoom.to(2)
    assert zoom.to(1)
    assert kitty.sizes == ["22", "0"]


def test_without_remote_control_there_is_no_zoom_of_ours() -> None:
    assert find_zoom({}) is None
    assert find_zoom({"TERM": "xterm-kitty"}) is None


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, "GNOME"),
        ({"WT_SESSION": "x"}, "Windows Terminal"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "Command"),
        ({"TERM": "linux"}, "setfont"),
        ({"TERM": "xterm", "XTERM_VERSION": "XTerm(379)"}, "Shift"),
        ({"TERM": "chưa từng nghe"}, "cài đặt"),
    ],
)
def test_each_terminal_is_told_with_its_own_keys(environment: dict[str, str], words: str) -> None:
    assert words in zoom_keys(environment).vi
    assert zoom_keys(environment).en
