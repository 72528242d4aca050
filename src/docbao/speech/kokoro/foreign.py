"""English, and everything that is not Vietnamese, as tokens of the model.

The model learnt English first. Its phones are had from eSpeak NG, whose library and English rules
docbao ships anyway; where it is missing, and for what it cannot read, letters are spelled with
the sounds of their English names. So nothing is ever silent.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import threading
import unicodedata
from functools import lru_cache
from typing import Final

from docbao.speech.kokoro.phones import Phone, is_known

_SPELLED: Final[dict[str, str]] = {
    "a": "ˈA", "b": "bˈi", "c": "sˈi", "d": "dˈi", "e": "ˈi", "f": "ˈɛf", "g": "ʤˈi", "h": "ˈAʧ",
    "i": "ˈI", "j": "ʤˈA", "k": "kˈA", "l": "ˈɛl", "m": "ˈɛm", "n": "ˈɛn", "o": "ˈO", "p": "pˈi",
    "q": "kjˈu", "r": "ˈɑɹ", "s": "ˈɛs", "t": "tˈi", "u": "jˈu", "v": "vˈi", "w": "dˈʌbᵊljˌu",
    "x": "ˈɛks", "y": "wˈI", "z": "zˈi", "0": "zˈiɹO", "1": "wˈʌn", "2": "tˈu", "3": "θɹˈi",
    "4": "fˈɔɹ", "5": "fˈIv", "6": "sˈɪks", "7": "sˈɛvᵊn", "8": "ˈAt", "9": "nˈIn",
}  # fmt: skip
"""The names of the letters, in the model's own signs for English (A = eɪ, I = aɪ, O = oʊ …)."""

# eSpeak's IPA → the signs the model learnt English with. Longer ones first.
_SIGNS: Final = (
    ("aɪə", "Iə"), ("aɪɚ", "Iəɹ"), ("tʃ", "ʧ"), ("dʒ", "ʤ"), ("eɪ", "A"), ("aɪ", "I"),
    ("ɔɪ", "Y"), ("oʊ", "O"), ("əʊ", "O"), ("aʊ", "W"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"),
    ("əl", "ᵊl"), ("ɚ", "əɹ"), ("ɐ", "ə"), ("r", "ɹ"), ("e", "A"), ("ɡ", "ɡ"), ("g", "ɡ"),
    ("ɬ", "l"), ("ʔ", "t"), ("x", "k"), ("ç", "k"), ("ɑ̃", "ɑn"), ("ɔ̃", "ɔn"), ("ː", ""),
    ("o", "ɔ"), ("a", "æ"), ("̩", ""), ("̃", ""), ("ɲ", "nj"),
)  # fmt: skip
_LATIN_ONLY: Final = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "ł": "l", "ß": "s", "æ": "e"})
_ACRONYM: Final = re.compile(r"[A-Z0-9]{2,6}\Z")
_HAS_VOWEL: Final = re.compile("[aeiouy]")
_VOICELESS: Final = frozenset("ptkfθsʃʧhˈˌ")


@lru_cache(maxsize=4_000)
def pronounce(word: str) -> tuple[Phone, ...]:
    """How the model is to say a word that is not Vietnamese.

    Capitals (WHO is for the lexicon to know; VTV, FPT are spelled), words without a vowel and
    words eSpeak does not know are spelled letter by letter; signs of other scripts that have no
    Latin base come back empty.
    """
    latin = _latin(word)
    signs = ""
    if not _is_spelled(latin):
        signs = _english(latin.lower())
    if not signs:
        signs = " ".join(filter(None, (_SPELLED.get(c, "") for c in latin.lower())))
    return tuple(Phone(s, "foreign", s not in _VOICELESS) for s in signs)


def _latin(word: str) -> str:
    """`word` with its accents taken off."""
    decomposed = unicodedata.normalize("NFKD", word.translate(_LATIN_ONLY))
    return "".join(c for c in decomposed if c.isascii() and (c.isalnum() or c == "'"))


def _is_spelled(word: str) -> bool:
    return (
        len(word) == 1
        or bool(_ACRONYM.match(word))
        or not _HAS_VOWEL.search(word.lower())
        or not word.replace("'", "").isalpha()
    )


def _english(word: str) -> str:
    """Signs for an English word; empty where eSpeak NG is not to be had or says nothing."""
    ipa = _espeak(word)
    for theirs, ours in _SIGNS:
        ipa = ipa.replace(theirs, ours)
    return "".join(s for s in ipa if is_known(s) and s not in "()")


_LANGUAGE_SWITCH: Final = re.compile(r"\([a-z-]+\)")
_PHONEMES_AS_IPA: Final = 0x02
_UTF8: Final = 1
_AUDIO_RETRIEVAL: Final = 1
_DONT_EXIT: Final = 0x8000
_lock = threading.Lock()


def _espeak(text: str) -> str:
    library = _library()
    if library is None:
        return ""
    found: list[str] = []
    with _lock:  # the library keeps its state in globals
        library.espeak_SetVoiceByName(b"en-us")
        written = ctypes.create_string_buffer(text.encode())
        pointer = ctypes.c_void_p(ctypes.addressof(written))
        while pointer.value:
            piece = library.espeak_TextToPhonemes(ctypes.byref(pointer), _UTF8, _PHONEMES_AS_IPA)
            if piece:
                found.append(piece.decode("utf-8", "replace"))
    return _LANGUAGE_SWITCH.sub("", " ".join(found)).strip().replace("_", "")


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL | None:
    """The library of eSpeak NG, ready to read English, or `None`."""
    path: str | None
    data: bytes | None
    try:
        import espeakng_loader  # noqa: PLC0415 - only a text with foreign words needs it

        path, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path().encode()
    except ImportError:
        path, data = ctypes.util.find_library("espeak-ng"), None
    if path is None:
        return None
    try:
        library = ctypes.CDLL(path)
    except OSError:
        return None
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
    library.espeak_Initialize.argtypes = [
        ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int,
    ]  # fmt: skip
    ready = library.espeak_Initialize(_AUDIO_RETRIEVAL, 0, data, _DONT_EXIT)
    return library if ready > 0 else None
