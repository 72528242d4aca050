from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from docbao.errors import SpeechError
from docbao.speech import network
from docbao.speech.contract import say
from docbao.speech.edge import EdgeEngine
from docbao.speech.engine import Engine
from docbao.speech.google import GoogleEngine
from docbao.speech.network import explain, proxy_for, within
from docbao.speech.voices import find, install

Lookup = Callable[[Callable[[], object]], None]


def fail() -> object:
    raise socket.gaierror(-3, "Temporary failure in name resolution")


def speak_google(_folder: Path) -> None:
    _speak(GoogleEngine())


def speak_edge(_folder: Path) -> None:
    pytest.importorskip("edge_tts", reason="the extra [edge]")
    _speak(EdgeEngine())


def _speak(engine: Engine) -> None:
    try:
        say(engine, "một", engine.voices()[0])
    finally:
        engine.close()


def fetch_voice(folder: Path) -> None:
    install(find("en_US-joe-medium"), folder)


WAYS = [speak_google, speak_edge, fetch_voice]


@pytest.mark.parametrize("way", WAYS)
def test_without_a_network_the_answer_comes_at_once(
    lookup: Lookup, tmp_path: Path, way: Callable[[Path], None]
) -> None:
    lookup(fail)
    begun = time.monotonic()
    with pytest.raises(SpeechError, match="cannot be found on the network") as caught:
        way(tmp_path)
    assert caught.value.hint is not None
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("way", WAYS[:2])
def test_a_lookup_that_hangs_is_not_waited_for(
    lookup: Lookup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(network, "REACH_S", 0.3)
    lookup(lambda: time.sleep(3))
    begun = time.monotonic()
    with pytest.raises(SpeechError, match="did not answer in time"):
        way(tmp_path)
    assert time.monotonic() - begun < 2.5


def test_an_error_in_the_other_thread_is_raised_in_this_one() -> None:
    with pytest.raises(ZeroDivisionError):
        within(1, lambda: 1 / 0)
    assert within(1, lambda: "in time") == "in time"
    with pytest.raises(TimeoutError):
        within(0.05, lambda: time.sleep(0.5))


def test_causes_are_found_however_deep_they_are_wrapped() -> None:
    inner = ConnectionRefusedError(111, "Connection refused")
    wrapped = RuntimeError("pool", RuntimeError("retries", inner))
    wrapped.__cause__ = wrapped  # and in a circle
    error = explain(wrapped, service="Somebody", host="there.example")
    assert str(error) == "Somebody: cannot connect to there.example: [Errno 111] Connection refused"


def test_the_proxy_of_the_environment_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:8080")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert proxy_for("https", "outside.example") == "http://proxy.example:8080"
    assert proxy_for("https", "inside.example") is None
