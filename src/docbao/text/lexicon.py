"""The lexicon: terms that are not said as they are written, and how they are said.

The built-in lexicon is `lexicon_data/*.yaml`; the listener's own is `lexicon.yaml` beside
`feeds.yaml`, and wins. A file looks so (docs/lexicon.md tells it in full):

    kind: abbreviation          # one of lexicon_source.KINDS
    source: where the facts come from, licence
    entries:
      UBND: Ủy ban nhân dân     # short form
      TT:                       # several senses: the first whose surroundings fit
        - {spoken: thị trấn, before: "[A-ZĐ]"}     # stands before this (what follows matches)
        - {spoken: trung tâm, after: "(?i)các"}    # stands after this (what precedes ends so)
      covid: {spoken: cô vít, case: any, note: …}

Keys of the long form: `spoken` (needed; words only), `before`, `after`, `case` (`exact` or
`any`; default exact for a term with capitals), `note`, `language`, `kind`, and `always`
(places, persons, brands, technology and foreign names are respelled only for a voice that
knows Vietnamese alone, unless `always: true`). A term with `-` or `&` is also found with
blanks around the mark and with an en dash.

Matching: longest term first, never inside a longer word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from docbao.errors import ConfigError
from docbao.i18n import Phrase
from docbao.text.lexicon_source import KINDS, TABLES, Entry, Row, Sense, built_in_rows, parse

__all__ = ["Entry", "Lexicon", "Match", "Sense", "built_in", "load_lexicon", "search"]

_FIRST: Final = re.compile(r"[^\W_]+")
_JOINTS: Final = re.compile(r"\s*[-–&]\s*")
_LOOK_CHARS: Final = 60
"""How far around a term its surroundings are looked at."""


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a text."""

    end: int
    """Index after its last character."""
    spoken: str
    kind: str
    note: str


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _at_end(pattern: str) -> str:
    """`pattern`, tied to the end; a leading `(?i)` must become a group for that."""
    if pattern.startswith("(?i)"):
        return f"(?i:{pattern[4:]})$"
    return f"(?:{pattern})$"


def _fits(sense: Sense, text: str, start: int, end: int) -> bool:
    if sense.before:
        follows = text[end : end + _LOOK_CHARS].lstrip()
        if not _compiled(sense.before).match(follows):
            return False
    if sense.after:
        precedes = text[max(0, start - _LOOK_CHARS) : start].rstrip()
        if not _compiled(_at_end(sense.after)).search(precedes):
            return False
    return True


def _spellings(term: str) -> Iterator[str]:
    """`term` and the other ways its joints are commonly written."""
    yield term
    joints = _JOINTS.findall(term)
    if not joints or len(joints) > 4:
        return
    words = _JOINTS.split(term)
    marks = [joint.strip() for joint in joints]
    for blank in ("", " "):
        for dash in ("-", "–"):
            out = words[0]
            for mark, word in zip(marks, words[1:], strict=True):
                out += f"{blank}{dash if mark in '-–' else mark}{blank}{word}"
            if out != term:
                yield out


_PRECEDENCE: Final = {kind: place for place, kind in enumerate(KINDS)}


