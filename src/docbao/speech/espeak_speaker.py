"""eSpeak NG inside its worker: from an utterance to samples and marks."""

from __future__ import annotations

import array
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from docbao.errors import EngineNotFound
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Mark, MarkKind, Utterance, Voice
from docbao.speech.espeak_library import Event, Library, Location, locate
from docbao.speech.wording import has_words, rest, silent

NORMAL_WORDS_PER_MINUTE: Final = 150
SLOWEST_WORDS_PER_MINUTE: Final = 80
FASTEST_WORDS_PER_MINUTE: Final = 450

# Loudest that no voice, rate or pitch drives into full scale: at 60, the variant f3 spoken at
# the edges of its pitch does; at the library's own 100 all do.
_VOLUME: Final = 50
_LOUDEST: Final = 32_000
# The library's volume is proportional to amplitude but for this much at its foot (measured over
# 5 to 80 with three voices: 1.8, 1.8 and 3.6).
_VOLUME_FOOT: Final = 2.5
# Anything else would reach the library as a path, or end at a NUL.
_NAME: Final = re.compile(r"[A-Za-z0-9-]+(\+[A-Za-z0-9 ]+)?")
# A mark, a hyphen and a letter at the beginning of a clause ("(-A", "€-A", ":-A") end the process
# in the Vietnamese rules of eSpeak NG 1.52; so does a digit of another script before the hyphen.
_LOOSE_HYPHEN: Final = re.compile(r"(?<![0-9A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ\s])[-\u2010\u2011](?=\w)")
# What the library calls these languages.
_IDENTIFIERS: Final[Mapping[str, str]] = {"en-gb": "en"}


class EspeakSpeaker:
    """One loaded library, speaking.

    Raises:
        EngineNotFound: There is no library.
        SpeechError: There is one that cannot be used.
    """

    def __init__(self, settings: Mapping[str, str]) -> None:
        location = locate(settings)
        self._library = Library(location)
        self._variants = _variants(location)
        self.version = self._library.version

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Speak `utterance.spoken`, which has passed `sayable`."""
        text = _LOOSE_HYPHEN.sub(" ", utterance.spoken)
        rate_hz = self._library.rate_hz
        if not has_words(text):
            return rest(rate_hz)
        self._choose(voice.name)
        words_per_minute = round(
            min(
                max(NORMAL_WORDS_PER_MINUTE * delivery.rate, SLOWEST_WORDS_PER_MINUTE),
                FASTEST_WORDS_PER_MINUTE,
            )
        )
        # The library's pitch table doubles the frequency from 50 to 100.
        pitch = round(min(max(50 + delivery.pitch_semitones * 50 / 12, 0), 100))
        amplitude = 10 ** (delivery.gain_db / 20)

        def say(amplitude: float) -> tuple[bytes, list[Event]]:
            volume = round(_VOLUME_FOOT + (_VOLUME - _VOLUME_FOOT) * amplitude)
            return self._library.say(
                text, words_per_minute=words_per_minute, volume=volume, pitch=pitch
            )

        data, events = say(min(amplitude, 1))
        if not any(event.is_word for event in events):
            raise silent("espeak", text)
        if amplitude > 1:
            headroom = _LOUDEST / max(_peak(data), 1)
            data, events = say(min(amplitude, headroom))
        if sys.byteorder == "big":
            swapped = array.array("h", data)
            swapped.byteswap()
            data = swapped.tobytes()
        return Clip(data=data, rate_hz=rate_hz, marks=marks_from(events, text, len(data), rate_hz))

    def _choose(self, name: str) -> None:
        language, plus, variant = name.partition("+")
        known = bool(_NAME.fullmatch(name)) and (
            not plus or self._variants is None or variant in self._variants
        )
        identifier = _IDENTIFIERS.get(language, language) + plus + variant
        if not known or not self._library.choose_voice(identifier):
            raise EngineNotFound(
                Phrase(
                    vi='eSpeak NG không có giọng "{name}"', en='eSpeak NG has no voice "{name}"'
                ).fill(name=name),
                hint=Phrase(
                    vi="Hãy chọn một giọng trong: docbao voices list",
                    en="Choose one from: docbao voices list",
                ),
            )


def _variants(location: Location) -> frozenset[str] | None:
    # The library takes an unknown variant without a word and speaks with the plain voice.
    if location.data is None:
        return None
    return frozenset(path.name for path in Path(location.data, "voices", "!v").iterdir())


def _peak(data: bytes) -> int:
    samples = array.array("h", data)
    highest, lowest = max(samples), min(samples)
    return max(highest, -lowest)


def marks_from(
    events: Sequence[Event], text: str, size_bytes: int, rate_hz: int
) -> tuple[Mark, ...]:
    """Marks for the events that point to a stretch of `text`, in order, within the clip.

    A digit or an emoji read as several words gives several events at one place, some beyond
    the end; the first of each place is kept.
    """
    last_ms = max(size_bytes / 2 * 1000 / rate_hz - 1, 0)
    sentences = sorted(event.start for event in events if not event.is_word)
    marks: list[Mark] = []
    reached = {True: -1, False: -1}
    for event in sorted(events, key=lambda event: (event.time_ms, event.is_word)):
        if event.is_word:
            end = event.start + event.length
        else:
            end = next((start for start in sentences if start > event.start), len(text))
        start, end = _trimmed(text, event.start, end)
        if start >= end or start <= reached[event.is_word]:
            continue
        reached[event.is_word] = start
        kind: MarkKind = "word" if event.is_word else "sentence"
        marks.append(Mark(min(float(event.time_ms), last_ms), kind, start, end))
    return tuple(marks)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without blanks at its ends; empty when it lies outside the text."""
    if start < 0:
        return 0, 0
    stretch = text[start:end] if end > start else ""
    start += len(stretch) - len(stretch.lstrip())
    return start, start + len(stretch.strip())
