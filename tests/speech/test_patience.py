"""What nobody waits for yet: at low priority, and left off when something is wanted."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from docbao.errors import GaveWay, SpeechError
from docbao.model import Clip, Delivery, Mark, Utterance, Voice
from docbao.speech.patience import GivesWay, patiently
from docbao.speech.worker import Limits, Worker

VOICE = Voice(engine="odd", name="giọng", language="vi")


@pytest.fixture
def worker(odd_speakers: str) -> Iterator[Worker]:
    worker = Worker(odd_speakers, engine="odd", limits=Limits(start_s=10, utterance_s=10))
    yield worker
    worker.close()


def speak(worker: Worker, text: str) -> Clip:
    return worker.speak(Utterance(text, text), VOICE, Delivery())


def worker_pid(worker: Worker) -> int:
    return int(speak(worker, "say pid").data.split(b"|")[-1])


@pytest.mark.skipif(sys.platform == "win32", reason="priorities are told otherwise")
def test_what_nobody_waits_for_gives_way_and_the_next_is_spoken_at_once(
    worker: Worker, tmp_path: Path
) -> None:
    pid = worker_pid(worker)
    flag = tmp_path / "flag"

    def make_ahead() -> str:
        try:
            with patiently():
                speak(worker, f"linger {flag}")
        except GaveWay:
            return "gave way"
        return "was made"

    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(make_ahead)
        while not flag.exists():
            time.sleep(0.01)
        worker.give_way()
        assert speak(worker, "say now").data.startswith(b"say now")
        assert ahead.result(5) == "gave way"
    assert worker_pid(worker) == pid, "and the process, with its model, is the same"
    if sys.platform == "linux":
        assert int(flag.read_text()) == max(10, os.getpriority(os.PRIO_PROCESS, 0))


def test_giving_way_leaves_alone_what_is_waited_for(worker: Worker) -> None:
    worker.give_way()  # before there is a process at all
    with ThreadPoolExecutor(1) as pool:
        clips = [pool.submit(speak, worker, f"say {n}") for n in range(30)]
        for _ in range(100):
            worker.give_way()
        assert [clip.result().data.split(b"|")[0] for clip in clips] == [
            f"say {n}".encode() for n in range(30)
        ]


def test_what_is_spoken_patiently_is_spoken_as_ever(worker: Worker) -> None:
    with patiently():
        assert speak(worker, "say on").marks == (Mark(1.5, "word", 0, 3),)
        with pytest.raises(SpeechError, match="unforeseen"):
            speak(worker, "break")
    assert isinstance(worker, GivesWay)
