"""Contrast, measured where it counts: on what the screen paints, in every theme and state."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from tests.ui.looking import rows, segments
from tests.ui.reading_room import reading_room
from textual.pilot import Pilot

from docbao.session.events import WordHeard
from docbao.ui.contrast import SHAPE_LEAST, TEXT_LEAST, Contrasts, colours, contrast, contrasts
from docbao.ui.screen.app import ReaderApp
from docbao.ui.themes import HIGH_CONTRAST, PALETTES, TERMINAL, palette

COLOURED = [each for each in PALETTES if not each.plain]

State = Callable[[Pilot[Any], ReaderApp], Coroutine[Any, Any, None]]


async def the_list(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("down")


async def the_feeds(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("f")


async def an_article_with_a_word_heard(pilot: Pilot[Any], app: ReaderApp) -> None:
    await pilot.press("enter", "down", "down")
    app.session.emit(WordHeard(2, 7, 10))
    await pilot.pause()


async def an_error(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("enter", "d", "tab")


async def the_search_empty(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("slash")


async def the_search_with_words_selected(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("slash", *"gia xang", "shift+left", "shift+left")


async def the_palette(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("ctrl+p", "down")


async def the_palette_while_typing(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("ctrl+p")


async def a_prompt(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("ctrl+p", *"le trai", "enter", "5")


async def the_help(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("f1", "down")


async def the_glyph_test(pilot: Pilot[Any], _app: ReaderApp) -> None:
    await pilot.press("A")


async def large_letters_with_a_word_heard(pilot: Pilot[Any], app: ReaderApp) -> None:
    app.session.restyle(cells="quadrant", text_size=6)
    await pilot.press("enter", "down")
    app.session.emit(WordHeard(1, 0, 3))
    await pilot.pause()


STATES = (
    the_list, the_feeds, an_article_with_a_word_heard, an_error, the_search_empty,
    the_search_with_words_selected, the_palette, the_palette_while_typing, a_prompt, the_help,
    the_glyph_test, large_letters_with_a_word_heard,
)  # fmt: skip


def faint(segment: Segment) -> str | None:
    style = segment.style
    assert style is not None, segment
    assert not style.dim, segment
    if not segment.text.strip():
        return None
    ratio = contrast(*colours(style))
    return None if ratio >= TEXT_LEAST else f"{segment.text!r} {ratio:.2f} {style}"


@pytest.mark.parametrize("theme", [each.name for each in COLOURED])
async def test_all_text_on_every_screen_stands_out_seven_to_one(tmp_path: Path, theme: str) -> None:
    with reading_room(tmp_path) as session:
        session.restyle(theme=theme.removeprefix("docbao-"))
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            for state in STATES:
                await state(pilot, app)
                await pilot.pause()
                found = [words for words in map(faint, segments(app)) if words]
                assert not found, (state.__name__, found)
                await pilot.press("escape", "escape")


@pytest.mark.parametrize("theme", [each.name for each in COLOURED])
async def test_the_focus_shows_by_a_bar_bold_and_a_paper_of_its_own(
    tmp_path: Path, theme: str
) -> None:
    with reading_room(tmp_path) as session:
        session.restyle(theme=theme.removeprefix("docbao-"))
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("down")
            y = app.cursor_position.y
            chosen, beside = rows(app)[y][0], rows(app)[y - 2][0]
            assert chosen.text.startswith("▌")
            assert chosen.style is not None
            assert beside.style is not None
            assert chosen.style.bold
            assert not beside.text.startswith("▌")
            assert contrast(colours(chosen.style)[1], colours(beside.style)[1]) >= SHAPE_LEAST
            await pilot.press("enter")
            # The list no longer has the focus, and its selection is still marked by shape.
            resting = rows(app)[y]
            assert resting[0].text.startswith(">")
            assert any(part.style and part.style.underline for part in resting[1:3])


async def test_the_terminals_own_colours_are_left_alone(tmp_path: Path) -> None:
    with reading_room(tmp_path) as session:
        session.restyle(theme="terminal")
        app = ReaderApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            for state in STATES:
                await state(pilot, app)
                await pilot.pause()
                for segment in segments(app):
                    assert segment.style is not None
                    assert not segment.style.dim
                    for colour in (segment.style.color, segment.style.bgcolor):
                        assert colour is None or colour.is_default, (state.__name__, segment)
                await pilot.press("escape", "escape")


def test_an_unknown_theme_is_the_high_contrast_one_and_no_colour_wins() -> None:
    assert palette("chưa có") is HIGH_CONTRAST
    assert palette("light", colourless=True) is TERMINAL


def test_the_table_of_colours_keeps_both_bounds_and_says_what_it_cannot_know() -> None:
    for each in COLOURED:
        found = contrasts(each)
        assert found is not None
        assert found.text >= TEXT_LEAST == 7, each.name
        assert found.focus >= SHAPE_LEAST == 3, each.name
        assert found.ok
    assert contrasts(TERMINAL) is None


def test_a_theme_that_is_too_faint_is_found_out() -> None:
    grey = replace(HIGH_CONTRAST, ink="#808080")
    found = contrasts(grey)
    assert found is not None
    assert 5 < found.text < 6
    assert not found.ok
    flat = replace(HIGH_CONTRAST, chosen_paper="#000000", chosen_ink="#ffffff")
    assert contrasts(flat) == Contrasts(contrasts(HIGH_CONTRAST).text, 1.0)  # type: ignore[union-attr]  # it has colours
