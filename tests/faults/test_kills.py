"""SIGKILL at two hundred random moments: nothing torn, nothing twice, and the rerun completes."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.faults.runs import command, docbao, environment, scaled
from tests.faults.voice_installer import NAME, voice_in
from tests.loopback import Loopback, Reply
from tests.newspaper import print_newspaper, subscribe

from docbao.speech.voices import install, installed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
SEED = 463
ARTICLES = 14


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, site: Loopback) -> Path:
    print_newspaper(site, ARTICLES)
    subscribe(tmp_path / "home", site.url("/rss"))
    return tmp_path / "home"


def kill_at_random(
    times: int, home: Path, words: tuple[str, ...], look: Callable[[int], None], last_s: float
) -> None:
    """Begin `words`, kill it and all its processes, and look at what it left; `times` times."""
    moments = random.Random(SEED)
    for number in range(times):
        run = subprocess.Popen(
            command(*words), cwd=home, start_new_session=True, env=environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(moments.uniform(0.15, last_s))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        look(number)


def assert_sound(home: Path) -> None:
    """The library, if it is there yet, is whole."""
    path = home / ".docbao" / "library.db"
    if path.exists():
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    assert not list(path.parent.glob("*.damaged-*"))


def test_a_refresh_may_be_killed_at_any_moment(home: Path, site: Loopback) -> None:
    begun = time.monotonic()
    docbao(home, "refresh")
    took_s = time.monotonic() - begun

    def look(number: int) -> None:
        assert_sound(home)
        print_newspaper(site, ARTICLES + 1 + number)
        edition = site.routes["/rss"]
        assert isinstance(edition, Reply)
        site.routes["/rss"] = replace(edition, etag=f'"{number}"')

    kills = scaled(60)
    kill_at_random(kills, home, ("refresh",), look, took_s * 1.1)
    done = docbao(home, "refresh")
    assert done.code == 0, done.err
    listed = docbao(home, "list", "--limit", "1000", "--json").items
    assert len(listed) == ARTICLES + kills
    assert len({item["id"] for item in listed}) == len(listed)


def recorded(home: Path) -> dict[Path, int]:
    """When each recording was written, every one of them whole."""
    written = {}
    for path in (home / "audio").rglob("*.mp3"):
        facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert facts["recording"]["size_bytes"] == path.stat().st_size
        assert path.with_suffix(".vtt").is_file()
        written[path] = path.stat().st_mtime_ns
    return written


def test_narration_may_be_killed_at_any_moment(home: Path) -> None:
    docbao(home, "refresh")
    words = ("audio", "--feed", "thu", "--all", "--no-refresh", "--jobs", "2")
    written: dict[Path, int] = {}

    def look(_: int) -> None:
        assert_sound(home)
        for path, moment in recorded(home).items():
            assert written.setdefault(path, moment) == moment, "made twice"

    kill_at_random(scaled(60), home, words, look, 2.5)
    done = docbao(home, *words, "--json")
    assert done.code == 0, done.err
    assert len({item["path"] for item in done.items if "path" in item}) == ARTICLES
    after = recorded(home)
    assert len(after) == ARTICLES
    assert all(after[path] == moment for path, moment in written.items())
    assert not list((home / "audio").rglob(".*"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_publishing_may_be_killed_at_any_moment(home: Path) -> None:
    docbao(home, "refresh")
    docbao(home, "audio", "--feed", "thu", "--all", "--no-refresh", "--jobs", "2")
    words = ("podcast", "out", "--base-url", "https://vidu.vn/p")
    begun = time.monotonic()
    assert docbao(home, "podcast", "whole", *words[2:]).code == 0
    took_s = time.monotonic() - begun
    out = home / "out"
    taken: dict[Path, int] = {}  # by this test, and when: a feed of before is not to blame

    def look(number: int) -> None:
        assert_sound(home)
        for feed in out.glob("*.xml"):
            channel = ET.fromstring(feed.read_bytes()).find("channel")  # noqa: S314 - our own
            assert channel is not None
            for enclosure in channel.iter("enclosure"):
                name = enclosure.get("url", "").removeprefix("https://vidu.vn/p/")
                sound = out / name
                if sound.exists() or feed.stat().st_mtime_ns > taken.get(sound, 0):
                    assert sound.stat().st_size == int(enclosure.get("length", "0")), name
        if number % 3 == 0 and out.exists():  # begin again with some of it gone
            for path in list(out.glob("episodes/*"))[:20]:
                path.unlink()
                taken[path] = time.time_ns()

    kill_at_random(scaled(40), home, words, look, took_s * 1.1)
    done = docbao(home, *words)
    assert done.code == 0, done.err
    assert files_of(out).keys() == files_of(home / "whole").keys()
    again = docbao(home, *words, "--json")
    assert [item["written"] for item in again.items] == [0]


def test_installing_a_voice_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    source, into = tmp_path / "source", tmp_path / "voices"
    source.mkdir()
    (source / f"{NAME}.onnx").write_bytes(random.Random(SEED).randbytes(12_000_000))
    (source / f"{NAME}.onnx.json").write_text('{"audio": {"sample_rate": 22050}}')
    script = str(Path(__file__).with_name("voice_installer.py"))
    moments = random.Random(SEED)
    met = set()
    for _ in range(scaled(40)):
        run = subprocess.Popen(
            [sys.executable, script, str(into), str(source), "ever"],
            stdout=subprocess.PIPE, env=environment({"PYTHONPATH": os.pathsep.join(sys.path)}),
        )  # fmt: skip
        assert run.stdout is not None
        assert run.stdout.readline() == b"at work\n"
        time.sleep(moments.uniform(0, 0.25))
        run.kill()
        run.communicate()
        met.add(installed(into))
        if installed(into):
            place = into / "piper" / NAME
            assert (place / f"{NAME}.onnx").read_bytes() == (source / f"{NAME}.onnx").read_bytes()
    install(voice_in(source), into, source=source)
    assert installed(into) == (NAME,)
    names = {path.name for path in (into / "piper").rglob("*") if path.is_file()}
    assert {f"{NAME}.onnx", f"{NAME}.onnx.json"} <= names
    assert not [name for name in names if "part" in name]
    assert met <= {(), (NAME,)}
