"""Vietnamese or English, sentence by sentence.

Vietnamese letters settle it; without any, English function words and words that can be no
Vietnamese syllable do. In doubt a sentence is Vietnamese: docbao's sources are.
"""

# ruff: noqa: PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from typing import Final

from docbao.i18n import Language
from docbao.text.expressions import lazy
from docbao.text.letters import is_syllable

_STRONG: Final = frozenset(
    [
        "the",
        "of",
        "and",
        "is",
        "was",
        "were",
        "are",
        "for",
        "with",
        "from",
        "this",
        "that",
        "these",
        "those",
        "has",
        "have",
        "had",
        "will",
        "would",
        "by",
        "at",
        "as",
        "said",
        "says",
        "which",
        "their",
        "new",
        "after",
        "been",
        "its",
        "not",
        "but",
        "or",
        "it",
        "they",
        "we",
        "you",
        "he",
        "she",
        "his",
        "her",
        "our",
        "your",
        "who",
        "when",
        "where",
        "while",
        "about",
        "into",
        "over",
        "more",
        "than",
        "other",
        "first",
        "also",
        "could",
        "should",
        "between",
        "during",
    ]
)
# Words that Vietnamese has too, or that are too short to prove anything.
_WEAK: Final = frozenset(
    [
        "in",
        "on",
        "to",
        "a",
        "an",
        "be",
        "can",
        "so",
        "do",
        "no",
        "me",
        "my",
        "if",
        "up",
        "out",
        "i",
        "am",
        "all",
        "one",
        "two",
    ]
)
_HINT: Final = lazy(
    r"\b(?:the|of|and|is|was|were|are|for|with|from|has|have|will|by|at|in|on|to|said|it|this|an?)\b",
    re.IGNORECASE,
)
_DEBRIS: Final = lazy(r"[<>=_^~|{}\\]")
"""Signs no sentence has: what holds them is a scrap of something, to be read sign by sign."""
_ORDINARY: Final = lazy(r"[A-Z]?[a-z]+\Z")
_WORD: Final = lazy(r"[^\W\d_]+")


def might_be_english(text: str) -> bool:
    """Whether it is worth asking sentence by sentence."""
    return bool(_HINT.search(text))


def language_of(sentence: str) -> Language:
    """The language a sentence is written in."""
    said = [w for w in sentence.split() if "@" not in w and "://" not in w and "www." not in w]
    words = _WORD.findall(" ".join(said))
    if len(words) < 3 or any(not word.isascii() for word in words):
        return "vi"
    ordinary = [word for word in words if _ORDINARY.match(word)]
    if len(ordinary) < 0.6 * len(words):
        return "vi"
    if 2 * sum(map(len, ordinary)) < len("".join(said)):
        return "vi"  # figures and signs for the most part
    if _DEBRIS.search(" ".join(said)):
        return "vi"
    lower = [word.lower() for word in words]
    strong = sum(word in _STRONG for word in lower)
    weak = sum(word in _WEAK for word in lower)
    if not strong + weak:
        return "vi"
    # "can", "so", "in" are Vietnamese too: what else stands there decides. Names do not, they
    # are foreign in a Vietnamese sentence as well; words without a capital do.
    other = [w for w in ordinary if len(w) > 2 and w.lower() not in _STRONG | _WEAK]
    foreign = [word for word in other if not is_syllable(word)]
    if not any(word.islower() for word in foreign):
        return "en" if strong >= 3 and len(foreign) >= 1 else "vi"
    if strong >= 2 and 2 * len(foreign) >= len(other):
        return "en"
    return "en" if len(foreign) >= max(2, 0.6 * len(other)) else "vi"
