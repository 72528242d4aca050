"""Many items, one at a time or many at once: a value or an error for each, and never a stop.

Any `concurrent.futures.Executor` will do: processes on this machine, a cluster's, or the plain
`InPlace` below. A worker that is killed takes down a whole process pool and every job in it;
here the jobs that were in flight are then tried again one by one, so that the one that kills
its worker is found out and fails alone, and the innocent are made.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as await_any
from threading import Thread
from typing import Final, Generic, Protocol, TypeVar

from docbao.errors import DocbaoError
from docbao.i18n import Phrase

log = logging.getLogger(__name__)

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")
_Any = TypeVar("_Any")

_AHEAD_PER_WORKER: Final = 2  # enough that no worker waits; few enough that memory stays flat


@dataclass(frozen=True, slots=True)
class Outcome(Generic[_Job, _Result]):
    """What became of one job: exactly one of `result` and `error` is there."""

    job: _Job
    result: _Result | None = None
    error: DocbaoError | None = None


class InPlace(Executor):
    """Runs each job where it is submitted: no processes, no threads, nothing to start."""

    def submit(self, fn: Callable[..., _Any], /, *args: object, **kwargs: object) -> Future[_Any]:
        """Run `fn` now."""
        future: Future[_Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            # Handed on through the future, as every executor does.
            future.set_exception(error)
        return future


def open_processes(workers: int) -> Executor:
    """A pool of `workers` fresh processes, the same on every system (spawn)."""
    if workers <= 1:
        return InPlace()
    return ProcessPoolExecutor(
        max_workers=workers, mp_context=get_context("spawn"), initializer=_go_with_the_run
    )


def _go_with_the_run() -> None:
    """End this worker when the run that began it has ended, however that was.

    A pool's worker waits for work on a pipe whose other end it holds open itself, so a killed
    run would leave it there for ever, a voice in its memory.
    """
    run = parent_process()
    if run is not None:
        Thread(target=_end_after, args=(run.sentinel,), daemon=True, name="orphan-guard").start()


def _end_after(sentinel: int) -> None:
    await_any([sentinel])
    os._exit(1)


class Crew(Protocol):
    """Who does the work: how many there are, and the executor that reaches them."""

    @property
    def size(self) -> int:
        """How many jobs are worked on at once; may change while it works."""
        ...

    @property
    def remote(self) -> bool:
        """Whether they may be on other machines."""
        ...

    def open(self) -> Executor:
        """An executor that reaches them; asked for again after one has broken."""
        ...


@dataclass(frozen=True, slots=True)
class Processes:
    """Fresh processes of this machine; one alone is this process itself."""

    size: int = 1
    remote: bool = False

    def open(self) -> Executor:
        """See `Crew`."""
        return open_processes(self.size)


def run(
    function: Callable[[_Job], _Result],
    jobs: Iterable[_Job],
    *,
    open_executor: Callable[[], Executor],
    workers: int | Callable[[], int],
) -> Iterator[Outcome[_Job, _Result]]:
    """Do every job, yielding each as it is done; order is that of completion.

    Args:
        function: Importable by name, as are its argument and result picklable, when the
            executor's workers are other processes.
        jobs: Drawn only as fast as they are worked off.
        open_executor: Makes an executor; called again after one has broken.
        workers: How many jobs the executor works on at once; asked again as it changes.
    """
    waiting = iter(jobs)
    suspects: deque[_Job] = deque()
    flying: dict[Future[_Result], _Job] = {}
    executor = open_executor()
    try:
        while True:
            alone = bool(suspects)
            crew = workers if isinstance(workers, int) else workers()
            room = 1 if alone else max(1, crew) * _AHEAD_PER_WORKER
            while len(flying) < room:
                try:
                    job = suspects.popleft() if suspects else next(waiting)
                except StopIteration:
                    break
                try:
                    flying[executor.submit(function, job)] = job
                except BrokenExecutor:
                    suspects.appendleft(job)
                    executor = _reopened(executor, open_executor)
            if not flying:
                return
            finished, _ = wait(flying, return_when=FIRST_COMPLETED)
            broken: list[_Job] = []
            for future in [flown for flown in flying if flown in finished]:  # in their order
                job = flying.pop(future)
                failure = future.exception()
                if isinstance(failure, BrokenExecutor):
                    broken.append(job)
                else:
                    yield _outcome(job, future)
            if broken:
                broken.extend(flying.values())
                flying.clear()
                executor = _reopened(executor, open_executor)
                if alone and len(broken) == 1:
                    yield Outcome(broken[0], error=_killed())
                else:
                    suspects.extend(broken)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _reopened(executor: Executor, open_executor: Callable[[], Executor]) -> Executor:
    executor.shutdown(wait=False, cancel_futures=True)
    return open_executor()


def _killed() -> DocbaoError:
    return DocbaoError(
        Phrase("tiến trình đọc bài này bị tắt giữa chừng", "the worker on this item was killed"),
        hint=Phrase("Chạy lại lệnh; bài đã xong không làm lại.", "Run again; what is done stays."),
    )


def _outcome(job: _Job, future: Future[_Result]) -> Outcome[_Job, _Result]:
    failure = future.exception()
    if failure is None:
        return Outcome(job, result=future.result())
    if isinstance(failure, DocbaoError):
        return Outcome(job, error=failure)
    # A bug of ours: it keeps its traceback in the log, and the other items go on.
    log.error("unexpected job=%r", job, exc_info=failure)
    bug = DocbaoError(
        Phrase("lỗi trong docbao: {what}", "a bug in docbao: {what}").fill(
            what=f"{type(failure).__name__}: {failure}"
        ),
        hint=Phrase("Hãy báo lỗi kèm kết quả của -vv.", "Please report it with the output of -vv."),
    )
    return Outcome(job, error=bug)
