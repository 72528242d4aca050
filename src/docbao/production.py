"""Recordings by the dozen: which articles, with which voices, what is made already.

Workers make the sound; this process alone writes to the library.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from docbao.audio.drafts import sweep
from docbao.audio.presets import Preset, find_preset
from docbao.batch import Outcome, open_processes, run
from docbao.casting import Casting
from docbao.errors import AudioError, DocbaoError
from docbao.i18n import Phrase
from docbao.model import Article, Delivery, Recording
from docbao.narration import Commission, Narrated, StudioSettings, carry_out, recording_path
from docbao.newsroom import Newsroom
from docbao.speech.choice import is_upgrade

log = logging.getLogger(__name__)


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


@dataclass(frozen=True, slots=True)
class Produced:
    """What became of one wish: a recording, or an error."""

    label: str
    recording: Recording | None = None
    made: bool = False
    """Whether it was made now; otherwise it was there already."""
    lesser: tuple[Phrase, ...] = ()
    """Why better voices did not speak, when they were to."""
    error: DocbaoError | None = None


def produce(newsroom: Newsroom, wishes: Iterable[Wish], manner: Manner) -> Iterator[Produced]:
    """Make recordings of all that is wished for; each yielded as soon as it is there.

    What is made already is not made again, and what a killed run left is finished. One item
    that fails stops nothing.

    Raises:
        AudioError: There is no such preset.
        SpeechError: No voice can speak at all.
    """
    preset = _preset(newsroom, manner)
    settings = newsroom.studio_settings()
    casting = newsroom.casting(engine=manner.engine, voice=manner.voice)
    aside: deque[Produced] = deque()
    labels: dict[str, str] = {}

    def jobs() -> Iterator[tuple[StudioSettings, Commission]]:
        for wish, article in _articles(newsroom, wishes):
            if isinstance(article, DocbaoError):
                aside.append(Produced(wish.label, error=article))
                continue
            labels[article.id] = article.title
            try:
                commission = _commission(newsroom, casting, article, preset, manner)
                there = _already(newsroom, commission, manner)
            except DocbaoError as error:
                aside.append(Produced(article.title, error=error))
                continue
            if there is not None:
                aside.append(Produced(article.title, there))
            else:
                yield settings, commission

    outcomes = run(
        carry_out, jobs(), open_executor=partial(open_processes, manner.jobs), workers=manner.jobs
    )
    with _swept(newsroom):
        for outcome in outcomes:
            yield from _drained(aside)
            label = labels.pop(outcome.job[1].article.id, "")
            yield _written_down(newsroom, outcome, label, manner)
        yield from _drained(aside)
        evict(newsroom)


@contextmanager
def _swept(newsroom: Newsroom) -> Iterator[None]:
    """Begin without the drafts of killed runs, unless another run is writing drafts now."""
    places = newsroom.config.locations
    (places.state / "locks").mkdir(parents=True, exist_ok=True)
    lock = FileLock(places.state / "locks" / "production.lock", blocking=False)
    try:
        lock.acquire()
        if places.audio.is_dir():
            sweep(places.audio)
    except Timeout:
        pass
    try:
        yield
    finally:
        lock.release()


def _drained(aside: deque[Produced]) -> Iterator[Produced]:
    while aside:
        yield aside.popleft()


def _preset(newsroom: Newsroom, manner: Manner) -> Preset:
    audio = newsroom.config.audio
    preset = find_preset(manner.preset or audio.preset)
    if manner.preset is None and audio.loudness_lufs is not None:
        preset = replace(preset, target_lufs=audio.loudness_lufs)
    return preset


def _articles(
    newsroom: Newsroom, wishes: Iterable[Wish]
) -> Iterator[tuple[Wish, Article | DocbaoError]]:
    """Each wish with its article, fetched a few ahead so that no worker waits for the network."""

    def fetch(wish: Wish) -> Article | DocbaoError:
        try:
            return wish.error or wish.article or newsroom.article_of(wish.entry_id)
        except DocbaoError as error:
            return error

    waiting = iter(wishes)
    ahead: deque[tuple[Wish, Future[Article | DocbaoError]]] = deque()
    with ThreadPoolExecutor(max_workers=8, thread_name_prefix="fetch") as threads:
        try:
            while True:
                while len(ahead) < 16 and (wish := next(waiting, None)) is not None:
                    ahead.append((wish, threads.submit(fetch, wish)))
                if not ahead:
                    return
                wish, future = ahead.popleft()
                yield wish, future.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def _commission(
    newsroom: Newsroom, casting: Casting, article: Article, preset: Preset, manner: Manner
) -> Commission:
    config = newsroom.config
    folder = _relative(config.locations.audio, config.locations.home)
    path = recording_path(article, folder, newsroom.now())
    earlier = newsroom.library.recording_of(article.id)
    return Commission(
        article=article,
        casts=casting.casts(article),
        # A title that was corrected, or a date that came later, must not leave two files.
        path=earlier.path if earlier else path,
        preset=preset,
        delivery=Delivery(
            rate=manner.rate or config.speech.rate, pitch_semitones=config.speech.pitch_semitones
        ),
        cover=(config.locations.home / config.audio.cover) if config.audio.cover else None,
        again=manner.again,
    )


def _relative(folder: Path, home: Path) -> str:
    try:
        return folder.relative_to(home).as_posix()
    except ValueError:
        return folder.as_posix()  # somewhere else altogether: joined to `home` it stays itself


def _already(newsroom: Newsroom, commission: Commission, manner: Manner) -> Recording | None:
    """The recording of this commission, if its file is whole and nothing better is wanted.

    One by a voice that only stood by counts too, unless a voice was asked for by name, or the
    better one is to have its turn.
    """
    if manner.again:
        return None
    casts = commission.casts[:1] if manner.engine or manner.voice else commission.casts
    for cast in casts:
        recording_id = newsroom.studio.recording_id(commission, cast)
        found = newsroom.library.recording_of(commission.article.id, recording_id)
        if found is None:
            continue
        if manner.upgrade and is_upgrade(found.voice, [c.main for c in commission.casts]):
            return None
        with suppress(OSError):
            path = newsroom.config.locations.home / found.path
            if path.stat().st_size == found.size_bytes:
                return found
    return None


def _written_down(
    newsroom: Newsroom,
    outcome: Outcome[tuple[StudioSettings, Commission], Narrated],
    label: str,
    manner: Manner,
) -> Produced:
    if outcome.result is None:
        return Produced(label, error=outcome.error)
    narrated = outcome.result
    recording = replace(narrated.recording, kept=manner.keep)
    newsroom.library.save_article(outcome.job[1].article)
    newsroom.library.save_recording(recording)
    return Produced(label, recording, made=narrated.made, lesser=narrated.lesser)


def evict(newsroom: Newsroom) -> tuple[Recording, ...]:
    """Delete the least recently heard recordings beyond the quota; those kept stay.

    Returns:
        What was deleted.
    """
    quota_bytes = newsroom.config.audio.quota_mb * 1_000_000
    gone = newsroom.library.recordings_to_evict(quota_bytes)
    for recording in gone:
        path = newsroom.config.locations.home / recording.path
        try:
            for suffix in (".mp3", ".vtt", ".json"):
                path.with_suffix(suffix).unlink(missing_ok=True)
        except OSError as error:
            raise AudioError(
                Phrase(
                    "không xóa được bản thu cũ {path}: {why}", "cannot delete {path}: {why}"
                ).fill(path=path, why=error.strerror or error),
                hint=Phrase(
                    "Đóng chương trình đang mở tệp ấy, và xem quyền ghi của thư mục.",
                    "Close whatever has it open, and check the permission of the folder.",
                ),
            ) from error
        newsroom.library.forget_recording(recording.id)
    return gone
