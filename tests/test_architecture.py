from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    *("textual", "rich", "pydub", "gtts", "trafilatura", "bs4", "feedparser", "httpcore"),
    *("onnxruntime", "numpy", "mutagen", "lameenc", "miniaudio", "requests"),
}


def loaded_by(statement: str) -> set[str]:
    """Top-level modules in memory after `statement` in a fresh interpreter."""
    probe = f"{statement}\nimport sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    output = subprocess.run(
        [sys.executable, "-c", probe], check=True, capture_output=True, text=True
    )
    return set(output.stdout.split())


EARLY = (
    "__main__", "cli", "newsroom", "config", "sources", "text", "store",
    "session.session", "cli.reader", "ui.lines.face",
)  # fmt: skip


@pytest.mark.parametrize("room", EARLY)
def test_starting_up_loads_nothing_heavy(room: str) -> None:
    # Start-up time is an accessibility feature: silence after a key is a question unanswered.
    assert not loaded_by(f"import docbao.{room}").intersection(HEAVY)


def test_saying_the_version_loads_neither_click_nor_yaml() -> None:
    loaded = loaded_by(
        "import sys; sys.argv = ['docbao', '--version']; from docbao.__main__ import main; main()"
    )
    assert not loaded.intersection({"click", "yaml", "sqlite3", *HEAVY})
