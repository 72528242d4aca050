"""From an address to a page: bounded, polite and safe.

`Fetcher` is the seam everything above stands on; `HttpFetcher` is the one that goes out to
the network. Importing this module is cheap: the HTTP library is loaded by the first fetcher.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Final, Protocol, Self

from docbao.errors import FetchError, NotModified
from docbao.i18n import Phrase
from docbao.model import Page
from docbao.sources.addresses import (
    PrivateReach,
    Resolver,
    WebAddress,
    allows_private,
    is_private_host,
    join_address,
    read_address,
    shown,
    system_resolver,
)
from docbao.sources.advice import CORRECT_FEED
from docbao.sources.answers import Answer, refusal, refused_address

FEED_LIMIT_BYTES: Final = 5_000_000
"""Largest feed read, unpacked. The largest Vietnamese feed known has 1,000 items in 1.1 MB."""
ARTICLE_LIMIT_BYTES: Final = 5_000_000
"""Largest article page read, unpacked. Pages of the big papers have 60 to 770 kB."""
TIMEOUT_S: Final = 30.0
"""For one fetch in all, redirects included; waiting for a turn at a busy host is not counted."""
MAX_REDIRECTS: Final = 5
PER_HOST: Final = 2
"""Requests under way at one host at a time."""

_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_PERMANENT: Final = frozenset((301, 308))


class Fetcher(Protocol):
    """Something that gets pages."""

    def fetch(
        self,
        url: str,
        *,
        limit_bytes: int = FEED_LIMIT_BYTES,
        etag: str | None = None,
        last_modified: str | None = None,
        allow_private: PrivateReach = False,
    ) -> Page:
        """Get `url`. May be called from many threads at once.

        Args:
            url: An http or https address.
            limit_bytes: Most bytes the unpacked body may have.
            etag: `Page.etag` of what we have.
            last_modified: `Page.last_modified` of what we have.
            allow_private: Private addresses the request may touch: none, all (`True`), or
                those of one host by name; see `addresses.private_reach`.

        Raises:
            NotModified: What we have is still right.
            FetchError: Anything else that kept the page from us.
        """
        ...

    def close(self) -> None:
        """Let go of connections; fetches under way end with an error. May be called twice."""
        ...


class HttpFetcher(AbstractContextManager["HttpFetcher"]):
    """The fetcher that goes out to the network."""

    def __init__(  # noqa: PLR0913 - each is a seam of its own, all have defaults
        self,
        *,
        resolver: Resolver = system_resolver,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout_s: float = TIMEOUT_S,
        per_host: int = PER_HOST,
        proxies: Mapping[str, str] | None = None,
        trust: Callable[[], ssl.SSLContext] | None = None,
    ) -> None:
        """Make a fetcher; no connection is made before the first fetch.

        Args:
            resolver: Turns host names into numeric addresses.
            clock: Seconds, for the deadline.
            now: The time of day, for a Retry-After that names one.
            timeout_s: For one fetch in all.
            per_host: Requests under way at one host at a time.
            proxies: Scheme to proxy address; `None` asks the environment and the system.
            trust: Makes the TLS settings; `None` trusts the system's and certifi's authorities.
        """
        from docbao.sources.wire import Wire  # noqa: PLC0415 - the HTTP library takes 0.15 s

        self._wire = Wire(resolver=resolver, clock=clock, proxies=proxies, trust=trust)
        self._now = now
        self._timeout_s = timeout_s
        self._per_host = per_host
        self._turns: dict[str, threading.BoundedSemaphore] = {}
        self._turns_lock = threading.Lock()

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    def close(self) -> None:
        """Let go of connections; fetches under way end with an error."""
        self._wire.close()

    def fetch(
        self,
        url: str,
        *,
        limit_bytes: int = FEED_LIMIT_BYTES,
        etag: str | None = None,
        last_modified: str | None = None,
        allow_private: PrivateReach = False,
    ) -> Page:
        """Get `url`; see `Fetcher.fetch`."""
        address = read_address(url)
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        self._wire.deadline.start(self._timeout_s)
        permanent = True
        for _hop in range(MAX_REDIRECTS + 1):
            answer = self._ask(address, headers, limit_bytes, allow_private)
            location = answer.header("location")
            if answer.status not in _REDIRECTS or not location:
                return self._page(url, address, answer, permanent=permanent)
            permanent = permanent and answer.status in _PERMANENT
            address = join_address(address, location)
        message = Phrase(
            vi="{url}: máy chủ chuyển hướng quá {limit} lần",
            en="{url}: the server redirects more than {limit} times",
        )
        raise FetchError(message.fill(url=shown(url), limit=MAX_REDIRECTS), hint=CORRECT_FEED)

    def _ask(
        self,
        address: WebAddress,
        headers: Mapping[str, str],
        limit_bytes: int,
        reach: PrivateReach,
    ) -> Answer:
        private = allows_private(reach, address.host)
        if not private and is_private_host(address.host):
            raise refused_address(address)
        left_s = self._wire.deadline.left_s()
        with self._turn(address.host):
            self._wire.deadline.start(left_s)
            return self._wire.get(address, headers, limit_bytes=limit_bytes, private=private)

    def _turn(self, host: str) -> threading.BoundedSemaphore:
        with self._turns_lock:
            turn = self._turns.get(host)
            if turn is None:
                turn = self._turns[host] = threading.BoundedSemaphore(self._per_host)
            return turn

    def _page(self, url: str, address: WebAddress, answer: Answer, *, permanent: bool) -> Page:
        if answer.status == 304:
            message = Phrase(vi="{url}: chưa có gì mới", en="{url}: nothing new")
            raise NotModified(message.fill(url=shown(url)))
        if not 200 <= answer.status < 300:
            raise refusal(str(address), answer, self._now())
        moved = permanent and str(address) != str(read_address(url))
        return Page(
            url=url,
            final_url=str(address),
            status=answer.status,
            content_type=answer.header("content-type"),
            body=answer.body,
            etag=answer.header("etag") or None,
            last_modified=answer.header("last-modified") or None,
            moved_to=str(address) if moved else None,
        )
