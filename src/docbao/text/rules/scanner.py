"""Walks a text once, from left to right, and asks the rules at every place worth asking."""

from __future__ import annotations

import re
from typing import Final

from docbao.text.letters import GREEK, is_syllable
from docbao.text.rules import (
    capitals,
    codes,
    dates,
    documents,
    quantities,
    roads,
    romans,
    scores,
    shares,
    signs,
    standards,
    times,
    web,
)
from docbao.text.rules.figures import DASHES, read_run
from docbao.text.rules.scene import Found, Rule, Scene
from docbao.text.rules.units import read_per

_TOKEN: Final = re.compile(
    r"(?P<word>[^\W\d_]+)|(?P<digit>\d)|(?P<sign>[^\w\s.,;:!?\"'()\[\]“”‘’„«»…]|_)"
)

# In the order they are asked: what names comes before what counts, the narrow before the wide.
DIGIT_RULES: Final[tuple[Rule, ...]] = (
    documents.document_number,
    documents.named_document,
    codes.plate,
    codes.coded,
    codes.phone,
    codes.named_unit,
    roads.named_road,
    roads.stone_figures,
    shares.around_the_clock,
    shares.season,
    dates.full_date,
    shares.address,
    dates.quarter,
    dates.months,
    dates.date_range,
    dates.day_in_list,
    times.clock,
    times.hour_range,
    times.minutes,
    signs.degrees,
    signs.formula,
    scores.score,
    dates.day_month,
    shares.scale,
    shares.ratio,
    shares.share,
    shares.row,
    romans.ordinal,
    standards.standard,
    quantities.chain,
    quantities.mixed_measure,
    capitals.digit_letter,
    quantities.quantity,
)
_ROADS: Final = frozenset({"QL", "ĐT", "TL", "ĐH", "HL", "ĐX", "CT"})
_MONEY_SIGNS: Final = frozenset("$€£¥₫₩₽₹฿")
_MONEY_WORDS: Final = frozenset(
    {"US", "A", "S", "HK", "NT", "USD", "VND", "VNĐ", "EUR", "GBP", "JPY", "CNY"}
)
_ALONE: Final = frozenset(
    "kg km cm mm ml mg kWh MWh GWh MW kW GW kV GB MB TB mmHg kcal GHz MHz Mbps Gbps dB".split()
)
"""Unit symbols that are read as words even where no figure stands before them."""
_COUNT_WORD: Final = re.compile(
    r"(?:^|\W)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ|chục|vạn|mỗi|mấy|vài|nửa|bao nhiêu|số|lăm|mốt|tư)$"
)


def scan(scene: Scene) -> list[Found]:
    """What the rules found in the text, in order and apart; `start` is filled in."""
    out: list[Found] = []
    addresses = web.find_addresses(scene)
    addresses.reverse()
    text, at = scene.text, 0
    search = _TOKEN.search
    while True:
        token = search(text, at)
        if token is None:
            break
        start = token.start()
        while addresses and addresses[-1].start < start:
            addresses.pop()
        if addresses and addresses[-1].start == start:
            found: Found | None = addresses.pop()
        elif token.lastgroup == "word":
            found = _at_word(scene, start, token[0])
        elif token.lastgroup == "digit":
            found = _at_digit(scene, start)
        else:
            found = _at_sign(scene, start)
        if found is None:
            at = token.end()
            continue
        begin = start if found.start < 0 else max(found.start, out[-1].end if out else 0)
        at = max(found.end, start + 1)
        out.append(Found(at, found.spoken, found.kind, found.note, begin))
    return out


def _at_digit(scene: Scene, at: int) -> Found:
    for rule in DIGIT_RULES:
        found = rule(scene, at)
        if found is not None:
            return found
    run = read_run(scene, at)
    return Found(run.end, run.spoken, run.kind, run.note)


def _at_sign(scene: Scene, at: int) -> Found | None:
    sign = scene.text[at]
    if sign in DASHES:
        return _minus(scene, at) or signs.dash(scene, at)
    if sign == "/":
        return signs.slash(scene, at)
    if sign in _MONEY_SIGNS:
        money = quantities.money_before(scene, at)
        if money:
            return money
    if sign == "+":
        called = codes.phone(scene, at)
        if called:
            return called
    if sign == "^":
        return signs.power(scene, at) or signs.symbol(scene, at)
    return signs.symbol(scene, at)


_BULLET: Final = re.compile(r"(?:^|\n)[ \t]*$")


