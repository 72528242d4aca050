"""The silence between two sentences, measured in the sound that reaches the player."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from tests.session.rooms import Room
from tests.session.test_session import article_of

from docbao.audio.codec import Pcm
from docbao.audio.loudspeaker import PLAY_RATE_HZ, ClockedPlayer
from docbao.session.recital import HEADLINE_PAUSE_MS, SENTENCE_PAUSE_MS

MOST_MS = 150
"""Silence beyond what the script asks for."""
_PARAGRAPH_MS = 700
_TITLE_MS = 1000
_SHORTEST_MS = 120
"""Within a sentence the voice of the test rests for less."""


def silences_ms(heard: list[Pcm]) -> npt.NDArray[np.float64]:
    """Each silence between the first and the last loud sample, in order."""
    sound = np.concatenate(heard)
    loud = np.flatnonzero(np.abs(sound.astype(np.int32)) > 200)
    gaps = np.diff(loud) * 1000 / PLAY_RATE_HZ
    return gaps[gaps > _SHORTEST_MS]


def listened(room: Room, *lines: str, speed: float = 1.0) -> npt.NDArray[np.float64]:
    heard: list[Pcm] = []
    room.player = ClockedPlayer(room.clock, ear=heard.append)
    room.session.restyle(speed=speed)
    for line in lines:
        room.session.do(line)
    room.pass_time(120, 0.5)
    assert room.session.listening.state == "stopped"
    return silences_ms(heard)


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_between_sentences_there_is_the_scripts_pause_and_at_most_150_ms_more(
    room: Room, speed: float
) -> None:
    room.session.lay_open(article_of("Câu một. Câu hai. Câu ba.", "Câu bốn.", title="Đầu đề"))
    silences = listened(room, "đọc", speed=speed)
    pauses = [_TITLE_MS, SENTENCE_PAUSE_MS, SENTENCE_PAUSE_MS, _PARAGRAPH_MS]
    assert len(silences) == len(pauses)
    for silence_ms, pause_ms in zip(silences, pauses, strict=True):
        assert -60 < silence_ms - pause_ms / speed < MOST_MS


def test_between_headlines_likewise(full: Room) -> None:
    silences = listened(full, "điểm tin 3")
    between = [gap for gap in silences if gap > HEADLINE_PAUSE_MS - 60]
    assert len(between) == 2
    for silence_ms in between:
        assert silence_ms - HEADLINE_PAUSE_MS < MOST_MS
