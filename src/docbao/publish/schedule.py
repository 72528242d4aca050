"""When a programme is made, in the words of systemd and of cron; docbao itself is no daemon."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

ZONE: Final = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a person puts in place."""

    service: str
    """`~/.config/systemd/user/NAME.service`."""
    timer: str
    """`~/.config/systemd/user/NAME.timer`."""
    cron: str
    """Lines for `crontab -e`."""


def plan_runs(
    command: Sequence[str], times: Sequence[time], *, title: str, folder: str, lead_minutes: int
) -> Schedule:
    """A schedule that makes the programme `lead_minutes` before each of `times`.

    Args:
        command: What is run; a list of words.
        times: When it goes on the air, Vietnam's time.
        title: What it is called.
        folder: Where it is run.
        lead_minutes: How long before air time.
    """
    starts = [_earlier(moment, lead_minutes) for moment in times]
    words = " ".join(_for_systemd(word) for word in command)
    one_line = " ".join(title.split()).replace("%", "%%")
    service = (
        f"[Unit]\nDescription={one_line}\n\n"
        f"[Service]\nType=oneshot\nWorkingDirectory={folder.replace('%', '%%')}\n"
        f"ExecStart={words}\nNice=5\n"
    )
    calendar = "\n".join(f"OnCalendar=*-*-* {at:%H:%M}:00 {ZONE}" for at in starts)
    timer = (
        f"[Unit]\nDescription={one_line}\n\n[Timer]\n{calendar}\nPersistent=true\n"
        "AccuracySec=1s\n\n[Install]\nWantedBy=timers.target\n"
    )
    # In a crontab a bare % ends the command.
    line = f"cd {shlex.quote(folder)} && {shlex.join(command)}".replace("%", "\\%")
    cron = "\n".join([f"CRON_TZ={ZONE}", *(f"{at.minute} {at.hour} * * * {line}" for at in starts)])
    return Schedule(service, timer, cron + "\n")


def _earlier(moment: time, minutes: int) -> time:
    at = (moment.hour * 60 + moment.minute - minutes) % (24 * 60)
    return time(at // 60, at % 60)


def _for_systemd(word: str) -> str:
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{quoted}"' if not quoted or any(c in " \t'\";" for c in quoted) else quoted


def next_of(times: Sequence[time], now: datetime) -> datetime:
    """The next moment, from `now` on, at which the clock of `now`'s zone shows one of `times`."""
    moments = (
        datetime.combine(now.date() + timedelta(days=days), moment, now.tzinfo)
        for days in (0, 1)
        for moment in times
    )
    return min(moment for moment in moments if moment >= now)
