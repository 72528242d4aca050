"""What a reading rule sees: the text, the place, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.habits import Habits
from docbao.text.lexicon import Lexicon
from docbao.text.numbers import (
    ascii_digits,
    cardinal,
    denominator,
    fraction_digits,
    month,
    named_number,
    numbered,
    one_by_one,
    ordinal,
)
from docbao.values import dataclass

_BEFORE_CHARS: Final = 90
_AFTER_CHARS: Final = 90
# A full stop ends a sentence only before a blank and when no abbreviation ("TP.") bears it.
_SENTENCE_END: Final = lazy(r"[!?;\n]|(?<=[^\W\d_A-ZĐ]{2})[.…](?=\s)")
_SENTENCE_CHARS: Final = 400


_NO_LETTERS: Final = " \u00a0\n\t0123456789.,:;-–—/()[]+%°'\"“”‘’…=*&"


def words_of(pattern: re.Pattern[str]) -> frozenset[str]:
    """Every word in an expression: what `Scene.last_word` must be for it to match."""
    return frozenset(re.findall(r"[^\W\d_]+", pattern.pattern))


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule made of a stretch of text that begins where it was asked."""

    end: int
    spoken: str
    kind: str
    note: str = ""
    start: int = -1
    """Where it begins, if not where the rule was asked."""


class Numerals:
    """Numbers in words, in the habits of one region."""

    def __init__(self, habits: Habits) -> None:
        self.habits = habits

    def cardinal(self, digits: str) -> str:
        """A count."""
        return cardinal(digits, self.habits)

    def digits(self, digits: str) -> str:
        """Figure by figure."""
        return one_by_one(digits)

    def named(self, digits: str) -> str:
        """The number in a name."""
        return named_number(digits, self.habits)

    def numbered(self, digits: str) -> str:
        """The number of a document."""
        return numbered(ascii_digits(digits), self.habits)

    def tail(self, digits: str) -> str:
        """What follows the decimal mark."""
        return fraction_digits(ascii_digits(digits), self.habits)

    def ordinal(self, digits: str) -> str:
        """What follows "thứ"."""
        return ordinal(ascii_digits(digits), self.habits)

    def month(self, digits: str) -> str:
        """What follows "tháng"."""
        return month(ascii_digits(digits), self.habits)

    def denominator(self, digits: str) -> str:
        """What follows "phần"."""
        return denominator(ascii_digits(digits), self.habits)


class Scene:
    """One text while it is being read; rules ask it what stands around a place."""

    __slots__ = ("_before", "_before_at", "_word", "_word_at", "lexicon", "respell", "say", "text")

    def __init__(self, text: str, lexicon: Lexicon, habits: Habits, *, respell: bool) -> None:
        self.text = text
        self.lexicon = lexicon
        self.respell = respell
        self.say = Numerals(habits)
        self._before_at = self._word_at = -1
        self._before = self._word = ""

    def before(self, at: int) -> str:
        """The sentence's last words before `at`, lower case, without blanks at their end."""
        if at == self._before_at:
            return self._before
        window = self.text[max(0, at - _BEFORE_CHARS) : at]
        cut = 0
        for end in _SENTENCE_END.finditer(window):
            cut = end.end()
        self._before_at = at
        self._before = window[cut:].rstrip().lower()
        return self._before

    def last_word(self, at: int) -> str:
        """The last word before `at`, lower case, figures and marks disregarded; maybe nothing.

        Rules ask it first: most are called for by one of a few words, and a look into a set
        is far cheaper than an expression searched in a sentence.
        """
        if at != self._word_at:
            words = self.before(at).rstrip(_NO_LETTERS).rsplit(None, 1)
            self._word = words[-1].strip(_NO_LETTERS) if words else ""
            self._word_at = at
        return self._word

    def before_as_written(self, at: int) -> str:
        """As `before`, with its capitals."""
        size = len(self.before(at))
        if not size:
            return ""
        whole = self.text[max(0, at - _BEFORE_CHARS) : at].rstrip()
        return whole[-size:]

    def after(self, at: int) -> str:
        """The characters from `at` on, as written, as far as a rule may look."""
        return self.text[at : at + _AFTER_CHARS]

    def sentence(self, at: int) -> tuple[str, str]:
        """What stands before and after `at` in its sentence, as written."""
        ahead = self.text[max(0, at - _SENTENCE_CHARS) : at]
        cut = 0
        for end in _SENTENCE_END.finditer(ahead):
            cut = end.end()
        rest = self.text[at : at + _SENTENCE_CHARS]
        stop = _SENTENCE_END.search(rest)
        return ahead[cut:], rest[: stop.start()] if stop else rest

    def char(self, at: int) -> str:
        """The character at `at`, or nothing outside the text."""
        return self.text[at] if 0 <= at < len(self.text) else ""


Rule = Callable[[Scene, int], Found | None]
"""Asked at a place, a rule says what stands there, or that it is not its business."""
