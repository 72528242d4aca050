"""The natural voice inside its worker: text in, samples and marks out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from docbao.errors import EngineNotFound
from docbao.i18n import Language, Phrase
from docbao.model import Clip, Delivery, Mark, Utterance, Voice
from docbao.speech.kokoro import model, prosody, styles
from docbao.speech.kokoro.reading import Break, Word, read
from docbao.speech.kokoro.speakers import SPEAKERS, Speaker
from docbao.speech.wording import rest

Floats = np.ndarray[Any, np.dtype[np.float32]]

Melody = Callable[[prosody.Layout, prosody.Timing, model.Curves, float, float], None]

VERSION: Final = "3"
"""Raised whenever the same text would sound otherwise."""

BASE_SPEED: Final = 0.96
"""The model's own speed for `Delivery.rate` 1.0: 3.6 syllables a second, pauses included.

Newsreaders make four to five, which is rate 1.2 to 1.4. At 0.8 (three a second) a recogniser
understood no more, and was less sure of it."""
SLOWEST: Final = 0.6
FASTEST: Final = 2.0
CEILING: Final = 0.98
"""Largest sample; what would be louder is turned down as a whole, so that it stays clean."""

HEARD: Final = 0.002
"""Of the loudest sample (-54 dB): what is softer before the first sound is silence; h is not."""
BREATH_SAMPLES: Final = 2640
"""Kept before the first sound: 110 ms, a breath, so that a player that fades in spoils nothing."""

MOST_TOKENS: Final = 400
"""To a piece; carrier and ends keep the whole below the model's 510."""

CARRIERS: Final[dict[Language, str]] = {
    "vi": "sau đây là bản tin hôm nay,",
    "en": "and now we come to the news,",
}
"""What the model is led to believe it has just said, so that it starts in its stride."""


class KokoroSpeaker:
    """Speaks Vietnamese and English with an open model and docbao's own Vietnamese phonetics.

    Args:
        settings: `cache_dir`, where the prepared model is kept (the user's cache folder when
            not given); `threads` one utterance may be computed on, 2 by default.
        melody: What puts the tones into the model's curves; measurements try others.

    Raises:
        EngineNotFound: The extra `natural` is not installed.
        SpeechError: The model is not the one docbao knows, or cannot be prepared.
    """

    def __init__(self, settings: Mapping[str, str], *, melody: Melody = prosody.sing) -> None:
        self._melody = melody
        folder = settings.get("cache_dir")
        threads = int(settings.get("threads", "2"))
        self._model = model.load(Path(folder) if folder else None, threads=threads)

    @property
    def version(self) -> str:
        """Of the rules here and the model behind them."""
        return f"{VERSION}-{model.SHA256[:8]}"

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Speak `utterance.spoken`, with a mark for the sentence and for every word.

        Raises:
            EngineNotFound: There is no such voice.
        """
        speaker = _speaker(voice.name)
        self._model.begin()
        text = utterance.spoken
        items = read(text, utterance.language)
        if not any(isinstance(item, Word) for item in items):
            return rest(model.RATE_HZ)
        sounds: list[Floats] = []
        first = len(text) - len(text.lstrip())
        marks = [Mark(0.0, "sentence", first, len(text.rstrip()))]
        offset_ms = 0.0
        for piece in _pieces(items):
            samples, times = self._piece(piece, speaker, delivery, utterance.language)
            marks += [Mark(offset_ms + ms, "word", word.start, word.end) for word, ms in times]
            sounds.append(samples)
            offset_ms += len(samples) * 1000 / model.RATE_HZ
        return Clip(_pcm(np.concatenate(sounds), delivery.gain_db), model.RATE_HZ, tuple(marks))

    def give_way(self) -> None:
        """Leave off what is being spoken; `speak` raises. Safe from any thread."""
        self._model.stop()

    def _piece(
        self,
        items: Sequence[Word | Break],
        speaker: Speaker,
        delivery: Delivery,
        language: Language,
    ) -> tuple[Floats, list[tuple[Word, float]]]:
        """Samples of one piece, and when in them each word starts."""
        rate = min(max(delivery.rate, SLOWEST), FASTEST)
        layout = prosody.lay_out(items, _carrier(language))
        style = styles.style(speaker, len(layout.phones))
        frames, features = self._model.durations(layout.tokens, style, BASE_SPEED * rate)
        timing = prosody.Timing.of(layout, frames, rate)
        curves = self._model.prosody(layout.tokens, style, timing.frames, features)
        self._melody(
            layout,
            timing,
            curves,
            speaker.pitch_hz * 2 ** (delivery.pitch_semitones / 12),
            speaker.range,
        )
        made = self._model.sound(timing.made(curves), style)
        samples = made[timing.context * model.FRAME_SAMPLES :]
        silent = _leading_silence(samples)
        samples, silent_ms = samples[silent:], silent * 1000 / model.RATE_HZ
        times = [
            (word, max(0.0, timing.ms(span[0]) - silent_ms))
            for word, span in zip(layout.words, layout.spans, strict=True)
        ][layout.carried :]
        return samples, times


def _speaker(name: str) -> Speaker:
    for speaker in SPEAKERS:
        if speaker.name == name:
            return speaker
    raise EngineNotFound(
        Phrase(vi="Không có giọng “{name}”", en="There is no voice “{name}”").fill(name=name),
        hint=Phrase(vi="Hiện có: {known}.", en="There are: {known}.").fill(
            known=", ".join(s.name for s in SPEAKERS)
        ),
    )


def _pieces(items: Sequence[Word | Break]) -> list[Sequence[Word | Break]]:
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


def _leading_silence(samples: Floats) -> int:
    """How many samples to leave out before the first sound, a breath kept.

    The lead is long because some consonants begin early; where none does it is cut here.
    """
    window = model.RATE_HZ // 200
    whole = len(samples) // window * window
    if not whole:
        return 0
    peaks = np.abs(samples[:whole]).reshape(-1, window).max(axis=1)
    first = int(np.argmax(peaks > HEARD * peaks.max())) * window
    return max(0, first - BREATH_SAMPLES)


@lru_cache(maxsize=2)
def _carrier(language: Language) -> tuple[Word | Break, ...]:
    return read(CARRIERS[language], language)


def _pcm(samples: Floats, gain_db: float) -> bytes:
    loud = samples * 10 ** (gain_db / 20)
    loud *= CEILING / max(CEILING, float(np.abs(loud).max()))
    return np.round(loud * 32767).astype("<i2").tobytes()
