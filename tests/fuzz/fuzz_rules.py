"""Harness: the reading rules."""

# ruff: noqa: E501 - word lists are read across

from __future__ import annotations

import unicodedata

from tests.fuzz.harness import DATA, Harness, cells, text_of

from docbao.text import read, spoken
from docbao.text.language import might_be_english


def try_one(data: bytes) -> None:
    """Spans tile the text; no figure is left in Vietnamese; reading twice changes nothing."""
    text = text_of(data)
    reading = read(text)
    at = 0
    for span in reading.spans:
        assert span.start == at
        assert span.end > span.start
        at = span.end
    assert at == len(text)
    said = spoken(text)
    assert spoken(said) == said
    assert len(said) <= 60 * len(text) + 60
    if not might_be_english(unicodedata.normalize("NFC", text)):
        assert not any(c.isdecimal() for c in said)
    read(text, language=None, respell=True)
    read(text, language="en")


HARNESS = Harness(
    "rules",
    try_one,
    words=tuple(
        word.encode()
        for word in ("ngày ", "tháng ", "năm ", "1/4", "2020-2021", "15/3/2020", "QĐ-UBND", "/NĐ-CP", "km2", "%", "°C", "tỷ số ",
                     "thứ ", "quý IV/", "QL.", "Km15+300", "www.", "@", "#", "1.000", "3,5", "V.V.", "TP.", "H. ", "lần thứ X",
                     " - ", "–", "½", "the ", " of ", "and ", "8h30", "90+2", "+84", "30A-", "m3/s", "USD", "$", "MMXX", "́")
    ),
    seeds=cells(sorted((DATA / "spoken").glob("*.tsv")), 1),
    most_bytes=400,
)  # fmt: skip
