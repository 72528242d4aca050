"""The screen: a reading session for eyes, however little they see.

raise SystemExit(run(session))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docbao.session.session import Session


def run(session: Session) -> int:
    """Read on the screen until the reader leaves; the exit code.

    Textual paints on standard error, so nothing may be logged there meanwhile: messages of the
    log go to `screen.log` in the folder for docbao's state.
    """
    from docbao.ui.logs import logging_to  # noqa: PLC0415 - as above
    from docbao.ui.screen.app import ReaderApp  # noqa: PLC0415 - Textual is for the screen alone

    with logging_to(session.newsroom.config.locations.state / "screen.log"):
        return ReaderApp(session).run() or 0
