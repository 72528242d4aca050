"""A listener's word about a word: what was said wrong, kept in a file of the listener's own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from docbao.clean import clean_line
from docbao.errors import LibraryError
from docbao.i18n import Phrase
from docbao.refusals import reason_of
from docbao.speech.kokoro.phones import phones
from docbao.speech.kokoro.syllable import parse


def report_word(word: str, note: str, file: Path, *, now: datetime, voice: str = "") -> str:
    """Add a line about `word` to `file`, and give that line.

    The line holds, parted by tabs: day, word, the phones the voice used, voice, note. Nothing
    leaves the machine; the reader sends the file, or does not.

    Args:
        word: One word or several.
        note: What was heard, or what is wrong, in the listener's words.
        file: Made when it is not there; its folder too.
        now: Of the report, aware.
        voice: Name of the voice that said it.

    Raises:
        LibraryError: The file cannot be written.
    """
    said = clean_line(word)
    line = "\t".join(
        (now.astimezone(UTC).date().isoformat(), said, _phones(said), voice, clean_line(note))
    )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(line + "\n")
    except OSError as problem:
        raise LibraryError(
            Phrase(
                vi="Không ghi được vào {file}: {problem}", en="Cannot write to {file}: {problem}"
            ).fill(file=file, problem=reason_of(problem)),
            hint=Phrase(vi="Hãy chọn một tệp khác.", en="Choose another file."),
        ) from problem
    return line


def _phones(words: str) -> str:
    found = (parse(word) for word in words.split())
    return " ".join(
        "".join(p.sign for p in phones(s)) + f"/{s.tone.name}" if s else "?" for s in found
    )
