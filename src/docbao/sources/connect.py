"""Connections made to checked addresses and never waited on past their time.

This is the network floor under the HTTP library: it resolves a name itself, judges every
address, and connects to what it judged, so that a name cannot mean one machine when it is
checked and another when it is used (DNS rebinding). It also holds each request to one
deadline over all its reads, because a limit for each read lets a server drip for hours.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

import httpcore

from docbao.sources.addresses import Resolver, is_public, numeric_address

_ADDRESSES_TRIED: Final = 4
_LEAST_WAIT_S: Final = 0.001


class RefusedAddress(httpcore.ConnectError):
    """The name leads to an address that is not public."""


class UnknownHost(httpcore.ConnectError):
    """The name has no address."""


class UnsafeConnection(httpcore.ConnectError):
    """TLS failed; says why."""


class Deadline:
    """The moment by which the request of the current thread must be done."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._own = threading.local()

    def start(self, seconds: float) -> None:
        """Give this thread's next request `seconds` in all."""
        self._own.at = self._clock() + seconds

    def left_s(self) -> float:
        """Seconds left to this thread; negative when the time is over."""
        at: float = getattr(self._own, "at", float("inf"))
        return at - self._clock()

    def remaining_s(self) -> float:
        """As `left_s`; raises `httpcore.ReadTimeout` when there are none."""
        left = self.left_s()
        if left <= 0:
            raise httpcore.ReadTimeout
        return max(left, _LEAST_WAIT_S)


class Sockets:
    """The sockets in use, so that closing the fetcher wakes every thread that waits on one."""

    def __init__(self) -> None:
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._closed = False

    def add(self, sock: socket.socket) -> None:
        """Watch over `sock`; one that comes after `shut` is shut at once."""
        with self._lock:
            self._open.add(sock)
            if self._closed:
                _shut(sock)

    def discard(self, sock: socket.socket) -> None:
        """Forget a socket that its owner closes."""
        with self._lock:
            self._open.discard(sock)

    def shut(self) -> None:
        """End all traffic, now and later: blocked reads return at once."""
        with self._lock:
            self._closed = True
            for sock in self._open:
                _shut(sock)


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):  # never connected, or gone already
        # Past TLS: an SSLSocket's own shutdown would touch its state under a blocked reader.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline of the thread that waits."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, sockets: Sockets):
        self._stream = stream
        self._deadline = deadline
        self._sockets = sockets
        self._socket: socket.socket = stream.get_extra_info("socket")
        sockets.add(self._socket)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._stream.read(max_bytes, self._deadline.remaining_s())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, self._deadline.remaining_s())

    def close(self) -> None:
        self._sockets.discard(self._socket)
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        self._sockets.discard(self._socket)
        try:
            tls = self._stream.start_tls(ssl_context, server_hostname, self._deadline.remaining_s())
        except httpcore.ConnectError as error:
            # Told apart here, because the pool above drops the cause.
            if not isinstance(error.__cause__, ssl.SSLError):
                raise
            cause = error.__cause__
            raise UnsafeConnection(getattr(cause, "verify_message", "") or cause.reason) from cause
        return _TimedStream(tls, self._deadline, self._sockets)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedNetwork(httpcore.NetworkBackend):
    """Resolves, judges, connects."""

    def __init__(
        self,
        *,
        resolver: Resolver,
        deadline: Deadline,
        sockets: Sockets,
        private: bool,
    ) -> None:
        """Make the floor for one kind of connection.

        Args:
            resolver: Turns a host name into numeric addresses.
            deadline: Shared with the fetcher that starts it.
            sockets: Shared with the fetcher that shuts them.
            private: Whether addresses that are not public are let through.
        """
        self._resolver = resolver
        self._deadline = deadline
        self._sockets = sockets
        self._private = private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that answers; all of them must be allowed."""
        del timeout
        addresses = self._checked_addresses(host, port)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            wait_s = self._deadline.remaining_s() / left
            try:
                stream = self._plain.connect_tcp(
                    address, port, wait_s, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline, self._sockets)
        raise failure or UnknownHost(host)

    def _checked_addresses(self, host: str, port: int) -> list[str]:
        if numeric_address(host) is not None:
            addresses = [host]
        else:
            addresses = list(self._resolve(host, port))[:_ADDRESSES_TRIED]
        if not addresses:
            raise UnknownHost(host)
        # One bad address among good ones is how rebinding is done: all or none.
        if not self._private and not all(is_public(address) for address in addresses):
            raise RefusedAddress(host)
        return addresses

    def _resolve(self, host: str, port: int) -> list[str]:
        """Ask the resolver in a thread of its own: the system's cannot be told to hurry."""
        answer: list[list[str] | OSError] = []

        def ask() -> None:
            try:
                answer.append(list(self._resolver(host, port)))
            except (OSError, UnicodeError) as error:
                answer.append(error if isinstance(error, OSError) else OSError(str(error)))

        thread = threading.Thread(target=ask, name=f"resolve {host}", daemon=True)
        thread.start()
        thread.join(self._deadline.remaining_s())
        if not answer:
            raise httpcore.ConnectTimeout
        if isinstance(answer[0], OSError):
            raise UnknownHost(host) from answer[0]
        return answer[0]
