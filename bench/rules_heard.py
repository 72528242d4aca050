"""Whether a bulletin is better understood with the reading rules than without.

    pip install viet-asr==0.1.0.dev11 jiwer      (never dependencies of docbao)
    python bench/rules_heard.py

Each sentence of tests/data/spoken/sentence.tsv is spoken twice by each voice: as written, and as
the rules say it. A recogniser of Vietnamese writes down both; what it heard is compared with the
reading a person proof-read. eSpeak NG has number rules of its own, the natural voice has none.
"""

from __future__ import annotations

import importlib.util
import re
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from docbao.speech.kokoro.speakers import SPEAKERS
from docbao.text import spoken
from intelligibility import Ear, Sound, espeak, plain, say

PAIRS = Path(__file__).parents[1] / "tests" / "data" / "spoken" / "sentence.tsv"
_CHOICE = re.compile(r"\{([^{}/]*)[^{}]*\}")


def natural(text: str) -> Sound:
    """The default natural voice."""
    return say(text, SPEAKERS[0].name)


def main() -> int:
    """Print a line for each voice."""
    missing = [m for m in ("vietasr", "jiwer") if importlib.util.find_spec(m) is None]
    if missing:
        print(f"skipped: no {', '.join(missing)}; pip install viet-asr==0.1.0.dev11 jiwer")
        return 0
    import jiwer  # noqa: PLC0415 - optional

    ear = Ear()
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:25]]
    voices: tuple[tuple[str, Callable[[str], Sound]], ...] = (
        ("espeak", espeak),
        ("kokoro", natural),
    )
    for name, voice in voices:
        rates: dict[str, list[float]] = {"as written": [], "by the rules": []}
        for _, written, reading in rows:
            gold = plain(_CHOICE.sub(r"\1", reading.split("|")[0]))
            for how, text in (("as written", written), ("by the rules", spoken(written))):
                rates[how].append(float(jiwer.cer(gold, plain(ear.hear(voice(text))))))
        for how, figures in rates.items():
            error = statistics.stdev(figures) / len(figures) ** 0.5
            mean = statistics.mean(figures)
            print(f"{name:8} {how:14} n={len(figures)} CER {mean:.3f} ±{error:.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
