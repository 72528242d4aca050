"""Lists of feeds go from docbao to newsboat and gPodder and back, and nothing is lost on the way.

    python tests/proofs/opml_clients.py

Uses those that are installed (Debian: newsboat, gpodder, dbus); says which were not there. Ends
with code 1 when one that is there gave back other feeds than it got. Loopback only; some 10 s.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from docbao.config import find_locations, read_config

TITLES = ("Báo Tỉnh Nhà & bạn đọc", 'Tin "nhanh" <b>trong ngày</b>', "Thể thao 24 giờ")


class Missing(Exception):
    """The program is not installed."""


class Paper(BaseHTTPRequestHandler):
    """A feed at any address; the address says its title."""

    def do_GET(self) -> None:  # http.server's name
        title = escape(unquote(self.path.removeprefix("/").partition("?")[0]))
        body = (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}'
            "</title><link>http://127.0.0.1/</link><description>Mỗi ngày.</description><item>"
            "<title>Một tin</title><guid>1</guid></item></channel></rss>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        pass


def run(*words: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        words, cwd=cwd, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONUTF8": "1", **(env or {})},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr[-2000:]}")
    return done.stdout


def need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            raise Missing(program)


def docbao(home: Path, *words: str) -> str:
    return run(sys.executable, "-m", "docbao", *words, cwd=home)


def home_with(place: Path, feeds: str) -> Path:
    place.mkdir()
    (place / "feeds.yaml").write_text(feeds, "utf-8")
    return place


def subscribed(home: Path) -> set[tuple[str, str]]:
    config = read_config(find_locations(home, env={}, cwd=home))
    return {(feed.title, feed.url) for feed in config.feeds}


def newsboat(place: Path, exported: Path) -> Path:
    """`newsboat -i`, a refresh (its export takes titles from the feeds), `newsboat -e`."""
    need("newsboat")
    env = {"HOME": str(place)}
    files = ("-u", "urls", "-c", "cache.db", "-C", os.devnull)
    run("newsboat", *files, "-i", str(exported), cwd=place, env=env)
    run("newsboat", *files, "-x", "reload", cwd=place, env=env)
    back = place / "back.opml"
    back.write_text(run("newsboat", *files, "-e", cwd=place, env=env), "utf-8")
    return back


def gpodder(place: Path, exported: Path) -> Path:
    """`gpo import` (which subscribes over the network), `gpo export`."""
    need("gpo", "dbus-run-session")
    env = {"GPODDER_HOME": str(place / "gpodder")}
    for words in (("import", str(exported)), ("export", "back.opml")):
        run("dbus-run-session", "--", "gpo", *words, cwd=place, env=env)
    return place / "back.opml"


def round_trip(client: Callable[[Path, Path], Path], place: Path, address: str) -> str:
    """docbao → client → an empty docbao and the first one again."""
    feeds = "".join(
        f"  - {{name: b{n}, title: {title!r}, url: '{address}/{quote(title)}?x=1&y={n}'}}\n"
        for n, title in enumerate(TITLES)
    )
    first = home_with(place / "first", f"feeds:\n{feeds}")
    docbao(first, "feeds", "export", "out.opml")
    back = client(place, first / "out.opml")
    second = home_with(place / "second", "feeds:\n")
    docbao(second, "feeds", "import", str(back), "--allow-private")
    if subscribed(second) != subscribed(first):
        raise RuntimeError(f"came back as {subscribed(second)}")
    before = (first / "feeds.yaml").read_bytes()
    docbao(first, "feeds", "import", str(back), "--allow-private")
    if (first / "feeds.yaml").read_bytes() != before:
        raise RuntimeError("what was there already was added again")
    return f"{len(TITLES)} feeds there and back, titles and addresses the same, none twice"


def main() -> int:
    failed = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Paper)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        for client in (newsboat, gpodder):
            with tempfile.TemporaryDirectory() as name:
                address = f"http://127.0.0.1:{server.server_port}"
                try:
                    told = round_trip(client, Path(name), address)
                    print(f"{client.__name__}: {told}", flush=True)
                except Missing as missing:
                    print(f"{client.__name__}: skipped, no {missing}", flush=True)
                except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
                    failed += 1
                    print(f"{client.__name__}: FAILED, {error}", flush=True)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
