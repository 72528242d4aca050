"""The running order of a programme, for people and for the systems that play it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

Kind = Literal["jingle", "opening", "headlines", "item", "identification", "closing", "fill"]

_CUE_FRAMES: Final = 75
"""A CUE sheet counts time in frames of a compact disc."""


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a programme, as it is on the air."""

    number: int
    """From 1."""
    kind: Kind
    title: str
    file: str
    """Name of the file that holds it, relative to the running order."""
    start: int
    """Samples from the beginning of the programme."""
    length: int
    """In samples, the pause after it included."""
    article: str = ""
    """`Article.id` of an item."""
    source: str = ""
    """The publication."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RunningOrder:
    """A programme, part by part; the parts follow each other without a gap."""

    title: str
    station: str
    language: str
    rate_hz: int
    on_air: datetime
    """In the station's own time."""
    loudness_lufs: float
    true_peak_dbtp: float
    speed: float
    """What the items were read at."""
    lines: tuple[Line, ...]

    @property
    def length(self) -> int:
        """Of the whole, in samples."""
        return sum(line.length for line in self.lines)

    @property
    def is_split(self) -> bool:
        """Whether each part has a file of its own."""
        return len({line.file for line in self.lines}) == len(self.lines) > 1

    def seconds(self, samples: int) -> float:
        """`samples` in seconds, to the microsecond."""
        return round(samples / self.rate_hz, 6)


def render_m3u(order: RunningOrder, folder: str) -> str:
    """A playlist for Liquidsoap; what it wants to know of each file stands before its path.

    The cue points give each file's exact length, which a player cannot learn from an MP3. Paths
    are absolute, for Liquidsoap looks for annotated ones nowhere else; and there are no `#EXTINF`
    lines, for it would take what stands before a hyphen in a title for the artist.

    Args:
        order: What is played.
        folder: Where the files are, with forward slashes.
    """
    rows = ["#EXTM3U"]
    for line in order.lines if order.is_split else _whole(order):
        seconds = f"{order.seconds(line.length):.6f}"
        facts = {
            "title": line.title,
            "artist": line.source or order.station,
            "album": order.title,
            "docbao_kind": line.kind,
            "liq_cue_in": "0.",
            "liq_cue_out": seconds,
            "duration": seconds,
        }
        told = ",".join(f'{key}="{_quoted(value)}"' for key, value in facts.items() if value)
        rows.append(f"annotate:{told}:{folder.rstrip('/')}/{line.file}")
    return "\n".join(rows) + "\n"


def render_plain_m3u(order: RunningOrder) -> str:
    """The same playlist for players that know nothing of `annotate:`; paths are relative."""
    rows = ["#EXTM3U"]
    for line in order.lines if order.is_split else _whole(order):
        title = _one_line(line.title)
        rows += [f"#EXTINF:{round(order.seconds(line.length))},{title}", line.file]
    return "\n".join(rows) + "\n"


def _whole(order: RunningOrder) -> Sequence[Line]:
    """One line for the one file that holds everything."""
    first = order.lines[0]
    return (Line(1, "item", order.title, first.file, 0, order.length),)


def _quoted(text: str) -> str:
    return _one_line(text).replace("\\", "\\\\").replace('"', '\\"')


def _one_line(text: str) -> str:
    return " ".join(text.split())


def render_csv(order: RunningOrder) -> str:
    """A table for people and spreadsheets, with the time on the clock of every part."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(
        ("number", "on_air", "start_s", "length_s", "kind", "title", "source", "file", "url")
    )
    for line in order.lines:
        at = order.on_air + timedelta(seconds=line.start / order.rate_hz)
        cells = (line.kind, line.title, line.source, line.file, line.url)
        table.writerow(
            (
                line.number,
                f"{at:%Y-%m-%d %H:%M:%S}",
                f"{order.seconds(line.start):.3f}",
                f"{order.seconds(line.length):.3f}",
                *map(_inert, cells),
            )
        )
    return text.getvalue()


def _inert(cell: str) -> str:
    """A spreadsheet takes text that begins with these for a formula; titles are others' words."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def render_json(order: RunningOrder) -> str:
    """All of it, for programs."""
    facts = {
        "version": 1,
        "title": order.title,
        "station": order.station,
        "language": order.language,
        "on_air": order.on_air.isoformat(),
        "rate_hz": order.rate_hz,
        "length_samples": order.length,
        "length_s": order.seconds(order.length),
        "loudness_lufs": round(order.loudness_lufs, 2),
        "true_peak_dbtp": round(order.true_peak_dbtp, 2),
        "speed": round(order.speed, 4),
        "parts": [
            {
                **asdict(line),
                "start_s": order.seconds(line.start),
                "length_s": order.seconds(line.length),
            }
            for line in order.lines
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def render_cue(order: RunningOrder) -> str:
    """A CUE sheet: a track for each part, rounded to a 75th of a second as the format asks."""
    rows = [f'TITLE "{_bare(order.title)}"', f'PERFORMER "{_bare(order.station)}"']
    file = None
    for line in order.lines:
        start = 0 if order.is_split else line.start
        if line.file != file:
            file = line.file
            rows.append(f'FILE "{file}" {"MP3" if file.endswith(".mp3") else "WAVE"}')
        rows += [
            f"  TRACK {line.number:02} AUDIO",
            f'    TITLE "{_bare(line.title)}"',
            f'    PERFORMER "{_bare(line.source or order.station)}"',
            f"    INDEX 01 {_cue_clock(start, order.rate_hz)}",
        ]
    return "\n".join(rows) + "\n"


def _bare(text: str) -> str:
    """The format knows no way to write a quotation mark inside two."""
    return _one_line(text).replace('"', "'")


def _cue_clock(samples: int, rate_hz: int) -> str:
    seconds, frames = divmod(samples * _CUE_FRAMES // rate_hz, _CUE_FRAMES)
    return f"{seconds // 60:02}:{seconds % 60:02}:{frames:02}"
