"""The screen over a small library, as a process of its own: `python reader_process.py HOME`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.ui.reading_room import reading_room

from docbao.ui.screen import run

if __name__ == "__main__":
    with reading_room(Path(sys.argv[1])) as room:
        raise SystemExit(run(room))
