"""Syllables as tokens of the open model.

The model knows 114 signs, most of them IPA letters, learnt from English, Hindi, Chinese, Japanese
and the Romance languages, never from Vietnamese. Each Vietnamese sound is written with the signs
whose learnt sound a recogniser of Vietnamese took for it most often; docs/voice-kokoro.md tells
what was tried. A sign the model does not know is a mistake of ours and raises.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final, Literal

from docbao.speech.kokoro.syllable import Syllable

Role = Literal["onset", "glide", "nucleus", "coda", "foreign", "break"]


@dataclass(frozen=True, slots=True)
class Phone:
    """One sign of the model with its part in the syllable."""

    sign: str
    """A single character of the model's alphabet."""
    role: Role
    voiced: bool = True


_ONSETS: Final[dict[str, str]] = {
    "": "", "b": "b", "k": "k", "tɕ": "ʨ", "tʂ": "ꭧ", "z": "z", "r": "ɾ", "d": "ɖ", "ɣ": "ɣ",
    "h": "h", "x": "kʰ", "l": "l", "m": "m", "n": "n", "ɲ": "ɲ", "ŋ": "ŋ", "f": "f", "p": "p",
    "ʂ": "ʂ", "s": "s", "t": "t", "tʰ": "tʰ", "v": "v",
}  # fmt: skip
_NUCLEI: Final[dict[str, str]] = {
    "aː": "aː", "a": "a", "ă": "aɪ", "ə": "ə", "əː": "əː", "ɛ": "ɛ", "e": "e", "ĕ": "e",
    "i": "i", "ĭ": "i", "o": "o", "oː": "oː", "ɔ": "ɔ", "ɔː": "ɔː", "u": "u", "ɯ": "ɯ",
    "iə": "iə", "uə": "uə", "ɯə": "ɯə",
}  # fmt: skip
_CODAS: Final[dict[str, str]] = {
    "": "", "p": "p", "t": "t", "k": "k", "c": "k", "m": "m", "n": "n", "ŋ": "ŋ", "ɲ": "ŋ",
    "j": "ɪ", "w": "ʊ",
}  # fmt: skip
# Rimes that are heard better otherwise than as the sum of their parts.
_RIMES: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("əː", "j"): ("əː", "j"),
    ("aː", "j"): ("aː", "j"),
    ("o", "j"): ("o", "j"),
    ("ɔ", "j"): ("ɔ", "j"),
    ("uə", "j"): ("uə", "j"),
    ("ɯə", "j"): ("ɯə", "j"),
    ("ə", "j"): ("e", "ɪ"),
    ("o", "ŋ"): ("ɔ", "ŋ"),
    ("o", "k"): ("ɔ", "k"),
}
_VOICELESS: Final = frozenset("kʨhxfpstʰꭧʂɕθʃʧʈ")


def phones(syllable: Syllable) -> tuple[Phone, ...]:
    """How the model is to say a syllable, tone aside."""
    nucleus, coda = _NUCLEI[syllable.nucleus], _CODAS[syllable.coda]
    nucleus, coda = _RIMES.get((syllable.nucleus, syllable.coda), (nucleus, coda))
    return (
        *(Phone(s, "onset", s not in _VOICELESS) for s in _ONSETS[syllable.onset]),
        *(Phone(s, "glide") for s in ("w" if syllable.glide else "")),
        *(Phone(s, "nucleus") for s in nucleus),
        *(Phone(s, "coda", s not in _VOICELESS) for s in coda),
    )


@lru_cache(maxsize=1)
def _alphabet() -> dict[str, int]:
    text = (resources.files("docbao.speech.kokoro") / "data" / "alphabet.json").read_text("utf-8")
    known: dict[str, int] = json.loads(text)
    return known


def is_known(sign: str) -> bool:
    """Whether the model has this sign."""
    return sign in _alphabet()


def token(sign: str) -> int:
    """The number of a sign.

    Raises:
        KeyError: The model has no such sign; our own tables never ask for one.
    """
    return _alphabet()[sign]
