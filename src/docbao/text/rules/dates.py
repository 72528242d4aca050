"""Days with their months and years, and their ranges."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.numbers import ascii_digits
from docbao.text.rules.figures import DASH
from docbao.text.rules.nouns import COUNTED_AFTER, COUNTED_NEXT, MASS_AFTER
from docbao.text.rules.scene import Found, Scene

_S: Final = r"[ \u00a0]?"
DAY_WORD: Final = lazy(
    r"(?:^|\W)(?:ngày|mùng|mồng|sáng|trưa|chiều|tối|đêm|khuya|hôm|rạng sáng|dịp|lễ|tết|đường|phố)"
    r"(?: ngày)?$"
)
_CONTEXT: Final = lazy(
    r"(?:^|\W)(?:từ|đến|tới|trước|sau|hết|vào|kể từ|tính đến|giờ|h|phút|hôm qua|hôm nay|ngày mai|hạn|"
    r"(?:sáng|trưa|chiều|tối|đêm) (?:nay|qua|mai|kia)|ngày (?:kia|kìa)|\d{1,2} ?(?:h|g|giờ)(?: ?\d{2}(?: ?phút)?)?|"
    r"tuần|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|qua|cuối|đầu|bắt đầu|khai mạc|bế mạc|diễn ra|kỷ niệm|"
    r"sinh nhật|hôm kia|lúc|dự kiến|quảng trường|đại lễ|cách mạng|quốc tế|quốc khánh|giải phóng|vía|giỗ|giỗ tổ|lễ hội)"
    r"(?: ngày)?[,:(]?$"
)
# A verb of time near by makes a bare d/m a date.
_TIME_VERB: Final = lazy(
    r"(?:^|\W)(?:khai mạc|bế mạc|diễn ra|tổ chức|bắt đầu|kết thúc|khởi công|khánh thành|kéo dài|thi đấu|"
    r"hoàn thành|ban hành|công bố|nghỉ lễ|kỷ niệm|khởi hành|phát hành|lịch|đợt|xảy ra)(?:$|\W)"
)
_DAYS_BEFORE: Final = lazy(
    r"(?:(?:^|\W)(?:ngày|sáng|chiều|tối|đêm|từ)(?: \d{1,2}(?:,| và))+|(?<![\d,.])\d{1,2}/\d{1,2}(?:/\d{4})?(?:,| và| hoặc|;| -|-| đến))$"
)
_DAYS_AFTER: Final = lazy(r"[,;.)\n]|\Z|[ \u00a0](?:và|đến|hoặc|-|–|tại|ở|năm|của)(?![^\W_])")
_DATED_AFTER: Final = lazy(
    r"[ \u00a0](?:là ngày|hằng năm|hàng năm|năm nay|năm ngoái|năm sau|tới đây|vừa qua|dương lịch|âm lịch|\((?:âm lịch|thứ|chủ nhật|tức|nhằm))"
)
_NAMED_AFTER_DAY: Final = lazy(
    r"(?:^|\W)(?:quảng trường|công viên|bệnh viện|rạp|kỷ niệm|tiểu học|thcs|thpt|trung học|mầm non|mẫu giáo|nhà trẻ|"
    r"nhà máy|xí nghiệp|hợp tác xã|nhà hát|công ty|trường)$"
)
_HALF_BEFORE: Final = lazy(r"(?:nửa|phần|tỷ lệ|tỉ lệ|chiếm|khoảng|số|diện tích) ?\($")
_PLACE_WORD: Final = lazy(
    r"(?:^|\W)(?:số|nhà số|ngõ|ngách|hẻm|kiệt|đường số|(?<!giỗ )tổ|lô|thửa|kiosk|căn|phòng|quyết định(?: số)?|nghị định(?: số)?|"
    r"tỷ lệ|tỉ lệ|thị lực|mắt|lớp|tầng|bậc|huyết áp|điểm)$"
)
_NOT_AFTER: Final = rf"(?![\d%‰]|[./,{DASH}]\d|[/-][^\W\d_])"
_FULL: Final = lazy(
    rf"(?P<d>\d{{1,2}})(?:{_S}/{_S}(?P<m>\d{{1,2}}){_S}/{_S}|(?P<sep>[.{DASH}])(?P<m2>\d{{1,2}})(?P=sep))"
    r"(?P<y>\d{4})(?!\d|[/.]\d|[/-][^\W\d_])"
)
_ISO: Final = lazy(r"(\d{4})[-/.](\d{2})[-/.](\d{2})(?!\d|[/.-]\d)")
_DAY_MONTH: Final = lazy(rf"(\d{{1,2}})[/.-](\d{{1,2}}){_NOT_AFTER}")
_RANGE_SHORT: Final = lazy(
    rf"(\d{{1,2}}){_S}[{DASH}]{_S}(\d{{1,2}})[/.](\d{{1,2}})(?:[/.](\d{{4}}))?(?!\d|[/.]\d|[/-][^\W\d_])"
)
_RANGE_JOINT: Final = lazy(rf"[ \u00a0]*[{DASH}][ \u00a0]*(?:ngày )?(?=\d)")
_DAY_LIST: Final = lazy(
    r"(\d{1,2})(?P<rest>(?:, ?\d{1,2}){0,30})(?P<joint>,? ?và (?:ngày )?|,? ?hoặc |, ?| đến (?:ngày )?| tới (?:ngày )?)"
    r"(?=\d{1,2}/\d{1,2}(?!\d|/\d{1,3}(?!\d)|[/-][^\W\d_]))"
)
_LISTED_BEFORE: Final = lazy(
    r"(?:^|\W)(?:ngày|mùng|mồng|sáng|trưa|chiều|tối|đêm|khuya|hôm|rạng sáng|dịp|phiên|buổi|các ngày)$"
)
_FEAST_NEAR: Final = lazy(r"(?:^|\W)(?:ngày|lễ|tết|dịp|kỷ niệm|mừng)(?:$|\W)")
_DASHED: Final = lazy(rf"(\d{{1,2}})/(\d{{1,2}})(?={_S}[{DASH}]{_S}\d)")
_LAST_DAY: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_day(day: str, month: str) -> bool:
    """Whether the calendar has this day."""
    if not (day.isdecimal() and month.isdecimal()):
        return False
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def in_calendar(day: str, month: str) -> bool:
    """Whether that month ever has that many days."""
    return is_day(day, month) and int(day) <= _LAST_DAY[int(month) - 1]


def _checked(day: str, month: str, note: str = "") -> str:
    return note if in_calendar(day, month) else f"residue: no such day {day}/{month}"


def _day(scene: Scene, at: int, day: str) -> str:
    said = scene.say.cardinal(ascii_digits(day))
    return said if DAY_WORD.search(scene.before(at)) else f"ngày {said}"


def in_year(scene: Scene, year: str | None) -> str:
    """The year that follows a day or a month, if one is written."""
    return f" năm {scene.say.cardinal(year)}" if year else ""


def _is_year(year: str | None) -> bool:
    return year is None or 1 <= int(year) <= 2999


def full_date(scene: Scene, at: int) -> Found | None:
    """`24/5/2018`, `11-03-2020`, `2020-03-11`, and from one to another."""
    first = _whole_date(scene, at)
    if first is None:
        return None
    joint = _RANGE_JOINT.match(scene.text, first.end)
    if joint:
        last = _whole_date(scene, joint.end())
        if last:
            said = last.spoken if last.spoken.startswith("ngày") else f"ngày {last.spoken}"
            return Found(last.end, f"{first.spoken} đến {said}", "date_range")
    return first


def _whole_date(scene: Scene, at: int) -> Found | None:
    found = _FULL.match(scene.text, at)
    if found:
        day, month, year = found["d"], found["m"] or found["m2"], found["y"]
    else:
        found = _ISO.match(scene.text, at)
        if found is None:
            return None
        year, month, day = found[1], found[2], found[3]
    if not is_day(day, month) or not _is_year(year):
        return None
    said = f"{_day(scene, at, day)} tháng {scene.say.month(month)}{in_year(scene, year)}"
    return Found(found.end(), said, "date", _checked(day, month))


def date_range(scene: Scene, at: int) -> Found | None:
    """`4-6/10/2023`, `27/1 - 3/2`, `28/12/2021-3/1`: "ngày" on both sides."""
    say, text = scene.say, scene.text
    short = _RANGE_SHORT.match(text, at)
    if short and is_day(short[2], short[3]) and is_day(short[1], short[3]):
        if int(short[1]) < int(short[2]) or DAY_WORD.search(scene.before(at)):
            said = (
                f"{_day(scene, at, short[1])} đến ngày {say.cardinal(short[2])} "
                f"tháng {say.month(short[3])}{in_year(scene, short[4])}"
            )
            return Found(short.end(), said, "date_range")
        return None
    first = _DAY_MONTH.match(text, at) or _FULL.match(text, at)
    if first is None:
        first = _DASHED.match(text, at)
    if first is None:
        return None
    joint = _RANGE_JOINT.match(text, first.end())
    if joint is None:
        return None
    last = _FULL.match(text, joint.end()) or _DAY_MONTH.match(text, joint.end())
    if last is None or "/" not in last[0]:
        return None
    ends = [_parts(m) for m in (first, last)]
    if not all(is_day(d, m) for d, m, _ in ends):
        return None
    (d1, m1, y1), (d2, m2, y2) = ends
    said = (
        f"{_day(scene, at, d1)} tháng {say.month(m1)}{in_year(scene, y1)} đến "
        f"ngày {say.cardinal(d2)} tháng {say.month(m2)}{in_year(scene, y2)}"
    )
    return Found(last.end(), said, "date_range")


def _parts(found: re.Match[str]) -> tuple[str, str, str | None]:
    if "y" in found.groupdict():
        return found["d"], found["m"] or found["m2"], found["y"]
    return found[1], found[2], None


def day_month(scene: Scene, at: int) -> Found | None:
    """`21/6` where the words around it speak of a day."""
    text = scene.text
    found = _DAY_MONTH.match(text, at)
    if found is None or not is_day(found[1], found[2]):
        return None
    note = _why_day(scene, at, found)
    if not note:
        return None
    said = f"{_day(scene, at, found[1])} tháng {scene.say.month(found[2])}"
    return Found(found.end(), said, "date", _checked(found[1], found[2], note))


def _why_day(scene: Scene, at: int, found: re.Match[str]) -> str:
    """What around it makes it a day; nothing if nothing does."""
    before, after = scene.before(at), scene.char(found.end())
    if DAY_WORD.search(before):
        dashed = found[0][len(found[1])] == "-"
        counted = dashed and COUNTED_NEXT.match(scene.text, found.end())
        return "" if counted else "a day word stands before it"
    if not in_calendar(found[1], found[2]):
        return ""
    if _NAMED_AFTER_DAY.search(before) and not COUNTED_AFTER.match(scene.text, found.end()):
        return "a place named after a day"
    mark, opened = found[0][len(found[1])], scene.char(at - 1) == "("
    if mark == "." and opened and after == ")" and _FEAST_NEAR.search(before):
        return "alone in brackets behind a feast"
    if mark != "/":
        return ""
    if opened and after in (")", ",", ";"):
        return "" if _HALF_BEFORE.search(before) else "alone in brackets"
    return _why_by_words(scene, before, found)


def _why_by_words(scene: Scene, before: str, found: re.Match[str]) -> str:
    text, end = scene.text, found.end()
    if _PLACE_WORD.search(before):
        return ""
    if _DATED_AFTER.match(text, end) or (not before and scene.char(end) == ","):
        return "a word of time stands after it"
    if MASS_AFTER.match(text, end) or COUNTED_AFTER.match(text, end):
        return ""
    if _CONTEXT.search(before) or (_DAYS_BEFORE.search(before) and _DAYS_AFTER.match(text, end)):
        return "a word of time stands before it"
    return ""


def speaks_of_time(before: str) -> bool:
    """Whether a verb of time is near, so that a bare d/m is rather a date than a share."""
    return bool(_TIME_VERB.search(before))


def bare_day_month(scene: Scene, at: int, *, sure: bool = False) -> Found | None:
    """A d/m with nothing decisive around it, where a verb of time is near.

    `sure` says that it can be nothing else (the first number is the greater one).
    """
    found = _DAY_MONTH.match(scene.text, at)
    if found is None or "/" not in found[0] or not in_calendar(found[1], found[2]):
        return None
    if not sure and not speaks_of_time(scene.before(at)):
        return None
    said = f"{_day(scene, at, found[1])} tháng {scene.say.month(found[2])}"
    note = "it can be no share" if sure else "residue: day and month or share?"
    return Found(found.end(), said, "date", note)


def day_in_list(scene: Scene, at: int) -> Found | None:
    """`ngày 05 và 20/8`, `3 ngày 7, 8, 9/6`: days of one month; all but the last are read here."""
    found = _DAY_LIST.match(scene.text, at)
    before = scene.before(at)
    if found is None or not (_LISTED_BEFORE.search(before) or before.endswith((" từ", "từ"))):
        return None
    days = re.findall(r"\d+", found[1] + found["rest"])
    last = _DAY_MONTH.match(scene.text, found.end())
    if last is None or not all(is_day(day, last[2]) for day in (*days, last[1])):
        return None
    if len(days) == 1 and found["joint"].strip() != ",":
        return Found(found.end(1), _day(scene, at, days[0]), "date", "one of several days")
    named = bool(DAY_WORD.search(before))
    said = ", ".join(scene.say.cardinal(ascii_digits(day)) for day in days)
    joint = found["joint"].strip(" ,\u00a0")
    said += f" {joint} " if joint else ", "
    said += f"{scene.say.cardinal(last[1])} tháng {scene.say.month(last[2])}"
    return Found(last.end(), said if named else f"ngày {said}", "date", "several days of a month")
