"""What is published of the library: which recordings make which podcast."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from docbao.config import ShowSettings
from docbao.errors import DocbaoError, ItemNotFound, PublishError
from docbao.i18n import Language, Phrase
from docbao.model import Feed, Recording
from docbao.newsroom import Newsroom
from docbao.publish.addresses import check_base_url
from docbao.publish.podcast import publish_list, publish_show
from docbao.publish.shows import Episode, Heard, Listen, Published, Show
from docbao.store.locks import Lock

Division = Literal["as configured", "one", "by feed"]
_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)
_TITLE: Final = Phrase(vi="Tin tức đọc thành lời", en="News read aloud")
_ABOUT: Final = Phrase(
    vi="Tin từ nhiều báo, từng bài một, kèm bản chữ.",
    en="News from several sources, article by article, with transcripts.",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the library is meant."""

    feeds: tuple[str, ...] = ()
    """Names of feeds; empty for all."""
    since: datetime | None = None
    """Published at this time or later."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A show and what it is made of."""

    show: Show
    feeds: tuple[str, ...] = ()
    """Names of feeds; empty for all."""


@dataclass(frozen=True, slots=True)
class Aired:
    """What became of one show: what was published, or why it was not."""

    show: Show
    published: Published | None = None
    error: DocbaoError | None = None


def plan(
    newsroom: Newsroom, choice: Choice, division: Division, names: Collection[str] = ()
) -> tuple[Planned, ...]:
    """The shows to be published.

    Args:
        newsroom: Knows the feeds, and the shows of `feeds.yaml`.
        choice: The feeds asked for.
        division: One show for all, one for each feed, or those of `feeds.yaml` (one for all
            where it has none).
        names: Only these shows of `feeds.yaml`; empty for all of them.

    Raises:
        ItemNotFound: There is no such feed or show.
        PublishError: A show for each feed is asked for, and none has a recording.
    """
    for name in choice.feeds:
        newsroom.feed(name)
    configured = newsroom.config.shows
    known = [show.name for show in configured]
    for name in names:
        if name not in known:
            raise _no_show(name, known)
    if names or (division == "as configured" and configured and not choice.feeds):
        chosen = [show for show in configured if not names or show.name in names]
        return tuple(Planned(_show(newsroom, show), show.feeds) for show in chosen)
    if division == "by feed":
        feeds = map(newsroom.feed, choice.feeds) if choice.feeds else newsroom.config.feeds
        by_feed = tuple(
            Planned(_show_of_feed(newsroom, feed), (feed.name,))
            for feed in feeds
            if choice.feeds or newsroom.library.recordings(feed=feed.name, limit=1)
        )
        if not by_feed:
            raise nothing_to_publish(only_show(newsroom, choice).title)
        return by_feed
    return (Planned(only_show(newsroom, choice), choice.feeds),)


def _show(newsroom: Newsroom, settings: ShowSettings) -> Show:
    cover = newsroom.config.locations.home / Path(settings.cover).expanduser()
    return Show(
        title=settings.title,
        folder=settings.name,
        description=settings.description,
        author=settings.author,
        owner=settings.owner,
        email=settings.email,
        category=settings.category,
        language=settings.language,
        explicit=settings.explicit,
        link=settings.link,
        cover=cover if settings.cover else None,
        limit=settings.limit,
    )


def _show_of_feed(newsroom: Newsroom, feed: Feed) -> Show:
    return Show(
        title=feed.title or feed.name,
        folder=feed.name,
        language=feed.language,
        cover=_cover(newsroom),
    )


def only_show(newsroom: Newsroom, choice: Choice, *, language: Language | None = None) -> Show:
    """The one show that all that is chosen would make.

    Args:
        newsroom: Knows the feeds.
        choice: Which feeds.
        language: Of its title and description, where a feed does not say them; that of
            `feeds.yaml` when not given. Never the terminal's: a feed must stay the same.
    """
    language = language or newsroom.config.language or "vi"
    title, about = _TITLE.in_language(language), _ABOUT.in_language(language)
    if len(choice.feeds) == 1:
        feed = newsroom.feed(choice.feeds[0])
        title, language, about = feed.title or feed.name, feed.language, ""
    return Show(title=title, description=about, language=language, cover=_cover(newsroom))


