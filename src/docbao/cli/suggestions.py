"""What the shell offers after TAB: numbers of the last list, feeds, engines, voices.

A shell waits for this on a key press, so nothing heavy is loaded; and it never changes
anything: no library is begun, no feeds.yaml written, no error said.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import click
from click.shell_completion import CompletionItem

from docbao.config import Config, find_locations, read_config
from docbao.errors import DocbaoError
from docbao.i18n import choose_language

Suggestions = Iterable[tuple[str, str]]
"""Words with a description each; an empty description is none."""

_MOST_ITEMS: Final = 60
_FOR_TRIALS: Final = "tone"


def suggest(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What may stand for `param`, given what was typed of it; nothing when in doubt."""
    place = f"{ctx.parent.info_name if ctx.parent else ''} {ctx.info_name}"
    source = _BY_PLACE.get((place, param.name or "")) or _BY_NAME.get(param.name or "")
    if source is None:
        return []
    try:
        config = _config(ctx)
        if config.language:
            choose_language(config.language)
        offers = list(source(config, ctx))
    except (DocbaoError, OSError):
        offers = []
    found = [
        CompletionItem(word, help=about or None)
        for word, about in offers
        if word.startswith(incomplete)
    ]
    if source in _FILES_TOO and not found:
        # click's scripts take one of the two: words, or the shell's own file names.
        return [CompletionItem(incomplete, type="file")]
    return found


def _config(ctx: click.Context) -> Config:
    home: Path | None = None
    here: click.Context | None = ctx
    while here is not None and home is None:
        home, here = here.params.get("home"), here.parent
    locations = find_locations(home, env=os.environ, cwd=Path.cwd())
    return read_config(locations) if locations.feeds_file.is_file() else Config(locations)


def _items(config: Config, _: click.Context) -> Suggestions:
    from docbao.store.items import look_at_list  # noqa: PLC0415 - SQLite, for items alone

    listed = look_at_list(config.locations.library, most=_MOST_ITEMS)
    return ((str(number), title) for number, title in listed)


def _feeds(config: Config, _: click.Context) -> Suggestions:
    return ((feed.name, feed.title) for feed in config.feeds)


def _shows(config: Config, _: click.Context) -> Suggestions:
    return ((show.name, show.title) for show in config.shows)


def _presets(_config: Config, _: click.Context) -> Suggestions:
    from docbao.audio.presets import PRESETS  # noqa: PLC0415 - as above

    return ((name, f"{preset.target_lufs:g} LUFS") for name, preset in PRESETS.items())


def _engines(_config: Config, _: click.Context) -> Suggestions:
    from docbao.speech.registry import engine_names  # noqa: PLC0415 - as above

    return ((name, "") for name in engine_names() if name != _FOR_TRIALS)


def _voices(config: Config, ctx: click.Context) -> Suggestions:
    from docbao.speech.registry import BUILT_IN, open_engine  # noqa: PLC0415 - as above

    # Of `casting.engine_settings` what names voices: casting itself would bring numpy, 200 ms.
    settings = {"piper": {"voices_dir": str(config.locations.voices)}}
    wanted = ctx.params.get("engine")
    for name in (wanted,) if wanted else (name for name in BUILT_IN if name != _FOR_TRIALS):
        try:
            engine = open_engine(name, settings.get(name))
        except DocbaoError:
            continue
        try:
            for voice in engine.voices():
                yield voice.name, f"{voice.engine}, {voice.language}"
        finally:
            engine.close()


def _offered(_config: Config, _: click.Context) -> Suggestions:
    from docbao.speech.voices import index  # noqa: PLC0415 - as above

    return ((offer.name, f"{offer.size_bytes // 1_000_000} MB") for offer in index())


def _installed(config: Config, _: click.Context) -> Suggestions:
    from docbao.speech.voices import installed  # noqa: PLC0415 - as above

    return ((name, "") for name in installed(config.locations.voices))


def _files(_config: Config, _: click.Context) -> Suggestions:
    return ()


_Source = Callable[[Config, click.Context], Suggestions]
_BY_NAME: Final[Mapping[str, _Source]] = {
    **dict.fromkeys(("item", "items"), _items),
    **dict.fromkeys(("feed", "feeds", "feed_names"), _feeds),
    **dict.fromkeys(("show", "shows"), _shows),
    **dict.fromkeys(("source", "file", "files"), _files),
    "engine": _engines,
    "voice": _voices,
    "preset": _presets,
}
"""By a parameter's name, wherever it stands."""

_BY_PLACE: Final[Mapping[tuple[str, str], _Source]] = {
    ("feeds check", "names"): _feeds,
    ("feeds remove", "name"): _feeds,
    ("feeds enable", "name"): _feeds,
    ("feeds disable", "name"): _feeds,
    ("voices install", "name"): _offered,
    ("voices remove", "name"): _installed,
}
"""For names that mean different things in different verbs."""

_FILES_TOO: Final = frozenset({_items, _files})
