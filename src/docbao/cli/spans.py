"""Times as people type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
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
