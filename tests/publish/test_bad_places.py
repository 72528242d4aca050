"""What all four kinds of publication do where they cannot do their work."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol

import pytest
from tests.publish.newsstand import BASE, SHOW, episode, files_of, listen

from docbao.errors import PublishError
from docbao.model import Recording
from docbao.publish.book import Book, bind_book
from docbao.publish.daisy import bind_daisy
from docbao.publish.podcast import publish_show
from docbao.publish.shows import Episode, Heard, LeftOut, Listen
from docbao.publish.site import Site, publish_site


class Publisher(Protocol):
    def __call__(
        self, out: Path, episodes: list[Episode], listen: Listen = ...
    ) -> tuple[LeftOut, ...]: ...


def podcast(out: Path, episodes: list[Episode], listen: Listen = listen) -> tuple[LeftOut, ...]:
    return publish_show(out, SHOW, episodes, base_url=BASE, listen=listen).left_out


def book(out: Path, episodes: list[Episode], listen: Listen = listen) -> tuple[LeftOut, ...]:
    return bind_book(out / "tin.epub", Book("Tin"), episodes, listen).left_out


def daisy(out: Path, episodes: list[Episode], listen: Listen = listen) -> tuple[LeftOut, ...]:
    return bind_daisy(out, Book("Tin"), episodes, listen).left_out


def site(out: Path, episodes: list[Episode], listen: Listen = listen) -> tuple[LeftOut, ...]:
    return publish_site(out, Site("Tin"), episodes, listen).left_out


ENTRY = {podcast: "feed.xml", book: "tin.epub", daisy: "ncc.html", site: "index.html"}
each = pytest.mark.parametrize("publisher", [podcast, book, daisy, site])


def told(caught: pytest.ExceptionInfo[PublishError]) -> str:
    assert caught.value.hint is not None
    return f"{caught.value.message.vi} {caught.value.message.in_language('vi')}"


@each
def test_a_folder_that_allows_no_writing_is_told_and_stays_as_it_was(
    publisher: Publisher,
    open_folder: Path,
    unprivileged: Callable[[], AbstractContextManager[None]],
) -> None:
    out = open_folder / "out"
    publisher(out, [episode(open_folder)])
    before = files_of(out)
    for folder in (out, *(path for path in out.rglob("*") if path.is_dir())):
        folder.chmod(0o555)
    more = [episode(open_folder, n) for n in range(3)]
    with unprivileged(), pytest.raises(PublishError) as caught:
        publisher(out, more)
    assert "không cho ghi" in told(caught)
    assert files_of(out) == before
    for folder in (out, *(path for path in out.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


@each
def test_a_place_nobody_may_make_a_folder_in_is_told(
    publisher: Publisher,
    open_folder: Path,
    unprivileged: Callable[[], AbstractContextManager[None]],
) -> None:
    one = episode(open_folder)
    publisher(open_folder / "first", [one])  # what is loaded late is loaded now
    locked = open_folder / "locked"
    locked.mkdir(mode=0o555)
    with unprivileged(), pytest.raises(PublishError) as caught:
        publisher(locked / "out", [one])
    assert "không cho ghi" in told(caught)
    assert not (locked / "out").exists()


@each
def test_a_full_disk_is_told_and_the_way_in_stays_as_it_was(
    publisher: Publisher, tmp_path: Path, small_disk: Callable[[int], Path]
) -> None:
    out = small_disk(450_000) / "out"
    publisher(out, [episode(tmp_path)])
    entry = out / ENTRY[publisher]
    before = entry.read_bytes()
    with pytest.raises(PublishError) as caught:
        publisher(out, [episode(tmp_path, n, sound=os.urandom(150_000)) for n in range(4)])
    assert "hết chỗ" in told(caught)
    assert entry.read_bytes() == before
    assert not list(out.rglob("*.docbao-part"))


@each
def test_a_file_where_the_folder_should_be_is_told_and_kept(
    publisher: Publisher, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("của người khác")
    with pytest.raises(PublishError):
        publisher(tmp_path / "out", [episode(tmp_path)])
    assert (tmp_path / "out").read_text() == "của người khác"


@each
def test_a_strangers_file_in_the_way_stops_it_before_anything_is_written(
    publisher: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    name = ENTRY[publisher]
    (out / name).write_text("của người khác")
    with pytest.raises(PublishError) as caught:
        publisher(out, [episode(tmp_path)])
    assert name in told(caught)
    assert files_of(out) == {name: "của người khác".encode()}


@each
def test_strangers_files_beside_ours_are_never_touched(
    publisher: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publisher(out, [episode(tmp_path)])
    strange = [out / "của tôi.txt", out / "a9999.mp3", out / "articles/x.html", out / ".ẩn"]
    for path in strange:
        path.parent.mkdir(exist_ok=True)
        path.write_text("của người khác")
    for number in range(1, 4):
        publisher(out, [episode(tmp_path, number)])
    assert all(path.read_text() == "của người khác" for path in strange)


@each
def test_sound_that_is_gone_changed_or_empty_is_named_with_what_to_do(
    publisher: Publisher, tmp_path: Path
) -> None:
    good, gone, changed, empty = (episode(tmp_path, n) for n in range(4))
    gone.sound.unlink()
    changed.sound.write_bytes(b"another")
    empty.sound.write_bytes(b"")
    left = publisher(tmp_path / "out", [good, gone, changed, empty])
    assert {one.article.id for one in left} == {e.article.id for e in (gone, changed, empty)}
    assert all("docbao audio" in str(one.error.hint) for one in left)


@each
def test_sound_that_goes_away_during_the_run_is_told_and_nothing_half_published(
    publisher: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publisher(out, [episode(tmp_path)])
    entry = out / ENTRY[publisher]
    before = entry.read_bytes()
    episodes = [episode(tmp_path, n) for n in range(3)]

    def vanish(recording: Recording) -> Heard:
        for one in episodes:
            one.sound.unlink(missing_ok=True)
        return listen(recording)

    with pytest.raises(PublishError) as caught:
        publisher(out, episodes, vanish)
    assert "biến mất giữa chừng" in told(caught)
    assert entry.read_bytes() == before
    left = publisher(out, [episode(tmp_path), *episodes[1:]])
    assert len(left) == 2


HOSTILE = (
    "<b>Giá</b> & <script>alert(1)</script> ]]> <!--",
    "Có\x00 ký\x1b[2J tự\x07 điều khiển\x9b \u202eđảo\u202c",
    "Biểu tượng 🎧👩‍🦯 và \ud800 nửa chữ \uffff",
    " \u200b ",
    "Dài " * 3_000,
    "\" onload='x' y=\"",
)


def attributes(content: str) -> set[str]:
    """Names of all attributes on a page."""
    found: set[str] = set()

    class Page(HTMLParser):
        def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update(name for name, _ in attrs)

    Page().feed(content)
    return found


@each
def test_hostile_words_do_no_harm(publisher: Publisher, tmp_path: Path) -> None:
    episodes = [
        episode(tmp_path, n, title=words, lead=words, byline=words, source=words, feed=f"f{n}")
        for n, words in enumerate(HOSTILE)
    ]
    assert not publisher(tmp_path / "out", episodes)
    for name, content in files_of(tmp_path / "out").items():
        if name.endswith((".html", ".smil")):
            assert b"<script>" not in content, name
            assert "onload" not in attributes(content.decode()), name
            assert not set(content) & set(b"\x00\x07\x1b"), name


@each
def test_nothing_to_publish_is_an_error_or_an_empty_page_and_never_a_torn_one(
    publisher: Publisher, tmp_path: Path
) -> None:
    one = episode(tmp_path)
    publisher(tmp_path / "out", [one])
    entry = tmp_path / "out" / ENTRY[publisher]
    if publisher in (book, daisy):
        before = entry.read_bytes()
        with pytest.raises(PublishError) as caught:
            publisher(tmp_path / "out", [])
        assert "docbao audio" in str(caught.value.hint)
        assert entry.read_bytes() == before
    else:
        publisher(tmp_path / "out", [])
        assert "Bài số 0" not in entry.read_text("utf-8")
