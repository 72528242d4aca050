"""Inputs bent out of shape: a seed, or two, cut, doubled, spliced and sprinkled with words.

The same random state gives the same inputs, so a run can be had again from its number.
"""

# ruff: noqa: E501 - word lists are read across

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

LONGEST_BYTES: Final = 65_536
_ODD: Final = (
    b"\x00", b"\x1b[2J", b"\xff", b"\xc3", b"\xe1\xbb", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xcc\x81" * 5,
    b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xef\xbb\xbf", b"\xc2\xbd", b"\xd9\xa3", b"\xe2\x85\xa7", b"\r\n", b"\n", b"\t",
    b"0", b"9" * 20, b"-", b"/", b".", b",", b"%", b"(", b")", b"'", b'"', b"<", b">", b"&", b"=", b"{", b"}", b"[", b"]",
    b"\xc3\xb0", b"\xe1\xba\xbf", b"\xc4\x91", b"A", b"a", b" ",
)  # fmt: skip


@dataclass(frozen=True)
class Mutator:
    """Makes inputs for one harness."""

    seeds: Sequence[bytes]
    """Inputs that are well formed, or once were trouble."""
    words: Sequence[bytes]
    """What the reader under trial has an ear for."""
    most_bytes: int

    def make(self, chance: Random) -> bytes:
        """The next input: a seed with one to eight things done to it."""
        data = bytearray(chance.choice(self.seeds))
        if len(data) > self.most_bytes:
            start = chance.randrange(len(data) - self.most_bytes)
            data = data[start : start + self.most_bytes]
        for _ in range(1 + min(int(chance.expovariate(0.5)), 7)):
            _choose(chance)(self, data, chance)
        return bytes(data[: self.most_bytes])

    def word(self, chance: Random) -> bytes:
        """Something to put in."""
        return chance.choice(self.words if self.words and chance.random() < 0.6 else _ODD)


def _place(data: bytearray, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(chance.expovariate(0.05)) + 1)


def _change_bits(_: Mutator, data: bytearray, chance: Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(_: Mutator, data: bytearray, chance: Random) -> None:
    start, end = _place(data, chance)
    del data[start:end]


def _end_early(_: Mutator, data: bytearray, chance: Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _put(mutator: Mutator, data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = mutator.word(chance)


def _replace(mutator: Mutator, data: bytearray, chance: Random) -> None:
    start, end = _place(data, chance)
    data[start:end] = mutator.word(chance)


def _repeat(mutator: Mutator, data: bytearray, chance: Random) -> None:
    start, end = _place(data, chance)
    piece = bytes(data[start:end]) if chance.random() < 0.5 else mutator.word(chance)
    times = min(1 << chance.randrange(12), mutator.most_bytes // max(1, len(piece)))
    data[start:start] = piece * times


def _move(_: Mutator, data: bytearray, chance: Random) -> None:
    start, end = _place(data, chance)
    piece = bytes(data[start:end])
    del data[start:end]
    at = chance.randrange(len(data) + 1)
    data[at:at] = piece


def _splice(mutator: Mutator, data: bytearray, chance: Random) -> None:
    other = chance.choice(mutator.seeds)[: mutator.most_bytes]
    at = chance.randrange(len(data) + 1)
    data[at:] = other[chance.randrange(len(other) + 1) :]


_WAYS: Final[tuple[Callable[[Mutator, bytearray, Random], None], ...]] = (
    _change_bits, _cut, _cut, _end_early, _put, _put, _put, _replace, _replace, _repeat, _move, _splice,
)  # fmt: skip


def _choose(chance: Random) -> Callable[[Mutator, bytearray, Random], None]:
    return chance.choice(_WAYS)
