"""What a hostile or broken server cannot do."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from itertools import repeat
from typing import Final

import pytest
from tests.loopback import Loopback, Reply, redirect

from docbao.errors import FetchError
from docbao.sources.body import read_body
from docbao.sources.fetch import HttpFetcher

LIMIT_BYTES: Final = 5_000_000


def loopback(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
def fetcher() -> Iterator[HttpFetcher]:
    with HttpFetcher(proxies={}, timeout_s=1.0, resolver=loopback) as it:
        yield it


@pytest.mark.parametrize(
    "there",
    [
        *("http://127.0.0.1:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/"),
        *("http://0177.0.0.1:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/"),
        *("http://10.0.0.1/", "http://localhost:{port}/", "http://169.254.169.254/meta-data/"),
        *("http://192.168.1.1/", "http://127.0.0.2:{port}/", "//127.0.0.1:{port}/"),
        "http://inside.example:{port}/",  # a name that leads inside
    ],
)
def test_a_redirect_into_the_readers_network_is_not_followed(
    fetcher: HttpFetcher, there: str
) -> None:
    with Loopback() as site:
        site.routes["/rss"] = redirect(there.format(port=site.port))
        url = f"http://bao.example:{site.port}/rss"
        # Only the site's own host may be reached, which stands for one outside.
        with pytest.raises(FetchError, match="mạng riêng") as refused:
            fetcher.fetch(url, allow_private="bao.example")
    assert [visit.path for visit in site.visits] == ["/rss"]
    assert refused.value.hint is not None


@pytest.mark.parametrize("there", ["file:///etc/passwd", "ftp://x/", "gopher://x/", "data:,x"])
def test_a_redirect_to_anything_but_the_web_is_not_followed(
    fetcher: HttpFetcher, there: str
) -> None:
    with (
        Loopback({"/rss": redirect(there)}) as site,
        pytest.raises(FetchError, match="không phải địa chỉ web"),
    ):
        fetcher.fetch(site.url("/rss"), allow_private=True)


def test_a_feed_inside_may_be_redirected_on_its_own_host(fetcher: HttpFetcher) -> None:
    with Loopback({"/new": Reply(b"here")}) as site:
        site.routes["/rss"] = redirect(site.url("/new"))
        assert fetcher.fetch(site.url("/rss"), allow_private="127.0.0.1").body == b"here"


def test_a_name_that_leads_inside_is_refused(fetcher: HttpFetcher) -> None:
    with Loopback({"/rss": Reply(b"x")}) as site, pytest.raises(FetchError, match="mạng riêng"):
        fetcher.fetch(f"http://bao.example:{site.port}/rss")
    assert site.visits == []


def test_one_inner_address_among_outer_ones_is_enough_to_refuse() -> None:
    with (
        Loopback({"/rss": Reply(b"x")}) as site,
        HttpFetcher(proxies={}, resolver=lambda *_: ["8.8.8.8", "127.0.0.1"]) as it,
        pytest.raises(FetchError, match="mạng riêng"),
    ):
        it.fetch(f"http://bao.example:{site.port}/rss")


def test_what_was_checked_is_what_is_connected_to() -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])  # a name that changes its mind (rebinding)
    asked: list[str] = []

    def changing(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with Loopback({"/rss": Reply(b"x")}) as site, HttpFetcher(proxies={}, resolver=changing) as it:
        it.fetch(f"http://bao.example:{site.port}/rss", allow_private="bao.example")
    assert asked == ["bao.example"]
    assert [visit.host for visit in site.visits] == ["127.0.0.1"]
    assert site.visits[0].headers["host"] == f"bao.example:{site.port}"


def test_a_connection_made_with_permission_is_not_used_without(fetcher: HttpFetcher) -> None:
    with Loopback({"/rss": Reply(b"x")}) as site:
        url = f"http://bao.example:{site.port}/rss"
        fetcher.fetch(url, allow_private=True)
        with pytest.raises(FetchError, match="mạng riêng"):
            fetcher.fetch(url)


def test_a_gzip_bomb_is_stopped_in_bounded_memory() -> None:
    ten_mb = gzip.compress(bytes(10_000_000))
    packed = ten_mb * 60  # 600 MB in 0.6 MB, one gzip member after another
    one = gzip.compress(bytes(300_000_000), 1)  # and 300 MB in one
    for body in (packed, one):
        tracemalloc.start()
        try:
            with pytest.raises(FetchError, match=r"hơn 5\.0 MB"):
                read_body([body], encoding="gzip", limit_bytes=LIMIT_BYTES, url="http://a.vn/")
            assert tracemalloc.get_traced_memory()[1] < 4 * LIMIT_BYTES
        finally:
            tracemalloc.stop()


def test_a_gzip_bomb_over_the_wire_is_stopped(fetcher: HttpFetcher) -> None:
    packed = gzip.compress(bytes(10_000_000)) * 20
    with (
        Loopback({"/rss": Reply(packed, headers={"Content-Encoding": "gzip"})}) as site,
        pytest.raises(FetchError, match="quá lớn"),
    ):
        fetcher.fetch(site.url("/rss"), allow_private=True)


def test_nothing_but_empty_members_does_not_go_on_for_ever() -> None:
    chunk = gzip.compress(b"") * 1000
    with pytest.raises(FetchError, match="quá lớn"):
        read_body(repeat(chunk), encoding="gzip", limit_bytes=1_000_000, url="http://a.vn/")


def test_an_endless_body_is_stopped_at_the_limit(fetcher: HttpFetcher) -> None:
    with (
        Loopback({"/rss": Reply(b"la la la ", endless=True)}) as site,
        pytest.raises(FetchError, match="quá lớn"),
    ):
        fetcher.fetch(site.url("/rss"), allow_private=True)


def test_a_body_announced_too_large_is_not_begun(fetcher: HttpFetcher) -> None:
    with Loopback({"/rss": Reply(bytes(2000))}) as site:
        with pytest.raises(FetchError, match="quá lớn"):
            fetcher.fetch(site.url("/rss"), limit_bytes=1000, allow_private=True)
        assert (
            len(fetcher.fetch(site.url("/rss"), limit_bytes=2000, allow_private=True).body) == 2000
        )


def test_endless_headers_are_stopped(fetcher: HttpFetcher) -> None:
    raw = b"HTTP/1.1 200 OK\r\n" + b"X-La: la\r\n" * 50_000
    with (
        Loopback({"/rss": Reply(raw, raw=True, endless=True)}) as site,
        pytest.raises(FetchError, match="chuẩn HTTP"),
    ):
        fetcher.fetch(site.url("/rss"), allow_private=True)


@pytest.mark.parametrize("size", [10_000, 3])
def test_a_slow_drip_ends_with_the_time_for_the_whole(fetcher: HttpFetcher, size: int) -> None:
    with Loopback({"/rss": Reply(bytes(size), drip_s=0.1)}) as site:
        began = time.monotonic()
        with pytest.raises(FetchError, match="quá chậm"):
            fetcher.fetch(site.url("/rss"), allow_private=True)
    assert time.monotonic() - began < 3


def test_a_server_that_says_nothing_is_given_up(fetcher: HttpFetcher) -> None:
    with (
        Loopback({"/rss": Reply(delay_s=60)}) as site,
        pytest.raises(FetchError, match="quá chậm"),
    ):
        fetcher.fetch(site.url("/rss"), allow_private=True)


def test_redirects_share_one_time_limit(fetcher: HttpFetcher) -> None:
    routes = {f"/{n}": Reply(status=302, headers={"Location": f"/{n + 1}"}, delay_s=0.3)
              for n in range(5)}  # fmt: skip
    with (
        Loopback({**routes, "/5": Reply(b"x")}) as site,
        pytest.raises(FetchError, match="quá chậm"),
    ):
        fetcher.fetch(site.url("/0"), allow_private=True)


@pytest.mark.parametrize(
    "raw",
    [
        *(b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 99),
        b"HTTP/1.1 200 OK\r\nA\0: b\r\n\r\n",
    ],
)
def test_what_is_no_http_is_said_to_be_none(fetcher: HttpFetcher, raw: bytes) -> None:
    with (
        Loopback({"/rss": Reply(raw, raw=True)}) as site,
        pytest.raises(FetchError, match="chuẩn HTTP"),
    ):
        fetcher.fetch(site.url("/rss"), allow_private=True)


def test_a_server_that_always_hangs_up_is_asked_twice_and_named(fetcher: HttpFetcher) -> None:
    with (
        Loopback({"/rss": Reply(silent=True)}) as site,
        pytest.raises(FetchError, match=r"127\.0\.0\.1"),
    ):
        fetcher.fetch(site.url("/rss"), allow_private=True)
    assert len(site.visits) == 2


def test_a_closed_door_is_named(fetcher: HttpFetcher) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        with pytest.raises(FetchError, match="không kết nối được"):
            fetcher.fetch(f"http://127.0.0.1:{door.getsockname()[1]}/", allow_private=True)


def test_the_next_address_is_tried_when_one_is_dead() -> None:
    with (
        Loopback({"/rss": Reply(b"x")}, hosts=["127.0.0.1"]) as site,
        HttpFetcher(proxies={}, resolver=lambda *_: ["127.0.0.9", "127.0.0.1"]) as it,
    ):
        page = it.fetch(f"http://bao.example:{site.port}/rss", allow_private=True)
    assert page.body == b"x"


def test_a_name_nobody_knows_is_named() -> None:
    def unknown(host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, f"no {host}")

    def silent(_host: str, _port: int) -> list[str]:
        return []

    for resolver in (unknown, silent):
        with (
            HttpFetcher(proxies={}, resolver=resolver) as it,
            pytest.raises(FetchError, match=r"không tìm thấy máy chủ bao\.example"),
        ):
            it.fetch("http://bao.example/rss")


def test_a_resolver_that_hangs_is_given_up() -> None:
    done = threading.Event()

    def hanging(_host: str, _port: int) -> list[str]:
        done.wait(10)
        return []

    with (
        HttpFetcher(proxies={}, resolver=hanging, timeout_s=0.3) as it,
        pytest.raises(FetchError, match="quá chậm"),
    ):
        it.fetch("http://bao.example/rss")
    done.set()


def test_an_etag_no_header_can_hold_is_an_error_of_ours(fetcher: HttpFetcher) -> None:
    with Loopback({"/rss": Reply(b"x")}) as site:
        with pytest.raises(FetchError):
            fetcher.fetch(site.url("/rss"), allow_private=True, etag="a\r\nX-Evil: 1")
        fetcher.fetch(site.url("/rss"), allow_private=True, etag="“bắc”")
    assert len(site.visits) == 1


def test_memory_does_not_grow_with_what_is_thrown_away() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FetchError):
            read_body(repeat(b"x" * 65_536), encoding="", limit_bytes=LIMIT_BYTES, url="u")
        assert tracemalloc.get_traced_memory()[1] < 2 * LIMIT_BYTES
    finally:
        tracemalloc.stop()
