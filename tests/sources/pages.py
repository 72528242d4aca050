"""The fixture pairs in `tests/data/pages`, and the measure that compares texts.

A bug in extraction is a new pair: `NAME.html`, a page written for it, and `NAME.json`, what
should be heard of it.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from docbao.model import Page

FOLDER = Path(__file__).parent.parent / "data" / "pages"


@dataclass(frozen=True, slots=True)
class Gold:
    """A page and what is right about it."""

    name: str
    html: bytes
    title: str
    lead: str
    byline: str
    published: str
    language: str
    blocks: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """What `extract_text` should give."""
        lines = [self.lead, *(text for kind, text in self.blocks if kind != "caption")]
        return "\n".join(line for line in lines if line)

    @property
    def page(self) -> Page:
        """The page as if fetched."""
        return page(self.html, f"https://example.test/{self.name}.html")


def page(html: str | bytes, url: str = "https://example.test/bai.html") -> Page:
    """`html` as if fetched from `url`."""
    body = html.encode() if isinstance(html, str) else html
    return Page(url=url, final_url=url, status=200, content_type="text/html", body=body)


def all_gold() -> list[Gold]:
    """Every pair, by name."""
    found = []
    for told in sorted(FOLDER.glob("*.json")):
        gold = json.loads(told.read_text(encoding="utf-8"))
        gold["blocks"] = tuple((kind, text) for kind, text in gold["blocks"])
        html = told.with_suffix(".html").read_bytes()
        found.append(Gold(name=told.stem, html=html, **gold))
    return found


def f1(gold: str, got: str, *, shingle: int = 4) -> float:
    """Agreement of two texts in runs of `shingle` words, 0 to 1, as news benchmarks count it."""
    wanted, found = _shingles(gold, shingle), _shingles(got, shingle)
    shared = sum((wanted & found).values())
    return 2 * shared / max(1, sum(wanted.values()) + sum(found.values()))


def _shingles(text: str, size: int) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))
