"""The newspaper as a whole: talking books and sites, made of the library's recordings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from docbao.clean import clean_line
from docbao.i18n import Language
from docbao.model import Article, Delivery
from docbao.newscast import Choice, episodes_of, listener, nothing_to_publish, only_show, publishing
from docbao.newsroom import Newsroom
from docbao.publish.book import Book, Bound, bind_book
from docbao.publish.daisy import Announce, bind_daisy
from docbao.publish.shows import Episode
from docbao.publish.site import LaidOut, Site, publish_site


def bind(
    newsroom: Newsroom,
    out: Path,
    choice: Choice,
    *,
    title: str | None = None,
    daisy: Path | None = None,
) -> tuple[Bound, ...]:
    """Bind the articles chosen into a talking book.

    Args:
        newsroom: Knows them.
        out: The `.epub`.
        choice: Which articles.
        title: Of the book; that of the feed, or a general one, when not given.
        daisy: A folder for the same book as DAISY 2.02, when one is wanted.

    Returns:
        The EPUB, and the DAISY book where there is one.

    Raises:
        ItemNotFound: There is no such feed.
        PublishError: No article has sound, or the book could not be written.
    """
    show = only_show(newsroom, choice)
    named = clean_line(title or "") or show.title
    episodes = _chosen(newsroom, choice, named)
    book = Book(named, show.language, _sections(newsroom, choice))
    bound = bind_book(out, book, episodes, listener(newsroom, episodes))
    if daisy is None:
        return (bound,)
    with publishing(newsroom):
        announce = announcer(newsroom)
        return bound, bind_daisy(daisy, book, episodes, listener(newsroom, episodes), announce)


def announcer(newsroom: Newsroom) -> Announce:
    """How a name is spoken: with the reader's own voice, and once for all books."""

    def announce(words: str, language: Language) -> tuple[Path, int]:
        from docbao.narration.commission import Commission  # noqa: PLC0415 - brings the audio room

        name = hashlib.sha256(f"{language} {words}".encode()).hexdigest()[:16]
        article = Article(name, "", "", words, "", (), language=language)
        path = newsroom.config.locations.state / "announcements" / f"{name}.mp3"
        path.parent.mkdir(parents=True, exist_ok=True)
        speech = newsroom.config.speech
        commission = Commission(
            article,
            newsroom.casting().casts(article),
            str(path.absolute()),
            delivery=Delivery(rate=speech.rate, pitch_semitones=speech.pitch_semitones),
        )
        recording = newsroom.studio.narrate(commission).recording
        return path, recording.duration_ms

    return announce


def lay_out(
    newsroom: Newsroom,
    out: Path,
    choice: Choice,
    *,
    title: str | None = None,
    language: Language | None = None,
) -> LaidOut:
    """Lay the articles chosen out as a site.

    Args:
        newsroom: Knows them.
        out: The folder of the site.
        choice: Which articles.
        title: Of the site; that of the feed, or a general one, when not given.
        language: Of everything around the articles; that of `feeds.yaml`, else Vietnamese, when
            not given. Never the terminal's: the site must stay the same.

    Raises:
        ItemNotFound: There is no such feed.
        PublishError: No article has been recorded, or the folder could not be written.
    """
    spoken = language or newsroom.config.language or "vi"
    named = clean_line(title or "") or only_show(newsroom, choice, language=spoken).title
    episodes = _chosen(newsroom, choice, named)
    site = Site(named, spoken, _sections(newsroom, choice))
    with publishing(newsroom):
        laid = publish_site(out, site, episodes, listener(newsroom, episodes))
    if laid.written:
        newsroom.library.touch_recordings(one.recording.id for one in laid.episodes)
    return laid


def _chosen(newsroom: Newsroom, choice: Choice, title: str) -> tuple[Episode, ...]:
    episodes = tuple(episodes_of(newsroom, choice))
    if not episodes:
        raise nothing_to_publish(title)
    return episodes


def _sections(newsroom: Newsroom, choice: Choice) -> Mapping[str, str]:
    """Titles of the feeds, in the order of `feeds.yaml`."""
    names = choice.feeds or tuple(feed.name for feed in newsroom.config.feeds)
    return {name: newsroom.feed(name).title or name for name in names}
