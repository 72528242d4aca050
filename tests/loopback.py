"""A web server on loopback for every test that needs one: as well or as badly behaved as asked.

    with Loopback({"/rss": Reply(FEED, etag='"1"')}) as site:
        fetcher.fetch(site.url("/rss"), allow_private=True)
        assert site.visits[0].headers["user-agent"].startswith("docbao/")

One thread serves any number of addresses, so a thousand feeds cost a thousand sockets and no
more. Run as a program (`python tests/loopback.py N DELAY_S < feed.xml`) it serves the same feed
on N addresses, prints its port, and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Self

import pytest

several_addresses = pytest.mark.skipif(
    sys.platform == "darwin", reason="macOS has one loopback address unless told otherwise"
)
"""For tests that serve on more than 127.0.0.1."""

_CHUNK_BYTES: Final = 65_536
_PORTS_TRIED: Final = 20
_TURNS: Final = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does when a route is asked for."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    """Sent along; a request that names it is answered 304."""
    last_modified: str | None = None
    """As `etag`."""
    delay_s: float = 0.0
    """Before the first byte."""
    drip_s: float = 0.0
    """Between one byte and the next, headers included."""
    endless: bool = False
    """Repeat the body until the client has had enough."""
    cut: bool = False
    """Promise twice as much as is sent, then hang up."""
    silent: bool = False
    """Hang up without a word."""
    raw: bool = False
    """`body` is the whole answer, status line and headers included."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request the server saw."""

    method: str
    target: str
    headers: Mapping[str, str]
    """Names in lower case."""
    host: str
    """Address it came in on."""
    client_port: int
    """The same for requests over one connection."""
    at_s: float
    """Monotonic."""

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


Route = Reply | Callable[[Visit], Reply]


def redirect(to: str, status: int = 302) -> Reply:
    """A reply that sends the client elsewhere."""
    return Reply(status=status, headers={"Location": to})


def zipped(body: bytes, **headers: str) -> Reply:
    """`body` gzip-packed."""
    return Reply(gzip.compress(body, mtime=0), headers={"Content-Encoding": "gzip", **headers})


def addresses(count: int) -> list[str]:
    """`count` loopback addresses from 127.0.0.1 on (on macOS only the first exists)."""
    return [f"127.0.{n // 250}.{n % 250 + 1}" for n in range(count)]


