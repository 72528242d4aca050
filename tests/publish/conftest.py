from __future__ import annotations

import codecs
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

NOBODY = 65_534


@contextmanager
def _as_nobody() -> Iterator[None]:
    codecs.lookup("cp437")  # zipfile's; nobody may not load it any more where Python lies in a home
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def _as_oneself() -> Iterator[None]:
    yield


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """A stretch of work as a user whom permissions bind; root may write anywhere."""
    if not hasattr(os, "seteuid"):
        pytest.skip("permissions are another thing here")
    return _as_nobody if os.geteuid() == 0 else _as_oneself


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="docbao-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
