from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from docbao.errors import EngineBusy, EngineCrashed, SpeechError
from docbao.model import Clip, Delivery, Mark, Utterance, Voice
from docbao.speech.worker import Limits, Worker

VOICE = Voice(engine="odd", name="giọng", language="vi")
QUICK = Limits(start_s=10, utterance_s=0.4, per_char_s=0)


@pytest.fixture
def worker(odd_speakers: str) -> Iterator[Worker]:
    worker = Worker(odd_speakers, engine="odd", limits=QUICK)
    yield worker
    worker.close()


def speak(worker: Worker, text: str) -> Clip:
    return worker.speak(Utterance(text, text), VOICE, Delivery(rate=1.25))


def worker_pid(worker: Worker) -> int:
    return int(speak(worker, "say pid").data.split(b"|")[-1])


def is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] not in "ZX"


def wait_until_gone(pid: int, limit_s: float) -> None:
    deadline = time.monotonic() + limit_s
    while is_alive(pid):
        assert time.monotonic() < deadline, f"process {pid} lives on"
        time.sleep(0.02)


def test_an_utterance_goes_there_and_its_clip_comes_back_whole(worker: Worker) -> None:
    clip = speak(worker, "say \ud800 đủ dấu \0")
    spoken, voice, rate, pid = clip.data.decode("utf-8", "surrogatepass").split("|")
    assert (spoken, voice, rate) == ("say \ud800 đủ dấu \0", "giọng", "1.25")
    assert int(pid) != os.getpid()
    assert clip.marks == (Mark(1.5, "word", 0, 3),)
    assert worker.warm() == "odd 1"


def test_a_crash_costs_one_retry(worker: Worker, tmp_path: Path) -> None:
    before = worker_pid(worker)
    clip = speak(worker, f"once {tmp_path / 'flag'}")
    assert clip.data
    assert worker_pid(worker) != before


@pytest.mark.parametrize("way", ["crash", "segfault"])
def test_two_crashes_end_in_a_clear_error_and_the_next_utterance_is_spoken(
    worker: Worker, way: str
) -> None:
    with pytest.raises(EngineCrashed, match=r'"odd" failed twice in a row: its process ended'):
        speak(worker, way)
    assert speak(worker, "say on").data.startswith(b"say on")


def test_a_hang_is_cut_off_in_time(worker: Worker) -> None:
    worker.warm()
    begun = time.monotonic()
    with pytest.raises(EngineCrashed, match=r"no answer within 0\.4 seconds"):
        speak(worker, "hang")
    assert time.monotonic() - begun < 5


def test_a_long_text_is_given_more_time(odd_speakers: str) -> None:
    limits = Limits(start_s=10, utterance_s=0.1, per_char_s=0.1)
    worker = Worker(odd_speakers, engine="odd", limits=limits)
    try:
        with pytest.raises(EngineCrashed, match=r"within 0\.5 seconds"):
            speak(worker, "hang")
    finally:
        worker.close()


def test_a_worker_killed_in_mid_utterance_is_replaced(worker: Worker, tmp_path: Path) -> None:
    flag = tmp_path / "pid"
    limits = Limits(start_s=10, utterance_s=10)
    patient = Worker(worker._factory, engine="odd", limits=limits)
    killed: list[int] = []

    def kill_twice() -> None:
        for _ in range(2):
            while not flag.exists():
                time.sleep(0.01)
            killed.append(int(flag.read_text()))
            flag.unlink()
            os.kill(killed[-1], signal.SIGKILL if os.name == "posix" else signal.SIGTERM)

    killer = threading.Thread(target=kill_twice)
    killer.start()
    try:
        with pytest.raises(EngineCrashed):
            speak(patient, f"announce {flag}")
        killer.join()
        assert len(set(killed)) == 2
        assert speak(patient, "say on").data
    finally:
        patient.close()


def test_a_worker_that_died_between_utterances_costs_no_retry(worker: Worker) -> None:
    pid = worker_pid(worker)
    os.kill(pid, signal.SIGTERM)
    wait_until_gone(pid, 5)
    assert worker_pid(worker) != pid


def test_an_error_of_the_speaker_arrives_as_it_was_and_the_worker_lives_on(worker: Worker) -> None:
    pid = worker_pid(worker)
    with pytest.raises(EngineBusy) as caught:
        speak(worker, "refuse")
    assert caught.value.retry_after_s == 2.5
    assert caught.value.message.in_language("vi") == "chậm lại {braces}"
    assert str(caught.value.hint) == "wait"
    assert worker_pid(worker) == pid


def test_an_unforeseen_exception_becomes_an_error_that_keeps_its_traceback(worker: Worker) -> None:
    with pytest.raises(SpeechError, match="ValueError: unforeseen") as caught:
        speak(worker, "break")
    assert any("odd_speakers.py" in note for note in caught.value.__notes__)


def test_an_empty_clip_is_an_error_and_reaches_nobody(worker: Worker) -> None:
    with pytest.raises(SpeechError, match="gave no sound for: nothing"):
        speak(worker, "nothing")


