"""Batches as the newsroom runs them: who speaks, who stands by, what is not done twice."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import numpy as np
import pytest
from tests.newspaper import subscribe
from tests.speech.services.google import GoogleService, answer_for, body, cut_off

from docbao.audio.codec import Mp3Encoder
from docbao.model import Article, Block
from docbao.narration.studio import open_studio
from docbao.newsroom import Newsroom, open_newsroom
from docbao.production.line import Manner, Produced, Wish, produce
from docbao.speech.google import GoogleEngine

ONLINE = "  order: [google, tone]\n  online: yes\n"


def humming_mp3() -> bytes:
    """A second and a half of an even tone, as the service would send it."""
    file = io.BytesIO()
    encoder = Mp3Encoder(file, rate_hz=24_000, bitrate_kbps=64, quality=7)
    wave = 9000 * np.sin(2 * np.pi * 220 * np.arange(36_000) / 24_000)
    encoder.write(wave.astype("<i2"))
    encoder.close()
    return file.getvalue()


class Cable:
    """Stands in for a service's list of troubles: plugged in for so many requests, then out."""

    def __init__(self, requests: int) -> None:
        self._left = requests
        self._good = body(answer_for(humming_mp3()))

    def __bool__(self) -> bool:
        return True

    def pop(self, _: int) -> Callable[[BaseHTTPRequestHandler], None]:
        self._left -= 1
        return self._good if self._left >= 0 else cut_off


def wishes(count: int) -> list[Wish]:
    return [
        Wish(
            f"Bản tin {number}",
            article=Article(
                id=f"{number:016x}",
                feed="thu",
                url="",
                title=f"Bản tin số {number} của xã",
                lead="",
                blocks=tuple(
                    Block("paragraph", f"Câu thứ {n} của bản tin {number}, bà con cùng nghe.")
                    for n in range(4)
                ),
            ),
        )
        for number in range(count)
    ]


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    subscribe(tmp_path, "http://127.0.0.1:9/rss", engine="auto", extra=ONLINE)
    open_studio.cache_clear()
    with open_newsroom(tmp_path) as room:
        yield room
    open_studio.cache_clear()


def made(newsroom: Newsroom, count: int, manner: Manner) -> list[Produced]:
    return list(produce(newsroom, wishes(count), manner))


def plug(newsroom: Newsroom, service: GoogleService) -> None:
    newsroom.studio._engines["google"] = GoogleEngine(
        {"interval_s": "0"}, address=service.address, sleep=lambda _: None
    )


def test_with_the_cable_pulled_out_half_way_every_article_is_made_and_tells_its_voice(
    newsroom: Newsroom,
) -> None:
    with GoogleService() as service:
        service.troubles = Cable(13)  # type: ignore[assignment]  # pops like the list it stands for
        plug(newsroom, service)
        items = made(newsroom, 6, Manner())
        spoke = [item.recording.voice.engine for item in items if item.recording]
        # Five sentences an article: two were whole when the cable went; the third had three.
        assert spoke == ["google", "google", "tone", "tone", "tone", "tone"]
        assert all(item.error is None for item in items)
        assert all(item.lesser for item in items[2:])
        assert not items[0].lesser
        # One article, one voice: what Google had said of the third is not in its recording.
        third = items[2].recording
        assert third is not None
        assert newsroom.library.recording(third.id).voice.engine == "tone"

        # Another run leaves it at that; an upgrade, with the cable back in, does not.
        again = made(newsroom, 6, Manner())
        assert [item.made for item in again] == [False] * 6
        service.troubles = Cable(1000)  # type: ignore[assignment]  # as above
        better = made(newsroom, 6, Manner(upgrade=True))
        assert [item.made for item in better] == [False, False, True, True, True, True]
        engines = {item.recording.voice.engine for item in better if item.recording}
        assert engines == {"google"}


def test_without_leave_nothing_leaves_the_machine(tmp_path: Path) -> None:
    subscribe(tmp_path, "http://127.0.0.1:9/rss", engine="auto", extra="  order: [google, tone]\n")
    open_studio.cache_clear()
    with open_newsroom(tmp_path) as room, GoogleService() as service:
        plug(room, service)
        items = made(room, 2, Manner())
        assert [i.recording.voice.engine for i in items if i.recording] == ["tone", "tone"]
        assert service.texts == []
        assert room.casting().consent is None
        assert room.casting().is_to_ask("vi")  # Google is better than the tone
        room.casting().remember_consent(agreed=True)
        assert not room.casting().is_to_ask("vi")
        assert room.casting().row("vi")[0].engine == "google"
    open_studio.cache_clear()


def test_a_voice_asked_for_by_name_is_not_replaced_by_what_is_there(newsroom: Newsroom) -> None:
    assert [i.made for i in made(newsroom, 1, Manner(engine="tone"))] == [True]
    items = made(newsroom, 1, Manner(engine="espeak", voice="vi"))
    assert items[0].made
    assert items[0].recording is not None
    assert items[0].recording.voice.name == "vi"


def test_old_recordings_make_room_and_kept_ones_stay(newsroom: Newsroom) -> None:
    items = made(newsroom, 3, Manner(engine="tone", keep=True))
    home = newsroom.config.locations.home
    sizes = [item.recording.size_bytes for item in items if item.recording]
    assert newsroom.library.recordings_to_evict(sum(sizes) // 2) == ()
    assert all((home / i.recording.path).exists() for i in items if i.recording)


def test_a_recording_whose_row_was_lost_is_taken_up_again_not_made_again(
    newsroom: Newsroom,
) -> None:
    (item,) = made(newsroom, 1, Manner(engine="tone"))
    assert item.recording is not None
    newsroom.library.forget_recording(item.recording.id)
    (again,) = made(newsroom, 1, Manner(engine="tone"))
    assert not again.made
    assert again.recording is not None
    assert newsroom.library.recording(again.recording.id).path == item.recording.path


def test_two_articles_with_one_title_become_two_files(newsroom: Newsroom) -> None:
    one, other = (
        Wish("Tin vắn", article=Article(f"{n}" * 16, "thu", "", "Tin vắn ../../x", "", (
            Block("paragraph", f"Bản tin thứ {n} của xã."),)))
        for n in (1, 2)
    )  # fmt: skip
    items = list(produce(newsroom, [one, other], Manner(engine="tone")))
    paths = [item.recording.path for item in items if item.recording]
    assert len(set(paths)) == 2
    assert all(path.startswith("audio/thu/") and ".." not in path for path in paths)
