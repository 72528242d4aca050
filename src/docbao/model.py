"""The values that travel down the line, from a feed's address to a recording.

All are frozen and hold tuples, never lists; all times are aware datetimes in UTC; every
quantity carries its unit in its name. Strings have passed `docbao.clean`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from docbao.i18n import Language, Phrase
from docbao.values import dataclass, field

FeedKind = Literal["rss", "listing", "files"]
DateOrder = Literal["dmy", "mdy", "ymd"]
BlockKind = Literal["paragraph", "heading", "list_item", "quote", "table_row", "caption"]
Quality = Literal["basic", "good", "natural"]
MarkKind = Literal["sentence", "word"]

TITLE: Final = -2
"""`Utterance.block` of the title."""
LEAD: Final = -1
"""`Utterance.block` of the lead (sapo)."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for one site, used where the general extraction errs."""

    title: str | None = None
    lead: str | None = None
    body: str | None = None
    byline: str | None = None
    date: str | None = None
    drop: tuple[str, ...] = ()
    """Elements removed before anything else is looked at."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One source in `feeds.yaml`."""

    name: str
    """Slug `[a-z0-9-]+`; also the feed's folder under `audio/`."""
    title: str
    url: str
    """Address of the feed or list page; for `files`, a folder relative to `feeds.yaml`."""
    kind: FeedKind = "rss"
    language: Language = "vi"
    enabled: bool = True
    selectors: Selectors = Selectors()
    link_pattern: str | None = None
    """For `listing`: a regular expression searched in each absolute link of the page."""
    date_order: DateOrder = "dmy"
    """Order of day and month in dates written with digits only."""
    max_items: int = 200
    """Newest items taken from one edition; feeds of 1,000 items exist."""
    allow_private: bool = False
    """Whether this feed may lead to loopback and private addresses."""
    engine: str | None = None
    """Speech engine for this feed, overriding the general choice."""
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, as the feed tells it."""

    feed: str
    """`Feed.name`."""
    id: str
    """Stable within the library: 16 hex digits of a hash over the guid or canonical link."""
    link: str
    """Absolute address of the article; a `file:` address for the `files` kind."""
    title: str
    summary: str = ""
    """Plain text, source prefixes such as "(Dân trí) -" removed."""
    published: datetime | None = None
    """`None` where the feed gives no date we can read; the library then uses first-seen."""
    content_html: str = ""
    """The article's own text where the feed carries it; the last resort of extraction."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One edition of a feed, in running order."""

    feed: Feed
    retrieved: datetime
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between refreshes."""

    feed: str
    """`Feed.name`."""
    etag: str | None = None
    last_modified: str | None = None
    tried: datetime | None = None
    """When the feed was last asked."""
    succeeded: datetime | None = None
    """When it last gave a bulletin, or said that nothing had changed."""
    error: Phrase | None = None
    """What went wrong at the last try; `None` when it went well."""
    moved_to: str | None = None
    """New address, when the server says the old one is gone for good."""
    retry_at: datetime | None = None
    """Do not ask before this time (Retry-After)."""
    url: str = ""
    """The address all this is about; what was learned of another says nothing of this one."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered."""

    url: str
    """As asked."""
    final_url: str
    """Where the redirects ended."""
    status: int
    content_type: str
    """The header as sent, charset included; empty when there was none."""
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    """The address a chain of only permanent redirects (301, 308) led to."""


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text in an article."""

    kind: BlockKind
    text: str
    """One line, NFC, never empty."""


@dataclass(frozen=True, slots=True)
class Article:
    """The readable text of one news story."""

    id: str
    """The entry's id, or the same kind of hash over the address for an article met alone."""
    feed: str
    """`Feed.name`; empty for an article met alone."""
    url: str
    title: str
    lead: str
    """The sapo; empty when there is none. Not repeated in `blocks`."""
    blocks: tuple[Block, ...]
    byline: str = ""
    language: Language = "vi"
    published: datetime | None = None
    source: str = ""
    """Name of the publication in words, for tags and announcements."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of written text and what is said for it."""

    start: int
    """Index of its first character in the written text."""
    end: int
    """Index after its last character."""
    kind: str
    """Class of the reading rule: `plain`, `cardinal`, `date`, `document_number` …"""
    spoken: str
    """What is said; may be empty (a silent mark)."""
    note: str = ""
    """Why this reading was chosen, and `residue: …` where no rule was sure."""

    @property
    def is_residue(self) -> bool:
        """Whether no rule was sure of this span, so that a person should look at it."""
        return self.note.startswith("residue")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what is said for every part of it; the spans tile the text."""

    written: str
    spans: tuple[Span, ...]
    language: Language = "vi"

    @property
    def spoken(self) -> str:
        """What the voice is given."""
        return "".join(span.spoken for span in self.spans)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What an engine is asked to say in one breath: a sentence, or a part of a long one."""

    text: str
    """As written."""
    spoken: str
    """As said; no longer than the engine's `max_chars`."""
    spans: tuple[Span, ...] = ()
    """Tile `text`; indices into `text`."""
    language: Language = "vi"
    block: int = 0
    """Index into `Article.blocks`, or `TITLE`, or `LEAD`."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence between utterances."""

    duration_ms: int


