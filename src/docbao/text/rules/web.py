"""Addresses of pages and people, and hashtags."""

# ruff: noqa: E501 - tables and word lists are read across

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import is_syllable, spell
from docbao.text.rules.scene import Found, Scene

_TLD: Final = "com|vn|net|org|gov|edu|info|biz|io|tv|me|co|uk|jp|cn|kr|asia|int|mil|app|dev|ai|us|de|fr|eu|ru|sg|th|la|au|name|pro|xyz|online|shop|news|gl|be|ly"
PATTERN: Final = lazy(
    r"(?P<mail>(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,5})"
    r"|(?P<url>(?i:https?://|www\.)[^\s<>\"“”]{1,400})"
    rf"|(?P<host>(?<![\w@.-])(?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.){{1,5}}(?:{_TLD})(?![\w-]|\.\w)(?:/[^\s<>\"“”,;]{{0,300}})?)"
    r"|(?P<tag>(?<![\w&])#[^\W\d][\w]{0,80})"
    r"|(?P<file>(?<![\w.])[\w-]{1,60}\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|mp3|mp4|html?|zip|rar|txt|csv)(?!\w))"
)
HINT: Final = lazy(r"[@#]|://|[A-Za-z0-9]\.[A-Za-z]")
_TRAILING: Final = ".,;:!?)]}'’…"
_PIECE: Final = lazy(r"[^\W\d_]+|\d+|.", re.DOTALL)
_SIGNS: Final = {
    ".": "chấm", "/": "gạch chéo", "-": "gạch ngang", "_": "gạch dưới", "@": "a còng", "#": "thăng", "?": "hỏi",
    "=": "bằng", "&": "và", "%": "phần trăm", "+": "cộng", "~": "ngã", ":": "hai chấm", "$": "đô la", "°": "độ",
}  # fmt: skip
_VOWEL: Final = lazy(r"[aeiouyàáâãèéêìíòóôõùúăđĩũơưạ-ỹ]", re.IGNORECASE)
_SAID: Final = frozenset({"com", "gov", "edu", "org", "net", "info", "biz"})
_CAMEL: Final = lazy(
    r"[A-ZĐÀ-ỸÂÊÔĂƠƯ]{2,}(?![a-zà-ỹđ])|[A-ZĐÀ-ỸÂÊÔĂƠƯ]?[^\W\d_A-ZĐÂÊÔĂƠƯ]+|[^\W\d_]|\d+"
)


def find_addresses(scene: Scene) -> list[Found]:
    """All addresses and hashtags of the text, in order."""
    if not HINT.search(scene.text):
        return []
    out = []
    for found in PATTERN.finditer(scene.text):
        kind = found.lastgroup or "url"
        written = found[0].rstrip(_TRAILING) if kind in ("url", "host") else found[0]
        odd = next((n for n, c in enumerate(written) if c.isnumeric() and not c.isdecimal()), None)
        if odd is not None:
            written = written[:odd]  # "½" and its kin are no part of an address
        if kind == "host" and not re.search(r"[a-z]", written):
            continue  # "TP.HCM" and its like
        end = found.start() + len(written)
        if not written:
            continue
        out.append(_say(scene, kind, written, found.start(), end))
    return out


def _say(scene: Scene, kind: str, written: str, start: int, end: int) -> Found:
    if kind == "tag":
        named = scene.before(start).endswith("hashtag")
        said = f"{'' if named else 'hashtag '}{_tag(scene, written[1:])}"
        return Found(end, said, "hashtag", start=start)
    bare = re.sub(r"(?i)^(?:https?://)?(?:www\.)?", "", written).rstrip("/")
    said = _pieces(scene, bare)
    if kind == "file":
        return Found(end, said, "url", "residue: a file's name", start)
    return Found(end, said, "email" if kind == "mail" else "url", start=start)


def _pieces(scene: Scene, address: str) -> str:
    said = []
    pieces = _PIECE.findall(address)
    for n, piece in enumerate(pieces):
        if piece.isdigit():
            said.append(scene.say.named(piece))
        elif piece == "y" and _in_words(pieces, n):
            said.append(piece)
        elif piece.isalpha():
            said.append(_label(piece))
        else:
            word = _SIGNS.get(piece, "")
            if word:
                said.append(word)
    return " ".join(said)


def _in_words(pieces: list[str], n: int) -> bool:
    """Whether a piece is joined by "-" to a syllable: the "y" of "y-te" is the word, no letter."""
    ahead, behind = pieces[max(0, n - 2) : n], pieces[n + 1 : n + 3]
    return (len(ahead) == 2 and ahead[1] == "-" and is_syllable(ahead[0])) or (
        len(behind) == 2 and behind[0] == "-" and is_syllable(behind[1])
    )


def _label(label: str) -> str:
    short = 1 < len(label) <= 2 and is_syllable(label)
    if label.lower() in _SAID or short or (len(label) > 2 and _VOWEL.search(label)):
        return label
    return spell(label) if label.isascii() else label


def _tag(scene: Scene, tag: str) -> str:
    said = []
    for word in tag.split("_"):
        for part in _CAMEL.findall(word):
            if part.isdigit():
                said.append(scene.say.named(part))
            elif len(part) == 1:
                said.append(spell(part))
            elif part.isupper() and part.isascii():
                found = scene.lexicon.match(f"{part} ", 0, part)
                readable = len(part) > 4 or (len(part) > 2 and _VOWEL.search(part))
                said.append(found.spoken if found else part if readable else spell(part))
            else:
                said.append(part)
    return " ".join(said)
