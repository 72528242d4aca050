"""YAML with line numbers: values read one by one, and every complaint naming file and line.

The file is composed into nodes, never constructed into objects: what is not asked for by name
is never built, so tags, anchors that multiply and deep nests have nothing to act on.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from docbao.errors import ConfigError
from docbao.i18n import Phrase

MAX_BYTES: Final = 2_000_000
"""A thousand feeds take a tenth of it."""

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML was built with it: 17 times as fast, and it bounds nesting."""

_KNOWN_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "value")
)


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file on its way to being understood."""

    path: Path
    text: str

    def error(self, node: yaml.Node | int, message: Phrase, hint: Phrase | None) -> ConfigError:
        """An error at that node, or line counted from 0."""
        line = node if isinstance(node, int) else node.start_mark.line
        return ConfigError(
            Phrase(vi="{file}, dòng {line}: {message}", en="{file}, line {line}: {message}").fill(
                file=self.path, line=line + 1, message=message
            ),
            hint=hint,
        )

    def compose(self) -> yaml.Node | None:
        """The file's one document; `None` when it holds nothing but comments.

        Raises:
            ConfigError: It is no YAML.
        """
        try:
            node: yaml.Node | None = yaml.compose(self.text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = 0 if mark is None else mark.line
            message, hint = _in_words(str(error.problem or error.context), self.text, line)
            raise self.error(line, message, hint) from error
        except yaml.reader.ReaderError as error:
            at = yaml.reader.Reader.NON_PRINTABLE.search(self.text)
            line = 0 if at is None else self.text.count("\n", 0, at.start())
            raise self.error(line, *_UNSEEN) from error
        except (yaml.YAMLError, RecursionError) as error:
            raise self.error(0, _NOT_YAML.fill(reason=type(error).__name__), _SEE) from error
        return node

    def mapping(self, node: yaml.Node) -> Mapping[str, yaml.Node]:
        """Keys and values of a mapping node.

        Raises:
            ConfigError: It is something else, or a key stands twice in it.
        """
        self.check_tag(node)
        if not isinstance(node, yaml.MappingNode):
            raise self.error(
                node,
                Phrase(vi="ở đây cần các dòng `khóa: giá trị`", en="`key: value` lines go here"),
                _SEE,
            )
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.error(
                    key, Phrase(vi="khóa phải là một từ", en="a key must be a word"), _SEE
                )
            if key.value in found:
                raise self._twice(key)
            found[key.value] = value
        return found

    def items(self, node: yaml.Node, *, key: str) -> list[yaml.Node]:
        """Items of a list node.

        Raises:
            ConfigError: It is something else.
        """
        self.check_tag(node)
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(
                node,
                Phrase(vi="“{key}” phải là một danh sách", en="“{key}” must be a list").fill(
                    key=key
                ),
                Phrase(
                    vi="Viết mỗi mục trên một dòng bắt đầu bằng dấu “- ”.",
                    en="Write each item on a line that begins with “- ”.",
                ),
            )
        items: list[yaml.Node] = node.value
        return items

    def check_tag(self, node: yaml.Node) -> None:
        """Refuse `!tags`: docbao has no use for any.

        Raises:
            ConfigError: The node carries one.
        """
        if node.tag not in _KNOWN_TAGS:
            raise self.error(
                node,
                Phrase(vi="không dùng được nhãn “{tag}”", en="the tag “{tag}” cannot be used").fill(
                    tag=node.tag.replace("tag:yaml.org,2002:", "!!")
                ),
                Phrase(
                    vi="Bỏ phần bắt đầu bằng dấu chấm than.",
                    en="Remove the part that begins with an exclamation mark.",
                ),
            )

    def _twice(self, key: yaml.ScalarNode) -> ConfigError:
        return self.error(
            key,
            Phrase(vi="khóa “{key}” ghi hai lần", en="the key “{key}” stands twice").fill(
                key=key.value
            ),
            Phrase(vi="Xóa một trong hai dòng.", en="Delete one of the two lines."),
        )


def suggestion(wrong: str, right: Iterable[str]) -> Phrase:
    """What was probably meant, or all there is to choose from."""
    choices = tuple(right)
    near = difflib.get_close_matches(wrong.lower(), choices, n=1, cutoff=0.6)
    if near:
        return Phrase(vi="Có phải bạn muốn ghi “{it}”?", en="Did you mean “{it}”?").fill(it=near[0])
    return Phrase(vi="Chọn một trong: {all}.", en="Choose one of: {all}.").fill(
        all=", ".join(choices)
    )


_SEE: Final = Phrase(
    vi="Xem mẫu trong docs/feeds-yaml.md.", en="See the examples in docs/feeds-yaml.md."
)
_NOT_YAML: Final = Phrase(vi="tệp không phải YAML ({reason})", en="the file is no YAML ({reason})")


_UNSEEN: Final = (
    Phrase(vi="có ký tự điều khiển không nhìn thấy", en="there is an invisible control character"),
    Phrase(vi="Xóa dòng này và gõ lại.", en="Delete this line and type it again."),
)
_TAB: Final = (
    Phrase(vi="có dấu Tab ở đầu dòng", en="a tab character begins the line"),
    Phrase(vi="Thụt dòng bằng dấu cách.", en="Indent with spaces."),
)
_PROBLEMS: Final = (
    (
        ("mapping values are not allowed",),
        Phrase(
            vi="thụt dòng sai, hoặc giá trị có dấu hai chấm",
            en="wrong indentation, or a colon inside a value",
        ),
        Phrase(
            vi="Căn thẳng với dòng trên, hoặc đặt giá trị trong dấu nháy.",
            en="Align it with the line above, or put the value in quotes.",
        ),
    ),
    (
        ("quoted scalar", "unexpected end of stream"),
        Phrase(vi="thiếu dấu nháy đóng", en="a closing quote is missing"),
        Phrase(
            vi="Thêm dấu nháy ở cuối giá trị, tại dòng này hoặc phía trên.",
            en="Add the quote at the end of the value, on this line or above.",
        ),
    ),
    (
        ("another document",),
        Phrase(vi="tệp có hai phần, cách nhau bằng “---”", en="“---” parts the file in two"),
        Phrase(vi="Xóa dòng “---” này.", en="Delete this line “---”."),
    ),
    (
        ("cannot start any token", "undefined alias"),
        Phrase(
            vi="giá trị bắt đầu bằng ký tự đặc biệt", en="a value begins with a special character"
        ),
        Phrase(vi="Đặt giá trị trong dấu nháy.", en="Put the value in quotes."),
    ),
    (
        ("block end", "block mapping", "'-' indicator", "','", "expected key", "document start"),
        Phrase(
            vi="dòng này không khớp với các dòng phía trên",
            en="this line does not fit the lines above it",
        ),
        Phrase(
            vi="Kiểm tra thụt dòng và các dấu ngoặc phía trên.",
            en="Check the indentation, and the brackets above.",
        ),
    ),
    (
        ("could not find expected ':'",),
        Phrase(vi="thiếu dấu hai chấm sau khóa", en="a colon is missing after the key"),
        Phrase(vi="Viết `khóa: giá trị`.", en="Write `key: value`."),
    ),
    (
        ("depth", "nesting"),
        Phrase(vi="quá nhiều tầng lồng nhau", en="too many levels inside each other"),
        Phrase(vi="Kiểm tra các dấu ngoặc.", en="Check the brackets."),
    ),
)
"""Words of libyaml's and PyYAML's complaints, and what they mean to a person."""


def _in_words(problem: str, text: str, line: int) -> tuple[Phrase, Phrase]:
    """What the parser complains of, for people who never heard of tokens."""
    here = next(iter(text.splitlines()[line : line + 1]), "")
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return _TAB
    for signs, message, hint in _PROBLEMS:
        if any(sign in problem for sign in signs):
            return message, hint
    return _NOT_YAML.fill(reason=problem), _SEE
