"""Units and currencies behind a number, and what stands behind a slash ("/ha", "/người/tháng")."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.lexicon import Lexicon
from docbao.text.rules.figures import read_number
from docbao.text.rules.scene import Scene
from docbao.values import dataclass

_SCALES: Final = {
    "k": "nghìn", "tr": "triệu", "Tr": "triệu", "trđ": "triệu đồng", "trd": "triệu đồng",
    "nghìn": "nghìn", "ngàn": "ngàn", "triệu": "triệu", "tỷ": "tỷ", "tỉ": "tỉ",
}  # fmt: skip
_PERCENT: Final = {"%": "phần trăm", "％": "phần trăm", "‰": "phần nghìn"}

# Counted things and times that stand after a slash: "một héc ta", "một người", "một tháng".
PER_WORDS: Final = (
    "người|đầu người|tháng|năm|ngày|giờ|phút|giây|tuần|quý|vụ|đêm|ngày đêm|lượng|chỉ|thùng|con|cây|lớp|ca|"
    "suất|sản phẩm|vé|cổ phiếu|cổ phần|phòng|lần|lượt|kỳ|buổi|gói|hộp|chiếc|quả|bao|vạn dân|vạn|xã|thôn|huyện|"
    "tỉnh|khẩu|nhân khẩu|học sinh|bệnh nhân|bộ|cái|chai|lon|bát|mét|sào|công|mẫu|lao động|hợp đồng|trường hợp|"
    "chuyến|trận|bàn|tập|cuốn|quyển|trang|hành khách|khách|xe|giường|giường bệnh|đơn vị|mũi|liều|hộ|hộ dân|"
    "sinh viên|tín chỉ|môn|tiết|khóa|kíp|phiên|thửa|căn|căn hộ|tấn|tạ|yến|lít|gia đình|đối tượng|hội viên|"
    "đoàn viên|cơ sở|dự án|điểm|câu|bài|đội|nhóm|tổ|ngôi nhà|nhà|công trình|ly|cốc|tô|đĩa|phần|ổ|mớ|bó|túi|cân|"
    "tuổi|kg vàng|doanh nghiệp|giáo viên|bác sĩ|trẻ|ô|lô|dân|cá nhân|tập thể|lượt người|lượt khách|m dài|mét dài|hố|gốc|bụi|luống|ao|lồng|chuồng|đàn|ổ|bầu|khóm|viên|khối"
)
_PER_WORD: Final = lazy(
    rf"(?:{'|'.join(sorted(PER_WORDS.split('|'), key=len, reverse=True))})(?![^\W_])",
    re.IGNORECASE,
)
# What prices of shares and goods are shortened to, where the letters alone mean something else.
_PER_SHORTENED: Final = {"cp": "cổ phiếu", "sp": "sản phẩm", "hs": "học sinh", "sv": "sinh viên"}
_PER_SHORT: Final = lazy(r"(?:CP|cp|SP|sp|HS|hs|SV|sv)(?![^\W_])")
_ANY_WORD: Final = lazy(r"[a-zđà-ỹ]{2,}(?![^\W_])")
_LOUD_WORD: Final = lazy(r"(?=\w*[À-ÝĂƠƯẠ-Ỹ])[A-ZĐÀ-ÝĂƠƯẠ-Ỹ]{2,8}(?![^\W_])")
_EDGE: Final = r"(?![^\W_]|\.[^\W\d_])"
"""After a symbol: no letter, and no "V.League"."""
_SLASH: Final = lazy(r"[ \u00a0]?/[ \u00a0]?(?=[^\W_])")
# In these a density is meant, so "trên" even for counted things (người/km2).
_DENSITY: Final = frozenset({"km2", "km²", "m2", "m²", "m3", "m³", "km", "l", "ml"})
_TIME_SYMBOLS: Final = frozenset({"h", "s", "giờ", "phút", "giây"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found behind a number."""

    end: int
    spoken: str
    kind: str
    """`percent`, `money`, `measure` or `scale`."""


