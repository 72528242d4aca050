"""The programme's own file, and `docbao radio`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.publish.station import open_station, samples

from docbao.cli.radio import command
from docbao.config.programme import default_programme, read_programme
from docbao.errors import ConfigError
from docbao.i18n import choose_language


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return open_station(tmp_path / "home")


def test_a_programme_file_says_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "sang.yaml"
    path.write_text("title: Sáng\nminutes: 5\njingle: nhac/j.wav\nheadlines: []\n", "utf-8")
    programme = read_programme(path)
    assert (programme.title, programme.minutes) == ("Sáng", 5)
    assert programme.jingle == str(tmp_path / "nhac" / "j.wav")
    assert programme.headlines == ()
    assert programme.closing == default_programme("vi").closing


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("minutes: 500\n", 1, "minutes"),
        ("title: a\nminuts: 5\n", 2, "minutes"),
        ("opening:\n  - '{gio} rồi'\n", 2, "gio"),
        ("format: ogg\n", 1, "flac"),
        ("- a\n- b\n", 1, "khóa"),
    ],
)
def test_a_mistake_in_a_programme_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, word: str
) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_programme(path)
    assert f"dòng {line}" in str(caught.value)
    assert word in f"{caught.value} {caught.value.hint}"


def test_the_command_line_makes_a_programme_and_tells_of_it(home: Path, tmp_path: Path) -> None:
    words = [
        "--home",
        str(home),
        "--since",
        "900w",
        "--minutes",
        "1.5",
        "--format",
        "wav",
        "--json",
    ]
    done = CliRunner().invoke(command, [*words, "--out", str(tmp_path / "a.wav")])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["length_samples"] == 90 * 48_000
    assert samples(tmp_path / "a.wav").size == 90 * 48_000


def test_the_command_line_prints_a_schedule_and_makes_nothing(home: Path) -> None:
    choose_language("en")
    done = CliRunner().invoke(command, ["--home", str(home), "--at", "5:00,17:00"])
    assert done.exit_code == 0, done.output
    assert "OnCalendar=*-*-* 04:40:00 Asia/Ho_Chi_Minh" in done.stdout
    assert "40 16 * * *" in done.stdout
    assert not (home / "audio").exists()
