"""`docbao check` on what is seen: letters, zoom, contrast, cursor, in words and for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docbao.cli.sight import LOOKS, Finding, colours, cursor, large_letters, zoom
from docbao.config import load_config
from docbao.i18n import Language, choose_language
from docbao.newsroom import Newsroom
from docbao.session.settings import StyleFile
from docbao.ui.cursor import CursorTrial, try_cursor

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    (tmp_path / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
    with Newsroom(load_config(home=tmp_path), now=lambda: NOON) as newsroom:
        yield newsroom


@pytest.mark.parametrize(
    ("term", "mode", "words"),
    [
        ("xterm-256color", "quadrant", "Chắc là: Nét vừa"),
        ("xterm-kitty", "sextant", "Chắc là: Nét mịn"),
        ("linux", "half", "Chắc là: Nét to"),
    ],
)
def test_how_letters_will_be_drawn_is_said_with_the_reason_and_no_eyes_are_needed(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, term: str, mode: str, words: str
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    found = large_letters(newsroom)
    assert found.ok
    assert found.figures["likely"] == mode
    assert words in str(found.words)
    assert "vì" in str(found.words)
    assert not found.drawing  # standard output is no terminal here: nothing for a reader to spell


def test_what_the_reader_chose_goes_before_the_guess(newsroom: Newsroom) -> None:
    config = newsroom.config
    StyleFile(config.locations.state / "reader.json", config.reader).save("cells", "half")
    found = large_letters(newsroom)
    assert "Bạn đã chọn: Nét to" in str(found.words)
    assert found.figures["chosen"] == "half"
    assert found.figures["least_rows"] == 8


def test_the_samples_are_drawn_for_a_person_at_a_terminal_and_not_for_a_screen_reader(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("ACCESSIBLE", raising=False)
    drawing = large_letters(newsroom).drawing
    assert [row for row in drawing if row.endswith(":")] == [
        "1. Nét mịn (ô sáu phần):", "2. Nét vừa (ô bốn phần):", "3. Nét to (nửa ô):",
    ]  # fmt: skip
    assert any("█" in row for row in drawing)
    monkeypatch.setenv("ACCESSIBLE", "1")
    assert not large_letters(newsroom).drawing


def test_every_theme_is_computed_and_the_one_in_use_named(newsroom: Newsroom) -> None:
    found = colours(newsroom)
    assert found.ok
    assert set(found.figures) == {"docbao-dark", "docbao-light", "docbao-yellow"}
    assert all(each["text"] >= 7 and each["focus"] >= 3 for each in found.figures.values())
    words = str(found.words)
    assert "Tương phản cao, nền đen: chữ 16,6:1" in words
    assert "Đang dùng: Tương phản cao" in words
    assert "{" not in words


def test_the_zoom_of_this_terminal_is_told_with_its_keys(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TERM_PROGRAM", "KITTY_WINDOW_ID", "KITTY_LISTEN_ON", "VTE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "linux")
    found = zoom(newsroom)
    assert "setfont" in str(found.words)
    assert found.figures == {"scales": False, "kitty_remote_control": False}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
def test_the_cursor_is_tried_in_a_terminal_of_its_own(newsroom: Newsroom) -> None:
    found = cursor(newsroom)
    assert found.ok, str(found.words)
    assert len(found.figures["rows"]) == 3  # a row or two each, as the time of day is long or short


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
def test_a_screen_that_does_not_open_is_said_and_not_waited_for() -> None:
    with pytest.raises(OSError, match="zzz"):
        try_cursor(("-c", "raise SystemExit('zzz')"))


def test_a_cursor_that_stays_where_it_was_fails_the_trial() -> None:
    assert not CursorTrial((1, 1, 1)).ok
    assert not CursorTrial((2, 3)).ok
    assert CursorTrial((2, 4, 6)).ok


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_is_whole_in_both_languages(newsroom: Newsroom, language: Language) -> None:
    choose_language(language)
    for name, look in LOOKS:
        if look is cursor:
            continue
        found = look(newsroom)
        assert isinstance(found, Finding)
        assert str(name)
        assert "{" not in str(found.words), name
        assert str(found.words).endswith(".")
