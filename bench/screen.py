"""How soon the screen shows its first picture, answers a key, and what it holds in memory.

    python bench/screen.py [ENTRIES]

A library of 100,000 entries is made in a temporary folder; the screen runs without a terminal,
so what the terminal itself takes is not in the figures. Each key is timed from its press until
the screen is at rest, which includes the waits of Textual's pilot: the bare minimum in the same
run is a key that no pane and no command takes.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.ui.reading_room import article, body, entry, reading_room

from docbao.model import Bulletin, Feed

KEYS = 20


def memory_mb() -> float:
    """The most memory this process has held, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


async def measure(home: Path, entries: int) -> None:
    """Print the figures."""
    with reading_room(home, entries=10) as session:
        listed = tuple(entry(n) for n in range(10, entries))
        feed = Feed("bao-thu", "Báo Thử", "")
        for start in range(0, len(listed), 10_000):
            chunk = listed[start : start + 10_000]
            session.newsroom.library.add_bulletin(Bulletin(feed, chunk[0].published, chunk))
        session.newsroom.library.save_article(article(0, body(60)))
    del listed
    made_mb = memory_mb()
    began = time.perf_counter()
    with reading_room(home, entries=10) as session:
        from docbao.ui.screen.app import ReaderApp

        app = ReaderApp(session)
        async with app.run_test(size=(200, 60)) as pilot:
            print(
                f"first picture of {entries} entries: {1000 * (time.perf_counter() - began):.0f} ms"
            )

            async def key_ms(key: str) -> float:
                took = []
                for _ in range(KEYS):
                    start = time.perf_counter()
                    await pilot.press(key)
                    took.append(1000 * (time.perf_counter() - start))
                return median(took)

            bare = await key_ms("f12")
            print(f"a key nobody takes: {bare:.1f} ms")
            in_list = await key_ms("down")
            await pilot.press("home", "enter")
            in_article = await key_ms("down")
            session.restyle(cells="sextant", text_size=6)
            await pilot.pause()
            large = await key_ms("down")
            for name, took in (("list", in_list), ("article", in_article), ("large text", large)):
                print(f"down, {name}: {took:.1f} ms, {took - bare:.1f} ms more than the bare key")
    print(f"memory: {memory_mb():.0f} MB at most ({made_mb:.0f} MB while the library was made)")


def main() -> None:
    """Measure."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), entries))


if __name__ == "__main__":
    main()
