"""Two numbers with a slash or a colon: shares, counts out of a whole, ratios, scales."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import spell
from docbao.text.numbers import ascii_digits
from docbao.text.rules.dates import bare_day_month, in_calendar, speaks_of_time
from docbao.text.rules.figures import DASH, Figures, read_number
from docbao.text.rules.nouns import COUNTED_AFTER, MASS_AFTER
from docbao.text.rules.scene import Found, Scene, words_of
from docbao.text.rules.units import read_unit

_S: Final = r"[ \u00a0]?"
_NUMBER: Final = r"\d{1,3}(?:\.\d{3}){1,3}|\d{1,6}(?:,\d{1,3})?"
_PAIR: Final = lazy(
    rf"(?P<a>{_NUMBER}){_S}/{_S}(?P<b>{_NUMBER})(?!\d|[.,]\d|{_S}/{_S}\d|[/-][^\W\d_])"
)
_AROUND_CLOCK: Final = lazy(r"24/(?:7|24)(?!\d|/)")
_PEOPLE_AFTER: Final = lazy(
    r"[ \u00a0](?:học sinh|sinh viên|người|giáo viên|bệnh nhân|nước|hồ|điều|khoản|doanh nghiệp|lao động|cán bộ)"
    r"(?![^\W_])"
)
_OUT_OF: Final = lazy(
    r"(?:^|\W)(?:huyết áp|thị lực|mắt(?: \w+)?|bậc(?: thợ)?|thợ|nhà số|số nhà|số|ngõ|ngách|hẻm|kiệt|lô|thửa|điểm|đạt điểm|"
    r"địa chỉ|căn hộ|phòng|tầng|lớp|chấm|chấm điểm|đánh giá|xếp loại|xếp (?:thứ|hạng)|hạng|thứ|kiosk|tổ)(?: là| đạt| ở mức| lên| tới)?:?$"
)
# Eyesight and marks are spoken of a few words before the figure.
_MARKED: Final = lazy(r"(?:^|\W)(?:thị lực|mắt (?:trái|phải)|thang điểm|chấm)(?: [^\W\d_]+){1,5}$")
# … or anywhere before it in the sentence, where the whole is one that eyes are measured by.
_EYES: Final = lazy(r"(?:^|\W)(?:thị lực|mắt)(?:$|\W)", re.IGNORECASE)
_EYE_CHARTS: Final = frozenset({"10", "20"})
_SHARE_BEFORE: Final = lazy(
    r"(?:^|\W)(?:vòng|trận|lượt|hơn|gần|khoảng|chiếm|bằng|quá|chừng|mất|giảm|tăng|được|còn|trên|dưới|tới|đến|ít nhất|tối thiểu|"
    r"ngót|non|đạt|xấp xỉ|tương đương|đủ|có)$"
)
_ROUGHLY: Final = lazy(
    r"(?:^|\W)(?:hơn|gần|khoảng|quá|chừng|ngót|non|chiếm|bằng|mất|xấp xỉ|tương đương|ít nhất|tối thiểu|tới|vòng)$"
)
_NOUN_AFTER: Final = lazy(r"[ \u00a0][^\W\d_]")
_SCALE_BEFORE: Final = lazy(r"(?:^|\W)(?:tỷ lệ|tỉ lệ)(?: bản đồ| là| xích)?:?$")
_RATIO: Final = lazy(
    r"\d{1,3}(?:,\d+)?(?:(?:[:-]|[ \u00a0][:-][ \u00a0])\d{1,6}(?:[.,]\d+)?){1,5}(?![\d%])"
)
_PLAN: Final = lazy(
    r"(?:^|\W)(?:bản đồ|bản vẽ|bình đồ|hải đồ|sơ đồ|quy hoạch|đồ án|mô hình|sa bàn|địa hình|thiết kế|mặt bằng|trích lục)(?:$|\W)",
    re.IGNORECASE,
)
_SURELY_A_PLAN: Final = 5000
"""Nothing is mixed or staked at one to so many."""
_SCALED: Final = lazy(rf"1{_S}[:/]{_S}(\d{{1,3}}(?:[. ]\d{{3}}){{1,3}}|\d{{3,8}})(?![\d/])")


def around_the_clock(scene: Scene, at: int) -> Found | None:
    """`24/7`, `24/24 giờ`: "trên"."""
    found = _AROUND_CLOCK.match(scene.text, at)
    if found is None:
        return None
    hours, days = found[0].split("/")
    said = f"{scene.say.cardinal(hours)} trên {scene.say.cardinal(days)}"
    end = found.end()
    if scene.text.startswith("h", end) and not scene.char(end + 1).isalnum():
        end, said = end + 1, f"{said} giờ"
    return Found(end, said, "ratio")


def scale(scene: Scene, at: int) -> Found | None:
    """The scale of a map or plan: `tỷ lệ 1/2.000`."""
    found = _SCALED.match(scene.text, at)
    if found is None:
        return None
    size = "".join(c for c in ascii_digits(found[1]) if c.isdigit())
    if ":" in found[0]:
        drawn = int(size) >= _SURELY_A_PLAN or _PLAN.search(scene.sentence(at)[0])
        if not drawn or not _SCALE_BEFORE.search(scene.before(at)):
            return None
    if size in ("100", "1000") and COUNTED_AFTER.match(scene.text, found.end()):
        return None
    return Found(found.end(), f"một phần {scene.say.cardinal(size)}", "fraction", "a scale")


def ratio(scene: Scene, at: int) -> Found | None:
    """`tỷ lệ 4:1`, `16:9`: the numbers, no word."""
    found = _RATIO.match(scene.text, at)
    if found is None:
        return None
    if ":" not in found[0] and not _SCALE_BEFORE.search(scene.before(at)):
        return None
    if "-" in found[0] and read_unit(scene, found.end()):
        return None
    said = " ".join(
        read_number(scene, at + m.start()).spoken for m in re.finditer(r"[\d.,]+", found[0])
    )
    return Found(found.end(), said, "ratio")


_ADDRESS: Final = lazy(r"\d{1,5}[A-ZĐ]?(?:/\d{1,5}[A-ZĐ]?){1,5}(?![\d]|[.,/-]\d|[^\W_])")
_ADDRESS_WORD: Final = lazy(
    r"(?:^|\W)(?:nhà số|số nhà|ngõ|ngách|hẻm|kiệt|địa chỉ(?: số)?|số|thửa(?: đất)?(?: số)?)(?: tại| ở)?:?$"
)
_ADDRESS_LAST: Final = words_of(_ADDRESS_WORD)
_ROW: Final = lazy(r"\d{1,6}(?:/\d{1,6}){2,20}(?!\d|/\d)")
_SEASON: Final = lazy(r"((?:19|20)\d\d)/((?:19|20)?\d\d)(?![\d/]|[.,-]\d)")


def address(scene: Scene, at: int) -> Found | None:
    """`số 12/3`, `ngõ 12/5/3`, `số nhà 5/2A`: "trên" at each slash."""
    if scene.last_word(at) not in _ADDRESS_LAST or not _ADDRESS_WORD.search(scene.before(at)):
        return None
    found = _ADDRESS.match(scene.text, at)
    if found is None:
        return None
    said = []
    for part in found[0].split("/"):
        figures = part.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZĐ")
        said.append(f"{scene.say.cardinal(figures)} {spell(part[len(figures) :])}".rstrip())
    return Found(found.end(), " trên ".join(said), "ratio", "an address")


def season(scene: Scene, at: int) -> Found | None:
    """`2020/2021`, `2020/21`: one year to the next."""
    found = _SEASON.match(scene.text, at)
    if found is None:
        return None
    first = int(found[1])
    last = int(found[2]) if len(found[2]) == 4 else first // 100 * 100 + int(found[2])
    if last != first + 1:
        return None
    said = f"{scene.say.cardinal(found[1])} đến {scene.say.cardinal(str(last))}"
    return Found(found.end(), said, "year_range")


def row(scene: Scene, at: int) -> Found | None:
    """More numbers with slashes than any rule knows."""
    found = _ROW.match(scene.text, at)
    if found is None:
        return None
    said = " trên ".join(scene.say.cardinal(part) for part in found[0].split("/"))
    return Found(found.end(), said, "ratio", "residue: a row of numbers with slashes")


def share(scene: Scene, at: int) -> Found | None:
    """Two numbers with a slash: a share of something, a count out of a whole, or a date."""
    found = _PAIR.match(scene.text, at)
    if found is None:
        return None
    a, b = (read_number(scene, found.start(name)) for name in ("a", "b"))
    before, end = scene.before(at), found.end()
    if _OUT_OF.search(before) or _MARKED.search(before) or _is_eyesight(scene, found):
        return _out_of(end, a.spoken, b.spoken, "a mark, an address or a rank")
    unit = read_unit(scene, end)
    if unit and "mi li mét thủy ngân" in unit.spoken:
        return Found(unit.end, f"{a.spoken} trên {b.spoken} {unit.spoken}", "measure")
    if a.kind == "decimal" or (found["a"][0] == "0" and len(found["a"]) > 1):
        return _out_of(end, a.spoken, b.spoken, "a mark out of a whole")
    if unit and unit.kind == "measure" and b.value > 10:
        return _out_of(end, a.spoken, b.spoken, "a measure out of a whole")
    if _is_part(scene, before, end, a.value, b.value):
        return _part(scene, end, a.spoken, found["b"], "a share of something")
    if _is_count(scene, before, end, a.value, b.value):
        return _out_of(end, a.spoken, b.spoken, "counted out of a whole")
    return _unmarked(scene, found, a, b)


def _is_eyesight(scene: Scene, found: re.Match[str]) -> bool:
    return (
        found["b"] in _EYE_CHARTS
        and not MASS_AFTER.match(scene.text, found.end())
        and bool(_EYES.search(scene.sentence(found.start())[0]))
    )


_SHARES: Final = lazy(
    rf"(\d{{1,2}})/(\d{{1,2}})(?P<joint>[ \u00a0]?[{DASH}][ \u00a0]?| (?:đến|tới|hoặc|hay) )"
    r"(?:(?P<c>\d{1,2})/(?P<d>\d{1,2})|(?P<n>\d{1,3}(?:,\d)?))(?![\d%]|[.,/]\d|[/-][^\W\d_])"
)
_DOSED_AFTER: Final = lazy(
    r"[ \u00a0](?:viên|thìa|muỗng|quả|trái|bát|cốc|chén|ly|gói|ống|liều|củ|bìa|miếng|lít|kg|giờ|tiếng|số|lần)(?![^\W_])"
)
_A_YEAR: Final = lazy(r"[ \u00a0](?:năm|của năm)(?![^\W_])")


def shares(scene: Scene, at: int) -> Found | None:
    """`1/3-1/2 số hộ`, `1/2 - 1 viên`: from one share to another, by what stands behind both."""
    found = _SHARES.match(scene.text, at)
    if found is None or not 0 < int(found[1]) < int(found[2]) <= 10:
        return None
    end = found.end()
    dosed = bool(_DOSED_AFTER.match(scene.text, end))
    if found["n"]:
        if not dosed:
            return None
        last = read_number(scene, found.start("n")).spoken
    else:
        fitting = 0 < int(found["c"]) < int(found["d"]) <= 10
        if not fitting or not (dosed or MASS_AFTER.match(scene.text, end)):
            return None
        if _A_YEAR.match(scene.text, end) or scene.before(at).endswith("ngày"):
            return None
        last = f"{scene.say.cardinal(found['c'])} phần {scene.say.denominator(found['d'])}"
    joint = found["joint"].strip()
    first = f"{scene.say.cardinal(found[1])} phần {scene.say.denominator(found[2])}"
    word = joint if joint.isalpha() else "đến"
    return Found(end, f"{first} {word} {last}", "fraction", "from a share to a share")


def _is_part(scene: Scene, before: str, end: int, a: float, b: float) -> bool:
    """Whether the words around speak of a part: a rough word, a mass, a share of people."""
    if not 0 < a < b:
        return False
    if b <= 10 and _ROUGHLY.search(before):
        return True
    if b <= 5 and _PEOPLE_AFTER.match(scene.text, end):
        return True
    if MASS_AFTER.match(scene.text, end):
        return True
    return bool(_SHARE_BEFORE.search(before)) and not _is_count(scene, before, end, a, b)


def _is_count(scene: Scene, before: str, end: int, a: float, b: float) -> bool:
    """Whether things follow that are counted out of a whole."""
    if MASS_AFTER.match(scene.text, end):
        return False
    if COUNTED_AFTER.match(scene.text, end):
        return True
    # A noun we do not know: 6/8 is no part anybody speaks of, 2/3 and 7/10 are.
    odd = a == b or (b > 5 and a != 1 and b != 10)
    return bool(_NOUN_AFTER.match(scene.text, end)) and odd and not speaks_of_time(before)


def _unmarked(scene: Scene, found: re.Match[str], a: Figures, b: Figures) -> Found:
    """Two numbers with nothing around to say what they are."""
    end = found.end()
    if a.value > b.value and in_calendar(found["a"], found["b"]):
        dated = bare_day_month(scene, found.start(), sure=True)
        if dated:
            return dated
    if b.value <= 1 or a.value >= b.value or b.value > 100:
        return _out_of(end, a.spoken, b.spoken, "no share, no date")
    if speaks_of_time(scene.before(found.start())):
        dated = bare_day_month(scene, found.start())
        if dated:
            return dated
    note = "nothing else to go by" if b.value <= 10 else "residue: share, count or date?"
    return _part(scene, end, a.spoken, found["b"], note)


def _out_of(end: int, a: str, b: str, note: str) -> Found:
    return Found(end, f"{a} trên {b}", "ratio", note)


def _part(scene: Scene, end: int, a: str, b: str, note: str) -> Found:
    plain = "".join(c for c in ascii_digits(b) if c.isdigit())
    return Found(end, f"{a} phần {scene.say.denominator(plain)}", "fraction", note)
