"""The one gate every foreign string passes before a terminal, file name, cache key or voice.

Feeds, pages, file names and tags bring escape sequences, bidirectional overrides, zero-width
letters and decomposed accents. No HTML library removes them (all of them turn `&#27;` into a
real ESC), so everything is cleaned here, once, after the last entity has been decoded.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Cc but for line feed and tab; bidi controls (U+061C, 200E-F, 202A-E, 2066-9); zero-width
# space, word joiner and its kin, BOM, soft hyphen; interlinear marks; private use; lone
# surrogates; noncharacters; tag characters, with which a text can be hidden in a text.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\uffff\ue000-\uf8ff\ud800-\udfff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
# Whole escape sequences (CSI, OSC and its kin, two-character ones), so that no "[2J" is left over.
_ESCAPES: Final = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|\x1b[\\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\\\|\x9c)|\x1b[ -/]*[0-~]"
)
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Joiners are kept only where they hold an emoji together; Vietnamese and English need none.
_STRAY_JOINERS: Final = re.compile(
    "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
    "|[\u200c\u200d](?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_BLANKS: Final = re.compile(r"[^\S\n]{2,}|[^\S\n ]")  # all but the single space, which may stay
_MANY_MARKS: Final = re.compile(r"([\u0300-\u036f]{4})[\u0300-\u036f]+")
_PLAIN: Final = re.compile(r"[\x20-\x7e]*\Z")


def _scrub(text: str) -> str:
    if "\x1b" in text or "\x9b" in text:
        text = _ESCAPES.sub("", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _STRAY_JOINERS.sub("", _FORBIDDEN.sub("", text))
    # Marks are counted last: what stood between them is gone, and one may have become two.
    return _MANY_MARKS.sub(r"\1", unicodedata.normalize("NFC", text))


def clean_line(text: str) -> str:
    """`text` as one safe line: NFC, no controls, every run of blanks one space, trimmed.

    Cleaning twice changes nothing.
    """
    if _PLAIN.match(text) and "  " not in text:
        return text.strip()
    return " ".join(_scrub(text).split())


def clean_text(text: str) -> str:
    """`text` as safe lines: as `clean_line`, but line feeds stay and blank lines come singly."""
    lines = [_BLANKS.sub(" ", line).strip() for line in _scrub(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_D_BAR: Final = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})


def fold(text: str) -> str:
    """`text` for searching: lower case, no accents, đ as d ("Bất động" → "bat dong")."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D_BAR))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
# Device names no Windows file may have, whatever its ending.
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)


def slug(text: str, *, max_chars: int = 60) -> str:
    """`text` as a part of a file name that is safe on Linux, macOS and Windows.

    Returns:
        1 to `max_chars` of `[a-z0-9-]`, cut between words where it can be; `khong-ten`
        ("without a name") when nothing is left.
    """
    whole = _NOT_SLUG.sub("-", fold(text)).strip("-")
    cut = whole[: max_chars + 1]
    if len(cut) > max_chars:
        cut = cut[:max_chars] if "-" not in cut[max_chars // 2 :] else cut.rsplit("-", 1)[0]
    name = cut.strip("-") or "khong-ten"
    return f"{name}-x" if name in _RESERVED else name
