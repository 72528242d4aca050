from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.audio.sounds import pcm, speechlike

from docbao.audio.levels import LevelMeter
from docbao.audio.master import measure
from docbao.audio.meanwhile import HeardMp3Encoder, ahead


def test_what_is_heard_while_encoding_is_what_the_finished_file_sounds_like(tmp_path: Path) -> None:
    sound = pcm(speechlike(7, 44_100))
    path = tmp_path / "a.mp3"
    meter = LevelMeter(44_100)
    with path.open("wb") as file:
        encoder = HeardMp3Encoder(file, rate_hz=44_100, bitrate_kbps=192, quality=7, meter=meter)
        for start in range(0, sound.size, 50_000):
            encoder.write(sound[start : start + 50_000])
        encoder.close()
        encoder.abandon()  # nothing more, after the end
    finished = measure(path, 44_100)
    assert meter.length == finished.length == sound.size
    assert meter.levels.integrated_lufs == pytest.approx(finished.loudness_lufs, abs=1e-6)
    assert meter.levels.true_peak_dbtp == pytest.approx(finished.true_peak_dbtp, abs=1e-6)


def test_an_encoder_that_is_abandoned_leaves_no_thread(tmp_path: Path) -> None:
    before = threading.active_count()
    with (tmp_path / "a.mp3").open("wb") as file:
        encoder = HeardMp3Encoder(
            file, rate_hz=44_100, bitrate_kbps=192, quality=7, meter=LevelMeter(44_100)
        )
        encoder.write(pcm(speechlike(1, 44_100)))
        encoder.abandon()
    assert threading.active_count() == before


def test_what_is_made_ahead_comes_in_order_and_its_failure_where_it_is_used() -> None:
    def failing() -> Iterator[int]:
        yield from range(20)
        msg = "twenty"
        raise ValueError(msg)

    with closing(ahead(failing())) as items:
        got = iter(items)
        assert [next(got) for _ in range(20)] == list(range(20))
        with pytest.raises(ValueError, match="twenty"):
            next(got)


def test_who_leaves_early_stops_the_making() -> None:
    made: list[int] = []

    def endless() -> Iterator[int]:
        for number in range(1_000_000):
            made.append(number)
            yield number

    with closing(ahead(endless())) as items:
        assert next(iter(items)) == 0
    assert len(made) < 20
