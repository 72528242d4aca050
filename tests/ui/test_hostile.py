"""Windows, texts and fingers that are not what one hopes for."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.ui.looking import from_cursor, resize, row_at_cursor, text
from tests.ui.reading_room import body, reading_room
from textual.events import Resize
from textual.geometry import Size

from docbao.model import Block
from docbao.session.commands import COMMANDS
from docbao.ui.screen.app import ReaderApp
from docbao.ui.screen.reading import ReadingPane
from docbao.ui.screen.rows import RowList


def sound(app: ReaderApp) -> None:
    """What must hold of every screen whatever happened before."""
    width, height = app.size
    shown = text(app)
    assert len(shown) == height
    assert all(cell_len(row) == width for row in shown)
    x, y = app.cursor_position
    assert 0 <= x < width
    assert 0 <= y < height
    assert app.focused is not None


@pytest.mark.parametrize("size", [(10, 3), (4, 2), (1, 1), (300, 3), (9, 80)])
async def test_a_tiny_or_odd_window_shows_what_it_can_and_recovers(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=size) as pilot:
            for key in ("down", "enter", "down", "slash", "x", "escape", "f1", "escape", "ctrl+p"):
                await pilot.press(key)
                sound(app)
            await pilot.press("escape", "home")
            session.restyle(cells="quadrant", text_size=10)
            await pilot.pause()
            await pilot.press("enter", "down")
            sound(app)
            session.restyle(text_size=1)
            await resize(pilot, 80, 24)
            await pilot.press("escape")
            assert row_at_cursor(app).startswith("▌ 1. Tin số 0")


async def test_a_window_of_ten_by_three_still_shows_the_selected_title(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(10, 3)) as pilot:
            await pilot.press("down")
            assert row_at_cursor(app).startswith("▌ 2. Tin")


async def test_a_storm_of_resizes_keeps_the_place(tmp_path: Path) -> None:
    storm = random.Random(3)
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter", *["down"] * 6)
            for _ in range(60):
                size = (storm.randint(1, 220), storm.randint(1, 70))
                app._driver.send_message(_resize(*size))  # type: ignore[union-attr]  # it runs
            await resize(pilot, 80, 24)
            await pilot.pause()
            sound(app)
            assert session.desk.place == 6
            assert from_cursor(app).startswith("Đây là câu thứ 5")


def _resize(columns: int, rows: int) -> Resize:
    return Resize(Size(columns, rows), Size(columns, rows))


async def test_an_article_of_a_megabyte_opens_and_is_walked_through(tmp_path: Path) -> None:
    blocks = body(3500, sentences=4)
    assert sum(len(block.text.encode()) for block in blocks) > 1_000_000
    with reading_room(tmp_path, entries=1, blocks=blocks) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter")
            await pilot.press("end")
            assert session.desk.place == 14_000
            assert from_cursor(app).startswith("Đây là câu thứ 13999")
            began = time.perf_counter()
            await pilot.press("up")
            assert from_cursor(app).startswith("Đây là câu thứ 13998")
            assert time.perf_counter() - began < 2  # no more than a guard against walking it all


@pytest.mark.parametrize("blocks", [(), (Block("paragraph", "…—!?"),)])
async def test_an_article_of_no_words_says_so(tmp_path: Path, blocks: tuple[Block, ...]) -> None:
    with reading_room(tmp_path, entries=1, blocks=blocks, title="…") as session:
        app = ReaderApp(session)
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.press("enter")
            assert "Bài này không có chữ nào." in " ".join(text(app))
            for key in ("down", "up", "pagedown", "home", "end", "D", "right_square_bracket", "w"):
                await pilot.press(key)
                sound(app)
            session.restyle(cells="half", text_size=8)
            await pilot.press("down")
            sound(app)


async def test_a_feed_of_ten_thousand_items_is_walked_to_its_end(tmp_path: Path) -> None:
    with reading_room(tmp_path, entries=10_000) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            assert len(session.listing.items) < 1000
            for _ in range(60):
                await pilot.press("end")
                if session.listing.selected == 9_999:
                    break
            assert row_at_cursor(app).startswith("▌ 10000. Tin số 9999")
            heading = app.query_one("#items", RowList).heading
            assert heading == "Tin 10000 trên 10000: Tất cả nguồn"


TITLES = (
    "[bold red]Đậm[/] [link=file:///etc/passwd]và[/link] [/lỗi",
    "[@click=app.quit]Bấm[/] $primary \\[x]",
    "北京時間 今天上午 9 時，天安門廣場舉行升旗儀式",
    "أخبار اليوم من القاهرة שלום עולם",
    "Gia đình 👨\u200d👩\u200d👧\u200d👦 mừng 🇻🇳 vô địch 🏆️ ở ❤️ Hà Nội",
    "Tie\u0302\u0301ng Vie\u0323\u0302t ta\u0301ch da\u0302\u0301u",
    "a" * 500,
    "\u202eđảo\u202c chiều",
)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_strange_titles_are_shown_as_they_are_and_break_nothing(
    tmp_path: Path, title: str, size: tuple[int, int]
) -> None:
    with reading_room(tmp_path, entries=2, title=title) as session:
        app = ReaderApp(session)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            sound(app)
            start = from_cursor(app)
            assert start.startswith("1. " + " ".join(title.split())[:12])
            await pilot.press("enter")
            sound(app)
            session.restyle(cells="sextant", text_size=5)
            await pilot.press("down", "up")
            sound(app)
            await pilot.press("escape", "i")
            sound(app)


async def test_no_sequence_of_keys_breaks_the_screen(tmp_path: Path) -> None:
    fingers = random.Random(11)
    keys = [
        command.key for command in COMMANDS if command.key not in ("", "q", "o", "f5", "m", "c")
    ]
    keys += ["up", "down", "enter", "escape", "tab", "shift+tab", "end", "1", "2", "a", "ctrl+p"]
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(60, 14)) as pilot:
            for number in range(200):
                key = fingers.choice(keys)
                if key == "S":  # would write a file where the tests run
                    continue
                await pilot.press(key)
                if number % 40 == 39:
                    await resize(pilot, fingers.randint(5, 120), fingers.randint(2, 40))
                sound(app)
            assert app.is_running
            base = app.screen_stack[0]
            assert base.query_one("#items", RowList).selected == session.listing.selected
            if session.desk.pages is not None and session.desk.pages.sentences:
                assert base.query_one("#reading", ReadingPane).sentence == session.desk.place
