"""Run the harnesses: `python -m tests.fuzz.run [NAME …] [--runs N] [--seed N] [--seconds S]`.

With `--guided` and atheris installed (`pip install atheris`, not on Windows) one harness is
driven by what its inputs reach; otherwise inputs are mutated from the corpus, many more of them
a second. Either way an input fails that raises anything but docbao's own errors, breaks a
promise, takes more than a second of the processor, or after which the process has grown by more
than 256 MB. A failing input is kept in `tests/data/fuzz/NAME/`, so that the suite tries it again.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.fuzz.harness import KEPT, Harness
from tests.fuzz.mutation import Mutator

NAMES: Final = ("clean", "dates", "opml", "rules", "config", "programme", "feeds", "extract")
BUILT: Final = Path("build") / "fuzz"
"""Where a guided run lets its corpus grow; only what failed is kept for good."""
LONGEST_S: Final = 1.0
MOST_GROWTH_MB: Final = 256
_LOOK_EVERY: Final = 1000
"""Inputs between two looks at the memory."""


def harness_named(name: str) -> Harness:
    """The harness of that name."""
    found: Harness = importlib.import_module(f"tests.fuzz.fuzz_{name}").HARNESS
    return found


def resident_mb() -> float:
    """The most memory this process has held; 0 where nobody counts it."""
    try:
        import resource
    except ImportError:
        return 0.0
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 1024 if sys.platform != "darwin" else held / 1024 / 1024


def try_in_time(harness: Harness, data: bytes) -> None:
    """Try one input; a second of the processor is all it may take.

    Raises:
        AssertionError: It took longer, or a promise was broken.
    """
    begin = time.process_time()
    with _watched():
        harness.try_one(data)
    took = time.process_time() - begin
    assert took <= LONGEST_S, f"took {took:.2f} s"


@contextmanager
def _watched() -> Iterator[None]:
    """Ends what hangs, an expression that tries every way included, where there are timers."""
    if not hasattr(signal, "setitimer"):  # Windows: pytest's own limit, or a person, ends it
        yield
        return
    before = signal.signal(signal.SIGPROF, _hangs)
    signal.setitimer(signal.ITIMER_PROF, 4 * LONGEST_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _hangs(*_: object) -> None:
    raise AssertionError("hangs")


def hammer(harness: Harness, *, runs: int, seed: int, seconds: float = float("inf")) -> int:
    """Try mutated inputs.

    Returns:
        How many were tried, all of them well.

    Raises:
        AssertionError: The process has grown too much.
        Exception: Whatever an input made it raise; `__notes__` tell the input.
    """
    mutator = Mutator(harness.corpus(), harness.words, harness.most_bytes)
    chance = Random(seed)
    for data in mutator.seeds:
        _try_noted(harness, data)
    before, until = resident_mb(), time.monotonic() + seconds
    done = 0
    while done < runs and time.monotonic() < until:
        _try_noted(harness, mutator.make(chance))
        done += 1
        if done % _LOOK_EVERY == 0:
            grown = resident_mb() - before
            assert grown <= MOST_GROWTH_MB, f"{harness.name}: {grown:.0f} MB more than before"
    return done


def _try_noted(harness: Harness, data: bytes) -> None:
    try:
        try_in_time(harness, data)
    except Exception as error:
        error.add_note(f"{harness.name}: {data!r}")
        raise


def keep(harness: Harness, data: bytes) -> str:
    """Keep a failing input in the corpus; its path."""
    folder = KEPT / harness.name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"found-{hashlib.sha256(data).hexdigest()[:10]}"
    path.write_bytes(data)
    return str(path)


def _guided(harness: Harness, runs: int, seed: int) -> None:
    atheris = importlib.import_module("atheris")  # only where it was installed

    grown, begun = BUILT / harness.name, BUILT / f"{harness.name}-seeds"
    for folder in (grown, begun):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed_data in enumerate(harness.corpus()):
        (begun / f"{number:04d}").write_bytes(seed_data)

    def one(data: bytes) -> None:
        try:
            try_in_time(harness, data[: harness.most_bytes])
        except Exception:
            print(keep(harness, data[: harness.most_bytes]), file=sys.stderr)
            raise

    arguments = [sys.argv[0], f"-runs={runs}", f"-seed={seed}", f"-max_len={harness.most_bytes}"]
    atheris.Setup([*arguments, "-rss_limit_mb=2048", str(grown), str(begun)], one)
    atheris.Fuzz()


def _plain(harness: Harness, asked: Any) -> bool:
    begin, failed = time.monotonic(), 0
    mutator = Mutator(harness.corpus(), harness.words, harness.most_bytes)
    chance = Random(asked.seed)
    before, slowest, done = resident_mb(), 0.0, 0
    while done < asked.runs and time.monotonic() - begin < asked.seconds and failed < 5:
        data = mutator.make(chance)
        done += 1
        start = time.process_time()
        try:
            try_in_time(harness, data)
        except Exception:
            failed += 1
            traceback.print_exc()
            print(f"kept as {keep(harness, data)}", file=sys.stderr)
        slowest = max(slowest, time.process_time() - start)
    grown = resident_mb() - before
    print(
        f"{harness.name:10s} {done:9,d} inputs  {failed} failed  slowest {slowest * 1000:6.0f} ms"
        f"  grown {grown:4.0f} MB  in {time.monotonic() - begin:6.0f} s",
        flush=True,
    )
    return failed == 0 and grown <= MOST_GROWTH_MB


def main(arguments: Sequence[str] | None = None) -> int:
    """Run them; 1 when something failed."""
    parser = argparse.ArgumentParser(description="Try docbao's readers with broken input.")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME")
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="at most, for each")
    parser.add_argument("--guided", action="store_true", help="one harness, driven by atheris")
    asked = parser.parse_args(arguments)
    names = asked.names or NAMES
    if asked.guided:
        if len(names) != 1:
            parser.error("--guided takes one harness")
        _guided(_instrumented(names[0]), asked.runs, asked.seed)
        return 0
    well = [_plain(harness_named(name), asked) for name in names]  # every one, failed or not
    return 0 if all(well) else 1


def _instrumented(name: str) -> Harness:
    atheris = importlib.import_module("atheris")  # only where it was installed

    with atheris.instrument_imports(include=["docbao"]):
        return harness_named(name)


if __name__ == "__main__":
    sys.exit(main())
