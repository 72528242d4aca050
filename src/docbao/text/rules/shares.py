"""Two numbers with a slash or a colon: shares, counts out of a whole, ratios, scales."""

from __future__ import annotations

import re
from typing import Final

from docbao.text.numbers import ascii_digits
from docbao.text.rules.dates import bare_day_month, speaks_of_time
from docbao.text.rules.figures import read_number
from docbao.text.rules.scene import Found, Scene
from docbao.text.rules.units import read_unit

_S: Final = r"[ \u00a0]?"
_NUMBER: Final = r"\d{1,3}(?:\.\d{3}){1,3}|\d{1,6}(?:,\d{1,3})?"
_PAIR: Final = re.compile(
    rf"(?P<a>{_NUMBER}){_S}/{_S}(?P<b>{_NUMBER})(?!\d|[.,]\d|{_S}/{_S}\d|[/-][^\W\d_])"
)
_AROUND_CLOCK: Final = re.compile(r"24/(?:7|24)(?!\d|/)")
_MASS: Final = (
    "số|dân số|diện tích|tổng|chặng|quãng|thời gian|thời lượng|thế kỷ|kinh phí|vốn|giá|lượng|sản lượng|doanh thu|"
    "doanh số|chi phí|tài sản|dân|nhân loại|thị phần|kim ngạch|ngân sách|trọng lượng|khối lượng|chiều|độ|mức|"
    "quỹ|con đường|nửa|phần|năm|ngày|giờ|tháng|cuộc đời|đời|quân số|lực lượng|lãnh thổ|đất|rừng|nước|sông|hồ|"
    "tiền|lợi nhuận|công suất|thu nhập|nhu cầu|cơ thể|trái đất|bề mặt|hành trình|cả|toàn|muỗng|thìa|cốc|chén|ly|lít|"
    "kg|m|ha|km|tấn|tạ|thị trường|vụ|quá trình|khẩu phần|lương|nợ|hàng|chương trình|công việc|khối|mặt|dung tích|"
    "trữ lượng|nguồn|hạn mức|học phí|gia tài|di sản|bầu trời|trang|vòng|mùa giải|chu kỳ|quân|nhiệm kỳ|sân|thành phố|"
    "nhân lực|lao động|gói|bát|quả|trái|củ|tổng số|trong số|của|trên tổng"
)
_MASS_AFTER: Final = re.compile(rf"[ \u00a0](?:{_MASS})(?![^\W_])", re.IGNORECASE)
COUNTED: Final = (
    "xã|huyện|thôn|hộ|tiêu chí|chỉ tiêu|đại biểu|phiếu|phường|bản|làng|tỉnh|trường|lớp|ý kiến|điểm|câu|bài|môn|"
    "trận|dự án|công trình|hồ sơ|nội dung|nhiệm vụ|mục tiêu|thành viên|đơn vị|cơ sở|đảng viên|ủy viên|uỷ viên|"
    "lần|ca|mẫu|vụ|cuộc|khu|tổ|chi bộ|đảng bộ|sở|ngành|phòng|ban|cán bộ|quận|thị trấn|thị xã|ấp|buôn|xóm|bon|"
    "hợp tác xã|doanh nghiệp|trạm|nhà|đội|vận động viên|học sinh|sinh viên|người|giáo viên|em|cháu|bệnh nhân|"
    "thí sinh|phòng học|tuyến|cầu|hồ|sản phẩm|tác phẩm|đề tài|nghị quyết|văn bản|kiến nghị|nhóm|bộ|quốc gia|nước|"
    "cử tri|đồng chí|hội viên|đoàn viên|đoàn|thủ tục|tiêu chuẩn|chỉ số|kỳ|phiên|vòng|set|ván|giải|huy chương|"
    "chương|điều|khoản|tòa|toà|giường|máy|tàu|xe|toa|chuyến|gói thầu|mỏ|nút giao|mố|trụ|mặt bằng|địa phương|"
    "đại đội|tiểu đoàn|cụm|khối|chốt|cửa khẩu|khách mời|chức danh|vị trí|nghệ nhân|bí thư|chủ tịch"
)
_COUNTED_AFTER: Final = re.compile(
    rf"[ \u00a0](?:{COUNTED}|[A-ZĐ]{{2,6}}|TX\.|TP\.)(?![^\W_])"
)
_PEOPLE_AFTER: Final = re.compile(
    r"[ \u00a0](?:học sinh|sinh viên|người|giáo viên|bệnh nhân|nước|hồ|điều|khoản|doanh nghiệp|lao động|cán bộ)"
    r"(?![^\W_])"
)
_OUT_OF: Final = re.compile(
    r"(?:^|\W)(?:huyết áp|thị lực|mắt(?: \w+)?|bậc(?: thợ)?|thợ|nhà số|số nhà|số|ngõ|ngách|hẻm|kiệt|lô|thửa|điểm|đạt điểm|"
    r"địa chỉ|căn hộ|phòng|xếp (?:thứ|hạng)|hạng|thứ|kiosk|tổ)(?: là| đạt| ở mức| lên| tới)?:?$"
)
_SHARE_BEFORE: Final = re.compile(
    r"(?:^|\W)(?:hơn|gần|khoảng|chiếm|bằng|quá|chừng|mất|giảm|tăng|được|còn|trên|dưới|tới|đến|ít nhất|tối thiểu|"
    r"ngót|non|đạt|xấp xỉ|tương đương|đủ|có)$"
)
_SCALE_BEFORE: Final = re.compile(r"(?:^|\W)(?:tỷ lệ|tỉ lệ)(?: bản đồ| là| xích)?:?$")
_RATIO: Final = re.compile(r"\d{1,3}(?:,\d+)?(?:[ \u00a0]?[:-][ \u00a0]?\d{1,6}(?:[.,]\d+)?){1,5}(?![\d%])")
_SCALED: Final = re.compile(rf"1{_S}[:/]{_S}(\d{{1,3}}(?:[. ]\d{{3}}){{1,3}}|\d{{3,8}})(?![\d/])")


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
    if not _SCALE_BEFORE.search(scene.before(at)) and found[0].find("/") < 0:
        return None
    size = "".join(c for c in ascii_digits(found[1]) if c.isdigit())
    if size in ("100", "1000") and _COUNTED_AFTER.match(scene.text, found.end()):
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
    said = " ".join(read_number(scene, at + m.start()).spoken for m in re.finditer(r"[\d.,]+", found[0]))
    return Found(found.end(), said, "ratio")


