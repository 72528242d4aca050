"""How the command line talks: data to stdout, narration to stderr."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

import click

from docbao.i18n import LANGUAGES, Phrase

_Command = TypeVar("_Command", bound=Callable[..., Any])
_BAR_WIDTH_CHARS: Final = 30
_LINE_EVERY_S: Final = 5.0  # a screen reader speaks each line: seldom is kind


def plain(value: object) -> object:
    """`value` as JSON knows it: dataclasses as objects, times in ISO 8601, phrases as words."""
    if isinstance(value, Phrase):
        value = str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value.as_posix() if isinstance(value, Path) else value


@dataclasses.dataclass
class Console:
    """The command line's two voices."""

    as_json: bool = False
    quiet: bool = False
    out: TextIO = dataclasses.field(default_factory=lambda: sys.stdout)
    err: TextIO = dataclasses.field(default_factory=lambda: sys.stderr)

    def data(self, line: object) -> None:
        """A line of data."""
        print(line, file=self.out)

    def emit(self, value: object) -> None:
        """A value, as one line of JSON."""
        print(json.dumps(plain(value), ensure_ascii=False), file=self.out, flush=True)

    def tell(self, words: Phrase) -> None:
        """A line of narration; silent with -q."""
        if not self.quiet:
            print(words, file=self.err, flush=True)

    def progress(self, label: Phrase) -> Progress:
        """Something that shows how far a piece of work has come."""
        return Progress(self, label)


class Progress:
    """A bar on a terminal, a plain line every few seconds elsewhere, silence with -q."""

    def __init__(self, console: Console, label: Phrase) -> None:
        self._console = console
        self._label = label
        self._drawn = False
        # A bar is redrawn in place, which screen readers and braille displays cannot follow.
        self._bar = (
            console.err.isatty()
            and not os.environ.get("ACCESSIBLE")
            and os.environ.get("TERM") != "dumb"
        )
        self._said_at = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, done: float, total: float, note: object = "") -> None:
        """`done` of `total` is done; `note` says what is at work."""
        if self._console.quiet or total <= 0:
            return
        share = min(1.0, done / total)
        if self._bar:
            filled = round(share * _BAR_WIDTH_CHARS)
            bar = "#" * filled + "-" * (_BAR_WIDTH_CHARS - filled)
            print(f"\r\x1b[K{self._label} [{bar}] {share:4.0%} {note}"[:200],
                  end="", file=self._console.err, flush=True)  # fmt: skip
            self._drawn = True
        elif time.monotonic() - self._said_at >= _LINE_EVERY_S:
            self._said_at = time.monotonic()
            print(f"{self._label}: {share:.0%} {note}".rstrip(), file=self._console.err, flush=True)

    def clear(self) -> None:
        """Take the bar away, so that a line can be written."""
        if self._drawn:
            print("\r\x1b[K", end="", file=self._console.err, flush=True)
            self._drawn = False


def _configure(ctx: click.Context, verbose: int) -> None:
    level = {0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG)
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s", force=True)
    ctx.obj = ctx.obj or {}


def common_options(command: _Command) -> _Command:
    """The options every verb has: --json, -q, -v, --home, --lang; given as `console` and `home`."""

    def speak_with(ctx: click.Context, _: click.Parameter, value: bool) -> Console:
        return Console(as_json=value, quiet=bool(ctx.params.pop("quiet", False)))

    def be_verbose(ctx: click.Context, _: click.Parameter, value: int) -> None:
        _configure(ctx, value)

    options = (
        click.option("-q", "--quiet", is_flag=True, is_eager=True,
                     help=str(Phrase("Không nói gì ngoài kết quả", "Say nothing but the result"))),
        click.option("-v", "--verbose", count=True, expose_value=False, callback=be_verbose,
                     help=str(Phrase("Kể kỹ hơn; -vv kỹ nhất", "Tell more; -vv most"))),
        click.option("--home", type=click.Path(path_type=Path, file_okay=False),
                     help=str(Phrase("Thư mục có feeds.yaml", "The folder with feeds.yaml"))),
        click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False,
                     help=str(Phrase("Ngôn ngữ giao diện", "Language of the interface"))),
        click.option("--json", "console", is_flag=True, callback=speak_with,
                     help=str(Phrase("In kết quả dạng JSON", "Print the result as JSON"))),
    )  # fmt: skip
    for option in options:
        command = option(command)
    return command
