"""Draw the six tones as the natural voice says them: docs/tones.png.

    pip install matplotlib      (for this script alone)
    python bench/kokoro_tones.py docs/tones.png

Solid: the pitch found in the finished sound (autocorrelation), half a frame at a time. Dotted: the
curve that was asked for. Six words, each in the same sentence.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from docbao.model import Delivery, Utterance, Voice
from docbao.speech.kokoro.speaker import KokoroSpeaker
from docbao.speech.kokoro.speakers import SPEAKERS
from docbao.speech.kokoro.syllable import parse
from docbao.speech.kokoro.tones import contour

WORDS = ("ma", "má", "mà", "mả", "mã", "mạ")
NAMES = ("ngang", "sắc", "huyền", "hỏi", "ngã", "nặng")
FRAME = "ông ấy viết chữ {word} lên tấm bảng"
Floats = np.ndarray[Any, Any]


def main(target: Path) -> None:
    """Six panels, one a tone."""
    import matplotlib as mpl  # noqa: PLC0415 - for drawing alone

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 - after the choice above

    speaker = KokoroSpeaker({"threads": "1"})
    figure, panels = plt.subplots(1, 6, figsize=(9, 2.2), sharey=True, dpi=80)
    for panel, word, name in zip(panels, WORDS, NAMES, strict=True):
        samples, rate_hz = _said(speaker, word)
        times, pitch = track(samples, rate_hz)
        semitones = 12 * np.log2(pitch / SPEAKERS[0].pitch_hz)
        panel.plot(times * 1000, semitones, color="black")
        syllable = parse(word)
        assert syllable is not None  # noqa: S101 - the words above are Vietnamese
        asked = contour(syllable).semitones
        panel.plot(np.linspace(0.2, 1, len(asked)) * times[-1] * 1000, asked, ":", color="gray")
        panel.set_title(f"{word} ({name})", fontsize=9)
        panel.set_xlabel("ms", fontsize=8)
        panel.set_ylim(-13, 9)
        panel.tick_params(labelsize=7)
    panels[0].set_ylabel("semitones", fontsize=8)
    figure.tight_layout()
    figure.savefig(target)


def _said(speaker: KokoroSpeaker, word: str) -> tuple[Floats, int]:
    text = FRAME.format(word=word)
    place = text.index(f" {word} ") + 1
    clip = speaker.speak(Utterance(text, text), Voice("kokoro", SPEAKERS[0].name, "vi"), Delivery())
    marks = [m for m in clip.marks if m.kind == "word"]
    here = next(n for n, m in enumerate(marks) if m.start == place)
    begin, end = (int(marks[n].time_ms / 1000 * clip.rate_hz) for n in (here, here + 1))
    return np.frombuffer(clip.data, "<i2")[begin:end] / 32768.0, clip.rate_hz


def track(samples: Floats, rate_hz: int) -> tuple[Floats, Floats]:
    """Pitch in Hz every 12.5 ms; not a number where there is no voice."""
    width, hop = int(0.04 * rate_hz), int(0.0125 * rate_hz)
    low, high = int(rate_hz / 500), int(rate_hz / 70)
    padded = np.pad(samples, width // 2)
    found = []
    for start in range(0, len(samples) - hop, hop):
        piece = padded[start : start + width] * np.hanning(width)
        whole = np.correlate(piece, piece, "full")[width - 1 :]
        lag = low + int(np.argmax(whole[low:high]))
        clear = whole[lag] > 0.35 * whole[0] and whole[0] > 1e-3
        found.append(rate_hz / lag if clear else np.nan)
    return np.arange(len(found)) * hop / rate_hz, np.array(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
