"""Numbers as they are written: grouped, decimal, pointed, plain, listed."""

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.numbers import ascii_digits
from docbao.text.rules.scene import Scene
from docbao.values import dataclass

LONGEST_RUN: Final = 18
"""Figures beyond which a run is a code, whatever stands around it."""

BLANK: Final = " \u00a0\u202f\u2009"
DASH: Final = r"\-–—−‐‑‒―"
"""The dashes, for the inside of a character class."""
DASHES: Final = frozenset("-–—−‐‑‒―")

_GROUPED: Final = lazy(
    rf"(?P<int>[1-9]\d{{0,2}}(?:(?:\.\d{{3}}){{1,6}}(?!\.?\d)|(?:[{BLANK}]\d{{3}}){{1,6}}(?![\d/:]|\.\d)))"
    r"(?:,(?P<frac>\d{1,12})(?!\d))?"
)
_ENGLISH: Final = lazy(
    r"(?P<int>[1-9]\d{0,2}(?:,\d{3}){2,6})(?![,\d])(?:\.(?P<frac>\d{1,12})(?![.\d]))?"
)
_DECIMAL: Final = lazy(r"(?P<int>\d{1,18}),(?P<frac>\d{1,18})(?!,?\d)")
_LIST: Final = lazy(r"\d{1,6}+(?:,\d{1,6}+(?!\d)){2,}+")
_POINTED: Final = lazy(r"\d{1,12}(?:\.\d{1,12}){1,8}(?!\.?\d)")
_RUN: Final = lazy(r"\d+")
# After these a blank does not join groups of three: "Điều 5 100 người" is two numbers.
_NO_GROUPS: Final = lazy(
    r"(?:^|\W)(?:ngày|tháng|năm|thứ|phút|điều|khoản|lớp|bài|hiệp|trang|chương|phần|mục)$"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """A number found in the text."""

    end: int
    spoken: str
    value: float
    """For comparing the ends of a range; -1 where it has no single value."""
    kind: str
    whole: str = ""
    """Its figures without separators, for a whole number."""
    note: str = ""


def read_run(scene: Scene, at: int) -> Figures:
    """The plain run of figures at `at`, separators disregarded."""
    run = _RUN.match(scene.text, at)
    if run is None:  # the caller has seen a figure there; a defence for odd digits
        return Figures(at + 1, "", -1, "cardinal")
    digits = ascii_digits(run[0])
    if len(digits) > LONGEST_RUN:
        return Figures(run.end(), scene.say.digits(digits), -1, "code", "", "residue: long number")
    if len(digits) > 2 and digits[0] == "0":
        note = "leading zero: figure by figure"
        return Figures(run.end(), scene.say.digits(digits), int(digits), "code", digits, note)
    said = "không không" if digits == "00" else scene.say.cardinal(digits)
    return Figures(run.end(), said, int(digits), "cardinal", digits)


def _whole_and_tail(scene: Scene, found: re.Match[str]) -> Figures:
    whole = "".join(c for c in ascii_digits(found["int"]) if c.isdigit())
    said = scene.say.cardinal(whole)
    tail = found["frac"]
    if not tail:
        return Figures(found.end(), said, int(whole), "cardinal", whole)
    value = float(f"{whole}.{ascii_digits(tail)}")
    note = "residue: a decimal, or English thousands?" if tail == "000" else ""
    said = f"{said} phẩy {scene.say.tail(tail)}"
    return Figures(found.end(), said, value, "decimal", "", note)


def _pointed(scene: Scene, found: re.Match[str]) -> Figures:
    parts = ascii_digits(found[0]).split(".")
    if len(parts) == 2:
        said = f"{scene.say.cardinal(parts[0])} chấm {scene.say.tail(parts[1])}"
        note = "a point that parts no thousands"
        return Figures(found.end(), said, float(".".join(parts)), "decimal", "", note)
    said = " chấm ".join(scene.say.named(p) for p in parts)
    return Figures(found.end(), said, -1, "code", "", "numbers with points")


def read_number(scene: Scene, at: int) -> Figures:
    """The number that begins at `at`, in whatever style it is written."""
    text = scene.text
    found = _GROUPED.match(text, at)
    if found and not (
        any(c in BLANK for c in found["int"]) and _NO_GROUPS.search(scene.before(at))
    ):
        return _whole_and_tail(scene, found)
    found = _ENGLISH.match(text, at) or _DECIMAL.match(text, at)
    if found:
        return _whole_and_tail(scene, found)
    found = _LIST.match(text, at)
    if found:
        said = ", ".join(scene.say.cardinal(p) for p in found[0].split(","))
        return Figures(found.end(), said, -1, "cardinal", "", "a list of numbers")
    found = _POINTED.match(text, at)
    if found:
        return _pointed(scene, found)
    return read_run(scene, at)
