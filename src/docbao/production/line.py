"""Recordings by the dozen: which articles, with which voices, what is made already.

Workers make the sound; this process alone writes to the library.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from docbao.audio.drafts import write_whole
from docbao.errors import AudioError, ConfigError, DocbaoError, ItemNotFound
from docbao.i18n import Phrase
from docbao.model import Article, Recording
from docbao.newsroom import Newsroom
from docbao.production.batch import Crew, Outcome, Processes, run
from docbao.production.commissioning import Commissioner, Manner, Wish, fetched
from docbao.production.costing import Estimate, Item, Ledger, chars_of, estimate
from docbao.production.errand import SHARED_FILE, Done, Errand, Kit, OutOfTime, run_errand
from docbao.production.tidying import evict, swept

__all__ = ["Manner", "Produced", "Wish", "foresee", "produce"]


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
    entry_id: str = ""
    """Of the wish, where it was for an entry."""

    @property
    def left(self) -> bool:
        """Whether only time was lacking."""
        return isinstance(self.error, OutOfTime)


def produce(
    newsroom: Newsroom, wishes: Iterable[Wish], manner: Manner, *, crew: Crew | None = None
) -> Iterator[Produced]:
    """Make recordings of all that is wished for; each yielded as soon as it is there.

    What is made already is not made again, and what a killed run left is finished. One item
    that fails stops nothing.

    Args:
        newsroom: Knows the articles and the voices.
        wishes: Most important first.
        manner: How they are to be made.
        crew: Who makes them; processes of this machine when not given.

    Raises:
        AudioError: There is no such preset.
        SpeechError: No voice can speak at all.
        LibraryError: The storage recordings are to go to cannot be written to, or the crew is
            not to be had.
    """
    commissioner = Commissioner(newsroom, manner)
    if commissioner.depot is not None:
        commissioner.depot.check()
    batch = _Batch(newsroom, manner, commissioner, crew or Processes(manner.jobs))
    with swept(newsroom):
        try:
            for outcome in batch.outcomes(wishes):
                yield from batch.drained()
                yield batch.written_down(outcome)
            yield from batch.drained()
        finally:
            with suppress(AudioError):  # only a memory of how fast it went
                batch.ledger.save()
        evict(newsroom)


class _Batch:
    """One batch under way."""

    def __init__(
        self, newsroom: Newsroom, manner: Manner, commissioner: Commissioner, crew: Crew
    ) -> None:
        self.ledger = Ledger(newsroom.config.locations.state)
        self._newsroom = newsroom
        self._manner = manner
        self._commissioner = commissioner
        self._crew = crew
        self._aside: deque[Produced] = deque()
        self._wishes: dict[str, Wish] = {}

    def outcomes(self, wishes: Iterable[Wish]) -> Iterator[Outcome[Errand, Done]]:
        """What became of each that had to be made; the others are set aside."""
        # In this process the newsroom's clock is at hand; to another, only the real one can go.
        work = run_errand
        if isinstance(self._crew, Processes) and self._crew.size == 1:
            work = partial(run_errand, now=self._newsroom.now)
        return run(
            work,
            self._errands(wishes),
            open_executor=self._crew.open,
            workers=lambda: self._crew.size,
        )

    def drained(self) -> Iterator[Produced]:
        """What was set aside."""
        while self._aside:
            yield self._aside.popleft()

    def _errands(self, wishes: Iterable[Wish]) -> Iterator[Errand]:
        manner, newsroom = self._manner, self._newsroom
        settings = newsroom.studio_settings()
        kit = self._kit() if self._crew.remote else None
        for wish, article in fetched(newsroom, wishes, manner.deadline):
            try:
                if isinstance(article, DocbaoError):
                    raise article
                commission = self._commissioner.commission(article)
                there = self._commissioner.already(commission)
            except DocbaoError as error:
                label = wish.label if isinstance(article, DocbaoError) else article.title
                self._aside.append(Produced(label, error=error, entry_id=wish.entry_id))
                continue
            if there is not None:
                self._aside.append(Produced(article.title, there, entry_id=wish.entry_id))
                continue
            self._wishes[article.id] = wish
            cost = self.ledger.cost(commission.casts[0].main, chars_of(article))
            yield Errand(
                settings,
                commission,
                deadline=manner.deadline,
                needs_s=cost.work_ms / 1000,
                depot=manner.to if self._commissioner.depot is not None else "",
                kit=kit,
            )

    def written_down(self, outcome: Outcome[Errand, Done]) -> Produced:
        """The outcome, in the library and in the ledger."""
        article = outcome.job.commission.article
        wish = self._wishes.get(article.id, Wish(article.title))
        if outcome.result is None:
            return Produced(article.title, error=outcome.error, entry_id=wish.entry_id)
        narrated = outcome.result.narrated
        recording = replace(narrated.recording, kept=self._manner.keep)
        self._newsroom.library.save_article(article)
        self._newsroom.library.save_recording(recording)
        if narrated.made and not self._manner.again:  # made anew, it finds its sentences spoken
            self.ledger.note(
                recording.voice,
                chars=chars_of(article),
                sound_ms=recording.duration_ms,
                work_ms=outcome.result.work_ms,
            )
        return Produced(
            article.title, recording, narrated.made, narrated.lesser, None, wish.entry_id
        )

    def _kit(self) -> Kit:
        """What other machines must be sent."""
        config = self._newsroom.config
        lexicon = config.locations.lexicon_file
        cover = config.locations.home / config.audio.cover if config.audio.cover else None
        token, folder = "", self._commissioner.folder
        if self._commissioner.depot is None:
            token = secrets.token_hex(16)
            write_whole(folder / SHARED_FILE, token.encode())
        return Kit(
            lexicon=_content(lexicon) if lexicon.exists() else None,
            cover=_content(cover) if cover else None,
            token=token,
            folder=str(folder),
        )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as cause:
        raise ConfigError(
            Phrase("không đọc được {path}: {why}", "cannot read {path}: {why}").fill(
                path=path, why=cause.strerror or cause
            ),
            hint=Phrase("Sửa `audio.cover` trong feeds.yaml.", "Mend `audio.cover` in feeds.yaml."),
        ) from cause


def foresee(newsroom: Newsroom, wishes: Iterable[Wish], manner: Manner) -> Estimate:
    """How long it would take to make all that is wished for, and how large it would be.

    Nothing is fetched and nothing made.

    Raises:
        AudioError: There is no such preset.
        SpeechError: No voice can speak at all.
    """
    commissioner = Commissioner(newsroom, manner)

    def seen() -> Iterator[Item]:
        for wish in wishes:
            article = _at_hand(newsroom, wish)
            if article is None:
                if wish.error is None:
                    yield Item(wish.label)
                continue
            commission = commissioner.commission(article)
            there = commissioner.already(commission) is not None
            yield Item(article.title, chars_of(article), commission.casts[0].main, there=there)

    return estimate(
        seen(),
        Ledger(newsroom.config.locations.state),
        jobs=manner.jobs,
        bitrate_kbps=commissioner.preset.bitrate_kbps,
        speed=manner.rate or newsroom.config.speech.rate,
    )


def _at_hand(newsroom: Newsroom, wish: Wish) -> Article | None:
    if wish.article is not None or not wish.entry_id:
        return wish.article
    try:
        return newsroom.library.article(wish.entry_id)
    except ItemNotFound:
        return None
