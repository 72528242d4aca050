"""A programme planned: which items, in what order, how fast, with what pauses, to the sample.

Nothing here hears a sound. Lengths come in as numbers of samples, and a plan goes out in them.

What is bent first is what a listener notices least: which of the many items are taken, then the
pauses between them, then the speed of the reading, by 3 % at the very most. Where all that does
not do, one item ends early, at the end of a paragraph: news is written so that it may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from docbao.errors import PublishError
from docbao.i18n import Phrase

MOST_BEND: Final = 0.03
"""How much faster or slower items may be read; fewer than one listener in ten notices 4 %."""

_STEP_MS: Final = 100
"""The grain in which lengths are compared while choosing; the rest is the pauses' business."""

_MOST_ITEMS: Final = 200
_MOST_TRIES: Final = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that could be aired."""

    key: str
    """`Article.id`."""
    lengths: tuple[int, ...]
    """Of its reading, in samples: whole first, then where it may end earlier, longest first."""
    extra: int = 0
    """What it adds elsewhere, in samples: its headline."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long the silence between two parts may be."""

    least_ms: int = 700
    usual_ms: int = 1200
    most_ms: int = 2500


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of a programme before its items are chosen; all in samples."""

    total: int
    """How long it is to be."""
    fixed: int
    """What its announcements and jingles take, pauses not counted."""
    gaps: int
    """Pauses there are without any item; each item brings one more."""
    rate_hz: int

    def samples(self, ms: int) -> int:
        """`ms` in samples."""
        return ms * self.rate_hz // 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """The items to be aired."""

    places: tuple[int, ...]
    """Of the candidates, in their order."""
    lengths: tuple[int, ...]
    """Of each of them: one of its `lengths`."""
    speed: float
    """What each is to be read at; 1 leaves all as it is."""
    short: int
    """Samples that all this leaves over; 0 when it fills the programme."""


def choose(candidates: Sequence[Candidate], frame: Frame, pauses: Pauses) -> Choice:
    """The items that fill the frame best, most important first.

    Of all sets of items that fill it, the one is taken whose importance is greatest: each
    candidate counts for more than the next, so a set with more and weightier items wins. Speed is
    touched only where no set fills the frame with pauses alone.

    Args:
        candidates: Most important first; at most 200 are looked at.
        frame: What is to be filled.
        pauses: What the pauses may be.

    Raises:
        PublishError: The announcements alone are longer than the programme.
    """
    if frame.total < frame.fixed + frame.gaps * frame.samples(pauses.least_ms):
        raise too_short(frame, pauses)
    candidates = candidates[:_MOST_ITEMS]
    table = _Table(candidates, frame, pauses)
    for bend in (0.0, MOST_BEND):
        for places in table.best(bend):
            one = _Set.whole(candidates, places)
            speed = one.fitting_speed(frame, pauses, bend)
            if speed is not None:
                return Choice(places, one.lengths, speed, 0)
    places = table.longest()
    trimmed = _trimmed(candidates, places, frame, pauses)
    if trimmed is not None:
        return trimmed
    # Nothing fills it: what comes nearest from below, at its own speed, and the rest is told.
    one = _Set.whole(candidates, places)
    left = frame.total - one.filled(frame, frame.samples(pauses.usual_ms))
    return Choice(places, one.lengths, 1.0, max(0, left))


@dataclass(frozen=True, slots=True)
class _Set:
    """Items that might be aired together."""

    lengths: tuple[int, ...]
    extra: int

    @classmethod
    def whole(cls, candidates: Sequence[Candidate], places: Sequence[int]) -> _Set:
        """Those at `places`, to their ends."""
        chosen = [candidates[place] for place in places]
        return cls(tuple(one.lengths[0] for one in chosen), sum(one.extra for one in chosen))

    def filled(self, frame: Frame, pause: int) -> int:
        """How long the programme is with these items and that pause."""
        gaps = frame.gaps + len(self.lengths)
        return frame.fixed + self.extra + sum(self.lengths) + gaps * pause

    def fitting_speed(self, frame: Frame, pauses: Pauses, bend: float) -> float | None:
        """The speed nearest to 1 at which these fill the frame; `None` when there is none."""
        shortest, longest = (
            self.filled(frame, frame.samples(ms)) for ms in (pauses.least_ms, pauses.most_ms)
        )
        if shortest <= frame.total <= longest:
            return 1.0
        # The pauses go to their end, and the speed does what is left.
        read = sum(self.lengths)
        room = read + frame.total - (shortest if shortest > frame.total else longest)
        if not read or room <= 0:
            return None
        speed = read / room
        return speed if abs(speed - 1) <= bend else None


def _trimmed(
    candidates: Sequence[Candidate], places: tuple[int, ...], frame: Frame, pauses: Pauses
) -> Choice | None:
    """These items and one more that ends early; or one less, and another in its place."""
    for kept in (places, places[:-1]):
        base = _Set.whole(candidates, kept)
        for place, one in enumerate(candidates):
            if place in kept:
                continue
            for length in one.lengths[1:]:
                found = _Set((*base.lengths, length), base.extra + one.extra)
                speed = found.fitting_speed(frame, pauses, MOST_BEND)
                if speed is not None:
                    ordered = sorted(zip((*kept, place), found.lengths, strict=True))
                    chosen, lengths = zip(*ordered, strict=True)
                    return Choice(chosen, lengths, speed, 0)
    return None


class _Table:
    """For every length that a set of items can have, the most important set of that length."""

    def __init__(self, candidates: Sequence[Candidate], frame: Frame, pauses: Pauses) -> None:
        step = frame.samples(_STEP_MS)
        pause = frame.samples(pauses.usual_ms)
        self._lengths = [
            max(1, round((one.lengths[0] + one.extra + pause) / step)) for one in candidates
        ]
        self._room = (frame.total - frame.fixed - frame.gaps * pause) / step
        most = max(0, int(self._room * (1 + 2 * MOST_BEND)) + 1 + len(candidates))
        worth: npt.NDArray[np.float64] = np.full(most + 1, -np.inf)
        worth[0] = 0.0
        self._taken = np.zeros((len(candidates), most + 1), bool)
        for place, length in enumerate(self._lengths):
            if length > most:
                continue
            value = 1 + (len(candidates) - place) / len(candidates)
            with_it = np.full(most + 1, -np.inf)
            with_it[length:] = worth[: most + 1 - length] + value
            better = with_it > worth
            self._taken[place] = better
            worth = np.where(better, with_it, worth)
        self._worth = worth

    def best(self, bend: float) -> list[tuple[int, ...]]:
        """Sets whose length may fit, most important first; near the room before far from it."""
        reachable = np.flatnonzero(np.isfinite(self._worth))
        away = np.abs(reachable - self._room) / max(1.0, self._room)
        # With pauses alone a tenth may be made up when items are short; what does not fit is
        # found out when the set is weighed to the sample.
        near = reachable[away <= 0.1 + bend]
        away = np.abs(near - self._room) / max(1.0, self._room)
        order = np.lexsort((away, -self._worth[near]))
        return [self._set(int(near[index])) for index in order[:_MOST_TRIES]]

    def longest(self) -> tuple[int, ...]:
        """The set that comes nearest to the room without going beyond it."""
        reachable = np.flatnonzero(np.isfinite(self._worth))
        return self._set(int(reachable[reachable <= max(0.0, self._room)].max(initial=0)))

    def _set(self, length: int) -> tuple[int, ...]:
        places: list[int] = []
        for place in range(len(self._lengths) - 1, -1, -1):
            if self._taken[place, length]:
                places.append(place)
                length -= self._lengths[place]
        return tuple(reversed(places))


def share_out(total: int, parts: int) -> tuple[int, ...]:
    """`total` samples as `parts` pauses that differ by one sample at most."""
    if not parts:
        return ()
    each, more = divmod(total, parts)
    return tuple(each + (number < more) for number in range(parts))


def too_short(frame: Frame, pauses: Pauses) -> PublishError:
    """The error for a programme whose announcements alone do not fit."""
    needed = frame.fixed + frame.gaps * frame.samples(pauses.least_ms)
    return PublishError(
        Phrase(
            vi="Chương trình dài {wanted:.0f} giây, mà riêng lời giới thiệu đã {needed:.0f} giây",
            en="The programme is {wanted:.0f} s long, and its announcements alone take "
            "{needed:.0f} s",
        ).fill(wanted=frame.total / frame.rate_hz, needed=needed / frame.rate_hz),
        hint=Phrase(
            vi="Hãy tăng `minutes`, hoặc rút gọn lời mở đầu, lời kết và nhạc hiệu.",
            en="Raise `minutes`, or shorten the opening, the closing and the jingle.",
        ),
    )
