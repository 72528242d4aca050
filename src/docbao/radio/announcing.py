"""What is said on the air around the news, and how any text becomes a sound of known length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Final

import numpy as np

from docbao.audio.assemble import Assembly, level_clip
from docbao.audio.codec import Pcm
from docbao.audio.resample import resample, resampled_length
from docbao.audio.tempo import at_speed
from docbao.audio.track import Reel
from docbao.config.programme import Programme
from docbao.errors import SpeechError, TextError
from docbao.i18n import Language, Phrase
from docbao.model import LEAD, TITLE, Article, Block, Cue, Delivery, Pause, Voiced
from docbao.narration.casting import Casting
from docbao.narration.commission import Cast
from docbao.narration.studio import Studio

_MOST_HZ: Final = 48_000
_AFTER_END_MS: Final = 20
_SILENT: Final = Phrase("không có gì để đọc", "there is nothing to say")
_LOOK: Final = Phrase(
    "Xem bài có chữ nào không: docbao show.", "See whether it holds any text: docbao show."
)

_WEEKDAYS: Final = (
    Phrase("thứ Hai", "Monday"),
    Phrase("thứ Ba", "Tuesday"),
    Phrase("thứ Tư", "Wednesday"),
    Phrase("thứ Năm", "Thursday"),
    Phrase("thứ Sáu", "Friday"),
    Phrase("thứ Bảy", "Saturday"),
    Phrase("Chủ nhật", "Sunday"),
)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip  # not strftime's: that speaks the machine's language


@dataclass(frozen=True, slots=True)
class Take:
    """A text as it was spoken, at the voice's own rate, and as loud as the programme is to be."""

    pcm: Pcm
    rate_hz: int
    stops: tuple[int, ...] = ()
    """Where it may end early, at the ends of paragraphs; samples at `rate_hz`, longest first."""
    lesser: tuple[Phrase, ...] = ()
    """Why better voices did not speak it."""

    def lengths(self, rate_hz: int) -> tuple[int, ...]:
        """How many samples it has at `rate_hz`: whole, and with each of the early ends."""
        return tuple(
            resampled_length(size, self.rate_hz, rate_hz) for size in (self.pcm.size, *self.stops)
        )

    def until(self, length: int, rate_hz: int) -> Take:
        """The same, ending where it has `length` samples at `rate_hz`: one of its `lengths`."""
        sizes = (self.pcm.size, *self.stops)
        size = sizes[self.lengths(rate_hz).index(length)]
        return replace(self, pcm=self.pcm[:size], stops=())

    def length(self, rate_hz: int) -> int:
        """How many samples it has at `rate_hz`."""
        return resampled_length(self.pcm.size, self.rate_hz, rate_hz)

    def at_speed(self, speed: float) -> Take:
        """The same, faster or slower."""
        return replace(self, pcm=at_speed(np.asarray(self.pcm), self.rate_hz, speed))

    def sound(self, rate_hz: int) -> Pcm:
        """Its samples at `rate_hz`."""
        return resample(np.asarray(self.pcm), self.rate_hz, rate_hz)


