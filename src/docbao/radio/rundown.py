"""The parts of a programme on their way to its files: places, cuts, cues, running orders."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from docbao.audio.airing import Cut
from docbao.audio.broadcast import Broadcast
from docbao.audio.codec import Pcm
from docbao.audio.drafts import write_whole
from docbao.audio.tags import Heading, Tags
from docbao.clean import slug
from docbao.config.programme import Programme
from docbao.model import Article, Cue, Utterance
from docbao.publish.running_order import (
    Kind,
    Line,
    RunningOrder,
    render_csv,
    render_cue,
    render_json,
    render_m3u,
    render_plain_m3u,
)

_STEM: Final = "running-order"
_OURS: Final = re.compile(r"\d{2,3}-[a-z0-9-]+\.(?:mp3|wav|flac)\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a programme, in samples."""

    kind: Kind
    title: str
    sounds: tuple[Pcm, ...] = field(repr=False)
    """One after the other."""
    article: Article | None = None
    before: int = 0
    """Silence, or the bed alone, ahead of the sounds."""
    after: int = 0
    start: int = 0
    pause: int = 0
    """Silence after it, which belongs to its file."""

    @property
    def length(self) -> int:
        """Without the pause."""
        return self.before + sum(sound.size for sound in self.sounds) + self.after

    @property
    def whole(self) -> int:
        """With the pause."""
        return self.length + self.pause


def cues_of(parts: Sequence[Part], rate_hz: int) -> tuple[Cue, ...]:
    """When each part is heard; players make chapters of it."""
    return tuple(
        Cue(
            round(part.start * 1000 / rate_hz),
            round((part.start + part.whole) * 1000 / rate_hz),
            Utterance(part.title, part.title, block=number),
        )
        for number, part in enumerate(parts)
    )


def cuts_of(  # noqa: PLR0913 - all that a file says of itself
    parts: Sequence[Part],
    programme: Programme,
    on_air: datetime,
    out: Path,
    rate_hz: int,
    *,
    split: bool,
) -> list[Cut]:
    """The files: one, or one for each part."""
    if split:
        return [
            _cut_of_part(number, part, programme, on_air, out, rate_hz)
            for number, part in enumerate(parts, 1)
        ]
    titles = "; ".join(part.title for part in parts if part.kind == "item")
    about = Broadcast(
        title=programme.title,
        artist=programme.station,
        description=f"{programme.title}: {titles}",
        cut=programme.cut,
        category=programme.category,
        on_air=on_air,
        out_cue=_last_words(programme),
    )
    tags = Tags(
        title=f"{programme.title}, {on_air:%d/%m/%Y %H:%M}",
        artist=programme.station,
        album=programme.title,
        published=on_air,
        language=programme.language,
        genre="News",
        headings=tuple(Heading(number, part.title) for number, part in enumerate(parts)),
    )
    return [Cut(out, 0, parts[-1].start + parts[-1].whole, about, tags)]


def _cut_of_part(  # noqa: PLR0913, PLR0917 - as above
    number: int, part: Part, programme: Programme, on_air: datetime, folder: Path, rate_hz: int
) -> Cut:
    article = part.article
    begins = on_air + timedelta(seconds=part.start // rate_hz)
    source = article.source if article and article.source else programme.station
    about = Broadcast(
        title=part.title,
        artist=source,
        description=f"{programme.title}: {part.title}",
        cut=f"{programme.cut}-{number:02}" if programme.cut else "",
        category=programme.category,
        on_air=begins,
        url=_address(article),
    )
    tags = Tags(
        title=part.title,
        artist=source,
        album=programme.title,
        published=begins,
        language=article.language if article else programme.language,
        url=about.url,
        genre="News",
    )
    name = f"{number:02}-{slug(part.title, max_chars=50)}.{programme.format}"
    return Cut(folder / name, part.start, part.start + part.whole, about, tags)


def _address(article: Article | None) -> str:
    """Where the story stands on the web; files on this machine are nobody else's business."""
    return article.url if article and article.url.startswith(("http://", "https://")) else ""


def _last_words(programme: Programme) -> str:
    """What the closing ends with, as far as it is the same every day."""
    last = programme.closing[-1] if programme.closing else ""
    values = {"station": programme.station, "title": programme.title}
    for name, value in values.items():
        last = last.replace(f"{{{name}}}", value)
    return "" if "{" in last else last[-64:]


def lines_of(parts: Sequence[Part], files: Sequence[str]) -> tuple[Line, ...]:
    """The parts as lines of a running order; `files` are one, or one for each part."""
    names = list(files) if len(files) == len(parts) else [files[0]] * len(parts)
    return tuple(
        Line(
            number=number,
            kind=part.kind,
            title=part.title,
            file=name,
            start=part.start,
            length=part.whole,
            article=part.article.id if part.article else "",
            source=part.article.source if part.article else "",
            url=_address(part.article),
        )
        for number, (part, name) in enumerate(zip(parts, names, strict=True), 1)
    )


def write_order(order: RunningOrder, out: Path, *, split: bool) -> tuple[Path, ...]:
    """Write the running order beside the sound, the playlist a station watches for last.

    In a folder of parts, those of the run before that are no longer aired are removed; nothing
    else there is touched.

    Raises:
        AudioError: A file cannot be written.
    """
    stem = out / _STEM if split else out.with_suffix("")
    before = _listed(stem) if split else frozenset()
    written: list[Path] = []
    for suffix, text in (
        (".json", render_json(order)),
        (".csv", "\ufeff" + render_csv(order)),  # without the mark, Excel takes it for Latin-1
        (".cue", render_cue(order)),
        (".m3u8", render_plain_m3u(order)),
        (".m3u", render_m3u(order, stem.parent.absolute().as_posix())),
    ):
        path = stem.with_name(stem.name + suffix)
        write_whole(path, text.encode())
        written.append(path)
    for name in before - {line.file for line in order.lines}:
        with suppress(OSError):
            (out / name).unlink()
    return tuple(written)


def _listed(stem: Path) -> frozenset[str]:
    """The files the last running order told of, as far as their names are such as we give."""
    try:
        facts = json.loads(stem.with_name(stem.name + ".json").read_text("utf-8"))
        names = [part["file"] for part in facts["parts"]]
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(name for name in names if isinstance(name, str) and _OURS.match(name))
