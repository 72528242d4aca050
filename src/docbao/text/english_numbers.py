"""Numbers in English words."""

from __future__ import annotations

from typing import Final

_ONES: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = [
    "-",
    "-",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_SCALES: Final = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_IRREGULAR: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_LONGEST: Final = 18


def one_by_one(digits: str) -> str:
    """Figure by figure."""
    return " ".join(_ONES[int(d)] for d in digits)


def _below_thousand(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    words = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        words.append(_TENS[tens] + (f"-{_ONES[ones]}" if ones else ""))
    elif rest:
        words.append(_ONES[rest])
    return " ".join(words)


def cardinal(digits: str) -> str:
    """A whole number in words; more than 18 figures go one by one."""
    if len(digits) > _LONGEST:
        return one_by_one(digits)
    value = int(digits)
    if value == 0:
        return _ONES[0]
    groups: list[str] = []
    for scale in _SCALES:
        value, group = divmod(value, 1000)
        if group:
            groups.insert(0, f"{_below_thousand(group)} {scale}".rstrip())
        if not value:
            break
    return " ".join(groups)


def ordinal(digits: str) -> str:
    """first, twenty-second, one hundredth."""
    words = cardinal(digits)
    head, joint, last = words, "", words
    for mark in ("-", " "):
        if mark in last:
            before, _, last = last.rpartition(mark)
            head = words[: len(words) - len(last) - 1]
            joint = words[len(head)]
            del before
    if last in _IRREGULAR:
        said = _IRREGULAR[last]
    else:
        said = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return f"{head}{joint}{said}" if joint else said


def year(digits: str) -> str:
    """Nineteen eighty-four, two thousand five, twenty twenty-three."""
    value = int(digits)
    high, low = divmod(value, 100)
    if len(digits) != 4 or not 1000 <= value <= 2099 or 2000 <= value <= 2009 or value % 1000 == 0:
        return cardinal(digits)
    if low == 0:
        return f"{cardinal(str(high))} hundred"
    tail = f"oh {_ONES[low]}" if low < 10 else cardinal(str(low))
    return f"{cardinal(str(high))} {tail}"


def number(written: str) -> str:
    """A number as written in English: commas part thousands, a point the decimals."""
    whole, point, tail = written.replace(",", "").partition(".")
    said = cardinal(whole or "0")
    return f"{said} point {one_by_one(tail)}" if point and tail else said
