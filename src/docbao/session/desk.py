"""The open article and the reader's place in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from docbao.model import Article
from docbao.session.events import Event, Moved, Opened
from docbao.session.pages import Pages, Paragraph, Sentence
from docbao.store.library import Library

Step = Literal["sentence", "paragraph", "start", "page"]


class Desk:
    """Where an article lies open."""

    def __init__(self, library: Library, emit: Callable[[Event], None]) -> None:
        """Keep places in `library`."""
        self._library = library
        self._emit = emit
        self.pages: Pages | None = None
        """The open article; `None` before the first."""
        self.place = 0
        """Index of the sentence the reader is at."""
        self.time_ms = 0
        """How far into that sentence the voice has come, at normal speed."""
        self._saved: tuple[str, int, int] | None = None

    @property
    def article(self) -> Article | None:
        """The open article."""
        return None if self.pages is None else self.pages.article

    @property
    def sentence(self) -> Sentence | None:
        """The sentence the reader is at; `None` in an article of no words."""
        if self.pages is None or not self.pages.sentences:
            return None
        return self.pages.sentences[self.place]

    @property
    def paragraph(self) -> Paragraph | None:
        """The paragraph the reader is in."""
        if self.pages is None or not self.pages.sentences:
            return None
        return self.pages.paragraph_of(self.place)

    def open(self, article: Article) -> None:
        """Open `article` where its reader left it."""
        self.save()
        self.pages = Pages(article)
        stopped = self._library.position(article.id)
        self.place, self.time_ms = 0, 0
        if stopped is not None and self.pages.sentences:
            self.place = max(0, stopped.utterance)
            if not self.pages.has(self.place):
                self.place = len(self.pages.sentences) - 1
            self.time_ms = stopped.time_ms if stopped.utterance == self.place else 0
        self._saved = (article.id, self.place, self.time_ms)
        self._emit(Opened(article, resumed=self.place > 0 or self.time_ms > 0))

    def move(
        self, sentence: int, *, by_voice: bool = False, step: Step = "sentence", time_ms: int = 0
    ) -> bool:
        """Make that sentence the reader's place; `False` when there is none of that number."""
        if self.pages is None or not self.pages.has(sentence):
            return False
        self.place, self.time_ms = sentence, time_ms
        self._emit(Moved(sentence, by_voice, step))
        self.save()
        return True

    def step_paragraph(self, by: int) -> bool:
        """Go `by` paragraphs on (or back); `False` when there are no more."""
        paragraph = self.paragraph
        if self.pages is None or paragraph is None:
            return False
        number = self.pages.sentences[self.place].paragraph + by
        if not 0 <= number < len(self.pages.paragraphs):
            return False
        return self.move(self.pages.paragraphs[number].first, step="paragraph")

    def save(self) -> None:
        """Write the place down, so that it survives whatever happens next.

        Raises:
            LibraryError: The library cannot be written.
        """
        if self.pages is None or not self.pages.sentences:
            return
        now = (self.pages.article.id, self.place, self.time_ms)
        if now != self._saved:
            self._library.save_position(*now)
            self._saved = now

    def finished(self) -> None:
        """The article was heard to its end: it begins anew next time."""
        if self.pages is not None:
            self._library.mark_heard(self.pages.article.id)
            self.place, self.time_ms = 0, 0
            self._saved = (self.pages.article.id, 0, 0)
