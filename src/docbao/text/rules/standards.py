"""Standards: `ISO 9001:2015`, `TCVN 5687:2010`. Read as best may be, and reported."""

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.rules.scene import Found, Scene, words_of

_BEFORE: Final = lazy(r"(?:^|\W)(?:iso|tcvn|qcvn|tcxdvn|tcn|iec|iso/iec|astm|tcxd)$")
_LAST: Final = words_of(_BEFORE) | {"iso/iec"}
_NUMBER: Final = lazy(r"\d{1,6}(?:[-:/.]\d{1,4}){0,3}(?![\d%])")


def standard(scene: Scene, at: int) -> Found | None:
    """The number of a standard and its year."""
    if scene.last_word(at) not in _LAST or not _BEFORE.search(scene.before(at)):
        return None
    found = _NUMBER.match(scene.text, at)
    if found is None:
        return None
    number, colon, year = found[0].partition(":")
    said = ", ".join(scene.say.named(part) for part in re.findall(r"\d+", number))
    if colon:
        said += ", " + ", ".join(scene.say.cardinal(part) for part in re.findall(r"\d+", year))
    return Found(found.end(), said, "code", "residue: a standard")
