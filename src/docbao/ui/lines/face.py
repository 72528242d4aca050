"""The line mode itself: a line in, the lines that answer it out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TextIO

from docbao.clean import clean_line
from docbao.i18n import Phrase
from docbao.session.events import (
    Closing,
    CopyAsked,
    Event,
    Failed,
    GlyphsAsked,
    HelpAsked,
    ListChanged,
    Moved,
    Opened,
    PageTurned,
    Said,
    ViewChanged,
)
from docbao.session.session import Session, failure_words
from docbao.ui.lines import wording
from docbao.ui.lines.clipboard import copy

PULSE_S: Final = 0.1
PROMPT: Final = "docbao> "
_WAITING_S: Final = 2.0
"""Longer than this without an answer, and the reader is told that something is under way."""
_LONGEST_WAIT_S: Final = 600.0


class LineFace:
    """A session as lines. Everything goes through one gate, which lets no control character by."""

    def __init__(
        self,
        session: Session,
        out: TextIO,
        *,
        copy: Callable[[str], bool] = copy,
    ) -> None:
        """Speak for `session`.

        Args:
            session: What is read.
            out: Where lines go.
            copy: How to reach the clipboard.
        """
        self._session = session
        self._out = out
        self._copy = copy
        self._gate = threading.RLock()
        self._held: list[str] = []
        self._answering = False
        self.failures = 0
        """Commands that could not be carried out."""

    def greet(self, why: Phrase) -> None:
        """The first lines: that the mode is on, why, and what to do."""
        self._print(
            Phrase(
                "Chế độ từng dòng, vì {why}. Gõ “giúp” để xem các lệnh.",
                "Line mode, because {why}. Type “help” for the commands.",
            ).fill(why=why)
        )
        self._session.welcome()
        self._show(self._session.take_events(), answering=True)
        self._print(wording.list_summary(self._session.listing))
        if self._session.listing.items:
            self._print(Phrase("Enter để xem danh sách.", "Enter to see the list."))

    def answer(self, line: str) -> None:
        """Carry out one line, wait for what it asks for, and print the answer."""
        with self._gate:
            self._answering = True
            self._release()
        try:
            self._session.do(line)
            self._show_answer()
            if self._session.is_busy and not self._session.wait(_WAITING_S):
                self._print(Phrase("Đang tải, xin chờ.", "Working, please wait."))
                self._session.wait(_LONGEST_WAIT_S)
            self._show_answer()
        except KeyboardInterrupt:
            self._print(Phrase("Thôi chờ.", "No longer waiting."))
        finally:
            self._answering = False

    def _show_answer(self) -> None:
        with self._gate:
            self._show(self._session.take_events(), answering=True)

    def pulse(self) -> None:
        """Let the session's time pass, and print what happened by itself, once nothing sounds."""
        self._session.tick()
        with self._gate:
            if self._answering:
                return  # what is waiting to be shown is, or belongs with, an answer
            self._show(self._session.take_events(), answering=False)
            if not self._session.listening.is_audible:
                self._release()

    def run(self, lines: Iterable[str], *, prompt: bool) -> int:
        """Answer lines until the reader leaves or they end.

        Returns:
            The exit code: 0, or 3 when some lines of a script could not be carried out.
        """
        over = threading.Event()
        heart = threading.Thread(target=self._beat, args=(over,), name="docbao-pulse", daemon=True)
        heart.start()
        try:
            self._converse(iter(lines), prompt=prompt)
        finally:
            over.set()
            heart.join(1)
            self._session.close()
        return 3 if self.failures and not prompt else 0

    def _converse(self, lines: Iterator[str], *, prompt: bool) -> None:
        while not self._session.closing:
            try:
                if prompt:
                    with self._gate:
                        self._out.write(PROMPT)
                        self._out.flush()
                line = next(lines, None)
                if line is None:
                    self._finish_recordings()
                    return
                self.answer(line)
            except KeyboardInterrupt:
                # The first stops the voice; one in silence leaves.
                with self._session.lock:
                    paused = self._session.listening.pause()
                if not paused:
                    raise
                self._print("")
                self._show_answer()

    def _finish_recordings(self) -> None:
        """The lines of a script have ended: what it had made in the background is waited for."""
        with self._session.lock:
            self._session.listening.stop()
        while self._session.recording:
            threading.Event().wait(PULSE_S)
        self.pulse()

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(PULSE_S):
            self.pulse()

    def _show(self, events: Iterable[Event], *, answering: bool) -> None:
        for event in events:
            lines = list(self._lines_of(event))
            news = isinstance(event, Said) and event.weight == "news"
            if not lines:
                continue
            if self._session.listening.is_audible and (news or not answering):
                self._held += lines
            else:
                for line in lines:
                    self._print(line)

    def _release(self) -> None:
        held, self._held = self._held, []
        for line in held:
            self._print(line)

    def _lines_of(self, event: Event) -> Iterator[str]:  # noqa: C901 - one case an event
        match event:
            case Said(words=words):
                yield str(words)
            case Failed(error=error):
                self.failures += 1
                yield str(failure_words(error))
            case HelpAsked(lines=lines):
                yield from map(str, lines)
            case ListChanged(more=False, news=False):
                yield from self._new_list()
            case PageTurned(first=first, last=last):
                yield from self._page(first, last)
            case ViewChanged(view="feeds"):
                yield from self._feeds()
            case Opened(resumed=resumed):
                yield from self._opened(resumed=resumed)
            case Moved(by_voice=False, step=step, sentence=sentence):
                yield from self._moved(sentence, whole=step == "paragraph")
            case CopyAsked(text=text):
                yield str(self._copied(text))
            case GlyphsAsked():
                yield str(
                    Phrase(
                        "Chế độ từng dòng dùng chữ của thiết bị đầu cuối, không vẽ chữ lớn.",
                        "The line mode uses the terminal's own letters; it draws no large ones.",
                    )
                )
            case Closing():
                yield str(Phrase("Tạm biệt.", "Goodbye."))
            case _:
                return

    def _new_list(self) -> Iterator[str]:
        listing = self._session.listing
        yield wording.list_summary(listing)
        if listing.items and listing.window == (0, 0):
            size = self._session.style.page_items
            listing.reach(size - 1)
            listing.window = (0, min(size, len(listing.items)))
            yield from self._page(*listing.window)

    def _page(self, first: int, last: int) -> Iterator[str]:
        listing = self._session.listing
        now = self._session.newsroom.now()
        for item in listing.items[first:last]:
            yield wording.item_line(item, listing.feed_title(item.entry.feed), now)
        yield wording.page_end(listing, last)

    def _feeds(self) -> Iterator[str]:
        rows = self._session.listing.feeds
        for number, row in enumerate(rows, start=1):
            yield wording.feed_line(number, row)
        yield str(
            Phrase("Gõ “nguồn” và số để xem một nguồn.", "Type “feeds” and a number to list one.")
            if rows
            else Phrase("Chưa có nguồn tin nào.", "There are no feeds.")
        )

    def _opened(self, *, resumed: bool) -> Iterator[str]:
        pages = self._session.desk.pages
        if pages is None:
            return
        lines = wording.opening_lines(
            pages,
            self._session.desk.place,
            resumed=resumed,
            now=self._session.newsroom.now(),
        )
        if self._session.listening.is_audible:
            yield pages.article.title  # the voice says the rest
        else:
            yield from lines

    def _moved(self, sentence: int, *, whole: bool) -> Iterator[str]:
        pages = self._session.desk.pages
        if pages is None or self._session.listening.is_audible:
            return
        if sentence >= len(pages.sentences):
            return
        if whole:
            yield wording.paragraph_line(pages.paragraph_of(sentence))
        else:
            yield pages.sentences[sentence].text

    def _copied(self, text: str) -> Phrase:
        if self._copy(text):
            return Phrase("Đã chép.", "Copied.")
        self.failures += 1
        return Phrase(
            "Lỗi: máy này không có bộ nhớ tạm dùng được. Cách sửa: gõ “lưu chữ” để lưu thành tệp.",
            "Error: there is no clipboard here. Try: type “save text” to make a file.",
        )

    def _print(self, line: object) -> None:
        """The gate: one line, no control character, whatever a feed or a file name brought."""
        with self._gate:
            self._out.write(clean_line(str(line)) + "\n")
            self._out.flush()
