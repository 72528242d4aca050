"""Workers on other machines, reached through a Dask scheduler.

The same functions run there as in a process of this machine. When a worker dies, Dask gives what
it was doing to another; only what kills several in a row is given up.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import AbstractContextManager
from functools import partial
from threading import Event, Thread
from typing import Any, Final, TypeVar

from docbao.errors import DocbaoError, LibraryError
from docbao.i18n import Phrase

_CONNECT_S: Final = 15
_WORKERS_S: Final = 30
_COUNT_EVERY_S: Final = 2.0
_PATIENCE_S: Final = 10.0

_Any = TypeVar("_Any")


class Cluster(AbstractContextManager["Cluster"]):
    """The crew behind a scheduler; see `docbao.production.batch.Crew`."""

    remote = True

    def __init__(self, address: str, client: Any) -> None:
        """A crew reached through `client`, a `distributed.Client` connected to `address`."""
        self._address = address
        self._client = client
        self._size = 0
        self._counted = float("-inf")

    def __exit__(self, *_: object) -> None:
        self._client.close(timeout=5)

    @property
    def size(self) -> int:
        """How many workers there are now; one more may come at any time.

        Not how many threads: voices are made for one.
        """
        if self.is_lost():
            raise _unreached(self._address)
        if time.monotonic() - self._counted > _COUNT_EVERY_S:
            self._counted = time.monotonic()
            self._size = len(_asked(self._address, self._client.nthreads))
        return self._size

    def is_lost(self) -> bool:
        """Whether the scheduler does not answer at present."""
        return str(self._client.status) != "running"

    def open(self) -> Executor:
        """The workers as an executor.

        Raises:
            LibraryError: The scheduler is gone, or no worker came.
        """
        if self.is_lost():
            raise _unreached(self._address)
        try:
            self._client.wait_for_workers(1, timeout=_WORKERS_S)
        except (TimeoutError, OSError) as cause:
            raise LibraryError(
                Phrase(
                    "cụm máy {address} chưa có máy đọc nào",
                    "the cluster {address} has no worker",
                ).fill(address=self._address),
                hint=Phrase(
                    "Chạy trên mỗi máy đọc: dask worker {address} --nthreads 1 --nworkers -1",
                    "Run on each machine: dask worker {address} --nthreads 1 --nworkers -1",
                ).fill(address=self._address),
            ) from cause
        # Not pure: the same article asked for again is to be looked at again.
        inner = _asked(self._address, partial(self._client.get_executor, pure=False))
        return Relay(inner, self.is_lost)


class Relay(Executor):
    """A cluster's executor with docbao's errors, and every option of Python's own `shutdown`."""

    def __init__(
        self,
        inner: Executor,
        is_lost: Callable[[], bool] = lambda: False,
        *,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        """Stand before `inner`.

        Args:
            inner: The cluster's own.
            is_lost: Whether the scheduler does not answer. Dask then waits for it for ever, and
                would let everybody wait with it.
            patience_s: How long it may be so before everything under way is given up.
        """
        self._inner = inner
        self._is_lost = is_lost
        self._patience_s = patience_s
        self._flying: dict[Future[Any], Future[Any]] = {}
        self._over = Event()
        Thread(target=self._watch, name="cluster", daemon=True).start()

    def submit(self, fn: Callable[..., _Any], /, *args: object, **kwargs: object) -> Future[_Any]:
        """Have `fn` run by a worker."""
        outer: Future[_Any] = Future()
        try:
            inner = self._inner.submit(fn, *args, **kwargs)
        except Exception as cause:
            raise BrokenExecutor(str(cause)) from cause
        self._flying[inner] = outer
        inner.add_done_callback(self._hand_on)
        return outer

    def _hand_on(self, inner: Future[Any]) -> None:
        outer = self._flying.pop(inner, None)
        if outer is None:
            return  # given up before
        if inner.cancelled():
            outer.set_exception(BrokenExecutor("the scheduler let it go"))
            return
        failure = inner.exception()
        if failure is None:
            outer.set_result(inner.result())
        elif type(failure).__name__ == "KilledWorker":  # by name: its library is an extra
            outer.set_exception(_deadly())
        else:
            outer.set_exception(failure)

    def _watch(self) -> None:
        """Give up what is under way when the scheduler has been gone for too long."""
        heard = time.monotonic()
        while not self._over.wait(self._patience_s / 10):
            if not self._is_lost():
                heard = time.monotonic()
            elif time.monotonic() - heard >= self._patience_s:
                for inner in list(self._flying):
                    outer = self._flying.pop(inner, None)
                    if outer is not None:
                        outer.set_exception(BrokenExecutor("the scheduler is gone"))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers go; they stay for others."""
        self._over.set()
        if self._is_lost():
            return  # nobody is there to be told
        if cancel_futures:
            for future in list(self._flying):
                future.cancel()
        self._inner.shutdown(wait=wait and not cancel_futures)


def open_cluster(address: str) -> Cluster:
    """The crew behind the Dask scheduler at `address`; use it as a context manager.

    Raises:
        LibraryError: Dask is not installed, or the scheduler does not answer.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as cause:
        raise LibraryError(
            Phrase("chưa cài phần dùng cụm máy", "what reaches a cluster is not installed"),
            hint=Phrase(
                "Cài bằng: pip install 'docbao[cluster]'",
                "Install it with: pip install 'docbao[cluster]'",
            ),
        ) from cause
    # It writes tracebacks of a line that was cut; what that means is told in docbao's own words.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    client = _asked(
        address,
        lambda: Client(address, timeout=_CONNECT_S, set_as_default=False, name="docbao"),
    )
    return Cluster(address, client)


def _asked(address: str, question: Callable[[], Any]) -> Any:
    try:
        return question()
    except (OSError, TimeoutError, ValueError, RuntimeError) as cause:
        raise _unreached(address) from cause


def _unreached(address: str) -> LibraryError:
    return LibraryError(
        Phrase(
            "không nối được tới bộ điều phối {address}",
            "the scheduler {address} cannot be reached",
        ).fill(address=address),
        hint=Phrase(
            "Chạy nó bằng: dask scheduler; xem lại địa chỉ và tường lửa. Bài đã làm vẫn còn.",
            "Start it with: dask scheduler; check address and firewall. What is made stays.",
        ),
    )


def _deadly() -> DocbaoError:
    return DocbaoError(
        Phrase(
            "bài này làm mấy máy đọc tắt liên tiếp", "several workers died in a row on this item"
        ),
        hint=Phrase(
            "Xem nhật ký của dask worker; thường là thiếu bộ nhớ.",
            "Look at the log of dask worker; most often memory was lacking.",
        ),
    )
