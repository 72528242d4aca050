"""Names of other languages in Vietnamese syllables, for a voice that knows nothing else.

The lexicon knows the common ones; this is for the rest. It does what newspapers did when they
wrote "Oa-sinh-tơn": every syllable one that Vietnamese has, clusters of consonants opened with
"ờ", finals brought to the eight that exist. The result is an approximation and meant to be: a
voice that spells "Mbappé" letter by letter serves nobody.
"""

# ruff: noqa: E501 - tables and word lists are read across

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import is_syllable

# Longest first within each table.
_ONSETS: Final = {
    "sch": "s", "tch": "ch", "shr": "s r", "chr": "c r", "thr": "th r", "str": "x tr", "spr": "x pr", "scr": "x cr",
    "ph": "ph", "th": "th", "sh": "s", "ch": "ch", "gh": "g", "kh": "kh", "wh": "qu", "ck": "c", "qu": "qu", "zh": "gi",
    "ts": "x", "tz": "x", "dj": "gi", "dz": "d", "ng": "ng", "nh": "nh", "tr": "tr", "kn": "n", "wr": "r", "gn": "nh",
    "b": "b", "c": "c", "d": "đ", "f": "ph", "g": "g", "h": "h", "j": "gi", "k": "c", "l": "l", "m": "m", "n": "n",
    "p": "p", "q": "c", "r": "r", "s": "x", "t": "t", "v": "v", "w": "u", "x": "x", "z": "d", "y": "d",
}  # fmt: skip
_VOWELS: Final = {
    "eau": "ô", "oo": "u", "ee": "i", "ea": "i", "ie": "i", "ei": "ây", "ey": "ây", "ai": "ai", "ay": "ây", "au": "au",
    "aw": "o", "ou": "u", "ow": "ao", "oa": "oa", "oe": "ô", "oi": "oi", "oy": "oi", "eu": "iu", "ew": "iu", "ue": "uê",
    "ui": "ui", "io": "i ô", "ia": "i a", "iu": "iu", "ua": "u a", "uo": "u ô", "aa": "a", "ae": "a ê", "uu": "u",
    "yo": "i ô", "ya": "i a", "a": "a", "e": "e", "i": "i", "o": "ô", "u": "u", "y": "i",
}  # fmt: skip
_FINALS: Final = {
    "ng": "ng", "nk": "nh", "ck": "c", "nd": "n", "nt": "n", "rn": "n", "rd": "t", "rt": "t", "rk": "c", "rg": "c",
    "lt": "n", "ld": "n", "st": "t", "ss": "t", "ll": "n", "mp": "m", "mb": "m", "ns": "n", "gh": "", "ch": "ch",
    "tch": "ch", "sh": "t", "th": "t", "ph": "p", "b": "p", "c": "c", "d": "t", "f": "p", "g": "c", "h": "", "j": "t",
    "k": "c", "l": "n", "m": "m", "n": "n", "p": "p", "q": "c", "r": "", "s": "t", "t": "t", "v": "p", "w": "", "x": "c",
    "z": "t", "y": "i",
}  # fmt: skip
_V: Final = "|".join(sorted(_VOWELS, key=len, reverse=True))
_PART: Final = lazy(
    rf"(?P<onset>[^aeiouy]*)(?P<vowel>{_V})(?P<coda>(?:[^aeiouy]+\Z|[^aeiouy](?=[^aeiouy])(?![rl]|h)))?"
)
_SILENT_E: Final = lazy(r"(?<=[aeiou][^aeiouywxr])e\Z")
_FOREIGN: Final = lazy(r"[A-Za-zÀ-ɏ]{2,24}\Z")
_STOPPED: Final = frozenset(("c", "t", "p", "ch"))
_SHARP: Final = str.maketrans("aeêiouôơư", "áéếíóúốớứ")


def is_foreign(word: str) -> bool:
    """Whether `word` is a capitalised name no Vietnamese syllable could be."""
    return (
        word[:1].isupper()
        and not word.isupper()
        and bool(_FOREIGN.match(word))
        and not is_syllable(word)
    )


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(c for c in decomposed if c.isascii() and c.isalpha())


def _onset(letters: str) -> list[str]:
    """The syllables of opened clusters, and last the onset of the vowel."""
    out: list[str] = []
    while letters:
        size = next((n for n in (3, 2, 1) if letters[:n] in _ONSETS), 1)
        out += _ONSETS.get(letters[:size], "").split(" ")
        letters = letters[size:]
    doubled = [c for n, c in enumerate(out) if n == 0 or c != out[n - 1]]
    return [c for c in doubled if c] or [""]


def _coda(letters: str) -> str:
    for size in (3, 2, 1):
        if letters[:size] in _FINALS:
            return _FINALS[letters[:size]]
    return ""


def _spelled(onset: str, vowel: str) -> str:
    """Onset and vowel by the rules of Vietnamese writing (k before e and i, ngh, gh)."""
    front = vowel[0] in "eêiy"
    if onset == "c" and front:
        onset = "k"
    elif onset in ("g", "ng") and front:
        onset += "h"
    elif onset == "qu" and vowel[0] in "uô":
        onset = "u"
    elif onset == "gi" and vowel[0] == "i":
        onset = "g"
    return onset + vowel


@lru_cache(maxsize=2048)
def respell(word: str) -> str:
    """`word` in Vietnamese syllables, parted by blanks; `word` itself where it has no vowel."""
    letters = _SILENT_E.sub("", _plain(word))
    out: list[str] = []
    for part in _PART.finditer(letters):
        *opened, onset = _onset(part["onset"])
        out += [_spelled(c, "ờ") if c != "n" else "nờ" for c in opened]
        first, *more = _VOWELS[part["vowel"]].split(" ")
        syllables = [_spelled(onset, first), *more]
        coda = _coda(part["coda"] or "")
        if coda and not (len(first) > 1 and syllables[-1][-1] in "iyuo"):
            last = syllables[-1]
            if coda in _STOPPED:
                last = last[:-1] + last[-1].translate(_SHARP)
            syllables[-1] = last + ("c" if coda == "ch" and last[-1] not in "áéếií" else coda)
        out += syllables
    return " ".join(out) if out else word
