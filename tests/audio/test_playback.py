from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from tests.audio.sounds import story, tone, voiced

from docbao.audio.assemble import Part
from docbao.audio.deck import Deck
from docbao.audio.playback import ClockedPlayer, SpeakerPlayer
from docbao.audio.supply import Ahead, Direct, Piece
from docbao.errors import AudioError, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Pause, Utterance, Voiced


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def three() -> list[Part]:
    """Three sentences of a second each, half a second between them."""
    parts: list[Part] = []
    for number in range(3):
        parts += [voiced(tone(300, -6, 1.0), f"{number}"), Pause(500)]
    return parts


def player_at(clock: Clock) -> ClockedPlayer:
    player = ClockedPlayer(clock)
    player.play(three())
    return player


def test_time_passing_moves_from_sentence_to_sentence() -> None:
    clock = Clock()
    player = player_at(clock)
    places = []
    for now_s in (0.3, 1.2, 1.8, 3.5):
        clock.now_s = 100.0 + now_s
        status = player.status()
        places.append((status.state, status.utterance, round(status.time_ms / 50) * 50))
    assert places == [
        ("playing", 0, 300), ("playing", 0, 1200), ("playing", 1, 300), ("playing", 2, 500)
    ]  # fmt: skip
    clock.now_s += 2
    assert player.status().state == "ended"


def test_pausing_holds_the_place_and_stopping_forgets_it() -> None:
    clock = Clock()
    player = player_at(clock)
    clock.now_s += 0.4
    player.pause()
    clock.now_s += 60
    assert player.status().state == "paused"
    assert player.status().time_ms == pytest.approx(400, abs=20)
    player.resume()
    clock.now_s += 0.2
    assert player.status().time_ms == pytest.approx(600, abs=20)
    player.stop()
    clock.now_s += 5
    assert player.status().state == "stopped"
    player.resume()
    assert player.status().state == "stopped"


def test_a_change_of_speed_counts_at_once_and_lasts_into_the_next_play() -> None:
    clock = Clock()
    player = player_at(clock)
    clock.now_s += 0.5
    player.set_speed(2.0)
    clock.now_s += 0.2
    assert player.status().time_ms == pytest.approx(900, abs=40)
    player.play(three())
    clock.now_s += 0.4
    assert player.status().time_ms == pytest.approx(800, abs=40)


def test_before_anything_is_played_every_command_is_harmless() -> None:
    player = ClockedPlayer(Clock())
    player.pause()
    player.resume()
    player.set_speed(3)
    player.set_volume(0.5)
    player.stop()
    assert player.status().state == "stopped"
    player.close()
    player.close()


