"""A machine shared with others: what they may not read, and what they may not make docbao do."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from docbao.cli.verbs import main
from docbao.config import find_locations
from docbao.config.locations import is_anothers
from docbao.errors import ConfigError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX owners and modes")

ARTICLE = "Tin vắn\n\nSáng nay trời nắng đẹp ở miền núi.\n"
FEEDS = "speech: {engine: tone}\nfeeds: [{name: lang, kind: files, url: lang}]\n"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "lang").mkdir()
    (tmp_path / "lang" / "tin.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "feeds.yaml").write_text(FEEDS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def work() -> None:
    """Refresh, list, narrate: everything docbao keeps is begun."""
    umask = os.umask(0o022)
    try:
        for words in (["refresh"], ["list"], ["audio", "1", "--jobs", "1"]):
            assert main([*words, "-q"]) == 0
    finally:
        os.umask(umask)


def test_what_a_person_reads_is_nobody_elses_business(village: Path) -> None:
    work()
    state = village / ".docbao"
    assert mode(state) == 0o700
    assert mode(state / "library.db") == 0o600
    # What is made to be passed on has the mode its owner's umask gives.
    assert mode(next((village / "audio").rglob("*.mp3"))) == 0o644


def test_the_platforms_own_folders_are_private_too(
    village: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "empty"
    elsewhere.mkdir()
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "xdg" / name.lower()))
    monkeypatch.delenv("DOCBAO_HOME", raising=False)
    (tmp_path / "xdg" / "config" / "docbao").mkdir(parents=True)
    text = FEEDS.replace("url: lang", f"url: '{village / 'lang'}'")
    (tmp_path / "xdg" / "config" / "docbao" / "feeds.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(elsewhere)
    work()
    if sys.platform == "linux":
        assert mode(tmp_path / "xdg" / "data" / "docbao") == 0o700
        assert mode(tmp_path / "xdg" / "cache" / "docbao") == 0o700
        assert not list(elsewhere.iterdir())


def test_a_folder_its_owner_opened_to_others_stays_open(village: Path) -> None:
    (village / ".docbao").mkdir(mode=0o700)
    (village / ".docbao").chmod(0o750)
    work()
    assert mode(village / ".docbao") == 0o750


def test_a_feeds_yaml_somebody_else_left_here_is_not_used_unasked(village: Path) -> None:
    # It could name a program to run: audio.ffmpeg.
    owner = (village / "feeds.yaml").stat().st_uid
    stranger = owner + 1
    if owner != 0:  # root's files are trusted
        with pytest.raises(ConfigError, match=r"feeds\.yaml"):
            find_locations(env={}, cwd=village, user=stranger)
    assert find_locations(village, env={}, cwd=village, user=stranger).home == village
    assert find_locations(env={}, cwd=village, user=owner).home == village


@pytest.mark.skipif(os.geteuid() != 0 if hasattr(os, "geteuid") else True, reason="needs root")
def test_owners_links_and_open_folders_are_looked_at(village: Path) -> None:
    feeds = village / "feeds.yaml"
    os.chown(feeds, 4242, -1)
    with pytest.raises(ConfigError, match=r"feeds\.yaml") as caught:
        find_locations(env={}, cwd=village, user=4243)
    assert "--home ." in str(caught.value.hint)
    # In a container root works in its user's folder; in a folder open to all it takes nothing.
    assert find_locations(env={}, cwd=village, user=0).home == village
    village.chmod(0o1777)
    with pytest.raises(ConfigError):
        find_locations(env={}, cwd=village, user=0)
    # A link of a stranger's that leads to a file of ours is the stranger's.
    os.chown(feeds, 4243, -1)
    link = village / "link"
    link.symlink_to(feeds)
    os.chown(link, 4242, -1, follow_symlinks=False)
    assert is_anothers(link, 4243)
    assert not is_anothers(feeds, 4243)
    assert not is_anothers(village / "nothing", 4243)


@pytest.mark.skipif(os.geteuid() != 0 if hasattr(os, "geteuid") else True, reason="needs root")
def test_a_state_folder_somebody_else_prepared_is_refused(
    village: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (village / ".docbao").mkdir()
    os.chown(village / ".docbao", 4242, -1)
    assert main(["list"]) == 1
    assert ".docbao" in capsys.readouterr().err
    assert not (village / ".docbao" / "library.db").exists()
