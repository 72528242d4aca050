"""Times as people type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final

import click

from docbao.almanac import VIETNAM
from docbao.i18n import Phrase

_SPAN: Final = re.compile(r"(\d{1,5})\s*([mhdw])\Z")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class _Since(click.ParamType):
    """A moment in the past: `2h`, `1d`, `2w`, a date, or a date with a time (Vietnam's)."""

    name = "since"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment `value` means, aware."""
        if isinstance(value, datetime):
            return value
        text = str(value).strip().lower()
        span = _SPAN.match(text)
        if span:
            return datetime.now(UTC) - timedelta(**{_UNITS[span[2]]: int(span[1])})
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(
                str(
                    Phrase(
                        "{text} không phải khoảng thời gian; hãy gõ 2h, 1d, 2w hoặc 2026-11-24",
                        "{text} is no span of time; type 2h, 1d, 2w or 2026-11-24",
                    ).fill(text=repr(text))
                ),
                param,
                ctx,
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


SINCE: Final = _Since()


class _Deadline(click.ParamType):
    """The next moment at which clocks in Vietnam show it: `04:30`; or a date with a time."""

    name = "deadline"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment `value` means, aware."""
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        try:
            if "-" in text:
                moment = datetime.fromisoformat(text)
                return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
            return next_clock(time.fromisoformat(text.zfill(5)), datetime.now(VIETNAM))
        except ValueError:
            self.fail(str(Phrase("hãy gõ giờ như 04:30", "type a time like 04:30")), param, ctx)


def next_clock(clock: time, now: datetime) -> datetime:
    """The next moment after `now` at which clocks of its zone show `clock`."""
    today = datetime.combine(now.date(), clock, now.tzinfo)
    return today if today > now else today + timedelta(days=1)


DEADLINE: Final = _Deadline()


def length_words(seconds: float) -> Phrase:
    """A length of time as it is said: "1 giờ 5 phút", "2 phút 3 giây"."""
    total = round(seconds)
    hours, rest = divmod(total, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return Phrase("{h} giờ {m} phút", "{h} h {m} min").fill(h=hours, m=minutes)
    if minutes:
        return Phrase("{m} phút {s} giây", "{m} min {s} s").fill(m=minutes, s=left)
    return Phrase("{s} giây", "{s} s").fill(s=left)


def size_words(size_bytes: float) -> str:
    """A size as files are told: "1.4 MB", "12 GB"."""
    size = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.1f} {unit}" if 0 < size < 10 and unit != "B" else f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
