"""Links of a feed or list page: absolute, safe to follow, and the same story once."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_TRACKING: Final = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|zarsrc|mc_[ce]id|_ga|igshid)(?:=|\Z)", re.IGNORECASE
)
_BLANK: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")
LONGEST_LINK_CHARS: Final = 2000


def web_link(base: str, raw: str) -> str:
    """`raw` as an absolute http(s) address in canonical form; empty when it is none.

    Canonical: scheme and host in lower case, no fragment, no default port, no parameters that
    only track the reader (`utm_…`, `fbclid`, `gclid`, `zarsrc`). Everything else stays: on
    many portals the query is what names the article.
    """
    text = _BLANK.sub("", raw[: LONGEST_LINK_CHARS + 1])
    if not text or len(text) > LONGEST_LINK_CHARS:
        return ""
    try:
        parts = urlsplit(text if text.startswith(("http://", "https://")) else urljoin(base, text))
        scheme, name, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        return ""
    if scheme not in ("http", "https") or not name:
        return ""
    host = name.lower()
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != (443 if scheme == "https" else 80):
        host = f"{host}:{port}"
    query = parts.query
    if query and _TRACKING.search(query):
        query = "&".join(part for part in query.split("&") if not _TRACKING.match(part))
    return f"{scheme}://{host}{parts.path or '/'}{'?' + query if query else ''}"


def entry_id(link: str, guid: str = "", *, home: str = "") -> str:
    """16 hex digits that stay the same for a story, however often it is met.

    Args:
        link: Canonical link of the story; may be empty when there is a guid.
        guid: The feed's own name for it; preferred, because links get new slugs.
        home: The feed's address: a guid that is no address is unique within its site only.

    Returns:
        A hash over the guid or link. Addresses count without their scheme, so a site that
        moves to https keeps its stories; the same address in two feeds is one story.
    """
    address = web_link("", guid) if guid else link
    host = urlsplit(home).hostname or home
    key = address.partition("://")[2] if address else f"{host}\n{guid}"
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
