"""What no rule was sure of, collected over many texts, ready to be put into the lexicon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from docbao.model import Reading
from docbao.values import dataclass


@dataclass(frozen=True, slots=True)
class Residue:
    """One thing that was read without being sure of it."""

    written: str
    kind: str
    """The class that was guessed."""
    spoken: str
    """What was said."""
    why: str
    count: int
    """How often it was met."""


def collect(readings: Iterable[Reading]) -> list[Residue]:
    """The residue of `readings`, the most frequent first, then by the alphabet."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for reading in readings:
        for span in reading.spans:
            if span.is_residue:
                why = span.note.removeprefix("residue:").strip()
                written = reading.written[span.start : span.end]
                counts[written, span.kind, span.spoken.strip().lower(), why] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Residue(*what, count) for what, count in ordered]


def as_lexicon(residue: Iterable[Residue]) -> str:
    """Lexicon lines for the residue, commented out, so that a person only has to mend them."""
    lines = ["kind: listener", "entries:"]
    lines += [
        f'  # "{item.written}": {item.spoken}   # {item.count} ×, {item.why}'
        for item in residue
        if any(c.isalpha() for c in item.written) and "\n" not in item.written
    ]
    return "\n".join(lines) + "\n"
