"""How fast the natural voice is, beside the model as published, in the same run.

    python bench/kokoro_speed.py

Prints, for one thread and for two, the median share of real time (1.0 = takes as long to make as
to hear) of docbao's decoder, of the published one cut at the same place but not rewritten, and
of a whole utterance; then the time to load and the memory held. At last the wait for the first
sound of an article: from the request to a warm worker until the samples are here, for the longest
first utterance that is made (`Capabilities.soon_chars`), and the memory of that worker.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech.kokoro import cutting, model, prosody, reading, styles
from docbao.speech.kokoro.speaker import BASE_SPEED, CARRIERS, KokoroSpeaker
from docbao.speech.kokoro.speakers import SPEAKERS
from docbao.speech.memory import resident_bytes
from docbao.speech.worker import Limits, Worker

TEXT = (
    "ngân hàng nhà nước yêu cầu các tổ chức tín dụng giảm lãi suất cho vay "
    "để hỗ trợ doanh nghiệp vượt qua khó khăn"
)
FIRST = "sáng nay, tại trụ sở ủy ban, lãnh đạo thành phố đã gặp gỡ gần hai trăm doanh nghiệp trẻ,"
"""88 characters of the 90 that a first utterance may have."""
TRIES = 7


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        plain = Path(name)
        cutting.cut(model.published(), plain, faster=False)
        for threads in (1, 2):
            before = resident_bytes()
            start = time.perf_counter()
            speaker = KokoroSpeaker({"threads": str(threads)})
            load_s = time.perf_counter() - start
            ours, theirs = model.load(threads=threads), model.Model(plain, threads=threads)
            curves, style = _prepared(ours)
            length_s = curves.aligned.shape[2] * model.FRAME_SAMPLES / model.RATE_HZ
            fast = _median_s(partial(ours.sound, curves, style)) / length_s
            slow = _median_s(partial(theirs.sound, curves, style)) / length_s
            whole = _median_s(partial(_say, speaker)) / (_say(speaker).duration_ms / 1000)
            print(
                f"{threads} thread(s): decoder {fast:.2f}, as published {slow:.2f} "
                f"({slow / fast:.1f} times slower); whole utterance {whole:.2f} of real time; "
                f"loaded in {load_s:.1f} s; memory {before / 1e6:.0f} → "
                f"{resident_bytes() / 1e6:.0f} MB (both decoders)"
            )
    _first_sound()


def _first_sound() -> None:
    worker = Worker(
        "docbao.speech.kokoro.speaker:KokoroSpeaker",
        engine="kokoro",
        limits=Limits(start_s=120, utterance_s=60),
    )
    try:
        worker.warm()
        asked = (Utterance(FIRST, FIRST), Voice("kokoro", SPEAKERS[0].name, "vi"), Delivery())
        wait_s = _median_s(partial(worker.speak, *asked))
        held = Path(f"/proc/{worker.pid}/statm")
        pages = int(held.read_text().split()[1]) if held.exists() else 0
        print(
            f"first sound from a warm worker, two threads: {wait_s:.2f} s for "
            f"{worker.speak(*asked).duration_ms / 1000:.1f} s of sound; "
            f"memory of the worker {pages * 4096 / 1e6:.0f} MB"
        )
    finally:
        worker.close()


def _prepared(loaded: model.Model) -> tuple[model.Curves, styles.Floats]:
    layout = prosody.lay_out(reading.read(TEXT, "vi"), reading.read(CARRIERS["vi"], "vi"))
    style = styles.style(SPEAKERS[0], len(layout.phones))
    frames, features = loaded.durations(layout.tokens, style, BASE_SPEED)
    timing = prosody.Timing.of(layout, frames, 1.0)
    return timing.made(loaded.prosody(layout.tokens, style, timing.frames, features)), style


def _say(speaker: KokoroSpeaker) -> Clip:
    voice = Voice("kokoro", SPEAKERS[0].name, "vi")
    return speaker.speak(Utterance(TEXT, TEXT), voice, Delivery())


def _median_s(run: Callable[[], object]) -> float:
    run()
    spent = []
    for _ in range(TRIES):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
