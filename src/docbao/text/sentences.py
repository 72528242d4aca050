"""Where Vietnamese and English sentences end.

A full stop ends a sentence before a blank and something that can begin one; not after TP.,
ThS., an initial, or the figure that begins a line ("2. Nội dung"), and never inside a number,
an address or "Q. 5". Closing quotes and brackets belong to the sentence they close.
"""

# ruff: noqa: PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.initials import GOES_ON, LOOK_BACK_CHARS, ends_sentence

_END: Final = lazy(r"(?:[.!?…]{1,12}(?:/\.)?|\./\.)[\"'”’»)\]]{0,3}(?=\s|\Z)|\n+")
_BLANKS: Final = lazy(r"\s*")
# Abbreviations whose stop never ends a sentence, without the stop; most stand before a name.
_ABBREVIATED: Final = frozenset(
    [
        "tp",
        "tx",
        "tt",
        "q",
        "p",
        "h",
        "x",
        "gs",
        "pgs",
        "ts",
        "ths",
        "bs",
        "cn",
        "ks",
        "ths.",
        "ksv",
        "dr",
        "mr",
        "mrs",
        "ms",
        "st",
        "prof",
        "jr",
        "sr",
        "no",
        "vs",
        "st",
        "mt",
        "đ/c",
        "tr",
        "đt",
        "sđt",
        "kts",
        "nxb",
        "ql",
        "tl",
        "hl",
        "tel",
        "fax",
        "vd",
        "v.d",
        "tcn",
        "scn",
        "k.s",
        "u.s",
        "i.e",
        "e.g",
        "dept",
        "inc",
        "ltd",
        "co",
        "corp",
        "gov",
        "sen",
        "rep",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "jan",
        "feb",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
# These end a sentence when a capital follows, as any word does ("…, v.v. Nhiều người").
_LINE_NUMBER: Final = lazy(r"(?:^|\n)\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVXivx]{1,5}|[a-zđA-ZĐ])\Z")
_WORD_BEFORE: Final = lazy(r"[^\s(“\"]+\Z")
_INITIALS: Final = lazy(r"(?:^|\W)(?:[A-ZĐ]\.)+[A-ZĐ]\Z")
_NEVER_BEGIN: Final = frozenset(",;:)")
_LOOK_BACK_CHARS: Final = LOOK_BACK_CHARS + 1
_LOOK_AHEAD_CHARS: Final = 24


def sentence_bounds(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; together they tile `text`, blanks going to the one before."""
    start = 0
    for mark in _END.finditer(text):
        if mark.start() < start:
            continue
        after = _BLANKS.match(text, mark.end())
        end = after.end() if after else mark.end()
        if end >= len(text):
            break
        if text[mark.start()] != "\n" and not _ends(text, mark, end):
            continue
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _ends(text: str, mark: re.Match[str], after: int) -> bool:
    if "\n" in text[mark.end() : after]:
        return True
    follows = text[after]
    if follows.islower() or follows in _NEVER_BEGIN:
        return False
    if mark[0] != ".":
        return True
    behind = text[max(0, mark.start() - _LOOK_BACK_CHARS) : mark.start()]
    if _LINE_NUMBER.search(behind if mark.start() > _LOOK_BACK_CHARS else f"\n{behind}"):
        return False
    word = _WORD_BEFORE.search(behind)
    if word is None:
        return True
    last = word[0]
    if len(last) == 1 and last.isupper():
        ahead = text[mark.end() : mark.end() + _LOOK_AHEAD_CHARS]
        return ends_sentence(behind[:-1], last, ahead)
    if _INITIALS.search(last) and GOES_ON.match(text, mark.end()):
        return False
    short = last.lower()
    return short not in _ABBREVIATED and short.rsplit(".", 1)[-1] not in _ABBREVIATED


def sentences(text: str) -> list[str]:
    """The sentences of `text`, blanks around them removed; none is empty."""
    cut = (text[start:end].strip() for start, end in sentence_bounds(text))
    return [sentence for sentence in cut if sentence]
