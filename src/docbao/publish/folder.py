"""A folder docbao publishes into: what in it is ours, and how it changes.

A list in the folder (`.docbao-published.json`) names the files that are ours. Nothing else is
ever overwritten or deleted. Each file is written beside its place and moved there whole.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docbao.errors import PublishError
from docbao.i18n import Phrase
from docbao.publish.placing import DRAFT_SUFFIX, draft_of, make_folders, unwritable

LIST_NAME: Final = ".docbao-published.json"
_LIST_VERSION: Final = 1
_OURS: Final = re.compile(r"(?:[a-z0-9-]+/){0,2}[a-z0-9][a-z0-9-]*\.[a-z0-9]{2,5}\Z")
"""What a name in the list must look like: a list somebody tampered with leads nowhere else."""

_NO_LINKS: Final = frozenset(
    {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to be published."""

    name: str
    """Relative to the folder, with forward slashes: slugs and an ending."""
    key: str
    """Hash of all that determines its content; a file with the same key is not made again."""
    render: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class _Known:
    """A file of ours, as it was when it was written."""

    size_bytes: int
    key: str


class Folder:
    """A published folder while it is being brought up to date.

    First `claim` every name, then `place` and `link`, last `settle`. A run that is killed
    anywhere in between leaves the feed as it was, and the next run goes on from there.
    """

    def __init__(self, path: Path) -> None:
        """Look at the folder; nothing is written yet.

        Raises:
            PublishError: Its list cannot be read.
        """
        self.path = path
        self.written = 0
        self._known, self._leaving = _read_list(path / LIST_NAME)
        self._claimed: dict[str, _Known] = {}
        self._sizes: dict[str, int] = {}
        """Sizes of the files that are there; links are not followed."""
        for sub in ("", *sorted({n.rpartition("/")[0] for n in self._known} - {""})):
            self._sizes.update(_sizes(path, sub))

    def claim(self, names: Iterable[str]) -> None:
        """Say which files the folder will hold; the list says so before the first is written.

        Raises:
            PublishError: A file of that name is there that is not ours, or nothing can be
                written there.
        """
        wanted = dict.fromkeys(names)
        for sub in {name.rpartition("/")[0] for name in wanted} - {""}:
            if not any(name.startswith(f"{sub}/") for name in self._sizes):
                self._sizes.update(_sizes(self.path, sub))
        for name in wanted:
            if name not in self._known and name not in self._leaving and self._stranger(name):
                raise _not_ours(self.path / name)
        for name in self._sizes:
            if name.endswith(DRAFT_SUFFIX):  # left by a run that was killed
                with contextlib.suppress(OSError):
                    (self.path / name).unlink()
        make_folders(self.path / name for name in wanted)
        self._claimed = {name: self._known.get(name, _Known(-1, "")) for name in wanted}
        if any(name not in self._known for name in wanted):
            self._write_list({**self._known, **self._claimed}, self._leaving)

    def _stranger(self, name: str) -> bool:
        return name in self._sizes or (self.path / name).is_symlink()

    def is_there(self, name: str, key: str) -> bool:
        """Whether a file with that key was placed before and has kept its size."""
        known = self._claimed[name]
        return known.key == key and self._sizes.get(name) == known.size_bytes

    def place(self, piece: Piece) -> None:
        """Write a file, unless it is there already.

        Raises:
            PublishError: It could not be written; it is then as it was.
        """
        if self.is_there(piece.name, piece.key):
            return
        content = piece.render()
        place = self.path / piece.name
        with draft_of(place) as draft:
            draft.write_bytes(content)
            draft.replace(place)
        self._note(piece.name, len(content), piece.key)

    def link(self, name: str, sound: Path, key: str) -> int:
        """Have `sound` stand in the folder too, as a hard link or, failing that, a copy.

        Returns:
            Its length in bytes, as it stands there.

        Raises:
            PublishError: It could not be placed.
        """
        if self.is_there(name, key):
            return self._claimed[name].size_bytes
        place = self.path / name
        with draft_of(place) as draft:
            # A link to a link would vanish with it.
            source = sound.resolve(strict=True) if sound.is_symlink() else sound
            try:
                os.link(source, draft)
            except OSError as cause:
                if cause.errno not in _NO_LINKS and os.name != "nt":
                    raise
                shutil.copy2(source, draft)
            size_bytes = draft.stat().st_size
            draft.replace(place)
            # Renaming one hard link over another of the same file does nothing at all (POSIX).
            draft.unlink(missing_ok=True)
        self._note(name, size_bytes, key)
        return size_bytes

    def _note(self, name: str, size_bytes: int, key: str) -> None:
        self._claimed[name] = _Known(size_bytes, key)
        self._sizes[name] = size_bytes
        self.written += 1

    def size_of(self, name: str) -> int:
        """Length in bytes of a file that was placed."""
        return self._claimed[name].size_bytes

    def settle(self, *, at_once: bool = False) -> int:
        """Write down what is there now; how many of our old files were removed.

        Files that fall out of the feed stay until it changes once more: a listener's program
        may have read the feed and be about to fetch them. In a folder that nobody fetches from,
        they can go `at_once`.
        """
        if self._claimed == self._known and not (at_once and self._leaving):
            return 0
        removed = 0
        gone = self._leaving | (self._known.keys() if at_once else frozenset())
        for name in gone - self._claimed.keys():
            with contextlib.suppress(OSError):
                (self.path / name).unlink()
                removed += 1
        leaving = frozenset() if at_once else self._known.keys() - self._claimed.keys()
        self._write_list(self._claimed, frozenset(leaving))
        return removed

    def _write_list(self, files: dict[str, _Known], leaving: frozenset[str]) -> None:
        content = {
            "version": _LIST_VERSION,
            "files": {name: [files[name].size_bytes, files[name].key] for name in sorted(files)},
            "leaving": sorted(leaving),
        }
        place = self.path / LIST_NAME
        with draft_of(place) as draft:
            draft.write_text(json.dumps(content, indent=0) + "\n", "utf-8")
            draft.replace(place)


