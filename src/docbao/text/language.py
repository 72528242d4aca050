"""Vietnamese or English, sentence by sentence.

Vietnamese letters settle it; without any, English function words and words that can be no
Vietnamese syllable do. In doubt a sentence is Vietnamese: docbao's sources are.
"""

from __future__ import annotations

import re
from typing import Final

from docbao.i18n import Language
from docbao.text.letters import is_syllable

_STRONG: Final = frozenset(
    "the of and is was were are for with from this that these those has have had will would by at as said says which "
    "their new after been its not but or it they we you he she his her our your who when where while about into over "
    "more than other first also could should between during".split()
)
# Words that Vietnamese has too, or that are too short to prove anything.
_WEAK: Final = frozenset("in on to a an be can so do no me my if up out i am all one two".split())
_HINT: Final = re.compile(
    r"\b(?:the|of|and|is|was|were|are|for|with|from|has|have|will|by|at|in|on|to|said|it|this|an?)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"\S*(?:@|://|www\.)\S*")


def might_be_english(text: str) -> bool:
    """Whether it is worth asking sentence by sentence."""
    return bool(_HINT.search(text))


def language_of(sentence: str) -> Language:
    """The language a sentence is written in."""
    words = _WORD.findall(_ADDRESS.sub(" ", sentence))
    if len(words) < 3 or any(not word.isascii() and is_syllable(word) for word in words):
        return "vi"
    lower = [word.lower() for word in words]
    strong = sum(word in _STRONG for word in lower)
    weak = sum(word in _WEAK for word in lower)
    if not strong + weak:
        return "vi"
    # "can", "so", "in" are Vietnamese too: what else stands there decides.
    other = [w for w in lower if w not in _STRONG and w not in _WEAK and len(w) > 1]
    foreign = sum(not is_syllable(word) for word in other)
    if strong >= 2 and 2 * foreign >= len(other):
        return "en"
    return (
        "en"
        if (strong or weak) and foreign >= max(2, 0.6 * len(other)) and len(words) >= 4
        else "vi"
    )
