"""A world of broken and hostile feeds and pages: each harms itself alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from tests.faults import hostile_world
from tests.faults.runs import Run, docbao
from tests.loopback import Loopback, Reply
from tests.newspaper import page, rss

MOST_MB: Final = 260
"""For a process that may hold fifty answers of 5 MB at most, most of them refused sooner."""
TIMEOUT_S: Final = 4
GOOD: Final = 5
EMPTY_BUT_SOUND: Final = frozenset({"links", "crossed-tags", "xinclude"})
ARTICLES: Final = 3
CONTROLS: Final = frozenset([*range(9), *range(11, 32), *range(127, 160), 0x202E, 0x2066])


@pytest.fixture(scope="module")
def site() -> Iterator[Loopback]:
    with Loopback(hosts=["127.0.0.1", "127.0.0.2"]) as server:
        hostile_world.set_up(server)
        for number in range(GOOD):
            base = server.url(f"/tot{number}")
            server.routes[f"/tot{number}/rss"] = Reply(rss(base, ARTICLES))
            for n in range(ARTICLES):
                server.routes[f"/tot{number}/a/{n}"] = Reply(
                    page(n).encode(), headers={"Content-Type": "text/html; charset=utf-8"}
                )
        yield server


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, site: Loopback) -> Path:
    folder = tmp_path_factory.mktemp("world")
    feeds = [(f"la-{name}", f"/f/{name}") for name in hostile_world.FEEDS]
    feeds += [(f"tot{n}", f"/tot{n}/rss") for n in range(GOOD)]
    feeds.append(("trang", "/pages"))
    lines = [f"  - name: {name}\n    url: {site.url(path)}\n" for name, path in feeds]
    (folder / "feeds.yaml").write_text(
        f"speech:\n  engine: tone\nnetwork:\n  timeout_s: {TIMEOUT_S}\nfeeds:\n{''.join(lines)}",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def refreshed(home: Path) -> Run:
    return docbao(home, "refresh", "--json", timeout_s=120)


def test_there_are_sixty_of_them() -> None:
    assert len(hostile_world.FEEDS) >= 60


def test_each_feed_gives_a_value_or_one_line_and_the_good_ones_are_whole(refreshed: Run) -> None:
    assert refreshed.code == 3, refreshed.err[-3000:]
    assert "Traceback" not in refreshed.err
    answers = {item["feed"]: item for item in refreshed.items}
    assert len(answers) == len(hostile_world.FEEDS) + GOOD + 1
    for number in range(GOOD):
        assert answers[f"tot{number}"]["new"] == ARTICLES
        assert answers[f"tot{number}"]["error"] is None
    assert answers["trang"]["new"] == len(hostile_world.PAGES)
    for name in hostile_world.FEEDS:
        answer = answers[f"la-{name}"]
        error = answer["error"]
        assert error is None or (error and "\n" not in error and "lỗi trong docbao" not in error), (
            error
        )
        # One that gave neither said that nothing had changed, which nobody had asked.
        assert answer["new"] or error or answer["unchanged"] or name in EMPTY_BUT_SOUND, answer


def test_what_must_not_be_let_in_was_refused(refreshed: Run, site: Loopback) -> None:
    refused = {
        *("gzip-bomb", "deflate-bomb", "gzip-twice", "endless", "endless-spaces", "drip", "silent"),
        *("never", "cut", "to-file", "to-private", "to-metadata", "to-neighbour", "to-ftp"),
        *("to-itself", "to-nowhere", "to-nonsense", "loop", "missing", "gone", "broken-server"),
        *("later", "later-nonsense", "empty", "blank", "binary", "html", "huge-header"),
        *("length-nonsense", "chunks-nonsense", "status-nonsense", "json"),
    }
    errors = {item["feed"]: item["error"] for item in refreshed.items}
    assert {name for name in refused if errors[f"la-{name}"] is None} == set()
    assert not [visit for visit in site.visits if visit.host == "127.0.0.2"]


def test_it_took_no_longer_than_the_slowest_may_and_bounded_memory(refreshed: Run) -> None:
    assert refreshed.took_s < TIMEOUT_S + 40
    assert refreshed.peak_mb < MOST_MB, refreshed.peak_mb


def test_what_is_listed_commands_no_terminal_and_tells_no_secret(
    home: Path, refreshed: Run
) -> None:
    listed = docbao(home, "list", "--limit", "20000")
    assert listed.code == 0
    for text in (listed.out, refreshed.err):
        assert not CONTROLS.intersection(map(ord, text.replace("\n", "")))
        assert "root:" not in text
    assert "lol" * 20 not in listed.out
    for line in listed.out.splitlines():
        assert len(line) < 700
    database = (home / ".docbao" / "library.db").read_bytes()
    assert b"root:x:0" not in database


@pytest.mark.usefixtures("refreshed")
def test_a_second_refresh_brings_nothing_twice(home: Path) -> None:
    before = docbao(home, "list", "--limit", "20000", "--json").items
    again = docbao(home, "refresh", "--json", timeout_s=120)
    assert sum(item["new"] for item in again.items) == 0
    after = docbao(home, "list", "--limit", "20000", "--json").items
    assert [item["id"] for item in after] == [item["id"] for item in before]


@pytest.mark.usefixtures("refreshed")
def test_hostile_pages_are_narrated_or_told_one_by_one(home: Path) -> None:
    begun = time.monotonic()
    run = docbao(
        home, "audio", "--feed", "trang", "--all", "--no-refresh", "--jobs", "2", "--json",
        timeout_s=280,
    )  # fmt: skip
    took_s = time.monotonic() - begun
    assert run.code in (0, 3), run.err[-3000:]
    assert "Traceback" not in run.err
    items = [item for item in run.items if "path" in item or "error" in item]
    assert len(items) == len(hostile_world.PAGES)
    for item in items:
        if "error" in item:
            assert "\n" not in item["error"], item
            assert "lỗi trong docbao" not in item["error"], item
        else:
            path = Path(item["path"])
            assert path.parent == home / "audio" / "trang"
            assert len(path.name.encode()) < 200
            assert path.with_suffix(".vtt").is_file()
    assert sum("path" in item for item in items) >= len(hostile_world.PAGES) // 3
    assert run.peak_mb < MOST_MB, run.peak_mb
    assert took_s < 240
    assert sorted(p.name for p in home.iterdir()) == [".docbao", "audio", "feeds.yaml"]
    assert not list((home / "audio").rglob(".*"))


@pytest.mark.usefixtures("refreshed")
def test_the_good_ones_are_narrated_as_if_they_were_alone(home: Path) -> None:
    words = [word for n in range(GOOD) for word in ("--feed", f"tot{n}")]
    run = docbao(home, "audio", *words[:2], "--all", "--no-refresh", "--json")
    assert run.code == 0, run.err
    assert [item["made"] for item in run.items if "made" in item] == [True] * ARTICLES
