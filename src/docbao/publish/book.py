"""Talking newspapers: EPUB 3 with media overlays, text and sound in step sentence by sentence.

For the reading machines and programs that blind readers own: headings, lists and a table of
contents to move by, and the sentence being heard marked on the page.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from docbao.clean import clean_line
from docbao.errors import PublishError
from docbao.i18n import Language, Phrase
from docbao.publish.book_pages import STYLE, render_article, render_nav, render_overlay
from docbao.publish.cover import draw_cover
from docbao.publish.episodes import Item, choose, look_at
from docbao.publish.package import CONTAINER, Chapter, Facts, render_package
from docbao.publish.placing import draft_of, make_folders
from docbao.publish.shows import Episode, LeftOut, Listen

_ROOT: Final = "EPUB"
_PACKAGE: Final = f"{_ROOT}/package.opf"
_EPOCH: Final = datetime(1980, 1, 1, tzinfo=UTC)
_FILE_MODE: Final = 0o644 << 16
_CHUNK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Book:
    """What a book is called."""

    title: str
    language: Language = "vi"
    sections: Mapping[str, str] | None = None
    """Title of each feed, by its name."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What became of a book."""

    path: Path
    size_bytes: int
    episodes: tuple[Episode, ...]
    """In the order of the book."""
    left_out: tuple[LeftOut, ...] = ()


def bind_book(out: Path, book: Book, episodes: Sequence[Episode], listen: Listen) -> Bound:
    """Write the book, whole or not at all; the same articles give the same bytes.

    Args:
        out: The `.epub`; an earlier one by docbao is replaced, any other file is not.
        book: What it is called.
        episodes: What it holds; put in order by feed, in each the newest first.
        listen: Gives the words of a recording.

    Raises:
        PublishError: None of the episodes has its sound, the place is taken, or it could not
            be written.
    """
    _check_place(out)
    looked = [look_at(episode) for episode in in_order(book, choose(episodes, 0))]
    items = [item for item in looked if isinstance(item, Item)]
    left_out = tuple(left for left in looked if isinstance(left, LeftOut))
    if not items:
        raise empty_book(book, left_out)
    make_folders([out])
    with draft_of(out) as draft:
        with zipfile.ZipFile(draft, "x") as archive:
            _write(archive, book, items, listen)
        size_bytes = draft.stat().st_size
        draft.replace(out)
    return Bound(out, size_bytes, tuple(item.episode for item in items), left_out)


def in_order(book: Book, episodes: Sequence[Episode]) -> list[Episode]:
    """The episodes by feed, in the order of the book's sections."""
    feeds = list(book.sections or {})
    places = {name: place for place, name in enumerate(feeds)}
    return sorted(episodes, key=lambda e: (places.get(e.article.feed, len(feeds)), e.article.feed))


def _write(archive: zipfile.ZipFile, book: Book, items: Sequence[Item], listen: Listen) -> None:
    # The type first and uncompressed, where programs look for it (OCF 3.3, section 4.3).
    _put(archive, "mimetype", b"application/epub+zip", compress=False)
    _put(archive, "META-INF/container.xml", CONTAINER.encode())
    chapters = []
    for number, item in enumerate(items, start=1):
        chapter = Chapter(f"bai-{number:04}", item.episode, section_of(book, item))
        heard = listen(item.episode.recording)
        _put(archive, f"{_ROOT}/{chapter.page}", render_article(chapter, heard.cues))
        _put(archive, f"{_ROOT}/{chapter.overlay}", render_overlay(chapter, heard.cues))
        _pour(archive, f"{_ROOT}/{chapter.sound}", item.episode.sound)
        chapters.append(chapter)
    _put(archive, f"{_ROOT}/nav.xhtml", render_nav(book.title, book.language, chapters))
    _put(archive, f"{_ROOT}/style.css", STYLE.encode())
    _put(archive, f"{_ROOT}/cover.png", draw_cover(book.title), compress=False)
    _put(archive, _PACKAGE, render_package(facts_of(book, items), chapters))


def section_of(book: Book, item: Item) -> str:
    """What the source of an article is called; empty for one that is on its own."""
    article = item.article
    named = (book.sections or {}).get(article.feed, "")
    return named or article.source or article.feed


def facts_of(book: Book, items: Sequence[Item]) -> Facts:
    """What is said of a book as a whole; the same articles give the same."""
    times = [item.article.published for item in items if item.article.published]
    identity = "\n".join([clean_line(book.title), *(item.words_key for item in items)])
    return Facts(
        identifier=f"urn:uuid:{uuid5(NAMESPACE_URL, identity)}",
        title=book.title,
        language=book.language,
        modified=max(times, default=_EPOCH),
    )


def _entry(name: str, *, compress: bool) -> zipfile.ZipInfo:
    # Neither the time of writing nor this machine's kind get into the file.
    entry = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
    entry.create_system = 3
    entry.external_attr = _FILE_MODE
    entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    return entry


def _put(archive: zipfile.ZipFile, name: str, content: bytes, *, compress: bool = True) -> None:
    archive.writestr(_entry(name, compress=compress), content)


def _pour(archive: zipfile.ZipFile, name: str, sound: Path) -> None:
    """A sound file as it is: MP3 does not get smaller."""
    entry = _entry(name, compress=False)
    with sound.open("rb") as file, archive.open(entry, "w") as place:
        for piece in _pieces(partial(file.read, _CHUNK_BYTES)):
            place.write(piece)


def _pieces(read: Callable[[], bytes]) -> Iterator[bytes]:
    while piece := read():
        yield piece


def _check_place(out: Path) -> None:
    """See that `out` is free, or holds a book of ours."""
    if not out.exists() and not out.is_symlink():
        return
    try:
        with zipfile.ZipFile(out) as archive:
            ours = b'content="docbao"' in archive.read(_PACKAGE)
    except (OSError, KeyError, zipfile.BadZipFile):
        ours = False
    if not ours:
        raise PublishError(
            Phrase(
                vi="{path} đã có sẵn mà không phải sách của docbao",
                en="{path} is there, and no book of docbao's",
            ).fill(path=out),
            hint=Phrase(vi="Hãy chọn tên tệp khác.", en="Choose another file name."),
        )


def empty_book(book: Book, left_out: Sequence[LeftOut]) -> PublishError:
    """Why there is no book: the first article that could not be had, or that there is none."""
    if left_out:
        first = left_out[0].error
        return PublishError(first.message, hint=first.hint)
    return PublishError(
        Phrase(vi="sách “{title}” không có bài nào", en="the book “{title}” is empty").fill(
            title=book.title
        ),
        hint=Phrase(
            vi="Làm tiếng trước bằng: docbao audio --all --since 1d",
            en="Make recordings first: docbao audio --all --since 1d",
        ),
    )
