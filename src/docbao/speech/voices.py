"""Piper voices to install: which there are, where they come from, and whether they are genuine.

A voice lies in a folder of its own, `VOICES/piper/NAME/`, moved there whole once every file has
been verified. What has been downloaded so far waits in `VOICES/.incoming/NAME/`, where no engine
looks, so that an interrupted download goes on where it stopped.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Phrase
from docbao.model import Quality
from docbao.refusals import reason_of
from docbao.speech.download import copy_file, digest, download, is_address

HOME: Final = "https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0"
"""Where the Piper project keeps its voices; the version is a fixed one."""

Progress = Callable[[int, int], None]
"""Told bytes had and bytes in all, of all files of the voice together."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """One file of a voice, as it must be."""

    name: str
    size_bytes: int
    sha256: str | None
    """`None` where we could not learn it for certain."""


@dataclass(frozen=True, slots=True)
class InstallableVoice:
    """A voice of the index."""

    name: str
    language: str
    """BCP 47."""
    quality: Quality
    licence: str
    attribution: str
    note: Phrase
    folder: str
    """Below the address of a source laid out like the Piper project's own."""
    files: tuple[VoiceFile, ...]

    @property
    def size_bytes(self) -> int:
        """Of all files."""
        return sum(file.size_bytes for file in self.files)

    @property
    def is_verifiable(self) -> bool:
        """Whether the index itself can tell genuine files."""
        return all(file.sha256 for file in self.files)


def index() -> tuple[InstallableVoice, ...]:
    """The voices docbao knows of, Vietnamese first."""
    entries = json.loads(Path(__file__).with_name("voices.json").read_text(encoding="utf-8"))
    return tuple(_entry(entry) for entry in entries)


def _entry(entry: Mapping[str, Any]) -> InstallableVoice:
    return InstallableVoice(
        name=entry["name"],
        language=entry["language"],
        quality=entry["quality"],
        licence=entry["licence"],
        attribution=entry["attribution"],
        note=Phrase(**entry["note"]),
        folder=entry["folder"],
        files=tuple(
            VoiceFile(f"{entry['name']}{suffix}", entry[part]["size_bytes"], entry[part]["sha256"])
            for part, suffix in (("config", ".onnx.json"), ("model", ".onnx"))
        ),
    )


def find(name: str) -> InstallableVoice:
    """The voice of the index called `name`.

    Raises:
        EngineNotFound: There is none; the hint says which there are.
    """
    voices = {voice.name: voice for voice in index()}
    if name in voices:
        return voices[name]
    near = difflib.get_close_matches(name, voices, n=1, cutoff=0.4)
    listed = ", ".join([*near, *(other for other in voices if other not in near)])
    raise EngineNotFound(
        Phrase(
            vi='Không có giọng "{name}" để cài', en='There is no voice "{name}" to install'
        ).fill(name=name),
        hint=Phrase(vi="Có thể cài: {names}.", en="There are: {names}.").fill(names=listed),
    )


def installed(folder: Path) -> tuple[str, ...]:
    """Names of the voices that lie whole in `folder`, in order."""
    return tuple(
        sorted(
            place.name
            for place in folder.glob("piper/[!.]*")
            if (place / f"{place.name}.onnx").is_file()
            and (place / f"{place.name}.onnx.json").is_file()
        )
    )


def install(
    voice: InstallableVoice,
    folder: Path,
    *,
    source: str | Path | None = None,
    sha256: Collection[str] = (),
    progress: Progress = lambda _had, _all: None,
) -> Path:
    """Fetch `voice`, verify it, and put it into `folder`.

    Args:
        voice: From the index, by `find`.
        folder: Of all voices; the engines' setting `voices_dir`.
        source: An address or folder to take it from in place of the Piper project's own, laid
            out like that or with all files side by side.
        sha256: Hashes the reader vouches for, for files whose hash the index does not know.
        progress: Told how far it has come.

    Returns:
        The folder of the voice, which holds its licence and attribution as well.

    Raises:
        SpeechError: It could not be had, could not be written, or is not what it should be. Files
            that are not what they should be are removed; an interrupted download goes on where
            it stopped.
    """
    vouched = {given.strip().lower() for given in sha256}
    _refuse_unverifiable(voice, vouched)
    incoming = folder / ".incoming" / voice.name
    try:
        incoming.mkdir(parents=True, exist_ok=True)
        had = 0
        for file in voice.files:
            target = incoming / file.name
            start = had

            def tell(bytes_of_file: int, start: int = start) -> None:
                progress(start + bytes_of_file, voice.size_bytes)

            _bring(voice, file, target, HOME if source is None else source, tell)
            _verify(voice, file, target, vouched)
            had += file.size_bytes
        _write_record(voice, incoming, HOME if source is None else str(source))
        return _put_in_place(incoming, folder / "piper" / voice.name)
    except OSError as error:
        raise SpeechError(
            Phrase(
                vi='Không ghi được giọng "{name}" vào {folder}: {detail}',
                en='The voice "{name}" cannot be written to {folder}: {detail}',
            ).fill(name=voice.name, folder=folder, detail=reason_of(error)),
            hint=Phrase(
                vi="Hãy kiểm tra dung lượng trống và quyền ghi.",
                en="Check the free space and whether the folder may be written.",
            ),
        ) from error


