"""Proof: a Dask cluster loses a worker in mid-run, and every article is made once all the same.

    pip install 'docbao[cluster,s3]' 'moto[server]'
    python tests/proofs/cluster.py [--articles 40] [--engine espeak] [--slow]

A scheduler, three workers and an S3 server are processes of their own on loopback. `docbao audio`
has the articles of a folder made; while it does, one worker is killed (SIGKILL). What lies in S3,
what the library knows and what the server saw are counted. Then the storage refuses, and falls
silent (`--slow`, another minute and a half).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

WORKERS = 3
BUCKET = "s3://tin/sang"
SENTENCE = "Ngày {n}/8/2026, xã Bản Mây làm xong {n},5 km đường bê tông, bà con rất phấn khởi."


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Stage:
    """The processes of the proof, and where they write."""

    folder: Path
    env: dict[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str, *words: str, home: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a Python module; what it says goes to `name`.log."""
        env = {**self.env, "DOCBAO_HOME": str(home)} if home else self.env
        cwd = home or self.folder
        cwd.mkdir(exist_ok=True)
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=cwd, env=env, stdout=log, stderr=log
            )
        self.running.append(process)
        return process

    def stop(self) -> None:
        """End them all."""
        for process in self.running:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()

    def log(self, name: str) -> str:
        """What a process said so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def puts(self) -> Counter[str]:
        """How often the server was given each MP3."""
        return Counter(re.findall(r'"PUT /(\S+\.mp3)', self.log("s3")))


def wait_for(port: int) -> None:
    """Until something listens there."""
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    sys.exit(f"nothing listens on port {port}")


def write_news(home: Path, count: int, engine: str) -> None:
    """Articles of about half a minute to a minute, in a folder."""
    (home / "tin").mkdir(parents=True)
    (home / "feeds.yaml").write_text(
        f"speech:\n  engine: {engine}\nfeeds:\n  - name: tin\n    title: Tin xã\n"
        "    kind: files\n    url: tin\n",
        encoding="utf-8",
    )
    for number in range(1, count + 1):
        lines = [SENTENCE.format(n=part + number) for part in range(4 + number % 5)]
        text = f"Tin thứ {number} của xã\n\n" + "\n\n".join(lines)
        (home / "tin" / f"{number}.txt").write_text(text, encoding="utf-8")


def docbao(stage: Stage, home: Path, *words: str) -> subprocess.Popen[str]:
    """Begin a run of `docbao audio --all`."""
    return subprocess.Popen(
        [sys.executable, "-m", "docbao", "audio", "--all", "--json", "--lang", "en", *words],
        cwd=home, env=stage.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def main() -> int:
    """Run the proof; 0 when all of it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--engine", default="espeak")
    parser.add_argument("--slow", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as ending:
        folder = Path(name)
        s3, dask = free_port(), free_port()
        env = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": "thu", "AWS_SECRET_ACCESS_KEY": "thu",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{s3}",
            "PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1",
        }  # fmt: skip
        stage = Stage(folder, env)
        ending.callback(stage.stop)
        server = stage.start("s3", "moto.server", "-H", "127.0.0.1", "-p", str(s3))
        scheduler = stage.start(
            "scheduler", "distributed.cli.dask_scheduler", "--host", "127.0.0.1",
            "--port", str(dask), "--no-dashboard",
        )  # fmt: skip
        wait_for(s3)
        wait_for(dask)
        address = f"tcp://127.0.0.1:{dask}"
        workers = [
            stage.start(f"worker{n}", "distributed.cli.dask_worker", address, "--nthreads", "1",
                        "--no-nanny", "--no-dashboard", "--host", "127.0.0.1",
                        home=folder / f"machine{n}")
            for n in range(WORKERS)
        ]  # fmt: skip
        os.environ.update(env)
        import fsspec

        storage = fsspec.filesystem("s3")
        storage.mkdir("tin")
        home = folder / "home"
        write_news(home, asked.articles, asked.engine)
        where = ("--cluster", address, "--to", BUCKET, "--since", "900w")
        checks = [
            *one_worker_dies(stage, home, where, workers[0], asked.articles),
            *nothing_twice(stage, home, where, asked.articles),
            *scheduler_dies(stage, folder / "home2", where, scheduler, asked.engine),
            *storage_trouble(stage, home, where, server, slow=asked.slow),
        ]
    for what, holds in checks:
        print(f"{'ok   ' if holds else 'WRONG'} {what}")
    right = all(holds for _, holds in checks)
    print("right" if right else "WRONG")
    return 0 if right else 1


def objects() -> dict[str, int]:
    """What lies in S3, with sizes."""
    import fsspec

    storage = fsspec.filesystem("s3", skip_instance_cache=True)
    return {path: int(facts["size"]) for path, facts in storage.find("tin", detail=True).items()}


