"""Clocks that jump, two docbaos at once, and a day of news: nothing lost, nothing made twice."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests.faults.runs import command, environment, scaled
from tests.loopback import Loopback, Reply
from tests.newspaper import print_newspaper, subscribe

from docbao.narration.studio import open_studio
from docbao.newsroom import Newsroom, open_newsroom
from docbao.production.line import Manner, Wish, produce

START = datetime(2026, 11, 24, 6, tzinfo=UTC)


class Clock:
    """Time that moves when told to, in either direction."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def newsroom(tmp_path: Path, site: Loopback) -> Iterator[Newsroom]:
    subscribe(tmp_path, site.url("/rss"))
    open_studio.cache_clear()
    with open_newsroom(tmp_path, now=Clock()) as room:
        yield room
    open_studio.cache_clear()


def edition(site: Loopback, newest: int, count: int = 20) -> Reply:
    """The last `count` of the items so far; small, with the text in the feed."""
    items = "".join(
        f"<item><title>Tin số {n}</title><link>{site.url(f'/x/{n}')}</link><guid>g{n}</guid>"
        f"<pubDate>{format_datetime(START + timedelta(minutes=n))}</pubDate>"
        f"<description>Câu chuyện số {n} ở xã, bà con phấn khởi.</description></item>"
        for n in range(newest, max(-1, newest - count), -1)
    )
    body = f'<rss version="2.0"><channel><title>Thử</title>{items}</channel></rss>'.encode()
    return Reply(body, etag=f'"{newest}"')


def refreshed(newsroom: Newsroom) -> int:
    """How many entries were new."""
    fresh = 0
    for told, new in newsroom.refresh(newsroom.config.feeds):
        assert told.error is None, told.error
        fresh += len(new)
    return fresh


@pytest.mark.parametrize("jump", [timedelta(days=-366), timedelta(days=366)])
def test_a_clock_that_jumps_a_year_loses_nothing_and_asks_no_more_than_before(
    newsroom: Newsroom, site: Loopback, jump: timedelta
) -> None:
    clock = newsroom.now
    assert isinstance(clock, Clock)
    for number in range(11):
        site.routes[f"/x/{number}"] = _page(number)
    site.routes["/rss"] = edition(site, 9)
    assert refreshed(newsroom) == 10
    before = newsroom.library.entries(limit=100)
    asked = len(site.visits)
    clock.now += jump
    assert refreshed(newsroom) == 0
    site.routes["/rss"] = edition(site, 10)
    assert refreshed(newsroom) == 1
    assert len(site.visits) == asked + 2
    ids = {item.entry.id for item in newsroom.library.entries(limit=100)}
    assert {item.entry.id for item in before} < ids
    assert made(newsroom) == 11
    clock.now = START + timedelta(hours=1)
    assert refreshed(newsroom) == 0
    assert made(newsroom) == 0


def test_a_feed_that_asked_for_an_hour_is_not_left_alone_for_a_year(
    newsroom: Newsroom, site: Loopback
) -> None:
    clock = newsroom.now
    assert isinstance(clock, Clock)
    site.routes["/rss"] = Reply(status=429, headers={"Retry-After": "3600"})
    (answer,) = newsroom.refresh(newsroom.config.feeds)
    assert answer[0].error is not None
    clock.now -= timedelta(days=365)  # the clock had been wrong when the server asked for it
    site.routes["/rss"] = edition(site, 3)
    assert refreshed(newsroom) == 4


def made(newsroom: Newsroom) -> int:
    """How many recordings were made now, of all entries there are."""
    items = newsroom.library.entries(limit=2000)
    wishes = [Wish(item.entry.title, entry_id=item.entry.id) for item in items]
    count = 0
    for item in produce(newsroom, wishes, Manner()):
        assert item.error is None, item.error
        count += item.made
    return count


def test_two_docbaos_at_once_do_all_of_it_once(tmp_path: Path, site: Loopback) -> None:
    print_newspaper(site, 6)
    subscribe(tmp_path, site.url("/rss"))
    runs = [
        subprocess.Popen(
            command(*words), cwd=tmp_path, env=environment(), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for words in (("refresh",), ("audio", "--feed", "thu", "--all"), ("refresh",),
                      ("audio", "--feed", "thu", "--all", "--jobs", "2"))
    ]  # fmt: skip
    for run in runs:
        _, err = run.communicate(timeout=300)
        assert "Traceback" not in err, err
        assert run.returncode == 0, err
    sounds = list((tmp_path / "audio").rglob("*.mp3"))
    assert len(sounds) == 6
    with open_newsroom(tmp_path) as newsroom:
        assert newsroom.library.counts()["thu"].total == 6
        assert len(newsroom.library.recordings()) == 6


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="looks at Linux's process table")
def test_twelve_hours_of_a_newsroom_leave_memory_and_open_files_flat(
    newsroom: Newsroom, site: Loopback
) -> None:
    clock = newsroom.now
    assert isinstance(clock, Clock)
    rounds = scaled(720)
    marks: list[tuple[float, int]] = []
    total = 0
    for number in range(rounds):
        clock.now = START + timedelta(minutes=number)
        site.routes["/rss"] = edition(site, number)
        site.routes[f"/x/{number}"] = _page(number)
        site.visits.clear()
        assert refreshed(newsroom) == 1
        newest = newsroom.library.entries(limit=1)
        wishes = [Wish(item.entry.title, entry_id=item.entry.id) for item in newest]
        for item in produce(newsroom, wishes, Manner()):
            assert item.error is None, item.error
            assert item.made
            total += 1
        if number in (rounds // 3, rounds - 1):
            gc.collect()
            marks.append((resident_mb(), open_files()))
    assert total == rounds
    assert newsroom.library.counts()["thu"].total == rounds
    home = newsroom.config.locations.home
    assert len(list((home / "audio").rglob("*.mp3"))) == rounds
    assert len(newsroom.library.recordings()) == rounds
    (memory, files), (memory_later, files_later) = marks
    print(f"memory {memory:.1f} → {memory_later:.1f} MB, files {files} → {files_later}")
    assert memory_later < memory + 12
    assert files_later <= files + 1


def _page(number: int) -> Reply:
    body = (
        f"<html lang=vi><head><title>Tin số {number}</title></head><body><article><h1>Tin số"
        f" {number}</h1><p>Câu chuyện số {number} ở xã, bà con phấn khởi ra đồng từ rất sớm vì"
        " trời đẹp.</p></article></body></html>"
    )
    return Reply(body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
