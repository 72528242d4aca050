"""The engine in docs/engines.md works as it stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from docbao.speech.contract import EngineContract, say
from docbao.speech.engine import Engine

PAGE = (Path(__file__).parents[2] / "docs" / "engines.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def morse() -> Callable[[Mapping[str, str]], Engine]:
    names: dict[str, Any] = {}
    exec(compile(BLOCKS[0], "docs/engines.md", "exec"), names)  # noqa: S102 - our own page
    engine: Callable[[Mapping[str, str]], Engine] = names["MorseEngine"]
    return engine


class TestMorse(EngineContract):
    @classmethod
    def open(cls) -> Engine:
        return morse()({})


def test_it_is_as_short_as_the_page_promises() -> None:
    lines = [line for line in BLOCKS[0].splitlines() if line.strip()]
    body = [line for line in lines if not line.startswith(("import", "from", "TAPS", '        "'))]
    assert len(body) <= 30


def test_its_settings_reach_it() -> None:
    low, high = morse()({"hertz": "300"}), morse()({"hertz": "900"})
    voice = low.voices()[0]
    assert say(low, "sos", voice).data != say(high, "sos", voice).data


def test_every_block_of_the_page_is_python() -> None:
    for block in BLOCKS:
        compile(block, "docs/engines.md", "exec")
