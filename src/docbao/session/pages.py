"""An open article as a reader walks through it: sentences, and the paragraphs they stand in.

Sentences are those of the written text, before any voice is chosen: a place in an article stays
the same place when the voice changes. They are cut paragraph by paragraph, no further than is
asked for: a voice begins to read a book as soon as a note.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar, overload

from docbao.model import LEAD, TITLE, Article, BlockKind
from docbao.values import dataclass

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


_Piece = TypeVar("_Piece")


class _Row(Sequence[_Piece]):
    """Pieces of an article, cut as far as one looks."""

    def __init__(self, cut: list[_Piece], reach: Callable[[int | None], None]) -> None:
        self._cut = cut
        self._reach = reach

    @overload
    def __getitem__(self, index: int) -> _Piece: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[_Piece]: ...

    def __getitem__(self, index: int | slice) -> _Piece | Sequence[_Piece]:
        whole = isinstance(index, slice) or index < 0
        self._reach(None if whole else index)  # type: ignore[arg-type]  # an int, if not whole
        return self._cut[index]

    def __len__(self) -> int:
        self._reach(None)
        return len(self._cut)

    def __bool__(self) -> bool:
        self._reach(0)
        return bool(self._cut)

    def __iter__(self) -> Iterator[_Piece]:
        self._reach(None)
        return iter(self._cut)


class Pages:
    """An article cut into paragraphs and sentences. Safe between threads."""

    def __init__(self, article: Article) -> None:
        """Cut `article`."""
        self.article = article
        self._sentences: list[Sentence] = []
        self._paragraphs: list[Paragraph] = []
        self._texts = _texts(article)
        self._cutting = threading.Lock()
        self.sentences: Sequence[Sentence] = _Row(self._sentences, self._reach_sentence)
        """All sentences with something to say; empty for an article of no words.

        To ask for its length is to have the whole article cut; `has` asks for no more than needed.
        """
        self.paragraphs: Sequence[Paragraph] = _Row(self._paragraphs, self._reach_paragraph)
        """Title, lead and blocks that hold sentences."""

    def has(self, sentence: int) -> bool:
        """Whether there is a sentence of that index."""
        if sentence >= len(self._sentences):
            self._reach_sentence(sentence)
        return 0 <= sentence < len(self._sentences)

    def paragraph_of(self, sentence: int) -> Paragraph:
        """The paragraph a sentence stands in."""
        return self.paragraphs[self.sentences[sentence].paragraph]

    def _reach_sentence(self, index: int | None) -> None:
        self._cut_while(lambda: index is None or len(self._sentences) <= index)

    def _reach_paragraph(self, index: int | None) -> None:
        self._cut_while(lambda: index is None or len(self._paragraphs) <= index)

    def _cut_while(self, wanted: Callable[[], bool]) -> None:
        from docbao.text.sentences import sentences  # noqa: PLC0415 - a list needs no rules

        with self._cutting:
            while wanted() and (following := next(self._texts, None)):
                block, kind, text = following
                first, number = len(self._sentences), len(self._paragraphs)
                found = [s for s in sentences(text) if _SAYABLE.search(s)]
                if found:
                    # The paragraph goes first: who sees a sentence may ask for its paragraph.
                    self._paragraphs.append(Paragraph(kind, text, block, first, len(found)))
                    self._sentences += (Sentence(s, block, number) for s in found)


def _texts(article: Article) -> Iterator[tuple[int, str, str]]:
    yield TITLE, "title", article.title
    yield LEAD, "lead", article.lead
    for index, block in enumerate(article.blocks):
        yield index, block.kind, block.text


def words_in(text: str) -> list[str]:
    """The words of a sentence, without the marks around them."""
    return _WORD.findall(text)
