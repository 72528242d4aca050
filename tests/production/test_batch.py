from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import Executor
from functools import partial

import pytest

from docbao.errors import DocbaoError, SpeechError
from docbao.i18n import Phrase
from docbao.production.batch import InPlace, Outcome, open_processes, run


def double(number: int) -> int:
    if number == 3:
        raise SpeechError(Phrase("số ba", "three"))
    if number == 5:
        msg = "a bug"
        raise ValueError(msg)
    if number == 7 and os.environ.get("DOCBAO_TEST_MAY_KILL") == "1":
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def made(outcomes: list[Outcome[int, int]]) -> dict[int, int | None]:
    return {outcome.job: outcome.result for outcome in outcomes}


@pytest.mark.parametrize("workers", [1, 2])
def test_one_failed_item_stops_nothing(workers: int) -> None:
    outcomes = list(
        run(double, range(10), open_executor=partial(open_processes, workers), workers=workers)
    )
    results = made(outcomes)
    assert results == {n: None if n in (3, 5) else 2 * n for n in range(10)}
    errors = {outcome.job: outcome.error for outcome in outcomes if outcome.error}
    assert isinstance(errors[3], SpeechError)
    assert "ValueError" in str(errors[5])


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_worker_costs_only_the_item_that_kills(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCBAO_TEST_MAY_KILL", "1")
    outcomes = list(run(double, range(20), open_executor=partial(open_processes, 2), workers=2))
    assert sorted(outcome.job for outcome in outcomes) == list(range(20))
    failed = {outcome.job for outcome in outcomes if outcome.error}
    assert failed == {3, 5, 7}


def test_jobs_are_drawn_only_as_fast_as_they_are_done() -> None:
    drawn: list[int] = []

    def jobs() -> object:
        for number in range(1000):
            drawn.append(number)
            yield number + 100

    outcomes = run(double, jobs(), open_executor=InPlace, workers=1)  # type: ignore[arg-type]  # a generator typed loosely on purpose
    next(outcomes)
    assert len(drawn) <= 3
    outcomes.close()  # type: ignore[attr-defined]  # run is a generator


def test_an_outcome_is_a_value_or_an_error() -> None:
    outcome: Outcome[int, int] = Outcome(1, error=DocbaoError(Phrase("a", "b")))
    assert outcome.result is None


def test_in_place_is_an_executor() -> None:
    with InPlace() as executor:
        assert isinstance(executor, Executor)
        assert executor.submit(double, 4).result() == 8
