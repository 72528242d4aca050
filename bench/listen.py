"""How long one waits for the first sound, and how long between two sentences.

python bench/listen.py                      eSpeak, and the natural voice where it is installed
python bench/listen.py --player mpv         at mpv with its null device; silent: at a clock

Every time is taken at the player: when it says that something of the first sentence was heard.
A start is beside bare Python that loads numpy, which no sound does without, in the same run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from docbao.audio.deck import Deck
from docbao.audio.loudspeaker import ClockedPlayer
from docbao.audio.playback import Player
from docbao.audio.players import PLAY_RATE_HZ, Players
from docbao.audio.supply import Ahead
from docbao.config import load_config
from docbao.model import Article, Block
from docbao.newsroom import Newsroom, utc_now
from docbao.session.pages import Pages
from docbao.session.recital import SENTENCE_PAUSE_MS
from docbao.session.session import Session
from docbao.speech.kokoro.engine import missing_package

TITLE = "Giá vàng trong nước tăng mạnh trong phiên sáng nay"
BODY = (
    "Sáng nay, giá vàng miếng tăng 500.000 đồng mỗi lượng so với hôm qua. "
    "Người dân xếp hàng từ sớm ở các cửa hàng trên phố. "
    "Chuyên gia cho rằng giá còn biến động trong những ngày tới."
)
MPV_OPTIONS = "--ao=null --ao-null-buffer=0.05"
_PATIENCE_S = 60.0
_SETTLE_S = 4.0
"""What is being made when one stops is finished and thrown away; the next would wait for that."""
_DEVICE_BLOCK = PLAY_RATE_HZ // 50


def article(paragraphs: int, mark: str = "") -> Article:
    """An article of so many paragraphs of three sentences; another sound for each mark."""
    blocks = tuple(Block("paragraph", f"Đoạn {n}{mark}: {BODY}") for n in range(paragraphs))
    return Article("00000000000000cc", "", "https://bao.test/x", TITLE + mark, "", blocks)


def write_file(path: Path, paragraphs: int) -> Path:
    """The same as a text file."""
    told = article(paragraphs)
    path.write_text("\n\n".join([told.title, *(b.text for b in told.blocks)]), encoding="utf-8")
    return path


def best(measure: Callable[[], float], rounds: int) -> tuple[float, float]:
    """The shortest and the median of `rounds` times, in seconds."""
    times = [measure() for _ in range(rounds)]
    return min(times), statistics.median(times)


def bare() -> float:
    """Python started, and numpy loaded."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)
    return time.monotonic() - begun


def cold(home: Path, file: Path, engine: str, player: str) -> float:
    """From the start of the process `docbao listen FILE` to the first sound; nothing cached."""
    shutil.rmtree(home / ".docbao", ignore_errors=True)
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "docbao", "listen", "-v", "--engine", engine, str(file)],
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DOCBAO_PLAYER": player, "DOCBAO_MPV_OPTIONS": MPV_OPTIONS},
    )
    if process.stderr is None:
        raise AssertionError
    told = ""
    try:
        for line in process.stderr:
            if "first sound" in line:
                return time.monotonic() - begun
            told += line
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
    raise SystemExit(told)


