"""All feeds asked at once; each answer handed over the moment it is there.

Threads, because the work is waiting. A feed that is slow, dead or hostile holds one thread and
nobody else: feeds of one host take turns (two at a time) without holding a thread while they
wait, and a thread that has waited long on its server is made up for by a new one.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from docbao.errors import DocbaoError, FetchError, NotModified, SourceError
from docbao.i18n import Phrase
from docbao.model import Bulletin, Feed, FeedState, Page
from docbao.sources.addresses import private_reach, read_address
from docbao.sources.answers import LONGEST_WAIT_S
from docbao.sources.feeds import parse_feed
from docbao.sources.fetch import FEED_LIMIT_BYTES, PER_HOST, Fetcher
from docbao.sources.listing import parse_listing

WORKERS: Final = 50
"""Threads that ask. At 0.2 s latency 50 feeds take one round; newsboat does the same with 50."""
MOST_WORKERS: Final = 400
"""Threads at most, those that wait on slow servers included."""
SLOW_S: Final = 2.0
"""A thread that has been at one feed for so long no longer counts among the `WORKERS`."""

FolderReader = Callable[[Feed], Bulletin]


@dataclass(frozen=True, slots=True)
class Edition:
    """What became of one feed in one refresh; exactly one of four things.

    New entries (`bulletin`), an error (`error`), nothing new (`unchanged`), or the server asked
    to be left alone for now and was (`waiting`).
    """

    feed: Feed
    bulletin: Bulletin | None
    error: DocbaoError | None
    state: FeedState
    """To be remembered for the next refresh."""
    waiting: bool = False
    """Not asked: `state.retry_at` has not come yet. No failure."""

    @property
    def unchanged(self) -> bool:
        """Whether the server said that nothing has changed since the last bulletin."""
        return self.bulletin is None and self.error is None and not self.waiting


def refresh(  # noqa: PLR0913 - seams and settings, all but the feeds by name
    feeds: Sequence[Feed],
    *,
    fetcher: Fetcher,
    states: Mapping[str, FeedState],
    now: Callable[[], datetime],
    folder_reader: FolderReader | None = None,
    workers: int = WORKERS,
) -> Generator[Edition]:
    """Ask every feed in `feeds` (enabled or not) and give each outcome as soon as it is known.

    Stopping early is free: nothing more is asked, and what is under way ends by itself within
    the fetcher's time limit, or at once when the fetcher is closed.

    Args:
        feeds: Whom to ask.
        fetcher: Used from many threads at once.
        states: What was remembered, by `Feed.name`; feeds without one are asked for all.
        now: The clock; called from many threads.
        folder_reader: Reads feeds of kind `files`; without it they fail.
        workers: Threads that ask at the same time.

    Yields:
        One edition for each feed, in the order of their answers.
    """
    reader = _Reader(fetcher, states, now, folder_reader)
    crew = _Crew(feeds, reader.read, workers)
    try:
        for _ in feeds:
            yield crew.next_edition()
    finally:
        crew.stop()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one feed."""

    fetcher: Fetcher
    states: Mapping[str, FeedState]
    now: Callable[[], datetime]
    folder_reader: FolderReader | None

    def read(self, feed: Feed) -> Edition:
        before = self.states.get(feed.name)
        if before is None or before.url != feed.url:
            before = FeedState(feed.name, url=feed.url)
        tried = self.now()
        # What lies farther ahead than any wait was reckoned by a clock that went wrong.
        longest = tried + timedelta(seconds=LONGEST_WAIT_S)
        if before.retry_at is not None and tried < before.retry_at <= longest:
            return Edition(feed, None, None, before, waiting=True)
        try:
            if feed.kind == "files":
                return self._read_folder(feed, before, tried)
            page = self.fetcher.fetch(
                feed.url,
                limit_bytes=FEED_LIMIT_BYTES,
                etag=before.etag,
                last_modified=before.last_modified,
                allow_private=private_reach(feed),
            )
            bulletin = _parse(page, feed, self.now())
        except NotModified:
            state = replace(before, tried=tried, succeeded=tried, error=None, retry_at=None)
            return Edition(feed, None, None, state)
        except DocbaoError as error:
            return Edition(feed, None, error, _after_error(before, tried, error))
        state = FeedState(
            feed=feed.name,
            etag=page.etag,
            last_modified=page.last_modified,
            tried=tried,
            succeeded=tried,
            moved_to=page.moved_to,
            url=feed.url,
        )
        return Edition(feed, bulletin, None, state)

    def _read_folder(self, feed: Feed, before: FeedState, tried: datetime) -> Edition:
        if self.folder_reader is None:
            message = Phrase(
                vi="Nguồn {feed} là thư mục, ở đây chưa đọc được",
                en="Feed {feed} is a folder, which cannot be read here",
            )
            raise SourceError(message.fill(feed=feed.name))
        bulletin = self.folder_reader(feed)
        return Edition(
            feed, bulletin, None, replace(before, tried=tried, succeeded=tried, error=None)
        )


