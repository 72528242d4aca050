"""The whole line: article → MP3 beside its bare minimum, and batches on one and two processes.

    python bench/line.py [--articles 1000]

The bare minimum is the same engine's samples piped into the same encoder, and nothing else: no
reading rules, no cache, no trimming, no loudness, no tags, no sync to disk. Medians of paired
runs; eSpeak NG speaks, because beside a neural voice everything else is nothing.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from docbao.audio.codec import Mp3Encoder
from docbao.audio.presets import find_preset
from docbao.model import Article, Block, Delivery, Utterance, Voice
from docbao.narration.commission import Cast, Commission, Narrated, StudioSettings
from docbao.narration.studio import Studio, open_studio
from docbao.production.batch import open_processes, run
from docbao.sources.files import read_document

SAMPLES = Path(__file__).parents[1] / "src" / "docbao" / "samples"
VOICE = Voice("espeak", "vi+f3", "vi")
PRESET = find_preset("speech")


def settings(home: Path) -> StudioSettings:
    """A studio in a folder of its own."""
    return StudioSettings(
        home=home, clips=home / "clips", locks=home / "locks", clip_quota_bytes=2_000_000_000
    )


def articles(count: int) -> Iterator[Article]:
    """The sample bulletins over and over, each with words of its own."""
    originals = [
        read_document(path, now=datetime(2026, 11, 24, tzinfo=UTC))
        for path in sorted(SAMPLES.glob("*.vi.*"))
    ]
    for number in range(count):
        one = originals[number % len(originals)]
        blocks = tuple(Block(b.kind, f"{b.text} Bản tin số {number}.") for b in one.blocks)
        yield Article(f"{number:016x}", "bench", one.url, f"{one.title} {number}", one.lead, blocks)


def commission(article: Article) -> Commission:
    """One recording by eSpeak."""
    return Commission(article, (Cast(VOICE),), f"audio/{article.id}.mp3")


def bare(studio: Studio, utterances: list[Utterance], out: Path) -> int:
    """Speak and encode, and nothing else; how many ms of sound."""
    engine = studio.engine("espeak")
    total = 0
    with out.open("wb") as file:
        encoder: Mp3Encoder | None = None
        for utterance in utterances:
            clip = engine.synthesize(utterance, VOICE, Delivery())
            encoder = encoder or Mp3Encoder(
                file, rate_hz=clip.rate_hz, bitrate_kbps=PRESET.bitrate_kbps, quality=PRESET.quality
            )
            encoder.write(np.frombuffer(clip.data, dtype="<i2"))
            total += round(clip.duration_ms)
        if encoder:
            encoder.close()
    return total


def one_article(rounds: int) -> None:
    """Article and bare minimum in turn, `rounds` times; the median of the ratios."""
    home = Path(tempfile.mkdtemp(prefix="docbao-bench-"))
    ratios, ours, theirs, heard = [], [], [], 0
    try:
        studio = Studio(settings(home))
        items = list(articles(rounds + 1))
        studio.narrate(commission(items[0]))  # warm
        for article in items[1:]:
            utterances = list(studio.script(article, Cast(VOICE)).utterances)
            before = time.perf_counter()
            heard = bare(studio, utterances, home / "bare.mp3")
            between = time.perf_counter()
            studio.narrate(commission(article))
            after = time.perf_counter()
            theirs.append(between - before)
            ours.append(after - between)
            ratios.append(ours[-1] / theirs[-1])
        studio.close()
    finally:
        shutil.rmtree(home)
    print(
        f"article → MP3 ({heard / 1000:.0f} s of sound): {statistics.median(ours):.2f} s, bare "
        f"{statistics.median(theirs):.2f} s, ratio {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f}–{max(ratios):.2f}; goal ≤ 1.5)"
    )


def measured(job: tuple[StudioSettings, Commission]) -> tuple[Narrated, int, int]:
    """A recording made in this worker, with its pid and its peak memory so far in kB."""
    settings, commission = job
    narrated = open_studio(settings).narrate(commission)
    return narrated, os.getpid(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def batch(count: int, workers: int) -> tuple[float, dict[int, list[int]]]:
    """Seconds for `count` articles, and each worker's peak memory after each of its articles."""
    home = Path(tempfile.mkdtemp(prefix="docbao-bench-"))
    peaks: dict[int, list[int]] = {}
    try:
        jobs = ((settings(home), commission(article)) for article in articles(count))
        started = time.perf_counter()
        for outcome in run(
            measured, jobs, open_executor=partial(open_processes, max(workers, 1)), workers=workers
        ):
            if outcome.result is None:
                raise outcome.error or RuntimeError
            _, pid, peak = outcome.result
            peaks.setdefault(pid, []).append(peak)
        took = time.perf_counter() - started
        open_studio.cache_clear()
    finally:
        shutil.rmtree(home)
    return took, peaks


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=60)
    options.add_argument("--rounds", type=int, default=7)
    given = options.parse_args()
    one_article(given.rounds)
    one, _ = batch(given.articles, 1)
    two, peaks = batch(given.articles, 2)
    print(f"batch of {given.articles}: one process {one:.1f} s, two {two:.1f} s, "
          f"{one / two:.2f} × (goal ≥ 1.8)")  # fmt: skip
    for pid, kb in peaks.items():
        tenth = kb[min(9, len(kb) - 1)]
        print(f"worker {pid}: peak {tenth / 1024:.0f} MB at its 10th article, "
              f"{kb[-1] / 1024:.0f} MB at its {len(kb)}th (goal ≤ 150, flat)")  # fmt: skip


if __name__ == "__main__":
    main()
