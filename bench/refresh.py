"""How long a refresh takes: 50 feeds of 54 items, each on its own address, 0.2 s away.

    python bench/refresh.py [--feeds 50] [--latency 0.2] [--items 54]

Prints wall time, time over the bare latency, and processor time for a first refresh and for one
where nothing has changed; then the same for 1,000 feeds, and for newsboat where it is installed.
The server runs in a process of its own, on loopback addresses.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from docbao.model import Feed, FeedState
from docbao.sources.fetch import HttpFetcher
from docbao.sources.refresh import refresh

ROOT = Path(__file__).resolve().parent.parent


def sample_feed(items: int) -> bytes:
    """A feed in the shape of the big papers': picture, broken tag, source name, two dozen kB."""
    one = (
        "<item><title><![CDATA[Bắc Kạn: hội nghị số {n} về kinh tế &amp;amp; xã hội]]></title>"
        '<description><![CDATA[<a href="https://bao.example/tin-{n}.html">'
        '<img src="https://anh.example/{n}.jpg" alt="ảnh" ></a></br>(Dân trí) - Sáng {day}/9, Ủy '
        "ban nhân dân tỉnh họp bàn về phát triển kinh tế, xã hội trong những tháng cuối năm, với "
        "sự tham gia của các sở, ngành và địa phương trong toàn tỉnh.]]></description>"
        "<pubDate>Mon, {day:02d} Sep 2026 08:34:29 +0700</pubDate>"
        "<link>https://bao.example/tin-{n}.html</link>"
        "<guid>https://bao.example/tin-{n}.html</guid></item>"
    )
    inside = "".join(one.format(n=n, day=n % 28 + 1) for n in range(items))
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo</title>'
    return f"{head}{inside}</channel></rss>".encode()


@contextmanager
def serving(body: bytes, count: int, latency_s: float) -> Iterator[list[str]]:
    """Addresses of `count` feeds served by another process."""
    sys.path.insert(0, str(ROOT))
    from tests.loopback import addresses  # noqa: PLC0415 - the tests are no installed package

    command = [sys.executable, str(ROOT / "tests" / "loopback.py"), str(count), str(latency_s)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        told, heard = cast("IO[bytes]", server.stdin), cast("IO[bytes]", server.stdout)
        told.write(b"%d\n%s" % (len(body), body))
        told.flush()
        port = int(heard.readline())
        yield [f"http://{host}:{port}/rss" for host in addresses(count)]
        told.close()


def run(feeds: list[Feed], states: dict[str, FeedState]) -> tuple[float, float, int, int]:
    """Wall and processor seconds, feeds read, feeds unchanged; `states` is brought up to date."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    read = unchanged = 0
    with HttpFetcher() as fetcher:
        for edition in refresh(
            feeds, fetcher=fetcher, states=states, now=lambda: datetime.now(UTC)
        ):
            states[edition.feed.name] = edition.state
            read += edition.bulletin is not None
            unchanged += edition.unchanged
    return time.perf_counter() - wall_s, time.process_time() - cpu_s, read, unchanged


def docbao(urls: list[str], latency_s: float) -> None:
    """Print our figures."""
    feeds = [Feed(f"bao-{n}", f"Báo {n}", url) for n, url in enumerate(urls)]
    states: dict[str, FeedState] = {}
    for what in ("cold", "nothing new"):
        wall_s, cpu_s, read, unchanged = run(feeds, states)
        print(
            f"docbao, {len(urls)} feeds, {what}: {wall_s:.2f} s = {wall_s / latency_s:.1f} x the"
            f" latency, {cpu_s:.2f} s of processor; {read} read, {unchanged} unchanged",
            flush=True,
        )


def newsboat(urls: list[str], latency_s: float, threads: int) -> None:
    """Print newsboat's figures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "urls").write_text("\n".join(urls) + "\n")
        (home / "config").write_text(f"reload-threads {threads}\n")
        files = [f"-u{home / 'urls'}", f"-C{home / 'config'}", f"-c{home / 'cache.db'}"]
        for what in ("cold", "nothing new"):
            wall_s = time.perf_counter()
            subprocess.run(["newsboat", *files, "-x", "reload"], check=True, timeout=120)
            wall_s = time.perf_counter() - wall_s
            print(
                f"newsboat with {threads} threads, {what}: {wall_s:.2f} s ="
                f" {wall_s / latency_s:.1f} x the latency",
                flush=True,
            )


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=50)
    parser.add_argument("--items", type=int, default=54)
    parser.add_argument("--latency", type=float, default=0.2)
    asked = parser.parse_args()
    body = sample_feed(asked.items)
    print(f"feed of {len(body)} bytes, latency {asked.latency} s")
    with serving(body, asked.feeds, asked.latency) as urls:
        docbao(urls, asked.latency)
        if shutil.which("newsboat"):
            newsboat(urls, asked.latency, threads=50)
            newsboat(urls, asked.latency, threads=10)
    with serving(body, 1000, asked.latency) as urls:
        docbao(urls, asked.latency)


if __name__ == "__main__":
    main()
