"""Which panes are shown, where the focus is, and what stands in them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from textual.containers import Container
from textual.css.query import NoMatches
from textual.widget import Widget
from textual.widgets import Input

from docbao.session.listing import Query
from docbao.store.entries import Listed
from docbao.ui.cells import CellMode
from docbao.ui.glyphs import least_rows, rows_in_test
from docbao.ui.screen import wording
from docbao.ui.screen.glyph_test import GlyphTest
from docbao.ui.screen.large import LargePane
from docbao.ui.screen.reading import ReadingPane
from docbao.ui.screen.rows import RowList
from docbao.ui.screen.status import KeyLine, StatusLine
from docbao.ui.screen.window import Window
from docbao.ui.typography import Setting

if TYPE_CHECKING:
    from docbao.ui.screen.app import ReaderApp

_Kind = TypeVar("_Kind", bound=Widget)

TWO_FROM_COLUMNS = 70
"""Below this the list and the article take turns."""
KEYS_FROM_ROWS = 12
"""Below this the line of keys gives its row to the text; F1 tells them too."""


class Panes:
    """The layout of the screen; all of it follows the session's view, style and the window."""

    def __init__(self, app: ReaderApp) -> None:
        self._app = app
        self._labels: list[tuple[Listed, str]] = []
        self.large_rows = 1
        """Text size as last drawn."""

    def begin(self) -> None:
        """Fill everything for the first time."""
        self.restyle()
        self.fill_feeds()
        self.fill_items()
        self.open_article()
        self.arrange()

    @property
    def feeds(self) -> RowList:
        """The feeds."""
        return self._get("#feeds", RowList)

    @property
    def items(self) -> RowList:
        """The list."""
        return self._get("#items", RowList)

    @property
    def reading(self) -> ReadingPane:
        """The article."""
        return self._get("#reading", ReadingPane)

    @property
    def large(self) -> LargePane:
        """The large letters."""
        return self._get("#large", LargePane)

    @property
    def status(self) -> StatusLine:
        """The last words."""
        return self._get("#status", StatusLine)

    def _get(self, selector: str, kind: type[_Kind]) -> _Kind:
        return self._app.screen_stack[0].query_one(selector, kind)

    @property
    def is_large(self) -> bool:
        """Whether letters are drawn large; those the terminal zooms are ordinary ones to us."""
        return self._app.session.style.text_size > 1 and not self._app.letters.zoomed

    # Layout.

    def arrange(self) -> None:
        """Show the panes that belong to the view in this window, and focus the right one."""
        with suppress(NoMatches, IndexError):
            self._arrange()

    def _arrange(self) -> None:
        app, session = self._app, self._app.session
        columns, rows = app.size
        article = session.view == "article"
        both = columns >= TWO_FROM_COLUMNS and not self.is_large
        self._get("#panes", Container).set_class(not both, "-stacked")
        self._get("#left", Container).display = both or not article
        self.feeds.display = session.view == "feeds"
        self.items.display = session.view != "feeds"
        self.reading.display = both or (article and not self.is_large)
        self.large.display = self.is_large
        self._get("#keys", KeyLine).display = rows >= KEYS_FROM_ROWS
        self.show_titles()
        self._focus()

    def _focus(self) -> None:
        session = self._app.session
        base = self._app.screen_stack[0]
        if isinstance(base.focused, Input) and base.focused.display and session.view == "list":
            return
        wanted: Window = self.feeds if session.view == "feeds" else self.items
        if session.view == "article":
            wanted = self.large if self.is_large else self.reading
        if base.focused is not wanted:
            base.set_focus(wanted, scroll_visible=False)

    def restyle(self) -> None:
        """Dress everything as the reader's style says."""
        app, style = self._app, self._app.session.style
        look = app.palette
        app.theme = look.name
        for pane in (self.feeds, self.items, self.reading, self.large):
            pane.dress(look)
        self.status.dress(look)
        keys = self._get("#keys", KeyLine)
        keys.show(app.keys.hints())
        keys.dress(look)
        self.reading.typeset(self.setting)
        self.large_rows = style.text_size
        self.large.cut(
            max(self.least_rows, style.text_size), self.cells, style.line_spacing,
            scales=app.letters.scales,
        )  # fmt: skip
        app.show_cursor(style.show_cursor)

    @property
    def cells(self) -> CellMode:
        """The kind of cell large letters are drawn in: as the reader said, else as guessed."""
        return cast("CellMode", self._app.session.style.cells or self._app.guess_cells())

    @property
    def least_rows(self) -> int:
        """Rows of the smallest large letters that can be read here."""
        return 2 if self._app.letters.scales else least_rows(self.cells)

    @property
    def asks_glyphs(self) -> bool:
        """Whether letters are drawn of cells, and the reader was not yet asked of which."""
        style = self._app.session.style
        by_terminal = self._app.letters.draws(style.text_size)
        return self.is_large and not by_terminal and not style.cells

    @property
    def setting(self) -> Setting:
        """The measures of a page, of the reader's style."""
        style = self._app.session.style
        return Setting(style.width, style.line_spacing, style.paragraph_gap, style.margin)

    def ask_glyphs(self) -> None:
        """Ask once which cells this terminal draws well."""
        app = self._app

        def answered(mode: CellMode | None) -> None:
            app.attempt(lambda: app.session.restyle(cells=mode or app.guess_cells()))
            size = app.session.style.text_size
            if mode is not None and size > 1:
                size = max(size, rows_in_test(mode))
                app.attempt(lambda: app.session.restyle(text_size=size))

        app.push_screen(GlyphTest(app.palette), answered)

    # Content.

    def fill_feeds(self) -> None:
        """The feeds and their counts."""
        rows = self._app.session.listing.feeds
        self.feeds.empty = str(wording.NO_FEEDS)
        labels = [wording.feed_row(n, row) for n, row in enumerate(rows, start=1)]
        self.feeds.fill(labels, max(0, self.feeds.selected))
        self.show_titles()

    def fill_items(self) -> None:
        """The list; rows that have not changed are not made anew."""
        session = self._app.session
        listing, now = session.listing, session.newsroom.now()
        old = self._labels
        self._labels = [
            old[i]
            if i < len(old) and old[i][0] is item
            else (item, wording.item_row(item, listing.feed_title(item.entry.feed), now))
            for i, item in enumerate(listing.items)
        ]
        self.items.empty = str(wording.NO_ITEMS)
        self.items.fill([label for _, label in self._labels], listing.selected)
        self.show_titles()

    def open_article(self) -> None:
        """The article on the desk."""
        pages = self._app.session.desk.pages
        if pages is not None and pages.paragraphs:
            self.reading.open(*wording.page_of(pages), self._app.session.desk.place)
        else:
            words = wording.NO_ARTICLE if pages is None else wording.NO_WORDS
            self.reading.say(str(words))
        self.show_titles()

    def mark_sentence(self) -> None:
        """The place in the article."""
        self.reading.mark(self._app.session.desk.place)
        self.show_titles()

    def mark_word(self, start: int, end: int) -> None:
        """The word being heard."""
        self.reading.mark_word(start, end)
        if self.is_large and self._app.session.view == "article":
            self.large.mark_word(start, end)

    def show_titles(self) -> None:
        """Headings, and the text in large letters."""
        session = self._app.session
        self.feeds.announce(str(wording.FEEDS))
        self.items.announce(wording.list_heading(session.listing))
        self.reading.announce(wording.article_heading(session))
        self.large.announce(
            wording.article_heading(session)
            if session.view == "article"
            else wording.list_heading(session.listing)
        )
        if self.is_large:
            self.large.show(self._large_text())

    def _large_text(self) -> str:
        session = self._app.session
        if session.view == "article":
            sentence = session.desk.sentence
            return sentence.text if sentence is not None else str(wording.NO_WORDS)
        rows = self.feeds if session.view == "feeds" else self.items
        if 0 <= rows.selected < len(rows.items):
            return rows.items[rows.selected]
        return rows.empty

    # What the reader does in them.

    def step_list(self, by: int) -> None:
        """The next or previous row of the list that is drawn large."""
        rows = self.feeds if self._app.session.view == "feeds" else self.items
        rows.step(by)

    def choose_feed(self, index: int) -> None:
        """List one feed."""
        session = self._app.session
        name = session.listing.feeds[index].feed.name
        self._app.attempt(
            lambda: session.show_list(
                Query(feed=name, unread_only=session.listing.query.unread_only)
            )
        )

    def begin_search(self) -> None:
        """Type words to search for."""
        self._app.attempt(lambda: self._app.session.look_at("list"))
        field = self._get("#search", Input)
        field.display = True
        field.focus()

    def search(self, words: str) -> None:
        """List what has these words; all when there are none."""
        session = self._app.session
        if words.strip() != session.listing.query.words:
            query = replace(session.listing.query, words=words.strip())
            self._app.attempt(lambda: session.show_list(query))

    def end_search(self) -> None:
        """From the words to what was found."""
        field = self._get("#search", Input)
        if not field.value.strip():
            field.display = False
        self.items.focus()

    def leave_search(self) -> None:
        """Give up the search: the whole list again."""
        field = self._get("#search", Input)
        field.value = ""
        field.display = False
        self.search("")
        self.items.focus()
