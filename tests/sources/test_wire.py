"""How the wire is used: TLS by name, proxies, and letting go."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from tests.loopback import Loopback, Reply

from docbao.errors import FetchError
from docbao.sources.fetch import HttpFetcher

TLS: Final = Path(__file__).parent.parent / "data" / "tls"
NOW: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NEWS: Final = "<rss>Tin mới</rss>".encode()


def test_https_is_asked_by_name_and_checked_by_name() -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(TLS / "docbao-test.crt", TLS / "docbao-test.key")
    asked: list[str] = []
    server.sni_callback = lambda _sock, name, _context: asked.append(str(name))

    def trust() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(TLS / "docbao-test.crt"))

    with (
        Loopback({"/rss": Reply(NEWS)}, tls=server) as site,
        HttpFetcher(proxies={}, trust=trust, resolver=lambda *_: ["127.0.0.1"]) as it,
    ):
        url = f"https://bao.example:{site.port}/rss"
        page = it.fetch(url, allow_private=True)
        with pytest.raises(FetchError, match="không an toàn"):
            it.fetch(f"https://khac.example:{site.port}/rss", allow_private=True)
    assert page.body == NEWS
    assert site.visits[0].headers["host"] == f"bao.example:{site.port}"
    assert asked == ["bao.example", "khac.example"]


def test_a_certificate_nobody_vouches_for_is_refused() -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(TLS / "docbao-test.crt", TLS / "docbao-test.key")
    with (
        Loopback({"/rss": Reply(NEWS)}, tls=server) as site,
        HttpFetcher(proxies={}, resolver=lambda *_: ["127.0.0.1"]) as it,
        pytest.raises(FetchError, match="chứng chỉ không đúng"),
    ):
        it.fetch(f"https://bao.example:{site.port}/rss", allow_private=True)


def test_closing_wakes_whoever_waits_for_an_answer() -> None:
    ended: list[str] = []

    def ask(fetch: Callable[[], object]) -> None:
        with pytest.raises(FetchError) as refused:
            fetch()
        ended.append(str(refused.value))

    with Loopback({"/rss": Reply(NEWS, delay_s=20)}) as site:
        it = HttpFetcher(proxies={})
        url = site.url("/rss")
        waiting = threading.Thread(target=ask, args=(lambda: it.fetch(url, allow_private=True),))
        waiting.start()
        while not site.visits:
            time.sleep(0.01)
        it.close()
        it.close()
        waiting.join(3)
        assert not waiting.is_alive()
        with pytest.raises(FetchError, match="đang dừng"):
            it.fetch(url, allow_private=True)
    assert len(ended) == 1


def test_a_proxy_is_asked_for_what_lies_outside_and_never_for_what_lies_inside() -> None:
    with Loopback({"/rss": Reply(NEWS)}) as inside, Loopback({}) as proxy:
        proxy.routes["http://bao.example/rss"] = Reply(b"through the proxy")
        proxies = {"http": f"http://ten:mat%20khau@127.0.0.1:{proxy.port}"}
        with HttpFetcher(proxies=proxies) as it:
            page = it.fetch("http://bao.example/rss")
            assert it.fetch(inside.url("/rss"), allow_private=True).body == NEWS
            with pytest.raises(FetchError, match="mạng riêng"):
                it.fetch("http://127.0.0.1/rss")
    assert page.body == b"through the proxy"
    assert [visit.target for visit in proxy.visits] == ["http://bao.example/rss"]
    assert proxy.visits[0].headers["proxy-authorization"].startswith("Basic ")


def test_a_proxy_of_a_kind_we_cannot_use_is_named() -> None:
    with (
        HttpFetcher(proxies={"all": "socks5://127.0.0.1:1"}) as it,
        pytest.raises(FetchError, match="socks5"),
    ):
        it.fetch("http://bao.example/")
