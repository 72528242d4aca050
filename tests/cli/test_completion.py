"""What TAB offers, asked as the shells ask; bash always, fish and zsh where they are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from docbao.cli.completion import SHELLS, completion_script
from docbao.cli.verbs import VERBS, main
from docbao.model import Bulletin, Entry
from docbao.newsroom import open_newsroom

FEEDS = """\
feeds:
  - {name: mot, title: "Báo Một, buổi sáng", url: "https://bao-mot.test/rss"}
  - {name: hai, url: "https://bao-hai.test/rss"}
shows: [{name: ban-tin, title: Bản tin}]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "nhà có dấu cách"
    place.mkdir()
    (place / "feeds.yaml").write_text(FEEDS, "utf-8")
    monkeypatch.chdir(place)
    return place


def list_items(home: Path) -> None:
    """As after `docbao list`: eleven numbers."""
    entries = tuple(
        Entry("mot", f"{n:016x}", f"https://a.test/{n}", f"Tin, số {n}") for n in range(11)
    )
    with open_newsroom(home) as newsroom:
        newsroom.library.add_bulletin(Bulletin(newsroom.feed("mot"), newsroom.now(), entries))
        newsroom.library.remember_list([entry.id for entry in entries])


@pytest.fixture
def offered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], dict[str, str]]:
    """Given a line, what is offered at its end: words with their descriptions."""

    def ask(line: str) -> dict[str, str]:
        monkeypatch.setenv("_DOCBAO_COMPLETE", "zsh_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        with pytest.raises(SystemExit, match="0"):
            main([])
        told = capsys.readouterr().out.splitlines()
        return dict(zip(told[1::3], told[2::3], strict=True))

    return ask


Ask = Callable[[str], dict[str, str]]


@pytest.mark.usefixtures("home")
def test_the_verbs_are_offered_with_what_they_do(offered: Ask) -> None:
    assert offered("docbao ") == {name: str(words) for name, words in VERBS.items()}
    assert set(offered("docbao li")) == {"list", "listen"}


def test_numbers_of_the_last_list_are_offered_with_their_titles(home: Path, offered: Ask) -> None:
    assert offered("docbao show ") == {"": "_"}  # nothing listed yet: the shell's own files
    assert not (home / ".docbao").exists()  # a key press makes no library
    list_items(home)
    assert offered("docbao show 1") == {"1": "Tin, số 0", "10": "Tin, số 9", "11": "Tin, số 10"}
    assert len(offered("docbao audio 2 ")) == 11
    assert offered("docbao listen ban-tin") == {"ban-tin": "_"}


@pytest.mark.usefixtures("home")
def test_feeds_shows_engines_and_voices_are_offered(offered: Ask) -> None:
    assert offered("docbao list --feed ") == {"mot": "Báo Một, buổi sáng", "hai": "hai"}
    assert set(offered("docbao feeds remove m")) == {"mot"}
    assert offered("docbao feeds add ") == {}  # a new name is not for us to guess
    assert {"espeak", "google", "kokoro"} <= set(offered("docbao listen --engine "))
    assert "tone" not in offered("docbao listen --engine ")
    google = offered("docbao listen --engine google --voice ")
    assert google
    assert all("google" in about for about in google.values())
    assert set(google) < set(offered("docbao listen --voice "))
    assert offered("docbao voices install vi")


def test_another_home_and_a_broken_one_are_met_quietly(home: Path, offered: Ask) -> None:
    assert offered("docbao list --home / --feed ") == {}
    (home / "feeds.yaml").write_text("feeds: [{name: mot", "utf-8")
    assert offered("docbao list --feed ") == {}
    (home / ".docbao").mkdir()
    (home / ".docbao" / "library.db").write_bytes(b"no database")
    (home / "feeds.yaml").write_text(FEEDS, "utf-8")
    assert offered("docbao show 1") == {"1": "_"}
    assert [path.name for path in (home / ".docbao").iterdir()] == ["library.db"]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert script == completion_script(shell)
    assert "_DOCBAO_COMPLETE" in script


def in_shell(home: Path, program: str, *words: str) -> list[str]:
    """Lines that a real shell prints, a `docbao` of this interpreter's on its path."""
    if shutil.which(program) is None:
        pytest.skip(f"no {program} here")
    bin_folder = home / "bin"
    bin_folder.mkdir()
    shim = bin_folder / "docbao"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m docbao "$@"\n')
    shim.chmod(0o755)
    done = subprocess.run(
        [program, *words], cwd=home, capture_output=True, text=True, timeout=30,
        env={**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "HOME": str(home)},
    )  # fmt: skip
    assert not done.stderr
    return done.stdout.splitlines()


def test_bash_fills_in_numbers(home: Path) -> None:
    list_items(home)
    script = completion_script("bash") + (
        "COMP_WORDS=(docbao show 1) COMP_CWORD=2; _docbao_completion docbao\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    assert in_shell(home, "bash", "--norc", "-c", script) == ["1", "10", "11"]


def test_fish_fills_in_numbers_with_whole_titles(home: Path) -> None:
    list_items(home)
    script = completion_script("fish") + "complete -C 'docbao show 1'\n"
    assert in_shell(home, "fish", "--no-config", "-c", script) == [
        "1\tTin, số 0", "10\tTin, số 9", "11\tTin, số 10",
    ]  # fmt: skip


def test_zsh_takes_the_script(home: Path) -> None:
    script = (
        "autoload -U compinit && compinit -u -D\n"
        + completion_script("zsh")
        + "print $_comps[docbao]"
    )
    assert in_shell(home, "zsh", "-f", "-c", script) == ["_docbao_completion"]
