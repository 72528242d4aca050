"""The built-in lexicon as it lies on disk: YAML for people, one compiled file for speed."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from docbao.text.expressions import lazy
from docbao.values import dataclass

KINDS: Final = (
    "abbreviation",
    "acronym",
    "document_type",
    "issuer",
    "unit",
    "currency",
    "organization",
    "title",
    "place",
    "person",
    "brand",
    "technology",
    "foreign",
    "listener",
)
"""What an entry may be; `listener` is what `docbao lexicon add` writes."""

RESPELLED: Final = frozenset({"place", "person", "brand", "technology", "foreign"})
"""Kinds respelled only for a voice that knows nothing but Vietnamese."""

TABLES: Final = frozenset({"document_type", "issuer", "unit", "currency"})
"""Kinds that mean something only in their own surroundings, not in running text."""

_FORMAT: Final = 3
"""Raise when the compiled form changes."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One way an entry may be said, with the surroundings that call for it."""

    spoken: str
    before: str = ""
    """Regular expression that must match what follows the term (blanks skipped)."""
    after: str = ""
    """Regular expression that must match the end of what precedes the term (blanks skipped)."""
    note: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and how it is said."""

    term: str
    kind: str
    senses: tuple[Sense, ...]
    exact: bool
    """Whether capitals matter."""
    always: bool
    """Said so for every voice; `False` for spellings only a Vietnamese voice needs."""
    file: str = ""
    line: int = 0


FOLDER: Final = os.path.join(os.path.dirname(__file__), "lexicon_data")  # noqa: PTH118, PTH120 - pathlib costs 10 ms at start
"""Where the built-in lexicon lies."""


def _built_in_files() -> list[tuple[str, bytes]]:
    files = []
    for name in sorted(os.listdir(FOLDER)):  # noqa: PTH208 - as above
        if name.endswith(".yaml"):
            with open(f"{FOLDER}/{name}", "rb") as file:  # noqa: PTH123 - as above
                # Line ends are made alike, so that a checkout on Windows has the same sum.
                files.append((name, file.read().replace(b"\r\n", b"\n")))
    return files


def _checksum(files: Iterable[tuple[str, bytes]]) -> str:
    # Against forgetting to compile, not against malice: a CRC is enough.
    state, size = zlib.crc32(b"%d" % _FORMAT), 0
    for name, body in files:
        state = zlib.crc32(body, zlib.crc32(name.encode(), state))
        size += len(body)
    return f"{state:08x}-{size}"


Row = list[Any]
"""One entry as JSON holds it: term, kind, exact, always, file, line, senses."""


class Lines(dict[str, Any]):
    """Lines of the compiled file by their key, each understood when first asked for.

    Of some five thousand a day's news asks for a few dozen; understanding them all took 5 ms.
    """

    def __getitem__(self, key: str) -> Any:
        """What the line says; a `str` inside is one that nobody has asked for yet."""
        found = super().__getitem__(key)
        if isinstance(found, str):
            import json  # noqa: PLC0415 - 3 ms, and only with the first term met

            found = self[key] = json.loads(found)
        return found

    def get(self, key: str, default: Any = None) -> Any:
        """What the line says, or `default` where there is none."""
        return self[key] if key in self else default  # noqa: SIM401 - this is that `get`

    def items(self) -> Any:
        """Every key with what its line says."""
        return [(key, self[key]) for key in self]

    def values(self) -> Any:
        """What every line says."""
        return [self[key] for key in self]


@dataclass(frozen=True, slots=True)
class Stored:
    """The built-in entries of one half, ready for looking up."""

    entries: dict[str, Row]
    """By term; what is found in running text."""
    tables: dict[str, dict[str, Row]]
    """By kind and term; what is only looked up."""
    index: dict[str, list[list[Any]]]
    """By the lower-case first word of a spelling: spelling, term, whether capitals matter."""


_FIRST: Final = lazy(r"[^\W\d_]+|\d+")
_JOINTS: Final = lazy(r"\s*[-–&]\s*")


def spellings(term: str) -> Iterator[str]:
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


def index_of(terms: Iterable[tuple[str, bool]]) -> dict[str, list[list[Any]]]:
    """Spellings by their first word, the longest first.

    Args:
        terms: Each term, and whether its capitals matter.
    """
    index: dict[str, list[list[Any]]] = {}
    for term, exact in terms:
        first = _FIRST.match(term)
        if first is None:
            continue
        for spelling in dict.fromkeys(spellings(term)):
            key = spelling if exact else spelling.lower()
            index.setdefault(first[0].lower(), []).append([key, term, exact])
    for found in index.values():
        found.sort(key=lambda item: -len(item[0]))
    return index


_PRECEDENCE: Final = {kind: place for place, kind in enumerate(KINDS)}


def arrange(rows: Iterable[Row]) -> Stored:
    """Rows made ready for looking up; of two for one term the fuller kind of reading wins."""
    entries: dict[str, Row] = {}
    tables: dict[str, dict[str, Row]] = {}
    for row in rows:
        term, kind = row[0], row[1]
        if kind in TABLES:
            tables.setdefault(kind, {})[term] = row
        elif term not in entries or _PRECEDENCE[kind] < _PRECEDENCE[entries[term][1]]:
            entries[term] = row
    return Stored(entries, tables, index_of((term, row[2]) for term, row in entries.items()))


def _row(entry: Entry) -> Row:
    senses = [[s.spoken, s.before, s.after, s.note, s.language] for s in entry.senses]
    return [entry.term, entry.kind, entry.exact, entry.always, entry.file, entry.line, senses]


def _halves(files: Iterable[tuple[str, bytes]]) -> dict[str, Stored]:
    from docbao.text.lexicon_yaml import parse  # noqa: PLC0415 - only while the files are edited

    rows = [_row(entry) for name, body in files for entry in parse(body.decode(), name)]
    return {half: arrange(row for row in rows if row[3] == always) for half, always in HALVES}


HALVES: Final = (("always", True), ("respelled", False))
"""Most readings need the first half alone, so the halves lie in files of their own."""


def stored(half: str) -> Stored:
    """One half of the built-in lexicon: compiled where that is up to date, else from the YAML.

    Raises:
        ConfigError: A built-in file is wrong (only possible while it is being edited).
    """
    files = _built_in_files()
    try:
        total, parts = read_compiled(f"{FOLDER}/{half}.json")
        if total == _checksum(files):
            return Stored(parts["entries"], parts["tables"], parts["index"])
    except (OSError, ValueError, KeyError):
        pass  # missing or half-written: the YAML is the truth
    return _halves(files)[half]


def read_compiled(path: str) -> tuple[str, dict[str, Lines]]:
    """The checksum and the parts of a compiled file, as `compile_built_in` laid out its lines.

    Raises:
        ValueError: It is no such file, or not the whole of one.
    """
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - as above
        head, *bodies = file.read().split(":{\n")
    if not bodies or not bodies[-1].endswith("}}\n"):
        raise ValueError(path)
    total, parts = head.split('"')[3], {}
    name = head.rsplit('"', 2)[1]
    for body in bodies:
        lines, _, following = body.rpartition("\n}")
        # A line is `"key":value,`; no key holds a quotation mark, so this is all of JSON it takes.
        rows = (line[1:].partition('":') for line in lines.split(",\n") if line)
        parts[name] = Lines((key, value) for key, _, value in rows)
        name = following.strip('",\n}')
    return total, parts


def is_compiled() -> bool:
    """Whether the compiled files are what the YAML files say."""
    return {read_compiled(f"{FOLDER}/{half}.json")[0] for half, _ in HALVES} == {
        _checksum(_built_in_files())
    }


def compile_built_in() -> None:
    """Write the compiled files beside the YAML files; run after editing those.

    Raises:
        ConfigError: An entry is wrong.
    """
    files = _built_in_files()
    total = _checksum(files)
    for half, content in _halves(files).items():
        parts = ",\n".join(
            f'"{name}":{_lines(value)}'
            for name, value in (
                ("entries", content.entries),
                ("tables", content.tables),
                ("index", content.index),
            )
        )
        with open(f"{FOLDER}/{half}.json", "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - as above
            file.write(f'{{"sum":"{total}",\n{parts}}}\n')


def _lines(value: dict[str, Any]) -> str:
    """JSON with a line for each key: a change shows as a few lines, and they are read singly."""
    import json  # noqa: PLC0415 - only while the files are edited

    rows = (
        f"{json.dumps(key, ensure_ascii=False)}:"
        f"{json.dumps(content, ensure_ascii=False, separators=(',', ':'))}"
        for key, content in value.items()
    )
    return "{\n" + ",\n".join(rows) + "\n}"
