"""Ordinals and Roman numerals."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import is_syllable
from docbao.text.numbers import roman_value
from docbao.text.rules.figures import DASH
from docbao.text.rules.months import quarter
from docbao.text.rules.scene import Found, Scene

_TAKERS: Final = (
    "lần|khóa|khoá|kỳ|kì|học kỳ|học kì|quý|thế kỷ|thế kỉ|tk|đại hội|chương|phần|mục|điều|hạng|loại|cấp|vùng|khu vực|"
    "tập|phụ lục|thế chiến|quân khu|chiến khu|liên khu|giai đoạn|đợt|vòng|nhóm|bậc|tiểu mục|khoản|thời kỳ|thời kì|"
    "chiến tranh thế giới|đại chiến|đại chiến thế giới|hiệp|khu|tuyến|bảng|mẫu|quyển|cuốn|trung tâm|hội nghị|"
    "quân đoàn|báo động|bđ|chuyên khoa|bộ đội|đô thị loại|lớp|số|nhiệm kỳ|khối|đệ|giải|huân chương|huy chương|trạm|"
    "cơ sở|bình diện|hồi|màn|cảnh|thể loại|tiết|la mã|đội|bài|biểu|phân khu|tổng cục|hạng mục|ca|tổ|nhà máy|"
    "festival|sea games|asiad|para games|olympic|games|liên hoan|hội thi|hội thao|hội diễn|giải thưởng|mùa|tầng|"
    "động cơ|thế hệ|type|đời|phiên bản|final fantasy|apollo|mark|phase"
)
_TAKER_SET: Final = frozenset(_TAKERS.split("|"))
_TAKER_LAST: Final = frozenset(taker.rsplit(" ", 1)[-1] for taker in _TAKER_SET)
_JOINTS: Final = frozenset({"và", "hoặc", "đến", "tới", "-", "–", "—", "/", "&", ",", ";"})
_R: Final = r"[IVXLCDM]{1,15}"
_NUMERAL: Final = lazy(rf"{_R}(?![^\W_])")
_RANGE: Final = lazy(rf"[ ]?[{DASH}][ ]?({_R})(?![^\W_])")
_CROWN: Final = lazy(
    r"(?:^|\W)(?:vua|nữ hoàng|hoàng đế|giáo hoàng|đức giáo hoàng|sa hoàng|quốc vương|hoàng tử|thái tử|công tước|"
    r"đại đế|thánh|nhà vua|hoàng hậu|đức vua|pharaoh|tsar)(?: [^\W\d]+){1,4}$"
)
# Names that rulers and popes have borne with a number; a name that is none ("Sputnik I") counts.
_RULERS: Final = frozenset(
    [
        "charles",
        "elizabeth",
        "louis",
        "henry",
        "edward",
        "george",
        "william",
        "philip",
        "philippe",
        "felipe",
        "juan",
        "carlos",
        "gustav",
        "gustaf",
        "harald",
        "margrethe",
        "frederik",
        "frederick",
        "catherine",
        "peter",
        "alexander",
        "alexandre",
        "nicholas",
        "nikolai",
        "wilhelm",
        "friedrich",
        "franz",
        "joseph",
        "josef",
        "paul",
        "benedict",
        "gregory",
        "pius",
        "leo",
        "francis",
        "innocent",
        "urban",
        "john",
        "clement",
        "sixtus",
        "julius",
        "ramses",
        "ramesses",
        "rama",
        "hassan",
        "mohammed",
        "mohamed",
        "abdullah",
        "hussein",
        "beatrix",
        "albert",
        "leopold",
        "baudouin",
        "emmanuel",
        "umberto",
        "ivan",
        "pavel",
        "selim",
        "suleiman",
        "mehmed",
        "darius",
        "xerxes",
        "cyrus",
        "otto",
        "heinrich",
        "karl",
        "christian",
        "haakon",
        "isabel",
        "isabella",
        "mary",
        "anne",
        "james",
        "richard",
        "robert",
        "ferdinand",
        "alfonso",
        "pedro",
        "constantine",
        "theodosius",
        "justinian",
        "norodom",
        "napoleon",
        "napoléon",
        "gioan",
        "phaolô",
        "phêrô",
        "bênêđictô",
        "lêô",
        "piô",
        "ptolemy",
        "cleopatra",
        "david",
        "stephen",
        "wenceslas",
        "sigismund",
        "stanislaw",
        "manuel",
        "joão",
        "afonso",
        "dinis",
        "salman",
        "faisal",
        "fahd",
        "farouk",
        "fuad",
        "seti",
        "thutmose",
        "amenhotep",
        "akbar",
        "murad",
        "bayezid",
        "olav",
        "olaf",
        "oscar",
        "erik",
        "magnus",
        "valdemar",
        "jayavarman",
        "suryavarman",
    ]
)
_LETTERS: Final = frozenset("CDLM")
"""Alone these are letters ("bảng C", "khu D"), never hundreds."""
_REGNAL: Final = {1: "đệ nhất", 2: "đệ nhị", 3: "đệ tam", 4: "đệ tứ"}
_WARS: Final = frozenset({"thế chiến", "chiến tranh thế giới", "đại chiến thế giới", "đại chiến"})
_NAME_BEFORE: Final = lazy(r"(?:^|\W)([A-ZĐ][^\W\d_]*[^\W\d_A-Z])$")
_ORDINAL: Final = lazy(
    rf"(?P<first>\d{{1,4}})(?P<rest>(?:(?:, ?| và | hoặc | ?[{DASH}] ?)\d{{1,2}}(?!\d|[.,/]\d|[ ]?(?:%|[^\W\d_]))){{0,6}})(?![\d]|[.,/:]\d)"
)
_THU: Final = lazy(r"(?:^|\W)thứ$")


def ordinal(scene: Scene, at: int) -> Found | None:
    """`thứ 1` nhất, `thứ 4` tư, `thứ 2, 4, 6` the days of the week."""
    if scene.last_word(at) != "thứ" or not _THU.search(scene.before(at)):
        return None
    found = _ORDINAL.match(scene.text, at)
    if found is None:
        return None
    said = scene.say.ordinal(found["first"])
    if found["first"].lstrip("0") in ("2", "3", "4", "5", "6", "7") and found["rest"]:
        rest = re.sub(r"\d+", lambda m: scene.say.month(m[0]), found["rest"])
        rest = re.sub(rf" ?[{DASH}] ?", " đến ", rest)
        return Found(found.end(), said + re.sub(r",(?=\S)", ", ", rest), "ordinal")
    return Found(found.end("first"), said, "ordinal")


def roman(scene: Scene, at: int) -> Found | None:
    """A capital Roman numeral after a word that takes one, or after a ruler's name."""
    found = _NUMERAL.match(scene.text, at)
    if found is None:
        return None
    value = roman_value(found[0])
    if (
        not value
        or found[0] in _LETTERS
        or (not set(found[0]) <= set("IVX") and len(found[0]) < 3 and found[0][0] not in "XL")
    ):
        return None
    dated = quarter(scene, at)
    if dated:
        return dated
    written = scene.before_as_written(at)
    by = _taker(written)
    if by[0] or by[1]:
        return _taken(scene, found, value, by)
    name = _NAME_BEFORE.search(written)
    crowned = name and (_CROWN.search(written.lower()) or name[1].lower() in _RULERS)
    if name and not crowned and not is_syllable(name[1]) and set(found[0]) <= set("IVX"):
        return Found(
            found.end(),
            scene.say.cardinal(str(value)),
            "roman",
            "residue: a ruler's number, or another?",
        )
    if crowned:
        said = _REGNAL.get(value) or f"thứ {scene.say.cardinal(str(value))}"
        return Found(found.end(), said, "roman", "a ruler's number")
    if len(found[0]) >= 2 and (set(found[0]) <= set("IVX") or len(found[0]) >= 4):
        note = "residue: Roman numeral with no word that takes one"
        return _with_range(scene, found, scene.say.cardinal(str(value)), note)
    return None


