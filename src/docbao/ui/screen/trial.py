"""Three rows to try the screen on: `python -m docbao.ui.screen.trial FOLDER`, which it fills."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from docbao.i18n import Phrase
from docbao.model import Bulletin, Entry, Feed
from docbao.newsroom import open_newsroom
from docbao.session.session import Session
from docbao.ui.screen import run

FEED = "thu"
ROWS = 3


def main(folder: Path) -> int:
    """Open the screen on three rows; the exit code."""
    now = datetime.now(UTC)
    rows = tuple(
        Entry(
            FEED, f"{n:016x}", f"https://thu.invalid/{n}", str(Phrase("Dòng", "Row")), published=now
        )
        for n in range(ROWS)
    )
    (folder / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
    with open_newsroom(folder) as newsroom:
        newsroom.library.add_bulletin(Bulletin(Feed(FEED, FEED, ""), now, rows))
        with Session(newsroom, make_ahead=False) as session:
            session.welcome()
            session.take_events()
            return run(session)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
