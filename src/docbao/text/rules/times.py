"""Times of day and spans of hours, minutes and seconds."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.numbers import ascii_digits
from docbao.text.rules.dates import is_day
from docbao.text.rules.figures import DASH
from docbao.text.rules.scene import Found, Scene
from docbao.text.rules.units import read_per

_S: Final = r"[ \u00a0]?"
_CLOCK: Final = lazy(
    rf"""(?P<h>\d{{1,3}})(?:
          (?:{_S}(?:h|H|giờ){_S}|g)(?P<m>\d{{2}}|\d(?={_S}(?:phút|['’′]))|(?<=[hHg])\d)(?:{_S}(?:['’′]|(?:ph|phút|p|m)(?![^\W\d_])))?
            (?:{_S}(?P<s>\d{{1,2}})(?:{_S}(?:"|”|″|''|’’|s|giây)))?
        | {_S}(?:h|H)(?P<bare>)(?![^\W_]|\d)
        | :(?P<m2>[0-5]\d)(?::(?P<s2>[0-5]\d))?(?:{_S}(?:h|giờ)(?![^\W_]))?
        )(?!\d|[:.,]\d|%|[^\W\d_])(?:[ \u00a0]?(?P<half>AM|PM|am|pm|A\.M\.|P\.M\.|a\.m\.|p\.m\.|SA|CH)(?![^\W_]))?""",
    re.VERBOSE,
)
_BLANK: Final = (" ", "\u00a0")
_DAY: Final = lazy(r"\d{1,2}(?:/\d{1,2}|-\d{1,2}(?![\dhHg:]|[ \u00a0]?(?:giờ|h|phút)))(?![\d])")
_SLASHED_DAY: Final = lazy(r"/(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/])")
_RANGE: Final = lazy(rf"[ \u00a0]?[{DASH}][ \u00a0]?(?=\d)")
_MINUTES: Final = lazy(
    r"""(?P<m>\d{1,3})(?:['’′](?P<s>\d{1,2})(?:''|["”″])(?P<cc>\d{1,2})?|(?P<one>['’′](?!['’′\d]))|(?P<two>''|’’|[″])|["”″](?P<tenths>\d{1,2}))(?![^\W_])"""
)
_PLUS_MINUTES: Final = lazy(r"(\d{1,3})[ \u00a0]?['’′]?\+(\d{1,2})(?:['’′](?![\d'’′]))?(?!\d)")
_MINUTE_WORD: Final = lazy(r"(?:^|\W)(?:phút|phút thứ|phút bù giờ)(?: \d[\d+', và]{0,20})?$")
_RATIO_WORD: Final = lazy(r"(?:^|\W)(?:tỷ lệ|tỉ lệ|tỷ số|tỉ số|khung hình|màn hình)[^\d]{0,20}$")


def clock(scene: Scene, at: int) -> Found | None:
    """`15h20`, `9 giờ 08`, `18:00`, `2h15'30"`, `6h30-10h`, `10:30 AM`."""
    first = _clock(scene, at)
    if first is None:
        return None
    end, said = first
    dated = _SLASHED_DAY.match(scene.text, end)  # "13h/10/9", as tables of water levels have it
    if dated and is_day(dated[1], dated[2]):
        said = f"{said} ngày {scene.say.cardinal(dated[1])} tháng {scene.say.month(dated[2])}"
        year = f" năm {scene.say.cardinal(dated[3])}" if dated[3] else ""
        return Found(dated.end(), said + year, "date")
    joint = _RANGE.match(scene.text, end)
    if joint:
        last = _clock(scene, joint.end())
        if last:
            return Found(last[0], f"{said} đến {last[1]}", "time")
    per_end, per = read_per(scene, end, measured=False)
    return Found(per_end, said + per, "time")


def _clock(scene: Scene, at: int) -> tuple[int, str] | None:
    found = _CLOCK.match(scene.text, at)
    if found is None:
        return None
    hour = ascii_digits(found["h"])
    if (
        found["m"]
        and scene.char(found.start("m") - 1) in _BLANK
        and _DAY.match(scene.text, found.start("m"))
    ):
        # "22h 30/4": an hour and a day, no minutes
        end = len(scene.text[: found.start("m")].rstrip())
        return end, f"{scene.say.cardinal(hour)} giờ"
    minute, second = found["m"] or found["m2"], found["s"] or found["s2"]
    if minute and int(minute) > 59:
        return None
    if found["m2"] and (int(hour) > 24 or _RATIO_WORD.search(scene.before(at))):
        return None
    words = [f"{scene.say.cardinal(hour)} giờ"]
    if minute and int(minute):
        words.append(f"{scene.say.cardinal(minute)} phút")
    if second and int(second):
        words.append(f"{scene.say.cardinal(second)} giây")
    if found["half"]:
        words.append(_half(found["half"], int(hour)))
    return found.end(), " ".join(words)


def _half(mark: str, hour: int) -> str:
    if mark.upper().startswith(("A", "SA")):
        return "sáng"
    return "tối" if 6 <= hour <= 11 else "chiều" if hour != 12 else "trưa"


def hour_range(scene: Scene, at: int) -> Found | None:
    """`7-9h`, `6 - 10h30`: the hours at both ends, the sign only at the second."""
    found = lazy(rf"(\d{{1,2}})[ \u00a0]?[{DASH}][ \u00a0]?(?=\d{{1,2}}h)").match(scene.text, at)
    if found is None or int(found[1]) > 24:
        return None
    last = _clock(scene, found.end())
    if last is None:
        return None
    end, per = read_per(scene, last[0], measured=False)
    return Found(end, f"{scene.say.cardinal(found[1])} đến {last[1]}{per}", "time")


def minutes(scene: Scene, at: int) -> Found | None:
    """`(63')`, `phút 90+2`, `5'30"`."""
    plus = _PLUS_MINUTES.match(scene.text, at)
    if plus and ("'" in plus[0] or "’" in plus[0] or _MINUTE_WORD.search(scene.before(at))):
        said = f"{scene.say.cardinal(plus[1])} cộng {scene.say.cardinal(plus[2])}"
        named = _MINUTE_WORD.search(scene.before(at))
        return Found(plus.end(), said if named else f"phút {said}", "time")
    found = _MINUTES.match(scene.text, at)
    if found is None:
        return None
    count = scene.say.cardinal(found["m"])
    if found["s"]:
        rest = f" {scene.say.named(found['cc'])}" if found["cc"] else ""
        said = f"{count} phút {scene.say.cardinal(found['s'])} giây{rest}"
        return Found(found.end(), said, "time")
    if found["tenths"]:
        return Found(found.end(), f"{count} giây {scene.say.named(found['tenths'])}", "time")
    if found["two"]:
        return Found(found.end(), f"{count} giây", "time")
    before = scene.before(at)
    if _MINUTE_WORD.search(before):
        return Found(found.end(), count, "time")
    in_brackets = scene.text.rfind("(", max(0, at - 40), at) > scene.text.rfind(
        ")", max(0, at - 40), at
    )
    said = f"phút {count}" if in_brackets else f"{count} phút"
    return Found(found.end(), said, "time")
