from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import docbao
from docbao.i18n import Phrase, choose_language, interface_language

PACKAGE = Path(docbao.__file__).parent


def phrases() -> Iterator[tuple[str, dict[str, str]]]:
    """Every `Phrase(vi=…, en=…)` written in the package, with the place it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Phrase":
                wordings = dict(zip(("vi", "en"), node.args, strict=False)) | {
                    keyword.arg: keyword.value for keyword in node.keywords if keyword.arg
                }
                yield (
                    f"{path.relative_to(PACKAGE)}:{node.lineno}",
                    {
                        language: wording.value
                        for language, wording in wordings.items()
                        if isinstance(wording, ast.Constant) and isinstance(wording.value, str)
                    },
                )


def test_every_phrase_is_complete_and_has_the_same_blanks_in_both_languages() -> None:
    def blanks(wording: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(wording) if name is not None}

    written = list(phrases())
    assert written
    for place, wordings in written:
        if set(wordings) == {"vi", "en"}:
            assert wordings["vi"].strip(), place
            assert wordings["en"].strip(), place
            assert blanks(wordings["vi"]) == blanks(wordings["en"]), place


def test_english_wordings_hold_no_vietnamese_letters_by_oversight() -> None:
    # A quoted Vietnamese command or example is fine; a whole sentence is an oversight.
    for place, wordings in phrases():
        words = wordings.get("en", "").split()
        accented = [w for w in words if re.search("[ạ-ỹăđơư]", w.lower())]
        assert len(accented) <= max(3, len(words) // 3), place


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({}, "vi"),
        ({"LANG": "en_US", "DOCBAO_LANG": "vi"}, "vi"),
        ({"LANG": "vi_VN", "LC_ALL": "en_US"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in ("DOCBAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    choose_language(None)
    assert interface_language() == language


def test_a_phrase_fills_its_blanks_with_phrases_in_its_own_language() -> None:
    inner = Phrase(vi="tệp {name}", en="file {name}").fill(name="a.txt")
    outer = Phrase(vi="Không đọc được {what}", en="Cannot read {what}").fill(what=inner)
    assert outer.in_language("vi") == "Không đọc được tệp a.txt"
    assert outer.in_language("en") == "Cannot read file a.txt"
