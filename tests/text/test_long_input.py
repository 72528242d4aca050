"""Reading takes time in proportion to the text, whatever stands in it."""

from __future__ import annotations

import time
from typing import Final

import pytest

from docbao.i18n import Language
from docbao.text import spoken

_LONG_CHARS: Final = 100_000
_PARTS: Final = 8
_PIECES: Final = (
    "1", "-", "/", ".", ",", "(", ")", "[", "]", "%", "$", "@", "#", '"', "²", "a", "Á", "ạ",
    "a-", "a.", "1/", "1-", "1.", "1,", "1:", "$1", "a@", "#a", "http://", "www.", "IV ", "A.",
    "QĐ-", "TT ", "5 ", "\u0301",
)  # fmt: skip


def _cost_s(text: str, language: Language) -> float:
    start = time.process_time()
    spoken(text, language)
    return time.process_time() - start


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("piece", _PIECES)
def test_a_hundred_thousand_letters_cost_no_more_than_their_eighths(
    piece: str, language: Language
) -> None:
    whole = (piece * _LONG_CHARS)[:_LONG_CHARS]
    part = whole[: _LONG_CHARS // _PARTS]
    expected_s = _PARTS * min(_cost_s(part, language) for _ in range(2))
    # Growth by the square would cost eight times as much; three leaves room for a busy machine.
    assert _cost_s(whole, language) < 3 * expected_s + 0.3
