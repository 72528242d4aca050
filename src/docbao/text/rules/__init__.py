"""The reading rules: written Vietnamese news in, typed spans with what is said out."""

from __future__ import annotations

from typing import Final

from docbao.i18n import Language
from docbao.model import Reading, Span
from docbao.text.expressions import lazy
from docbao.text.habits import DEFAULT, Habits
from docbao.text.language import language_of, might_be_english
from docbao.text.lexicon import Lexicon, built_in
from docbao.text.rules.kinds import describe
from docbao.text.rules.scanner import scan
from docbao.text.rules.scene import Scene
from docbao.text.sentences import sentence_bounds

__all__ = ["VERSION", "describe", "read", "tidy"]

VERSION: Final = 3
"""Version of the rules and the built-in lexicon; part of the key under which sound is kept."""


def read(
    text: str,
    *,
    language: Language | None = "vi",
    lexicon: Lexicon | None = None,
    habits: Habits = DEFAULT,
    respell: bool = False,
) -> Reading:
    """What is said for every part of `text`.

    Args:
        text: Cleaned text (`docbao.clean`).
        language: "vi" reads by Vietnamese rules and leaves English sentences as they are;
            "en" reads by English rules; `None` chooses sentence by sentence.
        lexicon: Terms; the built-in ones if not given.
        habits: The words of a region.
        respell: Whether names of other languages are spelled the Vietnamese way.

    Returns:
        Spans that tile `text`; `plain` ones are said as written.
    """
    words = built_in() if lexicon is None else lexicon
    if language == "en":
        from docbao.text.english import read_english  # noqa: PLC0415 - few texts need it

        return Reading(text, tuple(read_english(text)), "en")
    if might_be_english(text):
        return _sentence_by_sentence(text, language, words, habits, respell=respell)
    return Reading(text, tuple(_vietnamese(text, 0, words, habits, respell=respell)), "vi")


def _sentence_by_sentence(
    text: str, language: Language | None, lexicon: Lexicon, habits: Habits, *, respell: bool
) -> Reading:
    spans: list[Span] = []
    languages = []
    for start, end in sentence_bounds(text):
        sentence = text[start:end]
        spoken_in = language_of(sentence)
        languages.append(spoken_in)
        if spoken_in == "vi":
            spans += _vietnamese(sentence, start, lexicon, habits, respell=respell)
        elif language == "vi":
            spans.append(Span(start, end, "english", sentence, "an English sentence"))
        else:
            from docbao.text.english import read_english  # noqa: PLC0415 - few texts need it

            spans += [
                Span(s.start + start, s.end + start, s.kind, s.spoken, s.note)
                for s in read_english(sentence)
            ]
    whole: Language = "en" if languages and all(x == "en" for x in languages) else "vi"
    return Reading(text, tuple(spans), whole)


_ENDS: Final = frozenset(".!?\n")
_OPENERS: Final = ' \u00a0"“‘('


def _vietnamese(
    text: str, offset: int, lexicon: Lexicon, habits: Habits, *, respell: bool
) -> list[Span]:
    scene = Scene(text, lexicon, habits, respell=respell)
    spans: list[Span] = []
    at = 0
    for found in scan(scene):
        if found.start > at:
            spans.append(Span(offset + at, offset + found.start, "plain", text[at : found.start]))
        last = spans[-1].spoken if spans else ""
        opens = (
            not last.strip() and len(spans) < 2
            if not last.strip(_OPENERS)
            else (last.rstrip(_OPENERS)[-1] in _ENDS and last[-1] not in ".!?")
        )
        said = _fitted(text, found.start, found.end, found.spoken, opens=opens)
        spans.append(Span(offset + found.start, offset + found.end, found.kind, said, found.note))
        at = found.end
    if at < len(text):
        spans.append(Span(offset + at, offset + len(text), "plain", text[at:]))
    return spans


def _fitted(text: str, start: int, end: int, said: str, *, opens: bool) -> str:
    """`said` with the blanks and, where it opens a sentence, the capital its place asks for."""
    if not said:
        return said
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if opens and said[0].islower() and not text[start].islower():
        said = said[0].upper() + said[1:]
    if said[0].isalnum() and (before.isalnum() or (before in ".,;:" and before)):
        said = f" {said}"
    if said[-1].isalnum() and after.isalnum():
        said = f"{said} "
    return said


_BLANKS: Final = lazy(r"[ \u00a0]{2,}")
_BEFORE_MARK: Final = lazy(r"[ \u00a0]+(?=[,.;:!?)\]”])")
_COMMAS: Final = lazy(r",(?:[ \u00a0]*,)+|,[ \u00a0]*(?=[.;:!?)])")
_AFTER_MARK: Final = lazy(r"([;:.!?])[ \u00a0]*,")
_OPENING: Final = lazy(r"(?<=[(\[“])[ \u00a0,]+")


def tidy(reading: Reading) -> str:
    """What is said, with the blanks and commas that silent marks left behind put right."""
    if all(span.kind in ("plain", "english") for span in reading.spans):
        return reading.spoken
    said = _BEFORE_MARK.sub("", _BLANKS.sub(" ", reading.spoken))
    said = _COMMAS.sub(lambda m: "," if m[0].endswith(",") and m[0].count(",") > 1 else "", said)
    said = _AFTER_MARK.sub(r"\1", said)
    return _OPENING.sub("", said).strip(" \u00a0,")