class Lexicon:
    """Terms by their first word; immutable once made."""

    def __init__(self, rows: Iterable[Row], own: Iterable[Entry] = ()) -> None:
        self._tables: dict[tuple[str, str], Row | Entry] = {}
        self._entries: dict[str, Row | Entry] = {}
        for row in rows:
            term, kind = row[0], row[1]
            if kind in TABLES:
                self._tables[kind, term] = row
            elif term not in self._entries or (
                # One term in two files: the fuller kind of reading wins.
                _PRECEDENCE[kind] < _PRECEDENCE[self._entries[term][1]]  # type: ignore[index]  # rows only, so far
            ):
                self._entries[term] = row
        mine = tuple(own)
        for entry in mine:
            if entry.kind in TABLES:
                self._tables[entry.kind, entry.term] = entry
            else:
                self._entries[entry.term] = entry
        self.own_terms: frozenset[str] = frozenset(e.term for e in mine)
        """Terms from the listener's own file."""
        self._index = self._indexed()
        self.first_words: frozenset[str] = frozenset(self._index)
        """Lower-case first words of all terms: the only places a match can begin."""

    def _indexed(self) -> dict[str, list[tuple[str, str, bool]]]:
        index: dict[str, list[tuple[str, str, bool]]] = {}
        for term, row in self._entries.items():
            exact = row.exact if isinstance(row, Entry) else bool(row[2])
            first = _FIRST.match(term)
            if first is None:
                continue
            simple = "-" not in term and "&" not in term
            for spelling in (term,) if simple else dict.fromkeys(_spellings(term)):
                key = spelling if exact else spelling.lower()
                index.setdefault(first[0].lower(), []).append((key, term, exact))
        for found in index.values():
            if len(found) > 1:
                found.sort(key=lambda item: -len(item[0]))
        return index

    def __len__(self) -> int:
        return len(self._entries) + len(self._tables)

    def __contains__(self, term: object) -> bool:
        return term in self._entries

    def entry(self, term: str) -> Entry:
        """The entry of exactly `term`.

        Raises:
            KeyError: There is none.
        """
        made = _entry(self._entries[term])
        self._entries[term] = made
        return made

    def entries(self) -> Iterator[Entry]:
        """All entries, those of running text first."""
        for row in (*self._entries.values(), *self._tables.values()):
            yield _entry(row)

    def match(self, text: str, start: int, word: str, *, respell: bool = False) -> Match | None:
        """The longest term that begins at `start`, in the sense its surroundings call for.

        Args:
            text: The written text.
            start: Where the word begins; the caller knows that no letter stands before it.
            word: The run of letters and digits at `start`.
            respell: Whether spellings meant for a voice that knows only Vietnamese count.
        """
        candidates = self._index.get(word.lower())
        if candidates is None:
            return None
        for spelling, term, exact in candidates:
            end = start + len(spelling)
            there = text[start:end]
            if (there if exact else there.lower()) != spelling:
                continue
            if (
                spelling[-1].isalnum()
                and end < len(text)
                and (text[end].isalnum() or text[end] == "_")
            ):
                continue
            entry = self.entry(term)
            if not (entry.always or respell):
                continue
            for sense in entry.senses:
                if _fits(sense, text, start, end):
                    return Match(end, sense.spoken, entry.kind, sense.note)
        return None

    def lookup(self, kind: str, term: str) -> str | None:
        """The reading of exactly `term` in the table of `kind` (units, issuers …), else `None`."""
        row = self._tables.get((kind, term))
        return None if row is None else _entry(row).senses[0].spoken

    def table(self, kind: str) -> dict[str, str]:
        """Term to reading, for one of the kinds that have a table of their own."""
        return {
            term: _entry(row).senses[0].spoken
            for (of, term), row in self._tables.items()
            if of == kind
        }


def _entry(row: Row | Entry) -> Entry:
    if isinstance(row, Entry):
        return row
    term, kind, exact, always, file, line, senses = row
    return Entry(term, kind, tuple(Sense(*s) for s in senses), exact, always, file, line)


@lru_cache(maxsize=1)
def built_in() -> Lexicon:
    """The lexicon docbao comes with; read once."""
    return Lexicon(built_in_rows())


def load_lexicon(own: Path | None = None) -> Lexicon:
    """The built-in lexicon with the listener's own file, which wins.

    Args:
        own: The listener's `lexicon.yaml`; a file that is not there is an empty one.

    Raises:
        ConfigError: The file cannot be read, or an entry is wrong (names file and line).
    """
    if own is None or not own.exists():
        return built_in()
    entries = parse(read_own(own), own.name)
    return Lexicon(built_in_rows(), entries) if entries else built_in()


def read_own(path: Path) -> str:
    """The text of the listener's lexicon file.

    Raises:
        ConfigError: It cannot be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            Phrase(f"Không đọc được {path.name}: {error}", f"Cannot read {path.name}: {error}"),
            hint=Phrase("Lưu tệp ở dạng UTF-8.", "Save the file as UTF-8."),
        ) from error


def search(lexicon: Lexicon, words: str) -> list[Entry]:
    """Entries whose term or reading holds `words`, accents and capitals disregarded."""
    from docbao.clean import fold  # noqa: PLC0415 - only the command line needs it

    wanted = fold(words)
    return [
        entry
        for entry in lexicon.entries()
        if wanted in fold(entry.term) or any(wanted in fold(s.spoken) for s in entry.senses)
    ]
