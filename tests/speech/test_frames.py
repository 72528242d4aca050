from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbao.errors import ConfigError, EngineNotFound, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Mark, Utterance, Voice
from docbao.speech.frames import (
    BrokenFrame,
    clip_from,
    clip_head,
    error_from,
    error_head,
    read_frame,
    request_from,
    request_head,
    write_frame,
)

any_text = st.text(st.characters(codec=None), max_size=60)


@given(any_text, any_text, st.floats(0.1, 9), st.floats(-24, 24))
def test_a_request_arrives_as_it_was_sent(
    spoken: str, name: str, rate: float, pitch: float
) -> None:
    utterance = Utterance(spoken, spoken, language="en")
    voice, delivery = Voice("e", name, "en-US"), Delivery(rate, pitch, -3.5)
    stream = io.BytesIO()
    write_frame(stream, request_head(utterance, voice, delivery))
    stream.seek(0)
    assert request_from(read_frame(stream)[0]) == (utterance, voice, delivery)


@given(st.binary(max_size=500), st.lists(st.tuples(st.floats(0, 9e5), st.integers(0, 99))))
def test_a_clip_arrives_as_it_was_sent(data: bytes, places: list[tuple[float, int]]) -> None:
    marks = tuple(Mark(time_ms, "word", start, start + 1) for time_ms, start in places)
    clip = Clip(data=data, rate_hz=24000, marks=marks, encoding="mp3")
    stream = io.BytesIO()
    write_frame(stream, clip_head(clip), clip.data)
    stream.seek(0)
    assert clip_from(*read_frame(stream)) == clip


@given(st.binary(max_size=200))
def test_anything_else_is_no_frame(data: bytes) -> None:
    with pytest.raises(BrokenFrame):
        read_frame(io.BytesIO(data))


def test_a_frame_that_claims_too_much_is_not_waited_for() -> None:
    with pytest.raises(BrokenFrame, match="not a frame"):
        read_frame(io.BytesIO(b"dbW1" + b"\xff" * 8 + b"{}"))
    with pytest.raises(BrokenFrame, match="not a frame"):
        read_frame(io.BytesIO(b"dbW1\0\0\0\x02\0\0\0\0[]"))


def test_an_error_keeps_its_kind_and_both_wordings() -> None:
    sent = EngineNotFound(
        Phrase(vi="không có {x}", en="no {x}").fill(x="{y}"), hint=Phrase(vi="cài", en="install")
    )
    got = error_from(error_head(sent))
    assert type(got) is EngineNotFound
    assert (got.message.in_language("vi"), got.message.in_language("en")) == (
        "không có {y}",
        "no {y}",
    )
    assert got.hint is not None
    assert got.hint.in_language("vi") == "cài"


def test_an_error_of_another_room_becomes_one_of_speech() -> None:
    got = error_from(error_head(ConfigError(Phrase(vi="sai", en="wrong"))))
    assert type(got) is SpeechError
    assert got.hint is None
