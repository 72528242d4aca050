"""Sixty feeds that are broken or mean harm, and a paper whose pages are.

Everything is made here, from nothing, so that no bomb lies in the repository.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import zlib
from typing import Final

from tests.loopback import Loopback, Reply, redirect

TITLE: Final = "Bản tin của kẻ lạ"
ESCAPES: Final = "\x1b]0;ha\x07\x1b[2J\x9b31m\x85\u202e\u2066\u200b\ufeff\x00"
"""Sequences that command a terminal, from C0 and C1, and marks that turn text around."""


def item(title: str = TITLE, link: str = "/tot", extra: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{extra}</item>"


def rss(*items: str, head: str = "", before: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<rss version="2.0"><channel>'
        f"<title>Báo lạ</title>{head}{''.join(items)}</channel></rss>"
    ).encode("utf-8", "surrogatepass")


def packed(size_bytes: int, encoding: str = "gzip") -> Reply:
    """So many zeros, packed small."""
    packer = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    chunk = bytes(1 << 20)
    out = io.BytesIO()
    for _ in range(size_bytes >> 20):
        out.write(packer.compress(chunk))
    out.write(packer.flush())
    return Reply(out.getvalue(), headers={"Content-Encoding": encoding})


def raw(text: str, body: bytes = b"") -> Reply:
    return Reply(text.replace("\n", "\r\n").encode("latin-1") + body, raw=True)


def laughs() -> str:
    """Ten entities, each ten of the one before."""
    lines = ['<!ENTITY l0 "lol">']
    for n in range(1, 11):
        inner = f"&l{n - 1};" * 10
        lines.append(f'<!ENTITY l{n} "{inner}">')
    return f"<!DOCTYPE rss [{''.join(lines)}]>"


def _xxe(address: str) -> Reply:
    return Reply(rss(item("&x;"), before=f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{address}">]>'))


def _noise(seed: int, size_bytes: int) -> bytes:
    return random.Random(seed).randbytes(size_bytes)


NESTED: Final = "<b>" * 100_000
MANY: Final = [item(f"{TITLE} {n}", f"/tot?{n}") for n in range(10_000)]
SAME: Final = [item(f"{TITLE} {n}", "/tot", "<guid>one</guid>") for n in range(500)]
LINKS: Final = [
    item("Liên kết lạ", link)
    for link in (
        *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b"),
        *(
            "../../../../etc/passwd",
            "http://",
            "http://[::1",
            "http://a@10.0.0.1/",
            "//169.254.1.1",
        ),
    )
]
DATES: Final = [
    item(TITLE, f"/tot?{n}", f"<pubDate>{when}</pubDate>")
    for n, when in enumerate(
        ("0001-01-01", "9" * 400, "31/02/2026", "Thu, 99 Foo 9999 99:99:99 +9999", "-1", "\u0660")
    )
]

FEEDS: Final[dict[str, Reply]] = {
    "cut-xml": Reply(rss(item())[:-40]),
    "crossed-tags": Reply(b"<rss><channel><item></channel></item></rss>"),
    "html": Reply(b"<!doctype html><html><body><h1>404</h1></body></html>"),
    "laughs": Reply(rss(item("&l10;"), before=laughs())),
    "quadratic": Reply(
        rss(item("&a;" * 20_000), before=f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>')
    ),
    "xxe-file": _xxe("file:///etc/passwd"),
    "xxe-net": _xxe("http://127.0.0.2/secret"),
    "dtd": Reply(rss(item(), before='<!DOCTYPE rss SYSTEM "file:///etc/passwd">')),
    "xinclude": Reply(
        rss(item('<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'))
    ),
    "stylesheet": Reply(rss(item(), before='<?xml-stylesheet href="file:///etc/passwd"?>')),
    "gzip-bomb": packed(1 << 30),
    "deflate-bomb": packed(1 << 29, "deflate"),
    "gzip-twice": Reply(
        gzip.compress(gzip.compress(bytes(1 << 26))), headers={"Content-Encoding": "gzip, gzip"}
    ),
    "gzip-broken": Reply(gzip.compress(rss(item()))[:-9], headers={"Content-Encoding": "gzip"}),
    "gzip-lie": Reply(rss(item()), headers={"Content-Encoding": "gzip"}),
    "encoding-unheard": Reply(rss(item()), headers={"Content-Encoding": "klingon"}),
    "endless": Reply(b"<item>", endless=True),
    "endless-spaces": Reply(b" " * 4096, endless=True),
    "drip": Reply(rss(item()), drip_s=0.5),
    "silent": Reply(silent=True),
    "never": Reply(rss(item()), delay_s=3600),
    "cut": Reply(rss(item()), cut=True),
    "too-short": raw("HTTP/1.1 200 OK\nContent-Length: 5\n\n", rss(item())),
    "length-nonsense": raw("HTTP/1.1 200 OK\nContent-Length: many\n\n", rss(item())),
    "chunks-nonsense": raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n", b"x" * 99),
    "no-headers": raw("", rss(item())),
    "huge-header": raw(f"HTTP/1.1 200 OK\nX: {'x' * 2_000_000}\n\n", rss(item())),
    "many-headers": raw("HTTP/1.1 200 OK\n" + "X: y\n" * 100_000 + "\n", rss(item())),
    "status-nonsense": raw("HTTP/1.1 9999 What\n\n", rss(item())),
    "to-file": redirect("file:///etc/passwd"),
    "to-private": redirect("http://10.0.0.1/"),
    "to-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
    "to-neighbour": redirect("http://127.0.0.2/secret"),
    "to-ftp": redirect("ftp://127.0.0.1/"),
    "to-itself": redirect("/f/to-itself"),
    "to-nowhere": Reply(status=302),
    "to-nonsense": redirect("http://[::1:99999/\x01"),
    "loop": redirect("/loop/0"),
    "missing": Reply(status=404),
    "gone": Reply(status=410),
    "broken-server": Reply(b"<h1>500</h1>", status=500),
    "later": Reply(status=429, headers={"Retry-After": "99999999999999999999"}),
    "later-nonsense": Reply(status=503, headers={"Retry-After": "\x7f soon"}),
    "unasked-304": Reply(status=304),
    "empty": Reply(b""),
    "blank": Reply(b"\n \t\n" * 1000),
    "binary": Reply(_noise(1, 300_000)),
    "json": Reply(json.dumps({"items": [{"title": TITLE}] * 50}).encode()),
    "nul": Reply(rss(item("a\x00b" * 1000))),
    "charset-lie": Reply(rss(item("Tiếng Việt")).decode().encode("cp1258", "replace")),
    "charset-16": Reply(
        rss(item()), headers={"Content-Type": "application/rss+xml; charset=utf-16"}
    ),
    "charset-unheard": Reply(
        rss(item()), headers={"Content-Type": "application/rss+xml; charset=klingon"}
    ),
    "utf-7": Reply(rss(item("+ADw-script+AD4-")), headers={"Content-Type": "x/y; charset=utf-7"}),
    "surrogates": Reply(rss(item("\ud800\udfff"))),
    "escapes": Reply(rss(item(ESCAPES + TITLE), head=f"<description>{ESCAPES}</description>")),
    "nested": Reply(rss(item(TITLE, "/tot", f"<description>{NESTED}</description>"))),
    "nested-escaped": Reply(
        rss(item(TITLE, "/tot", f"<description>{NESTED.replace('<', '&lt;')}</description>"))
    ),
    "long-title": Reply(rss(item("Dài lắm " * 200_000))),
    "paths": Reply(
        rss(item("../../../../tmp/x", "/tot", "<guid>../../../../etc/passwd</guid>"))
    ),
    "braces": Reply(rss(item("{0.__class__} %s %(x)s [bold]x[/] {title!r:>999999999}"))),
    "links": Reply(rss(*LINKS)),
    "dates": Reply(rss(*DATES)),
    "same-id": Reply(rss(*SAME)),
    "ten-thousand": Reply(rss(*MANY)),
}  # fmt: skip

LEAD: Final = "<p>Sáng nay bà con ra đồng từ rất sớm, ai cũng phấn khởi vì được mùa.</p>"


def page(body: str, title: str = TITLE) -> Reply:
    return Reply(
        f"<!doctype html><html lang=vi><head><title>{title}</title></head><body><article>"
        f"<h1>{title}</h1>{body}</article></body></html>".encode("utf-8", "surrogatepass"),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )


_ROWS: Final = "<tr>" + "<td>ô</td>" * 20 + "</tr>"
PAGES: Final[dict[str, Reply]] = {
    "gzip-bomb": packed(1 << 30),
    "endless": Reply(b"<p>x</p>", endless=True, headers={"Content-Type": "text/html"}),
    "drip": Reply(page(LEAD).body, drip_s=0.5),
    "cut": Reply(page(LEAD).body, cut=True, headers={"Content-Type": "text/html"}),
    "silent": Reply(silent=True),
    "missing": Reply(status=404),
    "to-file": redirect("file:///etc/passwd"),
    "to-private": redirect("http://10.0.0.1/"),
    "empty": Reply(b"", headers={"Content-Type": "text/html"}),
    "binary": Reply(_noise(2, 400_000), headers={"Content-Type": "text/html"}),
    "pdf": Reply(b"%PDF-1.7\n" + _noise(3, 9000), headers={"Content-Type": "application/pdf"}),
    "scripts": page("<script>while(1){}</script>" * 2000),
    "nested": page("<div>" * 100_000 + LEAD),
    "nested-lists": page("<ul><li>" * 30_000 + LEAD),
    "wide-table": page(f"<table>{_ROWS * 4000}</table>" + LEAD),
    "escapes": page(f"<p>{ESCAPES}</p>" + LEAD, ESCAPES + TITLE),
    "long-title": page(LEAD, "Tít dài " * 60_000),
    "path-title": page(LEAD, "../../../../tmp/x\\..\\y:*?<>|"),
    "long-word": page(f"<p>{'a' * 1_000_000}</p>" + LEAD),
    "bidi": page(f"<p>\u202e{'abc' * 1000}\u202c</p>" + LEAD),
    "entities": page(f"<p>{'&amp;' * 300_000}</p>" + LEAD),
    "base": page(f"<base href='file:///etc/'><img src=passwd>{LEAD}"),
    "refresh": page("<meta http-equiv=refresh content='0;url=file:///etc/passwd'>" + LEAD),
    "charset-lie": Reply(
        page(LEAD).body.decode().encode("utf-16"),
        headers={"Content-Type": "text/html; charset=utf-8"},
    ),
    "surrogates": page("<p>\ud800\udfff &#xD800; &#x110000; &#0; &#27;[2J</p>" + LEAD),
}  # fmt: skip


def set_up(site: Loopback) -> None:
    """Put the world on `site`: feeds at `/f/NAME`, pages at `/p/NAME`, their feed at `/pages`."""
    for name, reply in FEEDS.items():
        site.routes[f"/f/{name}"] = reply
    for n in range(30):
        site.routes[f"/loop/{n}"] = redirect(f"/loop/{(n + 1) % 30}")
    site.routes["/tot"] = page(LEAD * 3)
    for name, reply in PAGES.items():
        site.routes[f"/p/{name}"] = reply
    site.routes["/pages"] = Reply(
        rss(*(item(f"Trang {name}", site.url(f"/p/{name}")) for name in PAGES))
    )
