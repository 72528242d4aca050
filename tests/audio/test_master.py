from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.audio.sounds import (
    LongPerformance,
    decoded,
    pcm,
    speechlike,
    story,
    tone,
    voiced,
)

from docbao.audio.assemble import Part
from docbao.audio.drafts import DRAFT_SUFFIX
from docbao.audio.ffmpeg import find_ffmpeg
from docbao.audio.master import TOLERANCE_LU, Mastered, master, measure
from docbao.audio.presets import PRESETS, Preset
from docbao.audio.tags import Heading, Tags
from docbao.errors import AudioError
from docbao.model import Pause

SPEECH = PRESETS["speech"]
TAGS = Tags(
    "Tiêu đề", published=datetime(2026, 11, 24, 6, tzinfo=UTC), headings=(Heading(1, "Một"),)
)


def make(parts: list[Part], out: Path, preset: Preset = SPEECH) -> Mastered:
    return master(parts, out, preset=preset, tags=TAGS)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("name", PRESETS)
def test_the_finished_file_keeps_its_target(tmp_path: Path, name: str, rate_hz: int) -> None:
    preset = PRESETS[name]
    done = make(story(rate_hz=rate_hz), tmp_path / "a.mp3", preset)
    assert done.loudness_lufs == pytest.approx(preset.target_lufs, abs=TOLERANCE_LU)
    assert done.true_peak_dbtp <= preset.ceiling_dbtp
    out_hz = preset.rate_hz or min(rate_hz, preset.max_rate_hz)
    again = measure(done.path, out_hz)
    assert again.loudness_lufs == pytest.approx(done.loudness_lufs, abs=0.01)
    assert again.length == pytest.approx(done.duration_ms * out_hz / 1000, abs=out_hz / 1000)
    assert done.size_bytes == done.path.stat().st_size


def test_an_independent_meter_agrees_where_ffmpeg_is_there(tmp_path: Path) -> None:
    try:
        ffmpeg = find_ffmpeg()
    except AudioError:
        pytest.skip("no ffmpeg here")
    done = make(story(), tmp_path / "a.mp3")
    meter = "ebur128=peak=true:framelog=verbose"
    command = [
        str(ffmpeg),
        "-hide_banner",
        "-nostats",
        "-i",
        str(done.path),
        "-af",
        meter,
        "-f",
        "null",
        "-",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stderr
    summary = told[told.index("Summary:") :].split()
    assert float(summary[summary.index("I:") + 1]) == pytest.approx(done.loudness_lufs, abs=0.1)
    peak = float(summary[summary.index("Peak:") + 1])
    assert peak == pytest.approx(done.true_peak_dbtp, abs=0.2)


def test_cues_say_when_each_sentence_is_heard_in_the_file(tmp_path: Path) -> None:
    parts: list[Part] = [Pause(120)]
    for number in range(40):
        parts += [voiced(tone(600, -6, 0.31 + number / 500), f"{number}"), Pause(217)]
    done = make(parts, tmp_path / "a.mp3")
    sound = np.abs(decoded(done.path))
    level = 0.05 * sound.max()
    for cue in done.cues:
        around = sound[max(0, cue.start_ms * 24 - 2_400) : cue.start_ms * 24 + 2_400]
        onset_ms = (np.flatnonzero(around > level)[0] - min(2_400, cue.start_ms * 24)) / 24
        assert abs(onset_ms) < 5
        around = sound[cue.end_ms * 24 - 2_400 : cue.end_ms * 24 + 2_400]
        end_ms = (np.flatnonzero(around > level)[-1] - 2_400) / 24
        assert abs(end_ms) < 5


def test_the_same_story_gives_the_same_bytes(tmp_path: Path) -> None:
    make(story(3), tmp_path / "a.mp3")
    make(story(3), tmp_path / "b.mp3")
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_a_performance_is_heard_twice_and_encoded_once(tmp_path: Path) -> None:
    performance = LongPerformance(sentences=4)
    master(performance, tmp_path / "a.mp3", preset=SPEECH, tags=TAGS)
    assert performance.hearings == 2


def test_progress_only_grows_and_ends_at_one(tmp_path: Path) -> None:
    told: list[float] = []
    performance = LongPerformance(sentences=5)
    master(performance, tmp_path / "a.mp3", preset=SPEECH, tags=TAGS, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 5


@pytest.mark.parametrize("dbfs", [-200.0, -90.0])
def test_a_silent_article_stays_silent(tmp_path: Path, dbfs: float) -> None:
    done = make([voiced(tone(300, dbfs, 1.0)), Pause(500)], tmp_path / "a.mp3")
    assert done.loudness_lufs == -70.0
    assert np.abs(decoded(done.path)).max() < 0.01


def test_a_clip_of_ten_milliseconds_is_a_recording(tmp_path: Path) -> None:
    done = make([voiced(tone(1_000, -6, 0.01))], tmp_path / "a.mp3")
    assert done.duration_ms == 10
    assert decoded(done.path).size == 240
    assert done.true_peak_dbtp <= -1.0


def test_full_scale_noise_and_an_offset_keep_the_ceiling(tmp_path: Path) -> None:
    noise = np.clip(np.random.default_rng(3).standard_normal(72_000), -1, 1)
    loud = replace(SPEECH, target_lufs=-9.0)
    done = make([voiced(noise), voiced(speechlike(3) + 0.1)], tmp_path / "a.mp3", loud)
    assert done.true_peak_dbtp <= -1.0


def test_a_target_that_cannot_be_reached_is_approached_and_told(tmp_path: Path) -> None:
    clicks = np.zeros(72_000)
    clicks[::12_000] = 0.9
    done = make([voiced(clicks)], tmp_path / "a.mp3")
    assert -45 < done.loudness_lufs < -18
    assert done.true_peak_dbtp <= -1.0


class FailsAtTheEnd:
    """A performance that speaks a while and then fails, at a chosen hearing."""

    def __init__(self, failure: BaseException, hearing: int) -> None:
        self._failure = failure
        self._left = hearing

    def __iter__(self) -> Iterator[Part]:
        self._left -= 1
        yield from story(2)
        if not self._left:
            raise self._failure


@pytest.mark.parametrize("hearing", [1, 2])
@pytest.mark.parametrize("failure", [KeyboardInterrupt(), RuntimeError("boom")])
def test_whatever_stops_the_work_nothing_torn_is_left(
    tmp_path: Path, failure: BaseException, hearing: int
) -> None:
    out = tmp_path / "a.mp3"
    out.write_bytes(b"as it was")
    with pytest.raises(type(failure)):
        master(FailsAtTheEnd(failure, hearing), out, preset=SPEECH, tags=TAGS)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]
    assert out.read_bytes() == b"as it was"


class ChangesItsMind:
    """A performance that is longer at each hearing."""

    def __init__(self) -> None:
        self._hearings = 0

    def __iter__(self) -> Iterator[Part]:
        self._hearings += 1
        return iter(story(1 + self._hearings))


def test_a_performance_that_is_not_the_same_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="lần hai"):
        master(ChangesItsMind(), tmp_path / "a.mp3", preset=SPEECH, tags=TAGS)
    assert not list(tmp_path.iterdir())


