"""File permissions that bind whoever runs the tests, root too.

On Linux root ignores permissions by two capabilities; without them it is an owner like any
other. Run as a program, `python tests/permissions.py COMMAND…` becomes that command without
them, for good.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from typing import Final

import pytest

PERMISSIONS: Final = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (linux/capability.h)."""
_VERSION_3: Final = 0x20080522
_PR_CAPBSET_DROP: Final = 24

needs_permissions = pytest.mark.skipif(
    sys.platform == "win32"
    or (sys.platform != "linux" and hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="permissions bind neither Windows' folders nor, outside Linux, root",
)


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def _call(name: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


@contextlib.contextmanager
def permissions_bind() -> Iterator[None]:
    """Let permissions bind this thread for a while."""
    if sys.platform != "linux" or os.geteuid():
        yield
        return
    header, sets = _Header(_VERSION_3, 0), (_Sets * 2)()
    _call("capget", ctypes.byref(header), sets)
    before = sets[0].effective
    sets[0].effective &= ~sum(1 << number for number in PERMISSIONS)
    _call("capset", ctypes.byref(header), sets)
    try:
        yield
    finally:
        sets[0].effective = before
        _call("capset", ctypes.byref(header), sets)


def bound_command(*command: str) -> list[str]:
    """`command` as a process bound by permissions, and all that it starts."""
    if sys.platform != "linux" or os.geteuid():
        return list(command)
    return [sys.executable, __file__, *command]


if __name__ == "__main__":
    for capability in PERMISSIONS:
        _call("prctl", _PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - no shell is wanted
