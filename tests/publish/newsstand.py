"""Shows and episodes for the tests of this room, on a real disk; sound is bytes that differ."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from docbao.model import LEAD, TITLE, Article, Block, Cue, Recording, Utterance, Voice
from docbao.publish.podcast import publish_show
from docbao.publish.shows import Episode, Heard, Published, Show

BASE: Final = "https://example.org/podcast/"
FIRST: Final = datetime(2026, 11, 1, 5, tzinfo=UTC)
SHOW: Final = Show(title="Bản tin sáng", email="ban@example.org", owner="Toà soạn")


def article(number: int = 0, **changes: object) -> Article:
    whole = Article(
        id=f"{number:016x}",
        feed="thu",
        url=f"https://example.org/bai/{number}",
        title=f"Bài số {number}",
        lead=f"Sa-pô của bài {number}.",
        blocks=(
            Block("paragraph", "Câu thứ nhất. Câu thứ hai."),
            Block("heading", "Diễn biến"),
            Block("paragraph", "Câu thứ ba."),
        ),
        byline="Thanh Mai",
        published=FIRST + timedelta(hours=number),
        source="Báo Thử",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]  # fields by name, for brevity


def cues_of(piece: Article) -> tuple[Cue, ...]:
    said = [(TITLE, piece.title), (LEAD, piece.lead)]
    for index, block in enumerate(piece.blocks):
        said += [(index, f"{part.strip('. ')}.") for part in block.text.split(". ")]
    return tuple(
        Cue(n * 1_000, n * 1_000 + 900, Utterance(text, text, block=block))
        for n, (block, text) in enumerate(said)
        if text
    )


def episode(folder: Path, number: int = 0, *, sound: bytes = b"", **changes: object) -> Episode:
    piece = article(number, **changes)
    content = sound or hashlib.sha256(piece.id.encode()).digest() * 100
    path = folder / "audio" / f"2026-11-01-bai-so-{number}-{piece.id[:8]}.mp3"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    cues = cues_of(piece)
    recording = Recording(
        id=f"recording-{number}",
        article=piece.id,
        path=f"audio/{path.name}",
        duration_ms=cues[-1].end_ms,
        size_bytes=len(content),
        loudness_lufs=-16.0,
        true_peak_dbtp=-1.5,
        voice=Voice("tone", "vi", "vi"),
        cues=cues,
    )
    return Episode(piece, recording, path)


def listen(recording: Recording) -> Heard:
    return Heard(recording.cues, "WEBVTT\n", ((0, "Bài"), (3_000, "Diễn biến")))


def publish(
    out: Path, episodes: list[Episode], show: Show = SHOW, base_url: str = BASE
) -> Published:
    return publish_show(out, show, episodes, base_url=base_url, listen=listen)


def files_of(out: Path) -> dict[str, bytes]:
    """What a visitor can fetch."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
