"""What is made from the sources is as the sources are: the man page, the keys, the scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANUALS = {"en": ROOT / "packaging/man/docbao.1", "vi": ROOT / "packaging/man/vi/docbao.1"}


def run(*words: str | Path) -> str:
    done = subprocess.run(
        words, capture_output=True, timeout=60, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.parametrize("language", MANUALS)
def test_the_man_page_says_what_help_says(language: str) -> None:
    made = run(sys.executable, ROOT / "packaging" / "manual.py", language)
    assert made == MANUALS[language].read_text("utf-8"), "run: make docs"


def test_the_reference_of_keys_and_the_shells_scripts_are_up_to_date() -> None:
    assert run(sys.executable, ROOT / "packaging" / "pages.py", "--check") == "", "run: make docs"


@pytest.mark.parametrize("language", MANUALS)
@pytest.mark.parametrize(
    "checker",
    [("mandoc", "-Tlint", "-W", "warning"), ("groff", "-Kutf8", "-Tutf8", "-ww", "-z", "-man")],
    ids=lambda words: str(words[0]),
)
def test_the_man_page_is_one_that_man_can_set(checker: tuple[str, ...], language: str) -> None:
    if shutil.which(checker[0]) is None:
        pytest.skip(f"no {checker[0]} here")
    assert run(*checker, MANUALS[language]) == ""


@pytest.mark.parametrize("unit", ["docbao-nightly.service", "docbao-nightly.timer"])
def test_the_nightly_units_hold_what_systemd_asks_for(unit: str) -> None:
    text = (ROOT / "packaging" / "systemd" / unit).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(line.startswith("[") or "=" in line for line in lines)
    if unit.endswith("service"):
        assert "ExecStart=%h/.local/bin/docbao audio --all --since 1d" in lines
        assert "SuccessExitStatus=3" in lines
    elif shutil.which("systemd-analyze"):
        (calendar,) = (line.partition("=")[2] for line in lines if line.startswith("OnCalendar"))
        assert "Normalized form" in run("systemd-analyze", "calendar", calendar)
