"""Real podcast programs subscribe to, refresh and download from what docbao publishes and serves.

    python tests/proofs/podcast_clients.py

Uses those that are installed of gPodder's command line (`gpo`), newsboat with podboat (in tmux,
as podboat wants a terminal) and node's `podcast-partytime`; says which were not there. Ends with
code 1 when one that is there did not manage. Loopback only; some 30 s.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from docbao.publish.server import FolderServer

FEEDS = """
feeds: [{name: lang, title: Tin làng, kind: files, url: lang}]
speech: {engine: tone}
"""
PARTYTIME = """
const {parseFeed} = require("podcast-partytime");
const feed = parseFeed(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify({title: feed.title, guid: feed.guid, locked: feed.locked,
  medium: feed.medium, items: feed.items.map(i => ({guid: i.guid, length: i.enclosure.length,
  transcripts: i.podcastTranscripts, chapters: i.podcastChapters, people: i.podcastPeople}))}));
"""


class Missing(Exception):
    """The program is not installed."""


class LoggedServer(FolderServer):
    """Remembers what was asked and answered."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.log: list[str] = []
        self.quiet = False
        log = self.log

        class Answer(self.RequestHandlerClass):  # type: ignore[misc, name-defined]  # chosen at run time
            def log_message(self, form: str, *args: object) -> None:
                log.append(form % args)

        self.RequestHandlerClass = Answer


def run(*words: str, cwd: Path, env: dict[str, str] | None = None, stdin: str = "") -> str:
    done = subprocess.run(
        words, cwd=cwd, input=stdin, capture_output=True, text=True, timeout=90, check=False,
        env={**os.environ, **(env or {})},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            raise Missing(program)


def docbao(home: Path, *words: str) -> str:
    return run(sys.executable, "-m", "docbao", *words, cwd=home, env={"PYTHONUTF8": "1"})


def make(home: Path) -> None:
    """Two articles with sound."""
    (home / "lang").mkdir(parents=True)
    (home / "out").mkdir()
    (home / "feeds.yaml").write_text(FEEDS, "utf-8")
    for name in ("mot", "hai"):
        text = f"# Tin {name} & <b>lạ</b>\n\n## Diễn biến\n\nSáng nay trời mưa. Chiều nắng.\n"
        (home / "lang" / f"{name}.md").write_text(text, "utf-8")
    docbao(home, "audio", "--all", "--jobs", "1")


def sounds(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in folder.rglob("*.mp3"))


def gpodder(home: Path, feed: str, server: LoggedServer) -> str:
    """Subscribe, refresh for a 304, download, compare."""
    need("gpo", "dbus-run-session")
    place = home / "gpodder"
    env = {"GPODDER_HOME": str(place), "GPODDER_DOWNLOAD_DIR": str(place / "downloads")}

    def gpo(*words: str) -> None:
        run("dbus-run-session", "--", "gpo", *words, cwd=home, env=env)

    gpo("subscribe", feed)
    asked = len(server.log)
    gpo("update", feed)
    refreshed = [line for line in server.log[asked:] if "feed.xml" in line]
    if not refreshed or " 304 " not in refreshed[-1]:
        raise RuntimeError(f"a second refresh was no 304: {refreshed}")
    gpo("download", feed)
    same(sounds(place), sounds(home / "out"))
    return "subscribed, refreshed by a 304, downloaded 2 episodes, byte for byte"


def podboat(home: Path, feed: str, _: LoggedServer) -> str:
    """Newsboat finds the episodes, podboat downloads them."""
    need("newsboat", "podboat", "tmux")
    place = home / "newsboat"
    place.mkdir()
    downloads = place / "downloads"
    (place / "urls").write_text(feed + "\n")
    (place / "config").write_text(
        f'podcast-auto-enqueue yes\ndownload-path "{downloads}/%N"\nmax-downloads 2\n'
    )
    files = ("-u", "urls", "-C", "config", "-c", "cache.db")
    run("newsboat", *files, "-q", "-x", "reload", cwd=place, env={"HOME": str(place)})
    queue = next(place.rglob("queue"), None)
    if queue is None or len(queue.read_text().splitlines()) != 2:
        raise RuntimeError("newsboat did not enqueue both episodes")
    session = f"docbao-{os.getpid()}"
    command = f"HOME={place} podboat -a -C {place}/config -q {queue}"
    run("tmux", "-L", session, "new-session", "-d", "-x", "100", "-y", "30", command, cwd=place)
    try:
        until = time.monotonic() + 40
        while sounds(downloads) != sounds(home / "out"):
            if time.monotonic() > until:
                raise RuntimeError(f"podboat got {len(sounds(downloads))} whole episodes")
            time.sleep(0.3)
    finally:
        subprocess.run(["tmux", "-L", session, "kill-server"], check=False)
    return "enqueued and downloaded 2 episodes, byte for byte"


def partytime(home: Path, _: str, _server: LoggedServer) -> str:
    """Node's reader of Podcasting 2.0 finds each tag; it parses what we wrote."""
    need("node")
    content = (home / "out/feed.xml").read_text("utf-8")
    try:
        found = json.loads(run("node", "-e", PARTYTIME, cwd=Path.cwd(), stdin=content))
    except RuntimeError as error:
        if "Cannot find module" in str(error):
            raise Missing("podcast-partytime (npm install podcast-partytime)") from error
        raise
    item = found["items"][0]
    kinds = {transcript["type"] for transcript in item["transcripts"]}
    if kinds != {"text/vtt", "text/html"} or not item["chapters"] or not found["guid"]:
        raise RuntimeError(f"not all was found: {found}")
    return f"guid, locked, medium, {len(kinds)} transcripts and chapters found"


def ranges(home: Path, feed: str, _server: LoggedServer) -> str:
    """What directories ask of a server: HEAD and byte ranges."""
    sound = next((home / "out").rglob("*.mp3"))
    parts = urlsplit(feed)
    path = f"/{sound.relative_to(home / 'out').as_posix()}"
    answers = []
    for method, headers in (("HEAD", {}), ("GET", {"Range": "bytes=100-199"})):
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answers.append((answer.status, answer.read()))
        connection.close()
    if answers != [(200, b""), (206, sound.read_bytes()[100:200])]:
        raise RuntimeError(f"HEAD or Range answered wrongly: {answers}")
    return "HEAD and a byte range answered"


def same(got: list[bytes], wanted: list[bytes]) -> None:
    if got != wanted:
        raise RuntimeError(f"{len(got)} sound files, not the {len(wanted)} published")


CHECKS: tuple[Callable[[Path, str, LoggedServer], str], ...] = (ranges, gpodder, podboat, partytime)


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        make(home)
        with LoggedServer(home / "out") as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                feed = docbao(home, "podcast", "out", "--base-url", server.url).strip()
                for check in CHECKS:
                    try:
                        print(f"{check.__name__}: {check(home, feed, server)}", flush=True)
                    except Missing as missing:
                        print(f"{check.__name__}: skipped, no {missing}", flush=True)
                    except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
                        failed += 1
                        print(f"{check.__name__}: FAILED, {error}", flush=True)
            finally:
                server.shutdown()
                thread.join()
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
