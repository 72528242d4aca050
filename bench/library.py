"""The library of 100,000 entries: adding, listing, counting, searching, finding a recording.

    PYTHONPATH=src python bench/library.py [ENTRIES]

Beside each figure stands the bare minimum of the same run: the same rows through sqlite3 alone,
with nothing made of them. Titles and summaries are drawn from a vocabulary of some 900 syllables
with the frequencies of natural text (Zipf): the commonest are in nearly every entry.
"""

from __future__ import annotations

import itertools
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from docbao.model import (
    Bulletin,
    Clip,
    Cue,
    Delivery,
    Entry,
    Feed,
    Mark,
    Recording,
    Span,
    Utterance,
    Voice,
)
from docbao.store import ClipStore, Library, clip_key

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
FEEDS = 50
ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
RHYMES = (
    "a ác ai am án ảng ạt âm ân ấp âu ê ến ệnh i ích iệm iên iệt o ói ong ông ơ ơi u ung ư ước y "
    "oan oàng uyên uyết ăn ặng eo ét êu iêu"
)
SYLLABLES = [onset + rhyme for onset in ONSETS.split() for rhyme in RHYMES.split()]
random.Random(2).shuffle(SYLLABLES)
WEIGHTS = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(SYLLABLES))))


def main(entries: int) -> None:
    """Measure and print."""
    chance = random.Random(1)
    folder = Path(tempfile.mkdtemp())
    try:
        with Library(folder / "library.db", clock=lambda: NOW) as library:
            fill(library, entries, chance)
            bare = sqlite3.connect(folder / "library.db", isolation_level=None)
            listing(library, bare)
            searching(library, bare, chance)
            recordings(library)
            bare.close()
        started = time.perf_counter()
        Library(folder / "library.db", clock=lambda: NOW).close()
        print(f"open and close             {(time.perf_counter() - started) * 1000:8.2f} ms")
        size_mb = (folder / "library.db").stat().st_size / 1e6
        print(f"size on disk               {size_mb:8.1f} MB")
        clips(folder)
    finally:
        shutil.rmtree(folder)


def text(chance: random.Random, words: int) -> str:
    """Words as the vocabulary gives them."""
    return " ".join(chance.choices(SYLLABLES, cum_weights=WEIGHTS, k=words))


def bulletin(chance: random.Random, feed: int, edition: int, count: int) -> Bulletin:
    """An edition of new entries over the last year."""
    name = f"feed-{feed}"
    return Bulletin(
        Feed(name, name, f"https://{name}.test/"),
        NOW,
        tuple(
            Entry(
                name,
                f"{chance.getrandbits(64):016x}",
                f"https://{name}.test/{edition}/{item}",
                text(chance, 12),
                text(chance, 40),
                NOW - timedelta(minutes=chance.randrange(500_000)),
            )
            for item in range(count)
        ),
    )