def share(scene: Scene, at: int) -> Found | None:
    """Two numbers with a slash: a share of something, a count out of a whole, or a date."""
    found = _PAIR.match(scene.text, at)
    if found is None:
        return None
    a, b = (read_number(scene, found.start(name)) for name in ("a", "b"))
    before, end = scene.before(at), found.end()
    if _OUT_OF.search(before):
        return _out_of(scene, end, a.spoken, b.spoken, "a mark, an address or a rank")
    unit = read_unit(scene, end)
    if unit and "mi li mét thủy ngân" in unit.spoken:
        return Found(unit.end, f"{a.spoken} trên {b.spoken} {unit.spoken}", "measure")
    small = 0 < a.value < b.value <= 10
    if small and _PEOPLE_AFTER.match(scene.text, end) and b.value <= 5:
        return _part(scene, end, a.spoken, found["b"], "a share of people")
    if _COUNTED_AFTER.match(scene.text, end) and not _MASS_AFTER.match(scene.text, end):
        return _out_of(scene, end, a.spoken, b.spoken, "counted things follow")
    if a.value < b.value and (_MASS_AFTER.match(scene.text, end) or _SHARE_BEFORE.search(before)):
        return _part(scene, end, a.spoken, found["b"], "a share of something")
    if b.value <= 1 or a.value >= b.value or b.value > 100:
        return _out_of(scene, end, a.spoken, b.spoken, "no share, no date")
    dated = bare_day_month(scene, at) if speaks_of_time(before) else None
    if dated:
        return dated
    note = "nothing else to go by" if small else "residue: share, count or date?"
    return _part(scene, end, a.spoken, found["b"], note)


def _out_of(scene: Scene, end: int, a: str, b: str, note: str) -> Found:
    del scene
    return Found(end, f"{a} trên {b}", "ratio", note)


def _part(scene: Scene, end: int, a: str, b: str, note: str) -> Found:
    plain = "".join(c for c in ascii_digits(b) if c.isdigit())
    return Found(end, f"{a} phần {scene.say.denominator(plain)}", "fraction", note)
