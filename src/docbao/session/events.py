"""What a session tells its face. All words are `Phrase`s; all events are plain values."""

from __future__ import annotations

from typing import Literal

from docbao.errors import DocbaoError
from docbao.i18n import Phrase
from docbao.model import Article
from docbao.session.settings import Style
from docbao.values import dataclass

PlayState = Literal["stopped", "playing", "paused"]

View = Literal["feeds", "list", "article"]

Weight = Literal["answer", "state", "news"]
"""How much words matter now.

`answer`: what a command asked for; said at once, even over sound. `state`: something changed
that the reader caused. `news`: something in the background; can wait for silence.
"""


@dataclass(frozen=True, slots=True)
class Said:
    """Words for the reader, one line."""

    words: Phrase
    weight: Weight = "answer"


@dataclass(frozen=True, slots=True)
class Failed:
    """Something did not work; to be told as “Lỗi: … Cách sửa: …”."""

    error: DocbaoError


@dataclass(frozen=True, slots=True)
class FeedsChanged:
    """The feeds or their unread counts are others now; see `Session.listing.feeds`."""


@dataclass(frozen=True, slots=True)
class ListChanged:
    """Another list, or the same one anew; see `Session.listing`."""

    more: bool = False
    """Whether the list was only made longer at its end."""
    news: bool = False
    """Whether it was listed anew because the feeds brought something, not because one asked."""


@dataclass(frozen=True, slots=True)
class PageTurned:
    """Another page of the list: items `first` up to, not with, `last`, for a face of pages."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Selected:
    """Another item of the list is selected."""

    index: int
    """Into `Session.listing.items`; -1 when there are none."""


@dataclass(frozen=True, slots=True)
class ViewChanged:
    """What the reader looks at."""

    view: View


@dataclass(frozen=True, slots=True)
class Opened:
    """An article is open; see `Session.desk` for its sentences and the place in it."""

    article: Article
    resumed: bool
    """Whether reading goes on where it was left."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Another sentence is the reader's place, by his own hand or the voice's."""

    sentence: int
    """Index into `Session.desk.pages.sentences`."""
    by_voice: bool
    step: Literal["sentence", "paragraph", "start", "page"] = "sentence"
    """How much was asked for: the line mode shows a sentence or the whole paragraph."""


@dataclass(frozen=True, slots=True)
class WordHeard:
    """A word of the sentence being read is heard, where the engine gives marks."""

    sentence: int
    start: int
    """Index into the sentence's written text."""
    end: int


@dataclass(frozen=True, slots=True)
class PlayingChanged:
    """Sound began, paused, went on or ended; see `Session.listening`."""

    state: PlayState
    reason: Literal["asked", "finished", "asleep", "failed"] = "asked"


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """The listening queue is another; see `Session.listening.queue`."""


@dataclass(frozen=True, slots=True)
class StyleChanged:
    """How the reader wants things is another now; see `Session.style`."""

    style: Style
    name: str
    """Field of `Style` that changed."""


@dataclass(frozen=True, slots=True)
class GlyphsAsked:
    """The reader wants to see again in which cells large letters are drawn best."""


@dataclass(frozen=True, slots=True)
class CopyAsked:
    """The reader wants this text in the clipboard; only a face can reach it."""

    text: str


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """The help page, or the help of one command, as lines to be read."""

    lines: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """The reader wants to leave; the face ends."""


Event = (
    Said
    | Failed
    | FeedsChanged
    | ListChanged
    | PageTurned
    | Selected
    | ViewChanged
    | Opened
    | Moved
    | WordHeard
    | PlayingChanged
    | QueueChanged
    | StyleChanged
    | GlyphsAsked
    | CopyAsked
    | HelpAsked
    | Closing
)
