"""A session over a small library, for tests of its screen: no network, no sound, one clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from docbao.audio.playback import Player
from docbao.config import load_config
from docbao.errors import AudioError
from docbao.i18n import Phrase
from docbao.model import Article, Block, Bulletin, Entry, Feed
from docbao.newsroom import Newsroom
from docbao.session.jobs import AtOnce
from docbao.session.session import Session

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FEEDS = """
feeds:
  - {name: bao-thu, title: Báo Thử, url: "https://thu.example/rss"}
  - {name: tap-chi, title: Tạp Chí, url: "https://tapchi.example/rss"}
"""
SIZES = ((40, 12), (80, 24), (200, 60))
"""The windows that every screen is tried in."""
SENTENCE = "Đây là câu thứ {n} của đoạn, đủ dài để phải xuống dòng ở màn hình hẹp."


def body(paragraphs: int, sentences: int = 3) -> tuple[Block, ...]:
    """Paragraphs of numbered sentences."""
    return tuple(
        Block("paragraph", " ".join(SENTENCE.format(n=p * sentences + s) for s in range(sentences)))
        for p in range(paragraphs)
    )


def entry(number: int, title: str = "") -> Entry:
    """Entry `number` of the newspaper."""
    return Entry(
        feed="bao-thu",
        id=f"{number:016x}",
        link=f"https://thu.example/{number}",
        title=title or f"Tin số {number}: Giá xăng giảm mạnh từ chiều nay ở tất cả các tỉnh",
        published=NOW - timedelta(minutes=number),
    )


def article(number: int, blocks: tuple[Block, ...], title: str = "") -> Article:
    """The article of that entry."""
    told = entry(number, title)
    return Article(told.id, told.feed, told.link, told.title, "", blocks)


def no_loudspeaker() -> Player:
    raise AudioError(
        Phrase("máy này không có loa", "there is no loudspeaker here"),
        hint=Phrase("Cắm tai nghe.", "Plug in headphones."),
    )


@contextmanager
def reading_room(
    home: Path,
    *,
    entries: int = 12,
    title: str = "",
    blocks: tuple[Block, ...] | None = None,
    first_time: bool = False,
) -> Iterator[Session]:
    """A session over `entries` entries; the articles of the first ten are there."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    config = load_config(home=home)
    with Newsroom(config, now=lambda: NOW) as newsroom:
        listed = tuple(entry(n, title if n == 0 else "") for n in range(entries))
        newsroom.library.add_bulletin(Bulletin(Feed("bao-thu", "Báo Thử", ""), NOW, listed))
        for number in range(min(10, entries)):
            text = body(4) if blocks is None else blocks
            newsroom.library.save_article(article(number, text, title if number == 0 else ""))
        with Session(
            newsroom, open_player=no_loudspeaker, jobs=AtOnce(), make_ahead=False
        ) as session:
            if not first_time:
                session.welcome()
                session.take_events()
            yield session
