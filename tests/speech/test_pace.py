from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from docbao.speech.pace import Pace


class Time:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def now(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


@pytest.mark.parametrize("shared", [True, False])
def test_turns_are_an_interval_apart(tmp_path: Path, shared: bool) -> None:
    clock = Time()
    path = tmp_path / "deep" / "pace" if shared else None
    pace = Pace(path, interval_s=0.5, now=clock.now, sleep=clock.sleep)
    moments = []
    for _ in range(4):
        pace.wait()
        moments.append(clock.now_s)
    assert moments == [1000.0, 1000.5, 1001.0, 1001.5]


def test_two_processes_worth_of_pace_share_one_row_of_turns(tmp_path: Path) -> None:
    clock = Time()
    ours, theirs = (
        Pace(tmp_path / "pace", interval_s=1, now=clock.now, sleep=clock.sleep) for _ in range(2)
    )
    ours.wait()
    theirs.wait()
    ours.wait()
    assert clock.now_s == 1002.0
    theirs.hold(5)
    ours.wait()
    assert clock.now_s == 1007.0


@pytest.mark.parametrize("written", [b"", b"rubbish", b"nan", b"9999999999999.0", b"\xff" * 90])
def test_a_spoilt_file_begins_again(tmp_path: Path, written: bytes) -> None:
    clock = Time()
    path = tmp_path / "pace"
    path.write_bytes(written)
    pace = Pace(path, interval_s=1, now=clock.now, sleep=clock.sleep)
    pace.wait()
    assert clock.now_s == 1000.0
    pace.wait()
    assert clock.now_s == 1001.0


def test_where_nothing_can_be_written_the_process_keeps_its_own_pace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    clock = Time()
    pace = Pace(tmp_path / "file" / "pace", interval_s=1, now=clock.now, sleep=clock.sleep)
    for _ in range(3):
        pace.wait()
    assert clock.now_s == 1002.0


def test_real_processes_never_take_one_turn_twice(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from docbao.speech.pace import Pace\n"
        "taken = []\n"
        "pace = Pace(Path(sys.argv[1]), interval_s=0.01, now=lambda: 1000.0, sleep=taken.append)\n"
        "for _ in range(60): pace.wait()\n"
        "print(*(round(moment, 3) for moment in taken))\n"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "pace")],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    turns = [float(turn) for run in runs for turn in run.communicate(timeout=30)[0].split()]
    assert len(turns) == 3 * 60 - 1  # the very first had not to wait
    assert len(set(turns)) == len(turns)


def test_the_real_clock_works_too() -> None:
    pace = Pace(None, interval_s=0.02)
    begun = time.monotonic()
    for _ in range(3):
        pace.wait()
    assert 0.03 < time.monotonic() - begun < 2
