"""eSpeak NG: speaks everywhere, at once and in little memory; plain, but always there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from docbao.errors import EngineNotFound
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech.engine import Capabilities
from docbao.speech.espeak_library import locate
from docbao.speech.wording import sayable
from docbao.speech.worker import Limits, Worker

_REVISION: Final = "1"
"""Of this adapter: raised when it makes other sound from the same library."""
_SLOWEST: Final = 80 / 150
_FASTEST: Final = 450 / 150
_LICENCE: Final = "GPL-3.0-or-later"

_VOICES: Final = tuple(
    Voice(engine="espeak", name=name, language=language, licence=_LICENCE, note=note)
    for name, language, note in (
        # A recogniser understood this variant best (character error rate .54; plain .58).
        ("vi+f3", "vi", "giọng Bắc, nữ"),
        ("vi", "vi", "giọng Bắc, nam"),
        ("vi-VN-x-south", "vi-VN-x-south", "giọng Nam, nam"),
        ("vi-VN-x-south+f3", "vi-VN-x-south", "giọng Nam, nữ"),
        ("vi-VN-x-central", "vi-VN-x-central", "giọng Trung, nam"),
        ("vi-VN-x-central+f3", "vi-VN-x-central", "giọng Trung, nữ"),
        ("en-us", "en-US", "American, male"),
        ("en-us+f3", "en-US", "American, female"),
        ("en-gb", "en-GB", "British, male"),
        ("en-gb+f3", "en-GB", "British, female"),
    )
)


class EspeakEngine:
    """The engine behind `engine: espeak`.

    Args:
        settings: `library` and `data` for a library of one's own.
    """

    name = "espeak"
    max_chars = 2000
    capabilities = Capabilities(
        rate_range=(_SLOWEST, _FASTEST), pitch=True, marks=("sentence", "word")
    )

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._settings = dict(settings or {})
        self._worker = Worker(
            "docbao.speech.espeak_speaker:EspeakSpeaker",
            engine=self.name,
            settings=self._settings,
            limits=Limits(start_s=10, utterance_s=5, per_char_s=0.01),
        )
        self._version = ""

    @property
    def version(self) -> str:
        """Of this adapter and the library; asks the worker only where no package tells it."""
        if not self._version:
            found = locate(self._settings).version or self._worker.warm()
            self._version = f"{_REVISION}+{found}"
        return self._version

    def voices(self) -> tuple[Voice, ...]:
        """Vietnamese of three regions and English; any `+variant` of the library's works too."""
        try:
            locate(self._settings)
        except EngineNotFound:
            return ()
        return _VOICES

    def synthesize(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Speak in the worker; see `docbao.speech.engine.Engine`."""
        text = sayable(utterance.spoken, engine=self.name, max_chars=self.max_chars)
        return self._worker.speak(replace(utterance, spoken=text), voice, delivery)

    def close(self) -> None:
        """End the worker."""
        self._worker.close()
