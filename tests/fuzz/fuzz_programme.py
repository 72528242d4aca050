"""Harness: a station's programme file."""

# ruff: noqa: E501, PT017 - word lists are read across; an error of ours is one of two good ends

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from tests.fuzz.harness import DATA, Harness

from docbao.config.programme import BLANKS, default_programme, read_programme
from docbao.errors import ConfigError
from docbao.i18n import LANGUAGES

_SHARED = Path("/dev/shm")
_FOLDER = Path(tempfile.mkdtemp(dir=_SHARED if _SHARED.is_dir() else None))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
_CONFIG = DATA.parent.parent / "src" / "docbao" / "config"


def try_one(data: bytes) -> None:
    """A programme within its bounds whose announcements can be filled in, or an error of ours."""
    path = _FOLDER / "programme.yaml"
    path.write_bytes(data)
    try:
        programme = read_programme(path)
    except ConfigError as error:
        for language in LANGUAGES:
            assert "\n" not in error.message.in_language(language)
        return
    assert 0.5 <= programme.minutes <= 240
    assert programme.language in LANGUAGES
    for line in (*programme.opening, *programme.headlines, *programme.closing):
        line.format(**dict.fromkeys(BLANKS, "x"))


def _defaults() -> list[bytes]:
    # Installed without its source the defaults are elsewhere; the values themselves always load.
    found = [path.read_bytes() for path in sorted(_CONFIG.glob("programme.*.yaml"))]
    return found or [f"title: {default_programme('vi').title}\n".encode()]


HARNESS = Harness(
    "programme",
    try_one,
    words=(b"title: ", b"minutes: ", b"opening:\n- ", b"{title}", b"{time!r}", b"{date:>9}", b"{0}", b"{", b"}", b"{{", b"}}", b"{station.x}",
           b"{a[0]}", b"language: en\n", b"bed: ", b"~", b"feeds: [", b".nan", b"-.inf", b"1_000", b"0o7", b"12:30", b"!!float ", b"format: wav\n",
           b"headlines: []\n", b"duck_db: -12\n", b"& *", b"\xc2\xa0"),
    seeds=[*_defaults(), b"title: Tin\nminutes: 5\nopening: ['{station}, {title}']\n", b"language: en\nread: lead\n"],
    most_bytes=2048,
)  # fmt: skip
