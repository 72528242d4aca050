from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from docbao.errors import ItemNotFound
from docbao.model import Article, Bulletin, Entry, Recording
from docbao.store import Library

if TYPE_CHECKING:
    from tests.store.conftest import Clock

MakeBulletin = Callable[..., Bulletin]
MakeEntry = Callable[[str, int], Entry]
MakeRecording = Callable[..., Recording]


def ids(recordings: tuple[Recording, ...]) -> list[str]:
    return [recording.id for recording in recordings]


def test_a_recording_comes_back_with_its_cues(
    library: Library, make_recording: MakeRecording
) -> None:
    made = make_recording("r1", "00aa", kept=True)
    library.save_recording(made)
    assert library.recording("r1") == made
    assert library.recording_of("00aa") == made
    assert library.recording_of("00aa", "r1") == made
    assert library.recordings() == (dataclasses.replace(made, cues=()),)


def test_what_was_not_made_must_be_made(library: Library, make_recording: MakeRecording) -> None:
    library.save_recording(make_recording("r1", "00aa"))
    assert library.recording_of("00aa", "r2") is None
    assert library.recording_of("00bb", "r1") is None
    with pytest.raises(ItemNotFound):
        library.recording("r2")


def test_the_latest_rendition_of_an_article_counts(
    library: Library, make_recording: MakeRecording, clock: Clock
) -> None:
    for name in ("z", "a"):
        library.save_recording(make_recording(name, "00aa"))
        clock.forward(seconds=1)
    latest = library.recording_of("00aa")
    assert latest is not None
    assert latest.id == "a"


def test_recordings_narrow_by_article_feed_and_time(  # noqa: PLR0917 - fixtures
    library: Library,
    make_recording: MakeRecording,
    clock: Clock,
    bulletin: MakeBulletin,
    make_entry: MakeEntry,
    article: Article,
) -> None:
    entry = make_entry("a", 1)
    library.add_bulletin(bulletin("a", entry))
    library.save_article(article)
    library.save_recording(make_recording("of-entry", entry.id))
    clock.forward(hours=1)
    library.save_recording(make_recording("of-article", article.id))
    library.save_recording(make_recording("alone", "ffff"))
    assert ids(library.recordings(feed="a")) == ["of-entry"]
    assert ids(library.recordings(feed="vne")) == ["of-article"]
    assert ids(library.recordings(feed="")) == ["alone"]
    assert ids(library.recordings(since=clock.now)) == ["alone", "of-article"]
    assert ids(library.recordings(limit=1)) == ["alone"]
    assert library.entries()[0].has_recording


def test_the_longest_unused_go_first_and_kept_ones_never(
    library: Library, make_recording: MakeRecording, clock: Clock
) -> None:
    for name, kept in (("old-kept", True), ("old", False), ("played", False), ("new", False)):
        library.save_recording(make_recording(name, name, size_bytes=100, kept=kept))
        clock.forward(minutes=1)
    library.touch_recording("played")
    assert library.recordings_to_evict(400) == ()
    assert ids(library.recordings_to_evict(399)) == ["old"]
    assert ids(library.recordings_to_evict(250)) == ["old", "new"]
    assert ids(library.recordings_to_evict(0)) == ["old", "new", "played"]


def test_hearing_an_article_postpones_its_recordings_turn(
    library: Library, make_recording: MakeRecording, clock: Clock
) -> None:
    for name in ("first", "second"):
        library.save_recording(make_recording(name, name, size_bytes=100))
        clock.forward(minutes=1)
    library.mark_heard("first")
    assert ids(library.recordings_to_evict(100)) == ["second"]


def test_a_forgotten_recording_is_gone(library: Library, make_recording: MakeRecording) -> None:
    library.save_recording(make_recording("r1", "00aa"))
    library.forget_recording("r1")
    library.forget_recording("r1")
    assert library.recordings() == ()


def test_many_recordings_are_put_to_use_at_once_as_one_by_one(
    library: Library, make_recording: MakeRecording, clock: Clock
) -> None:
    names = [f"r{number}" for number in range(4)]
    for name in names:
        library.save_recording(make_recording(name, name))
        clock.forward(seconds=1)
    library.touch_recordings(iter(("r0", "r1", "not there")))
    library.touch_recordings(())
    assert ids(library.recordings_to_evict(0)) == ["r2", "r3", "r0", "r1"]
