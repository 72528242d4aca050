"""The editions of a programme in docbao's own folder: their names, and how many are kept."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from docbao.clean import slug
from docbao.config.programme import Programme

FOLDER: Final = "chuong-trinh"
"""Below `audio/` ("programmes")."""
_BESIDE: Final = (".m3u", ".m3u8", ".csv", ".cue", ".json")


def edition_path(audio: Path, programme: Programme, on_air: datetime) -> Path:
    """Where the edition aired at that time goes when no other place is named."""
    name = f"{on_air:%Y-%m-%d-%H%M}-{slug(programme.title)}.{programme.format}"
    return audio / FOLDER / name


def drop_old_editions(audio: Path, programme: Programme) -> tuple[Path, ...]:
    """Delete the oldest editions of `programme` beyond the number it keeps.

    Only what bears a name that `edition_path` gives is ever deleted, with the running orders
    beside it; other programmes and other files are left alone. A file that cannot be deleted
    stays until the next time.

    Returns:
        The sound files deleted.
    """
    if not programme.keep:
        return ()
    ours = re.compile(
        rf"\d{{4}}-\d\d-\d\d-\d{{4}}-{re.escape(slug(programme.title))}\.(?:mp3|wav|flac)"
    )
    with suppress(OSError):
        editions = sorted(p for p in (audio / FOLDER).iterdir() if ours.fullmatch(p.name))
        gone = []
        for path in editions[: -programme.keep]:
            with suppress(OSError):
                path.unlink()
                gone.append(path)
                for suffix in _BESIDE:
                    path.with_suffix(suffix).unlink(missing_ok=True)
        return tuple(gone)
    return ()
