"""Whatever goes wrong with a voice, nothing half-made lies in the cache afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.newspaper import subscribe
from tests.speech.services.google import GoogleService, answer_for, body, cut_off, status
from tests.speech.services.sound import silent_mp3

from docbao.errors import DocbaoError, EngineCrashed, GaveWay, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.narration.studio import open_studio
from docbao.newsroom import Newsroom, open_newsroom
from docbao.speech.google import GoogleEngine

UTTERANCE = Utterance("Bà con cùng nghe.", "Bà con cùng nghe.")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    subscribe(tmp_path, "http://127.0.0.1:9/rss")
    open_studio.cache_clear()
    with open_newsroom(tmp_path) as room:
        yield room
    open_studio.cache_clear()


def cached(newsroom: Newsroom) -> list[str]:
    folder = newsroom.config.locations.clips
    return [path.name for path in folder.rglob("*") if path.is_file() and path.stat().st_size]


@pytest.mark.parametrize(
    "trouble",
    [
        body(b"<!DOCTYPE html><title>Log in</title>", Content_Type="text/html"),
        body(b""),
        body(answer_for(b"")),
        body(answer_for(silent_mp3(480)[:-50])),
        cut_off,
        status(403),
    ],
    ids=["captive portal", "nothing", "silence", "torn sound", "torn answer", "refused"],
)
def test_a_service_that_fails_leaves_no_clip(
    newsroom: Newsroom, trouble: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    with GoogleService() as service:
        google = GoogleEngine({"interval_s": "0"}, address=service.address, sleep=lambda _: None)
        newsroom.studio._engines["google"] = google
        service.troubles = [trouble]
        asked = (UTTERANCE, google.voices()[0], Delivery())
        before = cached(newsroom)
        with pytest.raises(SpeechError):
            newsroom.studio.speak(*asked)
        assert cached(newsroom) == before
        assert newsroom.studio.recall(*asked) is None
        assert newsroom.studio.speak(*asked).data
        assert newsroom.studio.recall(*asked) is not None


class Failing:
    """An engine whose voice raises what it is told to."""

    name = "failing"
    version = "1"
    max_chars = 300

    def __init__(self, error: DocbaoError) -> None:
        self._error = error

    def synthesize(self, *_: object) -> Clip:
        raise self._error

    def close(self) -> None:
        pass


@pytest.mark.parametrize("kind", [SpeechError, EngineCrashed, GaveWay])
def test_a_voice_that_dies_or_gives_way_leaves_no_clip(
    newsroom: Newsroom, kind: type[DocbaoError]
) -> None:
    engine = Failing(kind(Phrase(vi="hỏng", en="broken")))
    newsroom.studio._engines["failing"] = engine  # type: ignore[assignment] # all that is asked of it
    before = cached(newsroom)
    with pytest.raises(kind):
        newsroom.studio.speak(UTTERANCE, Voice("failing", "a", "vi"), Delivery())
    assert cached(newsroom) == before
