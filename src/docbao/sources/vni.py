"""Bytes of a feed or page as text, whatever old Vietnamese encoding they are in.

What a server declares is often wrong, and what Vietnamese pages were written in before Unicode
is often not declared at all, or passed off as Latin-1. So the bytes are looked at first.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HTTP_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED: Final = re.compile(
    rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})"
    rb"|<meta[^>]{0,200}?\bcharset\s*=\s*[\"']?([\w.:-]{1,40})",
    re.IGNORECASE,
)
_DECLARED_WITHIN_BYTES: Final = 4096
_NOT_FOR_PAGES: Final = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape"))
_LATIN: Final = frozenset(("iso8859-1", "cp1252", "ascii"))

# A vowel and one of windows-1258's five combining tones.
_TONED: Final = re.compile("[aeiouyâêôăơưAEIOUYÂÊÔĂƠƯ][\u0300\u0301\u0303\u0309\u0323]")
_ENOUGH_TONED: Final = 3

# TCVN 5712:1993 VN3 (fonts .VnTime and kin), as it looks when read as Latin-1.
_TCVN3: Final = str.maketrans(
    dict(
        zip(
            "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉËÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ®¡¢£¤¥¦§",
            "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđĂÂÊÔƠƯĐ",
            strict=True,
        )
    )
)
_TCVN3_SIGNS: Final = re.compile("[a-z][¸µ¶·¹¨©ª«¬®]|[®§«¬][a-z\u00a1-\u00fe]")
_MODERN: Final = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
_LETTERS: Final = re.compile("[a-z]")

# VNI: a letter, then a letter that stands for its tone; o\u00f4 and u\u00f6 are "ơ" and "ư".
_VNI_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS: Final = {
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301",
    "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLE: Final = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI_PAIR: Final = re.compile(
    f"([aeouyôöAEOUYÔÖ])([{''.join((*_VNI_TONES, *_VNI_HATS))}"
    f"{''.join((*_VNI_TONES, *_VNI_HATS)).upper()}])|([ñôöíìæóòîÑÔÖÍÌÆÓÒÎ])"
)
_VNI_SIGNS: Final = re.compile("[aeo][ùøûõïâáàåãäêéèúüë]|[ôö][ùøûõï]|ñ[aeiouôö]")


def decode(body: bytes, content_type: str) -> str:
    """`body` as text; never fails, and holds U+FFFD where bytes made no sense.

    Args:
        body: As the server sent it, unpacked.
        content_type: The header, charset included; may be empty.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    declared = _declared(body, content_type)
    try:
        # Text in another encoding is as good as never valid UTF-8 by chance.
        return modernise(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        if declared == "utf-8" and (error.start > _DECLARED_WITHIN_BYTES or _mostly_utf8(body)):
            return body.decode("utf-8", "replace")
    if declared is not None and declared not in _LATIN and declared != "utf-8":
        return modernise(body.decode(declared, "replace"))
    return body.decode("utf-8", "replace") if _mostly_utf8(body) else _old_letters(body)


def _old_letters(body: bytes) -> str:
    """What passes for Latin-1 and may be one of the encodings Vietnamese had before Unicode."""
    latin = body.decode("latin-1")
    modern = modernise(latin)
    if modern != latin:
        return modern
    vietnamese = body.decode("cp1258", "replace")
    toned = len(_TONED.findall(vietnamese)) >= _ENOUGH_TONED
    return vietnamese if toned else body.decode("cp1252", "replace")


def _declared(body: bytes, content_type: str) -> str | None:
    header = _HTTP_CHARSET.search(content_type)
    inside = _DECLARED.search(body[:_DECLARED_WITHIN_BYTES])
    names = [header[1]] if header is not None else []
    if inside is not None:
        names.append((inside[1] or inside[2]).decode("ascii", "replace"))
    for name in names:
        try:
            b" ".decode(name)  # refuses codecs that are no charsets, such as base64
        except (LookupError, ValueError):
            continue
        codec = codecs.lookup(name).name
        if codec not in _NOT_FOR_PAGES:
            return codec
    return None


_NOT_FIRST: Final = bytes(range(0xC0))
"""Every byte that cannot begin a letter of two bytes or more."""


def _mostly_utf8(body: bytes) -> bool:
    """Whether `body` is UTF-8 with some damage: few broken places among many right ones."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    right = len(body.translate(None, delete=_NOT_FIRST)) - broken
    return right > 4 * broken


def modernise(text: str) -> str:
    """`text` in Unicode letters where it was written for TCVN3 or VNI fonts; else unchanged."""
    if text.isascii() or _MODERN.search(text):
        return text
    letters = len(_LETTERS.findall(text)) or 1
    tcvn3 = _TCVN3_SIGNS.findall(text)
    if len(tcvn3) > 0.03 * letters and len(set(tcvn3)) >= 4:
        return text.translate(_TCVN3)
    vni = _VNI_SIGNS.findall(text)
    if len(vni) > 0.05 * letters and len(set(vni)) >= 5:
        return _VNI_PAIR.sub(_from_vni, text)
    return text


def _from_vni(found: re.Match[str]) -> str:
    letter, mark, single = found.groups()
    if single is not None:
        modern = _VNI_SINGLE[single.lower()]
        return modern if single.islower() else modern.upper()
    base = _VNI_SINGLE.get(letter.lower(), letter.lower())
    tone = _VNI_TONES.get(mark.lower()) or _VNI_HATS[mark.lower()]
    whole = base + tone
    return whole.upper() if letter.isupper() else whole
