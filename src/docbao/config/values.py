"""A node of YAML as the value its `Key` asks for, or an error that says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import yaml

from docbao.clean import clean_line
from docbao.config.keys import KINDS, Key
from docbao.config.yaml_lines import Source, suggestion
from docbao.i18n import LANGUAGES, Phrase

_YES: Final = frozenset({"yes", "true", "on", "có"})
_NO: Final = frozenset({"no", "false", "off", "không"})
_MAX_ITEMS: Final = 1000
"""Of a list of texts; a name repeated through anchors must not fill memory."""


def read_keys(
    source: Source, node: yaml.Node, keys: Mapping[str, Key], *, where: str = ""
) -> dict[str, Any]:
    """The values given in a mapping, each as its key asks; keys not given are absent.

    Args:
        source: The file, for errors.
        node: The mapping.
        keys: What it may hold.
        where: What the mapping belongs to, for errors: "speech.".

    Returns:
        Sections as dictionaries of the same form; a key with an empty value counts as not given.

    Raises:
        ConfigError: A key that does not exist, a wrong value, or a required key missing.
    """
    given: dict[str, Any] = {}
    for name, value in source.mapping(node).items():
        key = keys.get(name)
        if key is None:
            # The key's own node: its value may stand lines below it, or be an anchor's.
            at = next(k for k, v in node.value if k.value == name and v is value)
            raise source.error(
                at,
                Phrase(vi="không có khóa “{key}”", en="there is no key “{key}”").fill(
                    key=where + name
                ),
                suggestion(name, keys),
            )
        if value.tag == "tag:yaml.org,2002:null":
            continue
        given[name] = _read(source, value, key, where + name)
    for name, key in keys.items():
        if key.required and name not in given:
            raise source.error(
                node,
                Phrase(vi="thiếu khóa “{key}”", en="the key “{key}” is missing").fill(
                    key=where + name
                ),
                Phrase(vi="Thêm dòng `{line}`.", en="Add the line `{line}`.").fill(
                    line=f"{name}: {key.example}"
                ),
            )
    return given


def _read(source: Source, node: yaml.Node, key: Key, name: str) -> Any:
    if key.kind == "section":
        return read_keys(source, node, key.keys or {}, where=f"{name}.")
    if key.kind == "texts":
        if isinstance(node, yaml.ScalarNode):
            return (_text(source, node, key, name),)  # one item needs no list
        return tuple(
            _text(source, item, key, name) for item in source.items(node, key=name)[:_MAX_ITEMS]
        )
    if key.kind == "texts_by_language":
        return _by_language(source, node, key, name)
    readers: dict[str, Callable[[Source, yaml.Node, Key, str, str], object]] = {
        "yes_no": _yes_no,
        "integer": _number,
        "number": _number,
    }
    read = readers.get(key.kind, _checked_text)
    return read(source, node, key, name, _text(source, node, key, name))


def _by_language(source: Source, node: yaml.Node, key: Key, name: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language, value in source.mapping(node).items():
        if language not in LANGUAGES:
            raise source.error(
                value,
                Phrase(
                    vi="“{key}” không có ngôn ngữ “{language}”",
                    en="“{key}” has no language “{language}”",
                ).fill(key=name, language=language),
                suggestion(language, LANGUAGES),
            )
        found[language] = _text(source, value, key, f"{name}.{language}")
    return found


def _text(source: Source, node: yaml.Node, key: Key, name: str) -> str:
    source.check_tag(node)
    if not isinstance(node, yaml.ScalarNode):
        raise _wrong(source, node, key, name, Phrase(vi="một nhóm", en="a group"))
    return clean_line(node.value)


def _yes_no(source: Source, node: yaml.Node, key: Key, name: str, text: str) -> bool:
    word = text.lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise _wrong(source, node, key, name, text)


def _number(source: Source, node: yaml.Node, key: Key, name: str, text: str) -> float:
    try:
        value: float = int(text) if key.kind == "integer" else float(text)
    except ValueError:
        raise _wrong(source, node, key, name, text) from None
    low, high = key.low, key.high
    # Written so that "nan", which is neither less nor more than anything, is refused too.
    if low is not None and high is not None and not low <= value <= high:
        raise source.error(
            node,
            Phrase(
                vi="“{key}” là {value}, phải từ {low} đến {high}",
                en="“{key}” is {value}, and must be from {low} to {high}",
            ).fill(key=name, value=text, low=f"{low:g}", high=f"{high:.12g}"),
            Phrase(vi="Chọn một số trong khoảng đó.", en="Choose a number between the two."),
        )
    return value


def _checked_text(source: Source, node: yaml.Node, key: Key, name: str, text: str) -> str:
    if key.choices and text not in key.choices:
        raise source.error(
            node,
            Phrase(vi="“{key}” không thể là “{value}”", en="“{key}” cannot be “{value}”").fill(
                key=name, value=text
            ),
            suggestion(text, key.choices),
        )
    if key.pattern and not re.fullmatch(key.pattern, text):
        raise source.error(
            node,
            Phrase(vi="“{key}” không thể là “{value}”", en="“{key}” cannot be “{value}”").fill(
                key=name, value=text
            ),
            Phrase(
                vi="Chỉ dùng chữ thường không dấu, chữ số và dấu nối, như “{example}”.",
                en="Use lower-case letters without accents, digits and hyphens, like “{example}”.",
            ).fill(example=key.example),
        )
    return text


def _wrong(source: Source, node: yaml.Node, key: Key, name: str, value: str | Phrase) -> Exception:
    return source.error(
        node,
        Phrase(
            vi="“{key}” phải là {kind}, không phải {value}",
            en="“{key}” must be {kind}, not {value}",
        ).fill(
            key=name,
            kind=KINDS[key.kind],
            value=value if isinstance(value, Phrase) else f"“{value}”",
        ),
        Phrase(vi="Sửa giá trị ở dòng này.", en="Mend the value on this line.")
        if not key.example
        else Phrase(vi="Ví dụ: `{line}`.", en="For example: `{line}`.").fill(
            line=f"{name.rpartition('.')[2]}: {key.example}"
        ),
    )
