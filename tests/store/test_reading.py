from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docbao.errors import ItemNotFound
from docbao.model import Article, Bulletin, Entry, Recording
from docbao.store import Library, Position

if TYPE_CHECKING:
    from tests.store.conftest import Clock

MakeBulletin = Callable[..., Bulletin]
MakeEntry = Callable[[str, int], Entry]
MakeRecording = Callable[..., Recording]


def test_an_article_comes_back_whole(library: Library, article: Article) -> None:
    library.save_article(article)
    assert library.article(article.id) == article


def test_many_articles_come_back_at_once_and_those_not_there_do_not(
    library: Library, article: Article
) -> None:
    many = [replace(article, id=f"{number:016x}") for number in range(1_100)]
    for one in many:
        library.save_article(one)
    found = library.articles([*(one.id for one in many), "not there"])
    assert found == {one.id: one for one in many}
    assert library.articles(()) == {}


def test_an_article_not_fetched_yet_is_a_clear_error(library: Library) -> None:
    with pytest.raises(ItemNotFound) as caught:
        library.article("0123456789abcdef")
    assert "0123456789abcdef" in caught.value.message.in_language("vi")


def test_a_position_survives_reopening_and_is_replaced(
    tmp_path: Path, clock: Clock, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    entry = make_entry("a", 1)
    with Library(tmp_path / "l.db", clock=clock) as library:
        library.add_bulletin(bulletin("a", entry))
        assert library.position(entry.id) is None
        library.save_position(entry.id, 3, 100)
        library.save_position(entry.id, 4, 250)
    with Library(tmp_path / "l.db", clock=clock) as library:
        assert library.position(entry.id) == Position(4, 250)
        assert library.entries()[0].position == Position(4, 250)
        assert not library.entries()[0].read


def test_an_article_heard_to_its_end_is_read_and_begins_anew(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    entry = make_entry("a", 1)
    library.add_bulletin(bulletin("a", entry))
    library.save_position(entry.id, 9, 0)
    library.mark_heard(entry.id)
    (listed,) = library.entries()
    assert (listed.read, listed.heard, listed.position) == (True, True, None)
    library.mark_read([entry.id], read=False)
    (listed,) = library.entries()
    assert (listed.read, listed.heard) == (False, False)


def test_marking_read_keeps_the_place_and_that_it_was_heard(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    entry = make_entry("a", 1)
    library.add_bulletin(bulletin("a", entry))
    library.mark_heard(entry.id)
    library.save_position(entry.id, 1, 2)
    library.mark_read([entry.id])
    (listed,) = library.entries()
    assert (listed.read, listed.heard, listed.position) == (True, True, Position(1, 2))


def test_an_article_met_alone_has_state_too(library: Library) -> None:
    library.save_position("00aa", 2, 3)
    library.mark_read(["00aa"])
    library.mark_heard("00bb")
    assert library.position("00aa") == Position(2, 3)
    assert library.position("00bb") is None


def test_recordings_of_a_kept_article_are_kept_whenever_they_are_made(
    library: Library, make_recording: MakeRecording, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    entry = make_entry("a", 1)
    library.add_bulletin(bulletin("a", entry))
    library.save_recording(make_recording("before", entry.id))
    library.keep(entry.id)
    library.save_recording(make_recording("after", entry.id))
    assert [r.kept for r in library.recordings(article=entry.id)] == [True, True]
    assert library.entries()[0].kept
    library.keep(entry.id, kept=False)
    assert [r.kept for r in library.recordings(article=entry.id)] == [False, False]
    assert not library.entries()[0].kept
