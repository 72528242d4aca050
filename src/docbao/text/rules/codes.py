"""Telephone numbers, plates, and figures that name something rather than count it."""

# ruff: noqa: E501 - tables and word lists are read across

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import spell
from docbao.text.rules.scene import Found, Scene, words_of

_PHONE: Final = lazy(
    r"(?:\+?84\)?[ .\-]?|\+[1-9]\d{0,2}[ .\-]|0\d{1,4}\)[ .\-]?|0\d{0,4}[ .\-]|1[89]00[ .\-]?)"
    r"\(?\d{1,8}\)?(?:[ .\-]\d{2,5}){0,4}(?![\d/%]|[.,]\d)"
)
_PLAIN_PHONE: Final = lazy(r"(?:0\d{8,10}|84\d{9}|1[89]00\d{4}|1[89]00\d{2,6})(?![\d/.,%]\d|\d)")
_CALLED: Final = lazy(
    r"(?:^|\W)(?:(?:gọi|gọi ngay|gọi điện|gọi điện thoại|bấm|quay số|nhắn tin|báo tin)(?: ngay)?(?: cho| đến| tới| về| vào)?"
    r"(?: số| tổng đài| đường dây nóng| hotline| số điện thoại| số máy| máy)?|tổng đài(?: \w+){0,6}|hotline|hot line|"
    r"đường dây nóng(?: \w+){0,4}|(?:số )?điện thoại(?: \w+){0,3}|số máy|đt|sđt|tel|fax|zalo|di động|đầu số|phím|viber|"
    r"(?:cảnh sát|cứu hỏa|cứu hoả|cấp cứu|khẩn cấp|liên hệ|liên lạc|báo ngay|phản ánh)(?: \w+){0,3} số)"
    r"(?: là| qua)?[:.]?(?: ?\(?\d[\d .\-+]{1,16}\)?(?: ?(?:,|;|hoặc|và|-|/|hay))){0,4} ?\(?$"
)
_SHORT: Final = lazy(r"\d{3,6}(?![\d%/]|[.,:]\d)")
_COUNT_AFTER: Final = lazy(
    r"[ \u00a0](?:người|công nhân|cuộc|lượt|hộ|đồng|triệu|tỷ|nghìn|học sinh|em|đại biểu|doanh nghiệp|lần|ca|máy|chiếc|thanh niên|phút|cầu thủ)"
)
_CODED: Final = lazy(
    r"(?:^|\W)(?:mã(?: (?:số|ngành|trường|vùng|đề|thuế|bưu chính|hồ sơ|khách hàng|đơn hàng|dự án|gói thầu|sinh viên|"
    r"học sinh|thẻ|hàng|sản phẩm|vạch|otp|pin|xác thực|xác nhận|tỉnh|quốc gia|chứng khoán|cổ phiếu|định danh|hs|hộ|"
    r"doanh nghiệp|tổ hợp|xét tuyển|nghề|đăng ký|học phần|đặt chỗ|giao dịch|số thuế|cá nhân|niêm yết|lô))*|"
    r"(?:số )?tài khoản(?: số)?|stk|số báo danh|sbd|cccd|cmnd|cmtnd|căn cước(?: công dân)?(?: gắn chíp?)?|"
    r"chứng minh nhân dân|chứng minh thư|số hiệu|mst|số seri|seri|serial|số hộ chiếu|hộ chiếu|số khung|số thẻ|"
    r"số định danh(?: cá nhân)?|số thẻ bảo hiểm|số sê-ri|imei|biển số|biển kiểm soát|bks|vận đơn|mật khẩu|tần số hiệu|"
    r"số lô|lô sản xuất)(?: xe)?(?: số)?(?: là)?:?$"
)
_CODED_WORDS: Final = words_of(_CODED) | {"sê-ri"}
_CALL_WORDS: Final = (
    "gọi", "đài", "hotline", "hot line", "nóng", "thoại", "máy", "đt", "tel", "fax", "zalo", "di động", "đầu số",
    "phím", "viber", "bấm", "quay số", "nhắn tin", "báo tin", " số",
)  # fmt: skip
_CODE_RUN: Final = lazy(r"\d+(?:[ .\-]\d+){0,8}(?:[A-Z]{1,3}\d{0,8})?(?![^\W_]|[,/:]\d)")
_UNIT_BEFORE: Final = lazy(
    r"(?:^|\W)(?:sư đoàn|đại đoàn|biên đoàn|liên đoàn bay|trung đoàn|lữ đoàn|tiểu đoàn|đại đội|binh đoàn|quân đoàn|hải đoàn|phi đội|trạm ra đa|"
    r"boeing|airbus|đoàn kinh tế quốc phòng|đoàn kinh tế - quốc phòng|bệnh viện quân y|viện quân y|nhà máy z|"
    r"mật danh|điệp viên|tàu ngầm|tàu hộ vệ tên lửa|tàu)$"
)
_NAMED: Final = lazy(r"\d{3}(?![\d%]|[.,/:-]\d)")
_PLATE: Final = lazy(
    r"(?P<place>\d{2})[ \-]?(?P<serie>[A-ZĐ]{1,2}\d?)(?:[ ]?[\-–][ ]?|[ ])?(?P<no>\d{3}\.\d{2}|(?<=[\- ])\d{4,5})(?![\d.]\d|\d)"
)


