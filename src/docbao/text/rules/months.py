"""Months and quarters of a year, and their ranges."""

# ruff: noqa: E501 - word lists are read across

from __future__ import annotations

from typing import Final

from docbao.text.expressions import lazy
from docbao.text.numbers import roman_value
from docbao.text.rules.dates import in_year
from docbao.text.rules.figures import DASH
from docbao.text.rules.nouns import COUNTED_AFTER
from docbao.text.rules.scene import Found, Scene

_S: Final = r"[ \u00a0]?"
_MONTH_YEAR: Final = lazy(rf"(\d{{1,2}}){_S}[/.-]{_S}(\d{{4}})(?!\d|[/.]\d|[/-][^\W\d_])")
_MONTHS: Final = lazy(
    rf"(\d{{1,2}})(?:[/.-](\d{{4}}))?{_S}[{DASH}]{_S}(?:tháng )?(\d{{1,2}})(?:[/.-](\d{{4}}))?(?!\d|[/.,]\d|[/-][^\W\d_])"
)
_QUARTERS: Final = lazy(
    rf"(\d|[IVX]{{1,3}})(?:{_S}([{DASH}]){_S}(\d|[IVX]{{1,3}}))?[ \u00a0]?[/-][ \u00a0]?(\d{{4}})(?!\d|[/-][^\W\d_])"
)
_APRIL: Final = lazy(r"0?4(?![\d.,]\d|\d)")
_AFTER_MONTH: Final = lazy(r"(?:^|\W)tháng(?: \d{1,2},| \d{1,2} và)*$")
_PERIOD_BEFORE: Final = lazy(r"(?:^|\W)(?:đợt|lần|kỳ|kì|học kỳ|khóa|giai đoạn|tuần|vòng|tập)$")
_AFTER_QUARTER: Final = lazy(r"(?:^|\W)quý(?: (?:\d|[ivx]{1,3})(?:,| và|, quý| và quý))*$")
_QUARTER_LAST: Final = frozenset(["quý", "i", "ii", "iii", "iv", "và"])


def months(scene: Scene, at: int) -> Found | None:
    """`tháng 3-4/2020`, `tháng 5/2017`, `(5/2017)`, `tháng 4`."""
    say, text, before = scene.say, scene.text, scene.before(at)
    named = "tháng" in before[-30:] and bool(_AFTER_MONTH.search(before))
    span = _MONTHS.match(text, at)
    if span and (named or span[2]) and int(span[1]) <= 12 >= int(span[3]) and int(span[1]):
        head = "" if named else "tháng "
        said = (
            f"{head}{say.month(span[1])}{in_year(scene, span[2])} đến "
            f"tháng {say.month(span[3])}{in_year(scene, span[4])}"
        )
        return Found(span.end(), said, "date_range")
    found = _MONTH_YEAR.match(text, at)
    if found and 1 <= int(found[1]) <= 12 and 1000 <= int(found[2]) <= 2999:
        if not named and COUNTED_AFTER.match(text, found.end()):
            return None  # "1/1000 người"
        if _PERIOD_BEFORE.search(before):
            said = f"{say.cardinal(found[1])}{in_year(scene, found[2])}"
        else:
            said = f"{'' if named else 'tháng '}{say.month(found[1])}{in_year(scene, found[2])}"
        return Found(found.end(), said, "date")
    if named:
        single = _APRIL.match(text, at)
        if single:
            return Found(single.end(), "tư", "date", "the month")
    return None


def quarter(scene: Scene, at: int) -> Found | None:
    """`quý III/2018`, `quý 1-2/2020`: asked at a figure or a Roman numeral."""
    if scene.last_word(at) not in _QUARTER_LAST or not _AFTER_QUARTER.search(scene.before(at)):
        return None
    found = _QUARTERS.match(scene.text, at)
    if found is None:
        return None
    said = _quarter(scene, found[1])
    if found[3]:
        said = f"{said} đến quý {_quarter(scene, found[3])}"
    return Found(found.end(), f"{said} năm {scene.say.cardinal(found[4])}", "date")


def _quarter(scene: Scene, written: str) -> str:
    return scene.say.cardinal(written if written.isdigit() else str(roman_value(written)))