def _cover(newsroom: Newsroom) -> Path | None:
    named = newsroom.config.audio.cover
    return newsroom.config.locations.home / Path(named).expanduser() if named else None


def _no_show(name: str, known: list[str]) -> ItemNotFound:
    return ItemNotFound(
        Phrase("không có podcast nào tên {name}", "there is no podcast named {name}").fill(
            name=name
        ),
        hint=Phrase("Chọn một trong: {names}.", "Choose one of: {names}.").fill(
            names=", ".join(known)
        )
        if known
        else Phrase(
            "Thêm nó dưới `shows:` trong feeds.yaml.", "Add it under `shows:` in feeds.yaml."
        ),
    )


def air(
    newsroom: Newsroom,
    out: Path,
    shows: tuple[Planned, ...],
    *,
    base_url: str,
    since: datetime | None = None,
) -> Iterator[Aired]:
    """Publish each show; one that fails stops no other and stays as it was.

    Raises:
        PublishError: The address cannot be used.
    """
    url = check_base_url(base_url)
    aired: list[Show] = []
    with publishing(newsroom):
        for planned in shows:
            episodes = tuple(episodes_of(newsroom, Choice(planned.feeds, since)))
            try:
                if not episodes:
                    raise nothing_to_publish(planned.show.title)
                published = publish_show(
                    out, planned.show, episodes, base_url=url, listen=listener(newsroom, episodes)
                )
            except DocbaoError as error:
                yield Aired(planned.show, error=error)
                continue
            aired.append(planned.show)
            if published.written:
                ids = (episode.recording.id for episode in published.episodes)
                newsroom.library.touch_recordings(ids)
            yield Aired(planned.show, published)
        if any(show.folder for show in aired):
            publish_list(out, aired, newsroom.config.language or "vi")


def publishing(newsroom: Newsroom) -> AbstractContextManager[object]:
    """One run at a time: each of two would think the other's files to be a stranger's."""
    return Lock(newsroom.config.locations.state / "locks" / "publish.lock")


def nothing_to_publish(title: str) -> PublishError:
    """The error for a show or book without a single recording."""
    return PublishError(
        Phrase("“{title}” chưa có bài nào có tiếng", "“{title}” has no recordings yet").fill(
            title=title
        ),
        hint=Phrase(
            "Làm trước bằng: docbao audio --all --since 1d",
            "Make some first: docbao audio --all --since 1d",
        ),
    )


def episodes_of(newsroom: Newsroom, choice: Choice) -> Iterator[Episode]:
    """The articles chosen that have sound, each with its latest recording."""
    library = newsroom.library
    latest: dict[str, Recording] = {}
    for name in choice.feeds or (None,):
        for recording in library.recordings(feed=name):  # the last made come first
            latest.setdefault(recording.article, recording)
    articles = library.articles(latest)  # without the programmes, which are made of several
    home = newsroom.config.locations.home
    for id_, recording in latest.items():
        article = articles.get(id_)
        if article and (not choice.since or (article.published or _LONG_AGO) >= choice.since):
            yield Episode(article, recording, home / recording.path)


def listener(newsroom: Newsroom, episodes: Iterable[Episode]) -> Listen:
    """How the words of the recordings of `episodes` are looked up in the library."""
    from docbao.audio.sidecars import render_vtt  # noqa: PLC0415 - brings the audio room
    from docbao.audio.tags import Heading, Tags, chapters  # noqa: PLC0415 - as above

    articles = {episode.article.id: episode.article for episode in episodes}

    def listen(recording: Recording) -> Heard:
        cues = newsroom.library.recording(recording.id).cues
        article = articles[recording.article]
        headings = tuple(
            Heading(index, block.text)
            for index, block in enumerate(article.blocks)
            if block.kind == "heading"
        )
        tags = Tags(article.title, headings=headings)
        heard = chapters(tags, cues, recording.duration_ms)
        starts = tuple((chapter.start_ms, chapter.title) for chapter in heard)
        return Heard(cues, render_vtt(cues), starts)

    return listen
