from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.clean import clean_line
from docbao.config import (
    Locations,
    default_text,
    find_locations,
    read_config,
)
from docbao.config.editing import add_feed, enable_feed, feed_lines, remove_feed
from docbao.config.loading import config_from
from docbao.config.yaml_lines import Source
from docbao.errors import ConfigError
from docbao.model import Feed, Selectors

NEW = Feed("moi", "Báo: Mới #1", "https://moi.test/rss?a=1&b=2", selectors=Selectors(drop=("a",)))


def folder_with(tmp_path: Path, text: str) -> Locations:
    (tmp_path / "feeds.yaml").write_text(text, encoding="utf-8", newline="")
    return find_locations(tmp_path, env={}, cwd=tmp_path)


def text_of(locations: Locations) -> str:
    return locations.feeds_file.read_text(encoding="utf-8")


COMMENTED = """\
# mine
feeds:
  # the first
  - name: a
    url: https://a.test/   # good
    enabled: yes           # for now

  # the second
  - name: b
    title: |
      Nhiều
      dòng
    url: https://b.test/

# settings
audio:
  preset: radio
"""


def test_a_feed_is_added_after_the_last_and_all_else_stays(tmp_path: Path) -> None:
    locations = folder_with(tmp_path, COMMENTED)
    before = read_config(locations)
    add_feed(locations, NEW)
    after = read_config(locations)
    assert after.feeds == (*before.feeds, NEW)
    assert after.audio == before.audio
    lines = text_of(locations).splitlines()
    old = COMMENTED.splitlines()
    assert [line for line in lines if line in old] == [*old[:14], "", *old[14:]]


def test_a_feed_is_removed_and_comments_stay(tmp_path: Path) -> None:
    locations = folder_with(tmp_path, COMMENTED)
    remove_feed(locations, "b")
    assert [feed.name for feed in read_config(locations).feeds] == ["a"]
    assert text_of(locations) == COMMENTED.replace(
        "  - name: b\n    title: |\n      Nhiều\n      dòng\n    url: https://b.test/\n\n", "\n"
    )


def test_the_last_feed_can_go_and_another_come(tmp_path: Path) -> None:
    locations = folder_with(tmp_path, "feeds:\n- name: a\n  url: https://a.test/\n")
    remove_feed(locations, "a")
    assert read_config(locations).feeds == ()
    add_feed(locations, NEW)
    assert read_config(locations).feeds == (NEW,)


def test_switching_a_feed_changes_one_word(tmp_path: Path) -> None:
    locations = folder_with(tmp_path, COMMENTED)
    enable_feed(locations, "a", enabled=False)
    assert text_of(locations) == COMMENTED.replace("enabled: yes ", "enabled: no ")
    enable_feed(locations, "b", enabled=False)
    assert [feed.enabled for feed in read_config(locations).feeds] == [False, False]
    enable_feed(locations, "a", enabled=True)
    assert [feed.enabled for feed in read_config(locations).feeds] == [True, False]


@pytest.mark.parametrize(
    "text", ["", "feeds:\n", "feeds: []\n", "audio:\n  preset: radio\n", "# only this\n"]
)
def test_a_first_feed_can_be_added_anywhere(tmp_path: Path, text: str) -> None:
    locations = folder_with(tmp_path, text)
    before = read_config(locations)
    add_feed(locations, NEW)
    assert read_config(locations).feeds == (NEW,)
    assert read_config(locations).audio == before.audio


def test_a_list_at_the_margin_without_a_heading_grows_too(tmp_path: Path) -> None:
    locations = folder_with(tmp_path, "- name: a\n  url: https://a.test/")
    add_feed(locations, NEW)
    assert [feed.name for feed in read_config(locations).feeds] == ["a", "moi"]


def test_a_feed_not_there_is_named_with_what_was_meant(tmp_path: Path) -> None:
    locations = folder_with(tmp_path, COMMENTED.replace("name: b", "name: thanh-nien"))
    for change in (remove_feed, lambda at, name: enable_feed(at, name, enabled=True)):
        with pytest.raises(ConfigError) as caught:
            change(locations, "thanhnien")
        assert caught.value.hint is not None
        assert "thanh-nien" in caught.value.hint.in_language("vi")


def test_what_would_be_wrong_is_not_written(tmp_path: Path) -> None:
    locations = folder_with(tmp_path, COMMENTED)
    for feed in (Feed("a", "A", "https://x.test/"), Feed("c", "C", "ftp://x.test/")):
        with pytest.raises(ConfigError):
            add_feed(locations, feed)
    assert text_of(locations) == COMMENTED
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.yaml"]


def test_feeds_in_brackets_are_left_to_their_owner(tmp_path: Path) -> None:
    text = "feeds:\n  - {name: a, url: https://a.test/}\n"
    locations = folder_with(tmp_path, text)
    with pytest.raises(ConfigError):
        remove_feed(locations, "a")
    assert text_of(locations) == text


def test_the_shipped_file_can_be_edited_feed_by_feed(tmp_path: Path) -> None:
    locations = folder_with(tmp_path, default_text())
    feeds = read_config(locations).feeds
    for feed in feeds:
        enable_feed(locations, feed.name, enabled=not feed.enabled)
    assert [f.enabled for f in read_config(locations).feeds] == [not f.enabled for f in feeds]
    for feed in feeds:
        remove_feed(locations, feed.name)
    assert read_config(locations).feeds == ()
    kept = [line for line in text_of(locations).splitlines() if line.lstrip().startswith("#")]
    assert kept == [n for n in default_text().splitlines() if n.lstrip().startswith("#")]
    for feed in feeds:
        add_feed(locations, feed)
    assert read_config(locations).feeds == feeds


words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20
).map(lambda text: " ".join(text.split()) or "x")


@settings(max_examples=100, deadline=None)
@given(
    title=words,
    voice=st.one_of(st.none(), words),
    drop=st.lists(words, max_size=3),
    enabled=st.booleans(),
    max_items=st.integers(1, 5000),
)
def test_every_feed_is_read_back_from_the_lines_written_for_it(
    title: str, voice: str | None, drop: list[str], enabled: bool, max_items: int
) -> None:
    feed = Feed(
        "a",
        clean_line(title) or "x",
        "https://a.test/",
        enabled=enabled,
        max_items=max_items,
        voice=None if voice is None else clean_line(voice) or "x",
        selectors=Selectors(drop=tuple(clean_line(item) or "x" for item in drop)),
    )
    text = "\n".join(feed_lines(feed))
    locations = find_locations(Path("/x"), env={}, cwd=Path("/"))
    assert config_from(locations, Source(Path("feeds.yaml"), text)).feeds == (feed,)
