"""Where the log goes while a face is up: what a reader is to know, the face says in words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def logging_to(path: Path) -> Iterator[None]:
    """Send the log to a file; afterwards to where it went before.

    A file that cannot be written means no log, not no screen.
    """
    root = logging.getLogger()
    before = root.handlers[:]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file: logging.Handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        file = logging.NullHandler()
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.handlers[:] = [file]
    try:
        yield
    finally:
        root.handlers[:] = before
        file.close()
