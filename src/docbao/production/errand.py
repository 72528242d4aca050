"""One recording to be made by a worker, wherever that is: what is sent to it, what comes back.

Only our own frozen dataclasses travel, made of text, numbers and bytes. A worker on another
machine reads nothing of the sender's disk: voices, clips and locks are those of its own machine,
and what only the sender has (his lexicon, his cover) travels along.
"""

from __future__ import annotations

import hashlib
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from docbao import __version__
from docbao.audio.drafts import write_whole
from docbao.audio.sidecars import CUES_SUFFIX, VTT_SUFFIX, parse_recording, write_sidecars
from docbao.config.locations import Locations, find_locations
from docbao.errors import DocbaoError, LibraryError
from docbao.i18n import Phrase
from docbao.model import Recording
from docbao.narration.commission import Commission, Narrated, StudioSettings
from docbao.narration.studio import Studio, open_studio
from docbao.store.depot import Depot, open_depot

_SPOKEN_SHARE: Final = 0.95
"""Of a recording's progress: what is left then is a second's work, and not worth stopping."""
_ONE_AT_A_TIME: Final = threading.Lock()
"""Voices are made for one thread; a worker that has more gains nothing by them."""
SHARED_FILE: Final = ".docbao-shared"


class OutOfTime(DocbaoError):
    """The deadline came first; what was spoken so far is kept."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What the sender has and another machine has not."""

    lexicon: bytes | None = field(default=None, repr=False)
    cover: bytes | None = field(default=None, repr=False)
    token: str = ""
    """Stands in `SHARED_FILE` of the shared folder; empty when there is none."""
    folder: str = ""
    """The shared folder."""
    version: str = __version__


@dataclass(frozen=True, slots=True)
class Errand:
    """One recording to be made."""

    settings: StudioSettings
    commission: Commission
    deadline: datetime | None = None
    needs_s: float = 0.0
    """How long it will take, as far as is known."""
    depot: str = ""
    """Address of the object storage it goes to; empty for the docbao folder."""
    kit: Kit | None = None
    """There for a worker that may be on another machine."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an errand."""

    narrated: Narrated
    work_ms: int
    """From the beginning to the finished file, in its place."""


def run_errand(errand: Errand, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Done:
    """Make one recording in this process; importable by name, as workers need it.

    Raises:
        OutOfTime: It would not be, or was not, ready before the deadline.
        SpeechError: No voice could speak it.
        AudioError: It could not be written.
        LibraryError: It could not be stored, or this machine is not set up for it.
    """
    with _ONE_AT_A_TIME:
        if errand.deadline and now() + timedelta(seconds=errand.needs_s) > errand.deadline:
            raise out_of_time()
        start = now()
        if errand.kit is not None:
            errand = _settled(errand, errand.kit)
        studio = open_studio(errand.settings)

        def watch(share: float) -> None:
            if errand.deadline and share < _SPOKEN_SHARE and now() >= errand.deadline:
                raise out_of_time()

        if errand.depot:
            narrated = _into_depot(open_depot(errand.depot), studio, errand, watch)
        else:
            narrated = studio.narrate(errand.commission, watch)
        return Done(narrated, round((now() - start) / timedelta(milliseconds=1)))


def out_of_time() -> OutOfTime:
    """The error for what the deadline leaves unmade."""
    return OutOfTime(
        Phrase("hết giờ", "out of time"),
        hint=Phrase("Lượt sau làm bài này trước.", "The next run makes it first."),
    )


def _into_depot(
    depot: Depot, studio: Studio, errand: Errand, watch: Callable[[float], None]
) -> Narrated:
    """Make it on this machine and put it in the depot, the MP3 last.

    A worker that died after the last of it was put has left a whole recording: it is taken up.
    """
    commission = errand.commission
    wanted = studio.recording_id(commission, commission.casts[0])
    if not commission.again:
        there = _found(depot, commission.path)
        if there is not None and there.id == wanted:
            return Narrated(there, made=False)
    desk = _desk(errand.settings.locks.parent / "desk") / f"{commission.article.id}.mp3"
    narrated = studio.narrate(replace(commission, path=str(desk)), watch)
    recording = replace(narrated.recording, path=depot.address(commission.path))
    write_sidecars(desk, recording.cues, recording, commission.article)
    stem = commission.path.removesuffix(".mp3")
    for suffix in (VTT_SUFFIX, CUES_SUFFIX, ".mp3"):
        depot.put(stem + suffix, desk.with_suffix(suffix))
    for suffix in (".mp3", VTT_SUFFIX, CUES_SUFFIX):
        desk.with_suffix(suffix).unlink(missing_ok=True)
    return Narrated(recording, made=True, lesser=narrated.lesser)


@lru_cache(maxsize=4)
def _desk(folder: Path) -> Path:
    """Where a recording lies until it is in the depot; what killed workers left goes in a day."""
    yesterday = time.time() - 86_400
    for path in folder.glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < yesterday:
                path.unlink()
    return folder


def _found(depot: Depot, path: str) -> Recording | None:
    facts = depot.read(path.removesuffix(".mp3") + CUES_SUFFIX)
    recording = parse_recording(facts.decode(errors="replace")) if facts else None
    if recording is None or depot.size(path) != recording.size_bytes:
        return None
    return replace(recording, path=depot.address(path))


def _settled(errand: Errand, kit: Kit) -> Errand:
    """The errand as this machine can carry it out."""
    if kit.version != __version__:
        raise _other_version(kit.version)
    if not errand.depot and _token_in(kit.folder) != kit.token:
        raise _not_shared(kit.folder)
    places = _own_places()
    own = {"state_dir": places.state / "pace", "voices_dir": places.voices}
    engines = tuple(
        (name, tuple((key, str(own.get(key, value))) for key, value in options))
        for name, options in errand.settings.engines
    )
    settings = replace(
        errand.settings,
        clips=places.clips,
        locks=places.state / "locks",
        engines=engines,
        lexicon=_kept(places, kit.lexicon, ".yaml"),
    )
    cover = _kept(places, kit.cover, ".picture")
    return replace(errand, settings=settings, commission=replace(errand.commission, cover=cover))


@lru_cache(maxsize=1)
def _own_places() -> Locations:
    return find_locations(env=os.environ, cwd=Path.cwd())


def _kept(places: Locations, content: bytes | None, suffix: str) -> Path | None:
    """What came along, as a file of this machine; the same one for the same content."""
    if content is None:
        return None
    path = places.state / "kit" / (hashlib.sha256(content).hexdigest()[:32] + suffix)
    if not path.exists():
        write_whole(path, content)
    return path


def _token_in(folder: str) -> str | None:
    try:
        return (Path(folder) / SHARED_FILE).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None


def _not_shared(folder: str) -> LibraryError:
    return LibraryError(
        Phrase(
            "máy {host} không thấy thư mục chung {folder}",
            "the machine {host} does not see the shared folder {folder}",
        ).fill(host=socket.gethostname(), folder=folder),
        hint=Phrase(
            "Gắn thư mục ấy vào cùng chỗ trên mọi máy, hoặc dùng --to s3://…",
            "Mount it at the same place on every machine, or use --to s3://…",
        ),
    )


def _other_version(version: str) -> LibraryError:
    return LibraryError(
        Phrase(
            "máy {host} có docbao {theirs}, máy giao việc có {ours}",
            "the machine {host} has docbao {theirs}, the one that sends has {ours}",
        ).fill(host=socket.gethostname(), theirs=__version__, ours=version),
        hint=Phrase(
            "Cài cùng một phiên bản trên mọi máy.", "Install the same version on every machine."
        ),
    )
