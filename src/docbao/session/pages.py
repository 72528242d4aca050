"""An open article as a reader walks through it: sentences, and the paragraphs they stand in.

Sentences are those of the written text, before any voice is chosen: a place in an article stays
the same place when the voice changes. They are cut paragraph by paragraph, when first wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from docbao.model import LEAD, TITLE, Article, BlockKind

_SAYABLE: Final = re.compile(r"[^\W_]")
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article."""

    text: str
    """As written."""
    block: int
    """Index into `Article.blocks`, or `TITLE`, or `LEAD`."""
    paragraph: int
    """Which of the article's paragraphs, counted from 0; the title is the first."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A title, lead or block, with the sentences it holds."""

    kind: BlockKind | str
    """Of the block; `title` or `lead`."""
    text: str
    block: int
    first: int
    """Index of its first sentence."""
    count: int


class Pages:
    """An article cut into paragraphs and sentences."""

    def __init__(self, article: Article) -> None:
        """Cut `article`."""
        self.article = article

    @cached_property
    def _cut(self) -> tuple[tuple[Sentence, ...], tuple[Paragraph, ...]]:
        from docbao.text.sentences import sentences  # noqa: PLC0415 - a list needs no rules

        found: list[Sentence] = []
        paragraphs: list[Paragraph] = []
        for block, kind, text in _texts(self.article):
            first = len(found)
            number = len(paragraphs)
            found += (
                Sentence(sentence, block, number)
                for sentence in sentences(text)
                if _SAYABLE.search(sentence)
            )
            if len(found) > first:
                paragraphs.append(Paragraph(kind, text, block, first, len(found) - first))
        return tuple(found), tuple(paragraphs)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences with something to say; empty for an article of no words."""
        return self._cut[0]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Title, lead and blocks that hold sentences."""
        return self._cut[1]

    def paragraph_of(self, sentence: int) -> Paragraph:
        """The paragraph a sentence stands in."""
        return self.paragraphs[self.sentences[sentence].paragraph]


def _texts(article: Article) -> Iterator[tuple[int, str, str]]:
    yield TITLE, "title", article.title
    yield LEAD, "lead", article.lead
    for index, block in enumerate(article.blocks):
        yield index, block.kind, block.text


def words_in(text: str) -> list[str]:
    """The words of a sentence, without the marks around them."""
    return _WORD.findall(text)