def remove(name: str, folder: Path) -> None:
    """Take the voice `name` off this machine, and what of it was still on the way.

    Raises:
        EngineNotFound: It is not installed.
        SpeechError: It could not be removed.
    """
    place, incoming = folder / "piper" / name, folder / ".incoming" / name
    known = {*installed(folder), *(path.name for path in folder.glob(".incoming/*"))}
    if name not in known:
        names = ", ".join(installed(folder)) or "—"
        raise EngineNotFound(
            Phrase(vi='Chưa cài giọng "{name}"', en='The voice "{name}" is not installed').fill(
                name=name
            ),
            hint=Phrase(vi="Đã cài: {names}.", en="Installed are: {names}.").fill(names=names),
        )
    try:
        for path in (incoming, place):
            if path.is_dir():
                shutil.rmtree(path)
    except OSError as error:
        raise SpeechError(
            Phrase(
                vi='Không xóa được giọng "{name}": {detail}',
                en='The voice "{name}" cannot be removed: {detail}',
            ).fill(name=name, detail=reason_of(error)),
            hint=Phrase(
                vi="Hãy đóng docbao khác đang dùng giọng ấy, và xem quyền ghi của thư mục.",
                en="Close another docbao that uses it, and check the permission of the folder.",
            ),
        ) from error


def _refuse_unverifiable(voice: InstallableVoice, vouched: Collection[str]) -> None:
    bad = [given for given in vouched if not _SHA256.fullmatch(given)]
    unknown = [file.name for file in voice.files if file.sha256 is None]
    if not bad and (not unknown or len(vouched) >= len(unknown)):
        return
    raise SpeechError(
        Phrase(
            vi='Không có mã SHA-256 để xác minh giọng "{name}" ({files})',
            en='There is no SHA-256 to verify the voice "{name}" with ({files})',
        ).fill(name=voice.name, files=", ".join(bad or unknown)),
        hint=Phrase(
            vi="Nếu bạn biết các mã đó từ nguồn đáng tin, hãy thêm --sha256 MÃ cho mỗi tệp.",
            en="If you know them from a source you trust, add --sha256 HASH for each file.",
        ),
    )


def _bring(
    voice: InstallableVoice,
    file: VoiceFile,
    target: Path,
    source: str | Path,
    tell: Callable[[int], None],
) -> None:
    if is_address(source):
        base = str(source).rstrip("/")
        addresses = (f"{base}/{voice.folder}/{file.name}", f"{base}/{file.name}")
        download(addresses, target, size_bytes=file.size_bytes, progress=tell)
    else:
        places = (Path(source, voice.folder, file.name), Path(source, file.name))
        copy_file(places, target, size_bytes=file.size_bytes, progress=tell)


def _verify(voice: InstallableVoice, file: VoiceFile, path: Path, vouched: Collection[str]) -> None:
    found = digest(path)
    if found == file.sha256 or (file.sha256 is None and found in vouched):
        return
    shutil.rmtree(path.parent)
    raise SpeechError(
        Phrase(
            vi='Tệp {file} của giọng "{name}" không đúng là nó (SHA-256 {found}); đã xóa',
            en='{file} of the voice "{name}" is not genuine (SHA-256 {found}); it was removed',
        ).fill(file=file.name, name=voice.name, found=found),
        hint=Phrase(
            vi="Hãy cài lại, hoặc dùng nguồn khác với --from.",
            en="Install it again, or from another source with --from.",
        ),
    )


def _write_record(voice: InstallableVoice, place: Path, source: str) -> None:
    record = {
        "name": voice.name,
        "licence": voice.licence,
        "attribution": voice.attribution,
        "note": f"{voice.note.vi} / {voice.note.en}",
        "source": source,
        "sha256": {file.name: digest(place / file.name) for file in voice.files},
    }
    with (place / "voice.json").open("w", encoding="utf-8") as stream:
        json.dump(record, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())


def _put_in_place(incoming: Path, place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    old = place.with_name(f".old-{place.name}")
    if old.exists():
        shutil.rmtree(old)
    if place.exists():
        place.rename(old)
    incoming.rename(place)
    if old.exists():
        shutil.rmtree(old)
    return place
