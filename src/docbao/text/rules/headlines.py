"""Words in capitals that are words: headlines, by-lines, names written large."""

# ruff: noqa: PLR0911 - a rule leaves as soon as it is not meant

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import is_syllable
from docbao.text.rules.scene import Scene

_CHAIN_CHARS: Final = 40
"""How far a row of words in capitals is followed."""
_STOPS: Final = frozenset(":;.!?")
_MARKS: Final = ",.;:!?\"'“”‘’()[]-–…"
WORDLIKE: Final = lazy(
    r"(?i)[^aeiouy\W\d]{0,3}(?:[aeiouy]{1,3}[^aeiouy\W\d]{1,3}){2,}[aeiouy]{0,2}\Z"
)
# In a headline also what ends in a vowel (METRO, UKRAINE); no heap of consonants (EVFTA).
_LONGER: Final = lazy(
    r"(?i)(?=\w{5})[^aeiouy\W\d]{0,3}(?:[aeiouy]{1,3}[^aeiouy\W\d]{1,2})+[aeiouy]{1,3}[^aeiouy\W\d]{0,2}\Z"
)
_BYLINE: Final = lazy(
    r"(?:^|\W)(?:ảnh|bài|tin|video|clip|đồ họa|lược dịch|biên dịch|thực hiện)(?: và ảnh)?: ?$"
)
_LINE_CHARS: Final = 160


def headline(scene: Scene, at: int, word: str) -> bool:
    """Whether `word` is an ordinary word among capitals ("AI LÀ NGƯỜI"), not an acronym.

    What may be a syllable is a word in a line all in capitals, beside another such, and behind
    "Ảnh:"; a word the lexicon has needs a neighbour that is beyond doubt Vietnamese.
    """
    syllable = is_syllable(word)
    if not syllable and not WORDLIKE.match(word) and not _LONGER.match(word):
        return False
    ahead, behind = _neighbours(scene, at, word)
    if any(not w.replace("Đ", "D").isascii() and is_syllable(w) for w in (*ahead, *behind)):
        return True
    if not syllable or len(word) < 2:
        return False
    if scene.lexicon.starts(word.lower()) and scene.lexicon.match(scene.text, at, word):
        return False
    if len(word) >= 4:  # four letters that happen to make a syllable: hardly an acronym
        return True
    if any(len(w) > 1 and is_syllable(w) for w in (*ahead[:1], *behind[:1])):
        return True
    return bool(_BYLINE.search(scene.before(at))) or _line_of_capitals(scene, at)


def _line_of_capitals(scene: Scene, at: int) -> bool:
    """Whether the line is a headline in capitals (figures in it may be in words already)."""
    text = scene.text
    start = max(text.rfind("\n", max(0, at - _LINE_CHARS), at) + 1, at - _LINE_CHARS, 0)
    stop = text.find("\n", at, at + _LINE_CHARS)
    line = text[start : stop if stop >= 0 else at + _LINE_CHARS]
    rows = [w.strip(_MARKS) for w in line.split() if w.isupper()]
    words = [w for w in rows if len(w) > 1 and w.isalpha()]
    if any(not w.replace("Đ", "D").isascii() and is_syllable(w) for w in words):
        return len(words) > 2
    return line.isupper() and sum(map(is_syllable, words)) > 1


def _neighbours(scene: Scene, at: int, word: str) -> tuple[list[str], list[str]]:
    """The words in capitals right before and right behind, the nearest first."""
    before = scene.text[max(0, at - _CHAIN_CHARS) : at].split()
    if at > _CHAIN_CHARS and before:
        before.pop(0)  # its head may be cut off
    stop = at + len(word) + _CHAIN_CHARS
    after = scene.text[at + len(word) : stop].split()
    if stop < len(scene.text) and after:
        after.pop()  # as may its tail
    first = scene.text[at + len(word) : at + len(word) + 1]
    ahead = () if before and before[-1][-1] in _STOPS else _capitals(reversed(before))
    behind = () if first and first in _STOPS else _capitals(after)
    return list(ahead), list(behind)


def _capitals(words: Iterable[str]) -> Iterator[str]:
    """The words in capitals up to the first that is not."""
    for word in words:
        bare = word.strip(_MARKS)
        if not bare.isupper() and not bare.isdigit() and bare:
            return
        if len(bare) > 1 and bare.isalpha():
            yield bare
        if word[-1] in _STOPS:
            return
