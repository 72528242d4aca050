"""From an article to what will be heard of it: utterances with the pauses between them.

An engine is given one sentence at a time, or a part of a long one; pauses are silence put in by
us, the same for every engine, so that a listener hears where a paragraph or a heading is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from docbao.i18n import Language
from docbao.model import LEAD, TITLE, Article, BlockKind, Pause, Reading, Script, Span, Utterance
from docbao.text.expressions import lazy
from docbao.text.habits import DEFAULT, Habits
from docbao.text.lexicon import Lexicon
from docbao.text.rules import read, tidy
from docbao.text.sentences import sentences

# Pauses in ms. Between sentences 250–400, between paragraphs 600–800, between stories 1,200–1,500
# are what makers of read-aloud programs settled on; headings and the title, which an announcer
# sets apart, lie between the last two.
SENTENCE_PAUSE_MS: Final = 350
PARAGRAPH_PAUSE_MS: Final = 700
HEADING_PAUSE_MS: Final = 900
TITLE_PAUSE_MS: Final = 1000
_AFTER: Final[dict[BlockKind, int]] = {
    "paragraph": PARAGRAPH_PAUSE_MS,
    "heading": HEADING_PAUSE_MS,
    "list_item": 500,
    "quote": PARAGRAPH_PAUSE_MS,
    "table_row": 500,
    "caption": PARAGRAPH_PAUSE_MS,
}

# Where a sentence that is too long may be parted, best first. The mark stays on the left, so that
# the voice hears the comma and does not fall as at a full stop.
_BREAKS: Final = (
    lazy(r"(?<=;)\s+"),
    lazy(r"(?<=:)\s+"),
    lazy(r"(?<=[,–—])\s+"),
)
_SAYABLE: Final = lazy(r"[^\W_]")


def compose(  # noqa: PLR0913 - what is read, and five choices of how
    article: Article,
    *,
    max_chars: int,
    soon_chars: int | None = None,
    lexicon: Lexicon | None = None,
    habits: Habits = DEFAULT,
    respell: bool = False,
) -> Script:
    """Write the script that reads `article` aloud.

    Args:
        article: Cleaned text.
        max_chars: The longest `Utterance.spoken` the engine takes.
        soon_chars: Where somebody waits for the first sound: what the first utterance is cut to,
            if there is a mark to cut it at.
        lexicon: Terms; the built-in ones if not given.
        habits: The words of a region.
        respell: Whether foreign names are spelled the Vietnamese way.

    Returns:
        Title, lead and blocks, sentence by sentence, with a pause after each but the last.
        No utterance is longer than `max_chars` unless one reading of a rule is.
    """
    parts: list[Utterance | Pause] = []
    for block, text, pause_ms in _texts(article):
        said = False
        for sentence in sentences(text):
            reading = read(
                sentence,
                language="en" if article.language == "en" else None,
                lexicon=lexicon,
                habits=habits,
                respell=respell,
            )
            soon = None if parts else soon_chars
            cut = part(reading, max_chars=max_chars, soon_chars=soon)
            utterances = [u for u in cut if _SAYABLE.search(u.spoken)]
            if not utterances:
                continue
            if said:
                parts.append(Pause(SENTENCE_PAUSE_MS))
            parts += (replace(utterance, block=block) for utterance in utterances)
            said = True
        if said:
            parts.append(Pause(pause_ms))
    return Script(tuple(parts[:-1]))


def _texts(article: Article) -> Iterator[tuple[int, str, int]]:
    """What is read, in order: index of the block, its text, the pause after it."""
    yield TITLE, article.title, TITLE_PAUSE_MS
    yield LEAD, article.lead, PARAGRAPH_PAUSE_MS
    for index, block in enumerate(article.blocks):
        yield index, block.text, _AFTER[block.kind]


def part(reading: Reading, *, max_chars: int, soon_chars: int | None = None) -> Iterator[Utterance]:
    """A sentence as utterances short enough for the engine, their spans moved along.

    Joined, the texts are the sentence but for the blanks at the seams; no span is cut but a
    `plain` one.
    """
    whole = _utterance(reading.written, reading.spans, reading.language)
    pieces = _pieces(reading)
    count = _soon(pieces, min(soon_chars, max_chars)) if soon_chars else 0
    if not count and len(whole.spoken) <= max_chars:
        yield whole
        return
    count = count or _how_many(pieces, max_chars)
    while pieces:
        spans = tuple(pieces[:count])
        start, end = spans[0].start, spans[-1].end
        moved = tuple(replace(s, start=s.start - start, end=s.end - start) for s in spans)
        yield _utterance(reading.written[start:end], moved, reading.language)
        del pieces[:count]
        count = _how_many(pieces, max_chars) if pieces else 0


def _utterance(text: str, spans: tuple[Span, ...], language: Language) -> Utterance:
    reading = Reading(text, spans, language)
    said, raw = tidy(reading).strip(), reading.spoken.rstrip()
    if raw.endswith(",") and not said.endswith(","):
        said += ","  # a part ends where its sentence goes on, and must sound so
    return Utterance(text, said, spans, language)


_SEAM: Final = re.compile(r"\s+|\S{200}(?=\S)")
"""Where plain text may be parted: at a blank, or in what is too long to be a word."""


def _pieces(reading: Reading) -> list[Span]:
    """The spans, plain ones parted at every blank, so that they can be shared out."""
    pieces: list[Span] = []
    for span in reading.spans:
        if span.kind not in ("plain", "english") or span.end - span.start != len(span.spoken):
            pieces.append(span)
            continue
        at = 0
        for seam in _SEAM.finditer(span.spoken):
            pieces.append(_slice(span, at, seam.end()))
            at = seam.end()
        if at < len(span.spoken):
            pieces.append(_slice(span, at, len(span.spoken)))
    return pieces


def _slice(span: Span, start: int, end: int) -> Span:
    return replace(
        span, start=span.start + start, end=span.start + end, spoken=span.spoken[start:end]
    )


def _how_many(pieces: list[Span], max_chars: int) -> int:
    """How many of `pieces` make the next utterance: up to the best mark within reach."""
    fitting = _fitting(pieces, max_chars)
    if fitting in (0, len(pieces)):
        return max(1, fitting)
    if marked := _up_to_a_mark(pieces, max_chars):
        return marked
    # No mark within reach. Between two plain words no figure is parted from its noun.
    seams = _seams(pieces[:fitting], max_chars)
    plain = (n for n, _ in seams if pieces[n - 1].kind == "plain" == pieces[n].kind)
    return next(plain, fitting)


def _soon(pieces: list[Span], soon_chars: int) -> int:
    """How many of `pieces` to say first, so that they are heard soon; 0 for all at once."""
    if _fitting(pieces, soon_chars) == len(pieces):
        return 0
    count = _up_to_a_mark(pieces, soon_chars)
    left_chars = sum(len(piece.spoken) for piece in pieces[count:])
    return count if left_chars >= soon_chars // 4 else 0


def _up_to_a_mark(pieces: list[Span], max_chars: int) -> int:
    """How many of `pieces` reach up to the best mark within `max_chars`; 0 when there is none."""
    fitting = min(_fitting(pieces, max_chars), len(pieces) - 1)
    said = "".join(piece.spoken for piece in pieces[:fitting])
    for pattern in _BREAKS:
        for count, at in _seams(pieces[:fitting], max_chars):
            if pattern.search(said[max(0, at - 3) : at] + pieces[count].spoken[:1]):
                return count
    return 0


def _fitting(pieces: list[Span], max_chars: int) -> int:
    """How many of `pieces` fit; blanks at the end take no room."""
    length = 0
    for count, piece in enumerate(pieces):
        length += len(piece.spoken)
        if length > max_chars and length - _trailing(piece.spoken) > max_chars:
            return count
    return len(pieces)


def _seams(pieces: list[Span], max_chars: int) -> list[tuple[int, int]]:
    """Where an utterance of `pieces` may end, the last first: after how many, at which letter.

    A mark very early would leave a scrap, which engines say badly: only the later part counts.
    """
    said = 0
    ends = [said := said + len(piece.spoken) for piece in pieces]
    found = [(n, at) for n, at in enumerate(ends, start=1) if at >= max_chars // 4]
    return found[::-1]


def _trailing(text: str) -> int:
    return len(text) - len(text.rstrip())
