"""Where extraction runs: here, or in a worker that may hang or die without harm.

Pages come from anywhere, and the libraries that read them are large: one page in a million
takes minutes or all memory. The worker is a process of its own with a limit on both; the page
that broke it fails with a clear error, and the next one finds a fresh worker.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Final, Protocol, Self

from docbao.errors import DocbaoError, ExtractError
from docbao.i18n import Phrase
from docbao.model import Article, Entry, Feed, Page

TIME_LIMIT_S: Final = 20.0
"""For one page; the slowest real page measured took under a second."""
MEMORY_LIMIT_BYTES: Final = 1 << 30
"""Address space of the worker; it takes under 200 MB (180 measured on Linux)."""
_START_LIMIT_S: Final = 60.0
"""For a worker to be ready: importing trafilatura takes a second, more on a busy machine."""

Extract = Callable[..., Article]
"""Called as `extract(page, feed=…, entry=…)`; must be importable by name in the worker."""


class Extractor(Protocol):
    """Something that finds the article on a page."""

    def extract(
        self, page: Page, *, feed: Feed | None = None, entry: Entry | None = None
    ) -> Article:
        """The article on `page`; see `docbao.sources.extract.extract`.

        Raises:
            ExtractError: There is none, or it could not be read within the limits.
        """
        ...

    def close(self) -> None:
        """Let go of what the extractor holds; it may be called twice."""
        ...


class DirectExtractor:
    """Extracts in this very process: quickest, and right for pages one trusts."""

    def extract(
        self, page: Page, *, feed: Feed | None = None, entry: Entry | None = None
    ) -> Article:
        """The article on `page`.

        Raises:
            ExtractError: There is none.
        """
        return _default()(page, feed=feed, entry=entry)

    def close(self) -> None:
        """Nothing is held."""


class WorkerExtractor:
    """Extracts in a process of its own, kept from page to page and replaced when it breaks.

    Safe to share between threads: pages are taken one at a time.
    """

    def __init__(
        self,
        *,
        time_limit_s: float = TIME_LIMIT_S,
        memory_limit_bytes: int | None = MEMORY_LIMIT_BYTES,
        extract: Extract | None = None,
    ) -> None:
        """Prepare; the process starts with the first page.

        Args:
            time_limit_s: Seconds a page may take, from when the worker is ready.
            memory_limit_bytes: Address space the worker may have, where the system can limit
                it (not on Windows); `None` for no limit.
            extract: What the worker runs, a function importable by name; the cascade unless
                one is given.
        """
        self._time_limit_s = time_limit_s
        self._memory_limit_bytes = memory_limit_bytes
        self._run = extract
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    @property
    def process_id(self) -> int | None:
        """The worker's process id, or `None` while there is no worker."""
        return self._process.pid if self._process else None

    def extract(
        self, page: Page, *, feed: Feed | None = None, entry: Entry | None = None
    ) -> Article:
        """The article on `page`, found by the worker.

        Raises:
            ExtractError: There is none, or the worker ran out of time or memory or died.
        """
        with self._lock:
            pipe = self._hand_over((page, feed, entry))
            try:
                answer = pipe.recv() if pipe.poll(self._time_limit_s) else "time"
            except (EOFError, OSError) as cause:
                self._discard()
                raise _died(page) from cause
            except BaseException:
                self._discard()  # interrupted: this answer must not meet the next page
                raise
            if isinstance(answer, Article):
                return answer
            if isinstance(answer, DocbaoError):
                raise answer
            self._discard()  # still at it, or out of memory: it cannot be trusted any more
            raise _too_slow(page, self._time_limit_s) if answer == "time" else _too_big(page)

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _hand_over(self, work: tuple[Page, Feed | None, Entry | None]) -> Connection:
        """Give `work` to the worker; one that died while idle is replaced, once."""
        for _ in range(2):
            pipe = self._pipe or self._start()
            try:
                pipe.send(work)
            except OSError:
                self._discard()
            else:
                return pipe
        raise _died(work[0])

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work,
            args=(theirs, self._memory_limit_bytes, self._run),
            name="docbao-extract",
            daemon=True,
        )
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        try:
            if ours.poll(_START_LIMIT_S) and ours.recv() == "ready":
                return ours
        except (EOFError, OSError):
            pass
        self._discard()
        raise ExtractError(
            Phrase(
                vi="Không khởi động được tiến trình đọc trang",
                en="The process that reads pages would not start",
            ),
            hint=Phrase(
                vi="Đóng bớt chương trình khác rồi thử lại.",
                en="Close some other programs and try again.",
            ),
        )

    def _discard(self) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join()
            process.close()


def _default() -> Extract:
    from docbao.sources.extract import extract  # noqa: PLC0415 - brings trafilatura: slow

    return extract


def _work(pipe: Connection, memory_limit_bytes: int | None, run: Extract | None) -> None:
    """The worker's whole life: pages in, articles or errors out, until the pipe closes."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that owns us
    extract = run or _warm()
    _limit_memory(memory_limit_bytes)
    pipe.send("ready")
    while True:
        try:
            page, feed, entry = pipe.recv()
        except (EOFError, OSError):
            return
        answer: object
        try:
            answer = extract(page, feed=feed, entry=entry)
        except DocbaoError as error:
            answer = error
        except MemoryError:
            answer = "memory"
        try:
            pipe.send(answer)
        except OSError:
            return


def _warm() -> Extract:
    """The cascade, with what it imports late imported now, while no page is waiting."""
    import readability  # noqa: F401, PLC0415 - see above
    import trafilatura  # noqa: F401, PLC0415 - see above

    return _default()


def _limit_memory(limit_bytes: int | None) -> None:
    if limit_bytes is None:
        return
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):  # macOS refuses; the time limit still holds
        resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))


def _too_slow(page: Page, limit_s: float) -> ExtractError:
    return ExtractError(
        Phrase(
            vi="Đọc trang {url} quá {limit:g} giây mà chưa xong, nên bỏ qua",
            en="Reading {url} took more than {limit:g} seconds; it was given up",
        ).fill(url=page.url, limit=limit_s),
        hint=_SKIP,
    )


def _too_big(page: Page) -> ExtractError:
    return ExtractError(
        Phrase(
            vi="Đọc trang {url} cần quá nhiều bộ nhớ, nên bỏ qua",
            en="Reading {url} needs too much memory; it was given up",
        ).fill(url=page.url),
        hint=_SKIP,
    )


def _died(page: Page) -> ExtractError:
    return ExtractError(
        Phrase(
            vi="Tiến trình đọc trang bị dừng giữa chừng khi đọc {url}",
            en="The process that reads pages died while reading {url}",
        ).fill(url=page.url),
        hint=_SKIP,
    )


_SKIP: Final = Phrase(
    vi="Mở bài này trong trình duyệt; các bài khác vẫn đọc được.",
    en="Open this article in a browser; the others can still be read.",
)
