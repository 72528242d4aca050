"""Talking newspapers as DAISY 2.02: for the players that blind readers have owned for years.

A folder for a memory card or a disc. Each article has its text, its sound and what ties them,
sentence by sentence; the navigation centre leads by source, article and heading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from docbao.errors import AudioError, SpeechError, TextError
from docbao.i18n import Language
from docbao.publish.book import Book, Bound, empty_book, facts_of, in_order, section_of
from docbao.publish.book_pages import Told, told_of
from docbao.publish.daisy_pages import (
    MASTER,
    NCC,
    Facts,
    Heading,
    Part,
    Sentence,
    render_master,
    render_ncc,
    render_smil,
    render_text,
)
from docbao.publish.episodes import Item, choose, key_of, look_at
from docbao.publish.feed_xml import title_of
from docbao.publish.folder import Folder, Piece
from docbao.publish.mp3 import bare_mp3
from docbao.publish.shows import Episode, LeftOut, Listen

_VERSION: Final = 1
"""Raised whenever the same articles would give another book."""

Announce = Callable[[str, Language], tuple[Path, int]]
"""Speaks the name of the book or of a source: an MP3 and its length in milliseconds."""


@dataclass(slots=True)
class _Draft:
    """A book as far as it has been put together."""

    facts: Facts
    announce: Announce | None
    parts: list[Part] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    sounds: list[tuple[Path, str]] = field(default_factory=list)
    """File of each part's sound, and a hash that stands for it."""
    texts: list[tuple[str, Episode, tuple[Told, ...], str]] = field(default_factory=list)
    waiting: list[Heading] = field(default_factory=list)
    """Headings that are heard where the next part begins: nobody could speak them."""

    def name(self, level: int, text: str, language: Language, part: str, css: str = "") -> None:
        """A heading without text of its own: spoken where that can be done."""
        heading = Heading(level, text, language, f"{part}.smil#t0001", f"h-{part}", css)
        spoken = None
        if self.announce is not None:
            try:
                spoken = self.announce(text, language)
            except (SpeechError, TextError, AudioError):
                self.announce = None  # a heading that leads on to its first article is no harm
        if spoken is None:
            self.waiting.append(heading)
            return
        sound, duration_ms = spoken
        sentence = Sentence(f"{NCC}#{heading.name}", 0, duration_ms)
        key = key_of(text, sound.stat().st_size, duration_ms)
        self._take(Part(part, text, duration_ms, (sentence,)), sound, key)
        self.headings.append(heading)

    def tell(self, item: Item, told: tuple[Told, ...], part: str) -> None:
        """An article with its headings."""
        article, recording = item.article, item.episode.recording
        heard = [one for one in told if one.is_heard]
        sentences = tuple(
            Sentence(f"{part}.html#{one.name}", one.start_ms, one.end_ms) for one in heard
        ) or (Sentence(f"{part}.html#t", 0, recording.duration_ms),)
        title = title_of(article)
        self._take(
            Part(part, title, recording.duration_ms, sentences), item.episode.sound, item.sound_key
        )
        self.texts.append((part, item.episode, told, item.words_key))
        language = article.language
        self.headings.append(Heading(3, title, language, f"{part}.smil#t0001", f"h-{part}"))
        seen: set[int] = set()
        for number, one in enumerate(heard, start=1):
            block = one.cue.utterance.block
            if 0 <= block < len(article.blocks) and block not in seen:
                seen.add(block)
                if article.blocks[block].kind == "heading":
                    target, name = f"{part}.smil#t{number:04}", f"h-{part}-{number}"
                    text = article.blocks[block].text
                    self.headings.append(Heading(4, text, language, target, name))

    def _take(self, part: Part, sound: Path, key: str) -> None:
        for heading in self.waiting:
            self.headings.append(replace(heading, target=f"{part.name}.smil#t0001"))
        self.waiting.clear()
        self.parts.append(part)
        self.sounds.append((sound, key))


