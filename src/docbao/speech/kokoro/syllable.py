"""What a Vietnamese syllable is made of: onset, glide, nucleus, coda and tone.

Vietnamese writes every syllable apart, and the spelling says how it sounds: about 25 onsets times
160 rimes times six tones. The tables below hold them all, so a word that is in them is Vietnamese
and a word that is not is not: a name, an abbreviation, English.

Sounds are named in IPA, for the northern accent of the capital, with the three pairs kept apart
that careful readers keep apart and speakers of Hanoi do not: tr/ch, s/x, r/d. Sources: Kirby,
"Vietnamese (Hanoi Vietnamese)", Journal of the IPA 41 (2011); Đoàn Thiện Thuật, "Ngữ âm tiếng
Việt" (1977) for the rimes and the two ways to place a tone mark.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final


class Tone(Enum):
    """The six tones by their Vietnamese names; the value is the combining mark that writes it."""

    NGANG = ""
    HUYEN = "\u0300"
    SAC = "\u0301"
    HOI = "\u0309"
    NGA = "\u0303"
    NANG = "\u0323"


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable, taken apart."""

    spelled: str
    """Lower case, NFC."""
    onset: str
    """IPA; empty where the syllable begins with its vowel."""
    glide: bool
    """Whether a w stands before the vowel (hoa, quê, thuỷ)."""
    nucleus: str
    """IPA: long `aː əː`, short `a ə`, shortened before nh/ch `ă ĕ ĭ`, diphthongs `iə ɯə uə`."""
    coda: str
    """IPA: `p t k m n ŋ j w`, `c ɲ` for the spellings ch and nh; may be empty."""
    tone: Tone

    @property
    def stopped(self) -> bool:
        """Whether it ends in p, t, c or ch: short, with two tones only."""
        return self.coda in STOPS


STOPS: Final = frozenset("ptkc")

ONSETS: Final[dict[str, str]] = {
    "": "", "b": "b", "c": "k", "k": "k", "q": "k", "ch": "tɕ", "d": "z", "gi": "z", "đ": "d",
    "g": "ɣ", "gh": "ɣ", "h": "h", "kh": "x", "l": "l", "m": "m", "n": "n", "ng": "ŋ",
    "ngh": "ŋ", "nh": "ɲ", "p": "p", "ph": "f", "r": "r", "s": "ʂ", "t": "t", "th": "tʰ",
    "tr": "tʂ", "v": "v", "x": "s",
}  # fmt: skip
"""Spelling → sound. `q` only before a glide, which the rime's spelling begins with."""

_CODAS: Final[dict[str, str]] = {
    "": "", "p": "p", "t": "t", "c": "k", "ch": "c", "m": "m", "n": "n", "ng": "ŋ", "nh": "ɲ",
    "i": "j", "y": "j", "o": "w", "u": "w",
}  # fmt: skip

# Vowel as spelled, its sound, the codas it is found with; "-" stands for no coda.
_PLAIN: Final = (
    ("a", "aː", "- i o p t c m n ng"),
    ("a", "a", "u y"),
    ("a", "ă", "ch nh"),
    ("ă", "a", "p t c m n ng"),
    ("â", "ə", "u y p t c m n ng"),
    ("e", "ɛ", "- o p t c m n ng"),
    ("ê", "e", "- u p t m n"),
    ("ê", "ĕ", "ch nh"),
    ("i", "i", "- u p t m n"),
    ("i", "ĭ", "ch nh"),
    ("y", "i", "-"),
    ("ia", "iə", "-"),
    ("iê", "iə", "u p t c m n ng"),
    ("yê", "iə", "u t c m n ng"),
    ("o", "ɔ", "- i p t c m n ng"),
    ("oo", "ɔː", "c ng n"),
    ("ô", "o", "- i p t c m n ng"),
    ("ôô", "oː", "c ng"),
    ("ơ", "əː", "- i p t m n"),
    ("u", "u", "- i p t c m n ng"),
    ("ua", "uə", "-"),
    ("uô", "uə", "i p t c m n ng"),
    ("ư", "ɯ", "- i u t c m n ng"),
    ("ưa", "ɯə", "-"),
    ("ươ", "ɯə", "i u p t c m n ng"),
)
_GLIDED: Final = (
    ("oa", "aː", "- i o p t c m n ng"),
    ("oa", "a", "y"),
    ("oa", "ă", "ch nh"),
    ("oă", "a", "p t c m n ng"),
    ("oe", "ɛ", "- o t m n ng"),
    ("uâ", "ə", "y t c n ng"),
    ("uê", "e", "- u n t"),
    ("uê", "ĕ", "ch nh"),
    ("uơ", "əː", "-"),
    ("uy", "i", "- u p t n"),
    ("uy", "ĭ", "ch nh"),
    ("uya", "iə", "-"),
    ("uyê", "iə", "t c n"),
)
# After q the glide is always spelled u: quan, quẻ, quốc, quý; and quí beside quý.
_AFTER_Q: Final = (
    ("ua", "aː", "- i o p t c m n ng"),
    ("ua", "a", "u y"),
    ("ua", "ă", "ch nh"),
    ("uă", "a", "p t c m n ng"),
    ("uâ", "ə", "u y p t c n ng"),
    ("ue", "ɛ", "- o t c n ng"),
    ("uê", "e", "- u t n"),
    ("uê", "ĕ", "ch nh"),
    ("ui", "i", "- t"),
    ("ui", "ĭ", "ch nh"),
    ("uô", "o", "c t n"),
    ("uơ", "əː", "- t n"),
    ("uy", "i", "- u p t n"),
    ("uy", "ĭ", "ch nh"),
    ("uyê", "iə", "t n"),
)

