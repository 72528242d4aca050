from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.looking import from_cursor, row_at_cursor, text, whole
from tests.ui.reading_room import SIZES, reading_room

from docbao.i18n import choose_language
from docbao.session.events import WordHeard
from docbao.ui.screen.app import ReaderApp
from docbao.ui.screen.reading import ReadingPane
from docbao.ui.screen.rows import RowList
from docbao.ui.screen.window import Window


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_opens_with_number_and_title_first_and_the_state_in_words(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            seen = whole(app)
            assert "Tin 1 trên 12: Tất cả nguồn" in seen
            assert row_at_cursor(app).startswith("▌ 1. Tin số 0")
            assert "mới" in seen
            assert isinstance(app.focused, RowList)


@pytest.mark.parametrize("size", SIZES)
async def test_an_article_is_read_sentence_by_sentence_with_the_cursor_on_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=size) as pilot:
            await pilot.press("enter")
            assert isinstance(app.focused, ReadingPane)
            assert row_at_cursor(app).startswith("Tin số 0")
            for number in range(4):
                await pilot.press("down")
                assert row_at_cursor(app).startswith(f"Đây là câu thứ {number}"), number
            assert session.desk.place == 4
            await pilot.press("up")
            assert row_at_cursor(app).startswith("Đây là câu thứ 2")
            assert "câu 4 trên 13" in whole(app)


@pytest.mark.parametrize("size", SIZES)
async def test_every_item_and_every_sentence_can_be_reached(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=size) as pilot:
            for number in range(1, 12):
                await pilot.press("down")
                assert row_at_cursor(app).startswith(f"▌ {number + 1}. Tin số {number}")
            await pilot.press("home", "enter")
            while session.desk.place < 12:
                place = session.desk.place
                await pilot.press("down")
                assert session.desk.place == place + 1
            assert row_at_cursor(app).startswith("Đây là câu thứ 11")


@pytest.mark.parametrize("size", SIZES)
async def test_escape_leads_back_to_the_list_and_the_article_keeps_its_place(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=size) as pilot:
            await pilot.press("enter", "down", "down", "down", "escape")
            assert row_at_cursor(app).startswith("▌ 1. Tin số 0")
            assert "đang nghe dở" in from_cursor(app)
            await pilot.press("enter")
            assert row_at_cursor(app).startswith("Đây là câu thứ 2")


@pytest.mark.parametrize("size", [*SIZES, (69, 20), (70, 20)])
async def test_no_pane_reaches_beyond_the_window_so_that_no_text_is_cut(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=size) as pilot:
            for keys in (("home",), ("enter", "down"), ("escape", "f")):
                await pilot.press(*keys)
                shown = [pane for pane in app.query(Window) if pane.region.area]
                assert shown
                assert all(app.screen.region.contains_region(pane.region) for pane in shown)
            await pilot.press("escape", "home", "enter", "down")
            sentence = session.desk.sentence
            assert sentence is not None
            assert sentence.text in from_cursor(app)


async def test_changing_spacing_width_and_window_keeps_the_place(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter", *["down"] * 8)
            for key in ("D", "D", "G", "G", "less_than_sign", "less_than_sign"):
                await pilot.press(key)
                assert row_at_cursor(app).startswith("Đây là câu thứ 7"), key
            for size in ((40, 12), (200, 60), (69, 20), (70, 20)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert from_cursor(app).startswith("Đây là câu thứ 7"), size


async def test_the_screen_follows_the_voice_and_shows_the_word(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter")
            for place in (5, 12):
                session.desk.move(place, by_voice=True)
                await pilot.pause()
                assert row_at_cursor(app).startswith(f"Đây là câu thứ {place - 1}")
            session.emit(WordHeard(12, 7, 10))
            await pilot.pause()
            assert row_at_cursor(app).startswith("câu thứ 11")


async def test_the_mouse_selects_opens_and_goes_to_a_sentence(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            y = next(y for y, row in enumerate(text(app)) if "2. Tin số 1" in row)
            await pilot.click("#items", offset=(4, y))
            assert session.listing.selected == 1
            await pilot.click("#items", offset=(4, y))
            assert session.view == "article"
            await pilot.pause()
            y = next(y for y, row in enumerate(text(app)) if "câu thứ 3 " in row)
            await pilot.click("#reading", offset=(4, y))
            assert session.desk.place == 4


async def test_feeds_tell_their_counts_and_open_their_own_list(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.press("f")
            assert row_at_cursor(app).startswith("▌ 1. Báo Thử: 12 chưa đọc, 12 tin")
            await pilot.press("enter")
            assert "Tin 1 trên 12: Báo Thử" in whole(app)


async def test_the_interface_speaks_english_too(tmp_path: Path) -> None:
    choose_language("en")
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter")
            assert "Item 1 of 12: All feeds" in whole(app)
            assert "Silent, sentence 1 of 13, speed 1" in whole(app)
            await pilot.press("f1")
            assert "Up and down" in whole(app)


async def test_q_leaves_and_the_place_is_kept(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter", "down", "down", "q")
        assert app.return_value == 0
    with reading_room(tmp_path) as session:
        position = session.newsroom.library.position(f"{0:016x}")
        assert position is not None
        assert position.utterance == 2
