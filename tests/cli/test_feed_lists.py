"""Lists of feeds from and for other readers, through the command line, in this process."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from tests.loopback import Loopback, Reply

from docbao.cli.verbs import main
from docbao.config import find_locations, read_config
from docbao.model import Feed

LISTS = Path(__file__).parents[1] / "data" / "opml"
FEEDS = """\
# của tôi
feeds:
  - name: mot
    title: Báo Một
    url: https://bao-mot.test/rss
  - name: trang
    kind: listing
    url: https://trang.test/
    link_pattern: x
  - name: tat
    url: https://tat.test/rss
    enabled: no
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "feeds.yaml").write_text(FEEDS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def english(words: list[str]) -> int:
    return main([*words, "--lang", "en"])


def feeds(home: Path) -> tuple[Feed, ...]:
    return read_config(find_locations(home, env={}, cwd=home)).feeds


def test_a_list_is_imported_and_each_line_of_it_is_accounted_for(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert english(["feeds", "import", str(LISTS / "newsboat.opml")]) == 3
    out, err = capsys.readouterr()
    assert out == "bao-hai-test. bao-hai.test. https://bao-hai.test/rss?muc=1&trang=2\n"
    assert "there already: mot" in err
    assert "file:///home/an/tin.xml: no web address" in err
    assert "Added 1 feeds; 1 were there already; 1 cannot be used." in err
    assert (home / "feeds.yaml").read_text("utf-8").startswith(FEEDS)
    assert feeds(home)[-1].url == "https://bao-hai.test/rss?muc=1&trang=2"

    assert english(["feeds", "import", str(LISTS / "newsboat.opml"), "--json"]) == 3
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["name"], line["added"]) for line in told] == [
        ("mot", False), ("bao-hai-test", False), (None, False),
    ]  # fmt: skip


@pytest.mark.usefixtures("home")
def test_what_is_exported_comes_back_whole_in_another_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert english(["feeds", "export", "ra.opml", "--all"]) == 0
    told = capsys.readouterr().err
    assert "no place for trang" in told
    other = tmp_path / "khac"
    other.mkdir()
    (other / "feeds.yaml").write_text("feeds:\n")
    assert english(["feeds", "import", "ra.opml", "--home", str(other)]) == 0
    assert [(f.title, f.url) for f in feeds(other)] == [
        ("Báo Một", "https://bao-mot.test/rss"), ("tat", "https://tat.test/rss"),
    ]  # fmt: skip


@pytest.mark.usefixtures("home")
def test_feeds_that_are_off_are_left_out_of_a_list_and_that_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert english(["feeds", "export"]) == 0
    out, err = capsys.readouterr()
    assert "tat.test" not in out
    assert "1 feeds that are off" in err


def test_a_list_from_a_stranger_opens_no_way_into_the_private_network(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = ("127.0.0.1:631", "[::1]", "[::ffff:10.0.0.1]", "0x7f.1", "2130706433", "localhost",
             "192.168.1.1", "[fe80::1]")  # fmt: skip
    lines = "".join(f'<outline xmlUrl="http://{host}/rss"/>' for host in hosts)

    def give() -> None:
        stream = io.TextIOWrapper(io.BytesIO(f"<opml>{lines}</opml>".encode()))
        monkeypatch.setattr(sys, "stdin", stream)

    give()
    assert english(["feeds", "import", "-"]) == 3
    assert capsys.readouterr().err.count("private network") == len(hosts)
    assert len(feeds(home)) == 3
    give()
    assert english(["feeds", "import", "-", "--allow-private"]) == 0
    assert len(feeds(home)) == 3 + len(hosts)


def test_a_list_is_fetched_from_the_web_address_the_person_names(home: Path) -> None:
    with Loopback({"/bao.opml": Reply((LISTS / "gpodder.opml").read_bytes())}) as site:
        assert english(["feeds", "import", site.url("/bao.opml")]) == 0
    assert [feed.name for feed in feeds(home)[-2:]] == ["chuyen-dem", "world-today"]


@pytest.mark.parametrize("target", ["feeds.yaml", "."])
def test_a_list_never_replaces_what_is_no_list(
    home: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert english(["feeds", "export", target]) == 1
    assert "is no OPML file" in capsys.readouterr().err
    assert (home / "feeds.yaml").read_text("utf-8") == FEEDS


@pytest.mark.parametrize("content", ["", "<html>", "<opml/>", "<!DOCTYPE o [<!ENTITY a 'b'>]><o/>"])
def test_a_bad_list_is_one_line_and_a_way_out_and_changes_nothing(
    home: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "xau.opml").write_text(content)
    assert english(["feeds", "import", "xau.opml"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    message, hint = err.splitlines()
    assert message.startswith("docbao: The file is no OPML list")
    assert hint.startswith("  Try: ")
    assert (home / "feeds.yaml").read_text("utf-8") == FEEDS
