"""How a library file is opened: made, brought up to date, or set aside, if need be.

To open is to take a share in the file (`tenancy`). Whatever replaces the file or its tables is
done alone, while nobody has it open, and a run killed at any moment leaves either the old file
in its place or the new one.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from docbao.i18n import Phrase
from docbao.refusals import reason_of
from docbao.store.database import FILES, Database
from docbao.store.salvage import Salvaged, salvage
from docbao.store.schema import OLDEST_SQLITE
from docbao.store.tenancy import Tenancy, alone
from docbao.store.troubles import (
    Damaged,
    Unready,
    cannot_open,
    too_old,
    unusable,
)

_DRAFT: Final = ".new"
"""Ending of a library in the making, beside the place it is moved to."""
Prepare = Callable[[Database], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """An open library file, and what became of it on the way."""

    database: Database
    begun: bool = False
    """Whether it was made just now, in the place of nothing or of a damaged one."""
    notice: Phrase | None = None
    """What a person should be told: that a damaged library was set aside, and what was saved."""


def open_database(path: Path, *, prepare: Prepare, now: datetime, patience_s: float) -> Opened:
    """The library file at `path`; a damaged one is kept as `NAME.damaged-TIME`.

    Args:
        path: The file; its folder is made if need be.
        prepare: Done to the open database; damage it meets counts as damage met in opening.
        now: For the name of a file set aside.
        patience_s: How long to wait for another process.

    Raises:
        LibraryBusy: Another process kept the file locked, or keeps a damaged one open.
        LibraryError: The file or its folder cannot be used.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise too_old(OLDEST_SQLITE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_open(path) from error
    try:
        return Opened(_shared(path, prepare, patience_s))
    except (Damaged, Unready):
        begun, notice = _put_in_order(path, prepare, now, patience_s)
        return Opened(_shared(path, prepare, patience_s), begun, notice)


def _shared(path: Path, prepare: Prepare, patience_s: float) -> Database:
    with contextlib.ExitStack() as undo:
        share = undo.enter_context(Tenancy(path, patience_s=patience_s))
        database = _opened(path, prepare, patience_s)
        database.own(share)
        undo.pop_all()
    return database


def _opened(path: Path, prepare: Prepare, patience_s: float, *, alone: bool = False) -> Database:
    if alone:
        with contextlib.suppress(OSError):  # there already; what is amiss, opening it will tell
            # SQLite's own new file could be read by every user of the machine.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    database = Database(path, patience_s=patience_s, alone=alone)
    try:
        prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def _put_in_order(
    path: Path, prepare: Prepare, now: datetime, patience_s: float
) -> tuple[bool, Phrase | None]:
    """Make the file, or bring it up to date: whether it is new, and what to tell a person."""
    draft = path.with_name(path.name + _DRAFT)
    with alone(path, patience_s=patience_s), _disk_in_words(path):
        if not path.exists():
            # A run killed after it had set a damaged file aside has left the new one complete.
            _begin(draft, prepare, patience_s, again=draft.exists())
            _replace(path, draft, now)
            return True, None
        if path.stat().st_size:
            # Another process may have been quicker; and what was met while preparing makes
            # this opening read the whole file.
            with contextlib.suppress(Damaged):
                _opened(path, prepare, patience_s, alone=True).close()
                return False, None
        salvaged = _begin(draft, prepare, patience_s, damaged=path)
        return True, _notice(path, _replace(path, draft, now), salvaged)


def _begin(
    draft: Path,
    prepare: Prepare,
    patience_s: float,
    *,
    again: bool = False,
    damaged: Path | None = None,
) -> Salvaged:
    """A whole library at `draft`, closed.

    Args:
        draft: Where; what is there is thrown away unless `again`.
        prepare: As for `open_database`.
        patience_s: As for `open_database`.
        again: Go on with what a killed run left, if it is sound.
        damaged: A library to save from what can be saved.
    """
    salvaged = Salvaged()

    def save(database: Database) -> None:
        nonlocal salvaged
        if damaged is not None:
            salvaged = salvage(damaged, database)
        prepare(database)

    try:
        if not again:
            _discard(draft)
        _opened(draft, save, patience_s, alone=True).close()
        _check_folded(draft)
    except BaseException as failure:
        with contextlib.suppress(OSError):
            _discard(draft)
        if again and isinstance(failure, Damaged):
            return _begin(draft, prepare, patience_s)
        raise
    return salvaged


def _check_folded(draft: Path) -> None:
    # Closing folds the log into the file if it can, and is silent where it cannot.
    if _beside(draft, "-wal").exists():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _replace(path: Path, draft: Path, now: datetime) -> Path:
    """Move what is at `path` aside and `draft` there; where the former went."""
    aside = _free(path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%S%f}"))
    # The log goes along: tools that mend a database want both. It goes after the file, for a
    # log alone is worth nothing; and before the new one comes, for SQLite would take it for its.
    for ending in FILES:
        with contextlib.suppress(FileNotFoundError):
            _beside(path, ending).replace(_beside(aside, ending))
    _beside(path, ".suspect").unlink(missing_ok=True)
    draft.replace(path)
    return aside


def _free(aside: Path) -> Path:
    """`aside`, or that with a number where a clock that went back has used the name before."""
    others = (aside.with_name(f"{aside.name}-{number}") for number in itertools.count(2))
    return next(place for place in itertools.chain((aside,), others) if not place.exists())


def _discard(draft: Path) -> None:
    for ending in (*FILES, ".suspect"):
        _beside(draft, ending).unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


@contextlib.contextmanager
def _disk_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unusable(path, reason_of(error)) from error


def _notice(path: Path, aside: Path, saved: Salvaged) -> Phrase:
    return Phrase(
        vi="Thư viện {path} bị hỏng: tệp hỏng được cất thành {aside}, và thư viện mới đã mở. Cứu"
        " được {entries} tin, {articles} bài, {readings} dấu đã đọc và {recordings} bản ghi âm;"
        " phần còn lại mất. Gõ docbao refresh để lấy lại tin từ các nguồn.",
        en="The library {path} was damaged: the file was kept as {aside} and a new library was"
        " begun. Saved: {entries} entries, {articles} articles, {readings} reading marks and"
        " {recordings} recordings; the rest is lost. Type docbao refresh to get entries again.",
    ).fill(
        path=path,
        aside=aside.name,
        entries=saved.entries,
        articles=saved.articles,
        readings=saved.readings,
        recordings=saved.recordings,
    )