def test_the_deck_gives_the_sound_itself_at_normal_speed_and_full_volume() -> None:
    deck = Deck(Direct(story(3), 24_000), 24_000)
    whole = np.concatenate([piece.pcm for piece in iter_pieces(story(3))])
    got = np.concatenate([deck.take(1_000) for _ in range(whole.size // 1_000)])
    assert np.abs(got.astype(int) - whole[: got.size]).max() <= 1


def iter_pieces(parts: list[Part]) -> Iterator[Piece]:
    supply = Direct(parts, 24_000)
    while True:
        try:
            piece = supply.take()
        except StopIteration:
            return
        assert piece is not None
        yield piece


def test_volume_is_a_factor_and_stays_within_bounds() -> None:
    parts: list[Part] = [voiced(tone(300, -6, 1.0))]
    for volume, factor in ((0.5, 0.5), (0.0, 0.0), (7.0, 1.0), (-1.0, 0.0)):
        deck = Deck(Direct(parts, 24_000), 24_000)
        deck.set_volume(volume)
        got = deck.take(12_000)[2_400:]
        assert got.std() / 32_768 == pytest.approx(0.3544 * factor, abs=0.002)


def test_a_sentence_that_cannot_be_had_ends_the_listening_with_its_error() -> None:
    def parts() -> Iterator[Part]:
        yield voiced(tone(300, -6, 0.5))
        raise SpeechError(Phrase(vi="hỏng", en="broken"))

    for supply in (Direct(parts(), 24_000), Ahead(parts(), 24_000)):
        deck = Deck(supply, 24_000)
        heard = 0
        while deck.status().state in ("playing", "waiting"):
            heard += int(np.abs(deck.take(240)).max() > 1_000)
            time.sleep(0.0005)
        assert deck.status().state == "failed"
        assert str(deck.status().error) == "hỏng"
        assert heard > 40  # what was there is heard first


def test_a_damaged_clip_ends_the_listening_with_its_sentence() -> None:
    deck = Deck(Direct([Voiced(Utterance("Hỏng.", "x"), Clip(b"", 24_000))], 24_000), 24_000)
    deck.take(240)
    deck.take(240)
    error = deck.status().error
    assert isinstance(error, AudioError)
    assert "Hỏng." in str(error)


def test_a_bug_comes_out_where_it_can_be_seen() -> None:
    def parts() -> Iterator[Part]:
        yield voiced(tone(300, -6, 0.5))
        raise ZeroDivisionError

    deck = Deck(Direct(parts(), 24_000), 24_000)
    assert deck.take(24_000).any()
    with pytest.raises(ZeroDivisionError):
        deck.status()


def test_the_first_sentence_is_heard_while_the_second_is_still_being_made() -> None:
    made = threading.Event()

    def parts() -> Iterator[Part]:
        yield voiced(tone(300, -6, 0.5))
        made.wait(10)
        yield voiced(tone(300, -6, 0.5))

    deck = Deck(Ahead(parts(), 24_000), 24_000)
    wait_for(lambda: bool(deck.take(240).any()))
    for _ in range(60):
        deck.take(240)
    assert deck.status().state == "waiting"
    assert deck.status().utterance == 0
    made.set()
    wait_for(lambda: deck.status().utterance == 1 or not deck.take(240).any())
    wait_for(lambda: deck.take(240) is not None and deck.status().state == "ended")


def test_no_more_than_a_few_sentences_are_made_ahead_and_none_after_a_stop() -> None:
    made = []

    def parts() -> Iterator[Part]:
        for number in range(1_000):
            made.append(number)
            yield voiced(tone(300, -6, 2.0))

    deck = Deck(Ahead(parts(), 24_000), 24_000)
    wait_for(lambda: bool(deck.take(240).any()))
    wait_for(lambda: len(made) >= Ahead.PARTS_AHEAD)
    time.sleep(0.05)
    assert len(made) <= Ahead.PARTS_AHEAD + 4
    deck.stop()
    wait_for(lambda: "docbao-ahead" not in [thread.name for thread in threading.enumerate()])


def wait_for(happens: object, seconds: float = 5.0) -> None:
    assert callable(happens)
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.002)


@pytest.fixture
def silent_speaker() -> Iterator[SpeakerPlayer]:
    """The real player on miniaudio's own null device: it asks for samples in real time."""
    import miniaudio

    player = SpeakerPlayer(backends=(miniaudio.Backend.NULL,))
    yield player
    player.close()
    player.close()


def test_a_device_hears_all_sentences_in_their_time(silent_speaker: SpeakerPlayer) -> None:
    begun = time.monotonic()
    parts: list[Part] = [voiced(tone(300, -6, 0.4), f"{n}", block=n) for n in range(2)]
    silent_speaker.play(parts)
    seen = set()

    def over() -> bool:
        seen.add(silent_speaker.status().utterance)
        return silent_speaker.status().state == "ended"

    wait_for(over)
    assert seen >= {0, 1}
    assert time.monotonic() - begun > 0.4
    silent_speaker.play(parts)
    wait_for(lambda: silent_speaker.status().utterance == 0)


def test_a_device_pauses_where_it_is_and_goes_faster_when_told(
    silent_speaker: SpeakerPlayer,
) -> None:
    silent_speaker.play([voiced(tone(300, -6, 8.0))])
    wait_for(lambda: silent_speaker.status().time_ms > 100)
    silent_speaker.pause()
    held = silent_speaker.status().time_ms
    time.sleep(0.15)
    assert silent_speaker.status().time_ms == held
    silent_speaker.set_speed(4.0)
    silent_speaker.resume()
    begun = time.monotonic()
    wait_for(lambda: silent_speaker.status().time_ms > held + 2_000)
    assert time.monotonic() - begun < 1.5


def test_where_there_is_no_loudspeaker_it_says_that_only_files_can_be_made() -> None:
    import miniaudio

    missing = next(
        backend for backend in (miniaudio.Backend.WASAPI, miniaudio.Backend.COREAUDIO)
        if not miniaudio.is_backend_enabled(backend)
    )  # fmt: skip
    with pytest.raises(AudioError, match="chỉ lưu được tệp"):
        SpeakerPlayer(backends=(missing,))
