"""Whether the line mode is on, and why, in words: flag over environment over configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from docbao.i18n import Phrase

Mode = Literal["auto", "screen", "lines"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which face, and for what reason."""

    lines: bool
    why: Phrase
    """As it follows “because”; for the line mode's first line."""


_OFF = ("", "0", "no", "false", "off")


def choose_mode(
    flag: Mode | None, *, env: Mapping[str, str], config: Mode, terminal: bool
) -> Choice:
    """Which face a reader gets.

    Args:
        flag: What the command line said.
        env: The environment: `ACCESSIBLE`, `TERM`.
        config: `reader.mode` of `feeds.yaml`.
        terminal: Whether both standard input and output are terminals.
    """
    if not terminal:
        # No flag can make a screen of a pipe.
        return Choice(True, Phrase("không có màn hình thiết bị đầu cuối", "there is no terminal"))
    if flag in ("screen", "lines"):
        return Choice(flag == "lines", Phrase("bạn gõ --{m}", "of --{m}").fill(m=flag))
    if env.get("ACCESSIBLE", "").lower() not in _OFF:
        return Choice(True, Phrase("biến ACCESSIBLE được đặt", "the variable ACCESSIBLE is set"))
    if env.get("TERM") == "dumb":
        return Choice(True, Phrase("TERM là dumb", "TERM is dumb"))
    if config != "auto":
        return Choice(
            config == "lines",
            Phrase("feeds.yaml ghi reader.mode: {m}", "feeds.yaml says reader.mode: {m}").fill(
                m=config
            ),
        )
    return Choice(False, Phrase("đây là thiết bị đầu cuối", "this is a terminal"))
