"""Installs a voice and removes it, again and again: INTO, FROM, once or for ever."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Final

from docbao.i18n import Phrase
from docbao.speech.voices import InstallableVoice, VoiceFile, install, installed, remove

NAME: Final = "vi_VN-mau-medium"


def voice_in(folder: Path) -> InstallableVoice:
    """The voice whose files lie in `folder`."""
    return InstallableVoice(
        name=NAME,
        language="vi-VN",
        quality="natural",
        licence="CC0",
        attribution="nobody",
        note=Phrase(vi="nữ", en="female"),
        folder="vi/vi_VN/mau/medium",
        files=tuple(
            VoiceFile(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
            for path in sorted(folder.iterdir())
        ),
    )


def main(into: Path, source: Path, *, once: bool) -> None:
    voice = voice_in(source)
    print("at work", flush=True)
    while True:
        install(voice, into, source=source)
        if once:
            return
        assert installed(into) == (NAME,)
        remove(NAME, into)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), once=sys.argv[3] == "once")
