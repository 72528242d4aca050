from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from docbao.i18n import choose_language

DATA = Path(__file__).parent.parent / "data"
_PROXIES = ("http_proxy", "https_proxy", "wss_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def odd_speakers(monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of a speaker that goes wrong on demand."""
    monkeypatch.syspath_prepend(str(DATA / "speakers"))
    return "odd_speakers:OddSpeaker"


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    choose_language("en")
    for name in _PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def lookup(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Lets a test say what the system's lookup of names does: fail, or take its time."""

    def answer_with(answer: Callable[[], object]) -> None:
        def getaddrinfo(*_: object, **__: object) -> object:
            return answer()

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return answer_with