def one_worker_dies(
    stage: Stage, home: Path, where: tuple[str, ...], victim: subprocess.Popen[bytes], count: int
) -> list[tuple[str, bool]]:
    """The run in which a worker is killed."""
    began = time.monotonic()
    run = docbao(stage, home, *where)
    while len(stage.puts()) < count // 4 and run.poll() is None:
        time.sleep(0.05)
    before = len(stage.puts())
    victim.kill()
    victim.wait()
    out, err = run.communicate(timeout=600)
    lines = [json.loads(line) for line in out.splitlines()]
    items = [line for line in lines if "path" in line]
    summary: dict[str, float] = next((line["summary"] for line in lines if "summary" in line), {})
    there = objects()
    sizes = {item["path"].removeprefix("s3://"): item["size_bytes"] for item in items}
    kinds = Counter(path.rpartition(".")[2] for path in there)
    puts = stage.puts()
    machines = [f"machine{n}" for n in range(WORKERS) if clips(stage.folder / f"machine{n}")]
    left = [path for path in stage.folder.rglob("*.mp3") if "machine0" not in path.parts]
    if run.returncode != 0 or not items:
        print(out, err, stage.log("scheduler"), sep="\n")
    print(f"{count} articles, {summary.get('sound_s', 0):.0f} s of sound, {WORKERS} workers, one "
          f"killed after {before}; {time.monotonic() - began:.1f} s")  # fmt: skip
    return [
        (f"exit code {run.returncode}", run.returncode == 0),
        (f"the killed worker had made something: {', '.join(machines)}", len(machines) == WORKERS),
        (f"{before} were in S3 when it was killed", 0 < before < count),
        (f"{len(items)} articles told, each once", len({i["article"] for i in items}) == count),
        (f"S3 holds {dict(kinds)}", kinds == {"mp3": count, "vtt": count, "json": count}),
        ("sizes in S3 are those of the library", all(there.get(p) == s for p, s in sizes.items())),
        (f"MP3s put {sum(puts.values())} times", len(puts) == count == sum(puts.values())),
        (f"MP3s on the disks of those that live: {len(left)}", not left),
    ]


def clips(machine: Path) -> bool:
    """Whether a machine has spoken."""
    return any(path.is_file() for path in (machine / ".docbao" / "clips").rglob("*"))


def nothing_twice(
    stage: Stage, home: Path, where: tuple[str, ...], count: int
) -> list[tuple[str, bool]]:
    """A second run makes nothing."""
    run = docbao(stage, home, *where)
    out, _ = run.communicate(timeout=600)
    summary = json.loads(out.splitlines()[-1])["summary"]
    told = f"again: {summary['made']} made, {summary['there']} there, took {summary['took_s']} s"
    return [
        (told, (summary["made"], summary["there"], run.returncode) == (0, count, 0)),
        ("again: no MP3 put", sum(stage.puts().values()) == count),
    ]


def scheduler_dies(
    stage: Stage,
    home: Path,
    where: tuple[str, ...],
    scheduler: subprocess.Popen[bytes],
    engine: str,
) -> list[tuple[str, bool]]:
    """The scheduler goes in mid-run: what was made stays, and the run says what is wrong."""
    write_news(home, 12, engine)
    run = docbao(stage, home, *where[:3], f"{BUCKET}2", *where[4:])
    known = len(stage.puts())
    while len(stage.puts()) < known + 3 and run.poll() is None:
        time.sleep(0.05)
    scheduler.kill()
    scheduler.wait()
    began = time.monotonic()
    out, err = run.communicate(timeout=600)
    reason = "cannot be reached"
    told = next((line for line in err.splitlines() if reason in line), err[-300:])
    made = sum("path" in json.loads(line) for line in out.splitlines())
    took = f"exit code {run.returncode} after {time.monotonic() - began:.0f} s"
    return [
        (
            f"scheduler killed: {took}, {made} of 12 made: {told}",
            run.returncode == 1 and reason in told and 0 < made < 12,
        ),
        ("scheduler killed: no traceback", "Traceback" not in err),
    ]


def storage_trouble(
    stage: Stage,
    home: Path,
    where: tuple[str, ...],
    server: subprocess.Popen[bytes],
    *,
    slow: bool,
) -> list[tuple[str, bool]]:
    """Storage that does not let anybody write, falls silent, or is gone."""
    where = where[2:]  # there is no scheduler any more; processes of this machine will do
    (home / "tin" / "9999.txt").write_text("Tin cuối\n\n" + SENTENCE.format(n=1), encoding="utf-8")
    before = objects()
    checks: list[tuple[str, bool]] = []

    def fails(what: str, reason: str, *words: str) -> None:
        began = time.monotonic()
        run = docbao(stage, home, *where, *words)
        _, err = run.communicate(timeout=600)
        told = next((line for line in err.splitlines() if reason in line), err[-300:])
        took = f"{what}: exit code {run.returncode} after {time.monotonic() - began:.0f} s: {told}"
        checks.append((took, run.returncode == 1 and reason in err))

    fails("no such bucket", "no such bucket", "--to", "s3://khong/x")
    if slow:
        server.send_signal(signal.SIGSTOP)
        fails("silent", "does not answer in time")
        server.send_signal(signal.SIGCONT)
    checks.append(("nothing half-published", objects() == before))
    server.kill()
    server.wait()
    fails("gone", "cannot be reached")
    return checks


if __name__ == "__main__":
    sys.exit(main())
