"""Numbers in Vietnamese words: cardinals, decimals, single figures, ordinals, Roman numerals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.habits import DEFAULT, Habits

UNITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LONGEST_DIGITS: Final = 18
"""A longer run of figures is no count a listener can follow; it is said figure by figure."""

_ROMAN: Final = lazy(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z", re.ASCII)
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def ascii_digits(text: str) -> str:
    """`text` with the digits of every script as 0-9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _pair(tens: int, ones: int) -> str:
    """A two-figure number, tens not 0."""
    if tens == 1:
        return "mười" if ones == 0 else f"mười {'lăm' if ones == 5 else UNITS[ones]}"
    head = f"{UNITS[tens]} mươi"
    if ones == 0:
        return head
    return f"{head} {({1: 'mốt', 4: 'tư', 5: 'lăm'}).get(ones, UNITS[ones])}"


def _triple(value: int, *, full: bool, odd: str) -> str:
    """0 < value < 1000; `full` says the empty hundreds too, as inside a longer number."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds and not full:
        return _pair(tens, ones) if tens else UNITS[ones]
    head = f"{UNITS[hundreds]} trăm"
    if not rest:
        return head
    return f"{head} {_pair(tens, ones)}" if tens else f"{head} {odd} {UNITS[ones]}"


def _below_billion(value: int, *, full: bool, habits: Habits) -> str:
    words: list[str] = []
    for power, name in ((1_000_000, "triệu"), (1000, habits.thousand), (1, "")):
        group = value // power % 1000
        if group:
            said = _triple(group, full=full or bool(words), odd=habits.odd)
            words.append(f"{said} {name}".rstrip())
    return " ".join(words)


@lru_cache(maxsize=4096)
def cardinal(digits: str, habits: Habits = DEFAULT) -> str:
    """A whole number in words; leading zeros are not said.

    Args:
        digits: Figures only. More than 18 are said one by one.
        habits: The region's words.
    """
    plain = ascii_digits(digits).lstrip("0")
    if not plain:
        return UNITS[0]
    if len(plain) > _LONGEST_DIGITS:
        return one_by_one(digits)
    high, low = divmod(int(plain), 1_000_000_000)
    if not high:
        return _below_billion(low, full=False, habits=habits)
    head = f"{_below_billion(high, full=False, habits=habits)} {habits.billion}"
    return f"{head} {_below_billion(low, full=True, habits=habits)}" if low else head


def one_by_one(digits: str) -> str:
    """Figure by figure, each by its plain name."""
    return " ".join(UNITS[int(c)] for c in ascii_digits(digits))


def named_number(digits: str, habits: Habits = DEFAULT) -> str:
    """The number in a name: one or two figures as a number, more or a leading zero one by one."""
    if len(digits) > 2 or (digits[:1] == "0" and len(digits) > 1):
        return one_by_one(digits)
    return cardinal(digits, habits)


def numbered(digits: str, habits: Habits = DEFAULT) -> str:
    """The number of a document: a leading zero is said, the rest is a number."""
    rest = digits.lstrip("0")
    zeros = ["không"] * (len(digits) - len(rest))
    return " ".join([*zeros, cardinal(rest, habits)] if rest else zeros or ["không"])


def fraction_digits(digits: str, habits: Habits = DEFAULT) -> str:
    """What follows the decimal mark.

    Two figures are a number, as at school and in the news; a first 0, or three figures and
    more, go one by one, because they would be taken for thousands.
    """
    if len(digits) == 2 and digits[0] != "0":
        return cardinal(digits, habits)
    return one_by_one(digits)


def ordinal(digits: str, habits: Habits = DEFAULT) -> str:
    """What follows "thứ": nhất, tư, else the cardinal."""
    return {"1": "nhất", "4": "tư"}.get(digits.lstrip("0")) or cardinal(digits, habits)


def month(digits: str, habits: Habits = DEFAULT) -> str:
    """What follows "tháng": the fourth is "tư"."""
    return "tư" if digits.lstrip("0") == "4" else cardinal(digits, habits)


def denominator(digits: str, habits: Habits = DEFAULT) -> str:
    """What follows "phần": a quarter is "phần tư"."""
    return month(digits, habits)


@lru_cache(maxsize=512)
def roman_value(numeral: str) -> int:
    """The value of a well-formed capital Roman numeral (1 to 3999), else 0."""
    if not numeral or not _ROMAN.match(numeral):
        return 0
    total = 0
    for c, after in zip(numeral, f"{numeral[1:]} ", strict=True):
        value = _ROMAN_VALUES[c]
        total += -value if _ROMAN_VALUES.get(after, 0) > value else value
    return total
