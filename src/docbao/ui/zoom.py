"""The terminal's own zoom: the right answer for letters half as large again, or twice as large.

kitty can be told to zoom where its owner allows it (remote control over `KITTY_LISTEN_ON`);
everywhere else the reader is told which keys do it in the terminal at hand.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from docbao.i18n import Phrase

USUAL_PT: Final = 11.0
"""kitty's own default, for when it does not say how large its font is."""
LARGEST_TIMES: Final = 3
"""More than this and less than 40 columns are left of a usual window."""
_PATIENCE_S: Final = 3.0

Run = Callable[[Sequence[str]], bool]


def _run(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - the program found on the reader's own path
            command, timeout=_PATIENCE_S, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


class KittyZoom:
    """kitty's font, made larger and put back."""

    def __init__(self, program: str, address: str, font_pt: float, *, run: Run = _run) -> None:
        """Zoom through `program` (kitten or kitty) at `address`.

        Args:
            program: Path of the program.
            address: `KITTY_LISTEN_ON`.
            font_pt: The font's size to begin with, in points; 0 when not known.
            run: How a command is run; whether it did what it should.
        """
        self._command = (program, "@", "--to", address, "set-font-size")
        self._font_pt = font_pt
        self._run = run
        self.times = 1

    def to(self, times: int) -> bool:
        """Make letters `times` as large as at first; `False` when kitty does not allow it."""
        if times == self.times:
            return True
        points = (self._font_pt or USUAL_PT) * times
        if times == 1:
            points = self._font_pt  # where it was a guess, 0: kitty takes that for "as configured"
        size = f"{points:g}"
        if not self._run((*self._command, size)):
            return False
        self.times = times
        return True


def find_zoom(
    environment: Mapping[str, str], font_pt: float = 0.0, *, run: Run = _run
) -> KittyZoom | None:
    """The zoom docbao may use here; `None` where there is none."""
    address = environment.get("KITTY_LISTEN_ON", "")
    program = next((p for name in ("kitten", "kitty") if (p := shutil.which(name))), None)
    if not address or program is None:
        return None
    return KittyZoom(program, address, font_pt, run=run)


_CTRL_PLUS: Final = Phrase(vi="Ctrl và dấu cộng", en="Ctrl and plus")
_CTRL_SHIFT_PLUS: Final = Phrase(vi="Ctrl, Shift và dấu cộng", en="Ctrl, Shift and plus")
_COMMAND_PLUS: Final = Phrase(vi="Command và dấu cộng", en="Command and plus")
_XTERM: Final = Phrase(
    vi="Shift và dấu cộng của bàn phím số, hoặc giữ Ctrl và bấm chuột phải rồi chọn Huge",
    en="Shift and plus of the number pad, or Ctrl with the right mouse button, then Huge",
)
_CONSOLE: Final = Phrase(
    vi="gõ “setfont -d” trước khi mở docbao, để nhân đôi chữ",
    en="“setfont -d” typed before docbao doubles the letters",
)
# How each terminal is known, and the keys its maker gives it.
_BY_PROGRAM: Final[dict[str, tuple[str, Phrase]]] = {
    "Apple_Terminal": ("Terminal", _COMMAND_PLUS),
    "iTerm.app": ("iTerm2", _COMMAND_PLUS),
    "WezTerm": ("WezTerm", _CTRL_PLUS),
    "ghostty": ("Ghostty", _CTRL_PLUS),
    "vscode": ("VS Code", _CTRL_PLUS),
    "mintty": ("mintty", _CTRL_PLUS),
}
_BY_VARIABLE: Final[dict[str, tuple[str, Phrase]]] = {
    "KITTY_WINDOW_ID": ("kitty", _CTRL_SHIFT_PLUS),
    "WT_SESSION": ("Windows Terminal", _CTRL_PLUS),
    "KONSOLE_VERSION": ("Konsole", _CTRL_PLUS),
    "VTE_VERSION": ("GNOME Terminal, VTE", _CTRL_SHIFT_PLUS),
    "ALACRITTY_WINDOW_ID": ("Alacritty", _CTRL_PLUS),
    "XTERM_VERSION": ("xterm", _XTERM),
}
_BY_TERM: Final[dict[str, tuple[str, Phrase]]] = {
    "xterm-kitty": ("kitty", _CTRL_SHIFT_PLUS),
    "xterm-ghostty": ("Ghostty", _CTRL_PLUS),
    "foot": ("foot", _CTRL_PLUS),
    "alacritty": ("Alacritty", _CTRL_PLUS),
    "linux": ("Linux", _CONSOLE),
}


def zoom_keys(environment: Mapping[str, str]) -> Phrase:
    """How letters are made larger in this terminal, by its own means, as half a sentence."""
    name, keys = _known(environment)
    if not name:
        return Phrase(
            vi="{k}, hoặc phần cài đặt chữ của terminal", en="{k}, or your terminal's settings"
        ).fill(k=_CTRL_PLUS)
    return Phrase(vi="{k} ({n})", en="{k} ({n})").fill(k=keys, n=name)


def _known(environment: Mapping[str, str]) -> tuple[str, Phrase]:
    program = environment.get("TERM_PROGRAM", "")
    if program in _BY_PROGRAM:
        return _BY_PROGRAM[program]
    for variable, found in _BY_VARIABLE.items():
        if environment.get(variable):
            return found
    return _BY_TERM.get(environment.get("TERM", ""), ("", _CTRL_PLUS))
