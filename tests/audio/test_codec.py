from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.mp3 import MP3, BitrateMode
from tests.audio.sounds import pcm, speechlike, tone

from docbao.audio.codec import Mp3Encoder, Pcm, decode_mp3, encoder_gain, read_clip, stream_mp3
from docbao.audio.infoframe import LEGAL_RATES_HZ, FrameFormat, is_legal
from docbao.errors import AudioError
from docbao.model import Clip

PAIRS = [(rate, kbps) for rate in LEGAL_RATES_HZ for kbps in (32, 64, 96, 128, 192, 320)
         if is_legal(rate, kbps)]  # fmt: skip


def encoded(samples: Pcm, rate_hz: int, kbps: int) -> bytes:
    file = io.BytesIO()
    encoder = Mp3Encoder(file, rate_hz=rate_hz, bitrate_kbps=kbps, quality=7)
    for start in range(0, samples.size, 5_000):
        encoder.write(samples[start : start + 5_000])
    encoder.close()
    return file.getvalue()


def player_info(data: bytes) -> Any:
    return MP3(io.BytesIO(data)).info  # type: ignore[no-untyped-call]  # mutagen


@pytest.mark.parametrize(("rate_hz", "kbps"), PAIRS)
def test_a_player_is_told_the_exact_length_and_the_bit_rate(rate_hz: int, kbps: int) -> None:
    data = encoded(pcm(speechlike(1.2345, rate_hz)), rate_hz, kbps)
    told = player_info(data)
    assert told.length == pytest.approx(1.2345, abs=0.0002)
    assert told.bitrate_mode is BitrateMode.CBR
    assert told.sample_rate == rate_hz
    assert told.bitrate == pytest.approx(kbps * 1000, rel=0.1)
    assert told.encoder_info.startswith("LAME 3.10")


@settings(max_examples=40, deadline=None)
@given(size=st.integers(1, 5_000), rate_hz=st.sampled_from([16_000, 22_050, 24_000, 44_100]))
def test_as_many_samples_come_out_as_went_in(size: int, rate_hz: int) -> None:
    data = encoded(pcm(tone(500, -6, 1, rate_hz))[:size], rate_hz, 64)
    decoded, told_hz = decode_mp3(data)
    assert (decoded.size, told_hz) == (size, rate_hz)


def test_samples_come_out_where_they_went_in() -> None:
    samples = np.zeros(24_000, np.int16)
    samples[12_000:12_240] = pcm(tone(1_000, -6, 0.01))
    decoded, _ = decode_mp3(encoded(samples, 24_000, 64))
    best = np.argmax(np.correlate(decoded.astype(float), samples[12_000:12_240].astype(float)))
    assert abs(int(best) - 12_000) <= 2


def test_the_info_frame_counts_every_frame_and_checks_itself() -> None:
    data = encoded(pcm(speechlike(3)), 24_000, 64)
    form = FrameFormat(24_000, 64)
    frames = data.count(data[:2], form.info_bytes)
    info = data[: form.info_bytes]
    at = info.index(b"Info")
    assert int.from_bytes(info[at + 8 : at + 12], "big") == form.count(len(data) - len(info))
    assert frames >= form.count(len(data) - len(info))
    assert int.from_bytes(info[at + 12 : at + 16], "big") == len(data)
    checked = at + 120 + 34
    crc = 0
    for byte in info[:checked]:
        for bit in range(8):
            crc = (crc >> 1) ^ (0xA001 if (crc ^ byte >> bit) & 1 else 0)
    assert int.from_bytes(info[checked : checked + 2], "big") == crc


def test_lame_turns_sound_down_by_what_we_make_up_for() -> None:
    assert encoder_gain(24_000, 64, 5) == pytest.approx(0.95, abs=0.002)
    assert encoder_gain(44_100, 320, 5) == pytest.approx(1.0, abs=0.002)


def test_an_impossible_pair_of_rates_is_refused() -> None:
    with pytest.raises(AudioError, match="320 kbps"):
        Mp3Encoder(io.BytesIO(), rate_hz=24_000, bitrate_kbps=320, quality=5)


def test_clips_come_out_as_samples_whatever_their_encoding() -> None:
    samples = pcm(speechlike(0.7))
    plain, rate_hz = read_clip(Clip(samples.tobytes(), 24_000))
    assert np.array_equal(plain, samples)
    coded, coded_hz = read_clip(Clip(encoded(samples, 24_000, 160), 0, (), "mp3"))
    assert coded_hz == rate_hz == 24_000
    error = (coded * (samples.std() / coded.std()) - samples).std() / samples.std()
    assert error < 0.1


@pytest.mark.parametrize("cut", [10, 700, 5_000])
def test_a_torn_mp3_gives_what_is_whole_or_an_error(cut: int) -> None:
    data = encoded(pcm(speechlike(2)), 24_000, 64)[:cut]
    try:
        samples, _ = decode_mp3(data)
    except AudioError:
        return
    assert samples.size < 2 * 24_000


@settings(max_examples=80, deadline=None)
@given(noise=st.binary(max_size=3_000))
def test_rubbish_is_an_error_or_sound_but_never_a_crash(noise: bytes) -> None:
    try:
        samples, rate_hz = decode_mp3(noise)
    except AudioError:
        return
    assert samples.size
    assert rate_hz > 0


def test_a_missing_or_foreign_file_is_an_error(tmp_path: Path) -> None:
    foreign = tmp_path / "a.mp3"
    foreign.write_bytes(b"<html>not found</html>" * 100)
    for path in (foreign, tmp_path / "none.mp3"):
        with pytest.raises(AudioError):
            list(stream_mp3(path))
