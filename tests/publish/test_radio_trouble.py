"""Programmes where something is wrong with the disk; and the old editions that make room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from tests.publish.station import open_station

from docbao.almanac import VIETNAM
from docbao.config.programme import default_programme
from docbao.errors import AudioError
from docbao.newsroom import Newsroom, open_newsroom
from docbao.production.line import Manner, Wish, produce
from docbao.publish.schedule import plan_runs
from docbao.radio.editions import drop_old_editions, edition_path
from docbao.radio.programme import make_programme

NOW = datetime(2026, 11, 23, 21, 40, tzinfo=UTC)
SHORT = replace(default_programme("vi"), minutes=1, since_hours=8000, when_short="stop")
NOBODY = 65534


@contextmanager
def without_privileges(folder: Path) -> Iterator[None]:
    """As somebody whom a folder can refuse; root, whom none does, becomes nobody."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def home() -> Iterator[Path]:
    # Not below pytest's folder, into which only its owner may look.
    folder = Path(tempfile.mkdtemp(prefix="docbao-test-"))
    yield open_station(folder / "home")
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def newsroom(home: Path) -> Iterator[Newsroom]:
    with open_newsroom(home, now=lambda: NOW) as newsroom:
        list(newsroom.refresh(newsroom.config.feeds))
        yield newsroom


@pytest.mark.skipif(sys.platform == "win32", reason="folder modes")
def test_a_folder_that_may_not_be_written_to_is_named_and_stays_as_it_was(
    newsroom: Newsroom, home: Path
) -> None:
    out = home / "phat"
    make_programme(newsroom, SHORT, out=out / "a.mp3", on_air=NOW)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with without_privileges(home.parent):
        out.chmod(0o555)
        for split in (False, True):
            target = out if split else out / "a.mp3"
            with pytest.raises(AudioError) as caught:
                make_programme(newsroom, SHORT, out=target, on_air=NOW, split=split)
            assert "không cho ghi" in str(caught.value)
            assert str(out) in str(caught.value)
        (home / "audio").mkdir()
        (home / "audio").chmod(0o555)
        wishes = [Wish("tin", entry_id=item.entry.id) for item in newsroom.library.entries()]
        items = list(produce(newsroom, wishes[:2], Manner()))
        assert ["không cho ghi" in str(item.error) for item in items] == [True, True]
        (home / "audio").chmod(0o755)
        assert [item.made for item in produce(newsroom, wishes[:2], Manner())] == [True, True]
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
@pytest.mark.parametrize("words", [["--out", "a.wav"], ["--split", "phat"]])
def test_a_full_disk_leaves_no_half_programme(home: Path, words: list[str]) -> None:
    def limit() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    command = [sys.executable, "-m", "docbao", "radio", "--since", "900w", "--minutes", "1"]
    done = subprocess.run(
        [*command, "--format", "wav", *words], cwd=home, capture_output=True, text=True, timeout=60,
        env={**os.environ, "DOCBAO_LANG": "vi", "PYTHONUTF8": "1"}, preexec_fn=limit,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "hết chỗ" in done.stderr
    left = [p for p in home.rglob("*") if p.suffix in (".wav", ".m3u") or "docbao-part" in p.name]
    assert left == []


def test_an_mp3_that_vanished_or_changed_is_made_again(newsroom: Newsroom, home: Path) -> None:
    wish = Wish("tin", entry_id=newsroom.library.entries()[0].entry.id)
    (item,) = produce(newsroom, [wish], Manner())
    assert item.recording is not None
    path = home / item.recording.path
    whole = path.read_bytes()
    for harm in (path.unlink, lambda: path.write_bytes(whole[:-9]), lambda: path.write_bytes(b"")):
        harm()
        (again,) = produce(newsroom, [wish], Manner())
        assert (again.made, again.error) == (True, None)
        assert path.read_bytes() == whole
    # A programme needs no MP3 of its items: it takes the sentences, and speaks what is gone.
    path.unlink()
    shutil.rmtree(newsroom.config.locations.clips)
    made = make_programme(newsroom, SHORT, out=home / "a.mp3", on_air=NOW)
    assert made.missing == ()


def test_old_editions_make_room_and_nothing_else_does(tmp_path: Path) -> None:
    programme = replace(SHORT, title="Bản tin sáng", keep=2)
    morning = datetime(2026, 11, 20, 5, 0, tzinfo=VIETNAM)
    paths = [edition_path(tmp_path, programme, morning + timedelta(days=n)) for n in range(4)]
    folder = paths[0].parent
    folder.mkdir()
    assert paths[0].name == "2026-11-20-0500-ban-tin-sang.mp3"
    others = [
        folder / name
        for name in (
            "2026-11-19-0500-ban-tin-sang-som.mp3",
            "2026-11-19-0500-ban-tin-toi.mp3",
            "2026-11-19-0500-ban-tin-sang.txt",
            "ban-tin-sang.mp3",
            "cua-toi.mp3",
        )
    ]
    for path in (*paths, *(path.with_suffix(".m3u") for path in paths), *others):
        path.write_bytes(b"x")
    assert drop_old_editions(tmp_path, replace(programme, keep=0)) == ()
    assert drop_old_editions(tmp_path, programme) == tuple(paths[:2])
    left = {*paths[2:], *(path.with_suffix(".m3u") for path in paths[2:]), *others}
    assert set(folder.iterdir()) == left
    assert drop_old_editions(tmp_path, programme) == ()
    assert drop_old_editions(tmp_path / "none", programme) == ()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_schedule(tmp_path: Path) -> None:
    folder = tmp_path / "tin tức 100%"
    folder.mkdir()
    plan = plan_runs(
        [
            sys.executable,
            "-m",
            "docbao",
            "radio",
            'sáng "5%" $HOME;.yaml',
            "--on-air",
            "05:00,17:00",
        ],
        [time(5), time(17)],
        title='Bản tin "sáng" 100%\nxã',
        folder=str(folder),
        lead_minutes=20,
    )
    units = [tmp_path / "docbao-x.service", tmp_path / "docbao-x.timer"]
    units[0].write_text(plan.service, encoding="utf-8")
    units[1].write_text(plan.timer, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "docbao-x" not in done.stderr
