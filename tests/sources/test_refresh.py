"""All feeds at once: nobody waits for a slow one, and what is learnt is remembered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from tests.loopback import Loopback, Reply, addresses, redirect, several_addresses

from docbao.errors import FeedError, FetchError, NotModified, SourceError
from docbao.i18n import Phrase
from docbao.model import Bulletin, Feed, FeedState, Page
from docbao.sources.addresses import PrivateReach
from docbao.sources.fetch import FEED_LIMIT_BYTES, HttpFetcher
from docbao.sources.refresh import Edition, refresh

NOW: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NEWS: Final = (
    b"<rss version='2.0'><channel><item><title>Tin</title><link>http://a.vn/1</link></item>"
    b"</channel></rss>"
)
LIST: Final = b"<html><a href='/tin/1'>Tin dai that la dai</a></html>"


@dataclass
class FakeFetcher:
    """Answers from a table."""

    answers: Mapping[str, Page | Exception | Callable[[], Page]]
    asked: list[tuple[str, str | None, str | None, PrivateReach]] = field(default_factory=list)

    def fetch(
        self,
        url: str,
        *,
        limit_bytes: int = FEED_LIMIT_BYTES,
        etag: str | None = None,
        last_modified: str | None = None,
        allow_private: PrivateReach = False,
    ) -> Page:
        assert limit_bytes == FEED_LIMIT_BYTES
        self.asked.append((url, etag, last_modified, allow_private))
        answer = self.answers[url]
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer

    def close(self) -> None:
        pass


def page(url: str, body: bytes = NEWS, **known: str) -> Page:
    return Page(
        url, url, 200, "text/xml", body, known.get("etag"), known.get("date"), known.get("moved")
    )


def phrase(text: str) -> Phrase:
    return Phrase(vi=text, en=text)


def once(
    feed: Feed,
    answer: Page | Exception,
    state: FeedState | None = None,
    reader: Callable[[Feed], Bulletin] | None = None,
) -> tuple[Edition, FakeFetcher]:
    fetcher = FakeFetcher({feed.url: answer})
    states = {} if state is None else {feed.name: state}
    (edition,) = refresh(
        [feed], fetcher=fetcher, states=states, now=lambda: NOW, folder_reader=reader
    )
    return edition, fetcher


FEED: Final = Feed("bao", "Báo", "http://bao.example/rss")
KNOWN: Final = FeedState(
    "bao",
    '"1"',
    "Mon",
    NOW - timedelta(days=1),
    NOW - timedelta(days=1),
    moved_to="http://new.vn/",
    url=FEED.url,
)


def test_a_bulletin_comes_with_what_to_remember() -> None:
    edition, fetcher = once(FEED, page(FEED.url, etag='"2"', date="Tue", moved="http://b.vn/rss"))
    assert edition.bulletin is not None
    assert [entry.title for entry in edition.bulletin.entries] == ["Tin"]
    assert edition.error is None
    assert not edition.unchanged
    assert edition.state == FeedState(
        "bao", '"2"', "Tue", NOW, NOW, moved_to="http://b.vn/rss", url=FEED.url
    )
    assert fetcher.asked == [(FEED.url, None, None, False)]


def test_a_feed_we_know_is_asked_whether_it_changed() -> None:
    edition, fetcher = once(FEED, NotModified(phrase("x")), KNOWN)
    assert fetcher.asked == [(FEED.url, '"1"', "Mon", False)]
    assert edition.unchanged
    assert edition.state == replace(KNOWN, tried=NOW, succeeded=NOW)


def test_an_error_is_remembered_beside_the_last_success() -> None:
    edition, _ = once(FEED, FetchError(phrase("hỏng")), KNOWN)
    assert edition.bulletin is None
    assert str(edition.error) == "hỏng"
    assert not edition.unchanged
    assert edition.state == replace(KNOWN, tried=NOW, error=phrase("hỏng"))


def test_a_page_that_is_no_feed_does_not_count_as_known() -> None:
    edition, _ = once(FEED, page(FEED.url, b"<html></html>", etag='"9"'))
    assert isinstance(edition.error, FeedError)
    assert edition.state.etag is None


def test_success_wipes_the_error() -> None:
    state = replace(KNOWN, error=phrase("cũ"), retry_at=NOW - timedelta(seconds=1))
    for answer in (page(FEED.url), NotModified(phrase("x"))):
        edition, _ = once(FEED, answer, state)
        assert edition.state.error is None
        assert edition.state.retry_at is None


def test_a_server_that_asked_for_peace_is_left_in_peace() -> None:
    busy = FetchError(phrase("bận"), retry_after_s=600)
    edition, _ = once(FEED, busy)
    assert edition.state.retry_at == NOW + timedelta(seconds=600)
    again, fetcher = once(FEED, page(FEED.url), edition.state)
    assert fetcher.asked == []
    assert again.waiting
    assert again.error is None
    assert not again.unchanged
    assert again.state == edition.state
    later, fetcher = once(FEED, page(FEED.url), replace(edition.state, retry_at=NOW))
    assert len(fetcher.asked) == 1
    assert later.bulletin is not None


def test_what_was_learned_of_another_address_is_forgotten() -> None:
    moved = replace(FEED, url="http://bao.example/feeds/all.xml")
    edition, fetcher = once(moved, page(moved.url), KNOWN)
    assert fetcher.asked == [(moved.url, None, None, False)]
    assert edition.state.url == moved.url


def test_a_listing_is_read_as_one() -> None:
    feed = Feed("tinh", "Tỉnh", "http://tinh.example/", kind="listing", link_pattern="/tin/")
    edition, _ = once(feed, page(feed.url, LIST))
    assert edition.bulletin is not None
    assert edition.bulletin.entries[0].link == "http://tinh.example/tin/1"


def test_a_folder_is_read_by_its_reader_and_asks_nobody() -> None:
    feed = Feed("mau", "Mẫu", "samples", kind="files")
    edition, fetcher = once(feed, FetchError(phrase("x")), reader=lambda f: Bulletin(f, NOW, ()))
    assert edition.bulletin == Bulletin(feed, NOW, ())
    assert edition.state == FeedState("mau", tried=NOW, succeeded=NOW, url="samples")
    assert fetcher.asked == []
    without, _ = once(feed, FetchError(phrase("x")))
    assert isinstance(without.error, SourceError)


def test_a_feed_says_how_far_it_may_lead() -> None:
    inside = Feed("trong", "Trong", "http://127.0.0.1:8000/rss")
    allowed = Feed("mang", "Mạng", "http://intranet.example/rss", allow_private=True)
    assert once(inside, page(inside.url))[1].asked[0][3] == "127.0.0.1"
    assert once(allowed, page(allowed.url))[1].asked[0][3] is True


def test_a_bug_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        once(FEED, ZeroDivisionError())


def test_no_feeds_are_soon_done() -> None:
    assert list(refresh([], fetcher=FakeFetcher({}), states={}, now=lambda: NOW)) == []


@pytest.fixture
def fetcher() -> Iterator[HttpFetcher]:
    with HttpFetcher(proxies={}, timeout_s=20) as it:
        yield it


def feeds_at(urls: list[str], *, allow_private: bool = False) -> list[Feed]:
    return [
        Feed(f"bao-{n}", f"Báo {n}", url, allow_private=allow_private) for n, url in enumerate(urls)
    ]


@several_addresses
def test_a_slow_and_a_dead_feed_delay_nobody(fetcher: HttpFetcher) -> None:
    hosts = addresses(12)
    routes = {
        "/rss": Reply(NEWS),
        "127.0.0.1/rss": Reply(delay_s=15),
        "127.0.0.2/rss": Reply(NEWS, drip_s=1),
        "127.0.0.3/rss": Reply(status=500),
    }
    with Loopback(routes, hosts=hosts) as site:
        feeds = feeds_at([site.url("/rss", host) for host in hosts])
        began = time.monotonic()
        editions = refresh(feeds, fetcher=fetcher, states={}, now=lambda: NOW, workers=3)
        first = [next(editions) for _ in range(10)]
        took_s = time.monotonic() - began
        editions.close()
    assert {edition.feed.name for edition in first} == {f"bao-{n}" for n in range(2, 12)}
    assert [e.feed.name for e in first if e.error] == ["bao-2"]
    assert took_s < 8


@several_addresses
def test_feeds_of_one_host_take_turns_without_holding_threads(fetcher: HttpFetcher) -> None:
    hosts = addresses(2)
    routes = {"/rss": Reply(NEWS), "/slow": Reply(NEWS, delay_s=0.15)}
    with Loopback(routes, hosts=hosts) as site:
        slow = [site.url("/slow", hosts[0]) for _ in range(8)]
        quick = [site.url("/rss", hosts[1])]
        editions = refresh(
            feeds_at(slow + quick), fetcher=fetcher, states={}, now=lambda: NOW, workers=3
        )
        order = [edition.feed.name for edition in editions]
    assert order[0] == "bao-8"
    assert len(order) == 9
    assert site.most_at_once[hosts[0]] == 2


@several_addresses
def test_two_rounds_over_the_wire_read_everything_and_then_nothing(fetcher: HttpFetcher) -> None:
    hosts = addresses(20)
    with Loopback({"/rss": Reply(NEWS, etag='"1"')}, hosts=hosts) as site:
        feeds = feeds_at([site.url("/rss", host) for host in hosts])
        states: dict[str, FeedState] = {}
        for wanted in ((20, 0), (0, 20)):
            editions = list(refresh(feeds, fetcher=fetcher, states=states, now=lambda: NOW))
            states = {edition.feed.name: edition.state for edition in editions}
            read = sum(edition.bulletin is not None for edition in editions)
            assert (read, sum(edition.unchanged for edition in editions)) == wanted


@several_addresses
def test_a_feed_that_leads_into_the_network_fails_alone(fetcher: HttpFetcher) -> None:
    hosts = addresses(2)
    with Loopback({"/rss": Reply(NEWS)}, hosts=hosts) as site:
        site.routes["127.0.0.2/rss"] = redirect(site.url("/rss", "127.0.0.1"))
        feeds = feeds_at([site.url("/rss", host) for host in hosts])
        done = {e.feed.name: e for e in refresh(feeds, fetcher=fetcher, states={}, now=lambda: NOW)}
        allowed = feeds_at([site.url("/rss", "127.0.0.2")], allow_private=True)
        (let,) = refresh(allowed, fetcher=fetcher, states={}, now=lambda: NOW)
    assert done["bao-0"].bulletin is not None
    assert "mạng riêng" in str(done["bao-1"].error)
    assert let.bulletin is not None


@several_addresses
def test_stopping_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    hosts = addresses(30)
    with Loopback({"/rss": Reply(NEWS), "127.0.0.2/rss": Reply(delay_s=30)}, hosts=hosts) as site:
        feeds = feeds_at([site.url("/rss", host) for host in hosts])
        with HttpFetcher(proxies={}) as it:
            editions = refresh(feeds, fetcher=it, states={}, now=lambda: NOW, workers=4)
            next(editions)
            editions.close()
        for _ in range(100):
            if not any(thread.name == "refresh" for thread in threading.enumerate()):
                break
            time.sleep(0.02)
        assert not any(thread.name == "refresh" for thread in threading.enumerate())
        assert len(site.visits) < 30
    assert threading.active_count() <= before


@several_addresses
@pytest.mark.slow
def test_a_thousand_feeds_are_no_trouble(fetcher: HttpFetcher) -> None:
    hosts = addresses(1000)
    with Loopback({"/rss": Reply(NEWS)}, hosts=hosts) as site:
        feeds = feeds_at([site.url("/rss", host) for host in hosts])
        most = 0
        count = 0
        for edition in refresh(feeds, fetcher=fetcher, states={}, now=lambda: NOW):
            assert edition.bulletin is not None, edition.error
            count += 1
            most = max(most, threading.active_count())
    assert count == 1000
    assert most < 80
