"""How this reader wants things: `feeds.yaml`, with what was changed while reading over it."""

from __future__ import annotations

import json
import logging
import math
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from docbao.config.settings import ReaderSettings
from docbao.errors import LibraryError
from docbao.i18n import Phrase
from docbao.refusals import reason_of

log = logging.getLogger(__name__)

THEMES: Final = ("dark", "light", "yellow", "terminal")
TEXT_SIZES: Final = (1, 2, 3, 4, 5, 6, 8, 10)
"""Rows a line: 1 is the terminal's own letters. Only a terminal can draw 2 and 3 (`ui.sizing`,
`ui.zoom`): cells can draw none legibly below 4, and the screen passes over what it cannot draw."""
CELLS: Final = ("", "sextant", "quadrant", "half")
SPACINGS: Final = (1.0, 1.5, 2.0)
SPEEDS: Final = tuple(n / 4 for n in range(2, 17))
"""0.5 to 4 by quarters."""
VOLUME_STEP: Final = 10
WIDTH_STEP: Final = 10

LIMITS: Final[dict[str, tuple[float, float]]] = {
    "text_size": (1, 10),
    "line_spacing": (1.0, 2.0),
    "paragraph_gap": (0, 2),
    "width": (30, 100),
    "margin": (0, 40),
    "speed": (0.5, 4.0),
    "volume": (0, 100),
    "page_items": (1, 1000),
}


@dataclass(frozen=True, slots=True)
class Style:
    """Everything about looks and sound that a command can change; kept for next time."""

    theme: str = "dark"
    """One of `THEMES`."""
    text_size: int = 1
    """Rows a line of letters takes, 1 to 10."""
    line_spacing: float = 1.0
    """1 to 2."""
    paragraph_gap: int = 1
    """Empty lines between paragraphs, 0 to 2."""
    width: int = 70
    """Columns of a line of text, 30 to 100."""
    margin: int = 2
    """Columns left of the text."""
    show_cursor: bool = False
    cells: str = ""
    """Kind of cell large letters are drawn in, one of `CELLS`; empty until the reader was asked."""
    speed: float = 1.0
    """0.5 to 4."""
    volume: int = 100
    """Per cent."""
    page_items: int = 10
    """Items a page in the line mode."""
    engine: str = ""
    """Chosen while reading; empty for what `feeds.yaml` says."""
    voice: str = ""


def clamped(style: Style) -> Style:
    """`style` with every value within its limits: a file may have been edited by hand."""
    known = Style()
    changes: dict[str, Any] = {}
    for field in fields(Style):
        value, usual = getattr(style, field.name), getattr(known, field.name)
        if isinstance(usual, (bool, str)):
            if type(value) is not type(usual):
                changes[field.name] = usual
        elif isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
            changes[field.name] = usual
        else:
            low, high = LIMITS[field.name]
            changes[field.name] = type(usual)(min(high, max(low, value)))
    if changes.get("theme", style.theme) not in THEMES:
        changes["theme"] = known.theme
    if changes.get("cells", style.cells) not in CELLS:
        changes["cells"] = known.cells
    return replace(style, **changes)


class StyleFile:
    """The reader's own choices on disk: only those changed, so that `feeds.yaml` rules the rest."""

    def __init__(self, path: Path, defaults: ReaderSettings) -> None:
        """Keep choices at `path`, over `defaults`."""
        self._path = path
        names = {field.name for field in fields(Style)}
        given = {f.name: getattr(defaults, f.name) for f in fields(ReaderSettings)}
        self._defaults = replace(Style(), **{n: v for n, v in given.items() if n in names})
        self._chosen: dict[str, Any] = {}
        self.is_new = not path.exists()
        """Whether nothing was ever saved there: a reader's first time."""

    def load(self) -> Style:
        """The style to begin with; a file that cannot be read counts as none."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            found = {}
        except (OSError, ValueError) as error:
            log.warning("settings ignored path=%s", self._path, exc_info=error)
            found = {}
        names = asdict(self._defaults)
        self._chosen = (
            {name: value for name, value in found.items() if name in names}
            if isinstance(found, dict)
            else {}
        )
        return clamped(replace(self._defaults, **self._chosen))

    def begin(self) -> None:
        """Begin the file, so that the first time is over.

        Raises:
            LibraryError: It cannot be written.
        """
        self._write()
        self.is_new = False

    def save(self, name: str, value: object) -> None:
        """Keep one choice, whole or not at all.

        Raises:
            LibraryError: It cannot be written.
        """
        self._chosen[name] = value
        self._write()

    def _write(self) -> None:
        text = json.dumps(self._chosen, ensure_ascii=False, indent=1, sort_keys=True)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=self._path.parent, prefix=".reader-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text + "\n")
                    file.flush()
                    os.fsync(file.fileno())
                Path(beside).replace(self._path)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise
        except OSError as cause:
            raise LibraryError(
                Phrase(
                    "không lưu được lựa chọn của bạn vào {path}: {why}",
                    "your choice could not be saved to {path}: {why}",
                ).fill(path=self._path, why=reason_of(cause)),
                hint=Phrase(
                    "Xem thư mục có ghi được và đĩa còn chỗ không.",
                    "See that the folder can be written to and the disk has room.",
                ),
            ) from cause
