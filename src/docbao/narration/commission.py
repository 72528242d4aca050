"""What is to be made: an article, the voices that read it, and where the recording goes.

A `Commission` says all there is to say about one recording, and with its `StudioSettings`
travels to whatever process makes it (`docbao.narration.studio`); so everything here is plain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from docbao.almanac import VIETNAM
from docbao.audio.presets import Preset, find_preset
from docbao.clean import slug
from docbao.i18n import Language, Phrase
from docbao.model import Article, Delivery, Recording, Voice

ALONE: Final = "bai-le"
"""Folder of articles that belong to no feed ("single pieces")."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who reads an article: a main voice, and others for sentences in other languages."""

    main: Voice
    others: tuple[tuple[Language, Voice], ...] = ()

    def voice(self, language: Language) -> Voice:
        """The voice for a sentence in `language`."""
        return dict(self.others).get(language, self.main)


@dataclass(frozen=True, slots=True)
class StudioSettings:
    """What a studio is made from; travels to workers, so everything in it is plain."""

    home: Path
    """The docbao folder: recordings' paths are relative to it."""
    clips: Path
    locks: Path
    clip_quota_bytes: int
    engines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Settings for each engine, by its name."""
    lexicon: Path | None = None
    """The listener's own, which wins over the built-in one."""
    region: str = "north"


@dataclass(frozen=True, slots=True)
class Commission:
    """One recording to be made."""

    article: Article
    casts: tuple[Cast, ...]
    """Best first; the next one takes over, for the whole article, when a voice fails."""
    path: str
    """Where the MP3 goes, relative to the docbao folder."""
    preset: Preset = field(default_factory=lambda: find_preset("speech"))
    delivery: Delivery = field(default_factory=Delivery)
    cover: Path | None = None
    again: bool = False
    """Make it even if it is there already."""


@dataclass(frozen=True, slots=True)
class Narrated:
    """What became of a commission."""

    recording: Recording
    made: bool
    """Whether it was made now; otherwise it was there already, whole."""
    lesser: tuple[Phrase, ...] = ()
    """Why better voices did not speak, when they were to."""


def recording_path(article: Article, folder: str, today: datetime) -> str:
    """Where the recording of `article` goes: `<folder>/<feed>/<date>-<slug>-<id8>.mp3`."""
    day = (article.published or today).astimezone(VIETNAM).date().isoformat()
    name = f"{day}-{slug(article.title)}-{article.id[:8]}.mp3"
    return str(PurePosixPath(folder) / (article.feed or ALONE) / name)


def relative_path(place: Path, home: Path) -> str:
    """`place` as the library has it: relative to the docbao folder where it lies in there."""
    try:
        return place.relative_to(home).as_posix()
    except ValueError:
        return place.as_posix()  # somewhere else altogether: joined to `home` it stays itself
