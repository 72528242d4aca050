"""How fast the voices answer: `python bench/speech.py`.

Each figure stands beside its bare minimum in the same run: the same library without a worker, the
same request without the adapter.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).parents[1]))  # the services of the tests

from tests.speech.services.google import GoogleService

from docbao.model import Delivery, Utterance, Voice
from docbao.speech.contract import duration_ms
from docbao.speech.engine import Engine
from docbao.speech.espeak import EspeakEngine
from docbao.speech.espeak_speaker import EspeakSpeaker
from docbao.speech.google import GoogleEngine
from docbao.speech.piper import PiperEngine

VIETNAMESE = (
    "Ủy ban nhân dân tỉnh vừa công bố kế hoạch phát triển kinh tế, trong đó có hai điểm mới."
)
ENGLISH = "Heavy rain flooded several streets in the city centre this morning."
NORMAL = Delivery()


def median_ms(work: Callable[[], object], times: int = 40) -> float:
    """Median of so many runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)


def espeak() -> None:
    """The library in this process, and through its worker."""
    utterance = Utterance(VIETNAMESE, VIETNAMESE)
    voice = Voice(engine="espeak", name="vi+f3", language="vi")

    def cold() -> None:
        engine = EspeakEngine()
        engine.synthesize(utterance, voice, NORMAL)
        engine.close()

    engine, bare = EspeakEngine(), EspeakSpeaker({})
    engine.synthesize(utterance, voice, NORMAL)
    warm = median_ms(lambda: engine.synthesize(utterance, voice, NORMAL))
    least = median_ms(lambda: bare.speak(utterance, voice, NORMAL))
    print(f"espeak, a sentence of {len(VIETNAMESE)} characters (goal: 20 ms warm)")
    print(f"  library alone      {least:7.2f} ms")
    print(f"  through the worker {warm:7.2f} ms   {warm / least:.2f} x, {warm - least:+.2f} ms")
    print(f"  first, worker cold {median_ms(cold, 7):7.2f} ms")
    engine.close()


def google() -> None:
    """One request by itself, and through the engine."""
    utterance, voice = Utterance(VIETNAMESE, VIETNAMESE), Voice("google", "vi", "vi")
    with GoogleService() as service, requests.Session() as session:
        engine = GoogleEngine({"interval_s": "0"}, address=service.address)
        engine.synthesize(utterance, voice, NORMAL)
        body = engine._body(VIETNAMESE, voice)  # noqa: SLF001 - the same bytes
        url = service.address + "/_/TranslateWebserverUi/data/batchexecute"
        least = median_ms(lambda: session.post(url, data=body, timeout=9).content)
        warm = median_ms(lambda: engine.synthesize(utterance, voice, NORMAL))
        print("google, one request to loopback (goal: the adapter adds at most 5 ms)")
        print(f"  requests alone     {least:7.2f} ms")
        print(f"  through the engine {warm:7.2f} ms   {warm / least:.2f} x, {warm - least:+.2f} ms")
        engine.close()


def piper() -> None:
    """A sentence against its own length."""
    engine: Engine = PiperEngine()
    voices = [voice for voice in engine.voices() if voice.language.startswith("en")]
    if not voices:
        print("piper: no English voice installed")
        return
    utterance = Utterance(ENGLISH, ENGLISH, language="en")
    engine.synthesize(utterance, voices[0], NORMAL)
    heard_ms = duration_ms(engine.synthesize(utterance, voices[0], NORMAL))
    warm = median_ms(lambda: engine.synthesize(utterance, voices[0], NORMAL), 11)
    print(f"piper {voices[0].name}, one thread (goal: 0.2 of real time)")
    print(f"  through the worker {warm:7.2f} ms   {warm / heard_ms:.3f} of real time")
    engine.close()


if __name__ == "__main__":
    espeak()
    google()
    piper()