def _minus(scene: Scene, at: int) -> Found | None:
    """A dash before a figure, after a blank, with no figure before it: "âm"."""
    if not scene.char(at + 1).isdigit():
        return None
    before = scene.char(at - 1)
    if before and before not in " \u00a0\n\t([:=<>≥≤±~/":
        return None
    behind = scene.text[max(0, at - 3) : at].rstrip()
    if behind and (behind[-1].isdigit() or behind[-1] == "%"):
        return None
    if signs._QUANTITY_BEFORE.search(scene.before(at)):
        return None
    number = quantities.quantity(scene, at + 1)
    if number is None:
        return None
    said = number.spoken if scene.before(at).endswith(" âm") else f"âm {number.spoken}"
    return Found(number.end, said, number.kind, "a minus")


def _at_word(scene: Scene, at: int, word: str) -> Found | None:
    end = at + len(word)
    if not word.isalpha():
        return signs.odd(scene, at, word)
    capital = not word.islower() and (word.isupper() or not word[1:].islower())
    if capital and len(word) > 1:
        return _at_capitals(scene, at, word)
    lower = word.lower()
    follows = scene.char(end)
    if lower in scene.lexicon.first_words:
        found = capitals.known(scene, at, word)
        if found:
            return found
    if lower == "km" and (stone := roads.stone(scene, at)):
        return stone
    if follows.isdigit() or (follows in "-." and follows and scene.char(end + 1).isdigit()):
        found = _unit_alone(scene, at, word) or capitals.code(scene, at)
        if found:
            return found
    if len(word) == 1:
        return _at_letter(scene, at, word)
    if word in _ALONE or word == "ha":
        return _unit_alone(scene, at, word)
    return None


def _at_letter(scene: Scene, at: int, letter: str) -> Found | None:
    if letter in GREEK:
        return Found(at + 1, GREEK[letter], "letter")
    if letter.isupper():
        found = (
            _money_word(scene, at, letter) or _line_numeral(scene, at) or romans.roman(scene, at)
        )
        if found:
            return found
    elif (
        letter in "xX"
        and scene.char(at - 1) in " \u00a0"
        and re.match(r"[ ]?\d", scene.text[at + 1 : at + 3])
    ):
        return Found(at + 1, "nhân", "measure")
    return capitals.initials(scene, at) or capitals.single_letter(scene, at)


def _at_capitals(scene: Scene, at: int, word: str) -> Found | None:
    end = at + len(word)
    follows = scene.char(end)
    if word in _ROADS and (road := roads.road_code(scene, at)):
        return road
    if word in _MONEY_WORDS and (money := _money_word(scene, at, word)):
        return money
    if word.lower() == "km" and (stone := roads.stone(scene, at)):
        return stone
    plain = word.isupper() and is_syllable(word) and capitals.headline(scene, at, word)
    if not plain and (found := capitals.known(scene, at, word)):
        return found
    if follows.isdigit() or (follows in "-." and follows and scene.char(end + 1).isdigit()):
        found = _unit_alone(scene, at, word) or capitals.code(scene, at)
        if found:
            return found
    if plain:
        return None
    unit = _unit_alone(scene, at, word)
    if unit:
        return unit
    if not word.isupper():
        return None
    return _line_numeral(scene, at) or romans.roman(scene, at) or capitals.capitals(scene, at, word)


def _money_word(scene: Scene, at: int, word: str) -> Found | None:
    if word not in _MONEY_WORDS:
        return None
    return quantities.money_before(scene, at)


_NUMERAL_LINE: Final = re.compile(r"([IVX]{1,6})(?:[.)][ \u00a0\n]|/|[ ]?[-–][ ])")


def _line_numeral(scene: Scene, at: int) -> Found | None:
    """`I. TÌNH HÌNH`: a line that begins with a Roman numeral."""
    if (
        scene.text[scene.text.rfind("\n", 0, at) + 1 : at].strip()
        and at < 200
        or at >= 200
        and scene.char(at - 1) != "\n"
    ):
        return None
    found = _NUMERAL_LINE.match(scene.text, at)
    value = romans.roman_value(found[1]) if found else 0
    if found is None or not value:
        return None
    return Found(found.end(1), scene.say.cardinal(str(value)), "roman", "it begins a line")


_UNIT_TOKEN: Final = re.compile(r"[^\W\d_]{1,6}[23²³]?(?![^\W_])")


def _unit_alone(scene: Scene, at: int, word: str) -> Found | None:
    """`hàng nghìn ha`, `triệu USD`, `giá mỗi m2`: a unit with no figure before it."""
    found = _UNIT_TOKEN.match(scene.text, at)
    if found is None:
        return None
    symbol = found[0]
    money = scene.lexicon.lookup("currency", symbol)
    if money and len(symbol) > 2:
        end, per = read_per(scene, found.end(), measured=False)
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
