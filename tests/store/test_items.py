from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from docbao.errors import ItemNotFound
from docbao.model import Article, Bulletin, Entry
from docbao.store import Library

MakeBulletin = Callable[..., Bulletin]
MakeEntry = Callable[[str, int], Entry]


@pytest.fixture
def shelf(library: Library, bulletin: MakeBulletin) -> Library:
    library.add_bulletin(bulletin("a", 1, 2, 3))
    return library


def hint(library: Library, item: str) -> str:
    with pytest.raises(ItemNotFound) as caught:
        library.resolve(item)
    assert caught.value.hint is not None
    return caught.value.hint.in_language("en")


def test_a_number_means_its_place_in_the_last_list(shelf: Library, make_entry: MakeEntry) -> None:
    ids = [make_entry("a", n).id for n in (2, 3)]
    shelf.remember_list([make_entry("a", 1).id] * 5)
    shelf.remember_list(ids)
    assert [shelf.resolve("1"), shelf.resolve(" 2 ")] == ids
    assert "1 to 2" in hint(shelf, "3")


def test_a_further_page_goes_on_with_the_numbers(shelf: Library) -> None:
    shelf.remember_list(["x", "y"])
    shelf.remember_list(["z"], first_number=3)
    assert [shelf.resolve(n) for n in "123"] == ["x", "y", "z"]


def test_an_id_or_enough_of_its_beginning_will_do(shelf: Library, make_entry: MakeEntry) -> None:
    entry = make_entry("a", 1)
    assert shelf.resolve(entry.id) == entry.id
    assert shelf.resolve(entry.id[:4].upper()) == entry.id
    assert "docbao list" in hint(shelf, entry.id[:3])


def test_a_beginning_shared_by_two_names_them(
    shelf: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    first = make_entry("a", 1)
    twin = dataclasses.replace(first, id=first.id[:-1] + "f")
    shelf.add_bulletin(bulletin("b", dataclasses.replace(twin, feed="b")))
    said = hint(shelf, first.id[:8])
    assert first.id in said
    assert twin.id in said


def test_an_id_in_two_feeds_is_one_item(
    shelf: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    entry = make_entry("a", 1)
    shelf.add_bulletin(bulletin("b", dataclasses.replace(entry, feed="b")))
    assert shelf.resolve(entry.id[:6]) == entry.id


def test_an_address_finds_its_entry_or_article(
    shelf: Library, article: Article, make_entry: MakeEntry
) -> None:
    assert shelf.resolve("https://a.test/1#comments") == make_entry("a", 1).id
    shelf.save_article(article)
    assert shelf.resolve(article.url) == article.id
    hint(shelf, "https://elsewhere.test/")


@pytest.mark.parametrize("item", ["", "0", "999999999999", "tin", "zzzz", "%", "' OR 1=1 --"])
def test_whatever_else_is_typed_is_a_clear_error(shelf: Library, item: str) -> None:
    assert hint(shelf, item)
