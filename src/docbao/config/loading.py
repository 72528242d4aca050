"""`feeds.yaml` → `Config`."""

from __future__ import annotations

import dataclasses
import os
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from docbao.config.default_feeds import write_default
from docbao.config.keys import FEED, Key, keys_of
from docbao.config.locations import FEEDS_FILE, PACKAGED, Locations, find_locations
from docbao.config.settings import ShowSettings
from docbao.config.shows import read_shows
from docbao.config.values import read_keys
from docbao.config.whole import Config
from docbao.config.yaml_lines import MAX_BYTES, Source, suggestion
from docbao.errors import ConfigError
from docbao.i18n import Phrase
from docbao.model import Feed, Selectors
from docbao.refusals import reason_of

_FEEDS_KEY: Final = Key("section", Phrase(vi="Các nguồn tin.", en="The feeds."))
_SHOWS_KEY: Final = Key("section", Phrase(vi="Các podcast.", en="The podcasts."))
TOP: Final[Mapping[str, Key]] = {
    "feeds": _FEEDS_KEY,
    "shows": _SHOWS_KEY,
    **keys_of(Config),
}
"""Keys at the left margin of the file."""


def load_config(
    path: Path | None = None,
    *,
    home: Path | None = None,
    env: Mapping[str, str] = os.environ,
    cwd: Path | None = None,
) -> Config:
    """The reader's configuration.

    Where no folder is named and there is no `feeds.yaml` yet, the one that comes with docbao
    is written first.

    Args:
        path: A `feeds.yaml` by name; its folder is the docbao folder.
        home: A docbao folder by name.
        env: For `DOCBAO_HOME` and the platform's folders.
        cwd: A docbao folder if it holds a `feeds.yaml`; the current one when not given.

    Raises:
        ConfigError: The file cannot be read, or something in it is wrong; says where.
    """
    here = Path.cwd() if cwd is None else cwd
    if path is not None:
        path = (here / path.expanduser()).absolute()
        found = find_locations(path.parent, env=env, cwd=here)
        locations = dataclasses.replace(found, feeds_file=path)
    else:
        locations = find_locations(home, env=env, cwd=here)
        if not locations.feeds_file.exists():
            write_default(locations.feeds_file)
    return read_config(locations)


def read_config(locations: Locations) -> Config:
    """As `load_config`, for places already known; writes nothing."""
    return config_from(locations, Source(locations.feeds_file, read_text(locations.feeds_file)))


def config_from(locations: Locations, source: Source) -> Config:
    """As `read_config`, for a text that was read already or is about to be written."""
    node = source.compose()
    if node is None or _is_empty(node):
        return Config(locations)
    if isinstance(node, yaml.SequenceNode):  # a file of nothing but feeds needs no `feeds:`
        return Config(locations, feeds=_feeds(source, node))
    nodes = source.mapping(node)
    feeds_node = nodes.get("feeds")
    feeds = () if feeds_node is None or _is_empty(feeds_node) else _feeds(source, feeds_node)
    shows_node = nodes.get("shows")
    shows: tuple[ShowSettings, ...] = ()
    if shows_node is not None and not _is_empty(shows_node):
        shows = read_shows(source, shows_node, {feed.name for feed in feeds})
    lists = (feeds_node, shows_node)
    rest = yaml.MappingNode(
        node.tag,
        [(key, value) for key, value in node.value if value not in lists],
        node.start_mark,
        node.end_mark,
    )
    given = read_keys(source, rest, TOP)
    config: Config = _fill(Config(locations, feeds=feeds, shows=shows), given)
    if config.audio.folder:
        audio = locations.home / Path(config.audio.folder).expanduser()
        moved = dataclasses.replace(locations, audio=audio)
        config = dataclasses.replace(config, locations=moved)
    return config


