from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

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


_RUN = """
import os, sys, time
from tests.production.test_batch import sleep_and_tell
from docbao.production.batch import open_processes

if __name__ == "__main__":
    with open_processes(2) as pool:
        for _ in pool.map(sleep_and_tell, range(2)):
            print(_, flush=True)
        time.sleep(60)
"""


def sleep_and_tell(_: int) -> int:
    time.sleep(0.3)
    return os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_no_worker_outlives_a_run_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "a_run.py"
    script.write_text(_RUN, "utf-8")
    paths = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)])
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    ) as killed:
        assert killed.stdout is not None
        workers = {int(killed.stdout.readline()) for _ in range(2)}
        killed.kill()
    end = time.monotonic() + 20
    while any(is_there(worker) for worker in workers):
        assert time.monotonic() < end, "a worker is still there"
        time.sleep(0.05)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Nobody may be there to take its leave: what is dead but not yet counted out is gone.
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
