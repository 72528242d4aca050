"""Capitals and letters: what the lexicon knows, acronyms, initials, names with figures."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.initials import GOES_ON, LOOK_BACK_CHARS, is_place
from docbao.text.letters import NAMES, is_syllable, spell
from docbao.text.rules.headlines import WORDLIKE, headline
from docbao.text.rules.scene import Found, Scene, words_of

_LEARNED: Final = (
    "giáo sư", "phó giáo sư", "tiến sĩ", "thạc sĩ", "bác sĩ", "kiến trúc sư", "kỹ sư", "cử nhân", "dược sĩ", "chuyên khoa",
    "nhà giáo", "nghệ sĩ",
)  # fmt: skip
_NAME_AFTER_DOT: Final = lazy(r"\.(?=[ \u00a0]?[A-ZĐ][^\W\d_A-ZĐ])")
_BODY_BEFORE: Final = lazy(r"(?:^|\W)(?:Sở|Bộ|Phòng|Ban|Cục|Vụ|Ty)$")
_CODE: Final = lazy(
    r"[^\W\d_]{1,12}(?:[-.]?\d{1,8}(?:\.\d{1,3}(?!\d))?(?:-?[A-Za-zĐđ]{1,6}(?![^\W\d_]))?){1,4}(?![^\W_])"
)
_LONGEST_CODE_CHARS: Final = 12
_PART: Final = lazy(r"[^\W\d_]+|\d+(?:\.\d+)?")
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
    end = found.end
    if said.lower().startswith(_LEARNED) and _NAME_AFTER_DOT.match(scene.text, end):
        end += 1  # "PGS.TS.BS. Nguyễn …": the dot belongs to the title
    return Found(end, said, found.kind, found.note)


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
    if follows == ")" != scene.char(at + 2) and scene.char(at - 1) in ("", "\n"):
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
    if follows == "." and GOES_ON.match(scene.text, at + 2):
        end += 1  # the dot belongs to the initial
    return Found(end, name, "letter")


def _in_brackets(scene: Scene, at: int) -> bool:
    """Whether a bracket is open, so that ")" closes it and marks no item of a list."""
    ahead = scene.text[max(0, at - 60) : at]
    return ahead.rfind("(") > ahead.rfind(")")


def _small_letter(scene: Scene, at: int, name: str) -> Found | None:
    follows = scene.char(at + 1)
    if (
        follows == ")" != scene.char(at + 2)
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
    if found[0].endswith(".") and not GOES_ON.match(scene.text, end):
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
    if len(word) >= 5 and WORDLIKE.match(word):
        return Found(at + len(word), word, "acronym", "residue: capitals said as a word")
    return Found(at + len(word), spell(word), "acronym", "residue: unknown capitals, spelled")
