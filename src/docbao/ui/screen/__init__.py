"""The screen: a reading session for eyes, however little they see.

raise SystemExit(run(session))
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docbao.session.session import Session


def run(session: Session) -> int:
    """Read on the screen until the reader leaves; the exit code.

    Textual paints on standard error, so nothing may be logged there meanwhile: messages of the
    log go to `screen.log` in the folder for docbao's state.
    """
    # A key's answer may take two frames, and Textual, which reads this as it is loaded, would hold
    # the second back for a sixtieth of a second.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from docbao.ui.logs import logging_to  # noqa: PLC0415 - as above
    from docbao.ui.screen.app import ReaderApp  # noqa: PLC0415 - Textual is for the screen alone
    from docbao.ui.sizing import ask  # noqa: PLC0415 - as above
    from docbao.ui.zoom import find_zoom  # noqa: PLC0415 - as above

    with logging_to(session.newsroom.config.locations.state / "screen.log"):
        sizing = ask(os.environ)
        app = ReaderApp(session, sizing=sizing, zoom=find_zoom(os.environ, sizing.font_pt))
        # What was loaded so far stays to the end: looking it through for rubbish would now and
        # then make a key wait for 40 ms.
        gc.freeze()
        return app.run() or 0
