"""A web page beside the reader: opened where that does not take the terminal away from it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from os import environ


def has_browser(env: Mapping[str, str] = environ, platform: str = sys.platform) -> bool:
    """Whether a page can be opened beside the terminal rather than in its place."""
    return platform in ("win32", "darwin") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def browse(url: str) -> bool:
    """Have the page opened in the person's browser; `False` where there is none to open it in."""
    if not has_browser():
        return False
    import webbrowser  # noqa: PLC0415 - 20 ms, seldom

    threading.Thread(target=webbrowser.open, args=(url,), name="docbao-link", daemon=True).start()
    return True
