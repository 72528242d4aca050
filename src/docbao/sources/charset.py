"""From the bytes of a feed, page or file to its text, whatever they were written in.

Old Vietnamese portals and text files come in windows-1258 (tones as separate marks) or in
TCVN3, a font's own code page that every declaration calls Latin-1. UTF-8 is tried first,
because servers declare wrongly more often than a text happens to be valid UTF-8. The text
still has to pass `docbao.clean`, which composes the tones and drops what must not be spoken.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

# TCVN 5712:1993 (VN3, the code page of the ".VnTime" fonts), bytes A1-FE. The tone marks at
# B0-B4 follow their letter. Places that VN3 leaves empty (capitals with a tone) are filled as
# in VN2, which agrees with it elsewhere.
_TCVN3_FROM_A1: Final = (
    "ĂÂÊÔƠƯĐăâêôơưđẶ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíị"
    "òỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ"
)
_TCVN3: Final = {0xA1 + place: letter for place, letter in enumerate(_TCVN3_FROM_A1)}

# A word that Latin-1 would never write: a sign of the block A1-BE within letters ("C«ng",
# "®ua", "t¸c"). Each is a common TCVN3 letter; no Western language puts them there.
_SIGN_IN_WORD: Final = re.compile(
    "(?<![^\\W\\d_])[®§](?=[^\\W\\d_])|(?<=[^\\W\\d_])[¡-©«¬\xad®µ-¹»-¾](?=[^\\W\\d_])"
    "|(?<=[^\\W\\d_])[¨©«¬\xad¸¹¶·»-¾](?![^\\W\\d_])"
)
_USUAL_SIGNS: Final = "\u00b8\u00b5\u00ae\u00b9\u00ab\u00ac\u00ad"
"""TCVN3's á, à, đ, ạ, ô, ơ and ư: hardly a Vietnamese title does without them."""
_SAMPLE_CHARS: Final = 4000
_TAG: Final = re.compile(r"<[^>]*>?")
_WORD: Final = re.compile(r"\S+")
_VIETNAMESE_ONLY: Final = re.compile("[\u1ea0-\u1ef9]")
_TONED_1258: Final = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][\u0300\u0301\u0303\u0309\u0323]")

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Names that servers send for lack of a better one: they say "not UTF-8" at the most.
_SAYS_NOTHING: Final = frozenset({"iso8859-1", "cp1252", "ascii", "tcvn3", "tcvn"})
_SNIFFED_BYTES: Final = 4096
"""How far a declaration is looked for (HTML asks for the first 1024 bytes; portals are late)."""
_SNIFF: Final = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,400}?charset\s*=\s*"""
    rb"""["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LENIENT: Final = 0.02
"""Share of its non-ASCII bytes a text may have broken and still count as UTF-8."""


def declared_charset(content_type: str, body: bytes) -> str | None:
    """The name the `Content-Type` header gives, else the document's own declaration, else `None`.

    Args:
        content_type: The header as sent, or an empty string.
        body: An HTML or XML document; only its first 4,096 bytes are looked at.
    """
    if found := _HEADER.search(content_type):
        return found[1]
    if told := _SNIFF.search(body[:_SNIFFED_BYTES]):
        return (told[1] or told[2]).decode("ascii")
    return None


def decode_text(body: bytes, declared: str | None = None) -> str:
    """`body` as text; never fails, and never leaves TCVN3 letters unread.

    Args:
        body: UTF-8, UTF-16, windows-1258, TCVN3, or whatever `declared` names.
        declared: What the header or the document says; it is believed only where the bytes
            bear it out.

    Returns:
        Text without a byte-order mark. Bytes that mean nothing are U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return repair_tcvn3(body.decode(name, "replace"))
    if (wide := _utf16_without_bom(body)) is not None:
        return body.decode(wide, "replace")
    try:
        return repair_tcvn3(body.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    lenient = body.decode("utf-8", "replace")
    high = sum(byte > 0x7F for byte in body)
    if high > 1 and lenient.count("\ufffd") <= max(1, high * _LENIENT):
        return repair_tcvn3(lenient)
    return _eight_bit(body, _codec(declared))


def _eight_bit(body: bytes, codec: str | None) -> str:
    """`body` in TCVN3, the code page declared, windows-1258 or -1252: the first that fits."""
    latin = body.decode("latin-1")
    if is_tcvn3(latin):
        return latin.translate(_TCVN3)
    if codec is not None and codec not in _SAYS_NOTHING | {"utf-8"}:
        return body.decode(codec, "replace")
    windows = body.decode("cp1258", "replace")
    toned = len(_TONED_1258.findall(windows))
    return windows if toned > 2 else body.decode("cp1252", "replace")


def is_tcvn3(text: str) -> bool:
    """Whether `text` is TCVN3 that somebody took for Latin-1 ("C«ng t¸c thi ®ua")."""
    at = min((place for sign in _USUAL_SIGNS if (place := text.find(sign)) >= 0), default=-1)
    if at < 0:
        return False
    around = _TAG.sub(" ", text[max(0, at - 200) : at + _SAMPLE_CHARS])
    if _VIETNAMESE_ONLY.search(around):
        return False
    odd = len(_SIGN_IN_WORD.findall(around))
    return odd > 1 and odd * 8 > len(_WORD.findall(around))


def repair_tcvn3(text: str) -> str:
    """`text` read as TCVN3 where it is that, otherwise unchanged."""
    if not is_tcvn3(text):
        return text
    # Windows' own Latin code page differs from Latin-1 only below A0, where TCVN3 has nothing.
    return unicodedata.normalize("NFC", text.translate(_TCVN3))


# What XML forbids outright, and old portals send all the same: lxml takes it from a page and
# then refuses to put it anywhere.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Terminal sequences go whole, before their ESC does; none may swallow a "<".
_TERMINAL: Final = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*+[ -/]*+[@-~]|\x1b\\][^\x07\x1b<]*+(?:\x07|\x1b\\\\)"
)


# The same by number, as `&#27;`; only numbers that may be meant are looked at.
_BY_NUMBER: Final = re.compile(
    "&#(?:[xX]0*+(1?[0-9a-fA-F]|[fF]{3}[eEfF]|[dD][89a-fA-F][0-9a-fA-F]{2})(?![0-9a-fA-F])"
    "|0*+([12]?[0-9]|3[01]|6553[45]|5[5-7][0-9]{3})(?![0-9]));?"
)

_CLEANED_AWAY: Final = "\u200b"


def without_controls(text: str) -> str:
    """`text` as a reader of markup may see it: no terminal sequences, nothing XML forbids."""
    return _NOT_XML.sub("", _TERMINAL.sub("", text))


def without_told_controls(text: str) -> str:
    """As `without_controls`, and without those written by number, which a page's reader decodes.

    A zero-width blank, which `docbao.clean` takes away, is left in their place: else "&", a
    control and "#27;" would close up to one more.
    """
    told = _BY_NUMBER.sub(_told, text.replace("\x00", ""))
    return _NOT_XML.sub(_CLEANED_AWAY, _TERMINAL.sub(_CLEANED_AWAY, told))


def _told(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16) if found[1] else int(found[2]))
    return letter if _NOT_XML.match(letter) else found[0]


def _codec(name: str | None) -> str | None:
    """Python's name for `name`, or `None` for one it does not know or that is no text codec."""
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip()).name
        # Codecs of bytes (base64, hex) and codecs that replace nothing (idna, undefined) fail.
        b"a\xff\xfe\x80.".decode(codec, "replace")
    except (LookupError, ValueError, TypeError):
        return None
    return codec


def _utf16_without_bom(body: bytes) -> str | None:
    """`utf-16-le` or `-be` where every other byte of mostly ASCII text is NUL."""
    head = body[:512]
    if len(head) < 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    # Vietnamese has letters above U+00FF, so that about four fifths of the bytes are NUL.
    if odd > half * 0.6 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and not odd else None
