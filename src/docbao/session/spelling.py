"""A word spelled as it is taught: letter by letter, the mark of the tone last."""

from __future__ import annotations

import unicodedata
from typing import Final

from docbao.i18n import Phrase

# Names of the letters as the Ministry of Education teaches them (decision 31/2002).
_NAMES: Final = (
    "a:a ă:á â:ớ b:bê c:xê d:dê đ:đê e:e ê:ê f:ép_phờ g:giê h:hát i:i j:gi k:ca l:e_lờ m:em_mờ "
    "n:en_nờ o:o ô:ô ơ:ơ p:pê q:quy r:e_rờ s:ét_xì t:tê u:u ư:ư v:vê w:vê_kép x:ích_xì y:y_dài "
    "z:dét"
)
_LETTERS: Final = {pair[0]: pair[2:].replace("_", " ") for pair in _NAMES.split()}
_TONES: Final = {
    "\u0300": Phrase("dấu huyền", "grave"),
    "\u0301": Phrase("dấu sắc", "acute"),
    "\u0303": Phrase("dấu ngã", "tilde"),
    "\u0309": Phrase("dấu hỏi", "hook"),
    "\u0323": Phrase("dấu nặng", "dot below"),
}
_DIGITS: Final = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_CAPITAL: Final = Phrase("hoa", "capital")


def spelled(word: str) -> Phrase:
    """The letters of `word` by name, capitals named, each letter's tone after it."""
    vi: list[str] = []
    en: list[str] = []
    for letter in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _TONES), "")
        bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark != tone))
        low = bare.lower()
        name = _LETTERS.get(low, _DIGITS[int(low)] if low in "0123456789" else low)
        vi.append(f"{name} {_CAPITAL.vi}" if bare != low else name)
        en.append(f"{_CAPITAL.en} {low}" if bare != low else low)
        if tone:
            vi.append(_TONES[tone].vi)
            en.append(_TONES[tone].en)
    return Phrase(vi=", ".join(vi), en=", ".join(en))
