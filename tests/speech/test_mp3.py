from __future__ import annotations

import lameenc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.speech.services.sound import FRAME, FRAME_MS, silent_mp3

from docbao.speech.mp3 import read_frames


def encoded(rate_hz: int, kbps: int, seconds: float) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(kbps)
    encoder.set_in_sample_rate(rate_hz)
    encoder.set_channels(1)
    encoder.silence()
    samples = bytes(2 * int(rate_hz * seconds))
    return bytes(encoder.encode(samples)) + bytes(encoder.flush())


@pytest.mark.parametrize(
    ("rate_hz", "kbps"),
    [(44100, 64), (44100, 192), (32000, 48), (24000, 48), (22050, 32), (16000, 24)],
)
def test_the_length_of_what_an_encoder_made_is_read_off_its_frames(rate_hz: int, kbps: int) -> None:
    frames = read_frames(encoded(rate_hz, kbps, 2.0))
    assert frames.rate_hz == rate_hz
    assert frames.torn_bytes == 0
    assert frames.duration_ms == pytest.approx(2000, abs=150)  # the encoder pads both ends


def test_our_own_silence_is_what_it_says() -> None:
    frames = read_frames(silent_mp3(10 * FRAME_MS))
    assert (frames.count, frames.rate_hz, frames.duration_ms) == (10, 24000, 240)


def test_a_tag_before_the_sound_is_passed_over() -> None:
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, 1, 2]) + bytes(130)
    assert read_frames(tag + FRAME * 3).count == 3


def test_a_last_frame_that_is_cut_off_is_noticed() -> None:
    frames = read_frames(FRAME * 3 + FRAME[:100])
    assert (frames.count, frames.torn_bytes) == (3, 100)


def test_what_stands_behind_the_sound_is_no_tear() -> None:
    assert read_frames(FRAME * 3 + b"TAG" + bytes(125)).torn_bytes == 0


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"<html>", b"RIFF....WAVE", b"\xff\xfb", bytes(999)]
)
def test_what_is_no_sound_has_no_frames(data: bytes) -> None:
    assert read_frames(data).count == 0


@given(st.binary(max_size=400), st.integers(0, 3))
def test_no_bytes_confuse_the_reader(data: bytes, frames: int) -> None:
    found = read_frames(FRAME * frames + data)
    assert found.count >= frames
    assert 0 <= found.torn_bytes <= len(data)
