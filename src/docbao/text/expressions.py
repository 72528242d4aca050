"""Regular expressions that are compiled when first used.

The rules hold over a hundred; compiling them all costs some 200 ms, which a program that only
wants to print its version, or to list the news, should not pay.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")


class _Lazy:
    """Compiles itself at the first question, and from then on is the compiled expression."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        # Only reached while the methods are missing: afterwards they are plain attributes.
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, put off; a wrong expression is only noticed when used (tests use them all)."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