@dataclass(frozen=True, slots=True)
class Script:
    """All that will be heard of an article, in order."""

    parts: tuple[Utterance | Pause, ...]

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """The spoken parts alone."""
        return tuple(part for part in self.parts if isinstance(part, Utterance))


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice an engine can speak with."""

    engine: str
    name: str
    """Unique within the engine."""
    language: str
    """BCP 47, as exact as is known: `vi`, `vi-VN-x-central`, `en-US`."""
    quality: Quality = "basic"
    licence: str = ""
    online: bool = False
    """Whether the text leaves the machine."""
    note: str = ""
    """In words: accent, sex, origin."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How something is to be said."""

    rate: float = 1.0
    """1.0 is the engine's normal; 0.5 half as fast, 2.0 twice as fast."""
    pitch_semitones: float = 0.0
    gain_db: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a clip that belongs to a place in the spoken text."""

    time_ms: float
    """From the clip's first sample."""
    kind: MarkKind
    start: int
    """Index into `Utterance.spoken` of the first character the mark is about."""
    end: int


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of one utterance, as an engine gave it."""

    data: bytes
    """Samples, signed 16-bit little-endian mono, unless `encoding` says otherwise."""
    rate_hz: int
    marks: tuple[Mark, ...] = ()
    encoding: Literal["pcm16", "mp3"] = "pcm16"

    @property
    def duration_ms(self) -> float:
        """Length of a `pcm16` clip."""
        return len(self.data) / 2 * 1000 / self.rate_hz


@dataclass(frozen=True, slots=True)
class Voiced:
    """An utterance with its sound, on its way into a recording."""

    utterance: Utterance
    clip: Clip


@dataclass(frozen=True, slots=True)
class Cue:
    """When something is heard in a recording; becomes highlight, chapter, transcript line."""

    start_ms: int
    end_ms: int
    utterance: Utterance
    words: tuple[Mark, ...] = ()
    """Word marks with times from the start of the recording."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A finished file of sound and what is known about it."""

    id: str
    """Hash of everything that determines the sound: script, voice, delivery, preset."""
    article: str
    """`Article.id`, or the id of a programme."""
    path: str
    """Relative to the docbao folder, with forward slashes."""
    duration_ms: int
    size_bytes: int
    loudness_lufs: float
    """Integrated, of the finished file, ITU-R BS.1770-4."""
    true_peak_dbtp: float
    voice: Voice
    cues: tuple[Cue, ...] = field(default=(), repr=False)
    kept: bool = False
    """Kept by the reader: never evicted."""