def bind_daisy(
    out: Path,
    book: Book,
    episodes: Sequence[Episode],
    listen: Listen,
    announce: Announce | None = None,
) -> Bound:
    """Bring the folder of a DAISY 2.02 book up to date.

    Args:
        out: The folder; files in it that are not docbao's are left alone.
        book: What it is called.
        episodes: What it holds; put in order by feed, in each the newest first.
        listen: Gives the words of a recording.
        announce: Speaks the names of book and sources; without it they lead to what follows.

    Raises:
        PublishError: None of the episodes has its sound, a stranger's file is in the way, or
            the folder cannot be written; the navigation centre is then as it was.
    """
    looked = [look_at(episode) for episode in in_order(book, choose(episodes, 0))]
    items = [item for item in looked if isinstance(item, Item)]
    left_out = tuple(left for left in looked if isinstance(left, LeftOut))
    if not items:
        raise empty_book(book, left_out)
    draft = _put_together(book, items, listen, announce)
    size_bytes = _write(Folder(out), draft)
    return Bound(out / NCC, size_bytes, tuple(item.episode for item in items), left_out)


def _put_together(
    book: Book, items: Sequence[Item], listen: Listen, announce: Announce | None
) -> _Draft:
    about = facts_of(book, items)
    recordings = [item.episode.recording for item in items]
    draft = _Draft(
        Facts(
            identifier=about.identifier,
            title=about.title,
            language=about.language,
            day=f"{about.modified:%Y-%m-%d}",
            sources=_once(section_of(book, item) for item in items),
            narrators=_once(recording.voice.name for recording in recordings),
            languages=tuple(dict.fromkeys([about.language, *(i.article.language for i in items)])),
        ),
        announce,
    )
    draft.name(1, about.title, about.language, "title", "title")
    section = ""
    sections = 0
    for number, item in enumerate(items, start=1):
        if (named := section_of(book, item)) != section and named:
            sections += 1
            draft.name(2, named, about.language, f"p{sections:04}", "section")
        section = named
        cues = listen(item.episode.recording).cues
        draft.tell(item, told_of(cues, item.episode.recording.duration_ms), f"a{number:04}")
    return draft


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _write(folder: Folder, draft: _Draft) -> int:
    """Sounds, texts, what ties them, and last of all the navigation centre; bytes of all."""
    pieces = [
        Piece(f"{part.name}.mp3", key_of(_VERSION, key), partial(bare_mp3, sound))
        for part, (sound, key) in zip(draft.parts, draft.sounds, strict=True)
    ]
    facts = draft.facts
    for name, episode, told, words_key in draft.texts:
        key = key_of(_VERSION, words_key, name, *(one.start_ms for one in told))
        pieces.append(Piece(f"{name}.html", key, partial(render_text, episode.article, told)))
    elapsed_ms = 0
    for part in draft.parts:
        key = key_of(_VERSION, facts.identifier, facts.title, part, elapsed_ms)
        render = partial(render_smil, facts, part, elapsed_ms)
        pieces.append(Piece(f"{part.name}.smil", key, render))
        elapsed_ms += part.duration_ms
    key = key_of(_VERSION, facts.identifier, facts.title, *draft.parts)
    pieces.append(Piece(MASTER, key, partial(render_master, facts, draft.parts)))
    folder.claim([*(piece.name for piece in pieces), NCC])
    for piece in pieces:
        folder.place(piece)
    sizes = sum(folder.size_of(piece.name) for piece in pieces)
    facts = replace(facts, files=len(pieces) + 1, size_bytes=sizes)
    render = partial(render_ncc, facts, draft.headings, elapsed_ms)
    folder.place(Piece(NCC, key_of(_VERSION, facts, *draft.headings, elapsed_ms), render))
    folder.settle(at_once=True)
    return sizes + folder.size_of(NCC)
