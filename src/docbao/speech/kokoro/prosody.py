"""From words to the numbers the decoder speaks from: tokens, durations, pitch, energy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from docbao.speech.kokoro.model import Curves
from docbao.speech.kokoro.phones import Phone, token
from docbao.speech.kokoro.reading import Break, Word
from docbao.speech.kokoro.tones import contour, curve

Floats = np.ndarray[Any, np.dtype[np.float32]]
Places = np.ndarray[Any, np.dtype[np.int64]]

DECLINATION: Final = 2.0
"""Semitones the middle pitch falls from the first word of a sentence to its last."""
QUESTION_RISE: Final = 2.0
"""Semitones the last syllable of a question is lifted by, less before it."""
PAUSE_FRAMES: Final[dict[str, int]] = {",": 9, ".": 13, "?": 13}
"""Shortest pause at a break inside a text, before rate, beside the 75 ms around it."""
AHEAD: Final = 4
"""Half frames by which the model makes a sound before the place its own durations give it.

Measured: with tones and marks moved by so much, one tone in seven is misheard, not one in five."""
LEAD_FRAMES: Final = 8
"""Kept before the first word: its consonant begins up to five frames early."""
TAIL_FRAMES: Final = 4
"""Kept after the last."""
CONTEXT_FRAMES: Final = 140
"""What the decoder is given at least: it levels itself over all it gets, and errs on little."""
EDGE_FRAMES: Final = 16
"""Made before the first frame that is heard: the decoder is unsure at its edges."""
VOICED_HZ: Final = 60.0
"""The model's own curve is above this where it means a voice."""
VOICELESS_HZ: Final = 10.0
"""Below this the decoder makes noise rather than a tone."""

_BETWEEN: Final = Phone(" ", "break")


@dataclass(frozen=True, slots=True)
class Layout:
    """The tokens of a text, and which of them make which word."""

    phones: tuple[Phone, ...]
    """One a token."""
    spans: tuple[tuple[int, int], ...]
    """First token of each word, and the one after its last."""
    words: tuple[Word, ...]
    carried: int
    """How many of the words are the carrier's: said to the model, never heard."""

    @property
    def tokens(self) -> list[int]:
        """As the model counts its signs."""
        return [token(phone.sign) for phone in self.phones]

    @property
    def is_question(self) -> bool:
        """Whether it ends in a question mark."""
        return self.phones[-1].sign == "?"


def lay_out(items: Sequence[Word | Break], carrier: Sequence[Word | Break] = ()) -> Layout:
    """Tokens for words and breaks; a full stop is added where the text has no end of its own.

    Args:
        items: What is to be heard.
        carrier: What the model is to believe came before. It hums and stumbles on its first
            syllables and garbles texts of two or three; after a carrier it does neither.
    """
    row: list[Phone] = []
    spans: list[tuple[int, int]] = []
    words: list[Word] = []
    for item in (*carrier, *items):
        if isinstance(item, Break):
            row.append(Phone(item.sign, "break"))
            continue
        if row:
            row.append(_BETWEEN)
        spans.append((len(row), len(row) + len(item.phones)))
        row.extend(item.phones)
        words.append(item)
    if row[-1].sign == ",":
        row.pop()
    if row[-1].sign not in ".?":
        row.append(Phone(".", "break"))
    carried = sum(isinstance(item, Word) for item in carrier)
    return Layout(tuple(row), tuple(spans), tuple(words), carried)


