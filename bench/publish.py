"""How long publishing takes, beside the least it could take: reading and linking alone.

    python bench/publish.py [EPISODES]

Prints, for a podcast of so many episodes (1,000), the first run and one that finds nothing new;
the bare minimum is a hard link for each sound and three files written whole for its words. Then
the same podcast out of a library, the whole command `docbao podcast`, and a site; and a book of
100 articles, against copying their sound. It writes in the current folder: that disk is what is
measured. CPU is told beside the clock, which other work on the machine may stretch.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from docbao.audio.sidecars import render_vtt
from docbao.model import Article, Block, Cue, Recording, Utterance, Voice
from docbao.newscast import Choice, air, plan
from docbao.newspaper import lay_out
from docbao.newsroom import open_newsroom
from docbao.publish.book import Book, bind_book
from docbao.publish.daisy import bind_daisy
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


class Taken(NamedTuple):
    """How long something took."""

    wall_s: float
    cpu_s: float
    """Of this process."""

    def __str__(self) -> str:
        return f"{self.wall_s:.2f} s ({self.cpu_s:.2f} s of CPU)"


def taken(work: Callable[[], object]) -> Taken:
    """How long `work` takes."""
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - begun, time.process_time() - cpu)


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


def from_library(folder: Path, made: list[Episode]) -> None:
    """The podcast once more, with everything looked up in a library."""
    home = folder / "home"
    home.mkdir()
    (home / "feeds.yaml").write_text(
        "feeds: [{name: thu, title: Tin, kind: files, url: thu}]\n", "utf-8"
    )
    with open_newsroom(home) as newsroom:
        for one in made:
            newsroom.library.save_article(one.article)
            # An absolute path stands for itself: the sound stays where it was made.
            recording = replace(one.recording, path=str(one.sound), cues=CUES)
            newsroom.library.save_recording(recording)

        def publish() -> None:
            shows = plan(newsroom, Choice(), "one")
            for aired in air(newsroom, folder / "aired", shows, base_url="https://example.org"):
                if aired.published is None or len(aired.published.episodes) != len(made):
                    raise SystemExit(str(aired.error))

        first = taken(publish)
        again = min(taken(publish) for _ in range(3))
        print(f"the same from a library: first {first}, again {again}")
    command(home, folder)
    site(home, folder)


def command(home: Path, folder: Path) -> None:
    """The whole command, from the interpreter's start to its end."""
    words = [sys.executable, "-m", "docbao", "podcast", str(folder / "by-command")]
    words += ["--base-url", "https://example.org", "--home", str(home), "-q"]
    runs = []
    for _ in range(4):
        begun, before = time.perf_counter(), os.times()
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        user_s = after.children_user - before.children_user
        system_s = after.children_system - before.children_system
        runs.append(Taken(time.perf_counter() - begun, user_s + system_s))
    print(f"the whole command: first {runs[0]}, again {min(runs[1:])}")


def site(home: Path, folder: Path) -> None:
    """The same articles as a site."""
    with open_newsroom(home) as newsroom:

        def publish() -> None:
            lay_out(newsroom, folder / "site", Choice())

        print(f"a site of the same: first {taken(publish)}, again {taken(publish)}")


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        made = episodes(folder, count, 40_000)
        least = taken(lambda: bare(folder / "bare", made))

        def publish() -> None:
            publish_show(
                folder / "out", Show("Tin"), made, base_url="https://example.org", listen=listen
            )

        first = taken(publish)
        again = min(taken(publish) for _ in range(3))
        ratio = first.wall_s / least.wall_s
        print(
            f"podcast of {count}: first {first}, {ratio:.1f} x bare linking and writing, {least};"
        )
        print(f"  again with nothing new {again}")
        shutil.rmtree(folder / "out")
        from_library(folder, made)
        long = episodes(folder, 100, SOUND_BYTES)

        def copy() -> None:
            with (folder / "copy").open("wb") as out:
                for one in long:
                    out.write(one.sound.read_bytes())

        least = taken(copy)
        bound = taken(lambda: bind_book(folder / "book.epub", Book("Tin"), long, listen))
        print(
            f"book of 100: {bound}, {bound.wall_s / least.wall_s:.1f} x copying its sound, {least}"
        )
        bound = taken(lambda: bind_daisy(folder / "daisy", Book("Tin"), long, listen))
        print(f"the same as DAISY: {bound}")


if __name__ == "__main__":
    main()
