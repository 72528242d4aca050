"""Piper inside its worker: models loaded once, sentences made into samples."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from docbao.errors import EngineNotFound
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Mark, Utterance, Voice
from docbao.speech.piper import FASTEST, SLOWEST, read_config, unusable_model
from docbao.speech.wording import has_words, rest, silent

_MOST_MODELS: Final = 2  # an article in two languages; each holds about 150 MB
# Every sentence is scaled to this peak. Full scale would leave no room for the true peaks
# between the samples.
_PEAK: Final = 0.7
_LOUDEST: Final = 0.97
_SENTENCE: Final = re.compile(r"\S.*?(?:[.!?…]+[\"”’)\]]*(?=\s)|$)", re.DOTALL)


class PiperSpeaker:
    """The models spoken with so far, at most two."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        import piper  # noqa: PLC0415 - 300 ms, and only in the worker

        self._piper = piper
        self._threads = max(int(settings.get("threads", "1")), 1)
        self._models: OrderedDict[str, Any] = OrderedDict()
        self.version = "piper"

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Speak `utterance.spoken`; the voice's name is `PATH#SPEAKER`."""
        path, _, speaker = voice.name.rpartition("#")
        model = self._model(Path(path))
        rate_hz: int = model.config.sample_rate
        # Between double brackets Piper takes phonemes; to a reader they are brackets.
        text = utterance.spoken.replace("[[", "[ ").replace("]]", " ]")
        if not has_words(text):
            return rest(rate_hz)
        rate = min(max(delivery.rate, SLOWEST), FASTEST)
        config = self._piper.SynthesisConfig(
            speaker_id=_speaker(speaker, model.config),
            length_scale=model.config.length_scale / rate,
            volume=min(_PEAK * 10 ** (delivery.gain_db / 20), _LOUDEST),
        )
        chunks = [chunk.audio_int16_bytes for chunk in model.synthesize(text, config)]
        data = b"".join(chunks)
        if not data:
            raise silent("piper", text)
        return Clip(data=data, rate_hz=rate_hz, marks=sentence_marks(text, chunks, rate_hz))

    def _model(self, path: Path) -> Any:
        key = str(path)
        if key in self._models:
            self._models.move_to_end(key)
            return self._models[key]
        config = read_config(path)
        import onnxruntime  # noqa: PLC0415 - as piper

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        # Sentences differ in length; an arena keeps room for the longest ever met.
        options.enable_cpu_mem_arena = False
        try:
            session = onnxruntime.InferenceSession(
                key, sess_options=options, providers=["CPUExecutionProvider"]
            )
            parsed = self._piper.PiperConfig.from_dict(config)
        except Exception as error:  # onnxruntime's own errors have no common root
            raise unusable_model(path, f"{type(error).__name__}: {error}") from error
        self._models[key] = self._piper.PiperVoice(session=session, config=parsed)
        while len(self._models) > _MOST_MODELS:
            self._models.popitem(last=False)
        return self._models[key]


def _speaker(wanted: str, config: Any) -> int | None:
    if not wanted:
        return None
    number = config.speaker_id_map.get(wanted)
    if number is None and wanted.isascii() and wanted.isdecimal():
        number = int(wanted)
    if number is None or number >= config.num_speakers:
        raise EngineNotFound(
            Phrase(
                vi='Giọng này không có người đọc "{speaker}"',
                en='This voice has no speaker "{speaker}"',
            ).fill(speaker=wanted),
            hint=Phrase(
                vi="Có {count} người đọc, đánh số từ 0.", en="It has {count}, counted from 0."
            ).fill(count=config.num_speakers),
        )
    return int(number)


def sentence_marks(text: str, chunks: Sequence[bytes], rate_hz: int) -> tuple[Mark, ...]:
    """A mark for each sentence; Piper gives a chunk of sound for each.

    Where Piper sees other sentences than we do, only the first place is certain.
    """
    sentences = [found.span() for found in _SENTENCE.finditer(text)]
    if len(sentences) != len(chunks):
        sentences = [(sentences[0][0], len(text.rstrip()))]
    marks: list[Mark] = []
    reached_bytes = 0
    for (start, end), chunk in zip(sentences, chunks, strict=False):
        marks.append(Mark(reached_bytes / 2 * 1000 / rate_hz, "sentence", start, end))
        reached_bytes += len(chunk)
    return tuple(marks)
