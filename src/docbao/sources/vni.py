"""Text written for VNI fonts, in Unicode letters.

Between 1989 and Unicode, much of the south wrote so: each letter is followed by a Latin-1 letter
that the font draws as its tone ("Vieät Nam"). Old portals still hold such pages.
"""

from __future__ import annotations

import re
from typing import Final

# VNI Windows: what follows a vowel.  ô and ö stand for ơ and ư, and take the plain tones.
_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS: Final = {
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301",
    "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_SINGLE: Final = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_MARKS: Final = {**_TONES, **_HATS}


def _class(letters: str) -> str:
    return f"[{letters}{letters.upper()}]"


_LETTER: Final = re.compile(
    f"({_class('aeouyôö')})({_class(''.join(_MARKS))})|({_class(''.join(_SINGLE))})"
)
_MODERN: Final = re.compile("[\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323ăđơưĂĐƠƯ]")
# Pairs that French, German and their kin never write.
_SIGNS: Final = re.compile("[aeo][ùøûõïâáàåãäêéèúüë]|[ôö][ùøûõï]|ñ[aeiouôö]")
_PLAIN: Final = re.compile("[a-z]")
_LEAST_SHARE: Final = 0.05
_LEAST_KINDS: Final = 5


def is_vni(text: str) -> bool:
    """Whether `text` was written for VNI fonts and taken for Latin-1."""
    if text.isascii() or _MODERN.search(text):
        return False
    signs = _SIGNS.findall(text)
    enough = len(signs) > _LEAST_SHARE * len(_PLAIN.findall(text))
    return enough and len(set(signs)) >= _LEAST_KINDS


def repair_vni(text: str) -> str:
    """`text` read as VNI where it is that, otherwise unchanged; tones as separate marks."""
    return _LETTER.sub(_modern, text) if is_vni(text) else text


def _modern(found: re.Match[str]) -> str:
    letter, mark, single = found.groups()
    if single is not None:
        modern = _SINGLE[single.lower()]
        return modern if single.islower() else modern.upper()
    whole = _SINGLE.get(letter.lower(), letter.lower()) + _MARKS[mark.lower()]
    return whole.upper() if letter.isupper() else whole
