"""One request and its answer, over connections that are kept while they are of use.

Built on httpcore, the engine inside httpx, directly: only it lets the network floor be ours
(`connect`), and the layer above would follow no redirect and decode no body for us anyway.
"""

from __future__ import annotations

import ssl
import threading
import urllib.request
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Final
from urllib.parse import unquote, urlsplit

import httpcore

from docbao.errors import FetchError
from docbao.i18n import Phrase
from docbao.sources.addresses import Resolver, WebAddress, is_private_host, shown
from docbao.sources.advice import CHECK_PROXY
from docbao.sources.answers import Answer
from docbao.sources.body import read_body, too_large
from docbao.sources.connect import CheckedNetwork, Deadline, Sockets
from docbao.sources.failures import network_error, protocol_error

_IDLE_CONNECTIONS: Final = 64
_IDLE_S: Final = 15.0
_CLOSING_S: Final = 2.0
USER_AGENT: Final = f"docbao/{version('docbao')} (news reader for the blind; feeds and articles)"
_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, "
    "text/html;q=0.8, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "Accept-Language": "vi, en;q=0.7",
}

PoolKey = tuple[str, str]
"""Scheme, and how it is reached: `public`, `private`, or a proxy's address."""


class Wire:
    """Connections by kind: checked public ones, permitted private ones, and a proxy's.

    The kinds never share a connection, so that one opened with a permission is not used
    without it.
    """

    def __init__(
        self,
        *,
        resolver: Resolver,
        clock: Callable[[], float],
        proxies: Mapping[str, str] | None,
        trust: Callable[[], ssl.SSLContext] | None,
    ) -> None:
        """Args as `HttpFetcher`."""
        self.deadline = Deadline(clock)
        self._resolver = resolver
        self._proxies = urllib.request.getproxies() if proxies is None else proxies
        self._trust = trust or usual_trust
        self._sockets = Sockets()
        self._pools: dict[PoolKey, httpcore.ConnectionPool] = {}
        self._state = threading.Condition()
        self._under_way = 0
        self._closed = False

    def close(self) -> None:
        """End requests under way and let go of every connection."""
        with self._state:
            self._closed = True
            self._sockets.shut()
            self._state.wait_for(lambda: not self._under_way, timeout=_CLOSING_S)
            pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            pool.close()

    def get(
        self,
        address: WebAddress,
        headers: Mapping[str, str],
        *,
        limit_bytes: int,
        private: bool,
    ) -> Answer:
        """Ask for `address` once, following nothing.

        Raises:
            FetchError: No answer came, or one too large, too slow or damaged.
        """
        pool = self._enter(address, private=private)
        try:
            try:
                return self._request(pool, address, headers, limit_bytes)
            except httpcore.RemoteProtocolError as error:
                # An idle connection may be closed by the server just as we use it again.
                if "without sending a response" not in str(error):
                    raise
                return self._request(pool, address, headers, limit_bytes)
        except httpcore.RemoteProtocolError as error:
            raise protocol_error(address, error) from error
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProxyError) as error:
            raise network_error(address, error) from error
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise protocol_error(address, error) from error
        finally:
            with self._state:
                self._under_way -= 1
                self._state.notify_all()

    def _request(
        self,
        pool: httpcore.ConnectionPool,
        address: WebAddress,
        headers: Mapping[str, str],
        limit_bytes: int,
    ) -> Answer:
        url = httpcore.URL(
            scheme=address.scheme,
            host=address.host,
            port=None if address.has_usual_port else address.port,
            target=address.target,
        )
        sent = {"Host": address.authority, **_HEADERS, **headers}
        fields = [(k.encode("ascii"), v.encode("latin-1", "ignore")) for k, v in sent.items()]
        with pool.stream("GET", url, headers=fields) as response:
            received = {
                name.decode("latin-1").lower(): value.decode("latin-1").strip()
                for name, value in response.headers
            }
            body = b""
            if 200 <= response.status < 300:
                name = shown(str(address))
                length = received.get("content-length", "")
                if length.isdigit() and int(length[:18]) > limit_bytes:
                    raise too_large(name, limit_bytes)
                packing = received.get("content-encoding", "")
                body = read_body(
                    response.iter_stream(), encoding=packing, limit_bytes=limit_bytes, url=name
                )
            return Answer(response.status, received, body)

    def _enter(self, address: WebAddress, *, private: bool) -> httpcore.ConnectionPool:
        key = (address.scheme, self._way(address, private=private))
        with self._state:
            if self._closed:
                message = Phrase(vi="{url}: docbao đang dừng", en="{url}: docbao is closing")
                raise FetchError(message.fill(url=shown(str(address))))
            pool = self._pools.get(key)
            if pool is None:
                pool = self._pools[key] = self._pool(*key)
            self._under_way += 1
            return pool

    def _way(self, address: WebAddress, *, private: bool) -> str:
        """By proxy where one is set for this address, except to a machine named as private.

        Behind a proxy it is the proxy that resolves the name and answers for where it leads;
        numeric private addresses and localhost are refused before they come here.
        """
        proxy = self._proxies.get(address.scheme) or self._proxies.get("all")
        straight = is_private_host(address.host) or urllib.request.proxy_bypass(address.host)
        if not proxy or straight:
            return "private" if private else "public"
        return proxy if "://" in proxy else f"http://{proxy}"

    def _pool(self, scheme: str, way: str) -> httpcore.ConnectionPool:
        network = CheckedNetwork(
            resolver=self._resolver,
            deadline=self.deadline,
            sockets=self._sockets,
            private=way != "public",
        )
        # Reading the authorities takes tens of milliseconds: not for http.
        context = self._trust() if scheme == "https" or way.startswith("https") else None
        if way in ("public", "private"):
            return httpcore.ConnectionPool(
                ssl_context=context,
                max_connections=None,
                max_keepalive_connections=_IDLE_CONNECTIONS,
                keepalive_expiry=_IDLE_S,
                network_backend=network,
            )
        return _proxy_pool(way, context, network)


def _proxy_pool(
    proxy: str, context: ssl.SSLContext | None, network: CheckedNetwork
) -> httpcore.ConnectionPool:
    parts = urlsplit(proxy)
    if parts.scheme not in ("http", "https"):
        message = Phrase(
            vi="Proxy {proxy} không phải loại http: docbao không dùng được",
            en="Proxy {proxy} is not of the http kind: docbao cannot use it",
        )
        raise FetchError(message.fill(proxy=f"{parts.scheme}://{parts.hostname}"), hint=CHECK_PROXY)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return httpcore.HTTPProxy(
        proxy_url=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
        proxy_auth=auth,
        ssl_context=context,
        proxy_ssl_context=context,
        max_connections=None,
        max_keepalive_connections=_IDLE_CONNECTIONS,
        keepalive_expiry=_IDLE_S,
        network_backend=network,
    )


def usual_trust() -> ssl.SSLContext:
    """TLS that trusts what the system trusts (an office's own authority too) and certifi's."""
    import certifi  # noqa: PLC0415 - only https needs it

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
