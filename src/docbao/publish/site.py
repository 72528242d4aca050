"""Sites: static pages for low-vision readers and for screen readers in a browser.

Plain files for any web server, or opened from the disk: an article with its sound, the sentence
being heard marked; lists by day and by source. All of it can be read and heard without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from docbao.clean import slug
from docbao.i18n import Language
from docbao.model import Recording
from docbao.publish.episodes import Item, choose, key_of, look_at, words_key
from docbao.publish.folder import Folder, Piece
from docbao.publish.shows import Episode, LeftOut, Listen
from docbao.publish.site_frame import INDEX, Asset, Frame, frame_of
from docbao.publish.site_lists import Lists
from docbao.publish.site_pages import ARTICLES_FOLDER, Story, render_story

_VERSION: Final = 1
"""Raised whenever the same articles would give other pages."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is called, and how it is divided."""

    title: str
    language: Language = "vi"
    """Of everything around the articles."""
    sections: Mapping[str, str] | None = None
    """Title of each feed, by its name."""
    page_items: int = 40
    """A list shows the newest this many and less than twice as many; older ones follow."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What became of a site."""

    index: Path
    episodes: tuple[Episode, ...]
    """All articles of the site, newest first."""
    left_out: tuple[LeftOut, ...] = ()
    """Those whose sound could not be had: they are there as text alone."""
    written: int = 0
    """Files written or linked in this run; 0 when nothing had changed."""
    removed: int = 0


def publish_site(out: Path, site: Site, episodes: Iterable[Episode], listen: Listen) -> LaidOut:
    """Bring a site up to date; a run that finds nothing new writes nothing.

    Args:
        out: Its folder; files in it that are not docbao's are left alone.
        site: What it is called.
        episodes: What it holds.
        listen: Gives the words of a recording.

    Raises:
        PublishError: The folder cannot be written, or holds a stranger's file where a page
            should be; the first page is then as it was.
    """
    chosen = choose(episodes, 0)
    looked = [look_at(episode) for episode in chosen]
    stories = [_story(site, one, found) for one, found in zip(chosen, looked, strict=True)]
    frame = frame_of(site.title, site.language)
    facts = (_VERSION, frame.title, frame.language, frame.style.name, frame.script.name)
    lists = tuple(Lists(frame, facts, site.sections or {}, site.page_items).render(stories))
    pages = [f"{ARTICLES_FOLDER}/{story.name}" for story in stories]
    sounds = [f"{ARTICLES_FOLDER}/{story.sound}" for story in stories if story.sound]
    folder = Folder(out)
    folder.claim([*sounds, *pages, frame.style.name, frame.script.name, *(p.name for p in lists)])
    for asset in (frame.style, frame.script):
        folder.place(_asset(asset))
    for number in reversed(range(len(stories))):  # oldest first, as of a podcast
        story = stories[number]
        found = looked[number]
        if isinstance(found, Item):
            sound = chosen[number].sound
            folder.link(f"{ARTICLES_FOLDER}/{story.sound}", sound, found.sound_key)
        newer = stories[number - 1] if number else None
        older = stories[number + 1] if number + 1 < len(stories) else None
        near = [(s.key, s.name) if s else None for s in (newer, older)]
        key = key_of(*facts, story.key, near)
        render = partial(_render, frame, (newer, story, older), listen, chosen[number].recording)
        folder.place(Piece(pages[number], key, render))
    for piece in lists:
        folder.place(piece)
    removed = folder.settle()
    left_out = tuple(found for found in looked if isinstance(found, LeftOut))
    return LaidOut(out / INDEX, chosen, left_out, folder.written, removed)


def _render(
    frame: Frame, near: tuple[Story | None, Story, Story | None], listen: Listen, of: Recording
) -> bytes:
    newer, story, older = near
    return render_story(frame, story, listen(of).cues, newer, older)


def _story(site: Site, episode: Episode, found: Item | LeftOut) -> Story:
    article = episode.article
    name = slug(article.id)
    sound, sound_key = "", ""
    if isinstance(found, Item):
        # The name ends in a hash of the sound: a recording made anew is another file.
        sound_key = found.sound_key
        sound = f"{name}-{PurePosixPath(found.stem).name.rpartition('-')[2]}.mp3"
    section = (site.sections or {}).get(article.feed, "") or article.source
    key = key_of(words_key(episode, sound_key), section)
    return Story(article, f"{name}.html", sound, section, episode.recording.duration_ms, key)


def _asset(asset: Asset) -> Piece:
    return Piece(asset.name, asset.name, lambda: asset.content)
