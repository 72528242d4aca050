"""The seam every voice stands behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from docbao.model import Clip, Delivery, MarkKind, Utterance, Voice


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do; what it cannot do is done, or left out, above it."""

    rate_range: tuple[float, float] = (1.0, 1.0)
    """Slowest and fastest `Delivery.rate` the engine itself speaks at."""
    pitch: bool = False
    """Whether `Delivery.pitch_semitones` is honoured."""
    marks: tuple[MarkKind, ...] = ()
    """Kinds of `Clip.marks` given."""
    online: bool = False
    """Whether the text leaves the machine."""
    parallel: int = 1
    """How many `synthesize` calls may run at once in one process."""
    soon_chars: int | None = None
    """Where a listener waits for the first sound: the length that is spoken soon enough.

    `None` for an engine that speaks its longest utterance at once."""


class Engine(Protocol):
    """Something that turns an utterance into sound.

    An engine speaks; it does not split, normalise, cache, retry or fall back. Those belong to
    `docbao.text`, `docbao.store` and `docbao.newsroom`, once, for every engine.
    """

    @property
    def name(self) -> str:
        """As in `feeds.yaml` and in the entry point group `docbao.engines`."""
        ...

    @property
    def version(self) -> str:
        """Of engine and data together: when it changes, cached clips are stale."""
        ...

    @property
    def max_chars(self) -> int:
        """Longest `Utterance.spoken` accepted, in characters."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What this engine can do."""
        ...

    def voices(self) -> tuple[Voice, ...]:
        """The voices that can speak here and now, best first; may be empty."""
        ...

    def synthesize(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Speak `utterance.spoken`.

        Returns:
            A clip that is never empty; marks in order of time, within its length.

        Raises:
            EngineBusy: The service asked us to slow down.
            EngineCrashed: The worker died or hung; it was restarted, the call may be repeated.
            SpeechError: The utterance cannot be spoken.
        """
        ...

    def close(self) -> None:
        """Let go of workers and connections; may be called twice."""
        ...
