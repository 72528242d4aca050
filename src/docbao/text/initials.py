"""A single capital with a dot: an initial of a person, a numeral, or a place to come.

"Nguyễn Văn H. Hội đồng xét xử …" ends a sentence, "xã Yên Mỹ, H. Lạng Giang" does not; the
cutter of sentences and the reading rules must judge it alike.
"""

# ruff: noqa: E501 - word lists are read across

from __future__ import annotations

from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import is_syllable

LOOK_BACK_CHARS: Final = 48
"""How much before the capital the judgement takes."""

_SURNAMES: Final = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đinh|Lâm|Trịnh|Mai|Trương|Hà|Cao|"
    "Châu|Đoàn|Thái|Tô|Tạ|Quách|Lương|Lưu|Giàng|Vàng|Sùng|Thào|Lò|Quàng|Cầm|Hứa|Nông|Triệu|Chu|Kiều|La|Vi|Mạc|"
    "Nghiêm|Phùng|Thạch|Danh|Kim|Tống|Tăng|Từ|Vương|Ma|Hầu|Hạng|Lều|Cù|Phí|Khổng|Đàm|Ninh|Lục|Viên|Mã|Âu|Doãn|Bạch"
)
_PERSON_WORDS: Final = (
    "ông|bà|anh|chị|em|cháu|cô|chú|bác|cậu|bé|thầy|bị cáo|bị can|nghi phạm|nạn nhân|đối tượng|nghi can|tài xế|bệnh nhân|"
    "bị hại|nhân chứng|học sinh|nữ sinh|nam sinh|vợ|chồng|bố|mẹ|mẹ con|vợ chồng|người tên|tên|hàng xóm|thiếu nữ|"
    "thiếu niên|công nhân|giám đốc|công ty|sản phụ|chủ quán|chủ nhà|chủ xe|lái xe|kẻ|hắn|y|thị|gia đình"
)
_CAP: Final = "[A-ZĐÂÊÔƠƯÁÀẢÃẠÉÈÍÌÓÒÚÙÝĂ][^\\W\\d_A-ZĐ]+"
_PERSON: Final = lazy(
    rf"(?:(?:^|[\s(“\"])(?i:{_PERSON_WORDS})(?:[ \u00a0]{_CAP}){{0,4}}"
    rf"|(?:^|[\s(“\",])(?:{_SURNAMES})(?:[ \u00a0]{_CAP}){{0,4}}"
    rf"|[ \u00a0](?:Văn|Thị)(?:[ \u00a0]{_CAP}){{0,2}})[ \u00a0]\Z"
)
# In these a person's name is the name of a road or a place, and a district may follow.
_PLACE: Final = lazy(
    rf"(?:^|\W)(?i:đường|phố|phường|xã|ấp|thôn|khu phố|trường|thpt|thcs|tiểu học|chợ|cầu|bản|làng|số|công viên|ubnd|hđnd)"
    rf"(?:[ \u00a0]{_CAP}){{1,4}}[ \u00a0]\Z"
)
# A numeral of one letter is no initial: "lần thứ V. Đại hội", "quý I. Năm nay".
_NUMERAL: Final = lazy(
    r"(?i:thứ|lần|khóa|khoá|kỳ|quý|hạng|loại|cấp|vùng|khu|chương|phần|mục|tập|kỷ|chiến|nhóm|đại hội|hội nghị)"
    r"\s+\Z"
)
# What a sentence begins with and no place does.
_OPENER: Final = lazy(
    r"(?:Sau|Khi|Theo|Tại|Trong|Nhưng|Tuy|Đây|Đến|Bị|Các|Những|Một|Hai|Cơ quan|Vì|Do|Nếu|Được|Người|Hiện|Trước|Ngay|"
    r"Cùng|Qua|Lúc|Vụ|Việc|Đối|Không|Vào|Nạn|Công an|Hội đồng|Tòa|Viện|Ông|Bà|Anh|Chị|Cả|Tuy nhiên|Thế|Còn|Và|Ở|Nhiều|"
    r"Đồng thời|Ngoài|Trên|Từ đó|Kết quả|Hội nghị|Cuối|Tối|Chiều|Sáng|Đêm|Ngày|Nhận|Thấy|Mọi|Đảng ta|Cảnh sát)(?![^\W_]) "
)
# After an initial's dot: the sentence is not over ("Phạm Văn D. bị bắt", "D. 7 năm tù").
GOES_ON: Final = lazy(
    r"[ \u00a0]?(?:[a-zđ(,;:\u00e0-\u1ef9]|\d{1,2} (?:tuổi|(?:năm|tháng)(?: \d{1,2} tháng)? tù)(?![^\W_]))"
)
_AHEAD: Final = lazy(r"[ \u00a0]{0,3}[“\"]?([A-ZĐÂÊÔƠƯĂÀ-ÝẠ-Ỹ][^\W\d_]*)")
_BREAK: Final = lazy(r"[ \u00a0]*(?:\n|\Z)")


def names_a_person(behind: str) -> bool:
    """Whether what stands before a capital makes it the initial of somebody."""
    return bool(_PERSON.search(behind)) and not _PLACE.search(behind)


def is_numeral(letter: str, behind: str) -> bool:
    """Whether the capital is a Roman numeral after a word that takes one."""
    return letter in "IVX" and bool(_NUMERAL.search(behind))


def is_place(behind: str, letter: str, ahead: str) -> bool:
    """Whether "H.", "Q.", "P.", "X." may stand for a kind of place.

    Args:
        behind: What stands before the letter, its blank included.
        letter: The capital.
        ahead: What stands behind its dot.
    """
    if is_numeral(letter, behind) or _BREAK.match(ahead):
        return False
    return not names_a_person(behind) and not _OPENER.match(ahead.lstrip(" \u00a0"))


def ends_sentence(behind: str, letter: str, ahead: str) -> bool:
    """Whether the dot behind a single capital is a full stop. Arguments as for `is_place`."""
    if is_numeral(letter, behind):
        return True
    found = _AHEAD.match(ahead)
    if found is None or len(found[1]) < 2:
        return False  # "N. T. H.": the next initial
    if _OPENER.match(ahead.lstrip(" \u00a0")):
        return True
    return names_a_person(behind) and is_syllable(found[1])
