"""Sounds made by rule, and the second, slower way to compute what the audio room computes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from docbao.audio.assemble import Part
from docbao.audio.codec import Pcm, stream_mp3
from docbao.model import Clip, Mark, Pause, Utterance, Voiced

Floats = npt.NDArray[np.float64]


def tone(hz: float, dbfs: float, seconds: float, rate_hz: int = 24_000) -> Floats:
    """A sine whose peak is `dbfs`; full scale is 1."""
    wave: Floats = 10 ** (dbfs / 20) * np.sin(
        2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz
    )
    return wave


def speechlike(seconds: float, rate_hz: int = 24_000, seed: int = 1) -> Floats:
    """Pulses at a voice's pitch through formants, in syllables: peaky, as eSpeak's voice is."""
    rng = np.random.default_rng(seed)
    count = round(seconds * rate_hz)
    time = np.arange(count) / rate_hz
    pitch = 120 + 25 * np.sin(2 * np.pi * 0.7 * time)
    phase = np.cumsum(pitch) / rate_hz
    wave = np.zeros(count)
    for number in range(1, 40):
        formants = sum(np.exp(-(((number * 120 - f) / 220) ** 2)) for f in (500, 1500, 2500, 3600))
        wave += (0.15 + formants) / number**0.5 * np.cos(2 * np.pi * number * phase + number**2)
    syllables = np.clip(np.sin(2 * np.pi * 2.2 * time + rng.random()), 0, None) ** 0.6
    wave = wave * syllables + 0.02 * rng.standard_normal(count) * syllables
    spoken: Floats = 0.9 * wave / np.abs(wave).max(initial=1e-9)
    return spoken


def pcm(wave: Floats) -> Pcm:
    """16-bit samples of `wave`."""
    samples: Pcm = np.clip(np.rint(wave * 32768), -32768, 32767).astype(np.int16)
    return samples


def clip(wave: Floats, rate_hz: int = 24_000, marks: tuple[Mark, ...] = ()) -> Clip:
    return Clip(pcm(wave).astype("<i2").tobytes(), rate_hz, marks)


def voiced(wave: Floats, text: str = "Một câu.", rate_hz: int = 24_000, block: int = 0) -> Voiced:
    return Voiced(Utterance(text, text, block=block), clip(wave, rate_hz))


def story(sentences: int = 6, rate_hz: int = 24_000) -> list[Part]:
    """A short article: sentences of speech-like sound with pauses between."""
    parts: list[Part] = []
    for number in range(sentences):
        wave = speechlike(1.5 + number % 3 * 0.5, rate_hz, seed=number)
        parts += [voiced(wave, f"Câu số {number}.", rate_hz, block=number // 2), Pause(300)]
    return parts


@dataclass
class LongPerformance:
    """The same few clips again and again, made anew at each hearing: any length, no memory."""

    sentences: int
    rate_hz: int = 24_000
    hearings: int = field(default=0, init=False)

    def __len__(self) -> int:
        return self.sentences

    def __iter__(self) -> Iterator[Part]:
        self.hearings += 1
        voices = [
            voiced(speechlike(8, self.rate_hz, seed), rate_hz=self.rate_hz) for seed in range(3)
        ]
        for number in range(self.sentences):
            yield voices[number % 3]


def decoded(path: Path) -> Floats:
    """All samples of an MP3, as a player that knows its info frame gives them."""
    whole: Floats = np.concatenate(list(stream_mp3(path))) / 32768
    return whole


def filtered(wave: Floats, coefficients: tuple[tuple[float, ...], tuple[float, ...]]) -> Floats:
    """`wave` through one biquad, sample by sample."""
    (b0, b1, b2), (_, a1, a2) = coefficients
    x1 = x2 = y1 = y2 = 0.0
    out = []
    for x in wave.tolist():
        y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
        x1, x2, y1, y2 = x, x1, y, y1
        out.append(y)
    return np.array(out)
