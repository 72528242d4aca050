from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.looking import from_cursor, row_at_cursor, rows, whole
from tests.ui.reading_room import SIZES, reading_room

from docbao.i18n import Language, choose_language
from docbao.session.commands import COMMANDS
from docbao.ui.screen.app import ReaderApp
from docbao.ui.screen.page import TextPage
from docbao.ui.screen.picker import Picker
from docbao.ui.screen.reading import ReadingPane
from docbao.ui.screen.wording import key_name


async def test_help_is_readable_text_with_every_command_and_its_key(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("f1")
            assert isinstance(app.screen, TextPage)
            page = app.screen.query_one(ReadingPane)
            told = " ".join(paragraph.text for paragraph in page.paragraphs)
            for words in ("tìm [/]", "dừng hoặc tiếp [Dấu cách]", "cỡ chữ [t]", "Ctrl+P"):
                assert words in told
            await pilot.press("down")
            assert row_at_cursor(app).startswith("Tab:")
            await pilot.press("escape")
            assert not isinstance(app.screen, TextPage)


async def test_every_command_is_found_by_typing_its_name_without_accents(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.press("ctrl+p", *"gian dong")
            assert isinstance(app.screen, Picker)
            await pilot.press("enter")
            await pilot.pause()
            assert session.style.line_spacing == 1.5


async def test_a_command_that_needs_words_asks_for_them(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.press("ctrl+p", *"le trai", "enter")
            assert "lề trái" in whole(app)
            await pilot.press("5", "enter")
            await pilot.pause()
            assert session.style.margin == 5


async def test_what_went_wrong_is_said_with_its_cure_and_said_again_on_a_key(
    tmp_path: Path,
) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.press("enter", "d")
            assert "Lỗi: máy này không có loa" in whole(app)
            await pilot.press("exclamation_mark")
            assert isinstance(app.screen, TextPage)
            assert "Cách sửa: Cắm tai nghe." in from_cursor(app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_first_time_begins_with_five_lines_that_name_the_keys_as_they_are(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    choose_language(language)
    with reading_room(tmp_path, first_time=True) as session:
        app = ReaderApp(session)
        async with app.run_test(size=size) as pilot:
            assert isinstance(app.screen, TextPage)
            lines = [p.text for p in app.screen.query_one(ReadingPane).paragraphs]
            assert len(lines) == 5
            told = " ".join(lines)
            for command in COMMANDS:
                if command.id in ("Refresh", "ReadAloud", "TextSize", "Help", "Quit"):
                    assert key_name(command.key) in told
            while lines:
                assert from_cursor(app).startswith(lines.pop(0)[:30])
                await pilot.press("down")
            await pilot.press("enter")
            assert row_at_cursor(app).startswith("▌ 1. Tin số 0")
    with reading_room(tmp_path, first_time=True) as session:
        app = ReaderApp(session)
        async with app.run_test(size=size):
            assert not isinstance(app.screen, TextPage)


async def test_nothing_on_the_screen_moves_or_vanishes_by_itself(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            for keys in (("enter", "d"), ("escape", "slash", "a"), ("escape", "ctrl+p")):
                await pilot.press(*keys)
                before = rows(app)
                await pilot.pause(0.7)  # a cursor that blinks does so every half second
                assert rows(app) == before, keys
            assert app.animation_level == "none"
