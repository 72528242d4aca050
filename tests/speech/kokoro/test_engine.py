"""The natural voice, as far as it can be judged without ears."""

from __future__ import annotations

import pytest

from docbao.speech.contract import EngineContract
from docbao.speech.engine import Engine
from docbao.speech.kokoro import KokoroEngine
from docbao.speech.kokoro.engine import missing_package

needs_model = pytest.mark.skipif(
    missing_package() is not None, reason=f"extra natural: {missing_package()} is not installed"
)


@needs_model
@pytest.mark.slow
class TestKokoro(EngineContract):
    @classmethod
    def open(cls) -> Engine:
        return KokoroEngine()
