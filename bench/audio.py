"""What loudness, limiting, tags and checking cost beside the bare minimum, and in memory.

The bare minimum is the same samples into the same encoder and nothing else. Run as

    python bench/audio.py [--minutes 10] [--preset speech]

With eSpeak's engine at hand it also speaks, so that the ratio is that of article to MP3.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from docbao.audio.assemble import Assembly, Part
from docbao.audio.codec import Mp3Encoder, Pcm, encoder_gain, read_clip
from docbao.audio.levels import LevelMeter
from docbao.audio.master import master, measure
from docbao.audio.peaks import amplitude
from docbao.audio.presets import Preset, find_preset
from docbao.audio.survey import hear, render
from docbao.audio.tags import Tags
from docbao.model import Clip, Delivery, Pause, Utterance, Voice, Voiced

TEXT = (
    "Sáng nay, Ủy ban nhân dân tỉnh tổ chức hội nghị tổng kết công tác phòng chống thiên tai.",
    "Theo báo cáo, mười tháng qua toàn tỉnh có bảy đợt mưa lớn, thiệt hại hơn bốn mươi tỷ đồng.",
    "Giá thịt lợn hơi tại các chợ đầu mối giảm năm phần trăm so với tuần trước.",
)
PAUSE = Pause(300)
ROUNDS = 3


class Engines:
    """eSpeak where it can be had, else sound made once by rule."""

    def __init__(self) -> None:
        try:
            from docbao.speech.espeak import EspeakEngine  # noqa: PLC0415 - may not be there
        except ImportError:
            self.name = "none (clips ready-made)"
            self._clip = Clip(_pulses(22_050, 6).tobytes(), 22_050)
            self.speak: Callable[[str], Clip] = lambda _: self._clip
            return
        self.name = "espeak"
        engine, voice = EspeakEngine(), Voice("espeak", "vi", "vi")
        self.speak = lambda text: engine.synthesize(Utterance(text, text), voice, Delivery())


class Spoken:
    """A performance that speaks at the first hearing and remembers for the second."""

    def __init__(self, speak: Callable[[str], Clip], sentences: int) -> None:
        self._speak = speak
        self._sentences = sentences
        self._kept: list[Clip] = []

    def __iter__(self) -> Iterator[Part]:
        for number in range(self._sentences):
            text = TEXT[number % len(TEXT)]
            if number == len(self._kept):
                self._kept.append(self._speak(text))
            yield Voiced(Utterance(text, text, block=number // 3), self._kept[number])
            yield PAUSE


def _pulses(rate_hz: int, seconds: int) -> Pcm:
    moments = np.arange(rate_hz * seconds) / rate_hz
    voice = sum(np.cos(2 * np.pi * 120 * n * moments + n * n) / n for n in range(1, 30))
    swell = np.clip(np.sin(2 * np.pi * 2.2 * moments), 0, 1)
    sound = voice * swell
    pcm: Pcm = np.rint(29_000 * sound / np.abs(sound).max()).astype(np.int16)
    return pcm


def bare(speak: Callable[[str], Clip], sentences: int, preset: Preset, rate_hz: int) -> bytes:
    """The same sentences into the same encoder, and nothing else."""
    file = io.BytesIO()
    encoder = Mp3Encoder(
        file, rate_hz=rate_hz, bitrate_kbps=preset.bitrate_kbps, quality=preset.quality
    )
    silence = np.zeros(PAUSE.duration_ms * rate_hz // 1000, np.int16)
    for number in range(sentences):
        encoder.write(read_clip(speak(TEXT[number % len(TEXT)]))[0])
        encoder.write(silence)
    encoder.close()
    return file.getvalue()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's own work."""
    wall, own = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - own


def peak_mb() -> float:
    """The most memory this process has held."""
    if sys.platform == "win32":
        return float("nan")
    import resource  # noqa: PLC0415 - not there on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )


def stages(performance: Spoken, preset: Preset, out: Path) -> None:
    """Print what each part of the work costs, the clips being there."""
    assembly = Assembly(performance, rate_hz=preset.rate_hz, max_rate_hz=preset.max_rate_hz)
    list(assembly)
    survey = hear(assembly)
    gain, _ = survey.gain_for(preset.target_lufs, amplitude(-2))
    joined = np.concatenate(list(assembly))

    def pass_alone() -> None:
        meter = LevelMeter(survey.rate_hz)
        for start in range(0, joined.size, survey.rate_hz):
            meter.add(joined[start : start + survey.rate_hz])
        assert meter.levels.integrated_lufs < 0  # noqa: S101 - so that it is all looked at

    for name, work in (
        ("loudness pass: EBU R 128, true peaks (≥ 300)", pass_alone),
        ("join alone", lambda: sum(piece.size for piece in assembly)),
        ("first hearing, measured", lambda: hear(assembly)),
        ("gain", lambda: survey.gain_for(preset.target_lufs, amplitude(-2))),
        ("second hearing, with gain and limiter",
         lambda: sum(b.size for b in render(assembly, survey, gain=gain, ceiling=amplitude(-2)))),
        ("finished file decoded and measured", lambda: measure(out, survey.rate_hz)),
    ):  # fmt: skip
        wall, own = min(timed(work) for _ in range(ROUNDS))
        speed = survey.duration_ms / 1000 / wall
        print(f"  {name:44} {wall:6.3f} s wall  {own:6.3f} s CPU  {speed:8.0f} x real time")


def main() -> None:
    """Print the ratio, the stages and the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--preset", default="speech")
    args = parser.parse_args()
    preset = find_preset(args.preset)
    engines = Engines()
    first = engines.speak(TEXT[0])
    rate_hz = preset.rate_hz or first.rate_hz
    encoder_gain(rate_hz, preset.bitrate_kbps, preset.quality)
    mean_ms = statistics.fmean(engines.speak(text).duration_ms for text in TEXT)
    sentences = round(args.minutes * 60_000 / (mean_ms + PAUSE.duration_ms))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "a.mp3"
        ratios = []
        for _ in range(ROUNDS):
            least, least_own = timed(lambda: bare(engines.speak, sentences, preset, rate_hz))
            spoken = Spoken(engines.speak, sentences)
            whole, whole_own = timed(
                lambda spoken=spoken: master(spoken, out, preset=preset, tags=Tags("x"))  # type: ignore[misc]  # mypy takes the default for untyped
            )
            ratios.append(whole / least)
            print(
                f"bare {least:.2f} s ({least_own:.2f} CPU)  "
                f"finished {whole:.2f} s ({whole_own:.2f} CPU)  ratio {whole / least:.2f}"
            )
        done = master(Spoken(engines.speak, sentences), out, preset=preset, tags=Tags("x"))
        print(f"{done.duration_ms / 1000:.0f} s of sound, engine: {engines.name}, {preset.name}")
        print(f"{done.loudness_lufs} LUFS, {done.true_peak_dbtp} dBTP")
        print(f"ratio, median of {ROUNDS}: {statistics.median(ratios):.2f}")
        stages(Spoken(engines.speak, sentences), preset, out)
    print(f"peak memory of this process, its clips and bare copy included: {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
