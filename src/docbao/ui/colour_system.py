"""How many colours a terminal is sent; asked before Textual is loaded, which reads the answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final, Literal

_MANY_COLOURS: Final = ("xterm", "screen", "tmux", "rxvt", "putty", "foot", "alacritty", "konsole")
_FEW_COLOURS: Final = ("16color", "mono", "88color")


def colour_system(environment: Mapping[str, str]) -> Literal["auto", "256", "none"]:
    """How many colours to send.

    A terminal that says only `TERM=xterm`, as xterm and PuTTY do, would be sent the sixteen
    colours whose shades are its own: there bold black comes out grey, at 2:1 on our yellow. All
    terminals of these families know the 256. Where there are only eight or sixteen (the Linux
    console), docbao sends none, and the terminal's own colours with reverse video are used.

    Args:
        environment: `os.environ`, or what a test puts in its place.
    """
    term = environment.get("TERM", "").lower()
    told = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    if told or term.endswith(("-256color", "-kitty")) or os.name == "nt":
        return "auto"  # it says more itself; on Windows the console does
    if term.startswith(_MANY_COLOURS) and not term.endswith(_FEW_COLOURS):
        return "256"
    return "none"
