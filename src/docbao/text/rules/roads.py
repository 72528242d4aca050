"""Roads and the stones beside them."""

# ruff: noqa: E501 - tables and word lists are read across

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import spell
from docbao.text.rules.scene import Found, Scene, words_of

_ROADS: Final = {
    "QL": "quốc lộ", "ĐT": "đường tỉnh", "TL": "tỉnh lộ", "ĐH": "đường huyện", "HL": "hương lộ",
    "ĐX": "đường xã", "CT": "cao tốc",
}  # fmt: skip
_CODE: Final = lazy(
    r"(QL|ĐT|TL|ĐH|HL|ĐX|CT)(?:\.[ ]?|[ ]|-)?(\d{1,3}(?:\.\d{2}[A-Z]?)?)([A-ZĐ])?(?![\d.]\d|\d|[^\W_]|/[^\W\d_]|-(?!(?:QL|ĐT|TL|ĐH|HL)[.\d ])[^\W\d_])"
)
_NEXT_ROAD: Final = lazy(r"[ ]?[-–][ ]?(?=(?:QL|ĐT|TL|ĐH|HL|Q[Ll])[. ]?\d)")
_STONE: Final = lazy(
    r"[Kk][Mm][ \u00a0]?(\d{1,4})(?:[ ]?\+[ ]?(\d{1,3}))?(?:[ ]?-[ ]?[Kk][Mm][ ]?(\d{1,4})(?:[ ]?\+[ ]?(\d{1,3}))?)?(?![\d]|[.,/]\d)"
)
_STONE_DIGITS: Final = lazy(r"(\d{1,4})[ ]?\+[ ]?(\d{3})(?!\d)")
_STONE_WORD: Final = lazy(r"(?:^|\W)(?:ki lô mét|km|ki-lô-mét|lý trình|cột mốc|cọc)(?: số)?$")
_NAMED: Final = lazy(r"(\d{1,3})([A-ZĐ])?(?![\d%]|[.,:]\d|[^\W_]|/\d)")
_ROAD_WORD: Final = lazy(
    r"(?:^|\W)(?:quốc lộ|tỉnh lộ|đường tỉnh|đường huyện|hương lộ|liên tỉnh lộ|huyện lộ|quốc lộ số|cao tốc)$"
)
_ROAD_LAST: Final = words_of(_ROAD_WORD)
_PHONE_BEFORE: Final = lazy(r"(?:^|\W)(?:liên hệ|gọi|hotline)[^\d]{0,12}$")


def road_code(scene: Scene, at: int) -> Found | None:
    """`QL.32`, `ĐT 294`, `TL419`: the kind of road in words."""
    found = _CODE.match(scene.text, at)
    if found is None:
        return None
    if found[1] == "ĐT" and _PHONE_BEFORE.search(scene.before(at)):
        return None
    if found[1] == "CT" and "cao tốc" not in scene.before(at)[-12:]:
        return None
    name = "" if found[1] == "CT" else f"{_ROADS[found[1]]} "
    said = f"{name}{_number(scene, found[2], found[3])}"
    joint = _NEXT_ROAD.match(scene.text, found.end())
    if joint:
        return Found(joint.end(), f"{said}, ", "road", "another road follows")
    return Found(found.end(), said, "road")


def _number(scene: Scene, number: str, letter: str | None) -> str:
    said = " ".join(scene.say.named(part) for part in re.findall(r"\d+", number))
    return f"{said} {spell(letter)}" if letter else said


def named_road(scene: Scene, at: int) -> Found | None:
    """`Quốc lộ 4A`, `Tỉnh lộ 419`: asked at the figure."""
    if scene.last_word(at) not in _ROAD_LAST or not _ROAD_WORD.search(scene.before(at)):
        return None
    found = _NAMED.match(scene.text, at)
    if found is None:
        return None
    return Found(found.end(), _number(scene, found[1], found[2]), "road")


def stone(scene: Scene, at: int) -> Found | None:
    """`Km15+300`: asked at the letters."""
    found = _STONE.match(scene.text, at)
    if found is None:
        return None
    said = f"ki lô mét {_place(scene, found[1], found[2])}"
    if found[3]:
        said += f" đến ki lô mét {_place(scene, found[3], found[4])}"
    return Found(found.end(), said, "road")


def stone_figures(scene: Scene, at: int) -> Found | None:
    """`ki lô mét 15+300`: asked at the figure."""
    found = _STONE_DIGITS.match(scene.text, at)
    if found is None or not _STONE_WORD.search(scene.before(at)):
        return None
    return Found(found.end(), _place(scene, found[1], found[2]), "road")


def _place(scene: Scene, kilometres: str, metres: str | None) -> str:
    said = scene.say.cardinal(kilometres)
    return f"{said} cộng {scene.say.cardinal(metres)}" if metres else said
