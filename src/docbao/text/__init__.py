"""From written text to what is said: the reading rules and the script.

`spoken` is public and stable. The rest of the room: `rules.read` (text → typed spans),
`script.compose` (article → utterances and pauses), `lexicon` (terms), `residue` (what no rule
was sure of), `respell` (names for a voice that knows only Vietnamese).
"""

from __future__ import annotations

import unicodedata
from typing import Final

from docbao.i18n import Language
from docbao.text.rules import VERSION, read, tidy

__all__ = ["VERSION", "read", "spoken"]


_MOST_PASSES: Final = 4


def spoken(text: str, language: Language | None = "vi") -> str:
    """What an announcer would say for `text`.

    Args:
        text: As written; any Unicode text.
        language: "vi" (English sentences in it stay as they are), "en", or `None` to choose
            sentence by sentence.

    Returns:
        The text with numbers, dates, abbreviations … in words. A text with nothing to be read
        differently comes back letter for letter; reading twice changes nothing.
    """
    written = unicodedata.normalize("NFC", text)
    said = _said(written, language)
    # What is said can, in texts that are no language, look like something to be read again.
    for _ in range(_MOST_PASSES):
        if said == written:
            break
        written, said = said, _said(said, language)
    return said


def _said(written: str, language: Language | None) -> str:
    # A stray accent behind a figure lands on the last letter of what is said for it.
    return unicodedata.normalize("NFC", tidy(read(written, language=language)))
