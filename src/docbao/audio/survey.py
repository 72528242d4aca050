"""The two hearings of a performance: one to learn how loud it is, one to set that right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from docbao.audio.assemble import in_blocks
from docbao.audio.codec import FULL_SCALE, Pcm, to_pcm
from docbao.audio.limiter import (
    Peaks,
    apply_gains,
    edge_gains,
    find_gain,
    slot_length,
    slot_peaks,
)
from docbao.audio.loudness import Energies, LoudnessMeter, hop_length
from docbao.audio.peaks import Over
from docbao.errors import AudioError
from docbao.i18n import Phrase
from docbao.model import Cue

_BLOCK_HOPS: Final = 100  # 10 s: what is held of the sound at any time

Progress = Callable[[float], None]
"""Told, from time to time, which part is done: 0 to 1."""


class Heard(Protocol):
    """Joined sound that can be heard more than once, and is the same each time.

    What it says of itself is that of the last hearing: the rate once the first samples are
    there, the rest when it has ended. An `Assembly` is one.
    """

    @property
    def rate_hz(self) -> int:
        """Of the samples."""
        ...

    @property
    def length(self) -> int:
        """In samples."""
        ...

    @property
    def cues(self) -> Sequence[Cue]:
        """What is heard when."""
        ...

    def __iter__(self) -> Iterator[Pcm]:
        """Begin a hearing; gives a sample at least, or raises."""
        ...


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first hearing found; some 4 MB for each hour."""

    rate_hz: int
    length: int
    """In samples."""
    hops: Energies = field(repr=False)
    peaks: Peaks = field(repr=False)
    cues: tuple[Cue, ...] = field(repr=False)

    @property
    def duration_ms(self) -> int:
        """Length in time."""
        return round(self.length * 1000 / self.rate_hz)

    @property
    def tallest(self) -> float:
        """The highest sample; full scale is 1."""
        return float(self.peaks.max(initial=0)) / FULL_SCALE

    def gain_for(self, target_lufs: float, ceiling: float) -> tuple[float, float]:
        """The gain for that loudness, and the loudness it will give (see `find_gain`)."""
        return find_gain(
            self.hops, self.peaks, self.rate_hz, target_lufs=target_lufs, ceiling=ceiling
        )

    def pressed(self, overs: Iterable[Over], *, gain: float, ceiling: float, by: float) -> Survey:
        """The same with peaks made out to be higher, so that the limiter presses there harder.

        Args:
            overs: Where, with `gain` and `ceiling`, a finished file was too high.
            gain: As it was.
            ceiling: As it was, of what was encoded.
            by: What the peak of an over times this is to become 1.
        """
        slot = slot_length(self.rate_hz)
        held = self.peaks.astype(np.float32)
        for over in overs:
            here = slice(over.start // slot, over.stop // slot + 1)
            least = np.float32(ceiling / gain * FULL_SCALE)
            held[here] = np.maximum(held[here], least) * np.float32(over.peak * by)
        return replace(self, peaks=held)


def hear(assembly: Heard) -> Survey:
    """Hear a performance for the first time; its clips are spoken while it is measured.

    Raises:
        AudioError: There is nothing to hear, or a clip is empty or damaged.
    """
    blocks = _blocks(assembly)
    first = next(blocks)  # an assembly gives a sample at least, or raises
    meter = LoudnessMeter(assembly.rate_hz)
    peaks = []
    for block in chain((first,), blocks):
        meter.add(scaled(block))
        peaks.append(slot_peaks(block, assembly.rate_hz))
    return Survey(
        assembly.rate_hz, assembly.length, meter.hops, np.concatenate(peaks), tuple(assembly.cues)
    )


def render(assembly: Heard, survey: Survey, *, gain: float, ceiling: float) -> Iterator[Pcm]:
    """Hear it again: the samples with `gain`, limited where they would rise above `ceiling`.

    Raises:
        AudioError: It is not what was heard the first time.
    """
    slot = slot_length(survey.rate_hz)
    start = 0
    for block in _blocks(assembly):
        slots = -(-block.size // slot)
        edges = edge_gains(survey.peaks, start, start + slots, gain=gain, ceiling=ceiling)
        start += slots
        yield to_pcm(apply_gains(block, survey.rate_hz, edges, gain))
    if assembly.length != survey.length:
        raise AudioError(
            Phrase(
                vi="Giọng đọc cho âm thanh khác đi khi nghe lại lần hai",
                en="The voice gave other sound when heard a second time",
            ),
            hint=Phrase(vi="Hãy chạy lại.", en="Run again."),
        )


def scaled(pcm: Pcm) -> npt.NDArray[np.float32]:
    """`pcm` with 1 as full scale."""
    sound: npt.NDArray[np.float32] = pcm * np.float32(1 / FULL_SCALE)
    return sound


def _blocks(assembly: Heard) -> Iterator[Pcm]:
    pieces = iter(assembly)
    first = next(pieces)  # only now is the rate known
    yield from in_blocks(chain((first,), pieces), hop_length(assembly.rate_hz) * _BLOCK_HOPS)
