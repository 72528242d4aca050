from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from docbao.model import (
    Article,
    Block,
    Bulletin,
    Cue,
    Entry,
    Feed,
    Mark,
    Recording,
    Span,
    Utterance,
    Voice,
)
from docbao.store import Library

MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


class Clock:
    """Time that moves when told to."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    with Library(tmp_path / "library.db", clock=clock) as opened:
        yield opened


MakeBulletin = Callable[..., Bulletin]


@pytest.fixture
def bulletin() -> MakeBulletin:
    """A bulletin of entries named by single numbers: `bulletin("vne", 1, 2)`."""

    def make(name: str, *entries: int | Entry) -> Bulletin:
        feed = Feed(name, name.upper(), f"https://{name}.test/rss")
        return Bulletin(
            feed,
            MORNING,
            tuple(e if isinstance(e, Entry) else entry_of(name, e) for e in entries),
        )

    return make


def entry_of(feed: str, number: int) -> Entry:
    """Entry `number`, published that many minutes before the clock starts."""
    return Entry(
        feed,
        f"{number:04x}" + feed.encode().hex().ljust(12, "0")[:12],
        f"https://{feed}.test/{number}",
        f"Tin số {number}",
        published=MORNING - timedelta(minutes=number),
    )


@pytest.fixture
def make_entry() -> Callable[[str, int], Entry]:
    return entry_of


@pytest.fixture
def article() -> Article:
    return Article(
        id="00010000000000aa",
        feed="vne",
        url="https://vne.test/1",
        title="Giá đất tăng",
        lead="Bất động sản ấm lên.",
        blocks=(Block("heading", "Thị trường"), Block("paragraph", "Đường sắt qua Bắc Kạn.")),
        byline="An Bình",
        published=MORNING,
        source="VnExpress",
    )


@pytest.fixture
def make_recording() -> Callable[..., Recording]:
    def make(id_: str, article: str, *, size_bytes: int = 1000, kept: bool = False) -> Recording:
        said = Utterance("Ngày 5/8", "Ngày năm tháng tám", (Span(0, 8, "date", "x", "d"),), "vi", 1)
        return Recording(
            id=id_,
            article=article,
            path=f"audio/vne/{id_}.mp3",
            duration_ms=1500,
            size_bytes=size_bytes,
            loudness_lufs=-16.1,
            true_peak_dbtp=-1.2,
            voice=Voice("espeak", "vi-north", "vi-VN-x-north", note="miền Bắc"),
            cues=(Cue(0, 1500, said, (Mark(10.5, "word", 0, 4),)),),
            kept=kept,
        )

    return make
