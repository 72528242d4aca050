"""A small web server for trying out what was published, as a podcast directory wants its servers.

Byte ranges, HEAD, entity tags and the right types; loopback unless asked otherwise; files of one
folder, no listings. It is for trying out: put the folder on a real server for an audience.
"""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final
from urllib.parse import quote, unquote, urlsplit

from docbao.errors import PublishError
from docbao.i18n import Phrase

TYPES: Final = {
    ".xml": "application/rss+xml; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json+chapters",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".epub": "application/epub+zip",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".m3u": "audio/x-mpegurl",
}
"""By ending; anything else is `application/octet-stream`."""
_CHUNK_BYTES: Final = 1 << 16
_PATIENCE_S: Final = 30
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")


class FolderServer(ThreadingHTTPServer):
    """Serves the files of one folder; `serve_forever` until `shutdown`."""

    daemon_threads = True

    def __init__(self, folder: Path, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; nothing is served yet.

        Args:
            folder: What is served, and nothing beside it.
            host: Address to listen on; loopback unless others on the network are to reach it.
            port: 0 for any that is free.

        Raises:
            PublishError: There is no such folder, or the address is taken.
        """
        if not folder.is_dir():
            raise PublishError(
                Phrase(vi="không có thư mục {path}", en="there is no folder {path}").fill(
                    path=folder
                ),
                hint=Phrase(
                    vi="Tạo nó bằng: docbao podcast {path} --base-url …",
                    en="Make it with: docbao podcast {path} --base-url …",
                ).fill(path=folder),
            )
        self.root = folder.resolve()
        self.quiet = True
        try:
            super().__init__((host, port), _Answer)
        except (OSError, OverflowError) as cause:
            raise PublishError(
                Phrase(
                    vi="không mở được cổng {port} ở {host}: {why}",
                    en="cannot listen at {host}, port {port}: {why}",
                ).fill(host=host, port=port, why=getattr(cause, "strerror", None) or cause),
                hint=Phrase(vi="Chọn cổng khác bằng --port.", en="Choose another with --port."),
            ) from cause

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing is said of a client that hung up: browsers do so all the time."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # http.server's own types

    @property
    def url(self) -> str:
        """Where it is reached from this machine."""
        host, port = str(self.server_address[0]), self.server_address[1]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE_S  # a client that says nothing does not keep a thread for ever
    server: FolderServer

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def version_string(self) -> str:
        return "docbao"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        if not self.server.quiet:
            super().log_message(format, *args)

    def _answer(self, *, body: bool) -> None:
        path = _find(self.server.root, self.path)
        if path is None:
            self._refuse(HTTPStatus.NOT_FOUND, body=body)
            return
        if path.is_dir():
            self._send_on(path, body=body)
            return
        if not path.is_file():  # opening a pipe would wait for ever
            self._refuse(HTTPStatus.NOT_FOUND, body=body)
            return
        try:
            with path.open("rb") as file:
                self._send(path, file, body=body)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True  # players hang up as soon as they have enough
        except OSError:
            self._refuse(HTTPStatus.NOT_FOUND, body=body)

    def _send_on(self, path: Path, *, body: bool) -> None:
        """From `/show` to `/show/`, so that what the page there refers to is found."""
        inside = path.relative_to(self.server.root).as_posix()
        self._refuse(HTTPStatus.MOVED_PERMANENTLY, body=body, Location=f"/{quote(inside)}/")

    def _refuse(self, status: HTTPStatus, *, body: bool, **headers: str) -> None:
        words = f"{status.value} {status.phrase}\n".encode()
        self.send_response(status)
        self._headers({"Content-Type": TYPES[".txt"], "Content-Length": str(len(words)), **headers})
        if body:
            self.wfile.write(words)

    def _headers(self, headers: dict[str, str]) -> None:
        for name, value in headers.items():
            self.send_header(name, value)
        # Players on other sites read transcripts and chapters from here.
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()

    def _send(self, path: Path, file: BinaryIO, *, body: bool) -> None:
        facts = os.fstat(file.fileno())
        modified = datetime.fromtimestamp(int(facts.st_mtime), UTC)
        tag = f'"{facts.st_size:x}-{facts.st_mtime_ns:x}"'
        headers = {
            "ETag": tag,
            "Last-Modified": format_datetime(modified, usegmt=True),
            "Accept-Ranges": "bytes",
            "Cache-Control": "no-cache",  # ask each time; the answer is a 304
        }
        if self._has_it(tag, modified):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self._headers(headers)
            return
        headers["Content-Type"] = TYPES.get(path.suffix.lower(), "application/octet-stream")
        start, length, is_part = self._wanted(facts.st_size, tag, modified)
        if is_part and not length:
            unsatisfied = {"Content-Range": f"bytes */{facts.st_size}"}
            self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, body=body, **unsatisfied)
            return
        status = HTTPStatus.OK
        if is_part:
            status = HTTPStatus.PARTIAL_CONTENT
            headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{facts.st_size}"
        self.send_response(status)
        self._headers({**headers, "Content-Length": str(length)})
        if body:
            self._pour(file, start, length)

    def _pour(self, file: BinaryIO, start: int, length: int) -> None:
        file.seek(start)
        while length > 0 and (chunk := file.read(min(length, _CHUNK_BYTES))):
            self.wfile.write(chunk)
            length -= len(chunk)
        if length:
            self.close_connection = True  # the file shrank: what was promised cannot be kept

    def _has_it(self, tag: str, modified: datetime) -> bool:
        """Whether the client has this version already (RFC 9110, 13.2.2)."""
        given = self.headers.get("If-None-Match")
        if given is not None:
            tags = {part.strip().removeprefix("W/") for part in given.split(",")}
            return tag in tags or given.strip() == "*"
        since = _time(self.headers.get("If-Modified-Since"))
        return since is not None and modified <= since

    def _wanted(self, size: int, tag: str, modified: datetime) -> tuple[int, int, bool]:
        """Start and length of what is asked for, and whether it was asked for as a range.

        A range of length 0 lies beyond the end.
        """
        whole = (0, size, False)
        asked = _RANGE.match(self.headers.get("Range", "").strip())
        condition = self.headers.get("If-Range", tag)
        if asked is None or asked.group() == "bytes=-":
            return whole  # none, several, or another unit: all of it may always be sent
        if condition != tag and _time(condition) != modified:
            return whole
        first, last = asked.groups()
        if not first:
            length = min(int(last), size)
            return size - length, length, True
        start = int(first)
        if last and int(last) < start:
            return whole  # no valid range: as if none had been given
        end = min(int(last or size - 1), size - 1)
        return start, max(0, end - start + 1), True


def _time(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _find(root: Path, target: str) -> Path | None:
    """The file or folder a request means; `None` when it is hidden, missing or outside."""
    whole = unquote(urlsplit(target).path, errors="replace")
    parts = [part for part in PurePosixPath("/" + whole.lstrip("/")).parts[1:] if part]
    if any(part.startswith(".") or "\\" in part or ":" in part or "\0" in part for part in parts):
        return None
    try:
        path = root.joinpath(*parts).resolve(strict=True)
        if not path.is_relative_to(root):
            return None  # a link that leads out of the folder
        if path.is_dir() and whole.endswith("/"):
            return (path / "index.html").resolve(strict=True)
    except (OSError, ValueError):
        return None
    return path
