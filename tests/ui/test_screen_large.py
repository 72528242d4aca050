from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.looking import from_cursor, text
from tests.ui.reading_room import SIZES, reading_room

from docbao.ui.screen.app import ReaderApp
from docbao.ui.screen.glyph_test import GlyphTest
from docbao.ui.screen.large import LargePane


async def test_large_text_asks_once_which_cells_are_drawn_well(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter", "down", "t")
            assert isinstance(app.screen, GlyphTest)
            await pilot.press("2")
            assert session.style.cells == "quadrant"
            assert session.style.text_size == 6
            assert isinstance(app.focused, LargePane)
            await pilot.press("t")
            assert isinstance(app.focused, LargePane)
            assert session.style.text_size == 8
    with reading_room(tmp_path) as session:
        assert session.style.cells == "quadrant"


@pytest.mark.parametrize("size", SIZES)
async def test_large_text_goes_through_the_whole_article_with_its_plain_text(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reading_room(tmp_path) as session:
        session.restyle(cells="quadrant", text_size=6)
        app = ReaderApp(session)
        async with app.run_test(size=size) as pilot:
            await pilot.press("enter")
            heard: list[str] = []
            for _ in range(400):
                pane = app.query_one(LargePane)
                assert from_cursor(app) == pane.plain
                assert any("█" in row or "▛" in row for row in text(app)[1:-2])
                heard.append(pane.plain)
                if session.desk.place == 12 and pane.text.endswith(pane.plain):
                    break
                await pilot.press("down")
            assert session.desk.pages is not None
            said = " ".join(sentence.text for sentence in session.desk.pages.sentences)
            assert " ".join(heard) == said
            await pilot.press("up")
            assert session.desk.place in (11, 12)


async def test_sizes_too_small_for_the_cells_are_passed_over_both_ways(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        session.restyle(cells="half")
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            sizes = []
            for key in ("t", "t", "t", "t", "T", "T"):
                await pilot.press(key)
                sizes.append(session.style.text_size)
            assert sizes == [8, 10, 1, 8, 1, 1]