def _grouped(scene: Scene, written: str) -> str:
    said = []
    for group in re.findall(r"\+?\d+", written):
        plus = "cộng " if group[0] == "+" else ""
        said.append(plus + scene.say.digits(group.lstrip("+")))
    return ", ".join(said)


def _called(scene: Scene, at: int) -> bool:
    before = scene.before(at)
    return any(word in before for word in _CALL_WORDS) and bool(_CALLED.search(before))


def phone(scene: Scene, at: int) -> Found | None:
    """A telephone number: figure by figure, a comma at each written group."""
    text = scene.text
    found = _PHONE.match(text, at)
    if found:
        figures = sum(c.isdigit() for c in found[0])
        parted = any(c in " .-" for c in found[0].strip())
        called = _called(scene, at)
        if parted and (
            9 <= figures <= 13
            or (figures >= 8 and found[0][0] == "+")
            or (figures >= 6 and (called or found[0][:2] in "18 19"))
        ):
            abroad = found[0].startswith("84") and figures >= 11
            if found[0][0] not in "+01" and not called and not abroad:
                return None
            # "(024) 3825 1234", "(+84)": the bracket goes with the number.
            opened = ")" in found[0] and scene.char(at - 1) == "("
            return Found(
                found.end(), _grouped(scene, found[0]), "phone", start=at - 1 if opened else at
            )
        if found[0].startswith("+84") and (called or figures >= 4):
            return Found(found.end(), _grouped(scene, found[0]), "phone")
    found = _PLAIN_PHONE.match(text, at)
    if found and (found[0][0] == "0" or len(found[0]) == 8 or _called(scene, at)):
        return Found(found.end(), scene.say.digits(found[0]), "phone")
    return _short_number(scene, at)


def _short_number(scene: Scene, at: int) -> Found | None:
    found = _SHORT.match(scene.text, at)
    if found is None or not _called(scene, at):
        return None
    if _COUNT_AFTER.match(scene.text, found.end()):
        return None
    return Found(found.end(), scene.say.digits(found[0]), "phone", "a number to call")


def coded(scene: Scene, at: int) -> Found | None:
    """After mã, tài khoản, số báo danh, CCCD …: figure by figure."""
    if scene.last_word(at) not in _CODED_WORDS or not _CODED.search(scene.before(at)):
        return None
    found = _CODE_RUN.match(scene.text, at)
    if found is None:
        return None
    said = [
        scene.say.digits(part) if part[0].isdecimal() else spell(part)
        for part in re.findall(r"\d+|[^\W\d_]+", found[0])
    ]
    joint = ", " if re.search(r"\d[ .\-]\d", found[0]) else " "
    return Found(found.end(), joint.join(said), "code", "figures that name something")


def named_unit(scene: Scene, at: int) -> Found | None:
    """`Sư đoàn 308`, `Boeing 787`: three figures that name, one by one."""
    found = _NAMED.match(scene.text, at)
    if found is None or not _UNIT_BEFORE.search(scene.before(at)):
        return None
    return Found(found.end(), scene.say.digits(found[0]), "code", "a unit's number")


def plate(scene: Scene, at: int) -> Found | None:
    """`98A-456.78`, `29-B1 123.45`: figure by figure, a pause at the dash."""
    found = _PLATE.match(scene.text, at)
    if found is None:
        return None
    series = " ".join(scene.say.digits(c) if c.isdigit() else spell(c) for c in found["serie"])
    said = f"{scene.say.digits(found['place'])} {series}, {scene.say.digits(found['no'].replace('.', ''))}"
    return Found(found.end(), said, "plate")


_SHIP: Final = lazy(r"([A-ZĐ][A-Za-zĐđ]{1,2})[ -]?(\d{4,5})[ -]?(TS)(?![^\W_])")


def ship(scene: Scene, at: int) -> Found | None:
    """`QNg 90123 TS`: a fishing boat's registration; asked at the letters."""
    found = _SHIP.match(scene.text, at)
    if found is None:
        return None
    said = f"{spell(found[1])}, {scene.say.digits(found[2])}, {spell(found[3])}"
    return Found(found.end(), said, "plate", "a fishing boat")


_SERIES: Final = lazy(
    r"(?P<stem>[A-ZĐ]{1,2}|\d{1,2}[A-ZĐ])(?P<first>\d{1,3})[ ]?[-–—][ ]?(?P=stem)(?P<last>\d{1,3})(?![^\W_]|[-–.]\d)"
)


def series(scene: Scene, at: int) -> Found | None:
    """`D01-D06`, `10A1-10A5`: from one code of a series to another."""
    found = _SERIES.match(scene.text, at)
    if found is None or not int(found["first"]) < int(found["last"]):
        return None
    stem = " ".join(
        scene.say.named(part) if part.isdigit() else spell(part)
        for part in re.findall(r"\d+|\D+", found["stem"])
    )
    first, last = (scene.say.named(found[name]) for name in ("first", "last"))
    return Found(found.end(), f"{stem} {first} đến {stem} {last}", "code", "codes of one series")
