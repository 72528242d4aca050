"""A process of its own for an engine's real work.

eSpeak NG's library is not thread-safe and can abort the process; neural engines leak, hang and
hold locks. So they speak in a worker: a crash, a hang or a leak there costs one retry, never the
reader or the batch. The worker is started with `subprocess`, not `multiprocessing`: a pool's
own processes are daemonic and may have no children, and a fresh interpreter that imports only
what it needs is ready sooner than one that imports the owner's main module again.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from docbao.errors import EngineCrashed, GaveWay
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech.frames import (
    BrokenFrame,
    Head,
    clip_from,
    error_from,
    read_frame,
    request_head,
    write_frame,
)
from docbao.speech.patience import is_patient
from docbao.speech.wording import silent

log = logging.getLogger(__name__)

_FAREWELL_S: Final = 0.5
_PATIENCE: Final = 10
"""How many times longer than another an utterance nobody waits for may take."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a worker may take, and how much it may hold."""

    start_s: float = 20.0
    """To load library or model."""
    utterance_s: float = 5.0
    """For any utterance, however short."""
    per_char_s: float = 0.05
    """More for each character."""
    resident_bytes: int | None = None
    """A worker that holds more after an utterance is replaced before the next one."""


class _Died(Exception):
    """The worker process is gone, or was killed because it took too long."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Worker:
    """Speaks in a process of its own, one utterance at a time; safe to share between threads.

    Args:
        factory: `module:callable` that makes the `docbao.speech.speaker.Speaker` in there.
        engine: Name of the engine, for messages.
        settings: Given to the factory.
        limits: Of time and memory.
    """

    def __init__(
        self,
        factory: str,
        *,
        engine: str,
        settings: Mapping[str, str] | None = None,
        limits: Limits = Limits(),
    ) -> None:
        self._factory = factory
        self._engine = engine
        self._settings = dict(settings or {})
        self._limits = limits
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        self._version = ""
        self._writing = threading.Lock()
        self._patient = 0
        """Number of the utterance nobody waits for that is being spoken; 0 for none."""
        self._asked = 0
        self._gave_way = 0
        """Number of the last one that was left off."""

    @property
    def pid(self) -> int | None:
        """Of the process, or `None` when none is running."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def warm(self) -> str:
        """Have the process ready, and give the version its speaker tells.

        Raises:
            EngineCrashed: It died or hung twice while loading.
            SpeechError: It says why it cannot load.
        """
        with self._lock:
            return self._twice(self._ready_version)

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Have `utterance` spoken; a dead or hung worker is replaced and asked once more.

        Raises:
            EngineCrashed: It died or hung twice.
            GaveWay: It was spoken patiently, and `give_way` was called.
            SpeechError: What the speaker raised, or that it gave no sound.
        """
        request = request_head(utterance, voice, delivery)
        limit_s = self._limits.utterance_s + self._limits.per_char_s * len(utterance.spoken)
        with self._lock:
            self._asked += 1
            if is_patient():
                request["patient"] = self._patient = self._asked
                limit_s *= _PATIENCE
            try:
                head, body = self._twice(lambda: self._ask(request, limit_s))
            finally:
                self._patient = 0
            if "error" in head and self._gave_way == self._asked:
                raise GaveWay(
                    Phrase(
                        vi="Đã nhường cho câu cần đọc ngay", en="Left off for what is wanted now"
                    )
                )
            resident, limit = head["resident_bytes"], self._limits.resident_bytes
            if limit is not None and resident > limit:
                log.info("worker replaced engine=%s resident_bytes=%d", self._engine, resident)
                self._stop()
        if "error" in head:
            raise error_from(head)
        if not body:
            raise silent(self._engine, utterance.spoken)
        return clip_from(head, body)

    def give_way(self) -> None:
        """Have what is spoken patiently left off, so that the next call is answered at once."""
        process, number = self._process, self._patient
        if process is None or process.stdin is None or not number:
            return
        self._gave_way = number
        # A process that is gone, or ends just now, has given way already.
        with contextlib.suppress(OSError, ValueError), self._writing:
            write_frame(process.stdin, {"give_way": number})  # type: ignore[arg-type] # as below

    def close(self) -> None:
        """End the process; may be called twice, and the worker used again afterwards."""
        with self._lock:
            self._stop()

    def _twice(self, attempt: Callable[[], _T]) -> _T:
        try:
            return attempt()
        except _Died as first:
            log.warning("worker lost engine=%s reason=%s", self._engine, first)
        try:
            return attempt()
        except _Died as second:
            raise EngineCrashed(
                Phrase(
                    vi='Bộ đọc "{engine}" hỏng hai lần liền: {reason}',
                    en='Engine "{engine}" failed twice in a row: {reason}',
                ).fill(engine=self._engine, reason=second.reason),
                hint=Phrase(
                    vi="Hãy thử lại, hoặc chọn bộ đọc khác.",
                    en="Try again, or choose another engine.",
                ),
            ) from second

    def _ready_version(self) -> str:
        self._running()
        return self._version

    def _ask(self, request: Head, limit_s: float) -> tuple[Head, bytes]:
        return self._exchange(self._running(), request, limit_s)

    def _running(self) -> subprocess.Popen[bytes]:
        process = self._process
        if process is not None and self._owner != os.getpid():
            # This process was forked from the owner: the worker at the other end is not ours.
            self._process = process = None
        if process is not None and process.poll() is None:
            return process
        self._stop()
        return self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - "" is a folder too
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                # -P: no module lying in the current folder may stand in for one of ours.
                [sys.executable, "-P", "-m", "docbao.speech.speaker", self._factory],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if log.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
            )
        except OSError as error:
            reason = Phrase(
                vi="không mở được tiến trình mới ({detail})",
                en="no new process can be started ({detail})",
            )
            raise _Died(reason.fill(detail=error.strerror or error)) from error
        self._process, self._owner = process, os.getpid()
        head, _ = self._exchange(process, self._settings, self._limits.start_s)
        if "error" in head:
            self._stop()
            raise error_from(head)
        self._version = head["version"]
        return process

    def _exchange(
        self, process: subprocess.Popen[bytes], head: Head, limit_s: float
    ) -> tuple[Head, bytes]:
        # A pipe cannot be read with a time limit on Windows; killing the process ends the read
        # everywhere.
        overtime = threading.Event()

        def kill() -> None:
            overtime.set()
            process.kill()

        watch = threading.Timer(limit_s, kill)
        watch.daemon = True
        watch.start()
        assert process.stdin is not None  # noqa: S101 - asked for in _start
        assert process.stdout is not None  # noqa: S101
        try:
            with self._writing:
                write_frame(process.stdin, head)  # type: ignore[arg-type] # IO[bytes] is one
            return read_frame(process.stdout)  # type: ignore[arg-type] # IO[bytes] is one
        except (BrokenFrame, OSError) as error:
            self._stop(at_once=True)
            if overtime.is_set():
                reason = Phrase(
                    vi="không trả lời trong {limit} giây", en="no answer within {limit} seconds"
                ).fill(limit=f"{limit_s:g}")
            else:
                reason = Phrase(
                    vi="tiến trình đọc dừng đột ngột (mã {code})",
                    en="its process ended unexpectedly (code {code})",
                ).fill(code=process.returncode)
            raise _Died(reason) from error
        except BaseException:
            # Interrupted in mid-exchange: the answer still to come would be taken for another's.
            self._stop(at_once=True)
            raise
        finally:
            watch.cancel()

    def _stop(self, *, at_once: bool = False) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        assert process.stdin is not None  # noqa: S101 - asked for in _start
        assert process.stdout is not None  # noqa: S101
        if at_once:
            process.kill()
        with contextlib.suppress(OSError):  # what was not yet written has no reader any more
            process.stdin.close()
        try:
            process.wait(_FAREWELL_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
