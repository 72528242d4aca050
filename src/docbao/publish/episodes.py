"""Episodes on their way into a folder: their file names, and the hashes that stand for content."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from docbao.clean import slug
from docbao.errors import DocbaoError, PublishError
from docbao.i18n import Phrase
from docbao.model import Article
from docbao.publish.shows import Episode, LeftOut

EPISODES_FOLDER: Final = "episodes"
_EDGE_BYTES: Final = 8_192
_HASH_CHARS: Final = 10
_STEM_CHARS: Final = 90
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+\Z")
"""Names that are slugs already, as nearly all are; with a dash, none is one Windows reserves."""
_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """An episode with the names of its files."""

    episode: Episode
    stem: str
    """`episodes/<name>-<hash of the sound>`; sound, transcripts and chapters share it."""
    sound_key: str
    words_key: str
    """Hash of all that transcripts, chapters and the feed say of it."""
    size_bytes: int
    """Of the MP3."""

    @property
    def article(self) -> Article:
        """What is read."""
        return self.episode.article

    @property
    def has_chapters(self) -> bool:
        """Whether the article has headings a listener may jump to."""
        return any(block.kind == "heading" for block in self.article.blocks)


def choose(episodes: Iterable[Episode], limit: int) -> tuple[Episode, ...]:
    """The newest `limit` of `episodes` (0: all), newest first; one an article, one order always."""
    by_article = {episode.article.id: episode for episode in episodes}
    ordered = sorted(
        by_article.values(),
        key=lambda e: (e.article.published or _LONG_AGO, e.article.id),
        reverse=True,
    )
    return tuple(ordered[: limit or None])


def look_at(episode: Episode) -> Item | LeftOut:
    """The episode with its names, or why it must be left out: its sound is gone or another."""
    try:
        size_bytes, edges = _ends_of(episode.sound)
    except OSError as cause:
        return LeftOut(episode.article, _gone(episode, cause))
    if size_bytes != episode.recording.size_bytes or not size_bytes:
        return LeftOut(episode.article, _changed(episode))
    # The id says all that determined the sound; size, head (tags) and tail catch a file that
    # was made anew all the same. Reading whole files would cost seconds for an archive.
    sound_key = _hash(episode.recording.id, str(size_bytes), edges)
    name = episode.recording.path.rpartition("/")[2].rpartition(".")[0]
    if len(name) > _STEM_CHARS or not _SLUG.match(name):
        name = slug(name, max_chars=_STEM_CHARS)
    stem = f"{EPISODES_FOLDER}/{name}-{sound_key[:_HASH_CHARS]}"
    return Item(episode, stem, sound_key, words_key(episode, sound_key), size_bytes)


def _ends_of(sound: Path) -> tuple[int, bytes]:
    """Size of a file, and its first and last bytes."""
    # Without a file object: an archive has thousands, looked at in every run.
    handle = os.open(sound, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size_bytes = os.fstat(handle).st_size
        edges = os.read(handle, _EDGE_BYTES)
        os.lseek(handle, max(0, size_bytes - _EDGE_BYTES), os.SEEK_SET)
        return size_bytes, edges + os.read(handle, _EDGE_BYTES)
    finally:
        os.close(handle)


def words_key(episode: Episode, sound_key: str) -> str:
    """Hash of all that is said of an article, and of the sound that is heard of it."""
    article = episode.article
    facts = (
        *(sound_key, article.title, article.lead, article.url, article.byline, article.source),
        *(article.language, str(article.published), str(episode.recording.duration_ms)),
        *(f"{block.kind}:{block.text}" for block in article.blocks),
    )
    return _hash("\x1f".join(facts))


def key_of(*parts: object) -> str:
    """A hash that stands for `parts`; each is told by its `str`."""
    return _hash("\x1f".join(map(str, parts)))


def _hash(*parts: str | bytes) -> str:
    sha = hashlib.blake2b(digest_size=16)
    for part in parts:
        sha.update(part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part)
        sha.update(b"\x1e")
    return sha.hexdigest()


def _gone(episode: Episode, cause: OSError) -> DocbaoError:
    error = PublishError(
        Phrase(
            vi="tệp tiếng của bài không còn: {path} ({why})",
            en="the sound of the article is gone: {path} ({why})",
        ).fill(path=episode.sound, why=cause.strerror or cause),
        hint=_MAKE_AGAIN.fill(id=episode.article.id),
    )
    error.__cause__ = cause
    return error


def _changed(episode: Episode) -> DocbaoError:
    return PublishError(
        Phrase(
            vi="tệp tiếng đã bị đổi từ khi docbao làm ra nó: {path}",
            en="the sound file was changed since docbao made it: {path}",
        ).fill(path=episode.sound),
        hint=_MAKE_AGAIN.fill(id=episode.article.id),
    )


_MAKE_AGAIN: Final = Phrase(
    vi="Làm lại bằng: docbao audio {id} --again", en="Make it anew: docbao audio {id} --again"
)
