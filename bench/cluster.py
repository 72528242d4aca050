"""What a Dask cluster costs beside a pool of processes, with as many workers of the same machine.

Both make the same articles into the same folder; both have their workers running and their voices
open before the clock starts. They take turns, and the best round of each counts: by the clock, and,
since other work on the machine cannot spoil that, by the cores' time of all processes together.
Run as

    pip install 'docbao[cluster]'
    python bench/cluster.py [--articles 24] [--workers 2] [--rounds 4] [--engine espeak]
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from docbao.model import Article, Block
from docbao.newsroom import open_newsroom
from docbao.production.batch import Crew
from docbao.production.cluster import open_cluster
from docbao.production.line import Manner, Wish, produce

SENTENCES = (
    "Sáng nay, Ủy ban nhân dân tỉnh tổ chức hội nghị thứ {n} về công tác phòng chống thiên tai.",
    "Theo báo cáo số {n}, mười tháng qua toàn tỉnh có 7 đợt mưa lớn, thiệt hại hơn {n} tỷ đồng.",
    "Giá thịt lợn hơi tại các chợ đầu mối giảm {n}% so với tuần trước, bà con rất lo lắng.",
)
LIMIT = 1.05


class Kept(Executor):
    """A pool that goes on living when a batch is done with it."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        """As the pool does."""
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Not yet."""


@dataclass
class Pool:
    """Processes of this machine that are running already."""

    pool: ProcessPoolExecutor
    size: int
    remote: bool = False

    def open(self) -> Executor:
        """See `docbao.production.batch.Crew`."""
        return Kept(self.pool)


def wishes(count: int, first: int) -> list[Wish]:
    """Articles of about three minutes, no sentence of which was ever said before."""
    return [
        Wish(
            f"Tin {number}",
            article=Article(
                id=f"{number:08x}" * 2, feed="thu", url="", title=f"Bản tin số {number} của tỉnh",
                lead="",
                blocks=tuple(
                    Block("paragraph", " ".join(s.format(n=number * 100 + part) for s in SENTENCES))
                    for part in range(9)
                ),
            ),
        )
        for number in range(first, first + count)
    ]  # fmt: skip


@contextmanager
def dask(workers: int, folder: Path) -> Iterator[str]:
    """A scheduler and workers as processes of their own; the address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    commands = [["dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
    commands += [["dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
                 for _ in range(workers)]  # fmt: skip
    running = []
    try:
        for number, (module, *words) in enumerate(commands):
            home = folder / f"machine{number}"
            home.mkdir()
            running.append(
                subprocess.Popen(
                    [sys.executable, "-m", f"distributed.cli.{module}", *words], cwd=home,
                    env={**os.environ, "DOCBAO_HOME": str(home)},
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )
            )  # fmt: skip
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield address
    finally:
        for process in running:
            process.kill()
            process.wait()


def cpu_s() -> float:
    """What this process and all below it have worked so far."""
    import psutil  # noqa: PLC0415 - comes with Dask

    own = psutil.Process()
    total = 0.0
    for process in (own, *own.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def main() -> None:
    """Print the seconds of every round and the ratio of the quickest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--engine", default="espeak")
    asked = parser.parse_args()
    if importlib.util.find_spec("distributed") is None:
        print("skipped: no Dask here (pip install 'docbao[cluster]')")
        return
    wall = {"pool": [float("inf")], "cluster": [float("inf")]}
    busy = {"pool": [float("inf")], "cluster": [float("inf")]}
    serial = iter(range(1, 1 << 20, max(asked.articles, 3 * asked.workers)))
    with tempfile.TemporaryDirectory() as name, dask(asked.workers, Path(name)) as address:
        home = Path(name) / "home"
        home.mkdir()
        (home / "feeds.yaml").write_text(
            f"speech:\n  engine: {asked.engine}\nfeeds: []\n", encoding="utf-8"
        )
        pool = ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn"))
        with open_newsroom(home) as newsroom, open_cluster(address) as cluster, pool:
            crews: dict[str, Crew] = {"pool": Pool(pool, asked.workers), "cluster": cluster}
            sound_s = 0.0
            for turn in range(-1, asked.rounds):
                for kind, crew in crews.items():
                    # The round before the first only opens voices, on every worker.
                    count = asked.articles if turn >= 0 else 3 * asked.workers
                    work = wishes(count, next(serial))
                    began, worked = time.perf_counter(), cpu_s()
                    items = list(produce(newsroom, work, Manner(), crew=crew))
                    took_s, worked = time.perf_counter() - began, cpu_s() - worked
                    lengths = [i.recording.duration_ms for i in items if i.recording and i.made]
                    assert len(lengths) == count, items  # noqa: S101 - a bench of nothing is worth nothing
                    if turn >= 0:
                        sound_s = sum(lengths) / 1000
                        wall[kind].append(took_s)
                        busy[kind].append(worked)
                        print(f"{kind:8} {took_s:6.2f} s, of the cores {worked:6.2f} s, "
                              f"for {sound_s:.0f} s of sound", flush=True)  # fmt: skip
    print(f"{asked.workers} workers, {asked.articles} articles a round, limit {LIMIT}")
    for what, times in (("by the clock", wall), ("of the cores", busy)):
        pool_s, cluster_s = min(times["pool"]), min(times["cluster"])
        pairs = zip(times["cluster"][1:], times["pool"][1:], strict=True)
        middle = statistics.median(cluster / pool for cluster, pool in pairs)
        print(f"{what}: pool {pool_s:.2f} s, cluster {cluster_s:.2f} s, "
              f"ratio {cluster_s / pool_s:.3f}; median ratio of two that ran one after the "
              f"other {middle:.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
