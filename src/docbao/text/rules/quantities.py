"""Counts, percent, money and measures: a number, its unit, its range, its rate."""

# ruff: noqa: E501 - tables and word lists are read across

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.rules.figures import DASH, DASHES, Figures, read_number
from docbao.text.rules.scene import Found, Scene
from docbao.text.rules.units import Unit, read_per, read_unit
from docbao.values import dataclass

_RANGE: Final = lazy(rf"[ \u00a0]?(?:[{DASH}]|÷|~|->|→)[ \u00a0]?(?P<sign>[$€£¥₫]?)(?=\d)")
_TIMES: Final = lazy(r"[ \u00a0]?[x×X*][ \u00a0]?(?=\d)")
_MIXED: Final = lazy(r"(\d{1,4})(m|kg|km|tr|tỷ|cm|ha|l)(\d{1,3})(?![^\W_]|[.,/]\d)")
_MIXED_WORDS: Final = {"tr": "triệu", "tỷ": "tỷ"}
_AT_LETTER: Final = lazy(r"[^\W\d_]")
_SIGNS: Final = lazy(
    r"(?:US\$|\$US|A\$|S\$|HK\$|NT\$|USD|VNĐ|VND|EUR|GBP|JPY|CNY|[$€£¥₫₩₽₹฿])[ \u00a0]?(?=\d)"
)
_ENGLISH_SCALES: Final = {
    "million": "triệu", "billion": "tỷ", "bn": "tỷ", "m": "triệu", "M": "triệu", "B": "tỷ", "b": "tỷ",
}  # fmt: skip
_SCALE: Final = lazy(
    r"[ \u00a0]?((?:(?:trăm|nghìn|ngàn|triệu|tỷ|tỉ)(?: (?:nghìn|ngàn|triệu|tỷ|tỉ))?)|k|tr|million|billion|bn|[mMbB])(?![^\W_])"
)
_ENGLISH_THOUSANDS: Final = lazy(r"[1-9]\d{0,2},\d{3}(?![\d,])")
_OR_MORE: Final = lazy(r"\+(?=[ \u00a0][^\W\d_])")
_YEAR_BEFORE: Final = lazy(
    r"(?:^|\W)(?:năm|sn|sinh|niên khóa|nhiệm kỳ|mùa giải|giai đoạn|thập niên|vụ|đời|world cup|euro|olympic|asiad|sea games)"
    r"(?:(?: từ)? \d{4}(?:,| và| đến| hoặc|, năm| và năm))*$"
)
_YEAR_AFTER: Final = lazy(r"[ \u00a0](?:TCN|SCN|trước Công nguyên|sau Công nguyên)(?![^\W_])")
_KINDS: Final = {"percent": "percent", "money": "money", "measure": "measure"}


@dataclass(frozen=True, slots=True)
class _Amount:
    end: int
    said: str
    figures: Figures
    unit: Unit | None


def _amount(scene: Scene, at: int) -> _Amount:
    """A number with the units right behind it ("5 tr đ", "3,5 triệu đồng", "30°C")."""
    figures = read_number(scene, at)
    end, said = figures.end, figures.spoken
    unit = read_unit(scene, end)
    if unit is not None:
        end, said = unit.end, f"{said} {unit.spoken}"
        while unit.kind == "scale":
            further = read_unit(scene, end)
            if further is None:
                break
            unit, end, said = further, further.end, f"{said} {further.spoken}"
    return _Amount(end, said, figures, unit)


def quantity(scene: Scene, at: int) -> Found | None:
    """Any number at `at` that no narrower rule has claimed, with its unit, range and rate."""
    first = _amount(scene, at)
    end, said, unit, note = first.end, first.said, first.unit, first.figures.note
    kind = _kind(first)
    for _ in range(5):
        times = _TIMES.match(scene.text, end)
        if times is None:
            break
        further = _amount(scene, times.end())
        end, said, unit, kind = further.end, f"{said} nhân {further.said}", further.unit, "measure"
    dash = _RANGE.match(scene.text, end)
    if dash and not dash["sign"] and kind != "code":
        last = _second_year(scene, first, _amount(scene, dash.end()))
        joint, why = _joint(scene, first, last)
        if joint:
            end, unit = last.end, last.unit
            said = f"{said}{joint}{last.said}"
            note = why or note
            kind = _kind(last) if last.unit else "year_range" if why == "years" else "number_range"
    if unit is not None:
        end, per = read_per(
            scene, end, measured=unit.kind == "measure", priced=unit.kind in ("money", "scale")
        )
        said += per
    elif _OR_MORE.match(scene.text, end):  # "1.000+ suất quà"
        end, said = end + 1, f"hơn {said}"
    elif scene.char(end) == "/" and kind != "code":
        end, per = read_per(scene, end, measured=True)  # "95.000/mm3"
        said += per
    if kind == "cardinal" and _is_year(scene, at, first):
        kind = "year"
    return Found(end, said, kind, note)


