from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from docbao.errors import SpeechError
from docbao.model import Delivery, Voice
from docbao.speech.contract import EngineContract, duration_ms, say
from docbao.speech.edge import EdgeEngine
from docbao.speech.engine import Engine

pytest.importorskip("edge_tts", reason="the extra [edge]")

import edge_tts.communicate
from aiohttp import web
from tests.speech.services.edge import (
    CHAR_MS,
    LEADING_MS,
    EdgeService,
    Trouble,
    opened,
    send_sound,
    tell,
)
from tests.speech.services.edge import (
    say as answer,
)
from tests.speech.services.sound import silent_mp3

TLS = Path(__file__).parents[1] / "data" / "tls"
WOMAN = Voice(engine="edge", name="vi-VN-HoaiMyNeural", language="vi-VN", online=True)

# edge-tts verifies certificates against a list of its own, made when it is imported; for these
# tests it trusts our authority as well. Nothing else about it is changed.
edge_tts.communicate._SSL_CTX.load_verify_locations(TLS / "ca.pem")


@pytest.fixture(scope="module")
def service() -> Iterator[EdgeService]:
    with EdgeService(TLS / "server.pem") as service:
        yield service


@pytest.fixture(scope="module")
def speaking(service: EdgeService) -> Iterator[EdgeEngine]:
    engine = EdgeEngine({"proxy": service.proxy})
    yield engine
    engine.close()


@pytest.fixture
def engine(speaking: EdgeEngine, service: EdgeService) -> EdgeEngine:
    service.requests.clear()
    service.troubles.clear()
    return speaking


class TestEdge(EngineContract):
    service: EdgeService

    @classmethod
    def open(cls) -> Engine:
        return EdgeEngine({"proxy": cls.service.proxy})

    @classmethod
    def setup_class(cls) -> None:
        cls.service = EdgeService(TLS / "server.pem")
        cls.service.__enter__()
        super().setup_class()

    @classmethod
    def teardown_class(cls) -> None:
        super().teardown_class()
        cls.service.__exit__()


def test_the_text_arrives_to_the_letter_as_text(engine: EdgeEngine, service: EdgeService) -> None:
    text = "Giá xăng <b>tăng</b> & dầu 'giảm', \"thật\" không?"
    say(engine, text, WOMAN)
    assert [request["text"] for request in service.requests] == [text]
    assert "vi-VN, HoaiMyNeural" in service.requests[0]["ssml"]


def test_rate_pitch_and_volume_are_passed_on(engine: EdgeEngine, service: EdgeService) -> None:
    say(engine, "một", WOMAN, Delivery(rate=1.25, pitch_semitones=12, gain_db=-6))
    say(engine, "một", WOMAN, Delivery(rate=9, pitch_semitones=-2, gain_db=6))
    first, second = service.requests
    assert (first["rate"], first["pitch"], first["volume"]) == ("+25%", "+210Hz", "-50%")
    assert (second["rate"], second["pitch"], second["volume"]) == ("+100%", "-23Hz", "+0%")


def test_each_word_and_sentence_is_marked_where_it_stands(engine: EdgeEngine) -> None:
    text = "“Mưa to!” Đường ngập, đường tắc."
    clip = say(engine, text, WOMAN)
    words = [(text[m.start : m.end], m.time_ms) for m in clip.marks if m.kind == "word"]
    assert [word for word, _ in words] == ["Mưa", "to", "Đường", "ngập", "đường", "tắc"]
    assert words[3][1] == pytest.approx(LEADING_MS + text.index("ngập") * CHAR_MS, abs=0.01)
    sentences = [text[m.start : m.end] for m in clip.marks if m.kind == "sentence"]
    assert "".join(sentences).replace(" ", "") == text.replace(" ", "")


def refuse(status: int, **headers: str) -> Trouble:
    async def trouble(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(status=status, headers=headers)

    return trouble


async def no_sound(request: web.Request) -> web.StreamResponse:
    channel = await opened(request)
    await tell(channel, "turn.start", {})
    await tell(channel, "turn.end", {})
    return channel


async def torn(request: web.Request) -> web.StreamResponse:
    channel = await opened(request)
    await send_sound(channel, silent_mp3(480)[:-40])
    await tell(channel, "turn.end", {})
    return channel


async def rubbish(request: web.Request) -> web.StreamResponse:
    channel = await opened(request)
    await send_sound(channel, b"<html>log in</html>")
    await tell(channel, "turn.end", {})
    return channel


async def something_new(request: web.Request) -> web.StreamResponse:
    channel = await opened(request)
    await tell(channel, "novelty", {})
    return channel


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@pytest.mark.parametrize(
    ("troubles", "message"),
    [
        ([refuse(403, Date="Tue, 24 Nov 2020 10:00:00 GMT")] * 2, "HTTP 403"),
        ([refuse(403, Date="whenever")], "Edge refuses"),
        ([refuse(503)], r"asks us to wait \(status 503\)"),
        ([refuse(400)], "HTTP 400"),
        ([refuse(302, Location="http://login.example/")], "Edge refuses"),
        ([no_sound], "without sound"),
        ([rubbish], "without sound"),
        ([torn], "cut off"),
        ([something_new], "has changed the way it is spoken to"),
        ([hang_up] * 9, "cannot connect"),
    ],
)
def test_whatever_goes_wrong_is_a_clear_error(
    engine: EdgeEngine, service: EdgeService, troubles: list[Trouble], message: str
) -> None:
    service.troubles[:] = troubles
    with pytest.raises(SpeechError, match=message) as caught:
        say(engine, "một hai ba", WOMAN)
    assert caught.value.hint is not None
    service.troubles.clear()
    assert say(engine, "một", WOMAN).data


def test_a_skewed_clock_is_set_right_by_the_servers_date(
    engine: EdgeEngine, service: EdgeService
) -> None:
    service.troubles[:] = [refuse(403, Date="Tue, 24 Nov 2020 10:00:00 GMT")]
    assert say(engine, "một", WOMAN).data


def test_words_the_service_spells_differently_leave_the_others_right(
    engine: EdgeEngine, service: EdgeService
) -> None:
    async def respelled(request: web.Request) -> web.StreamResponse:
        channel = await opened(request)
        await answer(channel, "năm 2020 có bão", CHAR_MS)
        return channel

    service.troubles[:] = [respelled]
    text = "năm hai không hai không có bão"
    clip = say(engine, text, WOMAN)
    words = [text[mark.start : mark.end] for mark in clip.marks if mark.kind == "word"]
    assert words == ["năm", "có", "bão"]
    assert all(mark.time_ms < duration_ms(clip) for mark in clip.marks)


@pytest.mark.parametrize(
    ("certificate", "said", "advice"),
    [
        ("expired.pem", "out of date", "date and time"),
        ("elsewhere.pem", "could not prove that it is genuine", "use another"),
    ],
)
def test_certificates_are_verified(certificate: str, said: str, advice: str) -> None:
    with EdgeService(TLS / certificate) as service:
        engine = EdgeEngine({"proxy": service.proxy})
        with pytest.raises(SpeechError, match=said) as caught:
            say(engine, "một", WOMAN)
        engine.close()
    assert advice in str(caught.value.hint)


def test_the_proxy_of_the_environment_is_used_and_named_when_it_fails(
    service: EdgeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.troubles.clear()
    monkeypatch.setenv("https_proxy", service.proxy)
    engine = EdgeEngine()
    assert say(engine, "một", WOMAN).data
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
    with pytest.raises(SpeechError, match="the proxy does not let us through"):
        say(engine, "một", WOMAN)
    engine.close()
