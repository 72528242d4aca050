"""What every player must do, whatever plays: the clock, miniaudio's null device, mpv's."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.audio.sounds import tone, voiced

from docbao.audio.assemble import Part
from docbao.audio.loudspeaker import ClockedPlayer, SpeakerPlayer
from docbao.audio.mpv import MpvPlayer
from docbao.audio.playback import Player, Players, find_player
from docbao.audio.players import PLAY_RATE_HZ, open_mpv
from docbao.errors import AudioError, SpeechError
from docbao.i18n import Phrase
from docbao.model import Pause

_NO_MPV = pytest.mark.skipif(shutil.which("mpv") is None, reason="mpv is not installed here")
_MPV_OPTIONS = ("--ao=null", "--ao-null-buffer=0.05")


def _clock() -> Player:
    return ClockedPlayer()


def _miniaudio() -> Player:
    import miniaudio

    return SpeakerPlayer(backends=(miniaudio.Backend.NULL,))


def _mpv(*options: str) -> MpvPlayer:
    return open_mpv(shutil.which("mpv") or "", options or _MPV_OPTIONS)


@pytest.fixture(params=[_clock, _miniaudio, pytest.param(_mpv, marks=_NO_MPV)])
def player(request: pytest.FixtureRequest) -> Iterator[Player]:
    opened: Player = request.param()
    yield opened
    opened.close()
    opened.close()


def wait_for(happens: Callable[[], bool], seconds: float = 8.0) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.004)


def seconds_of(*lengths_s: float) -> list[Part]:
    return [voiced(tone(300, -20, length), f"{n}") for n, length in enumerate(lengths_s)]


def test_before_anything_plays_every_command_is_harmless(player: Player) -> None:
    for command in (player.pause, player.resume, player.stop):
        command()
    player.set_speed(2)
    player.set_volume(0.5)
    assert player.status().state == "stopped"
    assert player.name


def test_sentences_are_heard_in_their_order_and_time_and_then_it_ends(player: Player) -> None:
    begun = time.monotonic()
    player.play([*seconds_of(0.3), Pause(200), *seconds_of(0.3), *seconds_of(0.3)])
    seen: list[int] = []

    def over() -> bool:
        status = player.status()
        if status.utterance not in seen:
            seen.append(status.utterance)
        return status.state == "ended"

    wait_for(over)
    assert [number for number in seen if number >= 0] == [0, 1, 2]
    assert 0.9 < time.monotonic() - begun < 3.0


def test_a_pause_holds_the_place_and_resuming_goes_on_from_it(player: Player) -> None:
    player.play(seconds_of(20.0))
    wait_for(lambda: player.status().time_ms > 200)
    player.pause()
    held_ms = player.status().time_ms
    time.sleep(0.3)
    assert player.status().state == "paused"
    assert player.status().time_ms == pytest.approx(held_ms, abs=80)
    player.resume()
    wait_for(lambda: player.status().time_ms > held_ms + 200)
    assert player.status().state == "playing"


def test_a_change_of_speed_counts_at_once_and_lasts_into_the_next_play(player: Player) -> None:
    player.play(seconds_of(60.0))
    wait_for(lambda: player.status().time_ms > 100)
    player.set_speed(4.0)
    time.sleep(0.4)  # what the device holds is still heard at the old speed
    before_ms, begun = player.status().time_ms, time.monotonic()
    time.sleep(0.4)
    passed_ms = 1000 * (time.monotonic() - begun)
    assert 3.0 < (player.status().time_ms - before_ms) / passed_ms < 5.0
    player.play(seconds_of(60.0))
    wait_for(lambda: player.status().time_ms > 400)
    before_ms, begun = player.status().time_ms, time.monotonic()
    time.sleep(0.4)
    passed_ms = 1000 * (time.monotonic() - begun)
    assert 3.0 < (player.status().time_ms - before_ms) / passed_ms < 5.0


def test_what_is_played_anew_takes_the_place_of_the_old(player: Player) -> None:
    player.play(seconds_of(0.1, 20.0))
    wait_for(lambda: player.status().utterance == 1)
    time.sleep(0.5)
    player.play(seconds_of(20.0))
    for _ in range(5):  # nothing of where the old one was
        assert player.status().utterance <= 0
        assert player.status().time_ms < 400
        time.sleep(0.01)
    wait_for(lambda: player.status().time_ms > 100)
    assert player.status().utterance == 0


def test_stopping_falls_silent_for_good_and_has_no_more_made(player: Player) -> None:
    made: list[int] = []

    def parts() -> Iterator[Part]:
        for number in range(1_000):
            made.append(number)
            yield voiced(tone(300, -20, 2.0))

    player.play(parts())
    wait_for(lambda: player.status().time_ms > 50)
    player.stop()
    time.sleep(0.4)
    count = len(made)
    player.resume()
    time.sleep(0.2)
    assert player.status().state == "stopped"
    assert len(made) == count < 30


def test_the_first_sentence_is_heard_while_the_second_is_being_made(player: Player) -> None:
    if isinstance(player, ClockedPlayer):
        pytest.skip("the player on a clock makes each sentence when its time comes")
    made = threading.Event()

    def parts() -> Iterator[Part]:
        yield voiced(tone(300, -20, 0.3))
        made.wait(10)
        yield voiced(tone(300, -20, 0.3))

    player.play(parts())
    wait_for(lambda: player.status().state == "waiting" and player.status().utterance == 0)
    assert player.status().time_ms > 250  # nothing of it is held back
    made.set()
    wait_for(lambda: player.status().utterance == 1)
    wait_for(lambda: player.status().state == "ended")


def test_a_sentence_that_cannot_be_had_ends_the_listening_with_its_error(player: Player) -> None:
    def parts() -> Iterator[Part]:
        yield voiced(tone(300, -20, 0.2))
        raise SpeechError(Phrase(vi="hỏng", en="broken"))

    player.play(parts())
    wait_for(lambda: player.status().state == "failed")
    assert str(player.status().error) == "hỏng"
    player.play(seconds_of(0.2))
    wait_for(lambda: player.status().state == "ended")


def test_a_bug_comes_out_where_it_can_be_seen(player: Player) -> None:
    def parts() -> Iterator[Part]:
        yield voiced(tone(300, -20, 0.1))
        raise ZeroDivisionError

    def met() -> bool:
        try:
            player.status()
        except ZeroDivisionError:
            return True
        return False

    player.play(parts())
    wait_for(met)


@_NO_MPV
def test_mpv_that_is_killed_says_so_and_another_can_be_opened() -> None:
    player = _mpv()
    player.play(seconds_of(20.0))
    wait_for(lambda: player.status().time_ms > 100)
    player.kill()
    with pytest.raises(AudioError, match="mpv"):
        wait_for(lambda: player.status().state == "ended")
    player.close()
    again = _mpv()
    again.play(seconds_of(0.2))
    wait_for(lambda: again.status().state == "ended")
    again.close()


@_NO_MPV
def test_what_mpv_is_given_is_the_sound_sample_for_sample_at_its_volume(tmp_path: Path) -> None:
    import numpy as np

    for volume, factor in ((1.0, 1.0), (0.5, 0.5), (0.0, 0.0)):
        out = tmp_path / f"{volume}.pcm"
        options = (
            "--ao=pcm", f"--ao-pcm-file={out}", "--ao-pcm-waveheader=no", "--audio-format=s16"
        )  # fmt: skip
        player = _mpv(*options)
        player.set_volume(volume)
        player.play([*seconds_of(0.5), Pause(250), *seconds_of(0.5)])
        wait_for(lambda player=player: player.status().state == "ended")  # type: ignore[misc]  # bound now
        player.stop()
        player.close()
        got = np.fromfile(out, "<i2")
        assert got.size >= 1.25 * PLAY_RATE_HZ
        loud = np.flatnonzero(np.abs(got) > 100)
        if factor:
            whole = got[loud[0] : loud[0] + 6_000].astype(float)
            assert whole[500:].std() / 32_768 == pytest.approx(0.0707 * factor, rel=0.03)
            assert np.abs(got).max() / 32_768 < 0.105 * factor  # and no noise anywhere
            gaps = np.diff(loud)
            # Nothing but the pause, and the ends of two clips that are faded, is silent.
            assert gaps.max() == pytest.approx(0.25 * PLAY_RATE_HZ, abs=0.02 * PLAY_RATE_HZ)
            assert np.sort(gaps)[-2] < 0.005 * PLAY_RATE_HZ
        else:
            assert not loud.size


def test_the_next_player_takes_the_place_of_one_that_is_lost_again_and_again() -> None:
    opened: list[str] = []

    class Row(Players):
        def __init__(self) -> None:
            super().__init__()
            self._row = (("a", lambda: self._note("a")), ("b", lambda: self._note("b")))

        def _note(self, name: str) -> Player:
            opened.append(name)
            return ClockedPlayer()

    players = Row()
    for _ in range(4):
        players()
    assert opened == ["a", "a", "a", "b"]


def test_files_only_is_a_choice_and_a_missing_mpv_is_said() -> None:
    with pytest.raises(AudioError, match="chỉ lưu được tệp"):
        find_player("none")
    with pytest.raises(AudioError, match="không có mpv"):
        Players("mpv", which=lambda _: None)()
