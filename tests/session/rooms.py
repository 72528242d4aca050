"""A newsroom for tests of the reader: a fake way out, a folder of its own, a clock that is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from tests.newspaper import page, rss, subscribe

from docbao.audio.playback import ClockedPlayer
from docbao.config import load_config
from docbao.errors import FetchError
from docbao.i18n import Phrase
from docbao.model import Article, Entry, Feed, Page
from docbao.newsroom import Newsroom
from docbao.session.jobs import AtOnce, Jobs
from docbao.session.session import Session
from docbao.sources.addresses import PrivateReach
from docbao.sources.extract import extract

MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SITE = "https://bao.test"


class InPlace:
    """The real extraction, in this process: what is tested here is not its worker."""

    def extract(
        self, page: Page, *, feed: Feed | None = None, entry: Entry | None = None
    ) -> Article:
        return extract(page, feed=feed, entry=entry)


class PaperNewsroom(Newsroom):
    """The newsroom with extraction in place."""

    @cached_property
    def extractor(self) -> InPlace:  # type: ignore[override]  # as much of it as is used
        return InPlace()


@dataclass
class PaperFetcher:
    """The small newspaper without a network: the feed and its pages."""

    count: int = 25
    broken: set[str] = field(default_factory=set)

    def fetch(
        self,
        url: str,
        *,
        limit_bytes: int = 0,  # noqa: ARG002 - the protocol's
        etag: str | None = None,  # noqa: ARG002 - as above
        last_modified: str | None = None,  # noqa: ARG002 - as above
        allow_private: PrivateReach = False,  # noqa: ARG002 - as above
    ) -> Page:
        feed, name = f"{SITE}/rss", url.rpartition("/")[2]
        if url in self.broken or not (url == feed or name.isdecimal()):
            raise FetchError(Phrase("không tới được {u}", "cannot reach {u}").fill(u=url))
        if url == feed:
            return Page(url, url, 200, "application/rss+xml", rss(SITE, self.count))
        return Page(url, url, 200, "text/html; charset=utf-8", page(int(name)).encode())

    def close(self) -> None:
        pass


@dataclass
class Ticker:
    """Seconds that pass when told to."""

    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Room:
    """A session over a docbao folder, which can be left and opened again."""

    home: Path
    count: int = 25
    jobs: Jobs = field(default_factory=AtOnce)
    browsed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not (self.home / "feeds.yaml").exists():
            subscribe(self.home, f"{SITE}/rss")
        self.fetcher = PaperFetcher(self.count)
        self.clock = Ticker()
        self.open()

    def open(self) -> None:
        self.newsroom = PaperNewsroom(
            load_config(home=self.home), fetcher=self.fetcher, now=lambda: MORNING
        )
        self.player = ClockedPlayer(self.clock)
        self.session = Session(
            self.newsroom,
            open_player=lambda: self.player,
            clock=self.clock,
            jobs=self.jobs,
            make_ahead=False,
        )
        self.session.browse = self._browse

    def _browse(self, url: str) -> bool:
        self.browsed.append(url)
        return True

    def pass_time(self, seconds: float, step_s: float = 0.1) -> None:
        for _ in range(round(seconds / step_s)):
            self.clock.now_s += step_s
            self.session.tick()

    def close(self) -> None:
        self.session.close()
        self.newsroom.__exit__()

    def crash(self) -> None:
        """What was not written down is lost."""
        self.newsroom.__exit__()
