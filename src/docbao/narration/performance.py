"""A script being spoken, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Final, Protocol

from docbao.model import Clip, Delivery, Pause, Script, Utterance, Voice, Voiced
from docbao.narration.commission import Cast
from docbao.speech.ahead import in_order
from docbao.speech.engine import Engine

_MOST_AT_ONCE: Final = 4
"""Requests to a service under way at the same time; more would be impolite."""


class Stage(Protocol):
    """Where voices are found and heard: a studio."""

    def engine(self, name: str) -> Engine:
        """The engine of that name."""

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """The sound of `utterance`."""


@dataclass(frozen=True, slots=True)
class Performance:
    """A script and its cast on a stage; heard again, it takes each clip from the store."""

    stage: Stage
    script: Script
    cast: Cast
    delivery: Delivery

    def __len__(self) -> int:
        return len(self.script.parts)

    def __iter__(self) -> Iterator[Voiced | Pause]:
        # Ahead only where it is the network that is waited for: at home it would take the core
        # that the next article's process is to have.
        if self._parallel == 1:
            clips = (self._speak(utterance) for utterance in self.script.utterances)
        else:
            clips = in_order(self._speak, self.script.utterances, parallel=self._parallel)
        with closing(clips):
            for part in self.script.parts:
                yield part if isinstance(part, Pause) else Voiced(part, next(clips))

    def _speak(self, utterance: Utterance) -> Clip:
        voice = self.cast.voice(utterance.language)
        return self.stage.speak(utterance, voice, self.delivery)

    @property
    def _parallel(self) -> int:
        """How many utterances may be spoken at once: what the least of the engines takes."""
        voices = (self.cast.main, *(voice for _, voice in self.cast.others))
        most = min(self.stage.engine(voice.engine).capabilities.parallel for voice in voices)
        return min(most, _MOST_AT_ONCE)
