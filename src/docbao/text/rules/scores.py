"""Scores, sets and line-ups: the numbers side by side, no word between."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.rules.figures import DASH
from docbao.text.rules.nouns import COUNTED
from docbao.text.rules.scene import Found, Scene
from docbao.text.rules.units import read_unit

_WORDS: Final = (
    "thắng|thua|hòa|hoà|dẫn|tỷ số|tỉ số|gỡ|bại|đánh bại|chung cuộc|ấn định|cách biệt|san bằng|luân lưu|hạ gục|hạ|vượt qua|"
    "penalty|pen|tie-break|tie break|set|ván|hiệp|kết quả|chiến thắng|thất bại|lội ngược dòng|thảm bại|đè bẹp|"
    "quật ngã|cầm hòa|cầm chân|lượt đi|lượt về|trận đấu|trận|game|bị gỡ|nhân đôi cách biệt|nâng tỷ số|nâng tỉ số|điểm số"
)
_WORD_BEFORE: Final = lazy(rf"(?:^|\W)(?:{_WORDS})(?:$|\W)")
_PAIR: Final = lazy(
    rf"(\d{{1,3}})[ \u00a0]?[{DASH}:][ \u00a0]?(\d{{1,3}})(?![\d%]|[.,/]\d|[^\W\d_])"
)
_LINE_UP: Final = lazy(rf"\d(?:[{DASH}]\d){{2,4}}(?![\d{DASH}]|[.,/]\d|[^\W\d_])")
_LINE_UP_WORD: Final = lazy(r"(?:^|\W)(?:sơ đồ|đội hình|chiến thuật|lối chơi|hệ thống)[^\d]{0,30}$")
_SETS: Final = lazy(
    rf"\(\d{{1,3}}[{DASH}]\d{{1,3}}(?:\(\d{{1,2}}\))?(?:[,;] ?\d{{1,3}}[{DASH}]\d{{1,3}}(?:\(\d{{1,2}}\))?){{0,9}}\)"
)
_RANGED_AFTER: Final = lazy(
    rf"[ \u00a0](?:{COUNTED}|triệu|tỷ|tỉ|nghìn|ngàn|trăm|chục|giờ|phút|ngày|tháng|năm|tuần|bàn|độ|cấp|con|cây|quả|"
    r"chiếc|suất|phần trăm|lượt|tuổi|cm|buổi|nhân khẩu|cầu thủ)(?![^\W_])"
)
# "hiệp 2", "tỷ số trận đấu": these may stand right after a score without counting anything.
_NO_COUNT: Final = lazy(r"[ \u00a0](?:trận|vòng|hiệp|set|ván|phút \d|ở|trên|trong)")
# "thắng 3-4 trận": how many matches; "thắng 3-4 trận đấu lượt đi" is a score.
_MATCHES_AFTER: Final = lazy(
    r"[ \u00a0](?:trận|ván|set|hiệp|lần|năm|mùa)(?![^\W_])(?! (?:đấu|lượt|derby|chung kết|bán kết|mở màn|ra quân|gặp|với|tại|trước|đầu|\d|[A-ZĐ]))"
)
# A further set: "21-15; 18-21; 22-20".
_SET_BEFORE: Final = lazy(
    rf"(?:^|\W)(?:{_WORDS})[^\n]*\d[{DASH}:]\d{{1,3}}(?:[ ]?\(\d{{1,2}}[-/]?\d{{0,2}}\))?(?:[,;]| và) ?$"
)
_SLASHED: Final = lazy(r"(\d{1,2})/(\d{1,2})(?:\((\d{1,2})\))?(?![\d%]|[.,/-]\d|[^\W\d_])")
_SLASHED_ROW: Final = lazy(r"\((?:\d{1,2}/\d{1,2}(?:[,;] ?| và )?){2,7}\)")
_TIE_BREAK: Final = lazy(rf"\d[{DASH}]\d ?\($")
_SLASHED_WORD: Final = lazy(
    r"(?:^|\W)(?:thắng|thua|hạ|đánh bại|bại|tỷ số|tỉ số|hạ gục|vượt qua)(?: [^\W\d_]+){0,4} $"
)
_SLASHED_NEXT: Final = lazy(r"(?: ?\(\d{1,2}/\d{1,2}\))?(?:[,;] ?| và )\d{1,2}/\d{1,2}(?!\d|/\d)")
_SLASHED_BEFORE: Final = lazy(
    r"(?:^|\W)(?:thắng|thua|hạ|đánh bại|bại|tỷ số|tỉ số|hạ gục|vượt qua)[^.\n]{0,60}\d/\d{1,2}(?:(?: ?\(\d{1,2}/\d{1,2}\))?(?:[,;] ?| và )| ?\()$"
)
_CAPITAL_BEFORE: Final = lazy(r"[A-ZĐÂÊÔƠƯÁÀẢÃẠÉÈÍÌÓÒÚÙÝ][^\W\d_]*$")
_CAPITAL_AFTER: Final = lazy(r"[ \u00a0][A-ZĐÂÊÔƠƯÁÀẢÃẠÉÈÍÌÓÒÚÙÝ][^\W\d_]")
_MEASURE_BEFORE: Final = lazy(
    r"(?:^|\W)(?:từ|khoảng|cấp|tháng|ngày|thứ|lớp|tuổi|năm|các|trang|điều|(?<!tỷ )(?<!tỉ )(?<!điểm )số)$"
)


def score(scene: Scene, at: int) -> Found | None:
    """`thắng 4-2`, `hòa 1-1`, `(25-17, 25-23)`, `Hà Nội 2-0 Nam Định`."""
    lined = _LINE_UP.match(scene.text, at)
    if lined:
        return _line_up(scene, lined)
    found = _PAIR.match(scene.text, at)
    if found is None:
        return None
    note = _why_score(scene, at, found)
    if not note:
        return None
    said = f"{scene.say.cardinal(found[1])} {scene.say.cardinal(found[2])}"
    return Found(found.end(), said, "score", note)


def _why_score(scene: Scene, at: int, found: re.Match[str]) -> str:
    after = scene.after(found.end())
    if _in_sets(scene, at):
        return "sets in brackets"
    if _SET_BEFORE.search(scene.text[max(0, at - _SET_CHARS) : at].lower()):
        return "a further set"
    if _MEASURE_BEFORE.search(scene.before(at)) or read_unit(scene, found.end()):
        return ""
    few = int(found[2]) - int(found[1]) in (1, 2) and ":" not in found[0]
    if few and _MATCHES_AFTER.match(after):
        return ""
    if _RANGED_AFTER.match(after) and not _NO_COUNT.match(after):
        return ""
    if _WORD_BEFORE.search(scene.before(at)):
        return "a word of winning or losing stands before it"
    written = scene.before_as_written(at)
    if _CAPITAL_BEFORE.search(written) and _CAPITAL_AFTER.match(after):
        return "between two names"
    return ""


_SET_CHARS: Final = 80


def slashed_sets(scene: Scene, at: int) -> Found | None:
    """`đánh bại 21/15, 21/18`, `(25/20, 23/25)`, `7-6 (7/3)`: sets written with a slash."""
    found = _SLASHED.match(scene.text, at)
    if found is None:
        return None
    text = scene.text
    behind = text[max(0, at - _SET_CHARS) : at].lower()
    opening = text.rfind("(", max(0, at - _SET_CHARS), at)
    row = _SLASHED_ROW.match(text, opening) if opening >= 0 else None
    in_row = row is not None and row.end() > at and _WORD_BEFORE.search(scene.before(opening))
    worded = _SLASHED_WORD.search(behind) and _SLASHED_NEXT.match(text, found.end())
    if not (in_row or worded or _TIE_BREAK.search(behind) or _SLASHED_BEFORE.search(behind)):
        return None
    said = f"{scene.say.cardinal(found[1])} {scene.say.cardinal(found[2])}"
    if found[3]:
        said += f", {scene.say.cardinal(found[3])},"
    return Found(found.end(), said, "score", "sets with a slash")


def _in_sets(scene: Scene, at: int) -> bool:
    """Whether the place lies in brackets that hold nothing but pairs."""
    opening = scene.text.rfind("(", max(0, at - 80), at)
    if opening < 0:
        return False
    sets = _SETS.match(scene.text, opening)
    if sets is None or sets.end() <= at:
        return False
    if "," in sets[0] or ";" in sets[0]:
        return True
    low, high = (int(n) for n in re.findall(r"\d+", sets[0])[:2])
    return low <= 9 or high <= 9 or low >= high


def _line_up(scene: Scene, found: re.Match[str]) -> Found | None:
    figures = re.findall(r"\d", found[0])
    known = bool(_LINE_UP_WORD.search(scene.before(found.start())))
    if not known and sum(map(int, figures)) != 10:
        return None
    said = " ".join(scene.say.cardinal(d) for d in figures)
    return Found(found.end(), said, "score", "a line-up")
