"""How long publishing takes, beside the least it could take: reading and linking alone.

    python bench/publish.py [EPISODES]

Prints, for a podcast of so many episodes (1,000), the first run and one that finds nothing new;
the bare minimum is a hard link for each sound and three files written whole for its words; and
for a book of 100 articles, against copying their sound.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from docbao.audio.sidecars import render_vtt
from docbao.model import Article, Block, Cue, Recording, Utterance, Voice
from docbao.publish.book import Book, bind_book
from docbao.publish.podcast import publish_show
from docbao.publish.shows import Episode, Heard, Show

SENTENCE = "Sáng nay, tỉnh Lam Giang khởi công tuyến đường dài 12 km nối hai xã vùng cao. "
BLOCKS = (*(Block("paragraph", SENTENCE * 3) for _ in range(9)), Block("heading", "Diễn biến"))
CUES = tuple(
    Cue(n * 6_000, n * 6_000 + 5_500, Utterance(SENTENCE.strip(), SENTENCE, block=n // 3 - 1))
    for n in range(30)
)
SOUND_BYTES = 1_440_000  # three minutes at 64 kbit/s


def episodes(folder: Path, count: int, sound_bytes: int) -> list[Episode]:
    """So many articles with sound."""
    made = []
    for number in range(count):
        name = f"{number:016x}"
        path = folder / f"{number}.mp3"
        path.write_bytes(number.to_bytes(4) * (sound_bytes // 4))
        published = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number)
        article = Article(
            *(name, "thu", f"https://example.org/{number}", f"Bài số {number}", SENTENCE, BLOCKS),
            published=published,
            source="Báo Thử",
        )
        voice = Voice("tone", "vi", "vi")
        size = path.stat().st_size
        recording = Recording(name, name, f"audio/{number}.mp3", 180_000, size, -16, -1, voice)
        made.append(Episode(article, recording, path))
    return made


def listen(_: Recording) -> Heard:
    """The words of any recording."""
    return Heard(CUES, render_vtt(CUES), ((0, "Bài"), (9_000, "Diễn biến")))


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bare(folder: Path, made: list[Episode]) -> None:
    """Links and files, and nothing thought about."""
    folder.mkdir()
    content = b"x" * 4_000
    for number, one in enumerate(made):
        (folder / f"{number}.mp3").hardlink_to(one.sound)
        for ending in ("vtt", "html", "json"):
            draft = folder / f"{number}.part"
            draft.write_bytes(content)
            draft.replace(folder / f"{number}.{ending}")


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        made = episodes(folder, count, 40_000)
        least = seconds(lambda: bare(folder / "bare", made))

        def publish() -> None:
            publish_show(
                folder / "out", Show("Tin"), made, base_url="https://example.org", listen=listen
            )

        first = seconds(publish)
        again = min(seconds(publish) for _ in range(3))
        print(f"podcast of {count}: first {first:.2f} s ({first / least:.1f} x bare linking and")
        print(f"  writing, {least:.2f} s), again with nothing new {again:.3f} s")
        shutil.rmtree(folder / "out")
        long = episodes(folder, 100, SOUND_BYTES)

        def copy() -> None:
            with (folder / "copy").open("wb") as out:
                for one in long:
                    out.write(one.sound.read_bytes())

        least = seconds(copy)
        bound = seconds(lambda: bind_book(folder / "book.epub", Book("Tin"), long, listen))
        print(
            f"book of 100: {bound:.2f} s ({bound / least:.1f} x copying its sound, {least:.2f} s)"
        )


if __name__ == "__main__":
    main()
