"""English sentences read by English rules: numbers, dates, money, times, units, short forms.

A library was weighed (num2words, inflect): the numbers are forty lines, and what stands around
them, dates, money, times, is in no library we found.
"""

# ruff: noqa: E501 - tables and word lists are read across

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from docbao.model import Span
from docbao.text.english_numbers import cardinal, number, one_by_one, ordinal, year
from docbao.text.expressions import lazy
from docbao.text.numbers import ascii_digits, roman_value

_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH: Final = (
    "Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?|"
    "Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?"
)
_NUM: Final = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,12})?|\d{1,18}(?:\.\d{1,12})?"
_SCALE: Final = r"trillion|billion|million|thousand|hundred|bn|tn|mn|m|k"
_SCALES: Final = {
    "bn": "billion",
    "tn": "trillion",
    "mn": "million",
    "m": "million",
    "k": "thousand",
}
_MONEY: Final = {
    "$": ("dollar", "cent"), "US$": ("US dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "pence"),
    "¥": ("yen", ""), "₫": ("dong", ""), "VND": ("dong", ""), "USD": ("US dollar", "cent"), "EUR": ("euro", "cent"),
}  # fmt: skip
_UNITS: Final = {
    "%": "percent", "km/h": "kilometres per hour", "kph": "kilometres per hour", "mph": "miles per hour",
    "km2": "square kilometres", "km²": "square kilometres", "m2": "square metres", "m²": "square metres",
    "m3": "cubic metres", "km": "kilometres", "cm": "centimetres", "mm": "millimetres", "m": "metres", "kg": "kilograms",
    "mg": "milligrams", "g": "grams", "ha": "hectares", "°C": "degrees Celsius", "°F": "degrees Fahrenheit",
    "°": "degrees", "MW": "megawatts", "GW": "gigawatts", "kW": "kilowatts", "kWh": "kilowatt-hours", "GB": "gigabytes",
    "MB": "megabytes", "TB": "terabytes", "GHz": "gigahertz", "MHz": "megahertz", "ft": "feet", "lb": "pounds",
    "lbs": "pounds", "oz": "ounces", "l": "litres", "ml": "millilitres", "bn": "billion", "k": "thousand",
}  # fmt: skip
_SHORT: Final = {
    "Mr.": "Mister", "Mrs.": "Missis", "Ms.": "Miz", "Dr.": "Doctor", "Prof.": "Professor", "St.": "Saint",
    "Gov.": "Governor", "Sen.": "Senator", "Rep.": "Representative", "Gen.": "General", "Col.": "Colonel",
    "Lt.": "Lieutenant", "Capt.": "Captain", "Sgt.": "Sergeant", "Jr.": "Junior", "Sr.": "Senior", "Inc.": "Incorporated",
    "Ltd.": "Limited", "Corp.": "Corporation", "Co.": "Company", "vs.": "versus", "e.g.": "for example",
    "i.e.": "that is", "etc.": "et cetera", "No.": "number", "approx.": "approximately", "Dept.": "Department",
}  # fmt: skip
_SIGNS: Final = {
    "&": "and", "+": "plus", "=": "equals", "%": "percent", "@": "at", "°": "degrees", "#": "number", "/": "slash",
    "$": "dollars", "_": "", "≥": "at least", "≤": "at most", "<": "less than", ">": "more than", "±": "plus or minus",
    "€": "euros", "£": "pounds", "¥": "yen", "×": "times", "₫": "dong", "№": "number",
}  # fmt: skip
_TOKENS: Final = lazy(
    rf"""(?P<short>(?<![\w.])(?:{"|".join(re.escape(s) for s in _SHORT)})(?=\s|,))
    | (?P<date_md>\b(?P<mon1>{_MONTH})[ ](?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:.,]\d)(?:,?[ ](?P<y1>\d{{4}})\b)?)
    | (?P<date_dm>\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ ](?:of[ ])?(?P<mon2>{_MONTH})(?![a-z])(?:,?[ ](?P<y2>\d{{4}})\b)?)
    | (?P<iso>\b(?P<y3>\d{{4}})-(?P<m3>\d{{2}})-(?P<d3>\d{{2}})\b)
    | (?P<time>\b(?P<h>\d{{1,2}}):(?P<mi>[0-5]\d)(?![:\d])(?:[ ]?(?P<half>[AaPp]\.?[Mm]\b\.?))?)
    | (?P<hour>\b(?P<h2>\d{{1,2}})[ ]?(?P<half2>[AaPp]\.?[Mm]\b\.?))
    | (?P<money>(?P<cur>US\$|USD[ ]?|VND[ ]?|EUR[ ]?|[$€£¥₫])(?P<amount>{_NUM})(?:[ -]?(?P<scale>{_SCALE})\b)?(?P<each>/[a-z]+)?)
    | (?P<after>\b(?P<amount2>{_NUM})(?:[ ](?P<scale2>million|billion|trillion|thousand))?[ ]?(?P<cur2>USD|VND|EUR|€|£|₫)(?!\w))
    | (?P<ordinal>\b(?P<o>\d{{1,3}}(?:,\d{{3}})*|\d{{1,9}})(?:st|nd|rd|th)\b)
    | (?P<decade>\b(?P<dec>\d{{2}}|\d{{4}})0?s\b)
    | (?P<years>\b(?P<ya>(?:1[5-9]|20)\d\d)[-–](?P<yb>(?:(?:1[5-9]|20)\d\d|\d\d))\b(?![-/\d]))
    | (?P<score>\b(?P<sa>\d{{1,3}})[-–](?P<sb>\d{{1,3}})\b(?![-–/]\d))
    | (?P<fraction>\b(?P<fa>\d{{1,3}})/(?P<fb>\d{{1,4}})\b(?!/))
    | (?P<unit>(?P<minus>(?<![\w\d])[-−])?\b(?P<n>{_NUM})[ ]?(?P<u>{"|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True))})(?![A-Za-z\d]))
    | (?P<year>(?<=[a-z,][ ])(?P<yr>(?:1[5-9]|20)\d\d)(?![\d,.]\d|\d|[ ]?(?:people|{_SCALE})\b))
    | (?P<mixed>\b[A-Z][A-Za-z]{{0,5}}-?\d{{1,4}}\b)
    | (?P<roman>(?<=[a-z][ ])[IVX]{{2,6}}\b)
    | (?P<number>(?P<neg>(?<![\w\d])[-−])?(?P<num>{_NUM}))
    | (?P<sign>[&+=%@°#/$_≥≤<>±€£¥×₫№])
    | (?P<odd>(?<![^\W\d_])[^\W\d_]*[⁰¹²³⁴-₉½¼¾⅐-⅞①-⓿]+|[⁰¹²³⁴-₉½¼¾⅐-⅞①-⓿]+|\d+)""",
    re.VERBOSE,
)


def read_english(text: str) -> Iterator[Span]:
    """Spans that tile `text`, with what is said for each."""
    at = 0
    for found in _TOKENS.finditer(text):
        reader, name = _READERS[next(k for k in _READERS if found[k] is not None)]
        said = reader(found)
        if found.start() > at:
            yield Span(at, found.start(), "plain", text[at : found.start()])
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        said = f"{' ' if said and before.isalnum() else ''}{said}{' ' if said and after.isalnum() else ''}"
        yield Span(found.start(), found.end(), name, said)
        at = found.end()
    if at < len(text):
        yield Span(at, len(text), "plain", text[at:])


def _month(written: str) -> str:
    return next(m for m in _MONTHS if m.startswith(written[:3].capitalize()))


def _day_first(found: re.Match[str]) -> str:
    the = "" if found.string[max(0, found.start() - 4) : found.start()] == "the " else "the "
    said = f"{the}{ordinal(found['d2'])} of {_month(found['mon2'])}"
    return f"{said}, {year(found['y2'])}" if found["y2"] else said


def _date(month: str, day: str, full: str | None) -> str:
    said = f"{month} {ordinal(day)}"
    return f"{said}, {year(full)}" if full else said


def _iso(found: re.Match[str]) -> str:
    month = int(found["m3"])
    if not 1 <= month <= 12:
        return ", ".join(cardinal(part) for part in found[0].split("-"))
    return _date(_MONTHS[month - 1], found["d3"], found["y3"])


def _time(found: re.Match[str]) -> str:
    hour, minute, half = found["h"], found["mi"], found["half"]
    said = cardinal(hour)
    if int(minute):
        said += f" oh {cardinal(minute)}" if minute[0] == "0" else f" {cardinal(minute)}"
    elif not half:
        said += " o'clock" if 0 < int(hour) <= 12 else " hundred hours"
    return f"{said} {_half(half)}" if half else said


def _half(mark: str) -> str:
    return "a m" if mark[0] in "aA" else "p m"


def _money(found: re.Match[str]) -> str:
    currency = found["cur"].strip()
    each = f" per {found['each'][1:]}" if found["each"] else ""
    return _amount(found["amount"], found["scale"], currency) + each


def _amount(amount: str, scale: str | None, currency: str) -> str:
    one, part = _MONEY[currency]
    many = one if one in ("yen", "dong") else f"{one}s"
    if scale:
        return f"{number(amount)} {_SCALES.get(scale, scale)} {many}"
    whole, point, tail = amount.replace(",", "").partition(".")
    if point and len(tail) == 2 and part:
        said = f"{cardinal(whole)} {one if int(whole) == 1 else many}"
        cents = f"{cardinal(tail)} {part if int(tail) == 1 or part == 'pence' else part + 's'}"
        return f"{said} and {cents}" if int(tail) else said
    return f"{number(amount)} {one if amount == '1' else many}"


def _years(found: re.Match[str]) -> str:
    last = found["yb"] if len(found["yb"]) == 4 else found["ya"][:2] + found["yb"]
    return f"{year(found['ya'])} to {year(last)}"


def _pair(found: re.Match[str]) -> str:
    return f"{cardinal(found['sa'])} to {cardinal(found['sb'])}"


def _fraction(found: re.Match[str]) -> str:
    a, b = found["fa"], found["fb"]
    names = {"2": ("half", "halves"), "4": ("quarter", "quarters")}
    if int(b) < 2 or int(a) >= int(b):
        return f"{cardinal(a)} out of {cardinal(b)}"
    one, many = names.get(b) or (ordinal(b), f"{ordinal(b)}s")
    return f"{cardinal(a)} {one if a == '1' else many}"


def _unit(found: re.Match[str]) -> str:
    unit = _UNITS[found["u"]]
    minus = "minus " if found["minus"] else ""
    if found["n"] == "1" and unit.startswith(("degrees ", "square ", "cubic ")) is False:
        unit = unit.removesuffix("s")
    return f"{minus}{number(found['n'])} {unit}"


def _decade(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    words = year(digits) if len(digits) == 4 else cardinal(digits)
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def _mixed(found: re.Match[str]) -> str:
    letters, digits = re.match(r"([A-Za-z]+)-?(\d+)", found[0]).groups()  # type: ignore[union-attr]  # the token's shape
    said = cardinal(digits) if len(digits) < 3 else one_by_one(digits)
    return f"{' '.join(letters) if letters.isupper() and len(letters) < 4 else letters} {said}"


def _roman(found: re.Match[str]) -> str:
    value = roman_value(found[0])
    return f"the {ordinal(str(value))}" if value else found[0]


def _number(found: re.Match[str]) -> str:
    return f"{'minus ' if found['neg'] else ''}{number(ascii_digits(found['num']))}"


def _odd(found: re.Match[str]) -> str:
    import unicodedata  # noqa: PLC0415 - rarely met

    plain = unicodedata.normalize("NFKC", found[0]).replace("\u2044", " over ")
    return re.sub(r"\d+", lambda m: f" {cardinal(m[0])} ", ascii_digits(plain)).strip()


_Reader = Callable[[re.Match[str]], str]
_READERS: Final[dict[str, tuple[_Reader, str]]] = {
    "short": (lambda m: _SHORT[m[0]], "abbreviation"),
    "date_md": (lambda m: _date(_month(m["mon1"]), m["d1"], m["y1"]), "date"),
    "date_dm": (_day_first, "date"),
    "iso": (_iso, "date"),
    "time": (_time, "time"),
    "hour": (lambda m: f"{cardinal(m['h2'])} {_half(m['half2'])}", "time"),
    "money": (_money, "money"),
    "after": (lambda m: _amount(m["amount2"], m["scale2"], m["cur2"]), "money"),
    "ordinal": (lambda m: ordinal(m["o"].replace(",", "")), "ordinal"),
    "decade": (_decade, "year"),
    "years": (_years, "year_range"),
    "score": (_pair, "number_range"),
    "fraction": (_fraction, "fraction"),
    "unit": (_unit, "measure"),
    "year": (lambda m: year(m["yr"]), "year"),
    "mixed": (_mixed, "code"),
    "roman": (_roman, "roman"),
    "number": (_number, "cardinal"),
    "sign": (lambda m: f" {_SIGNS[m[0]]} ", "punctuation"),
    "odd": (_odd, "formula"),
}
