"""Addresses of what is published, and the identities that are made from them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID, uuid5

from docbao.clean import clean_line
from docbao.errors import PublishError
from docbao.i18n import Phrase

_PODCAST: Final = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Namespace of `podcast:guid` (Podcasting 2.0, tag guid)."""
_HOST_LIKE: Final = re.compile(r"[\w.-]+\.\w{2,}(?:[:/]|\Z)|localhost|\d+\.\d+\.\d+\.\d+")

_EMAIL: Final = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+\Z")
"""As directories take them: RFC 5322 without comments and quotes."""


def check_base_url(text: str) -> str:
    """The address under which the folder will be reached, with a slash at its end.

    Args:
        text: As a person typed it.

    Returns:
        An http or https address in ASCII: letters beyond it are encoded as browsers do.

    Raises:
        PublishError: It has no scheme, no host, a query, a fragment, or a password in it.
    """
    given = clean_line(text)
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError as cause:
        raise _wrong(given, _EXAMPLE) from cause
    if parts.scheme not in ("http", "https") or not host:
        hint = _EXAMPLE
        if _HOST_LIKE.match(given):
            hint = Phrase(
                vi="Có phải bạn muốn viết https://{url} không?", en="Did you mean https://{url}?"
            ).fill(url=given)
        raise _wrong(given, hint)
    if parts.username is not None or parts.password is not None:
        raise _wrong(given.replace(parts.netloc, host), _NO_PASSWORD)
    if parts.query or parts.fragment:
        raise _wrong(given, _NO_QUERY)
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as cause:
        raise _wrong(given, _EXAMPLE) from cause
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port is None else f"{host}:{port}"
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme, netloc, path + "/", "", ""))


_EXAMPLE: Final = Phrase(
    vi="Viết cả https://, ví dụ --base-url https://vidu.vn/podcast/.",
    en="Write it with https://, for example --base-url https://example.org/podcast/.",
)
_NO_QUERY: Final = Phrase(
    vi="Bỏ phần từ dấu ? hoặc # trở đi.", en="Leave out what follows the ? or #."
)
_NO_PASSWORD: Final = Phrase(
    vi="Bỏ tên và mật khẩu: địa chỉ này ai cũng đọc được.",
    en="Leave out name and password: everybody can read this address.",
)


def _wrong(url: str, hint: Phrase) -> PublishError:
    return PublishError(
        Phrase(
            vi="“{url}” không dùng làm địa chỉ gốc được", en="“{url}” cannot be the base address"
        ).fill(url=url),
        hint=hint,
    )


def address(base_url: str, path: str) -> str:
    """The address of a file, given its path relative to what `base_url` leads to."""
    return base_url + quote(path, safe="/-._~")


def web_address(url: str) -> str:
    """`url` in ASCII, letters beyond it encoded as browsers do; empty when it is not of the web.

    Source: RSS 2.0 links are URLs (RFC 3986), which many news sites write as IRIs (RFC 3987).
    """
    given = clean_line(url)
    try:
        parts = urlsplit(given)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host:
            return ""
        netloc = parts.netloc.replace(" ", "")
        if not netloc.isascii():
            port = f":{parts.port}" if parts.port else ""
            netloc = host.encode("idna").decode("ascii") + port
    except (ValueError, UnicodeError):
        return ""
    kept = "/:@!$&'()*+,;=~-._"
    path = quote(parts.path, safe=f"%{kept}")
    query, fragment = (quote(part, safe=f"%?{kept}") for part in (parts.query, parts.fragment))
    return urlunsplit((parts.scheme, netloc, path, query, fragment))


def check_owner(link: str, email: str) -> None:
    """See that what a show says of its owner can stand in a feed.

    Raises:
        PublishError: The link is no address of the web, or the e-mail address is none.
    """
    if link and not web_address(link):
        raise PublishError(
            Phrase(
                vi="“{link}” không dùng làm `link:` của podcast được",
                en="“{link}” cannot be the `link:` of a podcast",
            ).fill(link=clean_line(link)),
            hint=Phrase(
                vi="Viết cả https://, ví dụ https://vidu.vn.",
                en="Write it with https://, for example https://example.org.",
            ),
        )
    if email and not _EMAIL.match(email):
        raise PublishError(
            Phrase(vi="“{email}” không phải địa chỉ thư", en="“{email}” is no e-mail address").fill(
                email=clean_line(email)
            ),
            hint=Phrase(
                vi="Sửa `email:` trong feeds.yaml, ví dụ ban@vidu.vn.",
                en="Correct `email:` in feeds.yaml, for example news@example.org.",
            ),
        )


def show_guid(feed_url: str) -> str:
    """The `podcast:guid` of a feed: the same wherever its scheme changes.

    Source: Podcasting 2.0, tag guid: UUIDv5 of the feed's address without scheme and without
    slashes at its end.
    """
    return str(uuid5(_PODCAST, feed_url.partition("://")[2].rstrip("/")))


def episode_guid(article_id: str) -> str:
    """The identity of an episode; it stays when the article is spoken anew."""
    return f"docbao-{article_id}"
