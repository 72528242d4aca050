"""The way from articles to a listener: docbao makes and serves a podcast, a client subscribes."""

from __future__ import annotations

import io
import json
import os
import re
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


def test_a_site_is_laid_out_served_and_not_touched_when_nothing_is_new(made: Path) -> None:
    done = docbao(made, "site", "trang", "--title", "Tin sáng", "--language", "en", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["articles"], told["text_only"]) == (3, [])
    assert told["written"] > 3
    again = docbao(made, "site", "trang", "--title", "Tin sáng", "--language", "en")
    assert "không có gì mới" in again.stderr
    with served(made, "trang") as url:
        status, headers, content = get(url)
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        page = content.decode()
        assert '<html lang="en">' in page
        assert "Tin mot &amp; lạ" in page
        (script,) = re.findall(r'<script src="([^"]+)"', page)
        assert get(url + script)[1]["Content-Type"] == "text/javascript; charset=utf-8"
        story = get(url + re.findall(r'href="(articles/[^"]+)"', page)[0])[2].decode()
        (sound,) = re.findall(r'<audio [^>]*src="([^"]+)"', story)
        assert get(f"{url}articles/{sound}", Range="bytes=0-9")[0] == 206
        assert story.count("data-t=") >= 3


def test_a_book_is_bound_as_epub_and_as_daisy_with_its_names_spoken(made: Path) -> None:
    done = docbao(made, "book", "tin.epub", "--daisy", "the-nho", "--title", "Tin <hôm> nay")
    assert done.returncode == 0, done.stderr
    assert [Path(line).name for line in done.stdout.splitlines()] == ["tin.epub", "ncc.html"]
    ncc = (made / "the-nho/ncc.html").read_text("utf-8")
    assert "Tin &lt;hôm&gt; nay" in ncc
    names = {path.name for path in (made / "the-nho").glob("*.mp3")}
    assert names == {"title.mp3", "p0001.mp3", "p0002.mp3", "a0001.mp3", "a0002.mp3", "a0003.mp3"}
    for name in names:
        info: Any = MP3(made / "the-nho" / name).info  # type: ignore[no-untyped-call]  # no types there
        smil = (made / "the-nho" / name).with_suffix(".smil").read_text("utf-8")
        (length,) = re.findall(r'<seq dur="([\d.]+)s">', smil)
        assert abs(info.length - float(length)) < 0.1
        assert not (made / "the-nho" / name).read_bytes().startswith(b"ID3")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("podcast", "x"), "--base-url"),
        (("podcast", "x", "--base-url", "vidu.vn"), "https://vidu.vn"),
        (("podcast", "x", "--base-url", "https://vidu.vn", "--feed", "lan"), "lang"),
        (("podcast", "x", "--base-url", "https://vidu.vn", "--show", "toi"), "shows:"),
        (("podcast", "x", "--base-url", "https://vidu.vn", "--one", "--by-feed"), "--one"),
        (
            ("podcast", "x", "--base-url", "https://vidu.vn", "--show", "sang", "--feed", "lang"),
            "--feed",
        ),
        (("site", "x", "--feed", "lan"), "lang"),
        (("site", "x", "--since", "2100-01-01"), "docbao audio"),
        (("book", "x.epub", "--daisy", "x", "--since", "2100-01-01"), "docbao audio"),
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


def test_a_podcast_for_each_feed_without_a_recording_is_said_with_what_to_do(
    tmp_path: Path,
) -> None:
    (tmp_path / "feeds.yaml").write_text(FEEDS, "utf-8")
    done = docbao(tmp_path, "podcast", "x", "--base-url", "https://vidu.vn", "--by-feed")
    assert done.returncode == 1
    assert "docbao audio --all" in done.stderr
    assert not (tmp_path / "x").exists()
