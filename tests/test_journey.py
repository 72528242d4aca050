"""The whole line as a person walks it: a feed on loopback, the command line, finished MP3s."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mutagen.id3
import mutagen.mp3
import pytest
from tests.loopback import Loopback, Reply
from tests.newspaper import print_newspaper, subscribe


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, site: Loopback) -> Path:
    print_newspaper(site, 6)
    subscribe(tmp_path / "home", site.url("/rss"))
    return tmp_path / "home"


# mutagen is typed in part only.
MP3: Any = mutagen.mp3.MP3
ID3: Any = mutagen.id3.ID3


def docbao(home: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "docbao", *words],
        cwd=home,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "DOCBAO_LANG": "vi", "PYTHONUTF8": "1"},
    )


def emitted(home: Path, *words: str) -> list[dict[str, Any]]:
    done = docbao(home, *words, "--json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [line for line in lines if set(line) != {"summary"}]


def test_from_a_feed_to_tagged_mp3s_and_nothing_is_made_twice(home: Path, site: Loopback) -> None:
    assert docbao(home, "refresh").returncode == 0
    listed = emitted(home, "list")
    assert [item["number"] for item in listed] == [1, 2, 3, 4, 5, 6]
    assert listed[0]["title"].endswith("bản tin số 5")

    (one,) = emitted(home, "audio", "1")
    assert one["made"]
    path = Path(one["path"])
    assert path.parent == home / "audio" / "thu"
    assert path.name.startswith("2026-11-20-xa-ban-may-khanh-thanh")
    sound = MP3(path)
    assert abs(sound.info.length * 1000 - one["duration_ms"]) < 120
    assert sound.info.bitrate == 64_000
    assert -16.5 <= one["loudness_lufs"] <= -15.5
    assert one["true_peak_dbtp"] <= -1.0
    tags = ID3(path)
    assert str(tags["TIT2"]) == listed[0]["title"]
    assert str(tags["TPE1"]) == "Báo Thử"
    assert tags.getall("USLT")
    assert tags.getall("SYLT")
    assert tags.getall("CHAP")  # the article has a heading
    assert path.with_suffix(".vtt").read_text(encoding="utf-8").startswith("WEBVTT")

    rest = emitted(home, "audio", "--feed", "thu", "--all", "--jobs", "2")
    assert sorted(item["made"] for item in rest) == [False, True, True, True, True, True]
    again = emitted(home, "audio", "--feed", "thu", "--all", "--jobs", "2")
    assert [item["made"] for item in again] == [False] * 6
    assert len(list((home / "audio").rglob("*.mp3"))) == 6
    # Each page was fetched once, and the second refresh cost a 304.
    pages = [visit.path for visit in site.visits if visit.path.startswith("/a/")]
    assert sorted(pages) == [f"/a/{n}" for n in range(6)]


def test_what_is_spoken_holds_the_article_and_no_template_line(home: Path) -> None:
    docbao(home, "refresh")
    docbao(home, "list")
    (one,) = emitted(home, "audio", "1")
    cues = json.loads(Path(one["path"]).with_suffix(".json").read_text(encoding="utf-8"))["cues"]
    said = " ".join(cue["spoken"] for cue in cues)
    assert "Kế hoạch số một trăm linh năm của Ủy ban nhân dân" in said
    assert "quý bốn năm hai nghìn không trăm hai mươi sáu" in said
    assert "Tin liên quan" not in said
    assert "Trang chủ" not in said
    starts = [cue["start_ms"] for cue in cues]
    assert starts == sorted(starts)


def test_a_text_from_standard_input_becomes_an_mp3(home: Path) -> None:
    done = docbao(
        home, "audio", "-", stdin="Tin vắn\n\nNgày 05/8/2019, trời nắng đẹp ở miền núi.\n"
    )
    assert done.returncode == 0, done.stderr
    assert MP3(done.stdout.strip()).info.length > 1


def test_search_needs_no_accents(home: Path) -> None:
    docbao(home, "refresh")
    found = emitted(home, "search", "doi", "bong", "thi", "tran")
    assert [item["title"] for item in found] == [
        "Đội bóng thị trấn thắng 3-1 ở trận khai mạc, bản tin số 3"
    ]


def test_one_article_that_cannot_be_had_stops_nothing(home: Path, site: Loopback) -> None:
    site.routes["/a/2"] = Reply(status=404)
    site.routes["/a/3"] = Reply(b"<html><body><script>1</script></body></html>")
    done = docbao(home, "audio", "--feed", "thu", "--all", "--json")
    assert done.returncode == 3
    *items, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert [item["title"] for item in last["summary"]["failed"]] == [
        item["title"] for item in items if "error" in item
    ]
    (failed,) = [item for item in items if "error" in item]
    assert "404" in failed["error"]
    assert len(items) == 6
    # A page without an article is still heard as far as its feed told it.
    bare = next(item for item in items if item["title"].endswith("số 3"))
    cues = json.loads(Path(bare["path"]).with_suffix(".json").read_text(encoding="utf-8"))["cues"]
    assert cues[-1]["text"] == "Tóm tắt ngắn 3"


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_run_killed_at_any_moment_leaves_nothing_torn_and_makes_nothing_twice(
    home: Path, site: Loopback
) -> None:
    print_newspaper(site, 60)
    docbao(home, "refresh")
    command = [sys.executable, "-m", "docbao", "audio", "--feed", "thu", "--all", "--jobs", "2"]
    moments = random.Random(463)
    written: dict[Path, int] = {}
    for _ in range(50):
        run = subprocess.Popen(
            [*command, "--no-refresh"], cwd=home, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(moments.uniform(0.2, 0.9))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        for path in (home / "audio").rglob("*.mp3"):
            cues = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            assert cues["recording"]["size_bytes"] == path.stat().st_size
            assert written.setdefault(path, path.stat().st_mtime_ns) == path.stat().st_mtime_ns
    done = docbao(home, "audio", "--feed", "thu", "--all", "--jobs", "2", "--json")
    assert done.returncode == 0, done.stderr
    paths = {json.loads(line)["path"] for line in done.stdout.splitlines()[:-1]}
    assert len(paths) == 60
    assert {str(path) for path in (home / "audio").rglob("*.mp3")} == paths
    assert all(path.stat().st_mtime_ns == moment for path, moment in written.items())
    assert not list((home / "audio").rglob(".*"))  # the drafts of the killed are swept away


def test_two_runs_at_once_make_each_recording_once(home: Path) -> None:
    docbao(home, "refresh")
    command = [sys.executable, "-m", "docbao", "audio", "--feed", "thu", "--all", "--json"]
    runs = [
        subprocess.Popen(
            command, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    outputs = [run.communicate(timeout=100) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    lines = [json.loads(line) for out, _ in outputs for line in out.splitlines()]
    made = [line["made"] for line in lines if "summary" not in line]
    assert len(made) == 12
    assert sum(made) == 6
