"""A file server on loopback with ranges, that breaks off and lies on demand."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self


class FileService:
    """Serves `files`; each request takes the next of `troubles`."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        """Path and `Range` of each request."""
        self.troubles: list[Callable[[BaseHTTPRequestHandler, bytes], None] | None] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self._scheme = "https"

    @property
    def address(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append((request.path, request.headers.get("Range", "")))
        content = self.files.get(request.path)
        trouble = self.troubles.pop(0) if self.troubles else None
        if content is None:
            request.send_error(404)
        elif trouble is not None:
            trouble(request, content)
        else:
            send(request, content)


def send(request: BaseHTTPRequestHandler, content: bytes, *, stop_after: int | None = None) -> None:
    """The part asked for; `stop_after` bytes of it, the promise unkept."""
    asked = request.headers.get("Range")
    start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
    if start >= len(content):
        request.send_error(416)
        return
    request.send_response(206 if asked else 200)
    if asked:
        request.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
    part = content[start:]
    request.send_header("Content-Length", str(len(part)))
    request.end_headers()
    request.wfile.write(part[:stop_after])


def broken_off(stop_after: int) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    return lambda request, content: send(request, content, stop_after=stop_after)


def whole_again(request: BaseHTTPRequestHandler, content: bytes) -> None:
    """A server that knows no ranges."""
    del request.headers["Range"]
    send(request, content)


def page(request: BaseHTTPRequestHandler, _content: bytes) -> None:
    """A network that wants a login first."""
    body = b"<html>log in</html>"
    request.send_response(200)
    request.send_header("Content-Type", "text/html; charset=utf-8")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def unmeasured(request: BaseHTTPRequestHandler, content: bytes) -> None:
    """More than there should be, and no length told."""
    request.send_response(200)
    request.end_headers()
    request.wfile.write(content + b"more")
