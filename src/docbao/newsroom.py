"""The one composition root: knows every room, composes them, and does nothing else.

What goes down the line is the rooms' business; who is asked, with what settings, and where the
outcome is written down is decided here.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from docbao.config import Config, load_config
from docbao.errors import FetchError, ItemNotFound
from docbao.i18n import Phrase
from docbao.model import Article, Bulletin, Entry, Feed, Page, Reading
from docbao.store.library import Library

if TYPE_CHECKING:
    from docbao.narration.casting import Casting
    from docbao.narration.commission import StudioSettings
    from docbao.narration.studio import Studio
    from docbao.sources.extractor import Extractor
    from docbao.sources.fetch import Fetcher
    from docbao.sources.refresh import Edition

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, as everything below a face gets it: through an argument."""
    return datetime.now(UTC)


def open_newsroom(
    home: Path | None = None,
    *,
    tell: Callable[[Phrase], None] | None = None,
    fetcher: Fetcher | None = None,
    now: Clock = utc_now,
) -> Newsroom:
    """The newsroom of a docbao folder; use it as a context manager.

    Args:
        home: The folder; found as `docbao.config.locations` says when not given.
        tell: Told what a person should know, such as that a damaged library was set aside.
        fetcher: The way out to the network; a real one when not given.
        now: The clock.

    Raises:
        ConfigError: `feeds.yaml` says something that cannot be used.
    """
    return Newsroom(load_config(home=home), tell=tell, fetcher=fetcher, now=now)


