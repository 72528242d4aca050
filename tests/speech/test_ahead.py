from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.speech.ahead import in_order


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 0.003), max_size=30), st.integers(0, 5))
def test_what_is_asked_first_is_given_first(naps: list[float], parallel: int) -> None:
    def speak(asked: tuple[int, float]) -> int:
        time.sleep(asked[1])
        return asked[0]

    assert list(in_order(speak, enumerate(naps), parallel=parallel)) == list(range(len(naps)))


def test_as_many_at_once_as_may_be_and_no_more() -> None:
    lock, at_once, most = threading.Lock(), 0, 0

    def speak(_number: int) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.01)
        with lock:
            at_once -= 1

    list(in_order(speak, range(20), parallel=4))
    assert most == 4


def test_it_reads_only_a_little_ahead() -> None:
    read: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(1000):
            read.append(number)
            yield number

    given = in_order(lambda number: number, numbers(), parallel=3)
    assert [next(given) for _ in range(5)] == [0, 1, 2, 3, 4]
    assert len(read) <= 5 + 2 * 3
    given.close()
    assert len(read) <= 5 + 2 * 3


def test_an_error_comes_in_its_turn_and_ends_it() -> None:
    begun: list[int] = []

    def speak(number: int) -> int:
        begun.append(number)
        return 10 // (number - 3)

    given = in_order(speak, range(1000), parallel=2)
    assert [next(given) for _ in range(3)] == [-4, -5, -10]
    with pytest.raises(ZeroDivisionError):
        next(given)
    assert len(begun) < 12
    with pytest.raises(StopIteration):
        next(given)
