from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.speech.services.google import (
    GoogleService,
    answer_for,
    body,
    cut_off,
    drip,
    status,
)
from tests.speech.services.sound import silent_mp3

from docbao.errors import EngineBusy, SpeechError
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech import google
from docbao.speech.contract import EngineContract, say
from docbao.speech.engine import Engine
from docbao.speech.google import GoogleEngine
from docbao.speech.mp3 import read_frames

TLS = Path(__file__).parents[1] / "data" / "tls"
VIETNAMESE = Voice(engine="google", name="vi", language="vi", online=True)


@pytest.fixture
def service() -> Iterator[GoogleService]:
    with GoogleService() as service:
        yield service


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def engine(service: GoogleService, naps: list[float]) -> Iterator[GoogleEngine]:
    engine = GoogleEngine(
        {"interval_s": "0"}, address=service.address, sleep=naps.append, chance=lambda: 0.0
    )
    yield engine
    engine.close()


class TestGoogle(EngineContract):
    service: GoogleService

    @classmethod
    def open(cls) -> Engine:
        return GoogleEngine({"interval_s": "0"}, address=cls.service.address)

    @classmethod
    def setup_class(cls) -> None:
        cls.service = GoogleService()
        cls.service.__enter__()
        super().setup_class()

    @classmethod
    def teardown_class(cls) -> None:
        super().teardown_class()
        cls.service.__exit__()


def test_an_utterance_of_a_hundred_characters_is_one_request_to_the_letter(
    engine: GoogleEngine, service: GoogleService
) -> None:
    text = (
        "Ông nói (ngày 3/2): giá xăng, dầu tăng; St. Petersburg thì không. It was the first. "
        "Then the most"
    )
    text = text.ljust(100, "a")
    assert len(text) == 100
    say(engine, text, VIETNAMESE)
    assert service.texts == [text]
    assert service.languages == ["vi"]


def test_the_sound_comes_back_as_the_service_gave_it(
    engine: GoogleEngine, service: GoogleService
) -> None:
    service.troubles = [body(answer_for(b"ID3\x04\0\0\0\0\0\0" + silent_mp3(480)))]
    clip = say(engine, "một hai ba", VIETNAMESE)
    assert (clip.encoding, clip.rate_hz) == ("mp3", 24_000)
    assert read_frames(clip.data).duration_ms == 480


def test_no_cookie_and_no_second_connection_tell_one_reader_from_another(
    engine: GoogleEngine, service: GoogleService
) -> None:
    sound = answer_for(silent_mp3(100))
    service.troubles = [body(sound, Set_Cookie="NID=1; Path=/")]
    say(engine, "một", VIETNAMESE)
    say(engine, "hai", VIETNAMESE)
    assert "Cookie" not in service.headers[1]


@pytest.mark.parametrize("code", [429, 500, 502, 503])
def test_a_busy_service_is_asked_again_more_and_more_slowly(
    engine: GoogleEngine, service: GoogleService, naps: list[float], code: int
) -> None:
    service.troubles = [status(code), status(code), status(code)]
    assert say(engine, "một", VIETNAMESE).data
    assert len(service.texts) == 4
    assert naps == [1, 2, 4]


def test_a_service_that_stays_busy_is_given_up_in_words(
    engine: GoogleEngine, service: GoogleService
) -> None:
    service.troubles = [status(429)] * 9
    with pytest.raises(EngineBusy, match=r"Google: 127\.0\.0\.1 is overloaded.*429"):
        say(engine, "một", VIETNAMESE)
    assert len(service.texts) == 4


def test_retry_after_is_kept_by_all(
    engine: GoogleEngine, service: GoogleService, naps: list[float]
) -> None:
    service.troubles = [status(429, Retry_After="7")]
    assert say(engine, "một", VIETNAMESE).data
    assert naps[0] == 7
    assert naps[1] == pytest.approx(7, abs=1)  # the pace, which the other processes see too


def test_a_retry_after_too_far_away_is_handed_up(
    engine: GoogleEngine, service: GoogleService, naps: list[float]
) -> None:
    service.troubles = [status(429, Retry_After="3600")]
    with pytest.raises(EngineBusy) as caught:
        say(engine, "một", VIETNAMESE)
    assert caught.value.retry_after_s == 3600
    assert naps == []