class Newsroom(AbstractContextManager["Newsroom"]):
    """Everything docbao can do for one reader, room by room opened when first needed."""

    def __init__(
        self,
        config: Config,
        *,
        tell: Callable[[Phrase], None] | None = None,
        fetcher: Fetcher | None = None,
        now: Clock,
    ) -> None:
        self.config = config
        self._say = tell
        self.now = now
        self.notices: tuple[Phrase, ...] = ()
        """What a person should know of the library, once it is open."""
        self._given_fetcher = fetcher
        self._opened: list[Callable[[], None]] = []

    def __exit__(self, *_: object) -> None:
        while self._opened:
            self._opened.pop()()

    @cached_property
    def library(self) -> Library:
        """What has been read, fetched and made."""
        self.config.locations.begin_private()
        library = Library(self.config.locations.library, clock=self.now)
        self._opened.append(library.close)
        notices = [library.notice] if library.notice is not None else []
        if library.begun:
            from docbao.recovery import take_up  # noqa: PLC0415 - once in a library's life

            places = self.config.locations
            found = take_up(library, places.audio, places.home)
            notices += [found] if found is not None else []
        self.notices = tuple(notices)
        if self._say is not None:
            for notice in notices:
                self._say(notice)
        return library

    @cached_property
    def fetcher(self) -> Fetcher:
        """The way out to the network."""
        if self._given_fetcher is not None:
            return self._given_fetcher
        from docbao.sources.fetch import HttpFetcher  # noqa: PLC0415 - most runs fetch nothing

        network = self.config.network
        fetcher = HttpFetcher(timeout_s=network.timeout_s, per_host=network.per_host)
        self._opened.append(fetcher.close)
        return fetcher

    @cached_property
    def extractor(self) -> Extractor:
        """Finds the article on a page, in a worker with limits."""
        from docbao.sources.extractor import WorkerExtractor  # noqa: PLC0415 - as above

        extractor = WorkerExtractor()
        self._opened.append(extractor.close)
        return extractor

    def feed(self, name: str) -> Feed:
        """The feed of that name.

        Raises:
            ItemNotFound: `feeds.yaml` has none; the hint names the nearest.
        """
        found = self.config.feed(name)
        if found is not None:
            return found
        names = [feed.name for feed in self.config.feeds]
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or names[:12]
        raise ItemNotFound(
            Phrase("không có nguồn tin nào tên {name}", "there is no feed named {name}").fill(
                name=name
            ),
            hint=Phrase("Chọn một trong: {names}.", "Choose one of: {names}.").fill(
                names=", ".join(near)
            ),
        )

    def refresh(self, feeds: Iterable[Feed]) -> Iterator[tuple[Edition, tuple[Entry, ...]]]:
        """Ask `feeds` and write down what they say; each with the entries that are new."""
        from docbao.sources.refresh import refresh  # noqa: PLC0415 - brings the parsers

        editions = refresh(
            tuple(feeds),
            fetcher=self.fetcher,
            states=self.library.feed_states(),
            now=self.now,
            folder_reader=self._read_folder,
        )
        for edition in editions:
            new: tuple[Entry, ...] = ()
            if edition.bulletin is not None:
                new = self.library.add_bulletin(edition.bulletin)
            self.library.save_feed_state(edition.state)
            yield edition, new

    def _read_folder(self, feed: Feed) -> Bulletin:
        from docbao.sources.files import read_folder  # noqa: PLC0415 - only for such feeds

        return read_folder(feed, self.config.locations.folder_of(feed), now=self.now())

    def article(self, item: str, *, fresh: bool = False) -> Article:
        """The article a person means by `item`.

        Args:
            item: A number of the last list, an id, an address, a file, or `-` for standard input.
            fresh: Fetch and extract again, even if the library has it.

        Raises:
            ItemNotFound: Nothing answers to it.
            SourceError: It could not be fetched, or holds no article.
        """
        if item == "-":
            from docbao.sources.files import read_text  # noqa: PLC0415 - only here

            return read_text(sys.stdin.read(), now=self.now())
        if "://" not in item and _names_file(item):
            return self._document(Path(item))
        try:
            entry_id = self.library.resolve(item)
        except ItemNotFound:
            if item.startswith(("http://", "https://")):
                # The person named the address himself: as good as a feed configured there.
                return self._fetch(item, Feed(name="", title="", url=item), None)
            if Path(item).exists():
                return self._document(Path(item))
            raise
        return self.article_of(entry_id, fresh=fresh)

    def article_of(self, entry_id: str, *, fresh: bool = False) -> Article:
        """The article of an entry, from the library or, the first time, from its page."""
        if not fresh:
            try:
                return self.library.article(entry_id)
            except ItemNotFound:
                pass
        listed = self.library.newest(entry_id)
        if listed is None:
            return self.library.article(entry_id)  # met alone, without a feed
        entry = listed.entry
        # A feed since taken out of feeds.yaml still has its entries, but no privileges.
        feed = self.config.feed(entry.feed) or Feed(name=entry.feed, title="", url="")
        if entry.link.startswith("file:"):
            from docbao.sources.files import path_of, read_document  # noqa: PLC0415 - such feeds only

            article = read_document(path_of(entry.link), now=self.now(), entry=entry)
        else:
            article = self._fetch(entry.link, feed, entry)
        article = replace(
            article,
            id=entry.id,
            feed=entry.feed,
            published=entry.published or article.published or listed.seen,
            source=feed.title or article.source,
        )
        self.library.save_article(article)
        return article

    def _document(self, path: Path) -> Article:
        from docbao.sources.files import read_document  # noqa: PLC0415 - only for files

        return read_document(path, now=self.now())

    def _fetch(self, url: str, feed: Feed, entry: Entry | None) -> Article:
        from docbao.sources.addresses import private_reach  # noqa: PLC0415 - with the fetcher
        from docbao.sources.fetch import ARTICLE_LIMIT_BYTES  # noqa: PLC0415 - as above

        try:
            page = self.fetcher.fetch(
                url,
                limit_bytes=ARTICLE_LIMIT_BYTES,
                allow_private=private_reach(feed),
            )
        except FetchError:
            if entry is None or not entry.content_html:
                raise
            # The page cannot be had, but the feed brought the text along.
            page = Page(url, url, 200, "text/html; charset=utf-8", entry.content_html.encode())
        return self.extractor.extract(page, feed=feed, entry=entry)

    @cached_property
    def studio(self) -> Studio:
        """This process's own studio: lexicon and voices, opened when first needed."""
        from docbao.narration.studio import open_studio  # noqa: PLC0415 - listing needs no sound

        studio = open_studio(self.studio_settings())
        self._opened.append(studio.close)
        return studio

    def studio_settings(self) -> StudioSettings:
        """What a studio is made from, here or in a worker."""
        from docbao.narration.casting import engine_settings  # noqa: PLC0415 - as above
        from docbao.narration.commission import StudioSettings  # noqa: PLC0415 - as above

        places = self.config.locations
        places.begin_private()
        return StudioSettings(
            home=places.home,
            clips=places.clips,
            locks=places.state / "locks",
            clip_quota_bytes=self.config.audio.clip_quota_mb * 1_000_000,
            engines=tuple(
                (engine, tuple(settings.items()))
                for engine, settings in engine_settings(self.config).items()
            ),
            lexicon=places.lexicon_file if places.lexicon_file.exists() else None,
            region=self.config.reading.region,
        )

    def reading(self, text: str) -> Reading:
        """What would be said for a line of text, span by span."""
        from docbao.text.habits import HABITS  # noqa: PLC0415 - as below
        from docbao.text.rules import read  # noqa: PLC0415 - the rules are not always needed

        habits = HABITS[self.config.reading.region]
        return read(text, language=None, lexicon=self.studio.lexicon, habits=habits)

    def casting(self, *, engine: str | None = None, voice: str | None = None) -> Casting:
        """Who reads; with what was asked for on the spot before every setting."""
        from docbao.narration.casting import Casting  # noqa: PLC0415 - with the studio
        from docbao.speech.choice import AUTO, Wish  # noqa: PLC0415 - as above

        return Casting(self.config, self.studio, wish=Wish(engine or AUTO, voice))


def _names_file(item: str) -> bool:
    """Whether `item` can only be meant as a file: it has a folder or an ending, and no number."""
    path = Path(item)
    return bool(path.suffix and path.exists()) or len(path.parts) > 1 or path.is_absolute()