def _sizes(path: Path, sub: str) -> Iterator[tuple[str, int]]:
    folder = path / sub
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                facts = entry.stat(follow_symlinks=False)
                whole = stat.S_ISREG(facts.st_mode)
                yield f"{sub}/{entry.name}" if sub else entry.name, facts.st_size if whole else -2
    except FileNotFoundError:
        return
    except OSError as cause:
        raise unwritable(folder, cause) from cause


def _read_list(path: Path) -> tuple[dict[str, _Known], frozenset[str]]:
    try:
        facts = json.loads(path.read_bytes())
        if facts["version"] != _LIST_VERSION:
            raise _foreign_list(path)
        files = {
            str(name): _Known(int(size), str(key))
            for name, (size, key) in facts["files"].items()
            if _OURS.match(name)
        }
        return files, frozenset(str(name) for name in facts["leaving"] if _OURS.match(name))
    except FileNotFoundError:
        return {}, frozenset()
    except OSError as cause:
        raise unwritable(path, cause) from cause
    except (ValueError, TypeError, KeyError, AttributeError) as cause:
        raise _foreign_list(path) from cause


def _foreign_list(path: Path) -> PublishError:
    return PublishError(
        Phrase(
            vi="danh sách {path} hỏng, nên không biết tệp nào trong thư mục là của docbao",
            en="the list {path} is damaged, so which files in the folder are docbao's is not known",
        ).fill(path=path),
        hint=Phrase(vi="Hãy xuất bản ra một thư mục mới.", en="Publish into a new folder."),
    )


def _not_ours(path: Path) -> PublishError:
    return PublishError(
        Phrase(
            vi="{path} đã có sẵn mà không phải do docbao ghi", en="{path} is there, and not ours"
        ).fill(path=path),
        hint=Phrase(
            vi="Hãy chọn thư mục trống, hoặc dời tệp ấy đi.",
            en="Choose an empty folder, or move that file away.",
        ),
    )
