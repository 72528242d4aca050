"""Podcasts: from shows and their episodes to a folder ready for any web server.

The feed is replaced last and whole, so whoever asks for it while it is being written gets the
edition before, all of whose files are still there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from docbao.i18n import Language
from docbao.publish.addresses import address, check_base_url, check_owner
from docbao.publish.categories import find_category
from docbao.publish.cover import check_cover, draw_cover
from docbao.publish.episodes import Item, choose, key_of, look_at
from docbao.publish.feed_xml import VERSION, Paging, archive_name, render_feed
from docbao.publish.folder import Folder, Piece
from docbao.publish.pages import page_name, render_index, render_shows, render_transcript
from docbao.publish.shows import Episode, Heard, LeftOut, Listen, Published, Show

_Held = TypeVar("_Held")
_CHAPTERS_VERSION: Final = "1.2.0"
"""Podcasting 2.0, JSON chapters format."""


def publish_show(
    out: Path,
    show: Show,
    episodes: Iterable[Episode],
    *,
    base_url: str,
    listen: Listen,
) -> Published:
    """Bring a show's folder up to date; a run that finds nothing new writes nothing.

    Args:
        out: The folder everything is published in; the show has its own in it, if it says so.
        show: The show.
        episodes: All it has; the newest are chosen as it says.
        base_url: Address of `out` on the web.
        listen: Gives the words of a recording.

    Raises:
        PublishError: The address, category or cover cannot be used, or the folder cannot be
            written; the feed is then as it was.
    """
    url = check_base_url(base_url)
    if show.folder:
        url = address(url, f"{show.folder}/")
    find_category(show.category)
    check_owner(show.link, show.email)
    looked = [look_at(episode) for episode in choose(episodes, show.limit)]
    items = [item for item in looked if isinstance(item, Item)]
    cover = _cover(show)
    folder = Folder(out / show.folder)
    documents = _documents(show, items, base_url=url, cover_name=cover.name)
    names = [cover.name, *(piece.name for piece in documents)]
    folder.claim([*(name for item in items for name in _names(item)), *names])
    folder.place(cover)
    # Oldest first: who interrupts a long first run has the beginning of an archive, not holes.
    for item in reversed(items):
        _place_episode(folder, item, listen)
    for piece in documents:
        folder.place(piece)
    removed = folder.settle()
    return Published(
        show,
        address(url, archive_name(0)),
        tuple(item.episode for item in items),
        tuple(left for left in looked if isinstance(left, LeftOut)),
        folder.written,
        removed,
    )


def publish_list(out: Path, shows: Sequence[Show], language: Language) -> None:
    """Write the page that leads to several shows.

    Raises:
        PublishError: It could not be written, or another page is there.
    """
    folder = Folder(out)
    facts = [(show.title, show.folder, show.description, show.language) for show in shows]
    name = page_name(0)
    folder.claim([name])
    key = key_of(VERSION, language, facts)
    folder.place(Piece(name, key, partial(render_shows, shows, language)))
    folder.settle()


def _cover(show: Show) -> Piece:
    """The cover under a name of its own content: directories keep a picture by its address."""
    if show.cover is None:
        key = key_of("drawn", VERSION, show.title)
        return Piece(f"cover-{key[:8]}.png", key, partial(draw_cover, show.title))
    content, ending = check_cover(show.cover)
    key = key_of(content.hex())
    return Piece(f"cover-{key[:8]}.{ending}", key, lambda: content)


def _names(item: Item) -> tuple[str, ...]:
    endings = (".mp3", ".vtt", ".html", *((".json",) if item.has_chapters else ()))
    return tuple(item.stem + ending for ending in endings)


def _place_episode(folder: Folder, item: Item, listen: Listen) -> None:
    folder.link(f"{item.stem}.mp3", item.episode.sound, item.sound_key)
    key = key_of(VERSION, item.words_key)
    words = [name for name in _names(item)[1:] if not folder.is_there(name, key)]
    if not words:
        return
    heard = listen(item.episode.recording)
    renderers: dict[str, Callable[[], bytes]] = {
        ".vtt": heard.vtt.encode,
        ".html": partial(render_transcript, item, heard),
        ".json": partial(render_chapters, item, heard),
    }
    for name in words:
        folder.place(Piece(name, key, renderers[name[name.rindex(".") :]]))


def render_chapters(item: Item, heard: Heard) -> bytes:
    """The chapters of an episode as Podcasting 2.0 has them; the first begins at 0."""
    starts = heard.chapters or ((0, item.article.title),)
    chapters = [{"startTime": ms / 1000, "title": title} for ms, title in starts]
    content = {"version": _CHAPTERS_VERSION, "chapters": chapters}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _documents(
    show: Show, items: Sequence[Item], *, base_url: str, cover_name: str
) -> tuple[Piece, ...]:
    """The pages and feed documents, the feed itself last."""
    facts = (VERSION, base_url, cover_name, show)
    pages: list[Piece] = []
    feeds: list[Piece] = []
    for paging, held in paged(items, show.page_items):
        about = (paging.number, paging.older, paging.newer)
        key = key_of(*facts, *about, *(item.words_key for item in held))
        page = partial(
            render_index, show, held, base_url=base_url, cover_name=cover_name, paging=paging
        )
        feed = partial(
            render_feed, show, held, base_url=base_url, cover_name=cover_name, paging=paging
        )
        pages.append(Piece(page_name(paging.number), key, page))
        feeds.append(Piece(paging.name, key, feed))
    return (*pages, *feeds)


def paged(items: Sequence[_Held], page_items: int) -> Iterable[tuple[Paging, Sequence[_Held]]]:
    """The documents of a feed, archives first, each with what it holds, newest first.

    Archives fill from the oldest episode on, so that a full one stays as it is (RFC 5005,
    section 4) and the feed itself never runs empty.
    """
    archives = max(0, len(items) // page_items - 1)
    oldest_first = items[::-1]
    for number in range(1, archives + 1):
        held = oldest_first[(number - 1) * page_items : number * page_items]
        yield Paging(number, archives), held[::-1]
    yield Paging(0, archives), oldest_first[archives * page_items :][::-1]
