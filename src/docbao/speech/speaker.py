"""The inside of a worker: `python -m docbao.speech.speaker MODULE:FACTORY`.

The process loads one `Speaker`, answers one request after another on its standard streams, and
ends when its owner does. It must start fast: it imports the frames, the values and the speaker.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import BinaryIO, Final, Protocol

from docbao.errors import DocbaoError, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech.frames import (
    BrokenFrame,
    Head,
    clip_head,
    error_head,
    read_frame,
    request_from,
    write_frame,
)
from docbao.speech.memory import resident_bytes
from docbao.speech.patience import GivesWay, at_low_priority

_ORPHAN_CHECK_S: Final = 1.0


class Speaker(Protocol):
    """The part of an engine that runs in a process of its own.

    Made by a factory that takes the engine's settings (`Mapping[str, str]`); the factory loads
    the library or model, and raises `SpeechError` when it cannot.
    """

    @property
    def version(self) -> str:
        """Of library and data; told to the owner when the worker is ready."""
        ...

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Speak `utterance.spoken`; only `spoken` and `language` of the utterance are filled.

        Raises:
            SpeechError: It cannot be spoken. Anything else raised is reported as `SpeechError`
                with the traceback as a note; the worker lives on.
        """
        ...


SpeakerFactory = Callable[[Mapping[str, str]], Speaker]


def serve(requests: BinaryIO, answers: BinaryIO, factory_path: str) -> None:
    """Answer requests until their stream ends.

    The requests are read by a thread of their own, so that the end of the owner is noticed even
    in the middle of a synthesis that never comes back.
    """
    waiting: queue.SimpleQueue[Head] = queue.SimpleQueue()
    now = _Now()
    threading.Thread(target=_read_requests, args=(requests, waiting, now), daemon=True).start()
    threading.Thread(target=_end_when_orphaned, args=(os.getppid(),), daemon=True).start()
    settings = waiting.get()
    try:
        speaker = _load(factory_path)(settings)
    except Exception as error:  # noqa: BLE001, RUF100 - a worker reports whatever went wrong
        write_frame(answers, _failure(error))
        return
    write_frame(answers, {"version": speaker.version})
    while True:
        request = waiting.get()
        try:
            clip = now.speak(speaker, request)
            head, body = clip_head(clip), clip.data
        except Exception as error:  # noqa: BLE001, RUF100 - one bad utterance must not end the worker
            head, body = _failure(error), b""
        head["resident_bytes"] = resident_bytes()
        write_frame(answers, head, body)


class _Now:
    """What is being spoken, and whether it is to be left off when somebody waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._patient = 0
        self._speaker: Speaker | None = None

    def speak(self, speaker: Speaker, request: Head) -> Clip:
        asked = request_from(request)
        patient = request.get("patient", 0)
        if not patient:
            return speaker.speak(*asked)
        with self._lock:
            self._patient, self._speaker = patient, speaker
        try:
            return at_low_priority(lambda: speaker.speak(*asked))
        finally:
            with self._lock:
                self._patient = 0

    def give_way(self, number: int) -> None:
        # Under the lock, so that it never hits the utterance after the one that is meant.
        with self._lock:
            if self._patient == number and isinstance(self._speaker, GivesWay):
                self._speaker.give_way()


def _load(path: str) -> SpeakerFactory:
    from importlib import import_module  # noqa: PLC0415 - beside its only use

    module, _, name = path.partition(":")
    factory: SpeakerFactory = getattr(import_module(module), name)
    return factory


def _failure(error: Exception) -> Head:
    if isinstance(error, DocbaoError):
        return error_head(error)
    import traceback  # noqa: PLC0415 - seldom needed, and slow to import

    said = Phrase(
        vi="Bộ đọc gặp lỗi: {kind}: {detail}", en="The engine failed: {kind}: {detail}"
    ).fill(kind=type(error).__name__, detail=str(error)[:300])
    hint = Phrase(
        vi="Hãy chọn giọng đọc khác, và báo lỗi kèm kết quả của -vv.",
        en="Choose another voice, and report it with the output of -vv.",
    )
    return error_head(
        SpeechError(said, hint=hint), trace="".join(traceback.format_exception(error))
    )


def _read_requests(requests: BinaryIO, waiting: queue.SimpleQueue[Head], now: _Now) -> None:
    try:
        while True:
            head = read_frame(requests)[0]
            if "give_way" in head:
                now.give_way(head["give_way"])
            else:
                waiting.put(head)
    except (BrokenFrame, OSError):
        os._exit(0)


def _end_when_orphaned(owner: int) -> None:
    # The stream's end tells of the owner's death, unless a process forked from the owner still
    # holds the other end. Windows has no such inheritance and keeps a dead parent's id.
    while os.name == "posix":
        time.sleep(_ORPHAN_CHECK_S)
        if os.getppid() != owner:
            os._exit(0)


def main() -> None:
    """Take over the standard streams and serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the owner to answer
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # A library that prints must not write into the frames, nor read from them.
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    try:
        serve(requests, answers, sys.argv[1])
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main()
