"""The sound of utterances already spoken, found again by what was said and how.

One file a clip, under the first two digits of its key. A clip is a cache: losing one costs a
second of speaking, so nothing is fsynced (an article has a hundred of them); each file carries
its length and a checksum instead, and one that is torn or damaged counts as absent. Nothing
here decides what to speak, or what a recording is.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import threading
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from docbao.errors import LibraryError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery
from docbao.refusals import reason_of
from docbao.store.clip_files import BLOCK_BYTES, pack_clip, sweep, unpack_clip

KEY_SCHEMA: Final = 1
"""Part of every key: raised when what a key covers changes, so that old clips fall out."""

DEFAULT_QUOTA_BYTES: Final = 1_000_000_000
"""Nearly 6 hours of speech at 24 kHz, 16 bit."""


def clip_key(  # noqa: PLR0913 - all that determines the sound, and nothing else
    spoken: str,
    *,
    engine: str,
    engine_version: str,
    voice: str,
    delivery: Delivery,
    rules_version: str,
    language: str,
) -> str:
    """The name of the sound of `spoken`: the same for the same sound, else different.

    Args:
        spoken: `Utterance.spoken`; normalised to NFC here.
        engine: `Engine.name`.
        engine_version: `Engine.version`, engine and data together.
        voice: `Voice.name`.
        delivery: How it is said.
        rules_version: Version of the reading rules and the lexicon.
        language: `Utterance.language`.

    Returns:
        64 hex digits (SHA-256 of canonical JSON).
    """
    parts = {
        "schema": KEY_SCHEMA,
        "spoken": spoken,
        "engine": engine,
        "engine_version": engine_version,
        "voice": voice,
        # + 0.0 makes an integer a float and -0.0 a 0.0: equal deliveries, equal keys.
        "rate": delivery.rate + 0.0,
        "pitch_semitones": delivery.pitch_semitones + 0.0,
        "gain_db": delivery.gain_db + 0.0,
        "rules": rules_version,
        "language": language,
    }
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", canonical).encode()).hexdigest()


class ClipStore:
    """A folder of clips that stays within its quota.

    Any number of threads and processes may use one folder at once: a file appears whole or
    not at all, and two that write the same clip write the same bytes.
    """

    def __init__(
        self,
        folder: Path,
        *,
        quota_bytes: int = DEFAULT_QUOTA_BYTES,
        clock: Callable[[], datetime],
    ) -> None:
        """Use `folder`, made at the first `put`.

        Args:
            folder: Docbao's own; nothing else may lie in it.
            quota_bytes: Room on disk; the least recently used clips go first.
            clock: Tells when a clip was last used; aware.
        """
        self._folder = folder
        self._quota_bytes = quota_bytes
        self._clock = clock
        self._tally = folder / "tally"
        self._sweeping = threading.Lock()
        # Unique among threads (the count), processes (the pid) and machines (the token).
        self._token = f"{os.getpid():x}-{os.urandom(3).hex()}"
        self._count = itertools.count()

    def get(self, key: str) -> Clip | None:
        """The clip of that key, which counts as used now; `None` when it must be spoken.

        Raises:
            LibraryError: The folder cannot be read.
        """
        path = self._path(key)
        try:
            content = path.read_bytes()
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            # Windows says PermissionError for a file that is being replaced or removed.
            return None
        except OSError as error:
            raise _unusable(self._folder, error) from error
        clip = unpack_clip(content)
        if clip is None:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        self._touch(path)
        return clip

    def put(self, key: str, clip: Clip) -> None:
        """Keep `clip` under `key`; a clip that is there already is replaced.

        Raises:
            LibraryError: The clip is empty, or the disk is full or may not be written.
        """
        if not clip.data:
            raise LibraryError(
                Phrase(
                    vi="Không lưu đoạn tiếng rỗng ({key})", en="An empty clip is not kept ({key})"
                ).fill(key=key[:8])
            )
        path = self._path(key)
        content = pack_clip(clip)
        beside = path.parent / f".{key[:8]}-{self._token}-{next(self._count):x}.tmp"
        try:
            self._write(beside, content)
            self._touch(beside)
            self._move(beside, path)
            self._note(len(content))
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise _unusable(self._folder, error) from error
        if self.size_bytes() > self._quota_bytes:
            self.evict()

    def pin(self, name: str, keys: Iterable[str]) -> None:
        """Keep these clips whatever the quota says, until `unpin(name)`.

        Args:
            name: Of the pin: a recording's id.
            keys: Replace those of an earlier pin of that name.

        Raises:
            LibraryError: The disk is full or may not be written.
        """
        path = self._pin(name)
        beside = path.parent / f".{path.name}-{self._token}-{next(self._count):x}.tmp"
        try:
            self._write(beside, "\n".join(sorted(keys)).encode())
            self._move(beside, path)
        except OSError as error:
            raise _unusable(self._folder, error) from error

    def unpin(self, name: str) -> None:
        """Let the clips of that pin go when their turn comes; no pin of that name is no error."""
        with contextlib.suppress(OSError):
            self._pin(name).unlink()

    def size_bytes(self) -> int:
        """Room taken on disk, in whole blocks; never less than what this folder's clips take.

        It may be more, by what was replaced or removed since the last `evict`.
        """
        # The tally file has one byte for each block written: its length is the sum, every
        # process appends to it, and asking costs one stat. A walk through 20,000 clips at
        # each start takes 100 ms.
        try:
            return self._tally.stat().st_size * BLOCK_BYTES
        except OSError:
            return 0

    def evict(self) -> int:
        """Remove the least recently used clips until nine tenths of the quota are left.

        Nothing is removed while the folder is within its quota. Pinned clips stay.

        Returns:
            Bytes freed.
        """
        if not self._sweeping.acquire(blocking=False):
            return 0  # another thread is at it
        try:
            swept = sweep(self._folder, self._quota_bytes, self._pinned(), self._clock())
            if self._folder.is_dir():
                self._write_tally(swept.left_bytes)
        finally:
            self._sweeping.release()
        return swept.freed_bytes

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.clip"

    def _pin(self, name: str) -> Path:
        return self._folder / "pins" / hashlib.sha256(name.encode()).hexdigest()[:32]

    def _pinned(self) -> frozenset[str]:
        keys: set[str] = set()
        with contextlib.suppress(OSError):
            for path in (self._folder / "pins").iterdir():
                with contextlib.suppress(OSError, UnicodeDecodeError):
                    keys.update(path.read_text(encoding="ascii").split())
        return frozenset(keys)

    def _touch(self, path: Path) -> None:
        seconds = self._clock().timestamp()
        with contextlib.suppress(OSError):  # a read-only cache still gives clips
            os.utime(path, (seconds, seconds))

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        try:
            path.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    @staticmethod
    def _move(beside: Path, path: Path) -> None:
        try:
            beside.replace(path)
        except PermissionError:
            # On Windows a file another process reads cannot be replaced; it is the same clip.
            if not path.exists():
                raise
            beside.unlink()

    def _note(self, size_bytes: int) -> None:
        if not self._tally.exists():
            # New, or the tally was lost: count what is there, once.
            self._write_tally(sweep(self._folder, None, frozenset(), self._clock()).left_bytes)
            return
        with self._tally.open("ab") as tally:
            tally.write(bytes(-(-size_bytes // BLOCK_BYTES)))

    def _write_tally(self, size_bytes: int) -> None:
        beside = self._folder / f".tally-{self._token}-{next(self._count):x}.tmp"
        self._write(beside, bytes(-(-size_bytes // BLOCK_BYTES)))
        self._move(beside, self._tally)


def _unusable(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(
        Phrase(
            vi="Không dùng được kho đoạn tiếng {folder}: {reason}",
            en="The clip cache {folder} cannot be used: {reason}",
        ).fill(folder=folder, reason=reason_of(error)),
        hint=Phrase(
            vi="Giải phóng chỗ trên đĩa, hoặc cho phép ghi vào thư mục đó.",
            en="Free some disk space, or allow writing to that folder.",
        ),
    )
