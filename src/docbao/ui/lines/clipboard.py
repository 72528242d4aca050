"""The clipboard by way of the programs each system has for it; no escape sequences."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Final

_TOOLS: Final = (
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
    ("pbcopy",),
    ("clip.exe",),
)
_PATIENCE_S: Final = 5


def copy(text: str, *, which: Callable[[str], str | None] = shutil.which) -> bool:
    """Put `text` into the clipboard; `False` where nothing here can."""
    for name, *options in _TOOLS:
        program = which(name)
        if program is None:
            continue
        # Windows' clip reads UTF-16 with a mark, all others what the locale says.
        encoding = "utf-16" if name == "clip.exe" or sys.platform == "win32" else "utf-8"
        try:
            subprocess.run(  # noqa: S603 - a program found by its own name, no shell
                [program, *options],
                input=text.encode(encoding),
                check=True,
                timeout=_PATIENCE_S,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return True
    return False
