from __future__ import annotations

from docbao.speech.contract import EngineContract
from docbao.speech.engine import Engine
from docbao.speech.espeak import EspeakEngine
from docbao.speech.tone import ToneEngine


class TestTone(EngineContract):
    @classmethod
    def open(cls) -> Engine:
        return ToneEngine()


class TestEspeak(EngineContract):
    @classmethod
    def open(cls) -> Engine:
        return EspeakEngine()
