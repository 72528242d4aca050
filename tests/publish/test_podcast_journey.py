"""The way from articles to a listener: docbao makes and serves a podcast, a client subscribes."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import podcastparser
import pytest
from mutagen.mp3 import MP3

FEEDS = """
feeds:
  - {name: lang, title: Tin làng, kind: files, url: lang}
  - {name: pho, title: Tin phố, kind: files, url: pho}
speech: {engine: tone}
"""
SHOWS = """
shows:
  - {name: sang, title: Bản tin sáng, feeds: [lang], category: News > Daily News}
  - {name: tat-ca, title: Tất cả, limit: 1}
"""


def docbao(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "docbao", *words],
        cwd=home,
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "DOCBAO_LANG": "vi", "PYTHONUTF8": "1"},
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A docbao folder with three recordings."""
    home = tmp_path_factory.mktemp("home")
    (home / "feeds.yaml").write_text(FEEDS, "utf-8")
    for feed, name in (("lang", "mot"), ("lang", "hai"), ("pho", "ba")):
        (home / feed).mkdir(exist_ok=True)
        text = f"# Tin {name} & <b>lạ</b>\n\nSáng nay trời mưa. Chiều trời nắng.\n"
        (home / feed / f"{name}.md").write_text(text, "utf-8")
    done = docbao(home, "audio", "--all", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    return home


@contextmanager
def served(home: Path, out: str) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "docbao", "serve", out, "--port", "0", "-q"],
        cwd=home,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
        code = process.wait(20)
        process.stdout.close()
    assert code == 0 or os.name == "nt"


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_a_client_subscribes_downloads_in_pieces_and_asks_again_for_a_304(made: Path) -> None:
    (made / "out").mkdir()
    with served(made, "out") as url:
        done = docbao(made, "podcast", "out", "--base-url", url)
        assert done.returncode == 0, done.stderr
        feed_url = done.stdout.strip()
        status, headers, content = get(feed_url)
        assert (status, headers["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
        feed: dict[str, Any] = podcastparser.parse(feed_url, io.BytesIO(content))
        assert len(feed["episodes"]) == 3

        item = feed["episodes"][0]
        (enclosure,) = item["enclosures"]
        sound = b""
        while len(sound) < enclosure["file_size"]:
            status, headers, piece = get(
                enclosure["url"], Range=f"bytes={len(sound)}-{len(sound) + 19_999}"
            )
            assert status == 206
            sound += piece
        assert headers["Content-Range"].endswith(f"/{len(sound)}")
        info: Any = MP3(io.BytesIO(sound)).info  # type: ignore[no-untyped-call]  # no types there
        assert abs(info.length - item["total_time"]) < 1

        etag, modified = get(feed_url)[1]["ETag"], get(feed_url)[1]["Last-Modified"]
        assert get(feed_url, If_None_Match=etag)[0] == 304
        assert get(feed_url, If_Modified_Since=modified)[0] == 304
        time.sleep(0.01)
        assert docbao(made, "podcast", "out", "--base-url", url).returncode == 0
        assert get(feed_url, If_None_Match=etag)[0] == 304, "nothing new costs nothing"


def test_each_feed_can_be_a_show_and_those_of_feeds_yaml_are_the_default(made: Path) -> None:
    base = ("--base-url", "https://vidu.vn/p", "--json")
    done = docbao(made, "podcast", "by-feed", "--by-feed", *base)
    shows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(s["title"], s["episodes"]) for s in shows] == [("Tin làng", 2), ("Tin phố", 1)]
    assert shows[0]["feed_url"] == "https://vidu.vn/p/lang/feed.xml"
    assert 'href="pho/index.html"' in (made / "by-feed/index.html").read_text("utf-8")

    config = made / "feeds.yaml"
    config.write_text(FEEDS + SHOWS, "utf-8")
    try:
        done = docbao(made, "podcast", "shows", *base)
        shows = [json.loads(line) for line in done.stdout.splitlines()]
        assert [(s["title"], s["episodes"]) for s in shows] == [("Bản tin sáng", 2), ("Tất cả", 1)]
        assert '"Daily News"' in (made / "shows/sang/feed.xml").read_text("utf-8")
        done = docbao(made, "podcast", "one", "--one", "--since", "2100-01-01", *base)
        assert (done.returncode, "docbao audio" in done.stdout) == (1, True)
    finally:
        config.write_text(FEEDS, "utf-8")


def test_what_vanished_is_told_and_the_rest_published(made: Path) -> None:
    (sound,) = (made / "audio/pho").glob("*.mp3")
    content = sound.read_bytes()
    sound.unlink()
    try:
        done = docbao(made, "podcast", "partly", "--base-url", "https://vidu.vn/p")
        assert done.returncode == 3
        assert "Tin ba" in done.stderr
        assert "--again" in done.stderr
        assert (made / "partly/feed.xml").read_text("utf-8").count("<item>") == 2
    finally:
        sound.write_bytes(content)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("podcast", "x"), "--base-url"),
        (("podcast", "x", "--base-url", "vidu.vn"), "https://vidu.vn"),
        (("podcast", "x", "--base-url", "https://vidu.vn", "--feed", "lan"), "lang"),
        (("podcast", "x", "--base-url", "https://vidu.vn", "--show", "toi"), "shows:"),
        (("podcast", "x", "--base-url", "https://vidu.vn", "--one", "--by-feed"), "--one"),
        (("serve", "nowhere"), "docbao podcast"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(
    made: Path, words: tuple[str, ...], told: str
) -> None:
    done = docbao(made, *words)
    assert done.returncode in (1, 2)
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (made / "x").exists()