def _taker(written: str) -> tuple[str, bool, bool]:
    """The word before that takes a numeral, whether "thứ" stands between, whether others do."""
    words = written[-60:].split()
    listed = False
    for _ in range(8):
        if not words or not (words[-1] in _JOINTS or _is_listed(words[-1])):
            break
        words.pop()
        listed = True
    nth = bool(words) and words[-1].lower() == "thứ"
    if nth:
        words.pop()
    # "quý I-quý II": what a hyphen ties to the word before is no part of it.
    last = [word.strip('(“",.:').rpartition("-")[2].lower() for word in words[-4:]]
    if not last or last[-1] not in _TAKER_LAST:
        return "", nth, listed
    for size in range(len(last), 0, -1):
        phrase = " ".join(last[-size:])
        if phrase in _TAKER_SET:
            return phrase, nth, listed
    return "", nth, listed


def _is_listed(word: str) -> bool:
    """Whether `word` is a numeral that another follows: "XV," "I-" ."""
    bare = word.rstrip(",;-–/")
    return bool(roman_value(bare))


def _taken(scene: Scene, found: re.Match[str], value: int, by: tuple[str, bool, bool]) -> Found:
    say = scene.say
    taker, nth, listed = by
    digits = str(value)
    if taker == "đệ":
        return Found(found.end(), _REGNAL.get(value, "đệ " + say.cardinal(digits))[3:], "roman")
    if nth:
        return _with_range(scene, found, say.ordinal(digits), "")
    if taker in _WARS and not listed:
        return Found(found.end(), f"thứ {say.ordinal(digits)}", "roman", "a world war")
    return _with_range(scene, found, say.cardinal(digits), "")


def _with_range(scene: Scene, found: re.Match[str], said: str, note: str) -> Found:
    further = _RANGE.match(scene.text, found.end())
    value = roman_value(further[1]) if further else 0
    if further and value:
        said = f"{said} đến {scene.say.cardinal(str(value))}"
        return Found(further.end(), said, "roman", note)
    return Found(found.end(), said, "roman", note)
