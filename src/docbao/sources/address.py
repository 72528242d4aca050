"""The address that is a story's identity, whatever way led to it."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING: Final = re.compile(
    r"(?:utm_\w+|fbclid|gclid|zarsrc|zalo_\w+|gidzl|mibextid|cmpid|igshid|mc_[ce]id|ref_src|_ga)\Z"
)


def canonical(url: str) -> str:
    """`url` without fragment and tracking, host in lower case; anything odd is left as it is."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    if not parts.netloc:
        return url.strip()
    query = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(pair[0])
    ]
    return urlunsplit(
        (parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", urlencode(query), "")
    )


def identity(url: str) -> str:
    """16 hex digits that stand for the canonical form of `url`."""
    return hashlib.sha256(canonical(url).encode("utf-8", "replace")).hexdigest()[:16]
