"""The wheel, installed as people install programs, on every Python there is, and removed again.

    python tests/proofs/installing.py [PYTHON …]

Needs a package index for the dependencies, and `uv` or `pipx` beside this Python or on the path;
tries each Python named, else every python3.11 to python3.14 that pyenv or the path has. For each:
install by `uv tool install` and by `pipx install`, ask the version, see the man page, refresh the
samples, make an MP3, uninstall, and look at what is left: recordings, feeds.yaml and docbao's own
state where docs/installing.md says it lies; after what that page says to delete, `audio/` alone.
Some 40 s for each Python. Ends with code 1 when anything was otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def run(*words: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        words, cwd=cwd, capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, **(env or {})},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout


def pythons() -> dict[str, Path]:
    """Version → interpreter, of those there are."""
    if sys.argv[1:]:
        return {word: Path(shutil.which(word) or word) for word in sys.argv[1:]}
    found: dict[str, Path] = {}
    for version in VERSIONS:
        named = [Path(path) for path in (shutil.which(f"python{version}"),) if path]
        kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python3"))
        for python in (*kept, *named):
            done = subprocess.run([python, "-c", "import venv, ssl, sqlite3"], capture_output=True)
            if done.returncode == 0:
                found[version] = python
                break
    return found


def tool(name: str) -> Path | None:
    beside = Path(sys.executable).with_name(name)
    there = str(beside) if beside.exists() else shutil.which(name)
    return Path(there) if there else None


def journey(installer: str, python: Path, wheel: Path, place: Path) -> str:
    """Install, use, uninstall, look; in a home folder of its own."""
    program = tool(installer)
    if program is None:
        return "skipped, not installed here"
    env = {
        "HOME": str(place), "UV_TOOL_DIR": str(place / "tools"), "PIPX_HOME": str(place / "tools"),
        "UV_TOOL_BIN_DIR": str(place / "bin"), "PIPX_BIN_DIR": str(place / "bin"),
        "PIPX_MAN_DIR": str(place / "man"), "UV_CACHE_DIR": str(place.parent / "cache"),
        "UV_PYTHON_DOWNLOADS": "never", "PYTHONPATH": "", "DOCBAO_LANG": "en",
        "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "XDG_CACHE_HOME": "", "DOCBAO_HOME": "",
    }  # fmt: skip
    install = ("tool", "install") if installer == "uv" else ("install",)
    run(program, *install, "--python", python, wheel, cwd=place, env=env)
    docbao = place / "bin" / "docbao"
    version = run(docbao, "--version", cwd=place, env=env).split()[1]
    if installer == "pipx" and not (place / "man" / "man1" / "docbao.1").exists():
        raise RuntimeError("the man page was not put in place")
    begun = time.monotonic()
    run(docbao, "refresh", "--feed", "samples", cwd=place, env=env)
    run(docbao, "list", cwd=place, env=env)
    made = Path(run(docbao, "audio", "1", cwd=place, env=env).strip())
    if made.stat().st_size < 10_000:
        raise RuntimeError(f"{made} is no recording")
    took = time.monotonic() - begun
    uninstall = ("tool", "uninstall") if installer == "uv" else ("uninstall",)
    run(program, *uninstall, "docbao", cwd=place, env=env)
    left = {p for p in place.rglob("*") if p.is_file() and "docbao" in str(p.relative_to(place))}
    own = {place / ".config/docbao", place / ".local/share/docbao", place / ".cache/docbao"}
    strangers = [p for p in left if not own & set(p.parents) and "/tools/" not in str(p)]
    if strangers:
        raise RuntimeError(f"left behind: {strangers}")
    # What docs/installing.md says to delete.
    for folder in (place / ".config/docbao", place / ".cache/docbao"):
        shutil.rmtree(folder)
    for path in (place / ".local/share/docbao").iterdir():
        if path.name != "audio":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    rest = [p for p in (place / ".local/share/docbao").rglob("*") if p.is_file()]
    if not rest or any("audio" not in p.parts for p in rest):
        raise RuntimeError(f"left after deleting: {rest}")
    return f"docbao {version}, refreshed and made an MP3 in {took:.1f} s, then gone but for audio/"


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        run(sys.executable, "-m", "build", "-n", "--wheel", "--outdir", work, ROOT, cwd=work)
        (wheel,) = work.glob("*.whl")
        for version, python in pythons().items():
            for installer in ("uv", "pipx"):
                place = work / f"{version}-{installer}"
                place.mkdir()
                try:
                    print(f"{version} {installer}: {journey(installer, python, wheel, place)}")
                except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
                    failed += 1
                    print(f"{version} {installer}: FAILED, {error}")
                sys.stdout.flush()
                shutil.rmtree(place, ignore_errors=True)
        for version in VERSIONS:
            if version not in pythons() and not sys.argv[1:]:
                print(f"{version}: no such Python here")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