_Rime = tuple[bool, str, str]


def _rimes(rows: tuple[tuple[str, str, str], ...], *, glide: bool) -> dict[str, _Rime]:
    return {
        vowel + ("" if coda == "-" else coda): (glide, sound, _CODAS[coda.strip("-")])
        for vowel, sound, codas in rows
        for coda in codas.split()
    }


RIMES: Final = _rimes(_PLAIN, glide=False) | _rimes(_GLIDED, glide=True)
"""Spelling without tone → (glide, nucleus, coda), after any onset but q."""

RIMES_AFTER_Q: Final = _rimes(_AFTER_Q, glide=True)
"""The same after q."""

# What comes before e, ê, i, y is written k, gh, ngh; before other vowels c, g, ng. Place names
# of the highlands (Kon Tum, Bắc Kạn) write k before any vowel, so k is not held to it.
_FRONT: Final = frozenset("eêiy")
_BACK_ONLY: Final = frozenset({"c", "g", "ng"})
_FRONT_ONLY: Final = frozenset({"gh", "ngh"})
_MARKS: Final = {tone.value: tone for tone in Tone if tone.value}
_VOWELS: Final = frozenset("aăâeêioôơuưy")


@lru_cache(maxsize=20_000)
def parse(word: str) -> Syllable | None:
    """`word` taken apart, or `None` when it is no Vietnamese syllable.

    Upper and lower case, composed and decomposed accents, old and new places of the tone mark
    (hòa and hoà) are the same word. A vowel a syllable has not got, an onset before the wrong
    vowel (ce, ghu), a tone a stop cannot carry (hot, bàt), two tone marks or one on a consonant
    make it none.
    """
    taken = _tone_and_letters(word)
    if taken is None:
        return None
    tone, letters = taken
    highland = letters.endswith("k") and len(letters) > 1  # Đắk Lắk; Đăk too, but not ok or Mark
    if highland:
        letters = letters[:-1] + "c"
    for onset, rime_spelled in _splits(letters):
        rime = (RIMES_AFTER_Q if onset == "q" else RIMES).get(rime_spelled)
        if rime is None or not _may_meet(onset, rime_spelled):
            continue
        glide, nucleus, coda = rime
        if coda in STOPS and tone not in (Tone.SAC, Tone.NANG):
            if not (highland and tone is Tone.NGANG and not letters.isascii()):
                continue
            tone = Tone.SAC
        spelled = unicodedata.normalize("NFC", word.lower())
        return Syllable(spelled, ONSETS[onset], glide, nucleus, coda, tone)
    return None


def _tone_and_letters(word: str) -> tuple[Tone, str] | None:
    tone = Tone.NGANG
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        found = _MARKS.get(char)
        if found is None:
            letters.append(char)
            continue
        base = unicodedata.normalize("NFC", _last_letter(letters))
        if tone is not Tone.NGANG or base not in _VOWELS:
            return None
        tone = found
    return tone, unicodedata.normalize("NFC", "".join(letters))


def _last_letter(letters: list[str]) -> str:
    """The last letter with the marks that make it another letter (circumflex, breve, horn)."""
    start = len(letters)
    while start > 0:
        start -= 1
        if not unicodedata.combining(letters[start]):
            break
    return "".join(letters[start:])


def _splits(letters: str) -> tuple[tuple[str, str], ...]:
    """Ways to part onset from rime, the right one first."""
    if letters.startswith("gi"):
        rest = letters[2:]
        # gì, gìn: one i for both; giêng, giết: likewise; gia, giữ: the i belongs to the onset.
        shared = ("gi", "i" + rest)
        return (("gi", rest), shared) if rest and rest[0] != "ê" else (shared,)
    found = tuple(
        (letters[:size], letters[size:])
        for size in (3, 2, 1)
        if letters[:size] in ONSETS and len(letters) > size
    )
    return (*found, ("", letters))


def _may_meet(onset: str, rime: str) -> bool:
    if rime.startswith("yê"):  # yêu, but hiếu
        return onset == ""
    if onset in _BACK_ONLY:
        return rime[0] not in _FRONT
    if onset in _FRONT_ONLY:
        return rime[0] in "eêi"
    return True
