"""An engine for trials and tests: hums each word, the same way every time, at once.

A word's pitch comes from its letters, its length from their number, so that sound can be told
apart and measured without a voice.
"""

from __future__ import annotations

import array
import math
import re
import sys
import zlib
from collections.abc import Mapping
from typing import Final

from docbao.model import Clip, Delivery, Mark, Utterance, Voice
from docbao.speech.engine import Capabilities
from docbao.speech.wording import has_words, rest, sayable, unknown_voice

RATE_HZ: Final = 24_000
CHAR_MS: Final = 60
"""Length of one character at the normal rate, blanks included."""
_LOWEST_HZ: Final = 110.0
_AMPLITUDE: Final = 0.25
_FADE_SAMPLES: Final = 96  # 4 ms; without it every word begins and ends with a click
_WORD: Final = re.compile(r"\S+")
_SENTENCE: Final = re.compile(r"\S.*?(?:[.!?…](?=\s)|$)", re.DOTALL)


class ToneEngine:
    """The engine behind `engine: tone`; takes no settings."""

    name = "tone"
    version = "1"
    max_chars = 2000
    capabilities = Capabilities(
        rate_range=(0.25, 4.0), pitch=True, marks=("sentence", "word"), parallel=64
    )

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        del settings

    def voices(self) -> tuple[Voice, ...]:
        """One for each language, an octave apart."""
        return (
            Voice(engine="tone", name="vi", language="vi", note="thử nghiệm"),
            Voice(engine="tone", name="en", language="en", note="for trials"),
        )

    def synthesize(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Hum the words; see `docbao.speech.engine.Engine`."""
        if voice.name not in ("vi", "en"):
            raise unknown_voice(self.name, voice.name, self.voices())
        text = sayable(utterance.spoken, engine=self.name, max_chars=self.max_chars)
        if not has_words(text):
            return rest(RATE_HZ)
        slowest, fastest = self.capabilities.rate_range
        char_samples = RATE_HZ * CHAR_MS / 1000 / min(max(delivery.rate, slowest), fastest)
        octave = 1 if voice.name == "en" else 0
        bend = octave + delivery.pitch_semitones / 12
        amplitude = min(_AMPLITUDE * 10 ** (delivery.gain_db / 20), 0.95)
        samples = array.array("h", bytes(2 * math.ceil(len(text) * char_samples)))
        for word in _WORD.finditer(text):
            first, last = (round(place * char_samples) for place in word.span())
            # Two octaves in steps that an ear and a Fourier transform can tell apart.
            step = zlib.crc32(word.group().encode()) % 25
            hertz = _LOWEST_HZ * 2 ** (step / 12 + bend)
            samples[first:last] = _hum(hertz, last - first, amplitude)
        if sys.byteorder == "big":
            samples.byteswap()
        return Clip(
            data=samples.tobytes(),
            rate_hz=RATE_HZ,
            marks=_marks(text, 1000 * char_samples / RATE_HZ),
        )

    def close(self) -> None:
        """Nothing is held."""


def _hum(hertz: float, length: int, amplitude: float) -> array.array[int]:
    # One period, repeated: a whole number of samples, so the pitch is right within a few cents.
    period = max(round(RATE_HZ / hertz), 2)
    wave = array.array(
        "h", (round(32767 * amplitude * math.sin(2 * math.pi * i / period)) for i in range(period))
    )
    hummed = (wave * (length // period + 1))[:length]
    for index in range(min(_FADE_SAMPLES, length // 2)):
        hummed[index] = hummed[index] * index // _FADE_SAMPLES
        hummed[-1 - index] = hummed[-1 - index] * index // _FADE_SAMPLES
    return hummed


def _marks(text: str, char_ms: float) -> tuple[Mark, ...]:
    sentences = [
        Mark(found.start() * char_ms, "sentence", found.start(), found.start() + len(said))
        for found in _SENTENCE.finditer(text)
        if (said := found.group().rstrip())
    ]
    words = [Mark(found.start() * char_ms, "word", *found.span()) for found in _WORD.finditer(text)]
    return tuple(sorted([*sentences, *words], key=lambda mark: (mark.time_ms, mark.kind)))
