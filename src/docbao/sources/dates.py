"""Dates as Vietnamese and English sources write them, read as moments in time.

No feed library reads Vietnamese feeds right: of 17 forms in use, the common ones give up on
ten and, worse, read six of them wrong (day and month exchanged, a sign turned round, afternoon
taken for morning). So we read them here: find the time, the date and the zone, each by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from docbao.almanac import VIETNAM
from docbao.clean import clean_line
from docbao.errors import FeedError
from docbao.i18n import Phrase
from docbao.model import DateOrder

_LONGEST_CHARS: Final = 120
_YEARS: Final = range(1970, 2101)  # .NET portals write 0001-01-01 for "no date"
_LARGEST_OFFSET_MIN: Final = 14 * 60  # Kiribati

_MONTHS: Final = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_VIETNAMESE_MONTHS: Final = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
# Hours east of Greenwich.  RFC 822's names, and those of places Vietnamese are written to from.
_ZONES: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "ict": 7, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "bst": 1, "msk": 3,
    "sgt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
}  # fmt: skip
_MORNING: Final = frozenset(("am", "a.m.", "sa", "sáng"))

_RFC822: Final = re.compile(
    r"(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:([+-])(\d\d)(\d\d)|gmt)\Z"
)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)[t ]?(\d\d)(\d\d)(\d\d)?(?!\d)")
_STAMP: Final = re.compile(r"\d{10}(?:\d{3})?\Z")
_TIME: Final = re.compile(
    r"(?<![\d+:.,-])(\d{1,2})"
    r"(?::|\s?(?:h|g|giờ)(?![a-zà-ỹ]))\s?(?:(\d{2})(?!\d|/)(?:\s?(?:phút|'))?)?"
    r"(?::(\d{2})(?!\d)(?:[.,]\d{1,9})?)?"
    r"(?:\s?(am|pm|a\.m\.|p\.m\.|sa|ch|sáng|trưa|chiều|tối|đêm)(?![a-zà-ỹ]))?"
)
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_DIGITS: Final = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_MONTH_NAME: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_MONTH: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH_NAME}[\s,-]+(\d{{4}}|\d{{2}})(?!\d)"
)
_MONTH_DAY: Final = re.compile(
    rf"\b{_MONTH_NAME}[\s-]+(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?:[^\d]{{0,12}}\s)?(\d{{4}})(?!\d)"
)
_VIETNAMESE: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:tháng|thg|th)\.?\s?"
    r"(\d{1,2}|mười một|mười hai|giêng|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|chạp)"
    r"(?:\s?[,/-]|\s?năm)?\s?(\d{4})(?!\d)"
)
_OFFSET: Final = re.compile(r"(?:gmt|utc)?\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_ZONE_NAME: Final = re.compile(rf"(?<![a-zà-ỹ])({'|'.join(_ZONES)})(?![a-zà-ỹ])")

Clock = tuple[int, int, int]
Day = tuple[int, int, int]


def parse_date(raw: str, *, order: DateOrder = "dmy", zone: tzinfo = VIETNAM) -> datetime:
    """The moment `raw` names.

    Args:
        raw: As the source wrote it, in Vietnamese or English, weekday and labels included.
        order: How the source orders dates of digits only; where that gives no date
            (13/11 month first) the other order is taken.
        zone: Where the source is, for dates that name no zone.

    Returns:
        An aware time in UTC, between 1970 and 2101; midnight in `zone` for a day without time.

    Raises:
        FeedError: No date can be read there.
    """
    try:
        return _read(raw, order, zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = Phrase(vi="“{raw}” không phải ngày giờ", en="“{raw}” is no date")
        raise FeedError(message.fill(raw=clean_line(raw[:_LONGEST_CHARS]))) from error


def _read(raw: str, order: DateOrder, zone: tzinfo) -> datetime:
    if len(raw) > _LONGEST_CHARS:
        raise ValueError(raw[:_LONGEST_CHARS])
    text = clean_line(raw).lower()
    usual = _RFC822.match(text)
    if usual is not None and usual[2] in _MONTHS:
        minutes = int(usual[8] or 0) * 60 + int(usual[9] or 0)
        offset = _offset(-minutes if usual[7] == "-" else minutes)
        day = (int(usual[3]), _MONTHS[usual[2]], int(usual[1]))
        return _moment(day, (int(usual[4]), int(usual[5]), int(usual[6])), offset)
    if _STAMP.match(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        if moment.year not in _YEARS:
            raise ValueError(text)
        return moment
    compact = _COMPACT.search(text)
    if compact is not None:
        year, month, day_, hour, minute, second = (int(part or 0) for part in compact.groups())
        rest = text[compact.end() :]
        return _moment((year, month, day_), (hour, minute, second), _zone(rest, zone))
    clock, text = _take_time(text)
    day, text = _take_day(text, order)
    return _moment(day, clock, _zone(text, zone))


def _moment(day: Day, clock: Clock, zone: tzinfo) -> datetime:
    if day[0] not in _YEARS:
        raise ValueError(day)
    hour, minute, second = clock
    # A leap second is a second that datetime does not have.
    return datetime(*day, hour, minute, min(second, 59) if second <= 60 else second, tzinfo=zone)


def _take_time(text: str) -> tuple[Clock, str]:
    """The time of day and the text without it; midnight when there is none."""
    found = _TIME.search(text)
    if found is None or (found[2] is None and found[0].rstrip().endswith(":")):
        return (0, 0, 0), text
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    half = found[4]
    if half is not None:
        if half in _MORNING:
            hour = 0 if hour == 12 else hour
        elif hour < 12 and not (half in ("trưa", "đêm") and hour in (10, 11)):
            # "11 giờ trưa" is before noon, "11 giờ đêm" before midnight, "1 giờ đêm" after it.
            hour += 0 if half == "đêm" and hour < 5 else 12
        elif half == "đêm" and hour <= 12:
            hour = 0 if hour == 12 else hour + 12
    return (hour, minute, second), f"{text[: found.start()]} {text[found.end() :]}"


def _take_day(text: str, order: DateOrder) -> tuple[Day, str]:
    """Year, month and day, and the text without them."""
    for pattern, read in _DAYS:
        found = pattern.search(text)
        if found is not None:
            return read(found, order), f"{text[: found.start()]} {text[found.end() :]}"
    raise ValueError(text)


def _ordered(first: str, second: str, third: str, order: DateOrder) -> Day:
    if order == "ymd" and len(third) == 2:
        return _year(first), int(second), int(third)
    day, month = (int(second), int(first)) if order == "mdy" else (int(first), int(second))
    if month > 12 >= day:
        day, month = month, day
    return _year(third), month, day


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 69 else 1900)  # POSIX strptime %y


def _vietnamese_month(word: str) -> int:
    return int(word) if word.isdigit() else _VIETNAMESE_MONTHS[word]


Reading = Callable[[re.Match[str], DateOrder], Day]

_DAYS: Final[tuple[tuple[re.Pattern[str], Reading], ...]] = (
    (_YEAR_FIRST, lambda m, _: (int(m[1]), int(m[2]), int(m[3]))),
    (_DIGITS, lambda m, order: _ordered(m[1], m[2], m[3], order)),
    (_DAY_MONTH, lambda m, _: (_year(m[3]), _MONTHS[m[2]], int(m[1]))),
    (_MONTH_DAY, lambda m, _: (_year(m[3]), _MONTHS[m[1]], int(m[2]))),
    (_VIETNAMESE, lambda m, _: (_year(m[3]), _vietnamese_month(m[2]), int(m[1]))),
)


def _zone(text: str, default: tzinfo) -> tzinfo:
    offset = _OFFSET.search(text)
    if offset is not None:
        digits, minutes = offset[2], int(offset[3] or 0)
        total = int(digits) * 60 + minutes
        return _offset(-total if offset[1] == "-" else total)
    name = _ZONE_NAME.search(text)
    return default if name is None else _offset(_ZONES[name[1]] * 60)


def _offset(minutes: int) -> tzinfo:
    if abs(minutes) > _LARGEST_OFFSET_MIN:
        raise ValueError(minutes)
    return timezone(timedelta(minutes=minutes))
