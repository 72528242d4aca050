"""Lexicon files: YAML in, checked entries out, or an error that names file and line.

This is the slow and careful half of the lexicon. The built-in files come through it once, when
`compiled.json` is made (`python -m docbao.text.lexicon_compile`); the listener's own file comes
through it at every start, because it is small and must be checked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from docbao.errors import ConfigError
from docbao.i18n import Phrase
from docbao.text.lexicon_source import KINDS, RESPELLED, TABLES, Entry, Sense

_KEYS: Final = frozenset(
    {"spoken", "before", "after", "case", "language", "note", "always", "kind"}
)


def _wrong(file: str, line: int, vi: str, en: str) -> ConfigError:
    return ConfigError(
        Phrase(f"{file}, dòng {line}: {vi}", f"{file}, line {line}: {en}"),
        hint=Phrase(
            "Mỗi mục là “từ: cách đọc”, hoặc “từ: {spoken: cách đọc, before: …, after: …}”.",
            "An entry is “term: spoken”, or “term: {spoken: …, before: …, after: …}”.",
        ),
    )


def parse(text: str, file: str) -> tuple[Entry, ...]:
    """The entries of one lexicon file.

    Args:
        text: The YAML.
        file: Its name, for errors.

    Raises:
        ConfigError: The file or an entry cannot be used; names file and line.
    """
    import yaml  # noqa: PLC0415, TID251 - this module is the lexicon's YAML; heavy, rarely needed

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        # The parser points behind the end of a file that breaks off; the last line is meant.
        line = min(mark.line + 1 if mark is not None else 1, text.rstrip().count("\n") + 1)
        problem = getattr(error, "problem", None) or "YAML"
        raise _wrong(
            file, line, f"không phải YAML đúng ({problem})", f"not valid YAML ({problem})"
        ) from error
    if root is None:
        return ()
    return tuple(_Document(file, yaml).entries(root))


class _Document:
    """Walks the nodes of one file, so that every complaint can name its line."""

    def __init__(self, file: str, yaml: Any) -> None:
        self._file = file
        self._yaml = yaml

    def _fail(self, node: Any, vi: str, en: str) -> ConfigError:
        return _wrong(self._file, node.start_mark.line + 1, vi, en)

    def _pairs(self, node: Any, vi: str, en: str) -> Iterator[tuple[str, Any, Any]]:
        if not isinstance(node, self._yaml.MappingNode):
            raise self._fail(node, vi, en)
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, self._yaml.ScalarNode):
                raise self._fail(key, "tên mục phải là một dòng chữ", "a key must be plain text")
            name = unicodedata.normalize("NFC", key.value).strip()
            if name in seen:
                raise self._fail(key, f"“{name}” viết hai lần", f"“{name}” appears twice")
            seen.add(name)
            yield name, key, value

    def _text(self, node: Any) -> str:
        if not isinstance(node, self._yaml.ScalarNode):
            raise self._fail(node, "chỗ này phải là một dòng chữ", "this must be plain text")
        return unicodedata.normalize("NFC", node.value).strip()

    def entries(self, root: Any) -> Iterator[Entry]:
        kind = "listener"
        body = None
        for name, key, value in self._pairs(
            root, "tệp phải có “entries:”", "the file must hold “entries:”"
        ):
            if name == "kind":
                kind = self._kind(value)
            elif name == "entries":
                body = value
            elif name not in ("source", "note", "licence"):
                raise self._fail(key, f"không hiểu khóa “{name}”", f"unknown key “{name}”")
        if body is None or (isinstance(body, self._yaml.ScalarNode) and not body.value):
            return
        for term, key, value in self._pairs(
            body,
            "“entries” phải gồm các dòng “từ: cách đọc”",
            "“entries” must be “term: spoken” lines",
        ):
            yield self._entry(term, kind, key, value)

    def _kind(self, node: Any) -> str:
        kind = self._text(node)
        if kind not in KINDS:
            known = ", ".join(KINDS)
            raise self._fail(
                node,
                f"không có loại “{kind}”; có: {known}",
                f"no kind “{kind}”; there are: {known}",
            )
        return kind

    def _entry(self, term: str, kind: str, key: Any, value: Any) -> Entry:
        if not term or (kind not in TABLES and not any(c.isalnum() for c in term)):
            raise self._fail(key, "từ phải có chữ", "a term must have letters")
        nodes = value.value if isinstance(value, self._yaml.SequenceNode) else [value]
        if not nodes:
            raise self._fail(value, f"“{term}” chưa có cách đọc", f"“{term}” has no reading")
        senses, marks = [], {}
        for node in nodes:
            sense, extra = self._sense(term, node)
            senses.append(sense)
            marks.update(extra)
        kind = marks.get("kind", kind)
        case = marks.get("case") or ("exact" if term != term.lower() else "any")
        always = marks.get("always", "" if kind in RESPELLED else "true") in ("true", "yes")
        return Entry(
            term, kind, tuple(senses), case == "exact", always, self._file, key.start_mark.line + 1
        )

    def _sense(self, term: str, node: Any) -> tuple[Sense, dict[str, str]]:
        if isinstance(node, self._yaml.ScalarNode):
            return Sense(self._spoken(term, node)), {}
        fields: dict[str, str] = {}
        marks: dict[str, str] = {}
        for name, key, value in self._pairs(
            node, "cách đọc phải là chữ hoặc {spoken: …}", "a reading is text or {spoken: …}"
        ):
            if name not in _KEYS:
                raise self._fail(key, f"không hiểu khóa “{name}”", f"unknown key “{name}”")
            if name == "spoken":
                fields[name] = self._spoken(term, value)
            elif name == "kind":
                marks[name] = self._kind(value)
            elif name in ("case", "always"):
                marks[name] = self._choice(name, value)
            else:
                fields[name] = self._text(value)
            if name in ("before", "after"):
                self._regex(value, fields[name])
        if "spoken" not in fields:
            raise self._fail(node, f"“{term}” thiếu “spoken”", f"“{term}” lacks “spoken”")
        return Sense(**fields), marks

    def _choice(self, name: str, node: Any) -> str:
        word = self._text(node).lower()
        allowed = ("exact", "any") if name == "case" else ("true", "false", "yes", "no")
        if word not in allowed:
            raise self._fail(
                node,
                f"“{name}” phải là {' hoặc '.join(allowed)}",
                f"“{name}” must be {' or '.join(allowed)}",
            )
        return word

    def _spoken(self, term: str, node: Any) -> str:
        spoken = " ".join(self._text(node).split())
        if not spoken:
            raise self._fail(node, f"“{term}” chưa có cách đọc", f"“{term}” has no reading")
        if any(c.isdigit() or c in "%/&@+=°$#_" for c in spoken):
            raise self._fail(
                node,
                f"cách đọc của “{term}” còn chữ số hoặc dấu chưa đọc",
                f"the reading of “{term}” holds a digit or sign that is not words",
            )
        return spoken

    def _regex(self, node: Any, pattern: str) -> None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise self._fail(node, f"biểu thức sai: {error}", f"bad expression: {error}") from error
