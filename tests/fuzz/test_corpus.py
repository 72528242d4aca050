"""The kept corpus, tried again, and a few hundred fresh inputs for each harness."""

from __future__ import annotations

import re
from random import Random

import pytest
from tests.fuzz.harness import Harness
from tests.fuzz.mutation import Mutator
from tests.fuzz.run import NAMES, hammer, harness_named, try_in_time

_FRESH = {"extract": 25, "feeds": 100, "rules": 150}
"""Fewer where one takes milliseconds; `make fuzz` tries as many as it is told."""


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_corpus_breaks_a_reader_any_more(name: str) -> None:
    harness = harness_named(name)
    for path in harness.kept():
        try_in_time(harness, path.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_broken_input_gets_a_result_or_an_error_of_ours(name: str) -> None:
    harness = harness_named(name)
    runs = _FRESH.get(name, 300)
    seeds = Harness(name, harness.try_one, harness.words, harness.corpus()[:20])
    assert hammer(seeds, runs=runs, seed=2026) == runs


def test_the_same_number_makes_the_same_inputs() -> None:
    mutator = Mutator([b"ng\xc3\xa0y 5/6", b"1.000"], [b"kg"], 50)
    first, second = (
        [mutator.make(chance) for _ in range(200)] for chance in (Random(7), Random(7))
    )
    assert first == second
    assert len(set(first)) > 100
    assert all(len(data) <= 50 for data in first)


def test_a_crash_and_a_broken_promise_are_told_with_their_input() -> None:
    def fall(data: bytes) -> None:
        assert len(data) < 3

    with pytest.raises(AssertionError) as caught:
        hammer(Harness("none", fall, seeds=[b"abcd"]), runs=5, seed=1)
    assert any("abcd" in note for note in caught.value.__notes__)


def test_what_hangs_in_an_expression_is_ended() -> None:
    def hang(_: bytes) -> None:
        re.match(r"(?:-+)+x", "-" * 60)

    with pytest.raises(AssertionError, match="hangs"):
        try_in_time(Harness("none", hang), b"")
