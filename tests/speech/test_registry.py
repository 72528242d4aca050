from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from docbao.errors import EngineNotFound
from docbao.speech.registry import BUILT_IN, GROUP, engine_names, open_engine

ROOT = Path(__file__).parents[2]


def test_the_table_in_the_code_is_the_one_in_the_metadata() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][GROUP] == BUILT_IN


def test_engines_are_opened_by_name() -> None:
    assert {"espeak", "tone", "google", "edge", "piper", "kokoro"} <= set(engine_names())
    engine = open_engine("tone")
    assert engine.name == "tone"
    engine.close()


def test_a_misspelt_name_is_met_with_the_nearest_and_all_others() -> None:
    with pytest.raises(EngineNotFound, match='no engine called "espaek"') as caught:
        open_engine("espaek")
    assert 'Did you mean "espeak"?' in str(caught.value.hint)
    assert "tone" in str(caught.value.hint)


def test_a_name_like_no_other_is_met_with_all_there_are() -> None:
    with pytest.raises(EngineNotFound) as caught:
        open_engine("\N{SNOWMAN}")
    assert str(caught.value.hint).startswith("Choose one of: espeak")


def installed(folder: Path, entry_points: str) -> None:
    """A package's metadata, as an installer leaves it."""
    metadata = folder / "their_engine-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: their-engine\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[{GROUP}]\n{entry_points}\n")


def test_another_packages_engine_is_found_and_given_its_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "theirs = their_engine:TheirEngine")
    (tmp_path / "their_engine.py").write_text(
        "from docbao.speech.tone import ToneEngine\n"
        "class TheirEngine(ToneEngine):\n"
        "    name = 'theirs'\n"
        "    def __init__(self, settings):\n"
        "        self.version = settings['shade']\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "theirs" in engine_names()
    engine = open_engine("theirs", {"shade": "blue"})
    assert (engine.name, engine.version) == ("theirs", "blue")


def test_another_package_cannot_take_one_of_our_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "tone = their_engine:TheirEngine")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert engine_names().count("tone") == 1
    engine = open_engine("tone")
    assert type(engine).__module__ == "docbao.speech.tone"


def test_an_engine_whose_package_is_broken_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "gone = no_such_module:Engine")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(EngineNotFound, match=r'"gone" cannot be loaded.*no_such_module'):
        open_engine("gone")


def test_listing_engines_imports_none_of_them() -> None:
    script = (
        "import sys; from docbao.speech.registry import engine_names; engine_names()\n"
        "print([name for name in sys.modules if name.startswith('docbao.speech.')"
        " and name.rsplit('.')[-1] not in ('registry', 'engine')])\n"
        "print([name for name in ('gtts', 'edge_tts', 'piper', 'onnxruntime', 'numpy')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
