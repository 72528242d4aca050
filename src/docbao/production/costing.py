"""What making recordings costs: rates measured in earlier runs, and estimates made of them.

A rate is kept for each voice: how long its sound becomes for so many characters, and how long a
core works for it. Sums are kept, not means, so that long articles count for more than short ones;
and they are halved when they have grown large, so that last week's machine is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from docbao.audio.drafts import write_whole
from docbao.model import Article, Voice

_HALVED_AT_MS: Final = 20 * 3_600_000
"""Sound for which sums are kept before the older half counts for half."""

_CHARS_PER_S: Final = 15.0
"""Written characters of a second of speech, before anything was measured; news, normal speed."""

_WORK: Final = {
    "espeak": 0.006,
    "tone": 0.006,
    "piper": 0.13,
    "kokoro": 0.35,
    "google": 0.15,
    "edge": 0.15,
}
"""A core's seconds for a second of finished MP3, before anything was measured (bench/RESULTS.md;
for the two services what is waited for them on a good line)."""

_WORK_OF_STRANGERS: Final = 0.35
USUAL_CHARS: Final = 2_600
"""Of an article nobody has fetched yet, where no other is known either."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one voice took in earlier runs; sums."""

    chars: float = 0.0
    """Written characters."""
    sound_ms: float = 0.0
    work_ms: float = 0.0
    """One worker's, from article to finished file."""

    @property
    def is_measured(self) -> bool:
        """Whether there is anything to go by."""
        return self.sound_ms > 0 and self.chars > 0

    def with_one_more(self, chars: int, sound_ms: int, work_ms: int) -> Rate:
        """The sums with one more article."""
        share = 0.5 if self.sound_ms > _HALVED_AT_MS else 1.0
        return Rate(
            self.chars * share + chars,
            self.sound_ms * share + sound_ms,
            self.work_ms * share + work_ms,
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """What one article will take."""

    sound_ms: float
    work_ms: float
    measured: bool
    """Whether from what this voice took before, rather than from what is usual."""


class Ledger:
    """The rates of every voice, kept in a file of docbao's state."""

    def __init__(self, state: Path) -> None:
        self._path = state / "rates.json"
        self._rates = _read(self._path)

    def note(self, voice: Voice, *, chars: int, sound_ms: int, work_ms: int) -> None:
        """Remember what one article took."""
        key = _key(voice)
        known = self._rates.get(key, Rate())
        self._rates[key] = known.with_one_more(chars, sound_ms, work_ms)

    def rate(self, voice: Voice) -> Rate:
        """What is remembered of `voice`; of the same engine's other voices where nothing is."""
        own = self._rates.get(_key(voice))
        if own is not None:
            return own
        kin = [rate for key, rate in self._rates.items() if key.startswith(f"{voice.engine}/")]
        return Rate(
            sum(r.chars for r in kin), sum(r.sound_ms for r in kin), sum(r.work_ms for r in kin)
        )

    def cost(self, voice: Voice, chars: float, *, speed: float = 1.0) -> Cost:
        """What an article of so many characters will take.

        Args:
            voice: Who reads.
            chars: Written characters (`chars_of`).
            speed: Of speech; only where nothing was measured, for what was is as it was read.
        """
        rate = self.rate(voice)
        if rate.is_measured:
            sound_ms = chars * rate.sound_ms / rate.chars
            return Cost(sound_ms, sound_ms * rate.work_ms / rate.sound_ms, measured=True)
        sound_ms = chars / _CHARS_PER_S / speed * 1000
        work = _WORK.get(voice.engine, _WORK_OF_STRANGERS)
        return Cost(sound_ms, sound_ms * work, measured=False)

    def save(self) -> None:
        """Keep what was noted.

        Raises:
            AudioError: It could not be written.
        """
        facts = {key: asdict(rate) for key, rate in sorted(self._rates.items())}
        write_whole(self._path, json.dumps(facts, indent=1).encode())


def _key(voice: Voice) -> str:
    return f"{voice.engine}/{voice.name}"


def _read(path: Path) -> dict[str, Rate]:
    """What was kept; a file that cannot be read has only been forgotten."""
    rates: dict[str, Rate] = {}
    with suppress(OSError, ValueError, TypeError, AttributeError):
        for key, facts in json.loads(path.read_text("utf-8")).items():
            rate = Rate(**{name: float(value) for name, value in facts.items()})
            if min(rate.chars, rate.sound_ms, rate.work_ms) >= 0:
                rates[key] = rate
    return rates


def chars_of(article: Article) -> int:
    """How many written characters `article` has."""
    return len(article.title) + len(article.lead) + sum(len(b.text) for b in article.blocks)


@dataclass(frozen=True, slots=True)
class Item:
    """An article as an estimate knows it."""

    label: str
    chars: int = 0
    """0 for one not fetched yet."""
    voice: Voice | None = None
    """Who will read it; `None` where that is not known."""
    there: bool = False
    """Made already."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a batch will take."""

    articles: int
    """To be made."""
    there: int
    """Made already."""
    unseen: int
    """Of those to be made, not fetched yet: taken to be as long as the others."""
    sound_s: float
    work_s: float
    """Of one worker."""
    size_bytes: float
    jobs: int
    measured: bool
    """Whether every voice was measured in earlier runs."""
    voices: Mapping[str, int]
    """Articles for each voice."""

    @property
    def wall_s(self) -> float:
        """By the clock, with `jobs` workers."""
        return self.work_s / self.jobs


def estimate(
    items: Iterable[Item], ledger: Ledger, *, jobs: int, bitrate_kbps: int, speed: float = 1.0
) -> Estimate:
    """What it will take to make `items` that are not there yet.

    Args:
        items: All that is wished for.
        ledger: Rates.
        jobs: How many workers there will be.
        bitrate_kbps: Of the MP3 files.
        speed: Of speech.
    """
    known = list(items)
    lengths = [item.chars for item in known if item.chars]
    usual = sum(lengths) / len(lengths) if lengths else USUAL_CHARS
    todo = [item for item in known if not item.there]
    speaker = next((item.voice for item in known if item.voice is not None), None)
    sound_ms = work_ms = 0.0
    measured, voices = True, dict[str, int]()
    for item in todo:
        voice = item.voice or speaker
        if voice is None:
            voice = Voice("", "", "vi")
        cost = ledger.cost(voice, item.chars or usual, speed=speed)
        sound_ms += cost.sound_ms
        work_ms += cost.work_ms
        measured = measured and cost.measured
        name = f"{voice.engine} {voice.name}".strip()
        voices[name] = voices.get(name, 0) + 1
    return Estimate(
        articles=len(todo),
        there=len(known) - len(todo),
        unseen=sum(not item.chars for item in todo),
        sound_s=sound_ms / 1000,
        work_s=work_ms / 1000,
        size_bytes=sound_ms * bitrate_kbps / 8,
        jobs=jobs,
        measured=measured and bool(todo),
        voices=voices,
    )