class Warm:
    """A session that has spoken before."""

    def __init__(self, home: Path, engine: str, player: str) -> None:
        self.newsroom = Newsroom(load_config(home=home), now=utc_now)
        self.session = Session(self.newsroom, open_player=opener(player), make_ahead=False)
        self.session.recital.choose(engine, "")
        self._count = 0
        self.first_sound(made_ahead=False)

    def first_sound(self, *, made_ahead: bool) -> float:
        """From the command to the first sound of an article never heard before."""
        self._count += 1
        session, told = self.session, article(3, f" số {self._count}")
        session.lay_open(told)
        if made_ahead:
            session.recital.prepare(told.title, "vi", "")
        begun = time.monotonic()
        session.do("đọc")
        while not session.listening.is_heard:
            session.tick()
            if time.monotonic() - begun > _PATIENCE_S or session.listening.state != "playing":
                raise SystemExit([str(said.words) for said in session.messages])
            time.sleep(0.002)
        took = time.monotonic() - begun
        session.do("thôi")
        time.sleep(_SETTLE_S)
        return took

    def gaps_ms(self, speed: float) -> list[float]:
        """Silence beyond the script's pauses, of each pause of an article heard to its end."""
        self._count += 1
        told = article(2, f" số {self._count}")
        heard: list[np.ndarray] = []
        deck = Deck(Ahead(self.session.recital.article(Pages(told), 0, 0, []), PLAY_RATE_HZ),
                    PLAY_RATE_HZ)  # fmt: skip
        deck.set_speed(speed)
        begun = time.monotonic()
        while deck.status().state in ("playing", "waiting"):
            due = int((time.monotonic() - begun) * PLAY_RATE_HZ) - sum(map(len, heard))
            while due >= _DEVICE_BLOCK:
                heard.append(deck.take(_DEVICE_BLOCK))
                due -= _DEVICE_BLOCK
            time.sleep(0.005)
        return list(_beyond_pauses(np.concatenate(heard), speed))

    def close(self) -> None:
        """End it."""
        self.session.close()
        self.newsroom.__exit__()


def _beyond_pauses(sound: np.ndarray, speed: float) -> Iterator[float]:
    loud = np.flatnonzero(np.abs(sound.astype(np.int32)) > 104)  # -50 dBFS, as clips are trimmed
    silences = np.diff(loud) * 1000 / PLAY_RATE_HZ
    pauses = [1000, *[SENTENCE_PAUSE_MS, SENTENCE_PAUSE_MS, 700] * 2][:-1]
    longest = np.sort(np.argsort(silences)[-len(pauses) :])
    for silence_ms, pause_ms in zip(silences[longest], pauses, strict=True):
        yield float(silence_ms) - pause_ms / speed


def opener(player: str) -> Callable[[], Player]:
    """What opens the player of that name."""
    return ClockedPlayer if player == "silent" else Players(player)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--player", default="mpv" if shutil.which("mpv") else "silent")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--engine", action="append", help="only this one")
    asked = options.parse_args()
    os.environ.setdefault("DOCBAO_MPV_OPTIONS", MPV_OPTIONS)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
        files = {"short": write_file(home / "short.txt", 3)}
        files["1.1 MB"] = write_file(home / "long.txt", 4600)
        start, _ = best(bare, asked.rounds)
        print(f"bare Python with numpy: {start:.2f} s; player: {asked.player}")
        for engine in asked.engine or _engines():
            for name, file in files.items():
                first, middle = best(partial(cold, home, file, engine, asked.player), asked.rounds)
                print(
                    f"{engine}: cold `docbao listen`, {name}: best {first:.2f} s, median "
                    f"{middle:.2f} s, {first / start:.1f} times the bare start"
                )
            warm = Warm(home, engine, asked.player)
            for made in (True, False):
                first, middle = best(partial(warm.first_sound, made_ahead=made), asked.rounds)
                ahead = "made ahead" if made else "not made ahead"
                print(f"{engine}: command to first sound, {ahead}: best {1000 * first:.0f} ms, "
                      f"median {1000 * middle:.0f} ms")  # fmt: skip
            for speed in (1.0, 2.0):
                gaps = warm.gaps_ms(speed)
                print(f"{engine}: gap beyond the pause, speed {speed:g}: most {max(gaps):.0f} ms, "
                      f"median {statistics.median(gaps):.0f} ms of {len(gaps)}")  # fmt: skip
            warm.close()


def _engines() -> list[str]:
    return ["espeak"] if missing_package() else ["espeak", "kokoro"]


if __name__ == "__main__":
    main()