class Announcer:
    """Speaks texts for one programme."""

    def __init__(
        self, studio: Studio, casting: Casting, reel: Reel, *, lufs: float, delivery: Delivery
    ) -> None:
        self._studio = studio
        self._casting = casting
        self._reel = reel
        self._lufs = lufs
        self._delivery = delivery
        self._known: dict[tuple[Language, str], tuple[Cast, ...]] = {}

    def say(self, article: Article) -> Take:
        """All of `article` as one sound; what was ever said before comes from the clip store.

        Raises:
            TextError: It holds nothing to say.
            SpeechError: No voice could speak it.
            AudioError: A voice gave damaged sound.
        """
        casts = self._casts(article)
        lesser: list[Phrase] = []
        for cast in casts:
            try:
                return self._take(article, cast, tuple(lesser))
            except SpeechError as error:
                if cast is casts[-1]:
                    raise
                lesser.append(error.message)
        raise TextError(_SILENT, hint=_LOOK)

    def say_lines(self, lines: Iterable[str], language: Language) -> Take:
        """Lines of an announcement, with a pause as between paragraphs after each."""
        return self.say(paragraphs(tuple(lines), language))

    def _casts(self, article: Article) -> tuple[Cast, ...]:
        """Who reads is the same for every article of a feed and a language."""
        key = (article.language, article.feed)
        if key not in self._known:
            self._known[key] = self._casting.casts(article)
        return self._known[key]

    def _take(self, article: Article, cast: Cast, lesser: tuple[Phrase, ...]) -> Take:
        script = self._studio.script(article, cast)
        if not script.utterances:
            raise TextError(
                Phrase("bài “{title}” không có gì để đọc", "“{title}” holds nothing to say").fill(
                    title=article.title
                ),
                hint=_LOOK,
            )
        parts = (
            part
            if isinstance(part, Pause)
            else Voiced(part, self._studio.speak(part, cast.voice(part.language), self._delivery))
            for part in script.parts
        )
        assembly = Assembly(
            parts, max_rate_hz=_MOST_HZ, clip_lufs=self._lufs if cast.others else None
        )
        joined = np.concatenate(list(assembly))
        level = level_clip(joined, assembly.rate_hz, self._lufs)
        stops = _early_ends(article, assembly.cues, assembly.rate_hz)
        return Take(self._reel.keep(level), assembly.rate_hz, stops, lesser)


def _early_ends(article: Article, cues: Sequence[Cue], rate_hz: int) -> tuple[int, ...]:
    """Where a story may be ended: after its lead and after any paragraph but the last."""
    stops: list[int] = []
    for cue, following in pairwise(cues):
        block = cue.utterance.block
        if block in (TITLE, following.utterance.block):
            continue
        if block == LEAD or article.blocks[block].kind in ("paragraph", "quote", "list_item"):
            # Cues are whole milliseconds; a little of the pause after it does no harm.
            stops.append((cue.end_ms + _AFTER_END_MS) * rate_hz // 1000)
    return tuple(reversed(stops))


def paragraphs(lines: Sequence[str], language: Language) -> Article:
    """Lines as an article without a title."""
    blocks = tuple(Block("paragraph", line) for line in lines)
    return Article("", "", "", "", "", blocks, language=language)


def shortened(article: Article) -> Article:
    """The title and the lead; where there is no lead, the first paragraph is one."""
    if article.lead:
        return replace(article, blocks=())
    first = next((block for block in article.blocks if block.kind == "paragraph"), None)
    return replace(article, blocks=(first,) if first else ())


def fill_blanks(lines: Sequence[str], programme: Programme, on_air: datetime) -> tuple[str, ...]:
    """Lines of an announcement with their blanks filled, as they would be written."""
    language = programme.language
    values = {
        "station": programme.station,
        "title": programme.title,
        "time": clock_words(on_air, language),
        "weekday": _WEEKDAYS[on_air.weekday()].in_language(language),
        "date": date_words(on_air, language),
    }
    return tuple(line.format_map(values) for line in lines)


def clock_words(moment: datetime, language: Language) -> str:
    """The time as it is announced: "17 giờ 30 phút", "5:30 p.m."."""
    hour, minute = moment.hour, moment.minute
    if language == "vi":
        return f"{hour} giờ {minute} phút" if minute else f"{hour} giờ"
    if not minute and hour in (0, 12):
        return "noon" if hour else "midnight"
    half = "a.m." if hour < 12 else "p.m."
    shown = hour % 12 or 12
    return f"{shown}:{minute:02} {half}" if minute else f"{shown} {half}"


def date_words(moment: datetime, language: Language) -> str:
    """The date as it is written: "24/11/2026", "24 November 2026"."""
    if language == "vi":
        return f"{moment.day}/{moment.month}/{moment.year}"
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
