"""Where a programme is put together: announcements, items and music become parts, to the sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from docbao.audio.assemble import level_clip
from docbao.audio.codec import read_clip
from docbao.audio.ducking import Ducking
from docbao.audio.track import Reel, Track
from docbao.config.programme import Programme
from docbao.errors import DocbaoError, PublishError
from docbao.i18n import Phrase
from docbao.model import Article, Clip
from docbao.publish.radio import Candidate, Choice, Frame, Pauses, choose, share_out
from docbao.publish.running_order import Kind
from docbao.radio.announcing import Announcer, Take, fill_blanks, paragraphs, shortened
from docbao.radio.rundown import Part, cues_of

_PAUSES: Final = Pauses()
_HEADLINE_PAUSE_MS: Final = 600
_BED_BEFORE_MS: Final = 2000
_BED_AFTER_MS: Final = 3000
_ENOUGH: Final = 1.4
"""Items are spoken until there is so many times what is needed: enough to choose from."""

Progress = Callable[[float, str], None]
"""Told which part is done, 0 to 1, and what is at work."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that could not be had or spoken."""

    label: str
    error: DocbaoError


@dataclass(frozen=True, slots=True)
class Story:
    """An item that was spoken."""

    article: Article
    take: Take
    headline: Take | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The place where one programme is put together."""

    programme: Programme
    announcer: Announcer
    on_air: datetime
    rate_hz: int
    jingle: Clip | None
    bed: Clip | None
    reel: Reel

    def speak(
        self, articles: Iterable[Article], missing: list[Missing], progress: Progress
    ) -> list[Story]:
        """Items spoken, most important first, until there is plenty to choose from."""
        enough = self.programme.minutes * 60 * self.rate_hz * _ENOUGH
        stories: list[Story] = []
        length = 0
        for article in articles:
            progress(0.6 * min(1.0, length / enough), article.title)
            wanted = shortened(article) if self.programme.read == "lead" else article
            try:
                take = self.announcer.say(wanted)
                headline = None
                if self.programme.headlines and article.title:
                    headline = self.announcer.say(paragraphs((article.title,), article.language))
            except DocbaoError as error:
                missing.append(Missing(article.title, error))
                continue
            stories.append(Story(article, take, headline))
            length += take.length(self.rate_hz)
            if length > enough:
                break
        return stories

    def lay_out(self, stories: Sequence[Story]) -> tuple[list[Part], float, int]:
        """The parts in their order and to the sample, the speed, and what is lacking."""
        total = round(self.programme.minutes * 60 * self.rate_hz)
        before, after = self._announcements()
        fixed = sum(part.length for part in (*before, *after))
        pause = self._ms(_HEADLINE_PAUSE_MS)
        frame = Frame(total, fixed, len(before) + len(after) - 1, self.rate_hz)
        may_end_early = self.programme.read == "fit"
        choice = choose(
            [
                Candidate(
                    story.article.id,
                    story.take.lengths(self.rate_hz)[: None if may_end_early else 1],
                    story.headline.length(self.rate_hz) + pause if story.headline else 0,
                )
                for story in stories
            ],
            frame,
            _PAUSES,
        )
        chosen = [
            replace(stories[place], take=stories[place].take.until(length, self.rate_hz))
            for place, length in zip(choice.places, choice.lengths, strict=True)
        ]
        if not chosen:
            raise _nothing_fits(self.programme, stories, self.rate_hz)
        if choice.speed != 1.0:
            chosen = [replace(one, take=one.take.at_speed(choice.speed)) for one in chosen]
        self._add_headlines(before, chosen)
        # Two at a time: bringing sound to another rate is arithmetic that lets threads run.
        with ThreadPoolExecutor(2, thread_name_prefix="rate") as threads:
            told = list(threads.map(self._part, chosen))
        middle = [part for part in after if part.kind == "identification"]
        half = (len(told) + 1) // 2
        ending = [part for part in after if part.kind != "identification"]
        parts = [*before, *told[:half], *middle, *told[half:], *ending]
        return (
            _timed(parts, self._with_filling(parts, total, choice)),
            choice.speed,
            (choice.short),
        )

    def _part(self, story: Story) -> Part:
        sound = self.reel.keep(story.take.sound(self.rate_hz))
        return Part("item", story.article.title, (sound,), story.article)

    def _with_filling(self, parts: list[Part], total: int, choice: Choice) -> int:
        """How long it becomes; where news is lacking, the bed, silence, or an early end."""
        if not choice.short:
            return total
        manner = self.programme.when_short
        if manner == "stop" or (manner == "bed" and self.bed is None):
            return total - choice.short
        parts[-1] = replace(parts[-1], after=parts[-1].after + choice.short)
        return total

    def _announcements(self) -> tuple[list[Part], list[Part]]:
        """What stands before the items and after them; the identification with the latter."""
        programme = self.programme
        lead = self._ms(_BED_BEFORE_MS) if self.bed else 0
        tail = self._ms(_BED_AFTER_MS) if self.bed else 0
        before: list[Part] = []
        after: list[Part] = []
        if self.jingle is not None:
            sound, _ = read_clip(self.jingle)
            level = level_clip(sound, self.rate_hz, programme.loudness_lufs)
            before.append(Part("jingle", Phrase("Nhạc hiệu", "Jingle").in_language(
                programme.language), (level,)))  # fmt: skip
        groups: tuple[tuple[Kind, Phrase, tuple[str, ...], list[Part]], ...] = (
            ("opening", Phrase("Lời mở đầu", "Opening"), programme.opening, before),
            ("headlines", Phrase("Điểm tin", "Headlines"), programme.headlines, before),
            (
                "identification",
                Phrase("Xướng tên đài", "Station identification"),
                programme.identification,
                after,
            ),
            ("closing", Phrase("Lời kết", "Closing"), programme.closing, after),
        )
        for kind, title, lines, where in groups:
            if not lines:
                continue
            said = self.announcer.say_lines(
                fill_blanks(lines, programme, self.on_air), programme.language
            )
            words = title.in_language(programme.language)
            where.append(Part(kind, words, (said.sound(self.rate_hz),)))
        if self.bed:
            before[:] = _led_in(before, lead)
            after[:] = [
                replace(part, before=lead // 4, after=tail) if part.kind == "closing" else part
                for part in after
            ]
        return before, after

    def _add_headlines(self, before: list[Part], chosen: Sequence[Story]) -> None:
        pause = np.zeros(self._ms(_HEADLINE_PAUSE_MS), np.int16)
        for place, part in enumerate(before):
            if part.kind == "headlines":
                sounds = list(part.sounds)
                for story in chosen:
                    if story.headline is not None:
                        sounds += [pause, story.headline.sound(self.rate_hz)]
                before[place] = replace(part, sounds=tuple(sounds))

    def record(self, parts: Sequence[Part]) -> Track:
        """All parts on one track, the bed under those that want one."""
        track = Track(sum(part.whole for part in parts), self.rate_hz)
        for part in parts:
            place = part.start + part.before
            for sound in part.sounds:
                track.lay(sound, place)
                place += sound.size
        if self.bed is not None:
            bed, _ = read_clip(self.bed)
            manner = Ducking(bed_lu=self.programme.bed_lu, duck_db=self.programme.duck_db)
            for start, stop in _under_bed(parts):
                track.lay_bed(bed, start, stop, lufs=self.programme.loudness_lufs, manner=manner)
        track.cues = cues_of(parts, self.rate_hz)
        return track

    def _ms(self, ms: int) -> int:
        return ms * self.rate_hz // 1000


def _led_in(parts: list[Part], lead: int) -> list[Part]:
    """The first spoken part with some of the bed before it."""
    first = next((n for n, part in enumerate(parts) if part.kind != "jingle"), None)
    return [replace(p, before=lead) if n == first else p for n, p in enumerate(parts)]


def _timed(parts: Sequence[Part], total: int) -> list[Part]:
    """The parts with their places, the pauses sharing what is left to the last sample."""
    left = total - sum(part.length for part in parts)
    if left < 0:
        raise PublishError(
            Phrase("chương trình dài hơn dự tính", "the programme came out longer than planned"),
            hint=Phrase("Hãy tăng `minutes`.", "Raise `minutes`."),
        )
    pauses = (*share_out(left, len(parts) - 1), 0 if len(parts) > 1 else left)
    timed: list[Part] = []
    place = 0
    for part, pause in zip(parts, pauses, strict=True):
        timed.append(replace(part, start=place, pause=pause))
        place += timed[-1].whole
    return timed


def _under_bed(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Where the bed begins and ends: opening and headlines together, then the closing."""
    start = None
    for part in (*parts, Part("item", "", ())):
        bedded = part.kind in ("opening", "headlines", "closing")
        if bedded and start is None:
            start = part.start
        if bedded:
            stop = part.start + part.whole
        elif start is not None:
            yield start, stop
            start = None


def _nothing_fits(programme: Programme, stories: Sequence[Story], rate_hz: int) -> PublishError:
    shortest = min(story.take.length(rate_hz) for story in stories) / rate_hz
    return PublishError(
        Phrase(
            "không tin nào vừa {minutes:g} phút: tin ngắn nhất dài {shortest:.0f} giây",
            "no item fits into {minutes:g} minutes: the shortest takes {shortest:.0f} s",
        ).fill(minutes=programme.minutes, shortest=shortest),
        hint=Phrase(
            "Hãy tăng `minutes`, hoặc đặt `read: lead`.", "Raise `minutes`, or set `read: lead`."
        ),
    )
