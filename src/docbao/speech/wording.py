"""What every engine asks of an utterance before it speaks, so that all answer alike."""

from __future__ import annotations

import re
from typing import Final

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Voice

REST_MS: Final = 150
"""Length of the clip for a text in which there is nothing to say."""

# Controls, surrogates, unassigned-for-ever, private use, tags and what has no width. Each gives
# way to a space, one for one: marks are indices into the text as it was given.
_UNSAYABLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)


def sayable(spoken: str, *, engine: str, max_chars: int) -> str:
    """`spoken` with every character no voice can say replaced by a space; the same length.

    Raises:
        SpeechError: It is longer than `max_chars`.
    """
    if len(spoken) > max_chars:
        raise SpeechError(
            Phrase(
                vi='Câu dài {length} ký tự, bộ đọc "{engine}" nhận nhiều nhất {limit}',
                en='The utterance has {length} characters; "{engine}" takes {limit} at most',
            ).fill(length=len(spoken), engine=engine, limit=max_chars),
            hint=Phrase(
                vi="Hãy ngắt văn bản theo giới hạn của bộ đọc trước khi đọc.",
                en="Cut the text to the engine's limit before it is spoken.",
            ),
        )
    return _UNSAYABLE.sub(" ", spoken)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it; marks alone are a pause, not speech."""
    return any(character.isalnum() for character in text)


def rest(rate_hz: int) -> Clip:
    """A moment of silence: what is heard of a text without words."""
    return Clip(data=bytes(2 * (rate_hz * REST_MS // 1000)), rate_hz=rate_hz)


def silent(engine: str, text: str) -> SpeechError:
    """The error for an utterance the engine answers with silence."""
    return SpeechError(
        Phrase(
            vi='Bộ đọc "{engine}" không phát ra tiếng nào cho: {text}',
            en='Engine "{engine}" gave no sound for: {text}',
        ).fill(engine=engine, text=text[:60]),
        hint=Phrase(
            vi="Hãy chọn một giọng đọc được ngôn ngữ này.",
            en="Choose a voice that speaks this language.",
        ),
    )


def unknown_voice(engine: str, name: str, voices: tuple[Voice, ...]) -> EngineNotFound:
    """The error for a voice the engine has not got: it says which there are, nearest first."""
    import difflib  # noqa: PLC0415 - only for the message

    names = [voice.name for voice in voices]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    listed = ", ".join([*near, *(other for other in names if other not in near)][:12])
    return EngineNotFound(
        Phrase(
            vi='Bộ đọc "{engine}" không có giọng "{voice}"',
            en='Engine "{engine}" has no voice "{voice}"',
        ).fill(engine=engine, voice=name),
        hint=Phrase(vi="Hiện có: {names}.", en="There are: {names}.").fill(names=listed)
        if listed
        else Phrase(
            vi="Chưa có giọng nào; hãy cài bằng: docbao voices install TÊN",
            en="There are none yet; install one: docbao voices install NAME",
        ),
    )
