"""The page that lists every key of `feeds.yaml`, made from what the reading itself goes by."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docbao.config.keys import FEED, KINDS, SHOW, Key
from docbao.config.settings import ShowSettings
from docbao.config.whole import Config
from docbao.i18n import Language, Phrase
from docbao.model import Feed

_TITLE: Final = Phrase(vi="# Các khóa của feeds.yaml", en="# The keys of feeds.yaml")
_FEEDS: Final = Phrase(vi="## Mỗi nguồn trong `feeds`", en="## Each feed under `feeds`")
_SHOWS: Final = Phrase(vi="## Mỗi podcast trong `shows`", en="## Each podcast under `shows`")
_GENERAL: Final = Phrase(vi="## Khóa chung", en="## General keys")
_HEAD: Final = Phrase(
    vi="| Khóa | Giá trị | Mặc định | Để làm gì |", en="| Key | Value | Default | What it does |"
)
_REQUIRED: Final = Phrase(vi="phải có", en="required")
_RANGE: Final = Phrase(vi="từ {low} đến {high}", en="{low} to {high}")


def keys_reference(language: Language) -> str:
    """All keys, values, ranges and defaults as Markdown in that language."""
    feed = Feed(name="", title="", url="")
    parts = [_TITLE.in_language(language), "", _FEEDS.in_language(language), ""]
    parts += _table(FEED, feed, language, "")
    parts += ["", _SHOWS.in_language(language), ""]
    parts += _table(SHOW, ShowSettings(name="", title=""), language, "")
    parts += ["", _GENERAL.in_language(language), ""]
    fields = {f.name: f for f in dataclasses.fields(Config) if "key" in f.metadata}
    plain = {n: f.metadata["key"] for n, f in fields.items() if "section" not in f.metadata}
    defaults = {n: f.default for n, f in fields.items() if n in plain}
    parts += _table(plain, defaults, language, "")
    for name, field in fields.items():
        if "section" in field.metadata:
            key: Key = field.metadata["key"]
            parts += ["", f"## `{name}`: {key.about.in_language(language)}", ""]
            parts += _table(key.keys or {}, field.metadata["section"](), language, "")
    return "\n".join(parts) + "\n"


def _table(keys: Mapping[str, Key], defaults: Any, language: Language, where: str) -> Iterator[str]:
    if not where:
        yield _HEAD.in_language(language)
        yield "|---|---|---|---|"
    for name, key in keys.items():
        default = defaults[name] if isinstance(defaults, dict) else getattr(defaults, name)
        shown = _REQUIRED.in_language(language) if key.required else _shown(default)
        if key.kind == "section":
            shown = ""
        about = key.about.in_language(language)
        example = f" `{key.example}`".replace("|", "\\|") if key.example else ""
        value = _value(key, language)
        yield f"| `{where}{name}` | {value} | {shown} | {about}{example} |"
        if key.kind == "section":
            yield from _table(key.keys or {}, default, language, f"{name}.")


def _value(key: Key, language: Language) -> str:
    if key.choices:
        return ", ".join(f"`{choice}`" for choice in key.choices)
    words = KINDS[key.kind].in_language(language)
    if key.low is not None and key.high is not None:
        limits = _RANGE.fill(low=f"{key.low:.12g}", high=f"{key.high:.12g}")
        return f"{words}, {limits.in_language(language)}"
    return words


def _shown(default: object) -> str:
    if default in (None, "", (), {}):
        return ""
    if isinstance(default, bool):
        return "`yes`" if default else "`no`"
    return f"`{default}`"
