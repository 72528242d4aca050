"""A process that writes to a library and a clip store until it is told to stop, or killed.

Run as a script: FOLDER NAME COUNT. Prints the number of each round once all of it is written.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from docbao.model import Bulletin, Clip, Delivery, Entry, Feed
from docbao.store import ClipStore, Library, clip_key

START = datetime(2026, 11, 24, tzinfo=UTC)


def clip_of(name: str, number: int) -> tuple[str, Clip]:
    key = clip_key(
        f"{name} {number}",
        engine="tone",
        engine_version="1",
        voice="a",
        delivery=Delivery(),
        rules_version="1",
        language="vi",
    )
    return key, Clip(f"{name}-{number}|".encode() * 3000, 22050)


def entries_of(name: str, number: int) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            name,
            f"{number:08x}{item:08x}",
            f"https://{name}.test/{number}/{item}",
            f"Bản tin {number} mục {item}",
            "tóm tắt " * 20,
            START - timedelta(minutes=number * 10 + item),
        )
        for item in range(10)
    )


def main(folder: Path, name: str, count: int) -> None:
    feed = Feed(name, name, f"https://{name}.test/")
    clips = ClipStore(folder / "clips", clock=lambda: START)
    with Library(folder / "library.db", clock=lambda: START, patience_s=30) as library:
        for number in range(count):
            clips.put(*clip_of(name, number))
            library.add_bulletin(Bulletin(feed, START, entries_of(name, number)))
            library.save_position(f"{name}-article", number, number * 10)
            print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
