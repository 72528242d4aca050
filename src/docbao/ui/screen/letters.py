"""Letters that are the terminal's business: those it draws larger itself, and its own zoom."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from docbao.ui.screen import wording
from docbao.ui.sizing import MOST_SCALE, Sizing
from docbao.ui.zoom import LARGEST_TIMES, KittyZoom, zoom_keys

if TYPE_CHECKING:
    from docbao.ui.screen.app import ReaderApp


class TerminalLetters:
    """What the terminal can do for the size of letters, and what it was last asked to do."""

    def __init__(self, sizing: Sizing, zoom: KittyZoom | None) -> None:
        self._sizing = sizing
        self._zoom = zoom
        self._told = False

    @property
    def scales(self) -> bool:
        """Whether the terminal draws letters of several cells itself."""
        return self._sizing.scales

    @property
    def zoomed(self) -> bool:
        """Whether all its letters were made larger, so that ours are ordinary ones."""
        return self._zoom is not None and self._zoom.times > 1

    def draws(self, size: int) -> bool:
        """Whether letters of this size are the terminal's to draw."""
        return self.scales and size <= MOST_SCALE

    def zoom_to(self, size: int) -> bool:
        """Have the terminal zoom to twice or three times; `False` where that is not its way."""
        if self._zoom is None or self.scales:
            return False
        wanted = size if 1 < size <= LARGEST_TIMES else 1
        return self._zoom.to(wanted) and wanted > 1

    def tell_keys(self, app: ReaderApp) -> None:
        """Say, once, how this terminal zooms."""
        if not self._told:
            self._told = True
            app.say(wording.ZOOM.fill(k=zoom_keys(os.environ)))

    def overlay(self, app: ReaderApp) -> str:
        """The codes to send after a frame: large letters over their blanks, the cursor back.

        After every frame, since Textual does not tell which blanks it sent from its memory.
        """
        large = app.panes.large
        if not self.scales or not large.display:
            return ""
        where = app.cursor_position
        return f"{large.overlay()}\x1b[{where.y + 1};{where.x + 1}H"