class Loopback:
    """The server; a context manager."""

    def __init__(
        self,
        routes: Mapping[str, Route] | None = None,
        *,
        hosts: Iterable[str] = ("127.0.0.1",),
        tls: ssl.SSLContext | None = None,
        delay_s: float = 0.0,
    ) -> None:
        """Make a server; it listens once entered.

        Args:
            routes: By path (`/rss`) or by address and path (`127.0.0.2/rss`, which goes first);
                may be changed while serving through `routes`.
            hosts: Addresses to listen on, all at one port.
            tls: Serve https.
            delay_s: Before every answer.
        """
        self.routes: dict[str, Route] = dict(routes or {})
        self.visits: list[Visit] = []
        self.most_at_once: Counter[str] = Counter()
        """By address: most requests under way at the same time."""
        self.port = 0
        self._hosts = tuple(hosts)
        self._tls = tls
        self._delay_s = delay_s
        self._at_once: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="loopback", daemon=True)
        self._ready = threading.Event()

    def url(self, path: str = "/", host: str | None = None) -> str:
        """The address of `path` on `host` (the first one unless said)."""
        scheme = "http" if self._tls is None else "https"
        return f"{scheme}://{host or self._hosts[0]}:{self.port}{path}"

    def __enter__(self) -> Self:
        self._sockets = _listen(self._hosts)
        self.port = self._sockets[0].getsockname()[1]
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        loop = self._loop
        servers = [
            loop.run_until_complete(asyncio.start_server(self._meet, sock=sock, ssl=self._tls))
            for sock in self._sockets
        ]
        self._ready.set()
        loop.run_forever()
        loop.run_until_complete(_wind_up(servers))
        loop.close()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while await self._serve(reader, writer):
                    pass
        except asyncio.CancelledError:
            pass  # the server is going; asyncio would log this one
        finally:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; whether the connection may be used again."""
        head = await reader.readuntil(b"\r\n\r\n")
        visit = _visit(head, writer)
        self.visits.append(visit)
        self._at_once[visit.host] += 1
        self.most_at_once[visit.host] = max(
            self.most_at_once[visit.host], self._at_once[visit.host]
        )
        try:
            route = self.routes.get(visit.host + visit.path) or self.routes.get(visit.path)
            reply = route(visit) if callable(route) else route or Reply(status=404)
            await asyncio.sleep(self._delay_s + reply.delay_s)
            return await _answer(reply, visit, writer)
        finally:
            self._at_once[visit.host] -= 1


async def _wind_up(servers: Iterable[asyncio.Server]) -> None:
    """Close everything, connections just being accepted included, so that no socket is left."""
    for server in servers:
        server.close()
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others, timeout=5)
    for _ in range(_TURNS):
        await asyncio.sleep(0)


def _listen(hosts: Iterable[str]) -> list[socket.socket]:
    """Sockets at one port on all of `hosts`; `OSError` where an address does not exist."""
    failure: OSError | None = None
    for _ in range(_PORTS_TRIED):
        port = 0
        sockets: list[socket.socket] = []
        try:
            for host in hosts:
                family = socket.AF_INET6 if ":" in host else socket.AF_INET
                sock = socket.socket(family, socket.SOCK_STREAM)
                sockets.append(sock)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                sock.bind((host, port))
                port = sock.getsockname()[1]
        except OSError as error:
            failure = error
            for sock in sockets:
                sock.close()
        else:
            return sockets
    raise failure or OSError("no address to listen on")


def _visit(head: bytes, writer: asyncio.StreamWriter) -> Visit:
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _version = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    host = str(writer.get_extra_info("sockname")[0])
    client_port = int(writer.get_extra_info("peername")[1])
    return Visit(method, target, headers, host, client_port, time.monotonic())


async def _answer(reply: Reply, visit: Visit, writer: asyncio.StreamWriter) -> bool:
    if reply.silent:
        return False
    known = reply.etag is not None and visit.headers.get("if-none-match") == reply.etag
    since = visit.headers.get("if-modified-since")
    known = known or (reply.last_modified is not None and since == reply.last_modified)
    whole = reply.body if reply.raw else _head(reply, known=known) + (b"" if known else reply.body)
    if reply.drip_s:
        for index in range(len(whole)):
            await _send(writer, whole[index : index + 1])
            await asyncio.sleep(reply.drip_s)
    else:
        await _send(writer, whole)
    while reply.endless and not known:
        await _send(writer, reply.body * (_CHUNK_BYTES // len(reply.body) + 1))
    return not (reply.cut or reply.raw)


async def _send(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


def _head(reply: Reply, *, known: bool) -> bytes:
    status = 304 if known else reply.status
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unheard Of"
    lines = {"Content-Type": "text/xml; charset=utf-8", **reply.headers}
    if reply.etag is not None:
        lines["ETag"] = reply.etag
    if reply.last_modified is not None:
        lines["Last-Modified"] = reply.last_modified
    if not reply.endless and not known:
        lines["Content-Length"] = str(len(reply.body) * (2 if reply.cut else 1))
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} {phrase}\r\n{text}\r\n".encode("latin-1")


def _main() -> None:
    count, delay_s = int(sys.argv[1]), float(sys.argv[2])
    length = int(sys.stdin.buffer.readline())
    reply = Reply(sys.stdin.buffer.read(length), etag='"docbao"')
    with Loopback({"/rss": reply}, hosts=addresses(count), delay_s=delay_s) as site:
        print(site.port, flush=True)
        sys.stdin.buffer.read()


if __name__ == "__main__":
    _main()
