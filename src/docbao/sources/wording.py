"""The words of a feed: titles and summaries out of whatever markup they were wrapped in.

Time is linear in the length of the text whatever the text is: feeds are written by strangers,
and a pattern that backtracks is a way to stop a reader.
"""

from __future__ import annotations

import html
import re
from typing import Final

from docbao.clean import clean_line

TITLE_CHARS: Final = 500
"""A longer title is cut; the longest headline of the sample feeds has 180 characters."""
SUMMARY_CHARS: Final = 3000

_READ_CHARS: Final = 100_000  # of one title or summary; the rest is not looked at

_UNSEEN: Final = ("script", "style", "iframe", "noscript", "template", "svg")
_BLOCK_OPENERS: Final = re.compile(rf"<!--|<!\[CDATA\[|<({'|'.join(_UNSEEN)})\b", re.IGNORECASE)
# Possessive throughout: a place once passed is never looked at again.
_TAG: Final = re.compile(
    r"""</?([a-zA-Z][a-zA-Z0-9:-]*+)(?=[\s/>])(?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+>"""
)
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "b", "big", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "kbd"),
        *("mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var"),
        "wbr",
    )
)
_DECLARATION: Final = re.compile(r"<[!?][^<>]*+>")
_MARKUP: Final = re.compile(r"[<&]")

# Names that papers put before a summary; a listener hears the source's name anyway.
_NAMES: Final = (
    r"Dân [Tt]rí|NLĐ|NLĐO|Chinhphu\.vn|TTO|Tuổi Trẻ|TNO|Thanh Niên|PLO|PL|VnExpress|VNE|VOV|VTV|"
    r"VTC News|VTC|TTXVN|Vietnam\+|VietnamPlus|SGGP|SGGPO|HNM|HNMO|QĐND|CAND|TPO|TP|LĐO|LĐ|"
    r"GD&TĐ|ĐTCK|DNVN|BĐT|KTĐT|VnEconomy|Zing|Znews|Bnews|BNEWS|AFP|Reuters|Kinhtedothi|Baonghean"
)
_PREFIX: Final = re.compile(
    rf"(?:\((?:{_NAMES}|[\w-]{{2,30}}\.(?:vn|com|net)(?:\.vn)?)\)\s*(?:[-–—:]+\s*)?"
    rf"|(?:{_NAMES})\s+[-–—]+\s+)"
)


def unescape(text: str) -> str:
    """`text` with entities decoded until none is left, three times at most.

    Some papers escape twice inside CDATA, so that `&amp;apos;` and `&ocirc;` come out of a
    proper XML reader.
    """
    for _ in range(3):
        if "&" not in text:
            break
        decoded = html.unescape(text)
        if decoded == text:
            break
        text = decoded
    return text


def strip_markup(text: str) -> str:
    """`text` without tags, comments, scripts; block tags leave a space, inline ones nothing."""
    if "<" not in text:
        return text
    text = _drop_unseen(text)
    text = _TAG.sub(lambda tag: "" if tag[1].lower() in _INLINE else " ", text)
    return _DECLARATION.sub(" ", text)


def _drop_unseen(text: str) -> str:
    """`text` without comments and elements whose content nobody sees; unclosed ones to the end."""
    if _BLOCK_OPENERS.search(text) is None:
        return text
    kept: list[str] = []
    lowered = text.translate(_ASCII_LOWER)  # str.lower() may change the length (İ)
    at = 0
    while True:
        opener = _BLOCK_OPENERS.search(text, at)
        if opener is None:
            kept.append(text[at:])
            return "".join(kept)
        kept.append(text[at : opener.start()])
        name = opener[1]
        if opener[0] == "<![CDATA[":
            end = lowered.find("]]>", opener.end())
            kept.append(text[opener.end() : end if end >= 0 else len(text)])
            closer = "]]>"
        else:
            closer = f"</{name.lower()}" if name else "-->"
            end = lowered.find(closer, opener.end())
        if end < 0:
            return "".join(kept)
        at = end + len(closer)
        if name:
            shut = text.find(">", at)
            at = shut + 1 if shut >= 0 else len(text)


_ASCII_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def headline(raw: str) -> str:
    """A title as one clean line of at most `TITLE_CHARS`."""
    text = raw[:_READ_CHARS]
    if _MARKUP.search(text):
        text = strip_markup(unescape(text))
    return shorten(clean_line(text), TITLE_CHARS)


def summary(raw: str) -> str:
    """A description as one clean line of at most `SUMMARY_CHARS`, without the paper's name."""
    text = raw[:_READ_CHARS]
    if _MARKUP.search(text):
        text = strip_markup(unescape(text))
    return shorten(without_source(clean_line(text)), SUMMARY_CHARS)


def without_source(text: str) -> str:
    """`text` without a prefix such as "(Dân trí) -" or "TTO - "."""
    found = _PREFIX.match(text)
    return text if found is None else text[found.end() :].lstrip()


def shorten(text: str, limit_chars: int) -> str:
    """`text` in at most `limit_chars`, cut between words, with "…" where something was cut."""
    if len(text) <= limit_chars:
        return text
    at = text.rfind(" ", 0, limit_chars)
    head = text[: at if at > limit_chars // 2 else limit_chars - 1]
    return head.rstrip(" ,;:-–—") + "…"
