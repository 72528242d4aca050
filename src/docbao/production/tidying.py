"""What is cleared away around a batch: drafts of killed runs, recordings beyond the quota."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from docbao.audio.drafts import sweep
from docbao.errors import AudioError
from docbao.i18n import Phrase
from docbao.model import Recording
from docbao.newsroom import Newsroom
from docbao.store.locks import Lock


@contextmanager
def swept(newsroom: Newsroom) -> Iterator[None]:
    """Begin without the drafts of killed runs, unless another run is writing drafts now.

    Each run holds a lock of its own while it writes; those that can be had are of dead runs.
    """
    places = newsroom.config.locations
    locks = places.state / "locks"
    own = Lock(locks / f"writing-{os.getpid()}-{secrets.token_hex(4)}.lock")
    with Lock(locks / "production.lock"):
        others = [path for path in locks.glob("writing-*.lock") if not _is_dead(path)]
        own.take()
        if not others and places.audio.is_dir():
            sweep(places.audio)
    try:
        yield
    finally:
        own.let_go()
        with suppress(OSError):
            own.path.unlink(missing_ok=True)


def _is_dead(path: Path) -> bool:
    lock = Lock(path)
    if not lock.take(wait=False):
        return False
    lock.let_go()
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return True


def evict(newsroom: Newsroom) -> tuple[Recording, ...]:
    """Delete the least recently heard recordings beyond the quota; those kept stay.

    Returns:
        What was deleted.

    Raises:
        AudioError: One could not be deleted.
    """
    quota_bytes = newsroom.config.audio.quota_mb * 1_000_000
    gone = newsroom.library.recordings_to_evict(quota_bytes)
    for recording in gone:
        path = newsroom.config.locations.home / recording.path
        try:
            for suffix in (".mp3", ".vtt", ".json"):
                path.with_suffix(suffix).unlink(missing_ok=True)
        except OSError as error:
            raise AudioError(
                Phrase(
                    "không xóa được bản thu cũ {path}: {why}", "cannot delete {path}: {why}"
                ).fill(path=path, why=error.strerror or error),
                hint=Phrase(
                    "Đóng chương trình đang mở tệp ấy, và xem quyền ghi của thư mục.",
                    "Close whatever has it open, and check the permission of the folder.",
                ),
            ) from error
        newsroom.library.forget_recording(recording.id)
    return gone
