"""The listener's own lexicon file: terms put in and taken out, everything else left as it is.

The file is edited line by line, not written anew from its meaning, so that comments, order and
blank lines stay the listener's own. What was written is read back through the same gate as at
every start before it replaces the old file.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Final

from docbao.errors import ConfigError
from docbao.i18n import Phrase
from docbao.refusals import reason_of
from docbao.text.lexicon_yaml import parse

_NEW: Final = """\
# Từ điển riêng: mỗi dòng là “từ: cách đọc”. Your own lexicon: “term: spoken” lines.
kind: listener
entries:
"""
_ENTRIES: Final = re.compile(r"^entries:[ \t]*(?:#.*)?$", re.MULTILINE)
_EMPTY: Final = re.compile(r"^entries:[ \t]*(?:\{\}|null|~)[ \t]*$", re.MULTILINE)
_INDENT: Final = re.compile(r"^entries:.*\n(?:[ \t]*(?:#.*)?\n)*([ ]+)\S", re.MULTILINE)


def _quoted(text: str) -> str:
    """`text` as a YAML scalar that can be nothing else (JSON strings are YAML)."""
    return json.dumps(text, ensure_ascii=False)


def _line_range(text: str, path: Path, term: str) -> tuple[int, int] | None:
    """First line (from 0) of the entry of `term`, and the line after its last."""
    line = next((e.line for e in parse(text, path.name) if e.term == term), None)
    if line is None:
        return None
    lines = text.splitlines()
    start = line - 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines):
        body = lines[end].strip()
        depth = len(lines[end]) - len(lines[end].lstrip())
        if body and (depth < indent or (depth == indent and not body.startswith("- "))):
            break
        if not body or body.startswith("#"):
            break  # comments and blank lines belong to what follows
        end += 1
    return start, end


def add_term(path: Path, term: str, spoken: str) -> None:
    """Put `term` into the listener's lexicon; an entry it already has is replaced.

    Args:
        path: The listener's `lexicon.yaml`; made if it is not there.
        term: As written.
        spoken: What is said, in words.

    Raises:
        ConfigError: The file is wrong as it stands, the reading is no words, or the file
            cannot be written.
    """
    text = _text(path)
    line = f"{_quoted(term.strip())}: {_quoted(' '.join(spoken.split()))}"
    place = _line_range(text, path, term.strip())
    lines = text.splitlines()
    if place:
        indent = lines[place[0]][: len(lines[place[0]]) - len(lines[place[0]].lstrip())]
        lines[place[0] : place[1]] = [indent + line]
        new = "\n".join(lines) + "\n"
    else:
        new = _appended(text, line)
    _write(path, new)


def _appended(text: str, line: str) -> str:
    text = _EMPTY.sub("entries:", text)
    if not _ENTRIES.search(text):
        text = f"{text.rstrip()}\nentries:\n" if text.strip() else _NEW
    found = _INDENT.search(text)
    indent = found[1] if found else "  "
    head, mark, body = text.partition(_ENTRIES.search(text)[0])  # type: ignore[index]  # put there above
    # The entries end where the next key of the file begins.
    following = re.search(r"^(?=[A-Za-z])", body, re.MULTILINE)
    cut = following.start() if following else len(body)
    kept = body[:cut].rstrip("\n")
    rest = body[cut:]
    return f"{head}{mark}{kept}\n{indent}{line}\n{rest}"


def remove_term(path: Path, term: str) -> None:
    """Take `term` out of the listener's lexicon.

    Raises:
        ConfigError: It is not in there, the file is wrong, or it cannot be written.
    """
    text = _text(path) if path.exists() else ""
    place = _line_range(text, path, term.strip()) if text else None
    if place is None:
        raise ConfigError(
            Phrase(f"“{term}” không có trong {path.name}", f"“{term}” is not in {path.name}"),
            hint=Phrase(
                "Xem các mục bằng “docbao lexicon search”.",
                "See what there is with “docbao lexicon search”.",
            ),
        )
    lines = text.splitlines()
    del lines[place[0] : place[1]]
    _write(path, "\n".join(lines) + "\n")


def _text(path: Path) -> str:
    from docbao.text.lexicon import read_own  # noqa: PLC0415 - text.lexicon imports this module

    return read_own(path) if path.exists() else _NEW


def _write(path: Path, text: str) -> None:
    parse(text, path.name)  # never put a file in place that the next start would refuse
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigError(
            Phrase("Không ghi được {path}: {reason}", "Cannot write {path}: {reason}").fill(
                path=path, reason=reason_of(error)
            ),
            hint=Phrase("Xem quyền ghi của thư mục.", "Check that the folder may be written to."),
        ) from error