@pytest.mark.parametrize(
    "value", ["Wed, 21 Oct 2015 07:28:00 GMT", "nan", "-5", "inf", "soon", "9" * 400]
)
def test_an_odd_retry_after_does_no_harm(
    engine: GoogleEngine, service: GoogleService, value: str
) -> None:
    service.troubles = [status(503, Retry_After=value)]
    if value[0] == "9":
        with pytest.raises(EngineBusy):
            say(engine, "một", VIETNAMESE)
    else:
        assert say(engine, "một", VIETNAMESE).data


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        (body(b"<!DOCTYPE html><title>Log in</title>", Content_Type="text/html"), "a web page"),
        (status(302, Location="http://login.example/"), "a web page"),
        (body(b""), "without sound"),
        (body(answer_for(b"")), "without sound"),
        (body(answer_for(b"<html>not sound</html>")), "without sound"),
        (body(b'[["wrb.fr","jQ1olc",null,null,null,[3],"generic"]]'), "without sound"),
        (body(b'[["wrb.fr","jQ1olc","[]"]]'), "without sound|cut off"),
        (body(b'[["wrb.fr","jQ1olc","{"]]'), "cut off"),
        (body(answer_for(silent_mp3(480)[:-50])), "cut off"),
        (body(answer_for(silent_mp3(480))[:300]), "without sound"),
        (cut_off, "cannot connect|did not answer"),
        (status(403), r"refuses \(status 403\)"),
        (status(404), r"refuses \(status 404\)"),
        (body(b"x" * 5_000_000), "without sound"),
    ],
)
def test_whatever_is_no_sound_is_a_clear_error(
    engine: GoogleEngine,
    service: GoogleService,
    trouble: Callable[[BaseHTTPRequestHandler], None],
    message: str,
) -> None:
    service.troubles = [trouble]
    with pytest.raises(SpeechError, match=message) as caught:
        say(engine, "một hai ba", VIETNAMESE)
    assert caught.value.hint is not None
    assert say(engine, "một", VIETNAMESE).data, "the next one is spoken"


def test_a_slow_drip_is_cut_off(
    engine: GoogleEngine, service: GoogleService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google, "ANSWER_S", 0.5)
    service.troubles = [drip]
    begun = time.monotonic()
    with pytest.raises(SpeechError, match="did not answer in time"):
        say(engine, "một", VIETNAMESE)
    assert time.monotonic() - begun < 3


def test_four_requests_run_at_once_at_most_and_each_gets_its_own(service: GoogleService) -> None:
    engine = GoogleEngine({"interval_s": "0"}, address=service.address)
    service.delay_s = 0.05
    texts = ["à " * number for number in range(1, 13)]
    with ThreadPoolExecutor(12) as pool:
        clips: list[Clip] = list(pool.map(lambda text: say(engine, text, VIETNAMESE), texts))
    engine.close()
    assert service.most_at_once == 4
    lengths = [read_frames(clip.data).count for clip in clips]
    assert lengths == sorted(lengths)


def test_certificates_are_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    with GoogleService(TLS / "server.pem") as service:
        engine = GoogleEngine(address=service.address)
        with pytest.raises(SpeechError, match="could not prove that it is genuine"):
            say(engine, "một", VIETNAMESE)
        assert service.texts == []
        engine.close()
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(TLS / "ca.pem"))
        engine = GoogleEngine(address=service.address)
        assert say(engine, "một", VIETNAMESE).data
        engine.close()


@pytest.mark.parametrize(
    "trusted", ["ca.pem", "elsewhere.pem"], ids=["self-signed", "of another host"]
)
def test_a_certificate_nobody_signed_or_of_another_host_is_refused(
    monkeypatch: pytest.MonkeyPatch, trusted: str
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(TLS / trusted))
    with GoogleService(TLS / "elsewhere.pem") as service:
        engine = GoogleEngine(address=service.address)
        with pytest.raises(SpeechError, match="could not prove that it is genuine") as caught:
            say(engine, "một", VIETNAMESE)
        assert "use another" in str(caught.value.hint)
        assert service.texts == []
        engine.close()


@pytest.mark.parametrize("name", ["expired.pem", "future.pem"])
def test_a_wrong_clock_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(TLS / "ca.pem"))
    with GoogleService(TLS / name) as service:
        engine = GoogleEngine(address=service.address)
        with pytest.raises(SpeechError, match="out of date") as caught:
            say(engine, "một", VIETNAMESE)
        assert "date and time" in str(caught.value.hint)
        engine.close()


def test_a_closed_port_is_an_error_in_words() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    engine = GoogleEngine(address=f"http://127.0.0.1:{port}")
    with pytest.raises(SpeechError, match="cannot connect to 127"):
        say(engine, "một", VIETNAMESE)
    engine.close()


def test_a_proxy_from_the_environment_is_used_and_named_when_it_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
    engine = GoogleEngine()
    with pytest.raises(SpeechError, match="the proxy does not let us through") as caught:
        say(engine, "một", VIETNAMESE)
    assert "HTTPS_PROXY" in str(caught.value.hint)
    engine.close()


def test_every_voice_has_its_host() -> None:
    engine = GoogleEngine()
    assert [voice.name for voice in engine.voices()][:2] == ["vi", "vi@com.vn"]
    assert all(voice.online and voice.quality == "natural" for voice in engine.voices())
    engine.synthesize(Utterance("…", "…"), engine.voices()[0], Delivery())
