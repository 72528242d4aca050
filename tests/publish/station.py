"""A small radio station, for tests of programmes."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from tests.audio.sounds import Floats, pcm

from docbao.audio.codec import Pcm


def write_story(home: Path, number: int, paragraphs: int) -> None:
    sentence = f"Trong ngày 0{number}/8/2026, bà con trong xã làm xong việc thứ {number}."
    (home / "tin" / f"{number}.txt").write_text(
        f"Tin thứ {number} của xã\n\n" + "\n\n".join([sentence] * paragraphs), encoding="utf-8"
    )


def open_station(home: Path) -> Path:
    """A docbao folder with six short articles, read by the tone engine."""
    (home / "tin").mkdir(parents=True)
    (home / "feeds.yaml").write_text(
        "speech:\n  engine: tone\nfeeds:\n  - name: tin\n    title: Tin xã\n"
        "    kind: files\n    url: tin\n",
        encoding="utf-8",
    )
    for number in range(1, 7):
        write_story(home, number, 2 + number % 3)
    return home


def samples(path: Path) -> Pcm:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def write_wav(path: Path, sound: Floats, rate_hz: int, channels: int) -> str:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.repeat(pcm(sound), channels).astype("<i2").tobytes())
    return str(path)
