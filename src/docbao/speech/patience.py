"""Sound that nobody waits for yet: made at low priority, and given up when somebody does wait.

What is made ahead runs inside `patiently()`. An engine with a worker of its own has it computed
in a thread of low priority there, and `give_way()` of such an engine ends it in mid-utterance, so
that what is wanted now never stands behind it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Protocol, TypeVar, runtime_checkable

_NICE: Final = 10
"""Half of the way to the lowest priority of POSIX (19)."""
_patient: ContextVar[bool] = ContextVar("patient", default=False)
_T = TypeVar("_T")


@runtime_checkable
class GivesWay(Protocol):
    """An engine, or the speaker in its worker, that can leave off what nobody waits for."""

    def give_way(self) -> None:
        """End what is being spoken patiently, if anything is; safe from any thread."""
        ...


@contextmanager
def patiently() -> Iterator[None]:
    """What this thread has spoken in here is wanted by nobody yet; it may raise `GaveWay`."""
    token = _patient.set(True)
    try:
        yield
    finally:
        _patient.reset(token)


def is_patient() -> bool:
    """Whether this thread is inside `patiently()`."""
    return _patient.get()


def at_low_priority(work: Callable[[], _T]) -> _T:
    """What `work` gives, done in a thread of low priority where the system has such.

    Linux alone counts priority by thread and cannot give it back to the process; elsewhere the
    work is done as any other.
    """
    results: list[_T] = []
    failures: list[Exception] = []

    def run() -> None:
        if sys.platform == "linux":
            thread = threading.get_native_id()
            nice = max(_NICE, os.getpriority(os.PRIO_PROCESS, thread))
            os.setpriority(os.PRIO_PROCESS, thread, nice)
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001, RUF100 - raised again in the caller's thread
            failures.append(error)

    thread = threading.Thread(target=run, name="patient")
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return results[0]
