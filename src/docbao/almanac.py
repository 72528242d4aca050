"""Days and times as readers in Vietnam reckon them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

from docbao.i18n import Phrase

VIETNAM: Final = timezone(timedelta(hours=7), "ICT")
"""Indochina Time; Vietnam has kept no summer time since 1975."""


def day_of(moment: datetime, now: datetime) -> Phrase:
    """A moment as a reader places it: today and yesterday by name, else by its date."""
    there, today = moment.astimezone(VIETNAM), now.astimezone(VIETNAM).date()
    clock = f"{there.hour}:{there.minute:02d}"
    age_days = (today - there.date()).days
    if age_days in (0, 1):
        name = (Phrase("hôm nay", "today"), Phrase("hôm qua", "yesterday"))[age_days]
        return Phrase("{day} {clock}", "{day} {clock}").fill(day=name, clock=clock)
    return Phrase(vi=f"{there.day}/{there.month}/{there.year}", en=f"{there.day} {there:%B %Y}")
