"""Writes what is made from the sources: the keys in docs/feeds-yaml.md, the shells' scripts.

    python packaging/pages.py            write them
    python packaging/pages.py --check    say which are out of date, and end with code 1

`make docs` writes them; a test checks them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docbao.cli.completion import completion_script
from docbao.config.reference import keys_reference

ROOT: Final = Path(__file__).resolve().parents[1]
_KEYS_BEGIN: Final = "# Các khóa của feeds.yaml\n"
_COMPLETIONS: Final = {"bash": "docbao.bash", "zsh": "_docbao", "fish": "docbao.fish"}


def pages() -> Iterator[tuple[Path, str]]:
    """Each file with what it should hold."""
    keys = ROOT / "docs" / "feeds-yaml.md"
    written_by_hand, _, _ = keys.read_text("utf-8").partition(_KEYS_BEGIN)
    yield keys, f"{written_by_hand}{keys_reference('vi')}\n{keys_reference('en')}"
    for shell, name in _COMPLETIONS.items():
        yield ROOT / "packaging" / "completions" / name, completion_script(shell)


def main() -> int:
    """Write, or check."""
    old = [
        (path, text)
        for path, text in pages()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for path, text in old:
        print(path.relative_to(ROOT))
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
    return int(bool(old) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
