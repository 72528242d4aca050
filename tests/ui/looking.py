"""What stands on the screen, as a person or a program sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.segment import Segment
from textual.pilot import Pilot

from docbao.ui.screen.app import ReaderApp


def segments(app: ReaderApp) -> Iterator[Segment]:
    """Every stretch of the screen with its style, as painted."""
    for row in rows(app):
        yield from row


def rows(app: ReaderApp) -> list[list[Segment]]:
    """The rows of the screen, as painted, the filters for colours applied."""
    width = app.size.width
    update = app.screen._compositor.render_strips()
    return [list(strip.crop(0, width)) for strip in update]


def text(app: ReaderApp) -> list[str]:
    """The rows of the screen as text."""
    return ["".join(segment.text for segment in row) for row in rows(app)]


def whole(app: ReaderApp) -> str:
    """Everything on the screen as running text."""
    return " ".join(" ".join(text(app)).split())


async def resize(pilot: Pilot[Any], columns: int, height: int) -> None:
    """Resize the window, and wait until all of it is laid out."""
    await pilot.resize_terminal(columns, height)
    await calm(pilot, (columns, height))


async def calm(pilot: Pilot[Any], size: tuple[int, int] | None = None) -> None:
    """Wait until the screen is laid out, of that `size` where one is given."""
    still = 0
    for _ in range(200):
        screen = pilot.app.screen
        laid_out = size in (None, screen.size) and not screen._layout_required
        still = still + 1 if laid_out else 0
        if still == 3:  # one for the window, one for the panes that follow it, one to be sure
            return
        await pilot.pause()


def from_cursor(app: ReaderApp) -> str:
    """What the focused pane shows from the hardware cursor on, as running text."""
    x, y = app.cursor_position
    area = app.focused.region if app.focused is not None else app.screen.region
    shown = [row[area.x : area.right] for row in text(app)[y : area.bottom]]
    shown[0] = shown[0][x - area.x :]
    return " ".join(" ".join(row.strip("▌█ ") for row in shown).split())


def row_at_cursor(app: ReaderApp) -> str:
    """The row of the screen the hardware cursor stands on, from the cursor on."""
    x, y = app.cursor_position
    return text(app)[y][x:]
