"""Pages come whole, politely and once."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from tests.loopback import Loopback, Reply, Visit, redirect, zipped

from docbao.errors import FetchError, NotModified
from docbao.sources.answers import retry_after_s
from docbao.sources.fetch import HttpFetcher

TLS: Final = Path(__file__).parent.parent / "data" / "tls"
NOW: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NEWS: Final = "<rss>Tin mới</rss>".encode()


@pytest.fixture
def fetcher() -> Iterator[HttpFetcher]:
    with HttpFetcher(proxies={}, now=lambda: NOW, timeout_s=5) as it:
        yield it


def test_a_page_comes_with_what_the_server_said_of_it(fetcher: HttpFetcher) -> None:
    reply = Reply(NEWS, etag='"7"', last_modified="Mon, 23 Nov 2026 01:00:00 GMT")
    with Loopback({"/rss": reply}) as site:
        page = fetcher.fetch(site.url("/rss?a=1"), allow_private=True)
    assert page.body == NEWS
    assert page.url == page.final_url == site.url("/rss?a=1")
    assert (page.status, page.content_type) == (200, "text/xml; charset=utf-8")
    assert (page.etag, page.last_modified) == ('"7"', "Mon, 23 Nov 2026 01:00:00 GMT")
    assert page.moved_to is None


def test_the_server_learns_who_asks_and_how_to_answer(fetcher: HttpFetcher) -> None:
    with Loopback({"/rss": Reply(NEWS)}) as site:
        fetcher.fetch(site.url("/rss"), allow_private=True)
    headers = site.visits[0].headers
    assert headers["user-agent"].startswith("docbao/")
    assert headers["accept-encoding"] == "gzip"
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert "cookie" not in headers


@pytest.mark.parametrize("known", [{"etag": '"7"'}, {"last_modified": "Mon, 23 Nov 2026"}])
def test_a_page_we_have_is_not_sent_again(fetcher: HttpFetcher, known: dict[str, str]) -> None:
    reply = Reply(NEWS, etag='"7"', last_modified="Mon, 23 Nov 2026")
    with Loopback({"/rss": reply}) as site, pytest.raises(NotModified):
        fetcher.fetch(
            site.url("/rss"),
            allow_private=True,
            etag=known.get("etag"),
            last_modified=known.get("last_modified"),
        )


@pytest.mark.parametrize("name", ["gzip", "x-gzip", "GZIP"])
def test_a_packed_page_is_unpacked(fetcher: HttpFetcher, name: str) -> None:
    reply = Reply(gzip.compress(NEWS * 1000), headers={"Content-Encoding": name})
    with Loopback({"/rss": reply}) as site:
        assert fetcher.fetch(site.url("/rss"), allow_private=True).body == NEWS * 1000


def test_a_page_in_two_gzip_members_or_deflated_is_unpacked(fetcher: HttpFetcher) -> None:
    two = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0"
    routes = {
        "/two": Reply(two, headers={"Content-Encoding": "gzip"}),
        "/deflate": Reply(zlib.compress(NEWS), headers={"Content-Encoding": "deflate"}),
        "/none": Reply(b"", headers={"Content-Encoding": "gzip"}),
    }
    with Loopback(routes) as site:
        assert fetcher.fetch(site.url("/two"), allow_private=True).body == b"one two"
        assert fetcher.fetch(site.url("/deflate"), allow_private=True).body == NEWS
        assert fetcher.fetch(site.url("/none"), allow_private=True).body == b""


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip"])
def test_a_packing_we_did_not_ask_for_is_named(fetcher: HttpFetcher, packing: str) -> None:
    reply = Reply(NEWS, headers={"Content-Encoding": packing})
    with Loopback({"/rss": reply}) as site, pytest.raises(FetchError, match=packing):
        fetcher.fetch(site.url("/rss"), allow_private=True)


def test_damaged_packing_is_an_error(fetcher: HttpFetcher) -> None:
    reply = Reply(b"\x1f\x8bnot really", headers={"Content-Encoding": "gzip"})
    with Loopback({"/rss": reply}) as site, pytest.raises(FetchError, match="bị hỏng"):
        fetcher.fetch(site.url("/rss"), allow_private=True)


@pytest.mark.parametrize("reply", [Reply(NEWS, cut=True), zipped(NEWS * 50)])
def test_a_page_cut_short_is_an_error(fetcher: HttpFetcher, reply: Reply) -> None:
    if not reply.cut:
        reply = Reply(reply.body[:-9], headers=reply.headers)
    with Loopback({"/rss": reply}) as site, pytest.raises(FetchError, match="giữa chừng"):
        fetcher.fetch(site.url("/rss"), allow_private=True)


def test_redirects_are_followed_and_permanent_ones_remembered(fetcher: HttpFetcher) -> None:
    routes = {
        "/old": redirect("/older", 301),
        "/older": redirect("/rss?b=1", 308),
        "/rss": Reply(NEWS),
        "/half": redirect("/detour", 301),
        "/detour": redirect("/rss", 302),
    }
    with Loopback(routes) as site:
        moved = fetcher.fetch(site.url("/old"), allow_private=True)
        passing = fetcher.fetch(site.url("/half"), allow_private=True)
    assert moved.moved_to == moved.final_url == site.url("/rss?b=1")
    assert passing.final_url == site.url("/rss")
    assert passing.moved_to is None


def test_a_circle_of_redirects_ends(fetcher: HttpFetcher) -> None:
    with Loopback({"/a": redirect("/b"), "/b": redirect("/a")}) as site:
        with pytest.raises(FetchError, match="chuyển hướng quá 5 lần"):
            fetcher.fetch(site.url("/a"), allow_private=True)
        assert len(site.visits) == 6


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "không còn trang này"),
        (410, "không còn trang này"),
        (403, "không cho đọc"),
        (401, "không cho đọc"),
        (429, "hỏi lại sau"),
        (503, "hỏi lại sau"),
        (500, "trục trặc"),
        (302, "không hiểu"),
        (799, "trục trặc"),
        (600, "trục trặc"),
    ],
)
def test_a_refusal_is_told_in_words_with_its_status(
    fetcher: HttpFetcher, status: int, words: str
) -> None:
    with (
        Loopback({"/rss": Reply(b"sorry", status)}) as site,
        pytest.raises(FetchError, match=words) as refused,
    ):
        fetcher.fetch(site.url("/rss"), allow_private=True)
    assert str(status) in str(refused.value)
    assert site.url("/rss") in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_server_that_wants_to_be_left_alone_is_heard(fetcher: HttpFetcher) -> None:
    reply = Reply(status=429, headers={"Retry-After": "120"})
    with Loopback({"/rss": reply}) as site, pytest.raises(FetchError) as refused:
        fetcher.fetch(site.url("/rss"), allow_private=True)
    assert refused.value.retry_after_s == 120


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("", None),
        ("120", 120),
        ("  0 ", 0),
        ("Tue, 24 Nov 2026 12:10:00 GMT", 600),
        ("Tue, 24 Nov 2026 11:10:00 GMT", 0),
        ("Tue, 24 Nov 2026 12:10:00", 600),
        ("99999999999999999999999", 86_400),
        ("Tue, 24 Nov 2099 12:10:00 GMT", 86_400),
        ("-5", None),
        ("²", None),
        ("soon", None),
    ],
)
def test_retry_after_is_read_in_seconds_or_as_a_date(said: str, seconds: float | None) -> None:
    assert retry_after_s(said, NOW) == seconds


def test_no_more_than_two_requests_are_at_one_host_at_a_time() -> None:
    with (
        Loopback({"/rss": Reply(NEWS, delay_s=0.05)}) as site,
        HttpFetcher(proxies={}) as it,
        ThreadPoolExecutor(8) as pool,
    ):
        url = site.url("/rss")
        pages = list(pool.map(lambda _: it.fetch(url, allow_private=True), range(8)))
    assert len(pages) == 8
    assert site.most_at_once["127.0.0.1"] == 2


def test_waiting_for_a_turn_does_not_use_up_the_time_for_the_answer() -> None:
    with (
        Loopback({"/rss": Reply(NEWS, delay_s=0.3)}) as site,
        HttpFetcher(proxies={}, timeout_s=0.8, per_host=1) as it,
        ThreadPoolExecutor(4) as pool,
    ):
        url = site.url("/rss")
        pages = list(pool.map(lambda _: it.fetch(url, allow_private=True), range(4)))
    assert len(pages) == 4


def test_a_connection_is_kept_for_the_next_page(fetcher: HttpFetcher) -> None:
    ports: set[object] = set()

    def note(visit: Visit) -> Reply:
        ports.add(visit.client_port)
        return Reply(NEWS)

    with Loopback({"/rss": note}) as site:
        for _ in range(3):
            fetcher.fetch(site.url("/rss"), allow_private=True)
    assert len(ports) == 1


def test_a_server_that_hangs_up_once_is_asked_once_more(fetcher: HttpFetcher) -> None:
    answers = iter([Reply(silent=True), Reply(NEWS)])
    with Loopback({"/rss": lambda _: next(answers)}) as site:
        assert fetcher.fetch(site.url("/rss"), allow_private=True).body == NEWS
