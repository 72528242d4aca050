"""How fast the screen is: first picture over 100,000 entries, a key at 200×60, memory.

Run: python bench/screen.py. Figures are beside those of an empty Textual app in the same run.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from textual._compositor import CompositorUpdate
from textual.app import App

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.ui.reading_room import reading_room

ENTRIES = 100_000
SIZE = (200, 60)


async def first_picture(app: App[int]) -> float:
    """Milliseconds from nothing to the first frame."""
    began = time.perf_counter()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return (time.perf_counter() - began) * 1000


def paint(app: App[int]) -> None:
    """What the driver would be sent: the strips of the whole screen, as codes."""
    update = app.screen._compositor.render_update(full=True)  # noqa: SLF001 - what the driver gets
    if isinstance(update, CompositorUpdate):
        update.render_segments(app.console)


async def keys(app: App[int], names: list[str]) -> list[float]:
    """From the key's message to the frame painted, in ms; the driver's own write not counted."""
    times = []
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        for name in names:
            began = time.process_time()
            await pilot.press(name)
            paint(app)
            times.append((time.process_time() - began) * 1000)
    return times


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home, reading_room(Path(home), entries=ENTRIES) as room:
        began = time.perf_counter()
        from docbao.ui.screen.app import ReaderApp  # noqa: PLC0415 - loading it is measured

        loaded = (time.perf_counter() - began) * 1000
        empty = asyncio.run(first_picture(App()))
        ours = asyncio.run(first_picture(ReaderApp(room)))
        print(f"loading {loaded:.0f} ms; first picture {ours:.0f} ms, an empty app {empty:.0f} ms")
        for size in (1, 6, 10):
            room.restyle(cells="quadrant", text_size=size)
            times = asyncio.run(keys(ReaderApp(room), ["down", "up"] * 10))
            print(
                f"text size {size}: a key {statistics.median(times):.1f} ms (median),"
                f" {max(times):.1f} ms (worst), processor time, whole screen painted"
            )
        if sys.platform != "win32":
            import resource  # noqa: PLC0415 - not on Windows

            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"memory at its most {peak:.0f} MB, filling the library counted")


if __name__ == "__main__":
    main()
