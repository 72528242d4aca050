"""Harness: the gate every foreign string passes."""

# ruff: noqa: E501 - word lists are read across

from __future__ import annotations

import re
import unicodedata

from tests.fuzz.harness import DATA, Harness, cells, text_of

from docbao.clean import clean_line, clean_text, fold, slug

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def try_one(data: bytes) -> None:
    """Clean is clean: no control, no second pass that changes anything, a name any disk takes."""
    text = text_of(data)
    line, lines = clean_line(text), clean_text(text)
    assert clean_line(line) == line
    assert clean_text(lines) == lines
    assert "\n\n\n" not in lines
    for said, allowed in ((line, ""), (lines, "\n")):
        assert all(c in allowed or unicodedata.category(c) not in ("Cc", "Cs", "Co") for c in said)
        assert unicodedata.is_normalized("NFC", said)
        said.encode("utf-8")
    assert len(lines) <= 4 * len(text) + 1
    name = slug(text)
    assert _SLUG.match(name)
    assert len(name) <= 62
    fold(text)


HARNESS = Harness(
    "clean",
    try_one,
    words=(b"\x1b]0;", b"\x07", b"\x9b", b"\xc2\x9b", b"\xc2\x85", b"\xe2\x80\x8d", b"\xf0\x9f\x91\xa9", b"\xef\xb8\x8f",
           b"con", b"nul", b"\xcc\xa3", b"\xcc\x82", b"&#27;", b"\xe2\x80\xa8", b"\xcd\x8f"),
    seeds=[*cells((DATA / "spoken").glob("s*.tsv"), 1), b"\x1b[31mB\xc3\xa1o", b"a\xcc\x81\xcc\xa3b\r\n\r\n\r\nc"],
)  # fmt: skip
