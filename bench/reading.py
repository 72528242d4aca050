"""How fast the rules read: `python bench/reading.py`.

Prints characters a second over the sample bulletins and the written sides of the test pairs,
and how often a bare split into words (`re.findall`) goes through the same text in that time;
then how long a new process takes to import the room, to have its lexicon, and to have read one
sentence, over a bare interpreter's start. The best of ten of each, taken in turns, because other
work on the machine comes and goes, and in CPU time; with compiled bytecode, as an installed
package has it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from docbao.text import spoken

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 2.0


def corpus() -> list[str]:
    """Paragraphs: the bulletins as they are, and the pairs, which are dense with figures."""
    bulletins = sorted((ROOT / "src/docbao/samples").glob("*.vi.txt"))
    lines = [line for path in bulletins for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line.strip()]


def dense() -> list[str]:
    """The written sides of the pairs."""
    out = []
    for path in sorted((ROOT / "tests/data/spoken").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            cells = line.split("\t")
            if len(cells) >= 3:
                out.append(cells[1])
    return out


def chars_per_second(read: Callable[[str], object], texts: list[str]) -> float:
    """Best of the rounds that fit into `SECONDS`, in CPU time."""
    size = sum(map(len, texts))
    best, until = 0.0, time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        begin = time.process_time()
        for text in texts:
            read(text)
        best = max(best, size / (time.process_time() - begin))
    return best


_SENTENCE = "Ngày 5/6/2019, UBND tỉnh Sơn La công bố GDP tăng 5,6%."
STARTS = {
    "bare": "pass",
    "import": "import docbao.text",
    "and lexicon": "import docbao.text; from docbao.text.lexicon import built_in; built_in()",
    "and sentence": f"from docbao.text import spoken; spoken({_SENTENCE!r})",
}


def start_ms(rounds: int = 10) -> dict[str, float]:
    """The shortest start of a process for each of `STARTS`, in CPU time."""
    best = dict.fromkeys(STARTS, float("inf"))
    with tempfile.TemporaryDirectory() as folder:
        within = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": folder}
        within.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(rounds + 1):  # the first of all compiles
            for name, code in STARTS.items():
                begin = _children_s()
                subprocess.run([sys.executable, "-c", code], env=within, check=True)
                best[name] = min(best[name], (_children_s() - begin) * 1000)
    return best


def _children_s() -> float:
    """CPU time of the processes started and ended so far; wall time where nobody counts it."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print a line for each corpus, and one for each start."""
    for name, texts in (("bulletins", corpus()), ("pairs", dense())):
        for text in texts:
            spoken(text)  # the first time compiles the expressions
        ours = chars_per_second(spoken, texts)
        bare = chars_per_second(re.compile(r"\w+").findall, texts)
        size = sum(map(len, texts))
        print(
            f"{name:9s} {size:7,d} chars  {ours:10,.0f} chars/s  "
            f"bare split into words {bare:12,.0f} chars/s  ratio {bare / ours:5.1f}"
        )
    took = start_ms()
    for name, whole in took.items():
        print(f"{name:12s} {whole:6.1f} ms  {whole - took['bare']:+6.1f} over bare Python")


if __name__ == "__main__":
    main()
