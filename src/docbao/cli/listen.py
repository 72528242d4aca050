"""`docbao listen`: an article read aloud now, from its first sentence on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import click

from docbao.cli.console import Console, common_options
from docbao.cli.reader import player_opener
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE, FAILED, tell_error
from docbao.i18n import Phrase
from docbao.newsroom import open_newsroom
from docbao.session.events import Event, Failed, PlayingChanged
from docbao.session.session import Session

_PULSE_S: Final = 0.05
_AT_FIRST_S: Final = 0.01
"""Between two looks while nothing is heard yet: errors are told sooner."""


@verb(
    "listen",
    Phrase("Nghe một bài ngay, từ câu đầu.", "Hear an article now, from its first sentence."),
    Phrase(
        "ITEM là số trong danh sách, mã bài, địa chỉ, tệp, hay - (đầu vào chuẩn). Ctrl+C để dừng; "
        "lần sau nghe tiếp từ đó. Ví dụ: docbao listen 1",
        "ITEM is a number of the last list, an id, an address, a file, or - (standard input). "
        "Ctrl+C stops; next time it goes on from there. Example: docbao listen 1",
    ),
)
@click.argument("item")
@option("--engine", default="", words=Phrase("Bộ đọc", "Speech engine"))
@option("--voice", default="", words=Phrase("Giọng đọc", "Voice"))
@option(
    "--speed",
    type=click.FloatRange(0.5, 4.0),
    words=Phrase("Tốc độ; 1 là thường", "Speed; 1 is normal"),
)
@option("--from-start", is_flag=True, words=Phrase("Nghe lại từ đầu", "Begin at the beginning"))
@common_options
def command(
    console: Console,
    home: Path | None,
    item: str,
    engine: str,
    voice: str,
    speed: float | None,
    from_start: bool,
) -> int:
    """Read an article aloud."""
    with (
        open_newsroom(home, tell=console.tell) as newsroom,
        Session(
            newsroom, open_player=player_opener(newsroom.config.reader.player), make_ahead=False
        ) as session,
    ):
        if engine or voice:
            session.recital.choose(engine, voice)
        # While the article is fetched or read, the loudspeaker and the voice get ready.
        session.beside("sound", session.listening.speaker.warm, lambda _: None, awaited=False)
        session.beside("voice", session.recital.warm, lambda _: None, awaited=False)
        article = newsroom.article(item)
        if speed is not None:
            session.listening.set_speed(speed)
        session.lay_open(article)
        if from_start:
            session.go(0, "start")
        console.tell(Phrase("{t}. Ctrl+C để dừng.", "{t}. Ctrl+C stops.").fill(t=article.title))
        session.take_events()
        session.read_aloud()
        return _heard(session)


def _heard(session: Session) -> int:
    """Wait while the voice reads; nothing is printed over it."""
    failed = False
    while True:
        events: tuple[Event, ...] = session.take_events()
        for event in events:
            if isinstance(event, Failed):
                tell_error(event.error)
                failed = True
            elif isinstance(event, PlayingChanged):
                failed = failed or event.reason == "failed"
        if session.listening.state == "stopped":
            return FAILED if failed else DONE
        time.sleep(_PULSE_S if session.listening.is_heard else _AT_FIRST_S)
        session.tick()
