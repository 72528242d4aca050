"""Adding, removing and switching feeds in `feeds.yaml`, keeping the reader's own comments.

The text is edited at the lines YAML says a feed stands on; nothing is written out anew. What
comes of it is read once more before it replaces the file.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

import yaml

from docbao.clean import clean_line
from docbao.config.default_feeds import replace_text
from docbao.config.keys import FEED
from docbao.config.loading import config_from, read_text
from docbao.config.locations import Locations
from docbao.config.yaml_lines import MAX_BYTES, Source, suggestion
from docbao.errors import ConfigError
from docbao.i18n import Phrase
from docbao.model import Feed, Selectors

_COMMENT: Final = re.compile(r"\s*(?:#.*)?\Z")
_BARE: Final = re.compile(r"[A-Za-zÀ-ỹ/][^:#\[\]{}&*!|>'\"%@`,\n]*(?::[^\s#][^#\s]*)?\Z")
"""What needs no quotes: words, and addresses, whose colon no blank follows."""
_WORDS_WITH_A_MEANING: Final = frozenset({"yes", "no", "true", "false", "on", "off", "null", "y"})


def add_feed(locations: Locations, feed: Feed) -> None:
    """Write `feed` after the last one in the file.

    Raises:
        ConfigError: The file is wrong, has a feed of that name, or cannot be written.
    """
    add_feeds(locations, (feed,))


def add_feeds(
    locations: Locations, feeds: Iterable[Feed], *, headings: Mapping[str, str] | None = None
) -> None:
    """Write `feeds` after the last one in the file: all of them, or none.

    Args:
        locations: Where the file lies.
        feeds: The new ones.
        headings: By `Feed.name`, one line that stands as a comment above the first of those
            neighbours that share it.

    Raises:
        ConfigError: The file is wrong, has a feed of one of the names, or cannot be written.
    """
    source, items = _open(locations)
    lines = source.text.splitlines()
    if items:
        indent = _dash_column(source, items[-1])
        at = _end(lines, items[-1])
    else:
        indent, at = 2, _heading(source, lines)
    new: list[str] = []
    above = ""
    for feed in feeds:
        heading = clean_line((headings or {}).get(feed.name, ""))
        comment = [f"# {heading}"] if heading and heading != above else []
        new += ["", *(" " * indent + line for line in (*comment, *feed_lines(feed)))]
        above = heading
    lines[at:at] = new
    _replace(locations, lines)


def remove_feed(locations: Locations, name: str) -> None:
    """Take the feed of that name out of the file; comments above it stay.

    Raises:
        ConfigError: There is none, or the file is wrong or cannot be written.
    """
    source, items = _open(locations)
    item = _named(source, items, name)
    lines = source.text.splitlines()
    start = _start(source, item)
    del lines[start : _end(lines, item)]
    if 0 < start < len(lines) and not lines[start].strip() and not lines[start - 1].strip():
        del lines[start]  # one blank line between neighbours is enough
    _replace(locations, lines)


def enable_feed(locations: Locations, name: str, *, enabled: bool) -> None:
    """Switch the feed of that name on or off.

    Raises:
        ConfigError: There is none, or the file is wrong or cannot be written.
    """
    source, items = _open(locations)
    item = _named(source, items, name)
    lines = source.text.splitlines()
    word = "yes" if enabled else "no"
    value = source.mapping(item).get("enabled")
    if value is not None and value.end_mark.line == value.start_mark.line:
        line = lines[value.start_mark.line]
        start, end = value.start_mark.column, value.end_mark.column
        lines[value.start_mark.line] = f"{line[:start]}{word}{line[end:]}"
    else:
        column = item.start_mark.column
        lines.insert(_end(lines, item), " " * column + f"enabled: {word}")
    _replace(locations, lines)


def feed_lines(feed: Feed) -> tuple[str, ...]:
    """The feed as lines of YAML; keys that have their default are left out."""
    default = Feed(name=feed.name, title=feed.name, url=feed.url)
    values = {key: getattr(feed, key) for key in FEED if key != "selectors"}
    lines = [
        f"{key}: {_yaml(value)}"
        for key, value in values.items()
        if key in ("name", "url") or value != getattr(default, key)
    ]
    if feed.selectors != Selectors():
        lines.append("selectors:")
        lines += [
            f"  {field.name}: {_yaml(getattr(feed.selectors, field.name))}"
            for field in dataclasses.fields(Selectors)
            if getattr(feed.selectors, field.name) != field.default
        ]
    return ("- " + lines[0], *("  " + line for line in lines[1:]))


def _yaml(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "[" + ", ".join(json.dumps(item, ensure_ascii=False) for item in value) + "]"
    if isinstance(value, str):
        bare = _BARE.match(value) and value.strip() == value
        if bare and value.lower() not in _WORDS_WITH_A_MEANING:
            return value
        return json.dumps(value, ensure_ascii=False)  # a JSON string is a YAML string
    return str(value)


def _open(locations: Locations) -> tuple[Source, list[yaml.Node]]:
    """The file, proved sound, and the nodes of its feeds."""
    source = Source(locations.feeds_file, read_text(locations.feeds_file))
    config_from(locations, source)
    node = source.compose()
    if isinstance(node, yaml.MappingNode):
        node = source.mapping(node).get("feeds")
    if not isinstance(node, yaml.SequenceNode):
        return source, []
    flow = next((n for n in (node, *node.value) if n.flow_style), None)
    if flow is not None and node.value:
        raise source.error(
            flow,
            Phrase(
                vi="docbao không tự sửa được các nguồn viết trong ngoặc",
                en="docbao cannot edit feeds that are written in brackets",
            ),
            Phrase(vi="Hãy sửa tệp bằng tay.", en="Edit the file by hand."),
        )
    return source, node.value


def _named(source: Source, items: list[yaml.Node], name: str) -> yaml.Node:
    by_name = {source.mapping(item)["name"].value: item for item in items}
    if name not in by_name:
        raise ConfigError(
            Phrase(vi="{file} không có nguồn “{name}”", en="{file} has no feed “{name}”").fill(
                file=source.path, name=name
            ),
            hint=suggestion(name, by_name),
        )
    return by_name[name]


def _start(source: Source, item: yaml.Node) -> int:
    """The line of the item's dash: its first key's, or one above it."""
    lines = source.text.splitlines()
    line = int(item.start_mark.line)
    while not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def _dash_column(source: Source, item: yaml.Node) -> int:
    return source.text.splitlines()[_start(source, item)].index("-")


def _end(lines: list[str], item: yaml.Node) -> int:
    """The line after the item's last; blank lines and comments below belong to what follows."""
    line = min(int(item.end_mark.line) + bool(item.end_mark.column), len(lines))
    # libyaml ends a block where the next thing begins.
    first = int(item.start_mark.line)
    while line - 1 > first and (
        _COMMENT.match(lines[line - 1]) or _depth(lines[line - 1]) < item.start_mark.column
    ):
        line -= 1
    return line


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _heading(source: Source, lines: list[str]) -> int:
    """The line after `feeds:`, which is added when there is none."""
    for number, line in enumerate(lines):
        if re.match(r"feeds:\s*(?:\[\s*\]|~|null)?\s*(?:#.*)?\Z", line):
            lines[number] = re.sub(r"^(feeds:)\s*(?:\[\s*\]|~|null)?", r"\1", line)
            return number + 1
    if source.compose() is not None and source.text.lstrip().startswith("- "):
        return len(lines)
    lines.append("feeds:")
    return len(lines)


def _replace(locations: Locations, lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MAX_BYTES:  # it could be written, but never read again
        raise ConfigError(
            Phrase(
                vi="{file} sẽ lớn hơn {mb} MB", en="{file} would become larger than {mb} MB"
            ).fill(file=locations.feeds_file, mb=MAX_BYTES // 1_000_000),
            hint=Phrase(vi="Bớt nguồn trước khi thêm.", en="Remove feeds before you add more."),
        )
    config_from(locations, Source(locations.feeds_file, text))
    replace_text(locations.feeds_file, text)
