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
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from docbao.errors import ConfigError
from docbao.i18n import Phrase
from docbao.text.lexicon_source import TABLES, Entry, Lines, Row, Sense, Stored, index_of, stored
from docbao.values import dataclass

if TYPE_CHECKING:  # pathlib costs 10 ms at start, and only the listener's own file needs it
    from pathlib import Path

__all__ = [
    "Entry",
    "Lexicon",
    "Match",
    "Sense",
    "add",
    "built_in",
    "check",
    "load_lexicon",
    "remove",
    "search",
]

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
        follows = text[end : end + _LOOK_CHARS].partition("\n")[0].lstrip()
        if not _compiled(sense.before).match(follows):
            return False
    if sense.after:
        precedes = text[max(0, start - _LOOK_CHARS) : start].rpartition("\n")[2].rstrip()
        if not _compiled(_at_end(sense.after)).search(precedes):
            return False
    return True


class Lexicon:
    """The built-in terms with the listener's own, which win; read when first needed."""

    def __init__(self, own: Iterable[Entry] = ()) -> None:
        mine = tuple(own)
        self.own_terms: frozenset[str] = frozenset(e.term for e in mine)
        """Terms from the listener's own file."""
        self._own = {entry.term: entry for entry in mine if entry.kind not in TABLES}
        self._own_tables = {(e.kind, e.term): e for e in mine if e.kind in TABLES}
        self._built_in = stored("always")
        self._respelled: Stored | None = None
        index = self._built_in.index
        if self._own:
            index = Lines(index)
            for first, found in index_of((e.term, e.exact) for e in self._own.values()).items():
                both = [*found, *index.get(first, ())]
                index[first] = sorted(both, key=lambda item: -len(item[0]))
        self._index = index
        self.first_words = index.keys()
        """Lower-case first words of the terms that are said so for every voice."""

    def _respellings(self) -> Stored:
        if self._respelled is None:
            self._respelled = stored("respelled")
        return self._respelled

    def __len__(self) -> int:
        return sum(1 for _ in self.entries())

    def __contains__(self, term: object) -> bool:
        return (
            term in self._own
            or term in self._built_in.entries
            or term in self._respellings().entries
        )

    def entry(self, term: str) -> Entry:
        """The entry of exactly `term`; the listener's own where there is one.

        Raises:
            KeyError: There is none.
        """
        if term in self._own:
            return self._own[term]
        row = self._built_in.entries.get(term) or self._respellings().entries[term]
        return _entry(row)

    def entries(self) -> Iterator[Entry]:
        """All entries, the listener's own first."""
        yield from (*self._own.values(), *self._own_tables.values())
        for half in (self._built_in, self._respellings()):
            for row in half.entries.values():
                if row[0] not in self._own:
                    yield _entry(row)
            for kind, rows in half.tables.items():
                yield from (
                    _entry(r) for r in rows.values() if (kind, r[0]) not in self._own_tables
                )

    def starts(self, word: str, *, respell: bool = False) -> bool:
        """Whether some term begins with `word` (lower case)."""
        return word in self._index or (respell and word in self._respellings().index)

    def match(self, text: str, start: int, word: str, *, respell: bool = False) -> Match | None:
        """The longest term that begins at `start`, in the sense its surroundings call for.

        Args:
            text: The written text.
            start: Where the word begins; the caller knows that no letter stands before it.
            word: The run of letters and digits at `start`.
            respell: Whether spellings meant for a voice that knows only Vietnamese count.
        """
        first = word.lower()
        found = self._longest(self._index.get(first, ()), text, start)
        if not respell:
            return found
        other = self._longest(self._respellings().index.get(first, ()), text, start)
        if other is None or (found is not None and found.end >= other.end):
            return found
        return other

    def _longest(self, candidates: Iterable[list[Any]], text: str, start: int) -> Match | None:
        for spelling, term, exact in candidates:
            end = start + len(spelling)
            there = text[start:end]
            if (there if exact else there.lower()) != spelling:
                continue
            if spelling[-1].isalnum() and (
                text[end : end + 1].isalnum() or text[end : end + 1] == "_"
            ):
                continue
            entry = self.entry(term)
            for sense in entry.senses:
                if _fits(sense, text, start, end):
                    return Match(end, sense.spoken, entry.kind, sense.note)
        return None

    def lookup(self, kind: str, term: str) -> str | None:
        """The reading of exactly `term` in the table of `kind` (units, issuers …), else `None`."""
        own = self._own_tables.get((kind, term))
        if own is not None:
            return own.senses[0].spoken
        row = self._built_in.tables.get(kind, {}).get(term)
        return None if row is None else str(row[6][0][0])

    def table(self, kind: str) -> dict[str, str]:
        """Term to reading, for one of the kinds that have a table of their own."""
        rows = self._built_in.tables.get(kind, {})
        found = {term: str(row[6][0][0]) for term, row in rows.items()}
        return found | {
            t: e.senses[0].spoken for (k, t), e in self._own_tables.items() if k == kind
        }


def _entry(row: Row) -> Entry:
    term, kind, exact, always, file, line, senses = row
    return Entry(term, kind, tuple(Sense(*s) for s in senses), exact, always, file, line)


@lru_cache(maxsize=1)
def built_in() -> Lexicon:
    """The lexicon docbao comes with; read once."""
    return Lexicon()


def load_lexicon(own: Path | None = None) -> Lexicon:
    """The built-in lexicon with the listener's own file, which wins.

    Args:
        own: The listener's `lexicon.yaml`; a file that is not there is an empty one.

    Raises:
        ConfigError: The file cannot be read, or an entry is wrong (names file and line).
    """
    if own is None or not own.exists():
        return built_in()
    from docbao.text.lexicon_yaml import parse  # noqa: PLC0415 - only with a file of one's own

    entries = parse(read_own(own), own.name)
    return Lexicon(entries) if entries else built_in()


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


def add(own: Path, term: str, spoken: str) -> None:
    """Put a term into the listener's own file (see `lexicon_edit.add_term`)."""
    from docbao.text.lexicon_edit import add_term  # noqa: PLC0415 - only the command line needs it

    add_term(own, term, spoken)


def remove(own: Path, term: str) -> None:
    """Take a term out of the listener's own file (see `lexicon_edit.remove_term`)."""
    from docbao.text.lexicon_edit import remove_term  # noqa: PLC0415 - only the command line needs it

    remove_term(own, term)


def check(own: Path) -> int:
    """How many entries the listener's own file has, all of them sound.

    Raises:
        ConfigError: The file cannot be read, or an entry is wrong (names file and line).
    """
    from docbao.text.lexicon_yaml import parse  # noqa: PLC0415 - only the command line needs it

    return len(parse(read_own(own), own.name))
