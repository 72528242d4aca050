from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docbao.clean import fold
from docbao.model import Article, Bulletin, Entry
from docbao.store import Library
from docbao.store.search import Search
from docbao.store.search_index import folded, prepare_index, words_of

MakeBulletin = Callable[..., Bulletin]
MakeEntry = Callable[[str, int], Entry]

NEWS = (
    ("Giá bất động sản tăng", "Thị trường Hà Nội sôi động"),
    ("Đường sắt cao tốc khởi công", "Dự án qua Nghệ An"),
    ("Bão số 9 vào biển Đông", "Sản xuất bị ảnh hưởng; động đất nhẹ"),
    ("Đội tuyển thắng 2-0", "Sân Mỹ Đình chật kín"),
)


@pytest.fixture
def news(library: Library, bulletin: MakeBulletin, make_entry: MakeEntry) -> Library:
    library.add_bulletin(
        bulletin(
            "bao-moi",
            *(
                dataclasses.replace(make_entry("bao-moi", n), title=title, summary=summary)
                for n, (title, summary) in enumerate(NEWS)
            ),
        )
    )
    return library


def found(library: Library, words: str, feed: str | None = None) -> list[str]:
    return [item.entry.title for item in library.search(words, feed=feed)]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("bat dong san", "Giá bất động sản tăng"),
        ("bất động sản", "Giá bất động sản tăng"),
        ("BẤT ĐỘNG", "Giá bất động sản tăng"),
        ("duong sat", "Đường sắt cao tốc khởi công"),
        ("nghe an", "Đường sắt cao tốc khởi công"),
        ("my dinh", "Đội tuyển thắng 2-0"),
        ("cao t", "Đường sắt cao tốc khởi công"),
        ("doi tuyen thang 2-0", "Đội tuyển thắng 2-0"),
    ],
)
def test_accents_are_optional_and_the_last_word_may_be_unfinished(
    news: Library, words: str, title: str
) -> None:
    assert found(news, words)[0] == title


def test_words_side_by_side_come_before_words_apart(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    said = [
        ("đất rộng, sản động, bất an", ""),
        ("khác", "nhà ở và bất động sản"),
        ("Bất động sản", ""),
        ("khác nữa", "động đất, bất ngờ, sản xuất"),
    ]
    library.add_bulletin(
        bulletin(
            "a",
            *(
                dataclasses.replace(make_entry("a", n), title=title, summary=summary)
                for n, (title, summary) in enumerate(said)
            ),
        )
    )
    assert found(library, "bat dong san") == [
        "Bất động sản",
        "khác",
        "đất rộng, sản động, bất an",
        "khác nữa",
    ]


def test_accents_as_typed_come_before_others_of_the_same_letters(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    library.add_bulletin(
        bulletin(
            "a",
            *(
                dataclasses.replace(make_entry("a", n), title=title)
                for n, title in enumerate(("mã số", "má lúm", "ma quái"))
            ),
        )
    )
    assert found(library, "má")[0] == "má lúm"
    assert found(library, "ma")[0] == "ma quái"


def test_search_in_one_feed_leaves_others_out(
    news: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    entry = dataclasses.replace(make_entry("khac", 1), title="Bất động sản nơi khác")
    news.add_bulletin(bulletin("khac", entry))
    assert found(news, "bat dong san", "khac") == ["Bất động sản nơi khác"]
    assert found(news, "bat dong san", "bao-moi") == ["Giá bất động sản tăng"]
    assert found(news, "bao-moi") == []


@pytest.mark.parametrize(
    "words",
    ["", "   ", '"', "*", "NOT", "AND OR", "title:", "(", "a AND (", "NEAR(a b)", "--", "'; DROP"],
)
def test_no_character_is_syntax(news: Library, words: str) -> None:
    news.search(words)
    news.search(words, feed='x" OR "y')
    assert len(news.entries()) == 4


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30))
def test_any_text_may_be_typed(news: Library, words: str) -> None:
    news.search(words)


def test_the_text_of_an_article_is_found_once_it_was_fetched(
    news: Library, article: Article, make_entry: MakeEntry
) -> None:
    fetched = dataclasses.replace(article, id=make_entry("bao-moi", 3).id)
    assert found(news, "bac kan") == []
    news.save_article(fetched)
    assert found(news, "bac kan") == ["Đội tuyển thắng 2-0"]
    assert found(news, "my dinh") == ["Đội tuyển thắng 2-0"]
    news.save_article(dataclasses.replace(fetched, blocks=()))
    assert found(news, "bac kan") == []


def test_without_full_text_in_sqlite_titles_and_summaries_are_still_found(news: Library) -> None:
    slow = Search(news._database, clock=news._clock, full_text=False)
    assert [hit.entry.title for hit in slow.search("bat dong s")] == ["Giá bất động sản tăng"]
    assert slow.search("bat dong s", feed="khac") == ()
    assert slow.search("khong co") == ()


def test_an_index_that_fell_behind_is_made_anew(
    news: Library, article: Article, make_entry: MakeEntry
) -> None:
    news.save_article(dataclasses.replace(article, id=make_entry("bao-moi", 3).id))
    with news._database.write() as connection:
        connection.execute("DELETE FROM words")
        connection.execute("UPDATE setting SET value = 'behind' WHERE name = 'index'")
    assert found(news, "bac kan") == []
    prepare_index(news._database)
    assert found(news, "bac kan") == ["Đội tuyển thắng 2-0"]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("aăâbđĐẤễỹ ỳỵ.-0"), max_size=20))
def test_folding_word_by_word_is_folding(text: str) -> None:
    assert folded(text).split() == fold(text).split()


def test_words_are_letters_and_digits_only() -> None:
    assert words_of("Giá 1.200 đ/kg_thô!") == ("gia", "1", "200", "d", "kg", "tho")
