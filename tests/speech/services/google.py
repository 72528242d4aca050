"""A server on loopback that speaks the protocol gTTS asks in, and misbehaves on demand."""

from __future__ import annotations

import base64
import json
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs

from tests.speech.services.sound import silent_mp3

CHAR_MS = 65


def answer_for(sound: bytes) -> bytes:
    """What the service writes around the sound."""
    payload = json.dumps([base64.b64encode(sound).decode("ascii")])
    row = json.dumps(
        ["wrb.fr", "jQ1olc", payload, None, None, None, "generic"], separators=(",", ":")
    )
    return f')]}}\'\n\n[{row}\n,["di",42]\n,["af.httprm",41,"-123",7]\n]'.encode()


class GoogleService:
    """Answers with sound as long as the text, unless `troubles` says otherwise.

    Each request takes the next of `troubles`; an empty list is a healthy service.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.texts: list[str] = []
        self.languages: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.troubles: list[Callable[[BaseHTTPRequestHandler], None] | None] = []
        self.most_at_once = 0
        self.delay_s = 0.0
        self._at_once = 0
        self._lock = threading.Lock()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
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
        body = request.rfile.read(int(request.headers["Content-Length"])).decode()
        ((procedure, parameters, *_),) = json.loads(parse_qs(body.rstrip("&"))["f.req"][0])[0]
        assert procedure == "jQ1olc"
        text, language, *_ = json.loads(parameters)
        with self._lock:
            self.texts.append(text)
            self.languages.append(language)
            self.headers.append(dict(request.headers))
            trouble = self.troubles.pop(0) if self.troubles else None
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(self.delay_s)
        if trouble is not None:
            trouble(request)
        else:
            send(request, 200, answer_for(silent_mp3(CHAR_MS * len(text))))
        with self._lock:
            self._at_once -= 1


def send(request: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    request.send_response(status)
    for name, value in {"Content_Type": "application/json", **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def status(code: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda request: send(request, code, b"no", **headers)


def body(content: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda request: send(request, 200, content, **headers)


def cut_off(request: BaseHTTPRequestHandler) -> None:
    """Promise more than comes."""
    request.send_response(200)
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(answer_for(silent_mp3(100))[:80])
    request.wfile.flush()
    request.close_connection = True


def drip(request: BaseHTTPRequestHandler) -> None:
    """Send the head one byte at a time, for half a minute."""
    try:
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 600:
            request.wfile.write(bytes([byte]))
            request.wfile.flush()
            time.sleep(0.05)
    except OSError:
        request.close_connection = True
