"""The natural voice as an engine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Language, Phrase
from docbao.model import Clip, Delivery, Mark, Utterance, Voice
from docbao.speech.engine import Capabilities
from docbao.speech.kokoro import model, prosody, styles
from docbao.speech.kokoro.reading import Break, Word, read

Floats = np.ndarray[Any, np.dtype[np.float32]]

VERSION: Final = "1"
"""Raised whenever the same text would sound otherwise."""

BASE_SPEED: Final = 0.85
"""The model's own speed for `Delivery.rate` 1.0: about 4.5 syllables a second, as newsreaders."""

MOST_TOKENS: Final = 400
"""To a piece; carrier and ends keep the whole below the model's 510."""

CARRIERS: Final[dict[Language, str]] = {
    "vi": "sau đây là bản tin hôm nay,",
    "en": "and now we come to the news,",
}
"""What the model is led to believe it has just said, so that it starts in its stride."""


class KokoroEngine:
    """Speaks Vietnamese and English with an open model and docbao's own Vietnamese phonetics.

    Args:
        cache: Where the prepared model is kept; the user's cache folder when not given.
        threads: How many processor threads one `synthesize` may use.
    """

    def __init__(self, cache: Path | None = None, *, threads: int = 2) -> None:
        self._cache = cache
        self._threads = threads

    @property
    def name(self) -> str:
        """`kokoro`."""
        return "kokoro"

    @property
    def version(self) -> str:
        """Of the rules here and the model behind them."""
        return f"{VERSION}-{model.SHA256[:8]}"

    @property
    def max_chars(self) -> int:
        """About 70 syllables: the model's limit is 100."""
        return 300

    @property
    def capabilities(self) -> Capabilities:
        """Rate and pitch of its own, marks for every word."""
        return Capabilities(rate_range=(0.6, 2.0), pitch=True, marks=("sentence", "word"))

    def voices(self) -> tuple[Voice, ...]:
        """All four where the extra `natural` is installed, else none."""
        return styles.voices(self.name) if model.is_installed() else ()

    def synthesize(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Speak `utterance.spoken`, with a mark for the sentence and for every word.

        Raises:
            EngineNotFound: There is no such voice, or the extra is not installed.
            SpeechError: There is nothing in the text that can be said.
        """
        speaker = _speaker(voice.name)
        items = read(utterance.spoken, utterance.language)
        if not any(isinstance(item, Word) for item in items):
            raise SpeechError(
                Phrase(
                    vi="Không có gì để đọc trong “{text}”",
                    en="There is nothing to be said in “{text}”",
                ).fill(text=utterance.spoken[:40])
            )
        loaded = model.load(self._cache, threads=self._threads)
        sounds: list[Floats] = []
        marks = [Mark(0.0, "sentence", 0, len(utterance.spoken))]
        offset_ms = 0.0
        for phrase in _phrases(items):
            samples, times = _speak(loaded, phrase, speaker, delivery, utterance.language)
            marks += [Mark(offset_ms + time, "word", word.start, word.end) for word, time in times]
            sounds.append(samples)
            offset_ms += len(samples) * 1000 / model.RATE_HZ
        return Clip(_pcm(np.concatenate(sounds), delivery.gain_db), model.RATE_HZ, tuple(marks))

    def close(self) -> None:
        """Nothing to let go of: the model stays for the next engine in this process."""


def _speaker(name: str) -> styles.Speaker:
    for speaker in styles.SPEAKERS:
        if speaker.name == name:
            return speaker
    raise EngineNotFound(
        Phrase(
            vi="Không có giọng “{name}”; có: {known}",
            en="There is no voice “{name}”; there are: {known}",
        ).fill(name=name, known=", ".join(s.name for s in styles.SPEAKERS))
    )


def _phrases(items: Sequence[Word | Break]) -> list[Sequence[Word | Break]]:
    """The text in pieces the model can take, cut where a reader would take breath."""
    pieces: list[Sequence[Word | Break]] = []
    rest = list(items)
    while _token_count(rest) > MOST_TOKENS:
        fitting = next(n for n in range(len(rest), 0, -1) if _token_count(rest[:n]) <= MOST_TOKENS)
        cut = _best_cut(rest[:fitting])
        pieces.append(rest[:cut])
        rest = rest[cut:]
        if isinstance(rest[0], Break):
            rest = rest[1:]
    return [*pieces, rest] if rest else pieces


def _token_count(items: Sequence[Word | Break]) -> int:
    return sum(len(i.phones) + 1 if isinstance(i, Word) else 1 for i in items)


def _best_cut(items: Sequence[Word | Break]) -> int:
    """Where to end a piece: after the last full stop, else comma, in its second half."""
    half = len(items) // 2
    for signs in (".?", ","):
        for n in range(len(items), half, -1):
            last = items[n - 1]
            if isinstance(last, Break) and last.sign in signs:
                return n
    return len(items)


def _speak(
    loaded: model.Model,
    items: Sequence[Word | Break],
    speaker: styles.Speaker,
    delivery: Delivery,
    language: Language,
) -> tuple[Floats, list[tuple[Word, float]]]:
    """Samples of one piece, and when in them each word starts."""
    layout = prosody.lay_out(items, _carrier(language))
    style = styles.style(speaker, len(layout.phones))
    frames, features = loaded.durations(layout.tokens, style, BASE_SPEED * delivery.rate)
    timing = prosody.Timing.of(layout, frames, delivery.rate)
    curves = loaded.prosody(layout.tokens, style, timing.frames, features)
    prosody.sing(
        layout,
        timing,
        curves,
        middle_hz=speaker.pitch_hz * 2 ** (delivery.pitch_semitones / 12),
        range_=speaker.range,
    )
    made = loaded.sound(timing.made(curves), style)
    samples = made[timing.context * model.FRAME_SAMPLES :]
    times = [
        (word, timing.ms(span[0])) for word, span in zip(layout.words, layout.spans, strict=True)
    ][layout.carried :]
    return samples, times


@lru_cache(maxsize=2)
def _carrier(language: Language) -> tuple[Word | Break, ...]:
    return read(CARRIERS[language], language)


def _pcm(samples: Floats, gain_db: float) -> bytes:
    loud = samples * 10 ** (gain_db / 20) * 32767
    return np.clip(np.round(loud), -32768, 32767).astype("<i2").tobytes()
