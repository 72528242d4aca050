"""From what is wished for to what a worker is told: the article, who reads it, where it goes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from docbao.audio.presets import Preset, find_preset
from docbao.errors import DocbaoError
from docbao.model import Article, Delivery, Recording
from docbao.narration.casting import Casting
from docbao.narration.commission import Commission, recording_path, relative_path
from docbao.newsroom import Newsroom
from docbao.production.errand import out_of_time
from docbao.speech.choice import is_upgrade
from docbao.store.depot import Depot, is_depot, open_depot


@dataclass(frozen=True, slots=True)
class Wish:
    """An article somebody wants to hear: one that is at hand, or an entry to be fetched."""

    label: str
    """What to call it while it has no title."""
    entry_id: str = ""
    article: Article | None = None
    error: DocbaoError | None = None
    """Why it cannot be had, when that is known already."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How recordings are to be made; what is not said comes from `feeds.yaml`."""

    preset: str | None = None
    engine: str | None = None
    voice: str | None = None
    rate: float | None = None
    jobs: int = 1
    again: bool = False
    """Make anew what is there already."""
    keep: bool = False
    """Never evict what this makes."""
    upgrade: bool = False
    """Make anew what a lesser voice spoke, now that a better one is here."""
    deadline: datetime | None = None
    """Nothing is begun that would not be ready by then."""
    to: str = ""
    """Where recordings go: a folder, or an address of object storage; empty as `feeds.yaml`."""


class Commissioner:
    """Makes the commissions of one batch."""

    def __init__(self, newsroom: Newsroom, manner: Manner) -> None:
        """Commissions in `manner`.

        Raises:
            AudioError: There is no such preset.
            LibraryError: There is no such kind of storage.
        """
        self._newsroom = newsroom
        self._manner = manner
        self.preset = _preset(newsroom, manner)
        self.depot: Depot | None = open_depot(manner.to) if is_depot(manner.to) else None
        self._listings: dict[tuple[str, str], dict[str, int]] = {}

    @cached_property
    def casting(self) -> Casting:
        """Who reads."""
        return self._newsroom.casting(engine=self._manner.engine, voice=self._manner.voice)

    @property
    def folder(self) -> Path:
        """Where recordings go when they go to a folder."""
        if self._manner.to and self.depot is None:
            return Path(self._manner.to).expanduser().absolute()
        return self._newsroom.config.locations.audio

    def commission(self, article: Article) -> Commission:
        """All there is to say about the recording of `article`.

        Raises:
            EngineNotFound: The engine or voice asked for is not there.
            SpeechError: It is online, and the reader did not agree.
        """
        config = self._newsroom.config
        home = config.locations.home
        return Commission(
            article=article,
            casts=self.casting.casts(article),
            path=self._path(article),
            preset=self.preset,
            delivery=Delivery(
                rate=self._manner.rate or config.speech.rate,
                pitch_semitones=config.speech.pitch_semitones,
            ),
            cover=(home / config.audio.cover) if config.audio.cover else None,
            again=self._manner.again,
        )

    def _path(self, article: Article) -> str:
        """Where it goes; a title that was corrected, or a date that came later, moves nothing."""
        earlier = self._newsroom.library.recording_of(article.id)
        if self.depot is not None:
            if earlier and earlier.path.startswith(self.depot.address("")):
                return earlier.path.removeprefix(self.depot.address(""))
            return recording_path(article, "", self._newsroom.now())
        folder = relative_path(self.folder, self._newsroom.config.locations.home)
        if earlier and not is_depot(earlier.path) and earlier.path.startswith(f"{folder}/"):
            return earlier.path
        return recording_path(article, folder, self._newsroom.now())

    def already(self, commission: Commission) -> Recording | None:
        """The recording of this commission, if its file is whole and nothing better is wanted.

        One by a voice that only stood by counts too, unless a voice was asked for by name, or
        the better one is to have its turn.
        """
        manner = self._manner
        if manner.again:
            return None
        casts = commission.casts[:1] if manner.engine or manner.voice else commission.casts
        for cast in casts:
            recording_id = self._newsroom.studio.recording_id(commission, cast)
            found = self._newsroom.library.recording_of(commission.article.id, recording_id)
            if found is None:
                continue
            if manner.upgrade and is_upgrade(found.voice, [c.main for c in commission.casts]):
                return None
            if self._size(commission, found) == found.size_bytes:
                return found
        return None

    def _size(self, commission: Commission, found: Recording) -> int | None:
        """Of the file that is there, where recordings now go."""
        if self.depot is None:
            with suppress(OSError):
                return (self._newsroom.config.locations.home / found.path).stat().st_size
            return None
        if found.path != self.depot.address(commission.path):
            return None
        # One listing a feed and day, not one question an article.
        folder, _, name = commission.path.rpartition("/")
        day = name[: len("2026-11-24")]
        if (folder, day) not in self._listings:
            self._listings[folder, day] = dict(self.depot.sizes(folder, day))
        return self._listings[folder, day].get(commission.path)


def _preset(newsroom: Newsroom, manner: Manner) -> Preset:
    audio = newsroom.config.audio
    preset = find_preset(manner.preset or audio.preset)
    if manner.preset is None and audio.loudness_lufs is not None:
        preset = replace(preset, target_lufs=audio.loudness_lufs)
    return preset


def fetched(
    newsroom: Newsroom, wishes: Iterable[Wish], deadline: datetime | None = None
) -> Iterator[tuple[Wish, Article | DocbaoError]]:
    """Each wish with its article, fetched a few ahead so that no worker waits for the network.

    After `deadline` nothing is fetched and nothing waited for.
    """

    def fetch(wish: Wish) -> Article | DocbaoError:
        try:
            return wish.error or wish.article or newsroom.article_of(wish.entry_id)
        except DocbaoError as error:
            return error

    waiting = iter(wishes)
    ahead: deque[tuple[Wish, Future[Article | DocbaoError]]] = deque()
    threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="fetch")
    try:
        while True:
            while (
                len(ahead) < 16
                and not _is_past(deadline, newsroom)
                and (wish := next(waiting, None)) is not None
            ):
                ahead.append((wish, threads.submit(fetch, wish)))
            if not ahead:
                break
            wish, future = ahead.popleft()
            yield wish, _within(deadline, newsroom, future)
        yield from ((wish, out_of_time()) for wish in waiting)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _is_past(deadline: datetime | None, newsroom: Newsroom) -> bool:
    return deadline is not None and newsroom.now() >= deadline


def _within(
    deadline: datetime | None, newsroom: Newsroom, future: Future[Article | DocbaoError]
) -> Article | DocbaoError:
    if deadline is not None:
        left_s = max(0.0, (deadline - newsroom.now()) / timedelta(seconds=1))
        if not wait((future,), timeout=left_s).done:
            return out_of_time()
    return future.result()
