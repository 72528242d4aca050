from __future__ import annotations

from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from tests.ui.looking import row_at_cursor, whole
from tests.ui.reading_room import reading_room
from textual.events import Paste
from textual.widgets import Input

from docbao.ui.screen.app import ReaderApp
from docbao.ui.screen.rows import RowList


async def test_search_finds_without_accents_as_one_types(tmp_path: Path) -> None:
    with reading_room(tmp_path, title="Lễ hội Đền Thượng khai mạc") as session:
        app = ReaderApp(session)
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.press("slash", *"le hoi")
            assert isinstance(app.focused, Input)
            assert "Tin 1 trên 1: Tìm “le hoi”" in whole(app)
            assert app.cursor_position.y == 0
            await pilot.press("enter")
            assert row_at_cursor(app).startswith("▌ 1. Lễ hội Đền Thượng")
            await pilot.press("up", "escape")
            assert "Tin 1 trên 12" in whole(app)
            assert isinstance(app.focused, RowList)


async def test_letters_of_an_input_method_arrive_whole_in_the_search(tmp_path: Path) -> None:
    # A Telex input method sends ready letters, and a backspace where it takes one back.
    with reading_room(tmp_path, title="Lễ hội Đền Thượng khai mạc") as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("slash", "l", "e", "backspace", "ê", "backspace", "ễ", "space")
            await pilot.press("h", "ộ", "i")
            assert app.query_one("#search", Input).value == "lễ hội"
            assert "Tin 1 trên 1" in whole(app)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
async def test_composed_and_decomposed_letters_find_the_same_typed_or_pasted(
    tmp_path: Path, form: Literal["NFC", "NFD"]
) -> None:
    words = normalize(form, "lễ hội đền")
    with reading_room(tmp_path, title="Lễ hội Đền Thượng khai mạc") as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("slash", *("space" if letter == " " else letter for letter in words))
            await pilot.pause()
            assert "Tin 1 trên 1: Tìm" in whole(app)
            await pilot.press("escape", "slash")
            assert "Tin 1 trên 12" in whole(app)
            app.post_message(Paste(words))
            await pilot.pause()
            await pilot.pause()
            assert "Tin 1 trên 1: Tìm" in whole(app)
            await pilot.press("enter")
            assert row_at_cursor(app).startswith("▌ 1. Lễ hội Đền Thượng")