@dataclass(frozen=True, slots=True)
class Timing:
    """Where every token lies, and the stretch of it all that will be heard."""

    frames: Floats
    """Durations of all tokens and of both ends."""
    edges: Places
    """Half frame at which each token starts to sound, and one for the end."""
    begin: int
    """First frame that is heard."""
    end: int
    """The frame after the last that is heard."""
    context: int
    """Frames before `begin` that are made and thrown away."""

    @classmethod
    def of(cls, layout: Layout, frames: Floats, rate: float) -> Timing:
        """Durations as the model gave them, with pauses made long enough."""
        frames = frames.copy()
        for number, phone in enumerate(layout.phones[:-1]):
            least = PAUSE_FRAMES.get(phone.sign)
            if least is not None:
                frames[number + 1] = max(frames[number + 1], round(least / rate))
        ends = np.concatenate([[0], np.cumsum(frames.astype(np.int64))])[1:]
        edges = np.maximum(ends * 2 - AHEAD, 0)
        first, last = layout.spans[layout.carried][0], layout.spans[-1][1]
        begin = max(0, int(ends[first]) - LEAD_FRAMES)
        end = min(int(ends[-1]), int(ends[last]) + TAIL_FRAMES)
        # No further back than the carrier's own first sounds.
        context = min(max(EDGE_FRAMES, CONTEXT_FRAMES - (end - begin)), begin - int(ends[0]))
        return cls(frames, edges, begin, end, max(0, context))

    def ms(self, token_number: int) -> float:
        """When a token starts, from the first sample that is heard."""
        return max(0.0, (int(self.edges[token_number]) / 2 - self.begin) * 25.0)

    def made(self, curves: Curves) -> Curves:
        """The curves for the stretch that is made: what is heard, and its context."""
        start = self.begin - self.context
        half = slice(start * 2, self.end * 2)
        return Curves(
            curves.pitch_hz[half],
            curves.energy[half],
            np.ascontiguousarray(curves.aligned[:, :, start : self.end]),
        )


def sing(layout: Layout, timing: Timing, curves: Curves, middle_hz: float, range_: float) -> None:
    """Put our tones into the model's curves, in place.

    Args:
        layout: What is said.
        timing: And when.
        curves: As the model made them.
        middle_hz: The pitch 0 semitones stands for.
        range_: Factor on the tones' movement.
    """
    heard = curves.pitch_hz[curves.pitch_hz > VOICED_HZ]
    shift = middle_hz / float(np.median(heard)) if heard.size else 1.0
    voiced = _voiced(layout, timing, curves)
    curves.pitch_hz[voiced] *= np.float32(shift)
    last = max(1, len(layout.words) - layout.carried - 1)
    for number in range(layout.carried, len(layout.words)):
        word, span = layout.words[number], layout.spans[number]
        if word.syllable is None:
            continue
        left = last - (number - layout.carried)
        line = DECLINATION * (left / last - 0.5)
        if layout.is_question:
            line += QUESTION_RISE * max(0.0, 1.0 - left / 3)
        begin, end = (int(timing.edges[n]) for n in span)
        places = _places(layout, timing, span)
        shape = contour(word.syllable)
        tone = middle_hz * 2 ** ((curve(shape, places) * range_ + line) / 12)
        pitch = curves.pitch_hz[begin:end]
        pitch[:] = np.where(voiced[begin:end], tone, np.minimum(pitch, VOICELESS_HZ))
        if shape.creak is not None:
            there = (places >= shape.creak[0]) & (places <= shape.creak[1])
            curves.energy[begin:end][there] -= shape.creak_depth


def _voiced(layout: Layout, timing: Timing, curves: Curves) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Where there is to be a voice: where the model has one, and in every voiced onset."""
    voiced: np.ndarray[Any, np.dtype[np.bool_]] = curves.pitch_hz > VOICED_HZ
    for number, phone in enumerate(layout.phones):
        if phone.role == "onset" and phone.voiced:
            voiced[timing.edges[number] : timing.edges[number + 1]] = True
    return voiced


def _places(layout: Layout, timing: Timing, span: tuple[int, int]) -> Floats:
    """For every half frame of a syllable: how far into its rime it is, 0 to 1.

    A tone lives on the voiced part of the rime; an onset holds its first pitch.
    """
    rime = [
        n
        for n in range(*span)
        if layout.phones[n].role in ("glide", "nucleus")
        or (layout.phones[n].role == "coda" and layout.phones[n].voiced)
    ]
    start, stop = int(timing.edges[rime[0]]), int(timing.edges[rime[-1] + 1])
    at = np.arange(timing.edges[span[0]], timing.edges[span[1]])
    return np.clip((at - start) / max(1, stop - 1 - start), 0.0, 1.0).astype(np.float32)
