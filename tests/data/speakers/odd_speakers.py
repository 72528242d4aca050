"""Speakers that go wrong on demand: what is said tells how. Loaded in workers by the tests."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from docbao.errors import EngineBusy, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Mark, Utterance, Voice


class OddSpeaker:
    version = "odd 1"

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._settings = settings
        self._hoarded: list[bytes] = []
        self._given_way = threading.Event()
        if settings.get("at_start") == "crash":
            os._exit(7)
        if settings.get("at_start") == "hang":
            time.sleep(60)
        if settings.get("at_start") == "refuse":
            raise SpeechError(Phrase(vi="thiếu mô hình", en="the model is missing"))
        if settings.get("at_start") == "break":
            message = "unforeseen"
            raise RuntimeError(message)

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        word, _, rest = utterance.spoken.partition(" ")
        if word == "nothing":
            return Clip(data=b"", rate_hz=16000)
        getattr(self, f"_{word}")(rest)
        return Clip(
            data=f"{utterance.spoken}|{voice.name}|{delivery.rate}|{os.getpid()}".encode(
                "utf-8", "surrogatepass"
            ),
            rate_hz=16000,
            marks=(Mark(1.5, "word", 0, 3),),
        )

    def _say(self, _rest: str) -> None:
        pass

    def _crash(self, _rest: str) -> None:
        os._exit(3)

    def _segfault(self, _rest: str) -> None:
        ctypes.string_at(0)

    def _once(self, flag: str) -> None:
        """Crash, but only where the file `flag` is not there yet."""
        if not Path(flag).exists():
            Path(flag).touch()
            os.kill(os.getpid(), signal.SIGTERM)

    def give_way(self) -> None:
        self._given_way.set()

    def _linger(self, flag: str) -> None:
        """Tell which priority this thread has, then speak until told to give way."""
        self._given_way.clear()
        priority = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        Path(flag).with_suffix(".part").write_text(str(priority))
        Path(flag).with_suffix(".part").replace(flag)
        if self._given_way.wait(20):
            message = "given way"
            raise RuntimeError(message)

    def _hang(self, _rest: str) -> None:
        time.sleep(60)

    def _announce(self, flag: str) -> None:
        """Tell where this process is, then never come back."""
        Path(flag).with_suffix(".part").write_text(str(os.getpid()))
        Path(flag).with_suffix(".part").replace(flag)
        time.sleep(60)

    def _refuse(self, _rest: str) -> None:
        message = Phrase(vi="chậm lại {braces}", en="slow down {braces}")
        raise EngineBusy(message, hint=Phrase(vi="đợi", en="wait"), retry_after_s=2.5)

    def _break(self, _rest: str) -> None:
        message = "unforeseen"
        raise ValueError(message)

    def _print(self, _rest: str) -> None:
        print("a library that talks on standard output")
        os.write(1, b"and around Python")
        sys.stdin.read()

    def _eat(self, megabytes: str) -> None:
        self._hoarded.append(os.urandom(1024) * 1024 * int(megabytes))
