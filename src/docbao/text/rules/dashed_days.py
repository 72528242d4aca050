"""Days written with a dash (`14-2`), as several newspapers print them, and days of a feast."""

# ruff: noqa: E501 - word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

from typing import Final

from docbao.text.expressions import lazy
from docbao.text.rules.dates import in_calendar
from docbao.text.rules.figures import DASH
from docbao.text.rules.nouns import COUNTED_NEXT
from docbao.text.rules.scene import Found, Scene

_PAIR: Final = lazy(
    r"(\d{1,2})-(\d{1,2})(?![\d%]|[./,:-]\d|[^\W\d_]|[ \u00a0]?[–—-][ \u00a0]?\d|')"
)
_DAY_WORD: Final = lazy(
    r"(?:^|\W)(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|rạng sáng|dịp|lễ|tết|đường|phố)$"
)
_TIME_BEFORE: Final = lazy(
    r"(?:^|\W)(?:(?:từ|đến|tới|trước|sau|vào|kể từ|hết|tính từ|tính đến|đến hết|tức|nhằm|nhân|hạn|hạn chót|lúc|"
    r"(?:sáng|trưa|chiều|tối|đêm|hôm) (?:nay|qua|mai|kia)|ngày (?:mai|kia|kìa)|diễn ra|khai mạc|bế mạc|khởi tranh|"
    r"thi đấu|ra mắt|công chiếu|khởi chiếu|lượt đi|lượt về|khởi hành|khánh thành|phát hành|quốc khánh|giỗ tổ|"
    r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)[,(]?|\d{1,2} ?(?:h|g|giờ)(?: ?\d{2}(?: ?(?:phút|p|'))?)?)$"
)
_OPENED: Final = lazy(
    r"(?:^|\W)(?:tức|nhằm|âm lịch|dương lịch|hôm nay|hôm qua|ngày mai|sáng nay|chiều nay|tối nay) ?\($"
)
# Another day of the same list: "vào 30-4 và 1-5".
_LISTED: Final = lazy(
    r"(?:^|\W)(?:ngày|hôm|sáng|chiều|tối|đêm|dịp|lễ|từ|vào|trước|sau|đến)(?: \d{1,2}-\d{1,2}(?:,| và| hoặc))*? \d{1,2}-\d{1,2}(?:,| và| hoặc)$"
)
_NO_DAY_BEFORE: Final = lazy(
    r"(?:^|\W)(?:tuổi|lớp|cấp|mức|khoảng|số|bậc|điểm|giá|tỷ số|tỉ số|hạng|độ tuổi|quy mô|loại|trang|điều|bài|câu|vị trí) "
    r"(?:từ|đến|tới|trước|sau)$"
)
_DATELINE: Final = lazy(r"^(?:tp\.? ?)?(?:[^\W\d_]+[ -]?){1,4}(?:\([^()]{2,20}\))?,$")
_DATELINE_AFTER: Final = lazy(rf"[ \u00a0]?(?:\(|[{DASH}:])")
_FEAST: Final = lazy(
    rf"(\d{{1,2}})[ \u00a0]?[{DASH}][ \u00a0]?(?:(?:mùng|mồng) )?(\d{{1,2}})(?=[ \u00a0](?:Tết|tháng (?:[Gg]iêng|[Cc]hạp)))"
)
_FEAST_WORD: Final = lazy(r"(?:^|\W)(ngày|mùng|mồng|hôm|tối|sáng|chiều|đêm)$")


def dashed_day(scene: Scene, at: int) -> Found | None:
    """`từ 14-2`, `tối 2-1`, `Hà Nội, 15-10 (TTXVN)`: a day and a month."""
    found = _PAIR.match(scene.text, at)
    if found is None or not in_calendar(found[1], found[2]):
        return None
    if COUNTED_NEXT.match(scene.text, found.end()):
        return None
    why = _why(scene, scene.before(at), found.end())
    if not why:
        return None
    said = f"{scene.say.cardinal(found[1])} tháng {scene.say.month(found[2])}"
    if not _DAY_WORD.search(scene.before(at)):
        said = f"ngày {said}"
    return Found(found.end(), said, "date", why)


def _why(scene: Scene, before: str, end: int) -> str:
    if _DAY_WORD.search(before):
        return "a day word stands before it"
    if _NO_DAY_BEFORE.search(before):
        return ""
    if _TIME_BEFORE.search(before) or _OPENED.search(before):
        return "a word of time stands before it"
    if _LISTED.search(before):
        return "a day stands before it"
    if _DATELINE.match(before) and _DATELINE_AFTER.match(scene.text, end):
        return "the line that says where and when"
    return ""


def feast(scene: Scene, at: int) -> Found | None:
    """`mùng 1-3 Tết`: days of a feast, no day and month."""
    found = _FEAST.match(scene.text, at)
    if found is None or int(found[1]) > 31 or int(found[2]) > 31:
        return None
    word = _FEAST_WORD.search(scene.before(at))
    first, last = scene.say.cardinal(found[1]), scene.say.cardinal(found[2])
    name = word[1] if word and word[1] in ("mùng", "mồng") else "ngày"
    said = f"{first} đến {name} {last}"
    return Found(found.end(), said if word else f"{name} {said}", "date_range")


_PERIOD: Final = lazy(r"(\d{1,2})T/?((?:19|20)\d\d)(?![\d/])")


def months_of_year(scene: Scene, at: int) -> Found | None:
    """`6T/2023`, `9T2024`: so many months of a year."""
    found = _PERIOD.match(scene.text, at)
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    said = f"{scene.say.cardinal(found[1])} tháng năm {scene.say.cardinal(found[2])}"
    return Found(found.end(), said, "date")


_PART_OF_YEAR: Final = lazy(r"([QH])\.?([1-4])[/-]((?:19|20)\d\d)(?![\d/]|-\d)")


def part_of_year(scene: Scene, at: int) -> Found | None:
    """`Q1/2024`, `H2/2023`: asked at the letter."""
    found = _PART_OF_YEAR.match(scene.text, at)
    if found is None or (found[1] == "H" and found[2] > "2"):
        return None
    half = "nửa đầu" if found[2] == "1" else "nửa cuối"
    name = half if found[1] == "H" else f"quý {scene.say.cardinal(found[2])}"
    return Found(found.end(), f"{name} năm {scene.say.cardinal(found[3])}", "date")
