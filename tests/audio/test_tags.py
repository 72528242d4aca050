from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.id3 import ID3

from docbao.audio.tags import Heading, Tags, chapters, lyrics, render_tags
from docbao.errors import AudioError
from docbao.model import LEAD, TITLE, Cue, Utterance

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))
FULL = Tags(
    title="Quảng Ninh: giá thịt lợn “giảm” 5%",
    artist="Báo Ví dụ",
    album="Kinh tế",
    published=datetime(2026, 11, 24, 13, 5, 9, tzinfo=timezone(timedelta(hours=7))),
    url="https://vi.example/bài-viết?a=1&b=2",
    headings=(Heading(TITLE, "Tiêu đề"), Heading(2, "Phần hai: dài hơn phần ba"), Heading(4, "Ba")),
    cover=JPEG,
)


def cue(start_ms: int, block: int, text: str = "Một câu.") -> Cue:
    return Cue(start_ms, start_ms + 900, Utterance(text, text, block=block))


CUES = (
    cue(0, TITLE, "Tiêu đề."), cue(1_000, LEAD, "Sapo."), cue(2_000, 0), cue(3_000, 0, "Hai."),
    cue(4_000, 2), cue(5_000, 3), cue(6_000, 4),
)  # fmt: skip


def read(data: bytes) -> Any:
    return ID3(io.BytesIO(data + bytes(4_000)))  # type: ignore[no-untyped-call]  # mutagen


def test_another_reader_finds_every_field() -> None:
    data = render_tags(FULL, CUES, 7_000)
    assert data[:5] == b"ID3\x03\x00"
    tag = read(data)
    assert str(tag["TIT2"]) == FULL.title
    assert str(tag["TPE1"]) == FULL.artist
    assert str(tag["TALB"]) == FULL.album
    assert str(tag["TDRC"]) == "2026-11-24 06:05:00"
    assert str(tag["TLAN"]) == "vie"
    assert str(tag["TLEN"]) == "7000"
    assert str(tag["TCON"]) == "Podcast"
    assert tag["WOAF"].url == "https://vi.example/b%C3%A0i-vi%E1%BA%BFt?a=1&b=2"
    assert tag["WXXX:"].url == tag["WOAF"].url
    assert tag["APIC:"].data == JPEG
    assert tag["APIC:"].mime == "image/jpeg"
    assert tag["USLT::vie"].text.startswith("Tiêu đề.\n\nSapo.\n\nMột câu.\nHai.\n\n")
    assert tag["SYLT::vie"].text == [(cue.utterance.text, cue.start_ms) for cue in CUES]


def test_chapters_stand_in_order_of_time_with_a_table_of_contents() -> None:
    data = render_tags(FULL, CUES, 7_000)
    tag = read(data)
    assert tag["CTOC:toc"].child_element_ids == ["ch0", "ch1", "ch2"]
    told = [tag[f"CHAP:ch{number}"] for number in range(3)]
    assert [(chap.start_time, chap.end_time) for chap in told] == [
        (0, 4_000), (4_000, 6_000), (6_000, 7_000)
    ]  # fmt: skip
    assert [str(chap.sub_frames["TIT2"]) for chap in told] == [
        "Tiêu đề", "Phần hai: dài hơn phần ba", "Ba"
    ]  # fmt: skip
    assert data.index(b"ch0\0\0\0") < data.index(b"ch1\0\0\0") < data.index(b"ch2\0\0\0")


def test_what_comes_before_the_first_heading_is_a_chapter_of_its_own() -> None:
    told = chapters(
        replace(FULL, headings=(Heading(2, "Hai"), Heading(9, "Không đọc"))), CUES, 7_000
    )
    assert [(chap.start_ms, chap.end_ms, chap.title) for chap in told] == [
        (0, 4_000, FULL.title), (4_000, 7_000, "Hai")
    ]  # fmt: skip


def test_no_heading_no_chapters() -> None:
    tag = read(render_tags(replace(FULL, headings=()), CUES, 7_000))
    assert not tag.getall("CHAP")
    assert not tag.getall("CTOC")


def test_the_least_tag_has_a_title_and_a_length() -> None:
    tag = read(render_tags(Tags("x"), (), 10))
    assert set(tag) == {"TIT2", "TCON", "TLAN", "TLEN"}


def test_only_the_time_of_publication_enters() -> None:
    assert render_tags(FULL, CUES, 7_000) == render_tags(FULL, CUES, 7_000)
    other = replace(FULL, published=datetime(2026, 11, 24, 6, 5, 9, tzinfo=UTC))
    assert render_tags(FULL, CUES, 7_000) == render_tags(other, CUES, 7_000)


def test_a_cover_that_is_no_picture_is_refused() -> None:
    with pytest.raises(AudioError, match="JPEG"):
        render_tags(replace(FULL, cover=b"<svg/>"), CUES, 7_000)


def test_lyrics_of_nothing_are_empty() -> None:
    assert lyrics(()) == ""


@settings(max_examples=60, deadline=None)
@given(
    starts=st.lists(st.tuples(st.integers(0, 10**7), st.integers(-2, 9)), min_size=1, max_size=30),
    headings=st.lists(st.integers(-2, 9), max_size=8, unique=True),
)
def test_chapters_tile_the_recording(starts: list[tuple[int, int]], headings: list[int]) -> None:
    cues = tuple(cue(start, block) for start, block in sorted(starts))
    tags = Tags("x", headings=tuple(Heading(block, f"h{block}") for block in headings))
    told = chapters(tags, cues, 10**7 + 900)
    if told:
        assert told[0].start_ms == 0
        assert told[-1].end_ms == 10**7 + 900
        assert all(a.end_ms == b.start_ms for a, b in pairwise(told))