def _edge(word: str) -> str:
    if not word[-1].isalnum():
        return ""
    # "vòng 12 V-League": a capital with a hyphen is a part of a name.
    return _EDGE + ("(?!-[^\\W\\d_])" if len(word) == 1 and word.isupper() else "")


@lru_cache(maxsize=8)
def _pattern(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    words: dict[str, tuple[str, str]] = {k: (v, "scale") for k, v in _SCALES.items()}
    words |= {k: (v, "percent") for k, v in _PERCENT.items()}
    words |= {k: (v, "measure") for k, v in lexicon.table("unit").items()}
    words |= {k: (v, "money") for k, v in lexicon.table("currency").items()}
    # Headlines in capitals: "500 ĐỒNG/LÍT", "2 TRIỆU".
    words |= {
        k.upper(): v for k, v in words.items() if k.isalpha() and not k.isascii() and k.islower()
    }
    longest = sorted(words, key=len, reverse=True)
    bare = "|".join(re.escape(w) + _edge(w) for w in longest)
    return lazy(rf"[ \u00a0]?((?!đ/c\b){'(?:' + bare + ')'})"), words


def read_unit(scene: Scene, at: int) -> Unit | None:
    """The unit, currency, percent sign or scale word at `at`, after at most one blank."""
    pattern, words = _pattern(scene.lexicon)
    found = pattern.match(scene.text, at)
    if found is None:
        return None
    said, kind = words[found[1]]
    if kind == "scale" and said == "nghìn":
        said = scene.say.habits.thousand
    return Unit(found.end(), said, kind)


def read_per(scene: Scene, at: int, *, measured: bool, priced: bool = False) -> tuple[int, str]:
    """What stands behind slashes at `at`.

    `measured` says that a measure stands before the slash, so that a measure behind it makes
    a rate ("trên"); after money, percent and counted things it is "một". `priced` says that it
    is a price: then it is always "một", whatever stands behind.

    Returns:
        Where it ends and what is said, with a blank before; `(at, "")` if there is nothing.
    """
    said, end = "", at
    for _ in range(4):
        step = _per_step(scene, end, measured=measured, priced=priced)
        if step is None:
            break
        end, words = step
        said += f" {words}"
    return end, said


def _per_step(scene: Scene, at: int, *, measured: bool, priced: bool) -> tuple[int, str] | None:
    slash = _SLASH.match(scene.text, at)
    if slash is None:
        return None
    start = slash.end()
    word = _PER_WORD.match(scene.text, start)
    pattern, words = _pattern(scene.lexicon)
    unit = pattern.match(scene.text, start)
    if unit and words[unit[1]][1] == "measure" and (not word or unit.end() >= word.end()):
        symbol = unit[1]
        timed = symbol in _TIME_SYMBOLS and symbol not in ("h", "s")
        rate = (measured or (symbol in _DENSITY and not priced)) and not timed
        return unit.end(), f"{'trên' if rate else 'một'} {words[symbol][0]}"
    if word:
        return word.end(), f"một {word[0].lower()}"
    short = _PER_SHORT.match(scene.text, start) if priced else None
    if short:
        return short.end(), f"một {_PER_SHORTENED[short[0].lower()]}"
    if unit and words[unit[1]][1] == "money":
        return unit.end(), f"{'trên' if measured else 'một'} {words[unit[1]][0]}"
    if scene.text[start].isdigit():
        number = read_number(scene, start)
        counted = read_unit(scene, number.end)
        if counted and counted.kind != "percent":
            return counted.end, f"trên {number.spoken} {counted.spoken}"
        return number.end, f"trên {number.spoken}"
    other = (
        (_ANY_WORD.match(scene.text, start) or _LOUD_WORD.match(scene.text, start))
        if priced
        else None
    )
    return (other.end(), f"một {other[0].lower()}") if other else None
