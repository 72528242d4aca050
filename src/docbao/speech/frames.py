"""What a worker and its owner say to each other: frames of a small JSON head and raw bytes.

JSON, because it carries lone surrogates and other odd text unharmed and is cheap to import;
raw bytes, because sound written into JSON or pickled costs more than speaking it.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, Final

from docbao import errors
from docbao.errors import DocbaoError, EngineBusy, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Mark, Utterance, Voice

_HEAD: Final = struct.Struct(">4sII")
_MAGIC: Final = b"dbW1"
MAX_HEAD_BYTES: Final = 16 * 1024 * 1024
MAX_BODY_BYTES: Final = 1024 * 1024 * 1024

Head = dict[str, Any]


class BrokenFrame(Exception):
    """The other side has gone, or what came is no frame. Never leaves `docbao.speech`."""


def write_frame(stream: BinaryIO, head: Head, body: bytes = b"") -> None:
    """Send one frame and flush it."""
    encoded = json.dumps(head, separators=(",", ":")).encode("ascii")
    stream.write(_HEAD.pack(_MAGIC, len(encoded), len(body)) + encoded)
    if body:
        stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[Head, bytes]:
    """Wait for one whole frame.

    Raises:
        BrokenFrame: The stream ended, or holds something else.
    """
    magic, head_bytes, body_bytes = _HEAD.unpack(_read_exactly(stream, _HEAD.size))
    if magic != _MAGIC or head_bytes > MAX_HEAD_BYTES or body_bytes > MAX_BODY_BYTES:
        message = "not a frame"
        raise BrokenFrame(message)
    try:
        head = json.loads(_read_exactly(stream, head_bytes))
    except ValueError as error:
        raise BrokenFrame(str(error)) from error
    if not isinstance(head, dict):
        message = "not a frame"
        raise BrokenFrame(message)
    return head, _read_exactly(stream, body_bytes)


def _read_exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size) if size else b""
    if len(data) != size:
        message = "the stream ended"
        raise BrokenFrame(message)
    return data


def request_head(utterance: Utterance, voice: Voice, delivery: Delivery) -> Head:
    """The frame that asks for an utterance; what is only for the page stays behind."""
    return {
        "spoken": utterance.spoken,
        "language": utterance.language,
        "voice": [voice.engine, voice.name, voice.language],
        "delivery": [delivery.rate, delivery.pitch_semitones, delivery.gain_db],
    }


def request_from(head: Head) -> tuple[Utterance, Voice, Delivery]:
    """What `request_head` packed."""
    spoken = head["spoken"]
    engine, name, language = head["voice"]
    return (
        Utterance(text=spoken, spoken=spoken, language=head["language"]),
        Voice(engine=engine, name=name, language=language),
        Delivery(*head["delivery"]),
    )


def clip_head(clip: Clip) -> Head:
    """The frame that answers with a clip, whose bytes are the frame's body."""
    return {
        "rate_hz": clip.rate_hz,
        "encoding": clip.encoding,
        "marks": [[mark.time_ms, mark.kind, mark.start, mark.end] for mark in clip.marks],
    }


def clip_from(head: Head, body: bytes) -> Clip:
    """What `clip_head` packed."""
    return Clip(
        data=body,
        rate_hz=head["rate_hz"],
        marks=tuple(Mark(*mark) for mark in head["marks"]),
        encoding=head["encoding"],
    )


def error_head(error: DocbaoError, trace: str = "") -> Head:
    """The frame that answers with an error, worded in both languages."""
    head: Head = {
        "error": type(error).__name__,
        "message": _both(error.message),
        "hint": _both(error.hint) if error.hint else None,
        "trace": trace,
    }
    if isinstance(error, EngineBusy):
        head["retry_after_s"] = error.retry_after_s
    return head


def error_from(head: Head) -> SpeechError:
    """What `error_head` packed; the worker's own traceback becomes a note of the error."""
    kind = getattr(errors, head["error"], SpeechError)
    message = Phrase(*head["message"])
    hint = Phrase(*head["hint"]) if head["hint"] else None
    if kind is EngineBusy:
        error: SpeechError = EngineBusy(message, hint=hint, retry_after_s=head["retry_after_s"])
    elif isinstance(kind, type) and issubclass(kind, SpeechError):
        error = kind(message, hint=hint)
    else:
        error = SpeechError(message, hint=hint)
    if head["trace"]:
        error.add_note(head["trace"])
    return error


def _both(phrase: Phrase) -> list[str]:
    return [phrase.in_language("vi"), phrase.in_language("en")]