def fill(library: Library, entries: int, chance: random.Random) -> None:
    """Add a first round of feeds, then the rest."""
    first = [bulletin(chance, feed, 0, 54) for feed in range(FEEDS)]
    for name in ("add 50 feeds × 54 entries", "add them again"):
        started = time.perf_counter()
        for each in first:
            library.add_bulletin(each)
        print(f"{name:26} {(time.perf_counter() - started) * 1000:8.1f} ms")
    size = 54
    for edition in range(1, (entries - FEEDS * 54) // (FEEDS * size) + 1):
        for feed in range(FEEDS):
            library.add_bulletin(bulletin(chance, feed, edition, size))
    total = sum(count.total for count in library.counts().values())
    started = time.perf_counter()
    library.add_bulletin(bulletin(chance, 0, 9999, 54))
    print(f"add 54 to {total:<16} {(time.perf_counter() - started) * 1000:8.1f} ms")


def timed(name: str, calls: Sequence[Callable[[], object]], bare: Callable[[], object]) -> None:
    """Print what the calls take, and how much longer than the minimum.

    Processor time stands beside wall time: on a machine with other work only it is steady.
    """
    wall, cpu = measured(calls)
    floor = statistics.median(measured([bare] * len(calls))[1])
    print(
        f"{name:26} {statistics.median(wall):8.2f} ms   p95 {p95(wall):7.2f} ms"
        f"   processor {statistics.median(cpu):7.2f} ms, p95 {p95(cpu):7.2f} ms"
        f"   bare × {statistics.median(cpu) / floor:6.1f}"
    )


def p95(times: list[float]) -> float:
    """The time that 19 of 20 calls keep within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def measured(calls: Sequence[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """Milliseconds by the wall and of the processor that each call took."""
    wall, cpu = [], []
    for call in calls:
        started, used = time.perf_counter(), time.process_time()
        call()
        cpu.append((time.process_time() - used) * 1000)
        wall.append((time.perf_counter() - started) * 1000)
    return wall, cpu


def listing(library: Library, bare: sqlite3.Connection) -> None:
    """Pages and counts."""
    page = "SELECT * FROM entry ORDER BY sort DESC, number DESC LIMIT 50"
    deep = library.entries(limit=5000)[-1].place

    def plain() -> object:
        return bare.execute(page).fetchall()

    timed("first page", [library.entries] * 50, plain)
    timed("page after 5,000", [lambda: library.entries(after=deep)] * 50, plain)
    timed("page, one feed, unread", [
        partial(library.entries, feed=f"feed-{n}", unread_only=True) for n in range(FEEDS)
    ], plain)  # fmt: skip
    timed(
        "counts of 50 feeds",
        [library.counts] * 20,
        lambda: bare.execute(
            "SELECT feed, count(*), sum(unread) FROM entry GROUP BY feed"
        ).fetchall(),
    )


def searching(library: Library, bare: sqlite3.Connection, chance: random.Random) -> None:
    """Words drawn like text, cut off while typing, and the commonest."""
    common = [" ".join(SYLLABLES[n : n + k]) for n in range(0, 12, 3) for k in (1, 2, 3)]
    drawn = [text(chance, chance.randint(1, 4)) for _ in range(150)]
    typed = [words[: chance.randint(1, len(words))] for words in drawn]

    def plain() -> object:
        return bare.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 50",
            (f'"{SYLLABLES[3]}"',),
        ).fetchall()

    for name, queries in (("drawn", drawn), ("as typed", typed), ("commonest words", common)):
        timed(f"search, {name}", [partial(library.search, q) for q in queries], plain)
    timed("search in one feed", [partial(library.search, q, feed="feed-7") for q in drawn], plain)


def recordings(library: Library) -> None:
    """Finding what was made already, and the reader's place."""
    said = Utterance(
        "Ngày 5/8 " * 12, "ngày năm tháng tám " * 12, (Span(0, 8, "date", "ngày", "rule"),) * 12
    )
    cues = tuple(
        Cue(n * 5000, n * 5000 + 4900, said, (Mark(1.0, "word", 0, 4),) * 24) for n in range(60)
    )
    voice = Voice("espeak", "vi", "vi")
    for n in range(1000):
        library.save_recording(
            Recording(
                f"r{n}", f"a{n}", f"audio/x/{n}.mp3", 300_000, 2_400_000, -16.0, -1.0, voice, cues
            )
        )
    timed(
        "recording with 60 cues",
        [partial(library.recording_of, f"a{n}", f"r{n}") for n in range(200)],
        lambda: library.recordings(limit=1),
    )
    timed("save a position", [partial(library.save_position, "a1", n, 1) for n in range(200)],
          lambda: library.position("a1"))  # fmt: skip


def clips(folder: Path) -> None:
    """Clips of four seconds."""
    store = ClipStore(folder / "clips", clock=lambda: NOW)
    clip = Clip(random.Random(3).randbytes(200_000), 24_000)
    keys = [
        clip_key(
            str(n),
            engine="e",
            engine_version="1",
            voice="v",
            delivery=Delivery(),
            rules_version="1",
            language="vi",
        )
        for n in range(300)
    ]
    plain = folder / "plain"
    timed("clip put, 200 kB", [partial(store.put, k, clip) for k in keys],
          lambda: plain.write_bytes(clip.data))  # fmt: skip
    timed("clip get, 200 kB", [partial(store.get, k) for k in keys], plain.read_bytes)
    print("(for clips the minimum is a plain file written or read)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
