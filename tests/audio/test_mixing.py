from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from tests.audio.sounds import clip, pcm, speechlike, tone

from docbao.audio.codec import read_clip
from docbao.audio.ffmpeg import find_ffmpeg
from docbao.audio.mixing import crossfade, fade, lay_under, load_clip, save_clip
from docbao.errors import AudioError
from docbao.model import Clip

VOICE = clip(speechlike(1.5))
BED = clip(tone(200, -6, 0.7, 44_100), 44_100)


def level(found: Clip, start_s: float, end_s: float) -> float:
    samples, rate_hz = read_clip(found)
    return float(samples[round(start_s * rate_hz) : round(end_s * rate_hz)].std()) / 32_768


@pytest.mark.parametrize("kind", ["wav", "mp3"])
def test_a_clip_saved_is_the_clip_loaded_without_ffmpeg(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    save_clip(VOICE, path)
    found = load_clip(path, rate_hz=24_000)
    assert len(found.data) == len(VOICE.data)
    assert level(found, 0, 1.5) == pytest.approx(level(VOICE, 0, 1.5), rel=0.12)


def test_stereo_at_another_rate_becomes_one_channel_at_ours(tmp_path: Path) -> None:
    left, right = tone(500, -6, 0.5, 44_100), tone(500, -12, 0.5, 44_100)
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.stack((pcm(left), pcm(right)), axis=1).tobytes())
    found = load_clip(tmp_path / "a.wav", rate_hz=24_000)
    assert found.duration_ms == pytest.approx(500, abs=0.1)
    assert level(found, 0.1, 0.4) == pytest.approx((0.5 + 0.25) / 2 / 2**0.5, rel=0.01)


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.mp3", b""), ("text.wav", b"not sound at all"), ("text.mp3", b"nor this"),
     ("text.flac", b"fLaC?"), ("text.ogg", b"OggS?")],
)  # fmt: skip
def test_what_is_no_sound_is_an_error_that_names_the_file(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AudioError, match=name):
        load_clip(tmp_path / name, rate_hz=24_000)


def test_a_jingle_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"none\.wav"):
        load_clip(tmp_path / "none.wav", rate_hz=24_000)


def test_a_bed_lies_under_the_whole_voice_and_around_it() -> None:
    laid = lay_under(VOICE, BED, bed_db=-20, lead_ms=400, fade_ms=100)
    assert laid.rate_hz == 24_000
    assert laid.duration_ms == pytest.approx(2_300, abs=2)
    assert level(laid, 0.15, 0.35) == pytest.approx(0.0354, rel=0.1)
    assert level(laid, 2.0, 2.2) == pytest.approx(0.0354, rel=0.1)
    assert level(laid, 0.0, 0.02) < 0.01
    samples, _ = read_clip(laid)
    voice, _ = read_clip(VOICE)
    under = samples[9_600 : 9_600 + voice.size].astype(float) - voice
    assert under.std() / 32_768 == pytest.approx(0.0354, rel=0.1)


def test_two_clips_cross_over_and_a_clip_fades() -> None:
    crossed = crossfade(VOICE, BED, 300)
    assert crossed.duration_ms == pytest.approx(1_900, abs=2)
    faded = fade(clip(tone(300, -6, 1.0)), in_ms=500, out_ms=5_000)
    assert level(faded, 0, 0.01) < 0.01


def test_ffmpeg_named_wrongly_is_an_error_and_named_rightly_is_used(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="no-ffmpeg"):
        find_ffmpeg(tmp_path / "no-ffmpeg")
    assert find_ffmpeg(Path(sys.executable)) == Path(sys.executable)


@pytest.mark.parametrize("kind", ["m4a", "opus", "flac", "ogg"])
def test_other_formats_go_through_ffmpeg_or_say_that_it_is_wanted(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"a.{kind}"
    try:
        find_ffmpeg()
    except AudioError:
        with pytest.raises(AudioError, match="ffmpeg"):
            save_clip(VOICE, path)
        return
    save_clip(VOICE, path)
    assert load_clip(path, rate_hz=24_000).duration_ms == pytest.approx(1_500, abs=60)


def test_a_program_that_is_not_ffmpeg_gives_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.m4a").write_bytes(b"x")
    with pytest.raises(AudioError, match=r"a\.m4a"):
        load_clip(tmp_path / "a.m4a", rate_hz=24_000, ffmpeg=Path(sys.executable))


def test_neither_a_recording_nor_start_up_ever_loads_pydub() -> None:
    program = (
        "import sys, docbao.audio.master, docbao.audio.sidecars, docbao.audio.mixing\n"
        "print(sorted({'pydub', 'miniaudio', 'mutagen', 'lameenc'} & set(sys.modules)))"
    )
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"
