"""The natural voice: an open model that never heard Vietnamese, taught to speak it by rule."""

from docbao.speech.kokoro.engine import KokoroEngine

__all__ = ["KokoroEngine"]
