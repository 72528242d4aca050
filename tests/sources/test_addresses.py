"""Which addresses are asked and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.errors import FetchError
from docbao.model import Feed
from docbao.sources.addresses import (
    is_private_host,
    is_public,
    join_address,
    private_reach,
    read_address,
)

PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "239.255.255.250", "240.0.0.1"),
    *("255.255.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:c0a8:101::1"),
    *("64:ff9b::127.0.0.1", "64:ff9b::c0a8:101", "64:ff9b:1::1", "2001:0:4136:e378::1"),
    *("2001:db8::1", "100::1", "nonsense", ""),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"),
        *("::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "118.69.1.1"),
    ],
)
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1"),
        *("127.1", "127.0.1", "0x7f.0x0.0x0.0x1", "127.0.0.1.", "LOCALHOST", "a.localhost"),
        *("localhost.", "[::1]", "[::ffff:7f00:1]", "１２７.0.0.1", "127。0。0。1"),  # full width
    ],
)
def test_odd_spellings_of_a_private_host_are_seen_through(host: str) -> None:
    assert is_private_host(read_address(f"http://{host}/").host)


@pytest.mark.parametrize("host", ["vnexpress.net", "127.0.0.1.nip.io", "1.2.3.4.5", "0xg.1"])
def test_a_name_is_not_taken_for_a_private_number(host: str) -> None:
    assert not is_private_host(host)


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("HTTP://VnExpress.net/rss", "http://vnexpress.net/rss"),
        ("https://báo.vn", "https://xn--bo-mia.vn/"),
        ("http://a.vn:80/x", "http://a.vn/x"),
        ("https://a.vn:8443/x?q=bắc kạn", "https://a.vn:8443/x?q=b%E1%BA%AFc%20k%E1%BA%A1n"),
        ("http://a.vn/tin tức/1.html#top", "http://a.vn/tin%20t%E1%BB%A9c/1.html"),
        ("http://a.vn/a%20b?c=%2F", "http://a.vn/a%20b?c=%2F"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("  http://a.vn/x\n", "http://a.vn/x"),
    ],
)
def test_an_address_is_made_fit_for_the_wire(url: str, clean: str) -> None:
    assert str(read_address(url)) == clean


@pytest.mark.parametrize(
    "url",
    [
        *("", "vnexpress.net", "//a.vn/x", "file:///etc/passwd", "ftp://a.vn/", "javascript:x"),
        *("gopher://127.0.0.1:6379/x", "http://", "http:///x", "http://a.vn:port/", "http://[::1"),
        *("http://user@a.vn/", "http://a.vn@127.0.0.1/", "http://a b.vn/", "http://a.vn:99999/"),
        *(f"http://{'a' * 300}.vn/", "http://a\x00.vn/", "data:text/html,x", "http://a%2e.vn/"),
    ],
)
def test_what_is_no_web_address_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(FetchError) as refused:
        read_address(url)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 350


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("/b", "http://a.vn/b"),
        ("b?c=1", "http://a.vn/x/b?c=1"),
        ("//b.vn/c", "http://b.vn/c"),
        ("https://b.vn", "https://b.vn/"),
    ],
)
def test_a_redirect_is_read_from_where_it_was_met(location: str, there: str) -> None:
    assert str(join_address(read_address("http://a.vn/x/y"), location)) == there


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:alert(1)", "http://[x"])
def test_a_redirect_to_something_else_is_refused(location: str) -> None:
    with pytest.raises(FetchError):
        join_address(read_address("http://a.vn/"), location)


def test_a_feed_configured_inside_reaches_its_own_host_only() -> None:
    assert private_reach(Feed("a", "A", "http://vnexpress.net/rss")) is False
    assert private_reach(Feed("a", "A", "http://127.0.0.1:8000/rss")) == "127.0.0.1"
    assert private_reach(Feed("a", "A", "http://localhost/rss")) == "localhost"
    assert private_reach(Feed("a", "A", "http://x.vn/", allow_private=True)) is True
    assert private_reach(Feed("a", "A", "no address")) is False


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(max_size=40).map("http://{}/".format)))
def test_any_text_is_an_ascii_address_or_an_error_of_ours(url: str) -> None:
    try:
        address = read_address(url)
    except FetchError:
        return
    assert str(address).isascii()
    assert not set(str(address)) & set(" \r\n\t\x00")
    assert str(read_address(str(address))) == str(address)
