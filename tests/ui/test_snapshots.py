"""Twelve pictures of the screen as text, looked at once and kept: what changes them is seen.

`python -m tests.ui.test_snapshots` writes them anew; look at them before they are committed.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.ui.looking import calm, rows
from tests.ui.reading_room import reading_room

from docbao.ui.screen.app import ReaderApp

FOLDER = Path(__file__).parent / "snapshots"


class Picture(NamedTuple):
    """A window, how the reader wants things, and the keys pressed."""

    size: tuple[int, int]
    style: dict[str, Any]
    keys: tuple[str, ...]


PICTURES = {
    "list-40x12": Picture((40, 12), {}, ("down",)),
    "list-80x24-light": Picture((80, 24), {"theme": "light"}, ("down", "down")),
    "article-40x12-yellow": Picture((40, 12), {"theme": "yellow"}, ("enter", "down")),
    "article-80x24": Picture((80, 24), {}, ("enter", "down", "down")),
    "article-200x60-spaced": Picture((200, 60), {"line_spacing": 1.5}, ("enter", "down")),
    "article-80x24-terminal": Picture((80, 24), {"theme": "terminal"}, ("enter", "down")),
    "search-80x24": Picture((80, 24), {}, ("slash", *"xang")),
    "feeds-40x12": Picture((40, 12), {}, ("f",)),
    "large-80x24-quadrants": Picture(
        (80, 24), {"cells": "quadrant", "text_size": 6}, ("enter", "down")
    ),
    "large-80x24-sextants": Picture(
        (80, 24), {"cells": "sextant", "text_size": 5}, ("enter", "down")
    ),
    "large-200x60-halves": Picture(
        (200, 60), {"cells": "half", "text_size": 10, "theme": "light"}, ("enter", "down")
    ),
    "large-list-40x12": Picture((40, 12), {"cells": "quadrant", "text_size": 6}, ("down",)),
}


async def take(picture: Picture, home: Path) -> str:
    """The screen as text; below it, row by row, where bold, underline and reverse are."""
    with reading_room(home) as session:
        session.restyle(**picture.style)
        session.take_events()
        app = ReaderApp(session)
        async with app.run_test(size=picture.size) as pilot:
            for key in picture.keys:
                await pilot.press(key)
                await calm(pilot)
            x, y = app.cursor_position
            lines, marks = [], []
            for row in rows(app):
                lines.append("".join(part.text for part in row).rstrip())
                marks.append(
                    "".join(_mark(part.style) * len(part.text) for part in row).rstrip(".")
                )
    told = [f"{number:>2} {mark}" for number, mark in enumerate(marks) if mark]
    return "\n".join([*lines, "", f"cursor: row {y}, column {x}", *told]) + "\n"


def _mark(style: Any) -> str:
    if style is None:
        return "."
    paper = style.bgcolor.name if style.bgcolor is not None else "default"
    chosen = style.reverse or paper not in ("default", "#000000", "#ffffff")
    if chosen:
        return "S" if style.bold else "s"
    return "u" if style.underline else "b" if style.bold else "."


@pytest.mark.parametrize("name", PICTURES)
async def test_the_screen_is_as_it_was_when_it_was_looked_at(name: str, tmp_path: Path) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert await take(PICTURES[name], tmp_path) == kept


def test_there_are_no_more_pictures_than_can_be_looked_at() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(PICTURES)
    assert len(PICTURES) <= 12


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each, wanted in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            shown = asyncio.run(take(wanted, Path(folder)))
        (FOLDER / f"{each}.txt").write_text(shown, encoding="utf-8", newline="\n")
