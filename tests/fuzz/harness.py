"""What a harness is: something tried with bytes, what it is tried with, what must not happen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).resolve().parent.parent / "data"
KEPT: Final = DATA / "fuzz"
"""A folder for each harness: what was trouble once, or is worth beginning from."""


@dataclass(frozen=True)
class Harness:
    """One reader of foreign bytes on trial."""

    name: str
    try_one: Callable[[bytes], None]
    """Lets docbao's own errors pass, raises anything else, and `AssertionError` for a result
    that breaks a promise."""
    words: Sequence[bytes] = ()
    seeds: Sequence[bytes] = ()
    """Taken from the other tests' data."""
    most_bytes: int = 4096

    def kept(self) -> list[Path]:
        """The files of its own corpus."""
        return sorted(path for path in (KEPT / self.name).glob("*") if path.is_file())

    def corpus(self) -> list[bytes]:
        """All there is to begin from."""
        return [*self.seeds, *(path.read_bytes() for path in self.kept())] or [b""]


def text_of(data: bytes) -> str:
    """`data` as text the way a careless program would hand it over: lone surrogates included."""
    return data.decode("utf-8", "surrogateescape" if len(data) % 2 else "replace")


def files(folder: str, pattern: str) -> list[bytes]:
    """Contents of test data files."""
    return [path.read_bytes() for path in sorted((DATA / folder).glob(pattern))]


def cells(paths: Iterable[Path], column: int) -> list[bytes]:
    """One column of tab-separated files."""
    rows = (line.split("\t") for path in paths for line in path.read_text("utf-8").splitlines())
    return [row[column].encode() for row in rows if len(row) > column]