FULL_DISK = """
import resource, sys
from pathlib import Path
from docbao.audio.master import master
from docbao.audio.presets import PRESETS
from docbao.audio.tags import Tags
from docbao.errors import AudioError
from tests.audio.sounds import story
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
try:
    master(story(), Path(sys.argv[1]), preset=PRESETS["speech"], tags=Tags("x"))
except AudioError as error:
    print(error.message.vi.format(**dict(error.message.values)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit to stand for a full disk")
def test_a_full_disk_is_said_in_words_and_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "a.mp3"
    out.write_bytes(b"as it was")
    command = [sys.executable, "-c", FULL_DISK, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "hết chỗ trên đĩa" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]
    assert out.read_bytes() == b"as it was"


def test_an_hour_takes_no_more_memory_than_a_minute(tmp_path: Path) -> None:
    quick = replace(SPEECH, quality=9, rate_hz=8_000, bitrate_kbps=32)
    peaks = []
    for sentences in (8, 450):
        performance = LongPerformance(sentences, rate_hz=8_000)
        tracemalloc.start()
        done = master(performance, tmp_path / "a.mp3", preset=quick, tags=TAGS)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert done.duration_ms > 3_400_000
    assert peaks[1] - peaks[0] < 12_000_000
    assert peaks[1] < 40_000_000


def test_no_draft_is_left_after_success(tmp_path: Path) -> None:
    make(story(1), tmp_path / "new" / "folder" / "a.mp3")
    assert not list(tmp_path.rglob(f"*{DRAFT_SUFFIX}"))


def test_pauses_are_as_long_as_the_script_says(tmp_path: Path) -> None:
    parts: list[Part] = [voiced(tone(300, -6, 0.5)), Pause(700), voiced(tone(300, -6, 0.5))]
    done = make(parts, tmp_path / "a.mp3")
    assert done.cues[1].start_ms - done.cues[0].end_ms == 700
    assert pcm(decoded(done.path)).size == round(1.7 * 24_000)
