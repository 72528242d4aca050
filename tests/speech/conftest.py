from __future__ import annotations

from pathlib import Path

import pytest

from docbao.i18n import choose_language

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def odd_speakers(monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of a speaker that goes wrong on demand."""
    monkeypatch.syspath_prepend(str(DATA / "speakers"))
    return "odd_speakers:OddSpeaker"


@pytest.fixture(autouse=True)
def _english() -> None:
    choose_language("en")
