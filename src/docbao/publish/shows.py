"""What is published: shows, their episodes, and what became of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docbao.errors import DocbaoError
from docbao.i18n import Language
from docbao.model import Article, Cue, Recording


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast, as a directory of podcasts lists it."""

    title: str
    folder: str = ""
    """Slug of its folder under what is published; empty when it is the only one."""
    description: str = ""
    """Made from the title when empty."""
    author: str = ""
    owner: str = ""
    """Name of whoever answers for it."""
    email: str = ""
    """The owner's; public, as every podcast's is."""
    category: str = "News"
    """One of Apple's: `News`, or with a subcategory `News > Daily News`."""
    language: Language = "vi"
    explicit: bool = False
    link: str = ""
    """The show's own site; its page beside the feed when empty."""
    cover: Path | None = None
    """JPEG or PNG, square, 1400 to 3000 pixels; one is drawn when there is none."""
    limit: int = 0
    """At most so many episodes, the newest; 0 for all."""
    page_items: int = 100
    """The feed holds the newest this many and less than twice as many; older ones are archived."""


@dataclass(frozen=True, slots=True)
class Episode:
    """An article with the sound that was made of it."""

    article: Article
    recording: Recording
    """Cues are not needed here: they are asked for when a transcript has to be written."""
    sound: Path
    """The MP3, absolute."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard when in a recording, in the forms other rooms make of it."""

    cues: tuple[Cue, ...]
    vtt: str
    """The cues as WebVTT."""
    chapters: tuple[tuple[int, str], ...] = ()
    """Start in milliseconds and title of each chapter, in order."""


Listen = Callable[[Recording], Heard]
"""How the words of a recording are looked up; asked only when a file has to be written."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An episode that could not be published, and why."""

    article: Article
    error: DocbaoError


@dataclass(frozen=True, slots=True)
class Published:
    """What became of one show."""

    show: Show
    feed_url: str
    episodes: tuple[Episode, ...]
    """In the feed and its archives, newest first."""
    left_out: tuple[LeftOut, ...] = ()
    written: int = 0
    """Files written or linked in this run; 0 when nothing had changed."""
    removed: int = 0
    """Files of ours that no feed speaks of any more."""
