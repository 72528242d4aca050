"""What is handed out: the wheel and the source archive hold all of docbao, and nothing else."""

from __future__ import annotations

import email
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(
    not (ROOT / "LICENSE").exists() or not (ROOT / "src").exists(), reason="no source tree here"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    pytest.importorskip("build")
    done = subprocess.run(
        [sys.executable, "-m", "build", "-n", "--wheel", "--sdist", "--outdir", out, ROOT],
        capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_the_wheel_holds_every_module_all_data_and_no_test(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "docbao").rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".pyo")
    }
    inside = {name for name in names if name.startswith("docbao/")}
    assert inside == package | {"docbao/config/feeds.yaml"}
    info = {name.partition("/")[2] for name in names if ".dist-info/" in name}
    assert {"licenses/LICENSE", "licenses/NOTICES/kokoro.txt", "entry_points.txt"} <= info
    shared = {name.partition(".data/data/")[2] for name in names if ".data/" in name}
    assert {
        "share/man/man1/docbao.1", "share/man/vi/man1/docbao.1",
        "share/bash-completion/completions/docbao", "share/zsh/site-functions/_docbao",
        "share/fish/vendor_completions.d/docbao.fish", "share/systemd/user/docbao-nightly.timer",
    } <= shared  # fmt: skip
    assert len(names) == len(inside) + len(info) + len(shared)


def test_the_metadata_says_what_is_asked_for_and_offered(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
    told = email.message_from_bytes(archive.read(name))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert told["License-Expression"] == "GPL-3.0-or-later"
    assert told["Requires-Python"] == ">=3.11"
    assert set(told.get_all("Provides-Extra") or ()) == set(project["optional-dependencies"])
    needed = [need.replace("'", '"') for need in told.get_all("Requires-Dist") or ()]
    assert any(n.startswith("audioop-lts") and 'python_version >= "3.13"' in n for n in needed)
    extras = {n for n in needed if 'extra == "natural"' in n}
    assert len(extras) == len(project["optional-dependencies"]["natural"])
    (points,) = (n for n in archive.namelist() if n.endswith("/entry_points.txt"))
    assert "docbao = docbao.__main__:main" in archive.read(points).decode()


def test_the_source_archive_builds_tests_and_checks_itself(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {
        "Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock",
        "requirements-build.in", ".ci/run", "LICENSE", "feeds.yaml", "audio/README.md",
        "packaging/manual.py", "bench/RESULTS.md", "tests/test_wheel.py", "docs/architecture.md",
    } <= names  # fmt: skip
    assert not [name for name in names if name.endswith((".pyc", ".mp3", ".db"))]
