"""Degrees of an angle, and places on the map."""

# ruff: noqa: E501 - tables are read across

from __future__ import annotations

from typing import Final

from docbao.text.expressions import lazy
from docbao.text.rules.figures import DASH, read_number
from docbao.text.rules.scene import Found, Scene

_DEGREES: Final = lazy(
    r"(\d{1,3}(?:,\d{1,6})?)[ ]?[°º][ ]?(?:(\d{1,2})[ ]?['’′](?:[ ]?(\d{1,2}(?:,\d+)?)[ ]?(?:[\"”″]|''))?)?[ ]?(N|S|E|W|B|Đ)?(?![^\W_])"
)
_COMPASS: Final = {"N": "Bắc", "B": "Bắc", "S": "Nam", "E": "Đông", "Đ": "Đông", "W": "Tây"}

_NORTH_SOUTH: Final = ("Bắc", "Nam")
_EAST_WEST: Final = ("Đông", "Tây")


def degrees(scene: Scene, at: int) -> Found | None:
    """`15°30'`, `105°51'E`: degrees of an angle or a place on the map."""
    first = _place_on_map(scene, at) or _degrees(scene, at)
    if first is None:
        return None
    joint = _TO_DEGREES.match(scene.text, first.end)
    last = _degrees(scene, joint.end()) if joint else None
    if last is None:
        return first
    if first.spoken.endswith(_NORTH_SOUTH) and last.spoken.endswith(_EAST_WEST):
        return Found(last.end, f"{first.spoken}, {last.spoken}", "measure", "a place on the map")
    return Found(last.end, f"{first.spoken} đến {last.spoken}", "measure")


_TO_DEGREES: Final = lazy(rf"[ ]?[{DASH}][ ]?(?=\d)")
_ON_MAP: Final = lazy(
    rf"(?P<lat>\d{{1,2}}(?:[.,]\d{{1,4}})?)[ ]?(?P<ns>[NBS])(?P<joint>[ ]?[{DASH};,][ ]?)"
    r"(?P<long>\d{1,3}(?:[.,]\d{1,4})?)[ ]?(?P<ew>[EĐW])(?![^\W_])"
)


def _place_on_map(scene: Scene, at: int) -> Found | None:
    """`17,9N - 109,7E`: a place without the signs of degrees."""
    found = _ON_MAP.match(scene.text, at)
    if found is None:
        return None
    said = ", ".join(
        f"{read_number(scene, found.start(number)).spoken} độ {_COMPASS[found[side]]}"
        for number, side in (("lat", "ns"), ("long", "ew"))
    )
    return Found(found.end(), said, "measure", "a place on the map")


def _degrees(scene: Scene, at: int) -> Found | None:
    found = _DEGREES.match(scene.text, at)
    if found is None:
        return None
    words = [
        read_number(scene, at).spoken if "," in found[1] else scene.say.cardinal(found[1]),
        "độ",
    ]
    for group, name in ((found[2], "phút"), (found[3], "giây")):
        if group:
            words += [
                read_number(scene, scene.text.index(group, at)).spoken
                if "," in group
                else scene.say.cardinal(group),
                name,
            ]
    if found[4]:
        words.append(_COMPASS[found[4]])
    return Found(found.end(), " ".join(words), "measure")
