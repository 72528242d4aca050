"""Walks a text once, from left to right, and asks the rules at every place worth asking."""

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.rules import (
    angles,
    capitals,
    codes,
    dashed_days,
    dates,
    documents,
    months,
    quantities,
    roads,
    romans,
    scores,
    shares,
    signs,
    standards,
    times,
    web,
    words,
)
from docbao.text.rules.figures import DASHES, read_run
from docbao.text.rules.scene import Found, Rule, Scene

_TOKEN: Final = lazy(
    r"(?P<word>[^\W\d_]+)|(?P<digit>\d)|(?P<sign>[^\w\s.,;:!?\"'()\[\]“”‘’„«»…]|_)"
)

# In the order they are asked: what names comes before what counts, the narrow before the wide.
DIGIT_RULES: Final[tuple[Rule, ...]] = (
    signs.list_number,
    documents.document_number,
    documents.named_document,
    codes.plate,
    codes.series,
    codes.coded,
    codes.phone,
    codes.named_unit,
    roads.named_road,
    roads.stone_figures,
    shares.around_the_clock,
    shares.season,
    dates.full_date,
    dashed_days.feast,
    dashed_days.months_of_year,
    shares.address,
    months.quarter,
    dashed_days.dashed_day,
    months.months,
    shares.shares,
    scores.slashed_sets,
    dates.date_range,
    dates.day_in_list,
    times.clock,
    times.hour_range,
    times.minutes,
    angles.degrees,
    signs.formula,
    scores.score,
    dates.day_month,
    shares.scale,
    shares.ratio,
    shares.share,
    shares.row,
    romans.ordinal,
    standards.standard,
    quantities.chain,
    quantities.mixed_measure,
    capitals.digit_letter,
    quantities.quantity,
)
_MONEY_SIGNS: Final = frozenset("$€£¥₫₩₽₹฿")


def scan(scene: Scene) -> list[Found]:
    """What the rules found in the text, in order and apart; `start` is filled in."""
    out: list[Found] = []
    addresses = web.find_addresses(scene)
    addresses.reverse()
    text, at = scene.text, 0
    search = _TOKEN.search
    while True:
        token = search(text, at)
        if token is None:
            break
        start = token.start()
        while addresses and addresses[-1].start < start:
            addresses.pop()
        if addresses and addresses[-1].start == start:
            found: Found | None = addresses.pop()
        elif token.lastgroup == "word":
            found = words.at_word(scene, start, token[0])
        elif token.lastgroup == "digit":
            found = _at_digit(scene, start)
        else:
            found = _at_sign(scene, start)
        if found is None:
            at = token.end()
            continue
        begin = start if found.start < 0 else max(found.start, out[-1].end if out else 0)
        at = max(found.end, start + 1)
        out.append(Found(at, found.spoken, found.kind, found.note, begin))
    return out


# More joints than anything that is written in earnest: read as a row, whatever stands around.
_ENDLESS: Final = lazy(r"\d++(?:[.,/:\-–+'()% hx^°]{1,2}\d++){24,}+")


def _endless(scene: Scene, at: int) -> Found | None:
    found = _ENDLESS.match(scene.text, at)
    if found is None:
        return None
    said = ", ".join(scene.say.named(run) for run in re.findall(r"\d+", found[0]))
    return Found(found.end(), said, "code", "residue: an endless row of numbers")


def _at_digit(scene: Scene, at: int) -> Found:
    run = scene.text[at]
    while len(run) < 4 and scene.text[at + len(run) : at + len(run) + 1].isdecimal():
        run = scene.text[at : at + len(run) + 1]
    if scene.lexicon.starts(run, respell=scene.respell):
        known = capitals.known(scene, at, run)
        if known:
            return known
    endless = _endless(scene, at) or words.long_code(scene, at)
    if endless:
        return endless
    for rule in DIGIT_RULES:
        found = rule(scene, at)
        if found is not None:
            return found
    left = read_run(scene, at)
    return Found(left.end, left.spoken, left.kind, left.note)


def _at_sign(scene: Scene, at: int) -> Found | None:
    sign = scene.text[at]
    if sign in DASHES:
        return _minus(scene, at) or signs.dash(scene, at)
    if sign == "/":
        return signs.slash(scene, at)
    if sign in _MONEY_SIGNS:
        money = quantities.money_before(scene, at)
        if money:
            return money
    if sign == "+":
        called = codes.phone(scene, at)
        if called:
            return called
    if sign == "^":
        return signs.power(scene, at) or signs.symbol(scene, at)
    return signs.symbol(scene, at)


def _minus(scene: Scene, at: int) -> Found | None:
    """A dash before a figure, after a blank, with no figure before it: "âm"."""
    if not scene.char(at + 1).isdigit():
        return None
    before = scene.char(at - 1)
    if before and before not in " \u00a0\n\t([:=<>≥≤±~/":
        return None
    behind = scene.text[max(0, at - 3) : at].rstrip()
    if behind and (behind[-1].isdigit() or behind[-1] == "%"):
        return None
    if signs.follows_quantity(scene, at):
        return None
    number = quantities.quantity(scene, at + 1)
    if number is None:
        return None
    said = number.spoken if scene.before(at).endswith(" âm") else f"âm {number.spoken}"
    return Found(number.end, said, number.kind, "a minus")
