"""`docbao` without a verb: the reader, as a screen or line by line."""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from docbao.i18n import Phrase, choose_language
from docbao.newsroom import open_newsroom
from docbao.session.loudspeaker import loudspeakers
from docbao.session.session import Session
from docbao.ui.lines.mode import Choice, Mode, choose_mode

if TYPE_CHECKING:
    from docbao.audio.playback import Player


def player_opener(wish: str) -> Callable[[], Player]:
    """What opens the loudspeaker; `DOCBAO_PLAYER` goes before `wish`, which `feeds.yaml` says.

    With `DOCBAO_PLAYER=silent` there is none: what is "heard" goes by the clock.
    """
    named = os.environ.get("DOCBAO_PLAYER", "")
    return _silence if named == "silent" else loudspeakers(named or wish)


def _silence() -> Player:
    from docbao.audio.playback import ClockedPlayer  # noqa: PLC0415 - with NumPy, when it is heard

    return ClockedPlayer(time.monotonic)


def read(home: Path | None, mode: Mode | None, *, stdin: TextIO, stdout: TextIO) -> int:
    """Open the reader; which face, the flag, the environment and `feeds.yaml` decide.

    Returns:
        The exit code.
    """
    with open_newsroom(home) as newsroom:
        if newsroom.config.language and "--lang" not in " ".join(sys.argv):
            choose_language(newsroom.config.language)
        choice = choose_mode(
            mode,
            env=os.environ,
            config=newsroom.config.reader.mode,
            terminal=stdin.isatty() and stdout.isatty(),
        )
        opener = player_opener(newsroom.config.reader.player)
        with Session(newsroom, open_player=opener) as session:
            if not choice.lines:
                try:
                    run = importlib.import_module("docbao.ui.screen").run
                except ImportError as cause:
                    choice = Choice(
                        True,
                        Phrase(
                            "không nạp được màn hình ({why})", "the screen cannot be loaded ({why})"
                        ).fill(why=cause),
                    )
                else:
                    return int(run(session) or 0)
            return _read_lines(session, choice, stdin=stdin, stdout=stdout)


def _read_lines(session: Session, choice: Choice, *, stdin: TextIO, stdout: TextIO) -> int:
    from docbao.ui.lines.face import LineFace  # noqa: PLC0415 - the other face
    from docbao.ui.logs import logging_to  # noqa: PLC0415 - as above

    with logging_to(session.newsroom.config.locations.state / "lines.log"):
        face = LineFace(session, stdout)
        face.greet(choice.why)
        return face.run(iter(stdin.readline, ""), prompt=stdin.isatty())
