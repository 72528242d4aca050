from __future__ import annotations

from collections import Counter

import pytest

from docbao.clean import fold
from docbao.session.commands import COMMANDS, help_lines, understand
from docbao.session.commands.command import Command, CommandError


def test_no_two_commands_answer_to_one_name_or_key() -> None:
    names = Counter(name for command in COMMANDS for name in command.spellings)
    assert [name for name, count in names.items() if count > 1] == []
    keys = Counter(command.key for command in COMMANDS if command.key)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_has_both_names_and_one_line_of_help(command: Command) -> None:
    for language in ("vi", "en"):
        line = command.line.in_language(language)
        assert len(line) > 10
        assert "\n" not in line
        assert "{" not in line.replace("{, ", "").replace("(dot, {)", "")
    assert understand(command.name.vi)[0] is command
    assert understand(command.name.en.upper())[0] is command
    assert understand(fold(command.name.vi))[0] is command
    assert type(command).__doc__


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_a_short_form_of_one_letter_is_the_screens_key(command: Command) -> None:
    letters = {name for name in command.short if len(name) == 1 and name.isalpha()}
    if len(command.key) == 1 and command.key.islower():
        assert letters <= {command.key, "s", "g"}


@pytest.mark.parametrize(
    ("line", "name", "words"),
    [
        ("tốc độ 1,5", "Speed", "1,5"),
        ("  TOC   DO 1.5 ", "Speed", "1.5"),
        ("7", "Open", "7"),
        ("#7", "Open", "7"),
        ("7.", "Open", "7"),
        ("https://bao.test/a", "Open", "https://bao.test/a"),
        ("/giá vàng", "Search", "giá vàng"),
        ("?", "Help", ""),
        ("", "Onward", ""),
        ("tìm đọc báo", "Search", "đọc báo"),
        ("đọc 3", "ReadAloud", "3"),
        ("bài sau", "NextArticle", ""),
        ("next article", "NextArticle", ""),
        ("search gold price", "Search", "gold price"),
        ("nghe hết", "PlayAll", ""),
        ("nghe 2", "ReadAloud", "2"),
    ],
)
def test_a_line_is_understood(line: str, name: str, words: str) -> None:
    command, rest = understand(line)
    assert (command.id, rest) == (name, words)


@pytest.mark.parametrize(
    ("line", "near"), [("tocdo", "tốc độ"), ("diem tinn", "điểm tin"), ("danhsach", "danh sách")]
)
def test_what_is_not_understood_brings_the_nearest_name(line: str, near: str) -> None:
    with pytest.raises(CommandError) as caught:
        understand(line)
    assert caught.value.hint is not None
    assert near in str(caught.value.hint)


def test_a_command_that_takes_nothing_is_not_found_in_a_sentence() -> None:
    with pytest.raises(CommandError):
        understand("thoát nước ở thành phố")


def test_help_has_a_line_for_every_command_under_a_heading() -> None:
    lines = [line.in_language("vi") for line in help_lines()]
    assert len(lines) == len(COMMANDS) + len({str(command.group) for command in COMMANDS})
