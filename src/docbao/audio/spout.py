"""Sound handed to a player program as it is made: over loopback, to that program alone.

The program is given an address with a secret in it and fetches it like a file of the web; nobody
else on the machine can guess it, and it works alike on every system. The sound is bare samples,
16 bits, one channel. What the two sockets hold is some seconds of speech, so that the making is
never far ahead of the hearing.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from collections.abc import Iterable
from typing import Final

from docbao.audio.assemble import Part
from docbao.audio.deck import Places
from docbao.audio.supply import Ahead
from docbao.errors import DocbaoError

_PATIENCE_S: Final = 0.2
_SEND_BUFFER_BYTES: Final = 32_768
_REQUEST_LIMIT_BYTES: Final = 8_192
_ANSWER: Final = b"HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n"

_BLOCKS_PER_SECOND: Final = 8
"""mpv passes bare samples on by blocks of an eighth of a second (its demux_raw).

A last block that is not whole is heard as a burst of noise (mpv 0.35): all that is given ends at
a whole second.
"""


class Spout:
    """One listening, given to a program."""

    def __init__(self, parts: Iterable[Part], rate_hz: int) -> None:
        """Have `parts` made, and wait for the program to fetch them.

        Raises:
            OSError: Loopback cannot be used.
        """
        self.places = Places()
        """Where each utterance begins, in samples."""
        self.error: DocbaoError | None = None
        """Why it ended early."""
        self.bug: Exception | None = None
        self.drained = False
        """Whether all there is has been given; `places.length` is then where it ends."""
        self._supply = Ahead(parts, rate_hz)
        self._rate_hz = rate_hz
        self._least = rate_hz // 2  # a device's buffer is filled before the first of it is heard
        self._secret = secrets.token_urlsafe(18)
        self._closed = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        self._server.settimeout(_PATIENCE_S)
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/{self._secret}"
        threading.Thread(target=self._run, name="docbao-spout", daemon=True).start()

    def close(self) -> None:
        """Give nothing more, and have nothing more made."""
        self._closed.set()
        self._supply.close()

    def _run(self) -> None:
        with self._server:
            while not self._closed.is_set():
                try:
                    program, _ = self._server.accept()
                except TimeoutError:
                    continue
                except OSError:
                    return
                with program:
                    if self._is_asked_for(program):
                        self._give(program)
                        return

    def _is_asked_for(self, program: socket.socket) -> bool:
        """Whether the request that comes in knows the secret."""
        program.settimeout(_PATIENCE_S)
        asked = b""
        with contextlib.suppress(OSError):
            while b"\r\n\r\n" not in asked and len(asked) < _REQUEST_LIMIT_BYTES:
                more = program.recv(4096)
                if not more:
                    return False
                asked += more
        path = asked.split(b" ", 2)[1:2]
        return secrets.compare_digest(b"".join(path), b"/" + self._secret.encode())

    def _give(self, program: socket.socket) -> None:
        try:
            self._send(program, _ANSWER)
            try:
                for sound in self._sounds():
                    self._send(program, sound)
            except DocbaoError as error:
                self.error = error
            self.drained = True
            self._send(program, bytes(2 * self._short_of(self._rate_hz)))
        except OSError:
            return  # it has gone, or wants something else now
        except Exception as bug:  # told to whoever asks for the status, as all players do
            self.bug = bug

    def _short_of(self, block: int) -> int:
        return -self.places.length % block

    def _sounds(self) -> Iterable[bytes]:
        while not self._closed.is_set():
            try:
                piece = self._supply.take()
            except StopIteration:
                return
            if piece is None:
                # Without this the end of a sentence would wait in the program for the next one.
                short = self._short_of(self._rate_hz // _BLOCKS_PER_SECOND)
                short = max(short, self._least - self.places.length if self.places.length else 0)
                if short:
                    yield self._placed(bytes(2 * short), starts=False)
                piece = self._supply.wait(_PATIENCE_S)
            if piece is not None:
                yield self._placed(
                    piece.pcm.astype("<i2").tobytes(), starts=piece.utterance is not None
                )

    def _placed(self, sound: bytes, *, starts: bool) -> bytes:
        self.places.add(len(sound) // 2, starts=starts)
        return sound

    def _send(self, program: socket.socket, sound: bytes) -> None:
        left = memoryview(sound)
        while left:
            if self._closed.is_set():
                raise ConnectionAbortedError
            try:
                left = left[program.send(left) :]
            except TimeoutError:
                continue  # paused, or full: asked again whether it is still wanted
