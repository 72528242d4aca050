"""Times of the day on the command line, and the schedule that is made of them."""

from __future__ import annotations

import sys
from datetime import time
from pathlib import Path
from typing import Final

import click

from docbao.clean import slug
from docbao.cli.console import Console
from docbao.config.programme import Programme
from docbao.i18n import Phrase


class _Times(click.ParamType):
    """Times of the day: `05:00,11:00,17:00`."""

    name = "times"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[time, ...]:
        """The times, in order."""
        if isinstance(value, tuple):
            return value
        try:
            return tuple(
                sorted(
                    {time.fromisoformat(word.strip().zfill(5)) for word in str(value).split(",")}
                )
            )
        except ValueError:
            self.fail(
                str(Phrase("hãy gõ giờ như 05:00,11:00", "type times like 05:00,11:00")), param, ctx
            )


TIMES: Final = _Times()


def print_schedule(
    console: Console, programme: Programme, times: tuple[time, ...], lead: int
) -> None:
    """Print what systemd and cron want to hear, the command line as it was typed among it."""
    from docbao.publish.schedule import plan_runs  # noqa: PLC0415 - only for those who ask for it

    words = _without_schedule(sys.argv[1:])
    clock = ",".join(f"{moment:%H:%M}" for moment in times)
    plan = plan_runs(
        [sys.executable, "-m", "docbao", *words, "--on-air", clock],
        times,
        title=programme.title,
        folder=str(Path.cwd()),
        lead_minutes=lead,
    )
    if console.as_json:
        console.emit({"service": plan.service, "timer": plan.timer, "cron": plan.cron})
        return
    name = f"docbao-{slug(programme.title)}"
    folder = "~/.config/systemd/user"
    print(f"# {folder}/{name}.service\n{plan.service}\n# {folder}/{name}.timer\n{plan.timer}")
    enable = Phrase("Bật lịch bằng lệnh:", "Switch it on with:")
    print(
        f"# {enable} systemctl --user daemon-reload && systemctl --user enable --now {name}.timer"
    )
    alive = Phrase("Chạy cả khi chưa đăng nhập:", "To run without anyone logged in:")
    print(f"# {alive} loginctl enable-linger\n")
    instead = Phrase("Hoặc, thay vào đó, cho crontab -e:", "Or, instead, for crontab -e:")
    zone = Phrase(
        "(cron của Debian không biết CRON_TZ: máy phải chạy giờ Việt Nam)",
        "(Debian's cron knows no CRON_TZ: the machine must keep Vietnam's time)",
    )
    print(f"# {instead} {zone}\n{plan.cron}", end="")


def _without_schedule(words: list[str]) -> list[str]:
    """The command line as it was typed, but for what only the schedule was asked with."""
    kept: list[str] = []
    skip = False
    for word in words:
        name = word.partition("=")[0]
        if skip:
            skip = False
        elif name in ("--at", "--lead", "--on-air"):
            skip = "=" not in word
        elif word != "--json":
            kept.append(word)
    return kept
