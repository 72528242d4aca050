"""What a player, a car radio or a podcast program shows of a recording: ID3v2.3.

Version 2.3 with UTF-16 is what the oldest players still in use can read; all of them read it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

from docbao.errors import AudioError
from docbao.i18n import Language, Phrase
from docbao.model import Cue

_LANGUAGES: Final = {"vi": "vie", "en": "eng"}
"""ISO 639-2, as ID3 wants them."""

_UTF16: Final = 1
_FRONT_COVER: Final = 3
_MILLISECONDS: Final = 2
_LYRICS: Final = 1
_NO_OFFSET: Final = 0xFFFF_FFFF
_TOP_LEVEL_ORDERED: Final = 3
_HEADER_BYTES: Final = 10

_COVER_TYPES: Final = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A place a listener may jump to."""

    block: int
    """`Utterance.block` it begins with."""
    title: str


@dataclass(frozen=True, slots=True)
class Tags:
    """What is known of a recording beside its sound; empty fields are left out."""

    title: str
    artist: str = ""
    """The publication."""
    album: str = ""
    """The feed, or the programme."""
    published: datetime | None = None
    """The only time that enters the file, so that the same story gives the same bytes."""
    language: Language = "vi"
    url: str = ""
    genre: str = "Podcast"
    headings: tuple[Heading, ...] = ()
    """Chapters begin with these, and there is one for what comes before the first."""
    cover: bytes | None = field(default=None, repr=False)
    """JPEG or PNG."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of a recording with a name; chapters tile the recording."""

    start_ms: int
    end_ms: int
    title: str


def chapters(tags: Tags, cues: Sequence[Cue], duration_ms: int) -> tuple[Chapter, ...]:
    """The chapters of a recording, in order of time; none where no heading is heard."""
    titles = {heading.block: heading.title for heading in tags.headings}
    starts: list[tuple[int, str]] = []
    for cue in cues:
        title = titles.pop(cue.utterance.block, None)
        if title is not None:
            starts.append((cue.start_ms, title))
    if not starts:
        return ()
    starts.sort(key=lambda start: start[0])
    if starts[0][0] > cues[0].start_ms:
        starts.insert(0, (0, tags.title))
    starts[0] = (0, starts[0][1])
    ends = [start for start, _ in starts[1:]] + [duration_ms]
    return tuple(
        Chapter(start, end, title) for (start, title), end in zip(starts, ends, strict=True)
    )


def lyrics(cues: Iterable[Cue]) -> str:
    """The text of a recording as written: a line for each sentence, a blank one between blocks."""
    lines: list[str] = []
    block: int | None = None
    for cue in cues:
        if block is not None and cue.utterance.block != block:
            lines.append("")
        block = cue.utterance.block
        lines.append(cue.utterance.text)
    return "\n".join(lines)


def render_tags(tags: Tags, cues: Sequence[Cue], duration_ms: int) -> bytes:
    """The ID3v2.3 tag to stand in front of the recording.

    Returns:
        The same bytes for the same arguments.

    Raises:
        AudioError: The cover is neither JPEG nor PNG.
    """
    id3 = _id3()

    heard = chapters(tags, cues, duration_ms)
    frames = _frame_bytes([*_text_frames(tags, duration_ms), *_other_frames(tags, cues)])
    if heard:
        contents = id3.CTOC(
            element_id="toc",
            flags=_TOP_LEVEL_ORDERED,
            child_element_ids=[f"ch{number}" for number in range(len(heard))],
            sub_frames=[],
        )
        frames += _frame_bytes([contents])
    # Players list chapters as they stand in the file, and mutagen sorts frames by their length:
    # so each is rendered alone and put in its place.
    for number, chapter in enumerate(heard):
        frames += _frame_bytes([_chapter_frame(number, chapter)])
    size = bytes(len(frames) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + frames


def _id3() -> Any:
    """Frames of mutagen; it has no types, so they are `Any` here and nowhere else."""
    from mutagen import id3  # noqa: PLC0415 - 30 ms at start-up, for those who make files only

    return id3


def _text_frames(tags: Tags, duration_ms: int) -> list[Any]:
    id3 = _id3()

    texts = {
        id3.TIT2: tags.title,
        id3.TPE1: tags.artist,
        id3.TALB: tags.album,
        id3.TCON: tags.genre,
        id3.TLAN: _LANGUAGES[tags.language],
        id3.TLEN: str(duration_ms),
    }
    frames = [kind(encoding=_UTF16, text=[text]) for kind, text in texts.items() if text]
    if tags.published is not None:
        moment = tags.published.astimezone(UTC)
        frames.append(id3.TDRC(encoding=_UTF16, text=[f"{moment:%Y-%m-%dT%H:%M:%S}"]))
    return frames


def _other_frames(tags: Tags, cues: Sequence[Cue]) -> list[Any]:
    id3 = _id3()

    language = _LANGUAGES[tags.language]
    frames: list[Any] = []
    if tags.url:
        address = quote(tags.url, safe="%:/?#[]@!$&'()*+,;=~")
        frames += [id3.WOAF(url=address), id3.WXXX(encoding=_UTF16, desc="", url=address)]
    if cues:
        lines = [(cue.utterance.text, cue.start_ms) for cue in cues]
        frames += [
            id3.USLT(encoding=_UTF16, lang=language, desc="", text=lyrics(cues)),
            id3.SYLT(
                encoding=_UTF16,
                lang=language,
                desc="",
                format=_MILLISECONDS,
                type=_LYRICS,
                text=lines,
            ),
        ]
    if tags.cover is not None:
        frames.append(
            id3.APIC(
                encoding=_UTF16,
                mime=_cover_type(tags.cover),
                type=_FRONT_COVER,
                desc="",
                data=tags.cover,
            )
        )
    return frames


def _chapter_frame(number: int, chapter: Chapter) -> Any:
    id3 = _id3()

    return id3.CHAP(
        element_id=f"ch{number}",
        start_time=chapter.start_ms,
        end_time=chapter.end_ms,
        start_offset=_NO_OFFSET,
        end_offset=_NO_OFFSET,
        sub_frames=[id3.TIT2(encoding=_UTF16, text=[chapter.title])],
    )


def _frame_bytes(frames: Iterable[Any]) -> bytes:
    id3 = _id3()

    tag = id3.ID3()
    for frame in frames:
        tag.add(frame)
    tag.update_to_v23()
    file = io.BytesIO()
    tag.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()[_HEADER_BYTES:]


def _cover_type(cover: bytes) -> str:
    for magic, kind in _COVER_TYPES:
        if cover.startswith(magic):
            return kind
    raise AudioError(
        Phrase(vi="Ảnh bìa không phải là tệp JPEG hay PNG", en="The cover is neither JPEG nor PNG"),
        hint=Phrase(
            vi="Hãy đổi ảnh bìa sang JPEG hoặc PNG.", en="Convert the cover to JPEG or PNG."
        ),
    )
