"""A text as the voice will say it: words with their phones, and the breaks between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from docbao.i18n import Language
from docbao.speech.kokoro import foreign
from docbao.speech.kokoro.phones import Phone, phones
from docbao.speech.kokoro.syllable import Syllable, parse


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or one syllable of Vietnamese, where it stands in the text."""

    start: int
    end: int
    phones: tuple[Phone, ...]
    """Never empty."""
    syllable: Syllable | None
    """`None` for a word that is not Vietnamese: the model finds its melody itself."""


@dataclass(frozen=True, slots=True)
class Break:
    """A mark that is heard as a pause."""

    sign: str
    """`,` within a sentence, `.` or `?` at its end."""


LONGEST_WORD: Final = 30
"""Letters said in one go; spelled they make 300 tokens at most."""

_PARTS: Final = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*|[^\w\s]")
_CUTS: Final = {",": ",", ";": ",", ":": ",", "(": ",", ")": ",", "–": ",", "—": ",", "…": ".",
                ".": ".", "!": ".", "?": "?"}  # fmt: skip
_DIGITS: Final = dict(
    enumerate(("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"))
)


def read(text: str, language: Language) -> tuple[Word | Break, ...]:
    """The words and breaks of `text`; no break comes first, and no two together.

    Every word has something to be said: what is neither Vietnamese nor English is spelled.
    """
    found: list[Word | Break] = []
    for match in _PARTS.finditer(text):
        part = match.group()
        if sign := _CUTS.get(part):
            if found and isinstance(found[-1], Word):
                found.append(Break(sign))
            elif found and (sign == "?" or (sign, found[-1]) == (".", Break(","))):
                found[-1] = Break(sign)
            continue
        if part[0].isalnum():
            found.extend(_words(part, match.start(), language))
    return tuple(found)


def _words(part: str, start: int, language: Language) -> list[Word]:
    end = start + len(part)
    if language == "vi":
        syllable = parse(part)
        if syllable is not None:
            return [Word(start, end, phones(syllable), syllable)]
        if part.isdecimal():
            # Numbers come written out; a stray digit is read rather than lost.
            names = [parse(_DIGITS[int(digit)]) for digit in part]
            return [Word(start, end, phones(s), s) for s in names if s is not None]
    # A word no language has (a key, a mistake) is taken in stretches the model can hold.
    stretches = [part[i : i + LONGEST_WORD] for i in range(0, len(part), LONGEST_WORD)]
    spoken = [foreign.pronounce(stretch) for stretch in stretches]
    return [Word(start, end, phones_, None) for phones_ in spoken if phones_]