def test_what_a_library_prints_does_not_spoil_the_frames(worker: Worker) -> None:
    assert speak(worker, "print").data.startswith(b"print")


@pytest.mark.parametrize(
    ("settings", "kind", "message"),
    [
        ({"at_start": "refuse"}, SpeechError, "the model is missing"),
        ({"at_start": "break"}, SpeechError, "RuntimeError: unforeseen"),
        ({"at_start": "crash"}, EngineCrashed, "twice in a row"),
        ({"at_start": "hang"}, EngineCrashed, "no answer within"),
    ],
)
def test_a_speaker_that_cannot_start_says_why(
    odd_speakers: str, settings: dict[str, str], kind: type[SpeechError], message: str
) -> None:
    limits = Limits(start_s=0.6 if settings["at_start"] == "hang" else 10)
    worker = Worker(odd_speakers, engine="odd", settings=settings, limits=limits)
    with pytest.raises(kind, match=message):
        speak(worker, "say nothing")
    assert worker.pid is None


def test_a_factory_that_is_not_there_is_an_error_not_a_hang() -> None:
    worker = Worker("no.such.module:Speaker", engine="odd", limits=QUICK)
    with pytest.raises(SpeechError, match="ModuleNotFoundError"):
        worker.warm()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="resident memory: Linux")
def test_a_worker_that_has_grown_too_large_is_replaced(odd_speakers: str) -> None:
    limits = Limits(start_s=10, resident_bytes=100 * 1024 * 1024)
    worker = Worker(odd_speakers, engine="odd", limits=limits)
    try:
        pid = worker_pid(worker)
        assert worker_pid(worker) == pid
        assert speak(worker, "eat 150").data
        assert worker_pid(worker) != pid
    finally:
        worker.close()


def test_threads_take_turns(worker: Worker) -> None:
    texts = [f"say {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        clips = list(pool.map(lambda text: speak(worker, text), texts))
    assert [clip.data.split(b"|")[0].decode() for clip in clips] == texts


def test_closing_ends_the_process_and_speaking_again_starts_one(worker: Worker) -> None:
    pid = worker_pid(worker)
    worker.close()
    worker.close()
    assert not is_alive(pid)
    assert worker_pid(worker) != pid


def test_a_module_in_the_current_folder_cannot_stand_in_for_ours(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert speak(worker, "say safe").data


POOLED = """
import multiprocessing, sys
sys.path[:0] = sys.argv[1:]
from docbao.model import Delivery, Utterance, Voice
from docbao.speech.worker import Worker

def speak(word):
    worker = Worker("odd_speakers:OddSpeaker", engine="odd")
    voice = Voice(engine="odd", name="v", language="vi")
    data = worker.speak(Utterance(word, word), voice, Delivery()).data
    worker.close()
    return data.split(b"|")[0].decode()

if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.apply(speak, ("say pool",)))
"""


@pytest.mark.usefixtures("odd_speakers")
def test_a_daemonic_process_of_a_pool_may_have_a_worker(tmp_path: Path) -> None:
    script = tmp_path / "pooled.py"
    script.write_text(POOLED)
    done = subprocess.run(
        [sys.executable, str(script), *sys.path],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stdout.strip() == "say pool", done.stderr


ORPHANING = """
import os, signal, sys, threading, time
sys.path[:0] = sys.argv[2:]
from docbao.model import Delivery, Utterance, Voice
from docbao.speech.worker import Worker

worker = Worker("odd_speakers:OddSpeaker", engine="odd")
if "fork" in sys.argv[1]:
    worker.warm()
    if os.fork() == 0:  # holds the pipe's other end open
        time.sleep(8)
        os._exit(0)
word = "announce " + sys.argv[1]
voice = Voice(engine="odd", name="v", language="vi")
threading.Thread(target=lambda: worker.speak(Utterance(word, word), voice, Delivery())).start()
while not os.path.exists(sys.argv[1]):
    time.sleep(0.01)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at Linux's process table")
@pytest.mark.usefixtures("odd_speakers")
@pytest.mark.parametrize("name", ["plain", "fork"])
def test_a_worker_does_not_outlive_an_owner_that_was_killed(tmp_path: Path, name: str) -> None:
    script, flag = tmp_path / "orphaning.py", tmp_path / name
    script.write_text(ORPHANING)
    subprocess.run(
        [sys.executable, str(script), str(flag), *sys.path],
        timeout=30,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until_gone(int(flag.read_text()), 5)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
def test_a_forked_copy_starts_a_worker_of_its_own(worker: Worker) -> None:
    pid = worker_pid(worker)
    read_end, write_end = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12: a fork beside threads
        child = os.fork()
    if child == 0:
        os.write(write_end, str(worker_pid(worker)).encode())
        worker.close()
        os._exit(0)
    os.waitpid(child, 0)
    theirs = int(os.read(read_end, 100))
    os.close(read_end)
    os.close(write_end)
    assert theirs != pid
    assert worker_pid(worker) == pid
