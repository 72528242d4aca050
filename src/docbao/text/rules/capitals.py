"""Capitals and letters: what the lexicon knows, acronyms, initials, names with figures."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.initials import LOOK_BACK_CHARS, is_place
from docbao.text.letters import NAMES, is_syllable, spell
from docbao.text.rules.scene import Found, Scene, words_of

_CHAIN_CHARS: Final = 40
"""How far a row of words in capitals is followed."""
_STOPS: Final = frozenset(":;.!?")
_MARKS: Final = ",.;:!?\"'“”‘’()[]-–…"
_BODY_BEFORE: Final = lazy(r"(?:^|\W)(?:Sở|Bộ|Phòng|Ban|Cục|Vụ|Ty)$")
_CODE: Final = lazy(
    r"[^\W\d_]{1,12}(?:[-.]?\d{1,8}(?:\.\d{1,3}(?!\d))?(?:-?[A-Za-zĐđ]{1,6}(?![^\W\d_]))?){1,4}(?![^\W_])"
)
_LONGEST_CODE_CHARS: Final = 12
_PART: Final = lazy(r"[^\W\d_]+|\d+(?:\.\d+)?")
_WORDLIKE: Final = lazy(
    r"(?i)[^aeiouy\W\d]{0,3}(?:[aeiouy]{1,3}[^aeiouy\W\d]{1,3}){2,}[aeiouy]{0,2}\Z"
)
# In a headline also what ends in a vowel (METRO, UKRAINE); no heap of consonants (EVFTA).
_LONGER: Final = lazy(
    r"(?i)(?=\w{5})[^aeiouy\W\d]{0,3}(?:[aeiouy]{1,3}[^aeiouy\W\d]{1,2})+[aeiouy]{1,3}[^aeiouy\W\d]{0,2}\Z"
)
_BYLINE: Final = lazy(
    r"(?:^|\W)(?:ảnh|bài|tin|video|clip|đồ họa|lược dịch|biên dịch|thực hiện)(?: và ảnh)?: ?$"
)
_LINE_CHARS: Final = 160
_DIGIT_LETTER: Final = lazy(r"(\d{1,4})([A-ZĐ])(\d{1,3})?(?![^\W_]|[-.]\d)")
_DAYS_NIGHTS: Final = lazy(r"(\d{1,2})[Nn](\d{1,2})[ĐDđ](?![^\W_])")
_POINT_LIST: Final = lazy(
    r"(?:^|\W)(?:điểm|mục|ý|tiết|tiểu mục|phụ lục|khoản|cột|phần)(?: [a-zđ]\)?(?:,| và|;| hoặc))*$"
)
_POINT_LAST: Final = words_of(_POINT_LIST)
_FOREIGN_BEFORE: Final = lazy(r"(?:^|\W)([A-Z][A-Za-z.]*)$")
_FOREIGN_AFTER: Final = lazy(r"\.?[ \u00a0]?([A-Z](?:[a-z]+[A-Za-z]*)?)(?![^\W_])\.?")
_PERSON_BEFORE: Final = lazy(
    r"(?:^|\W)(?:anh|chị|ông|bà|em|cháu|cô|chú|bác|bị cáo|bị can|nạn nhân|đối tượng|công ty|nghi phạm|hàng xóm)$"
)
_Y_WORD: Final = lazy(r"[ \u00a0](?:tế|học|sĩ|sỹ|tá|dược|phục|án|đức|khoa|lý|[A-ZĐ])")
_VOWELS: Final = frozenset("AEIUY")
"""Single capitals that are words or said as they look; O is left out, said "ô"."""


def headline(scene: Scene, at: int, word: str) -> bool:
    """Whether `word` is an ordinary word among capitals ("AI LÀ NGƯỜI"), not an acronym.

    What may be a syllable is a word in a line all in capitals, beside another such, and behind
    "Ảnh:"; a word the lexicon has needs a neighbour that is beyond doubt Vietnamese.
    """
    syllable = is_syllable(word)
    if not syllable and not _WORDLIKE.match(word) and not _LONGER.match(word):
        return False
    ahead, behind = _neighbours(scene, at, word)
    if any(not w.replace("Đ", "D").isascii() and is_syllable(w) for w in (*ahead, *behind)):
        return True
    if not syllable or len(word) < 2:
        return False
    if scene.lexicon.starts(word.lower()) and scene.lexicon.match(scene.text, at, word):
        return False
    if len(word) >= 4:  # four letters that happen to make a syllable: hardly an acronym
        return True
    if any(len(w) > 1 and is_syllable(w) for w in (*ahead[:1], *behind[:1])):
        return True
    return bool(_BYLINE.search(scene.before(at))) or _line_of_capitals(scene, at)


def _line_of_capitals(scene: Scene, at: int) -> bool:
    """Whether the line is a headline in capitals (figures in it may be in words already)."""
    text = scene.text
    start = max(text.rfind("\n", max(0, at - _LINE_CHARS), at) + 1, at - _LINE_CHARS, 0)
    stop = text.find("\n", at, at + _LINE_CHARS)
    line = text[start : stop if stop >= 0 else at + _LINE_CHARS]
    rows = [w.strip(_MARKS) for w in line.split() if w.isupper()]
    words = [w for w in rows if len(w) > 1 and w.isalpha()]
    if any(not w.replace("Đ", "D").isascii() and is_syllable(w) for w in words):
        return len(words) > 2
    return line.isupper() and sum(map(is_syllable, words)) > 1


def _neighbours(scene: Scene, at: int, word: str) -> tuple[list[str], list[str]]:
    """The words in capitals right before and right behind, the nearest first."""
    before = scene.text[max(0, at - _CHAIN_CHARS) : at].split()
    if at > _CHAIN_CHARS and before:
        before.pop(0)  # its head may be cut off
    stop = at + len(word) + _CHAIN_CHARS
    after = scene.text[at + len(word) : stop].split()
    if stop < len(scene.text) and after:
        after.pop()  # as may its tail
    first = scene.text[at + len(word) : at + len(word) + 1]
    ahead = () if before and before[-1][-1] in _STOPS else _capitals(reversed(before))
    behind = () if first and first in _STOPS else _capitals(after)
    return list(ahead), list(behind)


def _capitals(words: Iterable[str]) -> Iterator[str]:
    """The words in capitals up to the first that is not."""
    for word in words:
        bare = word.strip(_MARKS)
        if not bare.isupper() and not bare.isdigit() and bare:
            return
        if len(bare) > 1 and bare.isalpha():
            yield bare
        if word[-1] in _STOPS:
            return


def known(scene: Scene, at: int, word: str) -> Found | None:
    """What the lexicon says."""
    if len(word) == 1 and scene.char(at + 1) == "." and not _may_be_place(scene, at, word):
        return None
    found = scene.lexicon.match(scene.text, at, word, respell=scene.respell)
    if found is None:
        return None
    said = found.spoken
    if said[0].islower() and _BODY_BEFORE.search(scene.before_as_written(at)):
        said = said[0].upper() + said[1:]
    return Found(found.end, said, found.kind, found.note)


def _may_be_place(scene: Scene, at: int, letter: str) -> bool:
    behind = scene.text[max(0, at - LOOK_BACK_CHARS) : at]
    return is_place(behind, letter, scene.text[at + 2 : at + 30])


def code(scene: Scene, at: int) -> Found | None:
    """`U22`, `F-16`, `VN213`, `A00`, `CO2`, `PM2.5`, `iPhone14`: letters and figures in one."""
    found = _CODE.match(scene.text, at)
    if found is None:
        return None
    written = found[0]
    letters = written[: re.search(r"[\d.-]", written).start()]  # type: ignore[union-attr]  # it holds a figure
    if not (letters.isupper() or len(letters) == 1 or any(c.isupper() for c in letters)):
        return None if "-" in written or not letters.isascii() else _say_code(scene, at, found)
    return _say_code(scene, at, found)


def _say_code(scene: Scene, at: int, found: re.Match[str]) -> Found:
    said = []
    for part in _PART.finditer(found[0]):
        piece = part[0]
        if piece[0].isdecimal():
            said.append(" chấm ".join(scene.say.named(p) for p in piece.split(".")))
            continue
        entry = scene.lexicon.match(scene.text, at + part.start(), piece, respell=scene.respell)
        if (
            entry
            and entry.end == at + part.end()
            and entry.kind in ("acronym", "abbreviation", "listener")
        ):
            said.append(entry.spoken)
        elif piece.isupper() or (len(piece) == 1):
            said.append(spell(piece))
        else:
            said.append(piece)
    note = "residue: a long code" if len(found[0]) > _LONGEST_CODE_CHARS else ""
    return Found(found.end(), " ".join(said), "code", note)


def digit_letter(scene: Scene, at: int) -> Found | None:
    """`5G`, `4K`, `lớp 10A2`, `3N2Đ`."""
    trip = _DAYS_NIGHTS.match(scene.text, at)
    if trip:
        said = f"{scene.say.cardinal(trip[1])} ngày {scene.say.cardinal(trip[2])} đêm"
        return Found(trip.end(), said, "measure")
    found = _DIGIT_LETTER.match(scene.text, at)
    if found is None:
        return None
    number, letter, tail = found.groups()
    if not tail and letter in "VWLJN":
        return None
    if letter == "K" and not tail and len(number) > 1 and scene.last_word(at) != "vàng":
        return Found(
            found.end(), f"{scene.say.cardinal(number)} {scene.say.habits.thousand}", "money"
        )
    said = f"{scene.say.named(number)} {spell(letter)}"
    if tail:
        said += f" {scene.say.named(tail)}"
    return Found(found.end(), said, "code")


def single_letter(scene: Scene, at: int) -> Found | None:
    """An initial or a letter that names something: "Chị V", "điểm b", "a)"."""
    letter = scene.text[at]
    follows = scene.char(at + 1)
    name = NAMES.get(letter.upper())
    if name is None:
        return None
    if letter.islower():
        return _small_letter(scene, at, name)
    if follows == ")" and scene.char(at - 1) in ("", "\n"):
        return Found(at + 2, f"{name},", "letter", "a letter before a bracket")
    if (
        letter == "Y"
        and _PERSON_BEFORE.search(scene.before(at))
        and not _Y_WORD.match(scene.after(at + 1))
    ):
        return Found(at + 1, name, "letter")
    if letter in _VOWELS or letter in "ÔƠĂÂÊƯ" or follows in ("'", "’"):
        return None
    if letter == "O" and "nhóm" not in scene.before(at)[-14:]:
        return None
    if _in_foreign_name(scene, at):
        return None
    end = at + 1
    if follows == "." and re.match(
        r"[ \u00a0]?[a-zđ(,;:\u00e0-\u1ef9]", scene.text[at + 2 : at + 4]
    ):
        end += 1  # the dot belongs to the initial
    return Found(end, name, "letter")


def _in_brackets(scene: Scene, at: int) -> bool:
    """Whether a bracket is open, so that ")" closes it and marks no item of a list."""
    ahead = scene.text[max(0, at - 60) : at]
    return ahead.rfind("(") > ahead.rfind(")")


def _small_letter(scene: Scene, at: int, name: str) -> Found | None:
    follows = scene.char(at + 1)
    if (
        follows == ")"
        and scene.char(at - 1) in ("", " ", "\n", "\u00a0")
        and not _in_brackets(scene, at)
    ):
        return Found(at + 2, f"{name},", "letter", "a letter before a bracket")
    if scene.char(at - 1) not in (" ", "\u00a0") or follows in ("/", "'"):
        return None
    last = scene.text[max(0, at - 12) : at - 1].rpartition(" ")[2].lower().rstrip("),;")
    if len(last) != 1 and last not in _POINT_LAST:
        return None
    if _POINT_LIST.search(scene.before(at)):
        return Found(at + 1, name, "letter")
    return None


_QUOTIENT: Final = lazy(r"([A-Z])/([A-Z])(?![^\W_]|[/.])")


def quotient(scene: Scene, at: int) -> Found | None:
    """`P/E`: two capitals with a slash."""
    found = _QUOTIENT.match(scene.text, at)
    if found is None or scene.char(at - 1) in ("/", "-", "&"):
        return None
    return Found(found.end(), f"{spell(found[1])} trên {spell(found[2])}", "acronym")


_INITIALS: Final = lazy(r"[A-ZĐ](?:\.[ ]?[A-ZĐ](?![^\W\d_])){1,4}\.?")


def initials(scene: Scene, at: int) -> Found | None:
    """`N.T.H.`: a name that is only hinted at."""
    found = _INITIALS.match(scene.text, at)
    if found is None:
        return None
    after = re.match(r"[ \u00a0]?([A-Z][A-Za-z]+)", scene.text[found.end() : found.end() + 24])
    if after and not is_syllable(after[1]) and not after[1].isupper():
        return Found(found.end(), found[0], "letter", "initials of a foreign name")
    end = found.end()
    if found[0].endswith(".") and not re.match(
        r"[ \u00a0]?[a-zđ(,;:\u00e0-\u1ef9]", scene.text[end : end + 2]
    ):
        end -= 1
    return Found(end, spell("".join(c for c in found[0] if c.isalpha())), "letter")


def _in_foreign_name(scene: Scene, at: int) -> bool:
    """Whether it is an initial of a foreign name ("Donald J. Trump"): those are left to the voice."""
    after = _FOREIGN_AFTER.match(scene.text, at + 1)
    if after is None:
        return False
    if after[0].startswith(".") and len(after[1]) > 1 and not is_syllable(after[1]):
        return True
    before = _FOREIGN_BEFORE.search(scene.before_as_written(at))
    return bool(
        before
        and after[0].startswith(".")
        and after[0].endswith(".")
        and len(after[1]) == 1
        and len(before[1]) > 2
        and not is_syllable(before[1])
    )


def capitals(scene: Scene, at: int, word: str) -> Found | None:
    """An acronym nobody has put into the lexicon: spelled, and reported."""
    if headline(scene, at, word):
        return None
    if not any(c in NAMES for c in word):
        return None
    if is_syllable(word) and not word.replace("Đ", "D").isascii():
        return None  # a Vietnamese word in capitals for weight: "KHÔNG"
    if len(word) >= 5 and _WORDLIKE.match(word):
        return Found(at + len(word), word, "acronym", "residue: capitals said as a word")
    return Found(at + len(word), spell(word), "acronym", "residue: unknown capitals, spelled")
