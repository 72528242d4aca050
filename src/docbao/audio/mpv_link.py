"""The program mpv at the other end of a line: started, asked, and ended with docbao.

mpv takes commands as lines of JSON (its manual, "JSON IPC"): over a socket it inherits on Linux
and macOS, over a named pipe on Windows. Each is answered before the next is sent; mpv's own news
is switched off, so that an answer is the next line there is.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from docbao.errors import AudioError
from docbao.i18n import Phrase

log = logging.getLogger(__name__)

_PATIENCE_S: Final = 3.0
"""An mpv that does not answer for so long is taken for dead."""

_START_S: Final = 10.0
_FAREWELL_S: Final = 0.5

# `--no-config`: a person's own mpv.conf may loop, shuffle or resume, which is right for films.
# `--keep-open`: at the end mpv keeps the file and the device, and says so, instead of waiting in
# the middle of a command until the device has played out (300 ms).
_OPTIONS: Final = (
    "--no-config", "--idle=yes", "--no-terminal", "--load-scripts=no", "--ytdl=no", "--osc=no",
    "--no-input-default-bindings", "--vid=no", "--vo=null", "--sub-auto=no", "--audio-file-auto=no",
    "--keep-open=always", "--keep-open-pause=no", "--gapless-audio=yes", "--audio-buffer=0.05",
    "--audio-pitch-correction=yes", "--cache=no", "--cache-pause=no", "--network-timeout=0",
    "--demuxer-readahead-secs=0.5", "--volume-max=100", "--audio-client-name=docbao",
)  # fmt: skip


def bare_samples(rate_hz: int) -> tuple[str, ...]:
    """Options for sound as `docbao.audio.spout` gives it: 16 bits, one channel, no header."""
    return (
        "--demuxer=rawaudio", f"--demuxer-rawaudio-rate={rate_hz}",
        "--demuxer-rawaudio-channels=1", "--demuxer-rawaudio-format=s16le",
    )  # fmt: skip


class _Line(Protocol):
    """Bytes to and from mpv."""

    def send(self, data: bytes) -> None: ...

    def read(self) -> bytes: ...

    def close(self) -> None: ...


class _SocketLine:
    """One end of a pair of sockets; mpv was started with the other, and ends when this closes."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._socket.settimeout(_PATIENCE_S)

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def read(self) -> bytes:
        return self._socket.recv(65_536)

    def close(self) -> None:
        self._socket.close()


class _PipeLine:
    """A named pipe of Windows. A read there has no time limit; the watch ends it by force."""

    def __init__(self, path: str, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        end = time.monotonic() + _START_S
        # mpv makes the pipe some time after it was started.
        while time.monotonic() < end and process.poll() is None and not Path(path).exists():
            time.sleep(0.01)
        # The file is kept for as long as the line.
        self._file = open(path, "r+b", buffering=0)  # noqa: SIM115, PTH123 - as it says

    def send(self, data: bytes) -> None:
        self._file.write(data)

    def read(self) -> bytes:
        watch = threading.Timer(_PATIENCE_S, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            return self._file.read(65_536) or b""
        finally:
            watch.cancel()

    def close(self) -> None:
        self._file.close()


class MpvLink:
    """A running mpv. Safe to share between threads."""

    def __init__(self, program: str, options: Sequence[str] = ()) -> None:
        """Start mpv; the first answer comes when it is ready.

        Args:
            program: Its path.
            options: More than docbao's own; the last word is theirs.

        Raises:
            AudioError: It cannot be started.
        """
        self._lock = threading.Lock()
        self._asked = 0
        self._unread = b""
        command = [program, *_OPTIONS, *options]
        try:
            self._process, self._line = (
                _started_with_pipe(command) if sys.platform == "win32" else _started(command)
            )
        except OSError as cause:
            raise _gone(str(cause.strerror or cause)) from cause

    def ask(self, *command: object) -> Any:
        """Have mpv do something; what it answers, `None` for a property it has no value of.

        Raises:
            AudioError: It is dead, hangs, or says that it cannot.
        """
        with self._lock:
            self._asked += 1
            request = {"command": command, "request_id": self._asked}
            try:
                self._line.send(json.dumps(request).encode() + b"\n")
                answer = self._answer()
            except (OSError, ValueError) as cause:
                self._process.kill()
                raise _gone(f"{type(cause).__name__}: {cause}") from cause
        if answer["error"] in ("success", "property unavailable"):
            return answer.get("data")
        raise _gone(f"{command[0]}: {answer['error']}")

    def _answer(self) -> Mapping[str, Any]:
        while True:
            line, newline, rest = self._unread.partition(b"\n")
            if newline:
                self._unread = rest
                answer: Mapping[str, Any] = json.loads(line)
                if answer.get("request_id") == self._asked and "event" not in answer:
                    return answer
                continue
            more = self._line.read()
            if not more:
                raise EOFError
            self._unread += more

    def kill(self) -> None:
        """End mpv at once."""
        self._process.kill()

    def close(self) -> None:
        """End mpv; may be called twice."""
        with contextlib.suppress(OSError, ValueError):
            self._line.send(b'{"command":["quit"]}\n')
        with contextlib.suppress(OSError):
            self._line.close()
        try:
            self._process.wait(_FAREWELL_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _started(command: list[str]) -> tuple[subprocess.Popen[bytes], _Line]:
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            process = subprocess.Popen(  # noqa: S603 - a program found by its name, no shell
                [*command, f"--input-ipc-client=fd://{theirs.fileno()}"],
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl+C at the terminal is for docbao to answer
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        except OSError:
            ours.close()
            raise
    return process, _SocketLine(ours)


def _started_with_pipe(command: list[str]) -> tuple[subprocess.Popen[bytes], _Line]:
    path = rf"\\.\pipe\docbao-{secrets.token_hex(16)}"
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    process = subprocess.Popen(  # noqa: S603 - as above
        [*command, f"--input-ipc-server={path}"],
        creationflags=flags | getattr(subprocess, "CREATE_NO_WINDOW", 0),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    try:
        return process, _PipeLine(path, process)
    except OSError:
        process.kill()
        raise


def _environment() -> dict[str, str]:
    # The sound comes over loopback, which no proxy of the network can reach.
    return {name: value for name, value in os.environ.items() if name.lower() != "http_proxy"}


def _gone(why: str) -> AudioError:
    return AudioError(
        Phrase("trình phát mpv hỏng: {why}", "the player mpv failed: {why}").fill(why=why),
        hint=Phrase(
            "Thử chạy mpv một mình, hoặc ghi reader.player: miniaudio trong feeds.yaml.",
            "Try mpv by itself, or set reader.player: miniaudio in feeds.yaml.",
        ),
    )
