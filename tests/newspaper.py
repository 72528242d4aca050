"""A small newspaper on loopback: a feed and its articles, for tests that go the whole way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from tests.loopback import Loopback, Reply

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

TOPICS = (
    "Xã Bản Mây khánh thành cầu dân sinh qua suối Nà Lạng",
    "Huyện Trà Sơn tiêm phòng cho 12.480 con gia súc",
    "Giá cam sành tăng 8,5% so với cùng kỳ năm ngoái",
    "Đội bóng thị trấn thắng 3-1 ở trận khai mạc",
    "Trường bán trú đón 04 lớp học mới từ ngày 05/9/2026",
)


def page(number: int) -> str:
    """The page of article `number`: head, navigation, lead, body, related stories."""
    title = f"{TOPICS[number % len(TOPICS)]}, bản tin số {number}"
    paragraphs = "".join(
        f"<p>Đoạn thứ {n + 1} của bản tin số {number}: theo Kế hoạch số {100 + number}/KH-UBND ngày"
        f" 0{1 + n}/8/2026, đơn vị đã hoàn thành {60 + n},{number % 10}% khối lượng công việc,"
        " người dân trong vùng phấn khởi vì đường sá đi lại thuận tiện hơn trước rất nhiều.</p>"
        for n in range(4)
    )
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8">
<title>{escape(title)}</title>
<meta property="og:title" content="{escape(title)}"></head><body>
<nav><a href="/">Trang chủ</a><a href="/rss">RSS</a></nav>
<article><h1>{escape(title)}</h1><p class="sapo">Tóm tắt của bản tin số {number}: công việc ở cơ sở
tiến triển tốt, bà con đồng tình ủng hộ và cùng góp công sức.</p><div class="content">{paragraphs}
<h2>Những việc sắp tới</h2><p>Trong quý IV/2026, xã sẽ làm tiếp 2,5 km đường bê tông nối các thôn
với trung tâm, để học sinh đến trường an toàn trong mùa mưa lũ hằng năm.</p></div></article>
<div class="related"><h3>Tin liên quan</h3><ul><li><a href="/a/0">Một tin khác</a></li></ul></div>
</body></html>"""


def rss(site: str, count: int) -> bytes:
    """A feed of `count` articles at `site`, newest first."""
    items = "".join(
        f"<item><title>{escape(TOPICS[n % len(TOPICS)])}, bản tin số {n}</title>"
        f"<link>{site}/a/{n}</link><guid>{site}/a/{n}</guid>"
        f"<pubDate>{format_datetime(START + timedelta(minutes=n))}</pubDate>"
        f"<description>Tóm tắt ngắn {n}</description></item>"
        for n in reversed(range(count))
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Báo Thử</title><link>{site}</link><description>thử</description>{items}"
        "</channel></rss>"
    ).encode()


def print_newspaper(site: Loopback, count: int) -> None:
    """Put `count` articles and their feed on `site`."""
    for number in range(count):
        site.routes[f"/a/{number}"] = Reply(
            page(number).encode(), headers={"Content-Type": "text/html; charset=utf-8"}
        )
    site.routes["/rss"] = Reply(
        rss(site.url("").rstrip("/"), count),
        headers={"Content-Type": "application/rss+xml"},
        etag='"1"',
    )


def subscribe(home: Path, url: str, *, engine: str = "tone", extra: str = "") -> None:
    """Make `home` a docbao folder that reads the feed at `url`."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "feeds.yaml").write_text(
        f"speech:\n  engine: {engine}\n{extra}\nfeeds:\n"
        f"  - name: thu\n    title: Báo Thử\n    url: {url}\n",
        encoding="utf-8",
    )
