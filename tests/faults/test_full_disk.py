"""A disk that fills up, at every place docbao writes: one clear error, and nothing half-made."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.faults.runs import assert_told, docbao
from tests.loopback import Loopback
from tests.newspaper import print_newspaper, subscribe

from docbao.audio.drafts import DRAFT_SUFFIX

FULL = ("đĩa đã đầy", "hết chỗ trên đĩa", "đĩa báo lỗi hoặc đã đầy")
SIZE_BYTES = 12_000_000


@pytest.fixture
def home(tmp_path: Path, small_disk: Callable[[int], Path]) -> Iterator[Path]:
    disk = small_disk(SIZE_BYTES)
    with Loopback() as site:
        print_newspaper(site, 4)
        subscribe(disk / "home", site.url("/rss"))
        home = disk / "home"
        assert docbao(home, "refresh").code == 0
        assert docbao(home, "list").code == 0
        assert docbao(home, "audio", "1").code == 0
        (tmp_path / "voice").mkdir()
        yield home


def fill(home: Path, but_bytes: int) -> Path:
    """Leave so many bytes on the disk of `home`."""
    ballast = home.parent / "ballast"
    left = shutil.disk_usage(home).free
    ballast.write_bytes(bytes(max(0, left - but_bytes)))
    return ballast


CASES: dict[str, tuple[tuple[str, ...], int]] = {
    "a recording, nothing left": (("audio", "2"), 0),
    "a recording, its clips fill the disk": (("audio", "2"), 400_000),
    "a feed's entries": (("refresh",), 0),
    "a podcast": (("podcast", "out", "--base-url", "https://vidu.vn/p"), 100_000),
    "a book": (("book", "a.epub"), 60_000),
    "the lexicon": (("lexicon", "add", "QZX", "quế"), 0),
    "a feed in feeds.yaml": (("feeds", "add", "vidu", "https://vidu.vn/rss"), 0),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_and_nothing_half_made_is_left(home: Path, case: str) -> None:
    words, left_bytes = CASES[case]
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file() and _is_a_persons(p)}
    ballast = fill(home, left_bytes)
    run = docbao(home, *words)
    assert "Traceback" not in run.err, run.err
    if run.code:
        assert any(reason in run.err for reason in FULL), run.err
        assert_told(run, lines=5)
    else:
        assert words == ("refresh",)  # nothing had changed, and that took no room
    after = {p: p.read_bytes() for p in home.rglob("*") if p.is_file() and _is_a_persons(p)}
    assert all(after[path] == content for path, content in before.items())
    assert not list(home.rglob(f"*{DRAFT_SUFFIX}"))
    assert not list(home.rglob("*.epub"))
    ballast.unlink()
    again = docbao(home, *words)
    assert again.code == 0, again.err
    assert docbao(home, "list").code == 0


def _is_a_persons(path: Path) -> bool:
    return ".docbao" not in path.parts
