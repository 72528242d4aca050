"""eSpeak NG's shared library, bound by hand with ctypes; used in a worker process only.

The library keeps one voice and one callback for the whole process and is not thread-safe: two
threads that speak at once abort the process ("double free or corruption"). Names and numbers
are those of `speak_lib.h`, eSpeak NG 1.52.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Phrase

_SYNCHRONOUS: Final = 2  # AUDIO_OUTPUT_SYNCHRONOUS: sound comes to the callback
_DONT_EXIT: Final = 0x8000  # espeakINITIALIZE_DONT_EXIT: missing data must not end the process
_RATE, _VOLUME, _PITCH = 1, 2, 3  # espeak_PARAMETER
_CHARACTERS: Final = 1  # POS_CHARACTER
_UTF8: Final = 1  # espeakCHARS_UTF8; neither SSML nor PHONEMES: markup is text
_WORD, _SENTENCE = 1, 2  # espeak_EVENT_TYPE


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class Location:
    """Where the library and its data lie."""

    library: str
    """Path, or a name the system's loader knows."""
    data: Path | None
    """Folder `espeak-ng-data`; `None` where the library knows by itself."""
    version: str
    """Of the package that brings it; empty for the system's."""


@dataclass(frozen=True, slots=True)
class Event:
    """A place in the text that has been reached."""

    is_word: bool
    """A word, else a sentence."""
    start: int
    """Index of the first character."""
    length: int
    """In characters; 0 for sentences."""
    time_ms: int


def locate(settings: Mapping[str, str]) -> Location:
    """The library to use: the one in `settings`, the one from the package, or the system's.

    Args:
        settings: `library` and `data` name a file and a folder `espeak-ng-data`.

    Raises:
        EngineNotFound: There is none.
    """
    if "library" in settings:
        data = settings.get("data")
        return Location(settings["library"], Path(data) if data else None, "")
    spec = importlib.util.find_spec("espeakng_loader")
    if spec is not None and spec.origin:
        folder = Path(spec.origin).parent
        name = {"win32": "espeak-ng.dll", "darwin": "libespeak-ng.dylib"}.get(
            sys.platform, "libespeak-ng.so"
        )
        if (folder / name).is_file():
            return Location(str(folder / name), folder / "espeak-ng-data", _package_version(folder))
    system = ctypes.util.find_library("espeak-ng") or _beside_the_command()
    if system is not None:
        return Location(system, None, "")
    raise EngineNotFound(
        Phrase(vi="Không tìm thấy eSpeak NG trên máy này", en="eSpeak NG is not on this machine"),
        hint=Phrase(
            vi="Hãy cài gói espeakng-loader, hoặc espeak-ng của hệ điều hành.",
            en="Install the package espeakng-loader, or your system's espeak-ng.",
        ),
    )


def _package_version(folder: Path) -> str:
    # importlib.metadata takes 25 ms to import; the folder's name says the same.
    found = next(folder.parent.glob("espeakng_loader-*.dist-info"), None)
    return found.name.split("-")[1].removesuffix(".dist") if found else "unknown"


def _beside_the_command() -> str | None:
    # Homebrew and the Windows installer put the library where the system's loader does not look.
    command = shutil.which("espeak-ng")
    if command is None:
        return None
    folder = Path(command).resolve().parent
    for candidate in (
        folder / "libespeak-ng.dll",
        folder.parent / "lib" / "libespeak-ng.dylib",
        folder.parent / "lib" / "libespeak-ng.so",
    ):
        if candidate.is_file():
            return str(candidate)
    return None


class Library:
    """The loaded library; one a process.

    Raises:
        SpeechError: It cannot be loaded, or finds no data.
    """

    def __init__(self, location: Location) -> None:
        try:
            self._library = ctypes.CDLL(location.library)
        except OSError as error:
            raise _unusable(location.library, str(error)) from error
        path = None
        if location.data is not None:
            # The library keeps the path in a buffer of 160 bytes and opens files with the
            # system's narrow calls, which fail for "C:\Users\Nguyễn" on Windows. From within
            # the folder the path is "." and neither matters; this process has no other use
            # for its current folder.
            try:
                os.chdir(location.data.parent)
            except OSError as error:
                raise _unusable(str(location.data), str(error)) from error
            path = b"."
        self.rate_hz: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, path, _DONT_EXIT)
        if self.rate_hz <= 0 or (location.data and not (location.data / "phontab").is_file()):
            raise _unusable(str(location.data or location.library), "espeak-ng-data")
        self._library.espeak_Info.restype = ctypes.c_char_p
        info: bytes = self._library.espeak_Info(None)
        self.version = info.decode("ascii", "replace").split()[0]
        self._sound: list[bytes] = []
        self._events: list[Event] = []
        self._voice = ""
        self._callback = _Callback(self._receive)  # kept: the library holds only the address
        self._library.espeak_SetSynthCallback(self._callback)

    def choose_voice(self, identifier: str) -> bool:
        """Speak with this voice from now on; whether the library has it."""
        if identifier != self._voice:
            if self._library.espeak_SetVoiceByName(identifier.encode()) != 0:
                return False
            self._voice = identifier
        return True

    def say(
        self, text: str, *, words_per_minute: int, volume: int, pitch: int
    ) -> tuple[bytes, list[Event]]:
        """The samples of `text` (16 bit, mono, native order) and the events in it.

        Args:
            text: Without NUL.
            words_per_minute: 80 to 450.
            volume: 0 to 200; proportional to amplitude.
            pitch: 0 to 100; 50 more is an octave.
        """
        self._sound.clear()
        self._events.clear()
        for parameter, value in ((_RATE, words_per_minute), (_VOLUME, volume), (_PITCH, pitch)):
            self._library.espeak_SetParameter(parameter, value, 0)
        encoded = text.encode("utf-8") + b"\0"
        failed = self._library.espeak_Synth(
            encoded, ctypes.c_size_t(len(encoded)), 0, _CHARACTERS, 0, _UTF8, None, None
        )
        if failed:
            raise SpeechError(
                Phrase(vi="eSpeak NG báo lỗi {code}", en="eSpeak NG reports error {code}").fill(
                    code=failed
                ),
                hint=Phrase(
                    vi="Hãy thử lại, hoặc chọn giọng đọc khác.",
                    en="Try again, or choose another voice.",
                ),
            )
        return b"".join(self._sound), list(self._events)

    def _receive(self, samples: object, count: int, events: object) -> int:
        if count > 0:
            self._sound.append(ctypes.string_at(samples, 2 * count))  # type: ignore[arg-type] # POINTER(c_short)
        index = 0
        while (event := events[index]).type != 0:  # type: ignore[index] # POINTER(_Event)
            if event.type in (_WORD, _SENTENCE):
                self._events.append(
                    Event(
                        is_word=event.type == _WORD,
                        start=event.text_position - 1,
                        length=event.length,
                        time_ms=event.audio_position,
                    )
                )
            index += 1
        return 0


def _unusable(what: str, detail: str) -> SpeechError:
    return SpeechError(
        Phrase(
            vi="Không dùng được eSpeak NG ({what}): {detail}",
            en="eSpeak NG cannot be used ({what}): {detail}",
        ).fill(what=what, detail=detail),
        hint=Phrase(
            vi="Hãy cài lại gói espeakng-loader, hoặc espeak-ng của hệ điều hành.",
            en="Reinstall the package espeakng-loader, or your system's espeak-ng.",
        ),
    )
