"""The podcasts of `feeds.yaml`, checked against its feeds."""

from __future__ import annotations

from collections.abc import Collection

import yaml

from docbao.config.keys import SHOW
from docbao.config.settings import ShowSettings
from docbao.config.values import read_keys
from docbao.config.yaml_lines import Source, suggestion
from docbao.i18n import Phrase


def read_shows(
    source: Source, node: yaml.Node, feed_names: Collection[str]
) -> tuple[ShowSettings, ...]:
    """What stands under `shows`.

    Raises:
        ConfigError: A key or value is wrong, a name stands twice, or a feed does not exist.
    """
    shows: dict[str, ShowSettings] = {}
    for item in source.items(node, key="shows"):
        given = read_keys(source, item, SHOW)
        given.setdefault("title", given["name"])
        show = ShowSettings(**given)
        nodes = source.mapping(item)
        if show.name in shows:
            raise source.error(
                nodes["name"],
                Phrase(
                    vi="đã có một chương trình tên “{name}”", en="there is a show “{name}” already"
                ).fill(name=show.name),
                Phrase(
                    vi="Đặt cho mỗi chương trình một tên riêng.",
                    en="Give each show a name of its own.",
                ),
            )
        for name in show.feeds:
            if name not in feed_names:
                raise source.error(
                    nodes["feeds"],
                    Phrase(
                        vi="không có nguồn nào tên “{name}”", en="there is no feed “{name}”"
                    ).fill(name=name),
                    suggestion(name, feed_names),
                )
        shows[show.name] = show
    return tuple(shows.values())