def _parse(page: Page, feed: Feed, now: datetime) -> Bulletin:
    if feed.kind == "listing":
        return parse_listing(page, feed, now=now)
    return parse_feed(page, feed, now=now)


def _after_error(before: FeedState, tried: datetime, error: DocbaoError) -> FeedState:
    wait_s = error.retry_after_s if isinstance(error, FetchError) else None
    retry_at = None if wait_s is None else tried + timedelta(seconds=wait_s)
    return replace(before, tried=tried, error=error.message, retry_at=retry_at)


@dataclass(slots=True)
class _Task:
    feed: Feed
    host: str
    began_s: float = 0.0


class _Crew:
    """The threads of one refresh."""

    def __init__(
        self, feeds: Sequence[Feed], read: Callable[[Feed], Edition], workers: int
    ) -> None:
        self._read = read
        self._workers = max(workers, 1)
        self._lock = threading.Lock()
        self._waiting = deque(_Task(feed, _host(feed)) for feed in feeds)
        self._turns: dict[str, int] = {}
        self._held: dict[str, deque[_Task]] = {}
        self._under_way: set[int] = set()
        self._tasks: dict[int, _Task] = {}
        self._threads = 0
        self._results: queue.SimpleQueue[Edition | BaseException] = queue.SimpleQueue()
        with self._lock:
            self._hire()

    def next_edition(self) -> Edition:
        """The next outcome; waits for it."""
        while True:
            try:
                result = self._results.get(timeout=SLOW_S / 2)
            except queue.Empty:
                with self._lock:
                    self._hire()
                continue
            if isinstance(result, Edition):
                return result
            raise result

    def stop(self) -> None:
        """Ask nobody any more."""
        with self._lock:
            self._waiting.clear()
            self._held.clear()

    def _hire(self) -> None:
        """Start threads until there are enough that are not stuck with a slow server."""
        slow_since = time.monotonic() - SLOW_S
        stuck = sum(1 for task in self._tasks.values() if task.began_s < slow_since)
        wanted = min(self._workers + stuck, MOST_WORKERS, self._threads + len(self._waiting))
        while self._threads < wanted:
            self._threads += 1
            threading.Thread(target=self._work, name="refresh", daemon=True).start()

    def _work(self) -> None:
        me = threading.get_ident()
        done: _Task | None = None
        while (task := self._exchange(me, done)) is not None:
            try:
                self._results.put(self._read(task.feed))
            except BaseException as error:
                self._results.put(error)
            done = task

    def _exchange(self, me: int, done: _Task | None) -> _Task | None:
        """Give back the task that is done and take the next one whose host has a turn free."""
        with self._lock:
            if done is not None:
                self._release(done)
            while self._waiting:
                task = self._waiting.popleft()
                if task.host and self._turns.get(task.host, 0) >= PER_HOST:
                    self._held.setdefault(task.host, deque()).append(task)
                    continue
                self._turns[task.host] = self._turns.get(task.host, 0) + 1
                task.began_s = time.monotonic()
                self._tasks[me] = task
                return task
            self._tasks.pop(me, None)
            self._threads -= 1
            return None

    def _release(self, task: _Task) -> None:
        self._turns[task.host] -= 1
        held = self._held.get(task.host)
        if held:
            self._waiting.appendleft(held.popleft())


def _host(feed: Feed) -> str:
    """Whose turns `feed` takes; nobody's for a folder or an address that cannot be read."""
    if feed.kind == "files":
        return ""
    try:
        return read_address(feed.url).host
    except FetchError:
        return ""
