"""Who can speak. Nothing here is heavy: listing voices loads no model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from docbao.model import Voice


@dataclass(frozen=True, slots=True)
class Speaker:
    """One voice and how it is best used."""

    name: str
    parts: tuple[tuple[str, float], ...]
    """Published styles this voice is mixed from, with weights that sum to one."""
    pitch_hz: float
    """The middle of its range: what 0 semitones means."""
    range: float
    """How far its tones move, 1.0 being the curves as they stand in `tones`."""
    note: str


SPEAKERS: Final = (
    Speaker(
        "mai", (("hf_alpha", 0.5), ("hf_beta", 0.5)), 192.0, 1.0, "nữ, giọng Bắc · woman, northern"
    ),
    Speaker("lan", (("hf_beta", 1.0),), 178.0, 1.0, "nữ, giọng Bắc · woman, northern"),
    Speaker("minh", (("hm_omega", 1.0),), 123.0, 1.0, "nam, giọng Bắc · man, northern"),
    Speaker(
        "son", (("hm_psi", 0.6), ("hm_omega", 0.4)), 123.0, 1.0, "nam, giọng Bắc · man, northern"
    ),
)
"""The most intelligible first."""


def voices(engine: str) -> tuple[Voice, ...]:
    """All of them, as an engine offers them."""
    return tuple(
        Voice(engine, s.name, "vi-VN", quality="natural", licence="Apache-2.0", note=s.note)
        for s in SPEAKERS
    )
