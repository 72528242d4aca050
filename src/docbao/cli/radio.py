"""`docbao radio`: a programme for the air, and when it is to be made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docbao.almanac import VIETNAM
from docbao.cli.console import Console, common_options
from docbao.cli.spans import SINCE
from docbao.cli.timetable import TIMES, print_schedule
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE, SOME_FAILED, tell_error
from docbao.config.programme import Programme, default_programme, read_programme
from docbao.i18n import Phrase
from docbao.model import Feed
from docbao.newsroom import Newsroom, open_newsroom
from docbao.radio.editions import drop_old_editions, edition_path

if TYPE_CHECKING:
    from docbao.radio.programme import Made

_FORMATS = ("mp3", "wav", "flac")


@verb(
    "radio",
    Phrase(
        "Làm chương trình phát thanh đúng độ dài, đúng độ to.",
        "Make a radio programme of exact length and loudness.",
    ),
    Phrase(
        "Ví dụ: docbao radio sang.yaml; docbao radio --feed tin-tinh --minutes 15 --format wav; "
        "docbao radio sang.yaml --at 05:00,11:00,17:00",
        "Example: docbao radio morning.yaml; docbao radio --feed local --minutes 15 --format wav; "
        "docbao radio morning.yaml --at 05:00,11:00,17:00",
    ),
)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@option(
    "--feed",
    "feeds",
    multiple=True,
    words=Phrase("Nguồn tin; lặp lại được", "Feed; may be repeated"),
)
@option(
    "--item",
    "items",
    multiple=True,
    words=Phrase(
        "Bài này, theo thứ tự; lặp lại được", "This article, in this order; may be repeated"
    ),
)
@option(
    "--since",
    type=SINCE,
    words=Phrase(
        "Tin từ khi nào: 2h, 1d, 2w hoặc 2026-11-24", "News since when: 2h, 1d, 2w or 2026-11-24"
    ),
)
@option(
    "--minutes",
    type=click.FloatRange(0.5, 240),
    words=Phrase("Độ dài, phút", "Length in minutes"),
)
@option("--format", "form", type=click.Choice(_FORMATS), words=Phrase("Định dạng", "Format"))
@option(
    "--out",
    type=click.Path(path_type=Path),
    words=Phrase("Tệp chương trình", "File of the programme"),
)
@option(
    "--split",
    type=click.Path(file_okay=False, path_type=Path),
    words=Phrase(
        "Mỗi phần một tệp, trong thư mục này, kèm thứ tự phát",
        "A file for each part, in this folder, with a running order",
    ),
)
@option(
    "--on-air",
    type=TIMES,
    words=Phrase(
        "Giờ lên sóng, được xướng lên; nhiều giờ thì lấy giờ sắp tới [mặc định: bây giờ]",
        "Time on air, which is announced; of several, the next [default: now]",
    ),
)
@option(
    "--at",
    type=TIMES,
    words=Phrase(
        "Không làm gì, chỉ in lịch systemd và cron cho các giờ lên sóng này",
        "Make nothing; print a systemd timer and cron lines for these times on air",
    ),
)
@option(
    "--lead",
    type=click.IntRange(0, 720),
    default=20,
    show_default=True,
    words=Phrase("Với --at: làm trước bao nhiêu phút", "With --at: made so many minutes before"),
)
@option(
    "--refresh/--no-refresh",
    default=True,
    show_default=True,
    words=Phrase("Hỏi các nguồn trước", "Ask the feeds first"),
)
@common_options
def command(
    console: Console,
    home: Path | None,
    file: Path | None,
    at: tuple[time, ...] | None,
    on_air: tuple[time, ...] | None,
    out: Path | None,
    split: Path | None,
    items: tuple[str, ...],
    refresh: bool,
    lead: int,
    **wishes: Any,
) -> int:
    """Make a programme."""
    if out is not None and split is not None:
        raise click.UsageError(
            str(Phrase("chọn một: --out hoặc --split", "choose one: --out or --split"))
        )
    with open_newsroom(home, tell=console.tell) as newsroom:
        programme = _asked_for(newsroom, file, **wishes)
        if at is not None:
            print_schedule(console, programme, at, lead)
            return DONE
        moment = _moment(newsroom, on_air)
        code = _refreshed(console, newsroom, programme) if refresh and not items else DONE
        audio = newsroom.config.locations.audio
        target = split or out or edition_path(audio, programme, moment)
        code = max(code, _make(console, newsroom, programme, target, moment, items, bool(split)))
        if target is not split and target is not out:
            _drop_old(console, audio, programme)
        return code


def _asked_for(
    newsroom: Newsroom,
    file: Path | None,
    *,
    feeds: tuple[str, ...],
    since: datetime | None,
    minutes: float | None,
    form: str | None,
) -> Programme:
    """The programme of the file, or the default one, with what the options say before both."""
    if file:
        programme = read_programme(file)
    else:
        # Not the interface's: a programme is the same from a terminal and from a timer.
        spoken = {feed.language for feed in _feeds(newsroom, feeds)}
        programme = default_programme("en" if spoken == {"en"} else "vi")
    said: dict[str, Any] = {"feeds": feeds, "minutes": minutes, "format": form}
    if since is not None:
        said["since_hours"] = (datetime.now(UTC) - since) / timedelta(hours=1)
    return replace(programme, **{name: value for name, value in said.items() if value})


def _feeds(newsroom: Newsroom, names: tuple[str, ...]) -> list[Feed]:
    return [newsroom.feed(name) for name in names] or [
        feed for feed in newsroom.config.feeds if feed.enabled
    ]


def _moment(newsroom: Newsroom, times: tuple[time, ...] | None) -> datetime:
    from docbao.publish.schedule import next_of  # noqa: PLC0415 - numpy comes along

    now = newsroom.now().astimezone(VIETNAM).replace(second=0, microsecond=0)
    return next_of(times, now) if times else now


def _drop_old(console: Console, audio: Path, programme: Programme) -> None:
    gone = drop_old_editions(audio, programme)
    if gone:
        console.tell(
            Phrase(
                "Đã xóa {n} số cũ, còn giữ {keep} (khóa keep).",
                "Deleted {n} old editions; {keep} are kept (key keep).",
            ).fill(n=len(gone), keep=programme.keep)
        )


def _refreshed(console: Console, newsroom: Newsroom, programme: Programme) -> int:
    """Ask the feeds; one that is silent costs only its own news."""
    feeds = _feeds(newsroom, programme.feeds)
    code = DONE
    for edition, _ in newsroom.refresh(feeds):
        if edition.error is not None:
            tell_error(edition.error, about=edition.feed.name)
            code = SOME_FAILED
    console.tell(Phrase("Đã hỏi {n} nguồn.", "Asked {n} feeds.").fill(n=len(feeds)))
    return code


def _make(
    console: Console,
    newsroom: Newsroom,
    programme: Programme,
    out: Path,
    on_air: datetime,
    items: tuple[str, ...],
    split: bool,
) -> int:
    from docbao.radio.programme import make_programme  # noqa: PLC0415 - brings numpy, which --help needs not

    with console.progress(Phrase("Đang làm chương trình", "Making the programme")) as progress:
        made = make_programme(
            newsroom,
            programme,
            out=out,
            on_air=on_air,
            items=items,
            split=split,
            progress=lambda done, what: progress.show(done, 1.0, what),
        )
    for missing in made.missing:
        tell_error(missing.error, about=missing.label)
    if console.as_json:
        console.emit(_facts(made))
    else:
        for aired in made.airing.files:
            console.data(aired.path)
        _tell(console, made, programme.loudness_lufs)
    return SOME_FAILED if made.missing or made.short_s else DONE


def _facts(made: Made) -> dict[str, object]:
    order = made.order
    return {
        "title": order.title,
        "on_air": order.on_air,
        "files": [
            {"path": file.path, "samples": file.length, "size_bytes": file.size_bytes}
            for file in made.airing.files
        ],
        "running_orders": made.orders,
        "rate_hz": order.rate_hz,
        "length_samples": order.length,
        "length_s": order.seconds(order.length),
        "loudness_lufs": round(order.loudness_lufs, 2),
        "true_peak_dbtp": round(order.true_peak_dbtp, 2),
        "speed": order.speed,
        "short_s": round(made.short_s, 3),
        "items": [line.title for line in order.lines if line.kind == "item"],
        "missing": [
            {"title": missing.label, "error": missing.error.message} for missing in made.missing
        ],
        "lesser": made.lesser,
    }


def _tell(console: Console, made: Made, wanted_lufs: float) -> None:
    order = made.order
    minutes, seconds = divmod(order.length / order.rate_hz, 60)
    console.tell(
        Phrase(
            "{title}: {m:.0f} phút {s:.1f} giây, {n} tin, {lufs:.1f} LUFS, đỉnh {peak:.1f} dBTP.",
            "{title}: {m:.0f} min {s:.1f} s, {n} items, {lufs:.1f} LUFS, peak {peak:.1f} dBTP.",
        ).fill(
            title=order.title,
            m=minutes,
            s=seconds,
            n=sum(line.kind == "item" for line in order.lines),
            lufs=order.loudness_lufs,
            peak=order.true_peak_dbtp,
        )
    )
    if abs(order.loudness_lufs - wanted_lufs) > 0.2:
        console.tell(
            Phrase(
                "Không to được tới {lufs:g} LUFS: đỉnh âm thanh chạm trần {peak:.1f} dBTP.",
                "It cannot be {lufs:g} LUFS loud: its peaks are at the ceiling, {peak:.1f} dBTP.",
            ).fill(lufs=wanted_lufs, peak=order.true_peak_dbtp)
        )
    if made.short_s:
        console.tell(
            Phrase(
                "Không đủ tin: thiếu {s:.0f} giây.", "News ran out: {s:.0f} s were lacking."
            ).fill(s=made.short_s)
        )
    for why in made.lesser:
        console.tell(
            Phrase("  Giọng khác thay: {why}", "  Another voice spoke: {why}").fill(why=why)
        )
