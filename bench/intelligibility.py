"""How much of what a voice says a recogniser of Vietnamese understands.

    pip install viet-asr==0.1.0.dev11 jiwer      (never dependencies of docbao)
    python bench/intelligibility.py                     default voice, held-out sentences
    python bench/intelligibility.py --all               all voices and the controls
    python bench/intelligibility.py --use tune --voice lan --show
    python bench/intelligibility.py --human FOLDER      human clips: NAME.wav beside NAME.txt

The figure is the mean over sentences of the character error rate, both texts in lower case and
without punctuation. bench/data/intelligibility.tsv holds sentences of our own; those marked "tune"
were looked at while the voice was made, those marked "held" never.

Controls: eSpeak NG on the same sentences, human speech where there is some, the natural voice with
the model's own melody in place of ours (no tones), and reversed (no words: the worst there is).
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import statistics
import sys
import time
import unicodedata
import wave
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech.kokoro.speaker import KokoroSpeaker
from docbao.speech.kokoro.speakers import SPEAKERS

Sound = tuple[np.ndarray[Any, Any], int]
DATA = Path(__file__).parent / "data" / "intelligibility.tsv"
HEARD_HZ = 16_000
QUIET_S = 0.5
"""Silence before and after. The recogniser starts cold: of fourteen first words it misheard ten
after 0.3 s of it, and six or seven after anything from 0.35 to 1.0 s."""


def main() -> int:
    """Measure what was asked for; a line for every condition."""
    asked = _arguments()
    missing = [m for m in ("vietasr", "jiwer") if importlib.util.find_spec(m) is None]
    if missing:
        print(f"skipped: no {', '.join(missing)}; pip install viet-asr==0.1.0.dev11 jiwer")
        return 0
    ear = Ear()
    texts = sentences(asked.use)[: asked.count]
    names = [s.name for s in SPEAKERS] if asked.all else [asked.voice]
    for name in names:
        ear.measure(f"{name}, {asked.use}", texts, partial(say, voice=name), show=asked.show)
    if asked.all:
        ear.measure("no tones (control)", texts, partial(say, voice=names[0], tones=False))
        ear.measure("reversed (control)", texts[:8], lambda t: _reversed(say(t, names[0])))
        ear.measure("eSpeak NG (control)", texts, espeak)
    if asked.human:
        clips = sorted(asked.human.glob("*.wav"))
        spoken = {p.with_suffix(".txt").read_text("utf-8").strip(): p for p in clips}
        ear.measure("human (control)", list(spoken), lambda t: read_wave(spoken[t]))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How much a recogniser understands.")
    parser.add_argument("--use", choices=("tune", "held"), default="held")
    parser.add_argument("--voice", default=SPEAKERS[0].name)
    parser.add_argument("--all", action="store_true", help="all voices, and the controls")
    parser.add_argument("--count", type=int, help="only so many sentences")
    parser.add_argument("--show", action="store_true", help="what was heard, line by line")
    parser.add_argument("--human", type=Path, help="a folder of NAME.wav with NAME.txt")
    return parser.parse_args()


def sentences(use: str) -> list[str]:
    """Those of one use, in the file's order."""
    rows = (line.split("\t") for line in DATA.read_text("utf-8").splitlines() if line[:1] != "#")
    return [row[2] for row in rows if row[0] == use]


class Ear:
    """The recogniser."""

    def __init__(self) -> None:
        import vietasr  # noqa: PLC0415 - optional

        self._pipeline = vietasr.Pipeline.preset("transcribe")
        self._pipeline.build()

    def hear(self, sound: Sound) -> str:
        """What it takes the sound to say."""
        samples, rate_hz = sound
        places = np.arange(0, len(samples), rate_hz / HEARD_HZ)
        heard = np.interp(places, np.arange(len(samples)), _band_limited(samples, rate_hz))
        heard *= 0.7 / max(1e-6, float(np.abs(heard).max()))
        quiet = np.zeros(int(QUIET_S * HEARD_HZ))
        padded = np.concatenate([quiet, heard, quiet])
        return str(
            self._pipeline.transcribe((padded * 32767).astype(np.int16), HEARD_HZ * 1.0).text
        )

    def measure(
        self, name: str, texts: list[str], voice: Callable[[str], Sound], *, show: bool = False
    ) -> None:
        """Print the mean character error rate of `voice` over `texts`."""
        import jiwer  # noqa: PLC0415 - optional

        rates, spent_s, length_s = [], 0.0, 0.0
        for text in texts:
            start = time.perf_counter()
            sound = voice(text)
            spent_s += time.perf_counter() - start
            length_s += len(sound[0]) / sound[1]
            heard = plain(self.hear(sound))
            rates.append(float(jiwer.cer(plain(text), heard)))
            if show:
                print(f"  {rates[-1]:.2f} {plain(text)}\n       {heard}")
        spread = statistics.stdev(rates) / len(rates) ** 0.5 if len(rates) > 1 else 0.0
        print(
            f"{name:24} n={len(rates):2} CER {statistics.mean(rates):.3f} ±{spread:.3f} "
            f"(median {statistics.median(rates):.3f}); made in {spent_s / length_s:.2f} real time",
            flush=True,
        )


def plain(text: str) -> str:
    """Lower case, composed, letters and digits only, single blanks."""
    letters = re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFC", text.lower()))
    return " ".join(letters.split())


def _band_limited(samples: np.ndarray[Any, Any], rate_hz: int) -> np.ndarray[Any, Any]:
    """Without what lies above half of the recogniser's rate."""
    spectrum = np.fft.rfft(samples)
    spectrum[np.fft.rfftfreq(len(samples), 1 / rate_hz) > HEARD_HZ / 2] = 0
    return np.fft.irfft(spectrum, len(samples))


@lru_cache(maxsize=2)
def _speaker(*, tones: bool) -> KokoroSpeaker:
    settings = {"threads": "1"}
    if tones:
        return KokoroSpeaker(settings)
    return KokoroSpeaker(settings, melody=lambda *_: None)


def say(text: str, voice: str, *, tones: bool = True) -> Sound:
    """The natural voice, in this process; or with the melody the model would give the words."""
    spoken = _speaker(tones=tones).speak(
        Utterance(text, text), Voice("kokoro", voice, "vi"), Delivery()
    )
    return _samples(spoken)


def espeak(text: str) -> Sound:
    """The voice docbao has without the extra."""
    from docbao.speech.espeak import EspeakEngine  # noqa: PLC0415 - a control only

    engine = EspeakEngine()
    try:
        voice = next(v for v in engine.voices() if v.language.startswith("vi"))
        return _samples(engine.synthesize(Utterance(text, text), voice, Delivery()))
    finally:
        engine.close()


def _samples(clip: Clip) -> Sound:
    return np.frombuffer(clip.data, "<i2") / 32768.0, clip.rate_hz


def _reversed(sound: Sound) -> Sound:
    return sound[0][::-1], sound[1]


def read_wave(path: Path) -> Sound:
    """A mono or stereo 16-bit file."""
    with wave.open(str(path)) as file:
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768.0
        return data.reshape(-1, file.getnchannels()).mean(axis=1), file.getframerate()


if __name__ == "__main__":
    sys.exit(main())
