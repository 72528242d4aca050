"""The names of the letters, one table: what every listener and every Vietnamese voice knows."""

from __future__ import annotations

import unicodedata
from typing import Final

from docbao.text.expressions import lazy

NAMES: Final = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "đê", "Đ": "đê", "E": "e", "Ê": "ê",
    "F": "ép", "G": "gờ", "H": "hát", "I": "i", "J": "gi", "K": "ca", "L": "lờ", "M": "mờ",
    "N": "nờ", "O": "ô", "Ô": "ô", "Ơ": "ơ", "P": "pê", "Q": "quy", "R": "rờ", "S": "ét",
    "T": "tê", "U": "u", "Ư": "ư", "V": "vê", "W": "vê kép", "X": "ích", "Y": "i", "Z": "dét",
}  # fmt: skip

GREEK: Final = {
    "α": "an pha", "β": "bê ta", "γ": "gam ma", "δ": "đen ta", "ε": "ép xi lon", "θ": "tê ta",
    "λ": "lam đa", "μ": "muy", "π": "pi", "ρ": "rô", "σ": "xích ma", "φ": "phi", "ω": "ô mê ga",
    "Δ": "đen ta", "Σ": "xích ma", "Ω": "ô mê ga",
}  # fmt: skip

_ONSET: Final = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_NUCLEUS: Final = (
    "(?:oai|oay|oao|oeo|uao|uây|uôi|ươi|ươu|uya|uyê|iêu|yêu|uyu|oa|oă|oe|oo|ua|uâ|uê|uô|uơ|ưa|ươ"
    "|uy|ia|iê|ya|yê|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
)
_SYLLABLE: Final = lazy(f"{_ONSET}{_NUCLEUS}(?:ng|nh|ch|[cmnpt]|(?<=ă)k)?\\Z")
_TONES: Final = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def without_tone(word: str) -> str:
    """`word` in lower case without its tone mark; ă, ê, ơ and their kin stay."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))


def is_syllable(word: str) -> bool:
    """Whether `word` can be one Vietnamese syllable."""
    return bool(_SYLLABLE.match(without_tone(word)))


def spell(word: str) -> str:
    """The letters of `word` by name; what is no letter of the table stays as it is."""
    return " ".join(NAMES.get(c) or GREEK.get(c) or c for c in word.upper() if not c.isspace())
