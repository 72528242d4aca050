"""ALSA kept from writing on the terminal.

On Linux, looking for a loudspeaker makes ALSA print some twenty lines on the process's standard
error when there is none: a screen reader reads them all out, and they tear a full-screen
program apart. ALSA lets a program say who is told instead.
"""

from __future__ import annotations

import ctypes
import sys

# `void (*)(const char *file, int line, const char *function, int err, const char *fmt, ...)`,
# alsa-lib's error.h; what follows `fmt` is not looked at.
_Handler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)


_tell_nobody = _Handler(lambda *_: None)
"""Kept for as long as the process lives: ALSA holds on to it."""


def hush() -> None:
    """Have ALSA write nothing; where there is no ALSA, nothing is done."""
    if not sys.platform.startswith("linux"):
        return
    try:
        alsa = ctypes.CDLL("libasound.so.2")
        alsa.snd_lib_error_set_handler(_tell_nobody)
    except (OSError, AttributeError):
        return
