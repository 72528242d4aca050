"""What a broadcast wave file says of itself: `bext`, `cart` and INFO, as bytes.

`bext` is EBU Tech 3285 version 2, `cart` is AES46. Both are ASCII by their standards, so Vietnamese
loses its accents there; the full text stands in the INFO list beside them, in UTF-8.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from docbao.audio.levels import Levels

_BEXT_VERSION: Final = 2
_CART_VERSION: Final = b"0101"
_FULL_SCALE_16_BIT: Final = 32_768
_UNKNOWN: Final = 0x7FFF
"""Tech 3285 v2, 2.3: what a loudness field holds when nothing is known."""

# Tech 3285 v2, 2.3: description, originator, its reference, date, time, time reference, version,
# UMID, five loudness fields, reserve; the coding history follows.
_BEXT: Final = struct.Struct("<256s32s32s10s8sQH64s5h180x")
# AES46, table 1: version; title, artist, cut id, client, category, classification, out cue; start
# and end; program and version; user's field; reference level; eight timers; reserve; address.
_CART: Final = struct.Struct("<4s" + "64s" * 7 + "10s8s10s8s" + "64s" * 3 + "i64s276x1024s")

_STAND_INS: Final = str.maketrans(
    {
        "đ": "d", "Đ": "D", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-",
        "−": "-", "…": "...", "•": "*", "\u00a0": " ", "×": "x", "€": "EUR", "₫": "d",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A programme, or an item of one, as a station files it."""

    title: str
    artist: str = ""
    """The station or publication."""
    description: str = ""
    """In full; the first 256 letters stand in `bext` too."""
    cut: str = ""
    """The number or name it goes by in the station's system."""
    category: str = "NEWS"
    on_air: datetime | None = None
    """When it begins on air, in the station's own time; the only time in the file."""
    ends: datetime | None = None
    """From when on it is no longer fit to be aired."""
    url: str = ""
    out_cue: str = ""
    """The last words."""


def ascii_text(text: str) -> str:
    """`text` in ASCII: accents off, đ as d, quotes and dashes plain, the rest a question mark."""
    bare = unicodedata.normalize("NFD", text.translate(_STAND_INS))
    kept = (c for c in bare if not unicodedata.combining(c))
    return "".join(c if " " <= c <= "~" else "?" for c in kept)


def bext(about: Broadcast, levels: Levels | None, *, rate_hz: int) -> bytes:
    """The `bext` chunk, without its header; always of the same length for one rate."""
    day, clock, samples = "", "", 0
    if about.on_air is not None:
        day, clock = f"{about.on_air:%Y-%m-%d}", f"{about.on_air:%H:%M:%S}"
        midnight = about.on_air.replace(hour=0, minute=0, second=0, microsecond=0)
        samples = round((about.on_air - midnight) / timedelta(seconds=1) * rate_hz)
    history = f"A=PCM,F={rate_hz},W=16,M=mono,T=docbao\r\n".encode("ascii")
    fixed = _BEXT.pack(
        _field(about.description or about.title, 256),
        _field(about.artist or "docbao", 32),
        _field(about.cut, 32),
        _field(day, 10),
        _field(clock, 8),
        samples,
        _BEXT_VERSION,
        b"",
        *_loudness_fields(levels),
    )
    return fixed + history


def _loudness_fields(levels: Levels | None) -> tuple[int, ...]:
    """Hundredths of LUFS, LU and dBTP, in the order of Tech 3285 v2."""
    if levels is None:
        return (_UNKNOWN,) * 5
    values = (
        levels.integrated_lufs,
        levels.range_lu,
        levels.true_peak_dbtp,
        levels.momentary_lufs,
        levels.short_term_lufs,
    )
    return tuple(round(max(-99.99, min(99.99, value)) * 100) for value in values)


def cart(about: Broadcast, *, length: int, rate_hz: int, version: str) -> bytes:
    """The `cart` chunk, without its header, for sound of `length` samples."""
    ends = about.ends
    if about.on_air is not None and ends is None:
        ends = about.on_air + timedelta(days=1)
    starts_on, starts_at = _moment(about.on_air, "1900-01-01", "00:00:00")
    ends_on, ends_at = _moment(ends, "9999-12-31", "23:59:59")
    timers = struct.pack("<4sI4sI", b"AUDs", 0, b"AUDe", min(length, 0xFFFF_FFFF))
    return _CART.pack(
        _CART_VERSION,
        *(
            _field(text, 64)
            for text in (about.title, about.artist, about.cut, "", about.category, "",
                         about.out_cue)
        ),
        *(_field(starts_on, 10), _field(starts_at, 8), _field(ends_on, 10), _field(ends_at, 8)),
        *(_field("docbao", 64), _field(version, 64), _field(f"{rate_hz} Hz, 16 bit, mono", 64)),
        _FULL_SCALE_16_BIT,
        timers,
        _field(about.url, 1024),
    ) + b"\r\n"  # fmt: skip  # AES46: the free text after it ends with CR LF


def _moment(moment: datetime | None, day: str, clock: str) -> tuple[str, str]:
    if moment is None:
        return day, clock
    return f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}"


def _field(text: str, size: int) -> bytes:
    return ascii_text(text).encode("ascii")[:size]


def info(about: Broadcast, *, version: str) -> bytes:
    """The INFO list, without its header: the full text, in UTF-8."""
    texts = (
        (b"INAM", about.title),
        (b"IART", about.artist),
        (b"ICMT", about.description),
        (b"ICRD", f"{about.on_air:%Y-%m-%d}" if about.on_air else ""),
        (b"IGNR", about.category),
        (b"ISFT", f"docbao {version}"),
    )
    return b"INFO" + b"".join(chunk(name, text.encode() + b"\0") for name, text in texts if text)


def chunk(name: bytes, content: bytes) -> bytes:
    """A RIFF chunk: name, size, content, and a byte more where the size is odd."""
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