def read_text(path: Path) -> str:
    """The text of a `feeds.yaml`, its line ends as LF and without a byte order mark.

    Raises:
        ConfigError: It is not there, cannot be read, is too large, or is no UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ConfigError(
            Phrase(vi="Không có tệp {path}", en="There is no file {path}").fill(path=path),
            hint=Phrase(
                vi="Tạo tệp đó, hoặc chạy docbao ở thư mục có {name}.",
                en="Create it, or run docbao in a folder that has a {name}.",
            ).fill(name=FEEDS_FILE),
        ) from error
    except OSError as error:
        raise ConfigError(
            Phrase(vi="Không đọc được {path}: {reason}", en="Cannot read {path}: {reason}").fill(
                path=path, reason=reason_of(error)
            ),
            hint=Phrase(vi="Kiểm tra quyền đọc tệp.", en="Check the permission to read it."),
        ) from error
    if len(content) > MAX_BYTES:
        raise ConfigError(
            Phrase(vi="{path} lớn hơn 2 MB", en="{path} is larger than 2 MB").fill(path=path),
            hint=Phrase(
                vi="Kiểm tra xem có đúng tệp không.", en="Check that it is the right file."
            ),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start)
        raise Source(path, "").error(
            line,
            Phrase(vi="chữ không phải mã UTF-8", en="the text is not UTF-8"),
            Phrase(vi="Lưu lại tệp với bảng mã UTF-8.", en="Save the file again as UTF-8."),
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_empty(node: yaml.Node) -> bool:
    return bool(node.tag == "tag:yaml.org,2002:null")


def _fill(config: Any, given: Mapping[str, Any]) -> Any:
    """The dataclass `config` with what was given in place of its defaults."""
    sections = {f.name for f in dataclasses.fields(config) if "section" in f.metadata}
    values = {
        name: _fill(getattr(config, name), value) if name in sections else value
        for name, value in given.items()
    }
    return dataclasses.replace(config, **values)


def _feeds(source: Source, node: yaml.Node) -> tuple[Feed, ...]:
    feeds: dict[str, Feed] = {}
    for item in source.items(node, key="feeds"):
        given = read_keys(source, item, FEED)
        selectors = Selectors(**given.pop("selectors", {}))
        given.setdefault("title", given["name"])
        feed = Feed(**given, selectors=selectors)
        _check_feed(source, item, feed)
        if feed.name in feeds:
            raise source.error(
                _value(source, item, "name"),
                Phrase(
                    vi="đã có một nguồn tên “{name}”", en="there is a feed “{name}” already"
                ).fill(name=feed.name),
                Phrase(
                    vi="Đặt cho mỗi nguồn một tên riêng.", en="Give each feed a name of its own."
                ),
            )
        feeds[feed.name] = feed
    return tuple(feeds.values())


def _value(source: Source, item: yaml.Node, key: str) -> yaml.Node:
    return source.mapping(item).get(key, item)


def _check_feed(source: Source, item: yaml.Node, feed: Feed) -> None:
    if feed.kind != "files":
        try:
            parts = urlsplit(feed.url)
            is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            is_web = False
        if not is_web:
            raise source.error(
                _value(source, item, "url"),
                Phrase(
                    vi="“url” không phải địa chỉ web: “{url}”",
                    en="“url” is no web address: “{url}”",
                ).fill(url=feed.url),
                Phrase(
                    vi="Bắt đầu bằng https:// hoặc http://; với thư mục, ghi `kind: files`.",
                    en="It begins with https:// or http://; for a folder, write `kind: files`.",
                ),
            )
    elif feed.url.startswith("package:") and feed.url not in PACKAGED:
        raise source.error(
            _value(source, item, "url"),
            Phrase(
                vi="docbao không kèm thư mục “{url}”", en="docbao comes with no folder “{url}”"
            ).fill(url=feed.url),
            suggestion(feed.url, PACKAGED),
        )
    if feed.kind == "listing" and feed.link_pattern is None:
        raise source.error(
            item,
            Phrase(
                vi="nguồn “{name}” kiểu `listing` cần khóa “link_pattern”",
                en="the feed “{name}” is a `listing` and needs the key “link_pattern”",
            ).fill(name=feed.name),
            Phrase(
                vi="Thêm dòng `link_pattern: {example}`.",
                en="Add the line `link_pattern: {example}`.",
            ).fill(example=FEED["link_pattern"].example),
        )
    if feed.link_pattern is not None:
        try:
            with warnings.catch_warnings(action="ignore"):  # of sets that may be nested one day
                re.compile(feed.link_pattern)
        except (re.error, RecursionError, OverflowError) as error:  # the two for what is too big
            raise source.error(
                _value(source, item, "link_pattern"),
                Phrase(
                    vi="“link_pattern” không phải biểu thức chính quy: {reason}",
                    en="“link_pattern” is no regular expression: {reason}",
                ).fill(reason=getattr(error, "msg", type(error).__name__)),
                Phrase(
                    vi="Đặt dấu \\ trước các ký tự . ? + ( ) nếu chúng là chữ thường.",
                    en="Put a \\ before the characters . ? + ( ) where they mean themselves.",
                ),
            ) from error
