"""A library that is new finds again what lies in `audio/`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.newspaper import subscribe

from docbao.model import Article, Block, Recording
from docbao.narration.studio import open_studio
from docbao.newscast import Choice, episodes_of
from docbao.newsroom import Newsroom, open_newsroom
from docbao.production.line import Manner, Wish, produce
from docbao.recovery import take_up

ARTICLE = Article(
    id="00000000000000aa",
    feed="thu",
    url="https://bao.test/1",
    title="Xã khánh thành cầu mới",
    lead="Bà con đi lại thuận tiện.",
    blocks=(Block("heading", "Ngày hội"), Block("list_item", "Sáng nay trời đẹp.")),
    byline="An Bình",
    published=datetime(2026, 11, 20, 1, tzinfo=UTC),
    source="Báo Thử",
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    subscribe(tmp_path, "http://127.0.0.1:9/rss")
    open_studio.cache_clear()
    with open_newsroom(tmp_path) as newsroom:
        assert recorded(newsroom, ARTICLE).article == ARTICLE.id
    yield tmp_path
    open_studio.cache_clear()


def recorded(newsroom: Newsroom, article: Article) -> Recording:
    wish = Wish(article.title, entry_id=article.id, article=article)
    (item,) = produce(newsroom, [wish], Manner())
    assert item.recording is not None, item.error
    return item.recording


def known(newsroom: Newsroom) -> tuple[tuple[Recording, ...], Article]:
    whole = [newsroom.library.recording(r.id) for r in newsroom.library.recordings()]
    return tuple(whole), newsroom.library.article(ARTICLE.id)


@pytest.mark.parametrize("content", [None, b"", b"no database at all " * 500])
def test_recordings_and_their_articles_are_found_again_and_it_is_said(
    home: Path, content: bytes | None
) -> None:
    with open_newsroom(home) as newsroom:
        before = known(newsroom)
    library = home / ".docbao" / "library.db"
    library.unlink()
    if content is not None:
        library.write_bytes(content)
    told: list[str] = []
    with open_newsroom(home, tell=lambda words: told.append(str(words))) as newsroom:
        assert known(newsroom) == before
        assert [e.article.title for e in episodes_of(newsroom, Choice())] == [ARTICLE.title]
        assert [str(notice) for notice in newsroom.notices] == told
    assert "1 bản ghi âm và 1 bài" in told[-1]
    assert len(told) == (1 if content is None else 2)
    again: list[str] = []
    with open_newsroom(home, tell=lambda words: again.append(str(words))) as newsroom:
        assert known(newsroom) == before
    assert again == []


def test_a_recording_found_again_is_as_old_as_its_file(home: Path) -> None:
    (home / ".docbao" / "library.db").unlink()
    with open_newsroom(home) as newsroom:
        (recording,) = newsroom.library.recordings()
        made = datetime.fromtimestamp((home / recording.path).stat().st_mtime, UTC)
        assert newsroom.library.recordings(since=made) != ()
        assert newsroom.library.recordings(since=made.replace(year=made.year + 1)) == ()


def test_files_that_are_no_recordings_of_ours_are_left_alone(home: Path) -> None:
    audio = home / "audio" / "thu"
    (sound,) = audio.glob("*.mp3")
    facts = json.loads(sound.with_suffix(".json").read_text("utf-8"))
    torn = audio / "torn.mp3"
    torn.write_bytes(sound.read_bytes()[:-1])
    torn.with_suffix(".json").write_bytes(sound.with_suffix(".json").read_bytes())
    (audio / "mine.json").write_text("[1, 2]")
    (audio / "strange.json").write_bytes(b"\xff\xfe{")
    older = audio / "older.mp3"
    older.write_bytes(sound.read_bytes())
    del facts["article"]  # made by a docbao that did not write it down
    facts["recording"].update(id="b" * 64, article="00000000000000bb")
    older.with_suffix(".json").write_text(json.dumps(facts))
    (home / ".docbao" / "library.db").unlink()
    with open_newsroom(home) as newsroom:
        found = {r.id[:4]: r.path for r in newsroom.library.recordings()}
        assert found["bbbb"] == "audio/thu/older.mp3"
        assert len(found) == 2
        assert newsroom.library.article(ARTICLE.id).blocks == ARTICLE.blocks
    assert torn.exists()


def test_what_the_library_knows_already_stays_as_it_is(home: Path) -> None:
    with open_newsroom(home) as newsroom:
        library = newsroom.library
        newer = replace(ARTICLE, title="Sửa lại tên")
        library.save_article(newer)
        (recording,) = library.recordings()
        library.keep(ARTICLE.id)
        assert take_up(library, home / "audio", home) is None
        assert library.article(ARTICLE.id) == newer
        assert library.recording(recording.id).kept
