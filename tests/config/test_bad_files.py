"""Each `tests/data/config/NAME.yaml` is wrong; `NAME.txt` holds what is said of it.

A mistake that is reported badly becomes a new pair; `{file}` stands for the file's path.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from docbao.config import load_config
from docbao.errors import ConfigError
from docbao.i18n import LANGUAGES

DATA = Path(__file__).parents[1] / "data" / "config"
CASES = sorted(path.stem for path in DATA.glob("*.yaml"))


def said(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(path, env={})
    hint = caught.value.hint
    assert hint is not None
    lines = [
        words.in_language(language).replace(str(path), "{file}")
        for language in LANGUAGES
        for words in (caught.value.message, hint)
    ]
    assert all("\n" not in line for line in lines)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_file_is_one_clear_sentence_with_its_line_and_what_to_do(case: str) -> None:
    begun = time.monotonic()
    assert said(DATA / f"{case}.yaml") == (DATA / f"{case}.txt").read_text(encoding="utf-8")
    assert time.monotonic() - begun < 5, "a file can make docbao wait"


def test_every_case_has_its_pair() -> None:
    assert len(CASES) >= 40
    assert sorted(path.stem for path in DATA.glob("*.txt")) == CASES


def test_a_file_too_large_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(b"# " + b"x" * 3_000_000)
    assert "2 MB" in said(path)


def test_a_missing_file_and_a_folder_in_its_place_are_named(tmp_path: Path) -> None:
    assert "{file}" in said(tmp_path / "feeds.yaml")
    (tmp_path / "folder").mkdir()
    assert "{file}" in said(tmp_path / "folder")
