"""A websocket server on loopback that speaks the protocol edge-tts asks in, over TLS."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self
from xml.etree import ElementTree as ET

from aiohttp import web
from tests.speech.services.proxy import Proxy
from tests.speech.services.sound import silent_mp3

CHAR_MS = 70
LEADING_MS = 100

Trouble = Callable[[web.Request], Awaitable[web.StreamResponse]]


class EdgeService:
    """Answers with sound as long as the text and a boundary for each word.

    Each connection takes the next of `troubles`; an empty list is a healthy service.
    """

    def __init__(self, certificate: Path) -> None:
        self.requests: list[dict[str, str]] = []
        self.troubles: list[Trouble] = []
        self._certificate = certificate
        self._loop = asyncio.new_event_loop()
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._proxy = Proxy(self._socket.getsockname()[1])

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(5)
        self._proxy.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self._proxy.__exit__()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def proxy(self) -> str:
        """Address of a proxy that leads to this server whatever host is asked for."""
        return self._proxy.address

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.router.add_get("/consumer/speech/synthesize/readaloud/edge/v1", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certificate)

        async def start() -> None:
            await runner.setup()
            await web.SockSite(runner, self._socket, ssl_context=context).start()
            ready.set()

        self._loop.run_until_complete(start())
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self.troubles:
            return await self.troubles.pop(0)(request)
        channel = await opened(request)
        await channel.receive()  # speech.config
        ssml = (await channel.receive()).data.split("\r\n\r\n", 1)[1]
        prosody = ET.fromstring(ssml).find(".//{*}prosody")  # noqa: S314 - our own
        assert prosody is not None
        text = prosody.text or ""
        self.requests.append({**prosody.attrib, "text": text, "ssml": ssml})
        speed = 1 + int(prosody.attrib["rate"].rstrip("%")) / 100
        await say(channel, text, CHAR_MS / speed)
        return channel


async def opened(request: web.Request) -> web.WebSocketResponse:
    channel = web.WebSocketResponse()
    await channel.prepare(request)
    return channel


async def say(channel: web.WebSocketResponse, text: str, char_ms: float) -> None:
    await tell(channel, "turn.start", {})
    sound = silent_mp3(LEADING_MS + len(text) * char_ms)
    for start in range(0, len(sound), 700):
        await send_sound(channel, sound[start : start + 700])
    for word in re.finditer(r"\w+", text):
        await tell(channel, "audio.metadata", boundary(word.group(), word.start(), char_ms))
    await tell(channel, "turn.end", {})


def boundary(word: str, place: int, char_ms: float) -> dict[str, Any]:
    return {
        "Metadata": [
            {
                "Type": "WordBoundary",
                "Data": {
                    "Offset": round((LEADING_MS + place * char_ms) * 10_000),
                    "Duration": round(len(word) * char_ms * 10_000),
                    "text": {"Text": word, "Length": len(word), "BoundaryType": "WordBoundary"},
                },
            }
        ]
    }


async def tell(channel: web.WebSocketResponse, path: str, content: dict[str, Any]) -> None:
    await channel.send_str(
        f"X-RequestId:1\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"
        + json.dumps(content)
    )


async def send_sound(channel: web.WebSocketResponse, data: bytes) -> None:
    headers = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nX-StreamId:1\r\nPath:audio\r\n"
    await channel.send_bytes(len(headers).to_bytes(2, "big") + headers + data)
