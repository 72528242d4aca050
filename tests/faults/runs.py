"""docbao as a process that may be measured, starved and killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

SHARE: Final = 0.1 if os.environ.get("FAST") else 1.0
"""Part of the work that is done: with FAST=1 a tenth, to see whether all of it still runs."""


def scaled(count: int) -> int:
    """So many, or a tenth of it in a fast run."""
    return max(3, round(count * SHARE))


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run."""

    code: int
    out: str
    err: str
    took_s: float
    peak_mb: float
    """Most memory the largest of its processes held at a time."""

    @property
    def items(self) -> list[dict[str, Any]]:
        """The lines of a `--json` run."""
        return [json.loads(line) for line in self.out.splitlines()]


def command(*words: str, lang: str = "vi") -> list[str]:
    return [sys.executable, "-m", "docbao", "--lang", lang, *words]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1", "NO_PROXY": "*", **(extra or {})}


def docbao(
    home: Path, *words: str, lang: str = "vi", timeout_s: float = 300, stdin: str = "",
    env: Mapping[str, str] | None = None,
) -> Run:  # fmt: skip
    """Run one command to its end.

    Raises:
        TimeoutError: It took longer than `timeout_s`, and was killed.
    """
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as given,
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as err,
    ):
        given.write(stdin)
        given.seek(0)
        begun = time.monotonic()
        process = subprocess.Popen(
            command(*words, lang=lang), cwd=home, stdin=given, stdout=out, stderr=err,
            env=environment(env),
        )  # fmt: skip
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(timeout_s, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        took_s = time.monotonic() - begun
        out.seek(0)
        err.seek(0)
        run = Run(process.returncode, out.read(), err.read(), took_s, usage.ru_maxrss / 1024)
    if late.is_set():
        raise TimeoutError(f"docbao {' '.join(words)}: {run.err[-2000:]}")
    return run


def assert_told(run: Run, *names: str, lines: int = 2) -> None:
    """One error, in words: what it is about, and what to do."""
    assert "Traceback" not in run.err, run.err
    told = [line for line in run.err.splitlines() if line.strip()]
    assert 1 <= len(told) <= lines, run.err
    for name in names:
        assert name in run.err, run.err
