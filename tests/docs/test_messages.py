"""The errors a person may meet, read as one set: each helps, and all are told alike."""

from __future__ import annotations

import importlib.util
import re
import string
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

WITHOUT_A_HINT = {
    "sources/dates.py": "caught where the date was asked for",
    "sources/fetch.py": "NotModified, a result",
    "sources/refresh.py": "a mistake in docbao's own wiring",
    "speech/worker.py": "GaveWay: caught by whoever asked ahead",
    "sources/wire.py": "docbao is closing",
    "store/troubles.py": "caught where the library was to be opened without waiting",
    "store/clips.py": "a mistake in docbao's own wiring",
}
# What a person is told is never his fault, never shouted, never in the words of programmers.
UNKIND = re.compile(
    r"(?<!<)!|\b(?:invalid|illegal|fatal|abort|exception|null|bad value|you must)\b"
    r"|\b(?:lỗi của bạn|bạn sai|không hợp lệ|bất hợp pháp)\b",
    re.IGNORECASE,
)
A_COMMAND_OR_VALUE = re.compile(
    r"(?:docbao|pip install|--[a-z]+)[^.]*\Z|[:“(]\s*\S+\Z|[”»`)\"}]\Z|[A-ZĐÊÔƠƯ-]{3,}\Z"
)
OLD_TONES = re.compile(r"(?:oá|oà|oả|oã|oạ|(?<!q)(?:uý|uỳ|uỷ|uỹ|uỵ))\b")
"""hoà, thuý: the one or the other spelling, and docbao's is hòa, thúy."""


@pytest.fixture(scope="module")
def told() -> tuple[Any, ...]:
    """Every error of the package."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "packaging" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module  # where its dataclasses look for their types
    spec.loader.exec_module(module)
    return tuple(module.messages())


def test_every_error_says_what_to_do(told: tuple[Any, ...]) -> None:
    assert len(told) > 150
    bare = {m.place.partition(":")[0] for m in told if not m.has_hint}
    assert bare == set(WITHOUT_A_HINT)


def test_messages_name_the_thing_without_a_full_stop_and_hints_end_with_one(
    told: tuple[Any, ...],
) -> None:
    # The faces put a message into a sentence of theirs: “Lỗi: {message}. Cách sửa: {hint}”.
    for message in told:
        if message.message is not None:
            for said in (message.message.vi, message.message.en):
                assert not said.endswith("."), (message.place, said)
        if message.hint is not None:
            for said in (message.hint.vi, message.hint.en):
                begins = said[0]
                assert begins.isupper() or begins in "`“{<" or said.startswith("docbao"), said
                assert said.endswith((".", "?")) or A_COMMAND_OR_VALUE.search(said), said


def test_no_message_blames_shouts_or_talks_shop(told: tuple[Any, ...]) -> None:
    for message in told:
        for words in (message.message, message.hint):
            for said in (words.vi, words.en) if words is not None else ():
                assert not UNKIND.search(said), (message.place, said)
                assert "«" not in said, (message.place, said)


def test_both_languages_have_the_same_blanks(told: tuple[Any, ...]) -> None:
    def blanks(wording: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(wording) if name is not None}

    for message in told:
        for words in (message.message, message.hint):
            if words is not None:
                assert blanks(words.vi) == blanks(words.en), message.place


def test_vietnamese_is_spelled_one_way(told: tuple[Any, ...]) -> None:
    for message in told:
        for words in (message.message, message.hint):
            if words is not None:
                assert not OLD_TONES.search(words.vi), words.vi
