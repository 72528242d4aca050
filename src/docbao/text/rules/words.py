"""What is asked at a word: the lexicon, roads, numerals, units, acronyms, letters, codes."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import GREEK, is_syllable, spell
from docbao.text.numbers import roman_value
from docbao.text.rules import (
    capitals,
    codes,
    dashed_days,
    documents,
    quantities,
    roads,
    romans,
    signs,
)
from docbao.text.rules.headlines import headline
from docbao.text.rules.months import quarter
from docbao.text.rules.scene import Found, Scene
from docbao.text.rules.units import read_per

_ROADS: Final = frozenset({"QL", "ĐT", "TL", "ĐH", "HL", "ĐX", "CT"})
_MONEY_WORDS: Final = frozenset(
    {"US", "A", "S", "HK", "NT", "USD", "VND", "VNĐ", "EUR", "GBP", "JPY", "CNY"}
)
_ALONE: Final = frozenset(
    [
        "kg",
        "km",
        "cm",
        "mm",
        "ml",
        "mg",
        "kWh",
        "MWh",
        "GWh",
        "MW",
        "kW",
        "GW",
        "kV",
        "GB",
        "MB",
        "TB",
        "mmHg",
        "kcal",
        "GHz",
        "MHz",
        "Mbps",
        "Gbps",
        "dB",
    ]
)
"""Unit symbols that are read as words even where no figure stands before them."""
_DOCUMENT_CODES: Final = frozenset(
    [
        "NQ",
        "QĐ",
        "NĐ",
        "TT",
        "KH",
        "CT",
        "TB",
        "CV",
        "HD",
        "BC",
        "TTr",
        "TTR",
        "CĐ",
        "KL",
        "TTLT",
        "QyĐ",
    ]
)
"""Codes of documents that are also written before the number; others mean more often other things."""
_SHIP_LETTERS: Final = frozenset("ABCĐHKLNPQST")
_COUNT_WORD: Final = lazy(
    r"(?:^|\W)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ|chục|vạn|mỗi|mấy|vài|nửa|bao nhiêu|số|lăm|mốt|tư)$"
)


_MIXED: Final = lazy(
    r"(?=[^\W_]{13})(?:(?:[A-Za-zĐđ]++\d++){3,}+[A-Za-zĐđ]*+|(?:\d++[A-Za-zĐđ]++){3,}+\d*+|\d{9,20}+[A-ZĐ]{1,8}|[A-ZĐ]{1,8}\d{9,20}+)(?![^\W_])"
)


def long_code(scene: Scene, at: int) -> Found | None:
    """A long code of letters and figures by turns, which no name is."""
    found = _MIXED.match(scene.text, at)
    if found is None:
        return None
    letters = found[0].strip("0123456789")
    if scene.lexicon.lookup("currency", letters) or scene.lexicon.lookup("unit", letters):
        return None
    runs = re.findall(r"\d+|[^\W\d_]+", found[0])
    said = " ".join(scene.say.digits(run) if run[0].isdecimal() else spell(run) for run in runs)
    return Found(found.end(), said, "code", "residue: a long code")


def at_word(scene: Scene, at: int, word: str) -> Found | None:
    """What is said for `word` and what belongs to it, or nothing if it is said as written."""
    end = at + len(word)
    if not word.isalpha():
        return signs.odd(scene, at, word)
    if scene.char(end).isdigit() and (mixed := long_code(scene, at)):
        return mixed
    capital = not word.islower() and (word.isupper() or not word[1:].islower())
    if capital and len(word) > 1:
        return _at_capitals(scene, at, word)
    lower = word.lower()
    if scene.lexicon.starts(lower, respell=scene.respell) and (
        found := capitals.known(scene, at, word)
    ):
        return found
    if lower == "km" and (stone := roads.stone(scene, at)):
        return stone
    if word in "IV" and (dated := quarter(scene, at)):
        return dated
    if _figure_follows(scene, end) and (found := _with_figures(scene, at)):
        return found
    return _at_plain(scene, at, word)


def _figure_follows(scene: Scene, end: int) -> bool:
    follows = scene.char(end)
    return follows.isdigit() or (
        bool(follows) and follows in "-." and scene.char(end + 1).isdigit()
    )


def _with_figures(scene: Scene, at: int) -> Found | None:
    return (
        dashed_days.part_of_year(scene, at)
        or codes.series(scene, at)
        or _unit_alone(scene, at)
        or capitals.code(scene, at)
    )


def _at_plain(scene: Scene, at: int, word: str) -> Found | None:
    if len(word) == 1:
        return _at_letter(scene, at, word)
    if word in _ALONE or word == "ha":
        return _unit_alone(scene, at)
    if scene.respell:
        return _respelled(at, word)
    return None


def _respelled(at: int, word: str) -> Found | None:
    from docbao.text.respell import is_foreign, respell  # noqa: PLC0415 - only where switched on

    if not is_foreign(word):
        return None
    return Found(at + len(word), respell(word), "foreign", "spelled the Vietnamese way")


def _at_letter(scene: Scene, at: int, letter: str) -> Found | None:
    if letter in GREEK:
        return Found(at + 1, GREEK[letter], "letter")
    if letter.isupper():
        found = (
            capitals.quotient(scene, at)
            or _money_word(scene, at, letter)
            or _line_numeral(scene, at)
            or romans.roman(scene, at)
        )
        if found:
            return found
    elif (
        letter in "xX"
        and scene.char(at - 1) in " \u00a0"
        and re.match(r"[ ]?\d", scene.text[at + 1 : at + 3])
    ):
        return Found(at + 1, "nhân", "measure")
    if letter.islower():
        return capitals.single_letter(scene, at)
    return capitals.initials(scene, at) or capitals.single_letter(scene, at)


def _at_capitals(scene: Scene, at: int, word: str) -> Found | None:
    with_number = _before_number(scene, at, word)
    if with_number:
        return with_number
    plain = word.isupper() and is_syllable(word) and headline(scene, at, word)
    if not plain and (found := capitals.known(scene, at, word)):
        return found
    if word[0] in "IV" and (dated := quarter(scene, at)):
        return dated
    if _figure_follows(scene, at + len(word)) and (found := _with_figures(scene, at)):
        return found
    if plain:
        return None
    unit = _unit_alone(scene, at)
    if unit:
        return unit
    if not word.isupper():
        return None
    return _line_numeral(scene, at) or romans.roman(scene, at) or capitals.capitals(scene, at, word)


def _before_number(scene: Scene, at: int, word: str) -> Found | None:
    """Capitals that say what the number behind them is: a road, money, a boat, a document."""
    found: Found | None = None
    if word in _ROADS:
        found = roads.road_code(scene, at)
    elif word in _MONEY_WORDS:
        found = _money_word(scene, at, word)
    elif word.lower() == "km":
        found = roads.stone(scene, at)
    if found is None and word[0] in _SHIP_LETTERS:
        found = codes.ship(scene, at)
    if found is None and word in _DOCUMENT_CODES:
        found = documents.short_type(scene, at, word)
    return found


def _money_word(scene: Scene, at: int, word: str) -> Found | None:
    if word not in _MONEY_WORDS:
        return None
    return quantities.money_before(scene, at)


_NUMERAL_LINE: Final = lazy(r"([IVX]{1,6})(?:[.)][ \u00a0\n]|/|[ ]?[-–][ ])")


def _line_numeral(scene: Scene, at: int) -> Found | None:
    """`I. TÌNH HÌNH`: a line that begins with a Roman numeral."""
    if scene.text[max(0, at - 4) : at].strip(" \t") not in ("", "\n") or (
        at > 3 and "\n" not in scene.text[at - 4 : at]
    ):
        return None
    found = _NUMERAL_LINE.match(scene.text, at)
    value = roman_value(found[1]) if found else 0
    if found is None or not value:
        return None
    return Found(found.end(1), scene.say.cardinal(str(value)), "roman", "it begins a line")


_PAIRED: Final = lazy(r"/([A-ZĐ]{3})(?![^\W_])")
_UNIT_TOKEN: Final = lazy(r"[^\W\d_]{1,6}[23²³]?(?![^\W_])")


def _unit_alone(scene: Scene, at: int) -> Found | None:
    """`hàng nghìn ha`, `triệu USD`, `giá mỗi m2`: a unit with no figure before it."""
    found = _UNIT_TOKEN.match(scene.text, at)
    if found is None:
        return None
    symbol = found[0]
    money = scene.lexicon.lookup("currency", symbol)
    if money and len(symbol) > 2:
        other = _PAIRED.match(scene.text, found.end())
        if other and scene.lexicon.lookup("currency", other[1]):
            return Found(found.end(), money, "money", "a pair of currencies")
        end, per = read_per(scene, found.end(), measured=False, priced=True)
        return Found(end, money + per, "money")
    unit = scene.lexicon.lookup("unit", symbol)
    if unit is None:
        return None
    if (
        symbol in _ALONE
        or symbol[-1] in "23²³"
        or (symbol == "ha" and _COUNT_WORD.search(scene.before(at)))
    ):
        end, per = read_per(scene, found.end(), measured=True)
        return Found(end, unit + per, "measure")
    return None