def _is_year(scene: Scene, at: int, amount: _Amount) -> bool:
    """Whether a bare whole number is a year, by its size and the words around it."""
    figures = amount.figures
    if amount.unit is not None or not figures.whole or figures.end - at != len(figures.whole):
        return False
    if _YEAR_AFTER.match(scene.text, figures.end):
        return True
    if not 1000 <= figures.value <= 2999:
        return False
    if scene.char(at - 1) == "(" and scene.char(figures.end) == ")":
        return True
    return bool(_YEAR_BEFORE.search(scene.before(at)))


def _kind(amount: _Amount) -> str:
    if amount.unit is None:
        return amount.figures.kind
    return _KINDS.get(amount.unit.kind, amount.figures.kind)


def _second_year(scene: Scene, first: _Amount, last: _Amount) -> _Amount:
    """`2022-23` is a season: its second year in full."""
    year, short = first.figures, last.figures
    if first.unit or last.unit or len(year.whole) != 4 or len(short.whole) != 2:
        return last
    if not 1900 <= year.value <= 2100 or short.value != (year.value + 1) % 100:
        return last
    whole = str(int(year.value) + 1)
    figures = Figures(short.end, scene.say.cardinal(whole), year.value + 1, "cardinal", whole)
    return _Amount(last.end, figures.spoken, figures, None)


def _joint(scene: Scene, first: _Amount, last: _Amount) -> tuple[str, str]:
    """What is said for the dash between two amounts, and why."""
    follows = scene.char(last.end)
    if (_AT_LETTER.match(follows) and last.unit is None) or (
        follows in DASHES and scene.char(last.end + 1).isdigit()
    ):
        return "", ""
    low, high = first.figures.value, last.figures.value
    if first.unit is None and last.unit is None and low > high >= 0:
        return " ", "residue: two numbers, the second smaller"
    years = all(1000 <= v <= 2100 for v in (low, high)) and last.unit is None
    return " đến ", "years" if years else ""


_CHAIN: Final = lazy(rf"\d{{1,5}}(?:[{DASH}]\d{{1,5}}){{2,20}}(?![\d{DASH}]|[.,/]\d|[^\W_])")


def chain(scene: Scene, at: int) -> Found | None:
    """`1-3-5`: more than two numbers with dashes make no range."""
    found = _CHAIN.match(scene.text, at)
    if found is None:
        return None
    said = ", ".join(scene.say.cardinal(n) for n in re.findall(r"\d+", found[0]))
    return Found(found.end(), said, "code", "residue: a chain of numbers")


def mixed_measure(scene: Scene, at: int) -> Found | None:
    """`1m68`, `3kg2`, `2tr5`: a measure with its unit in the middle."""
    found = _MIXED.match(scene.text, at)
    if found is None or (found[2] in ("m", "km", "cm") and found[3] in ("2", "3")):
        return None  # square and cubic metres
    unit = _MIXED_WORDS.get(found[2]) or scene.lexicon.lookup("unit", found[2]) or found[2]
    tail = scene.say.digits(found[3]) if found[3][0] == "0" else scene.say.cardinal(found[3])
    kind = "money" if found[2] in _MIXED_WORDS else "measure"
    return Found(found.end(), f"{scene.say.cardinal(found[1])} {unit} {tail}", kind)


def money_before(scene: Scene, at: int) -> Found | None:
    """`$60`, `US$ 1,5 triệu`, `€5-6`: a sign before the figure is read after it."""
    sign = _SIGNS.match(scene.text, at)
    if sign is None:
        return None
    symbol = sign[0].rstrip(" \u00a0")
    currency = scene.lexicon.lookup("currency", symbol) or symbol
    end, said = _signed(scene, sign.end())
    dash = _RANGE.match(scene.text, end)
    if dash:
        end, last = _signed(scene, dash.end())
        said = f"{said} đến {last}"
    said = f"{said} {currency}"
    end, per = read_per(scene, end, measured=False, priced=True)
    return Found(end, said + per, "money", "sign before the figure")


def _signed(scene: Scene, at: int) -> tuple[int, str]:
    thousands = _ENGLISH_THOUSANDS.match(scene.text, at)
    if thousands:
        # "$1,500": where the sign stands first, so does the English comma of thousands.
        end, said = thousands.end(), scene.say.cardinal(thousands[0].replace(",", ""))
    else:
        figures = read_number(scene, at)
        end, said = figures.end, figures.spoken
    scale = _SCALE.match(scene.text, end)
    if scale is None:
        return end, said
    word = _ENGLISH_SCALES.get(scale[1]) or {"k": "nghìn", "tr": "triệu"}.get(scale[1], scale[1])
    return scale.end(), f"{said} {word}"
