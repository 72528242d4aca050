"""How much memory this process holds, as exactly as the system tells without other packages."""

from __future__ import annotations

import os
import sys


def resident_bytes() -> int:
    """Memory resident now (Linux), the most it ever was (other Unix), 0 where unknown (Windows)."""
    if sys.platform == "win32":
        return 0
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - pathlib is slow to import
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        pass
    import resource  # noqa: PLC0415 - not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # getrusage(2): bytes on macOS
