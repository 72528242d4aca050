"""The lexicon: its files, its errors, what wins, and the listener's own file."""

# ruff: noqa: E501 - tables and examples are read across

from __future__ import annotations

from pathlib import Path

import pytest

from docbao.errors import ConfigError
from docbao.text import lexicon
from docbao.text.lexicon import Lexicon, built_in, load_lexicon
from docbao.text.lexicon_source import is_compiled, spellings, stored
from docbao.text.lexicon_yaml import parse
from docbao.text.rules import read, tidy


def _own(tmp_path: Path, entries: str) -> Path:
    path = tmp_path / "lexicon.yaml"
    path.write_text(f"kind: listener\nentries:\n{entries}", encoding="utf-8")
    return path


def _say(text: str, words: Lexicon) -> str:
    return tidy(read(text, lexicon=words))


def test_the_compiled_files_are_what_the_yaml_says() -> None:
    assert is_compiled(), "run: python -m docbao.text.lexicon_compile"


def test_there_are_enough_entries() -> None:
    assert len(built_in()) >= 1500


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kind: nonsense\nentries: {}", 1),
        ("kind: place\nentries:\n  Huế: Huế\n  Huế: huế", 4),
        ("entries:\n  A: 5%", 2),
        ("entries:\n  A: {spoken: a, before: '('}", 2),
        ("entries:\n  A: {before: b}", 2),
        ("entries:\n  A: {spoken: a, colour: red}", 2),
        ("entries:\n  A: {spoken: a, case: some}", 2),
        ("entries:\n  A: ''", 2),
        ("entries:\n  A: []", 2),
        ("entries:\n  '…': a", 2),
        ("entries:\n  - A", 2),
        ("entries:\n  ? [A]\n  : a", 2),
        ("colour: red\nentries: {}", 1),
        ("entries: {A: b", 1),
        ("\n\nentries: [", 3),
        ("just words", 1),
    ],
)
def test_a_wrong_entry_is_an_error_that_names_file_and_line(text: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text, "mine.yaml")
    assert caught.value.message.in_language("en").startswith(f"mine.yaml, line {line}:")
    assert caught.value.message.in_language("vi").startswith(f"mine.yaml, dòng {line}:")
    assert caught.value.hint is not None


def test_words_that_yaml_takes_for_truth_values_are_words() -> None:
    assert [e.term for e in parse("entries:\n  NO: không\n  On: bật\n  1: một", "f")] == [
        "NO",
        "On",
        "1",
    ]


def test_the_longest_term_wins_and_never_inside_a_word() -> None:
    words = built_in()
    text = "PGS.TS Mai"
    found = words.match(text, 0, "PGS")
    assert found is not None
    assert found.end == len("PGS.TS")
    assert words.match("UBNDX", 0, "UBND") is None


def test_a_joint_may_be_written_with_blanks_or_a_long_dash() -> None:
    assert set(spellings("KT-XH")) == {"KT-XH", "KT–XH", "KT - XH", "KT – XH"}
    assert _say("phát triển KT – XH", built_in()) == "phát triển kinh tế xã hội"


def test_surroundings_choose_the_sense() -> None:
    words = Lexicon(
        parse(
            "entries:\n"
            "  QX:\n"
            "    - {spoken: quận, before: '[A-ZĐ]'}\n"
            "    - {spoken: quà, after: '(?i)món|gói'}\n"
            "    - quạt\n",
            "f",
        )
    )
    assert (
        _say("ở QX Ba Đình, một gói QX và QX nữa", words)
        == "ở quận Ba Đình, một gói quà và quạt nữa"
    )


def test_the_listeners_own_file_wins(tmp_path: Path) -> None:
    own = load_lexicon(_own(tmp_path, "  UBND: ủy ban\n  5G+: năm gờ cộng\n  covid: cô vi\n"))
    assert _say("UBND tỉnh", own) == "ủy ban tỉnh".capitalize()
    assert _say("mạng 5G+ và COVID", own) == "mạng năm gờ cộng và cô vi"
    assert own.own_terms == {"UBND", "5G+", "covid"}
    assert _say("HĐND xã", own) == "Hội đồng nhân dân xã"


def test_the_listener_may_add_units_and_issuers(tmp_path: Path) -> None:
    own = load_lexicon(
        _own(
            tmp_path,
            "  bao tải: {spoken: bao, kind: unit}\n  XYZ: {spoken: Viện Thử, kind: issuer}\n",
        )
    )
    assert "của Viện Thử" in _say("Quyết định số 5/QĐ-XYZ", own)


def test_a_file_that_is_not_there_is_an_empty_one(tmp_path: Path) -> None:
    assert load_lexicon(tmp_path / "none.yaml") is built_in()
    assert load_lexicon(None) is built_in()


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.yaml"
    path.write_bytes(b"\xff\xfe\x00x")
    with pytest.raises(ConfigError, match=r"lexicon\.yaml"):
        load_lexicon(path)


def test_adding_and_removing_keep_every_comment(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.yaml"
    path.write_text(
        "# của tôi\nkind: listener  # loại\nentries:\n    # tên\n    FPT: ép pê tê\n\n    ACB:\n      - {spoken: a xê bê}\n    # hết\n",
        encoding="utf-8",
    )
    lexicon.add(path, "Tivi 4K", "ti vi bốn ca")
    lexicon.add(path, "FPT", "ép phờ tê")
    lexicon.remove(path, "ACB")
    text = path.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "#" in line] == [
        "# của tôi", "kind: listener  # loại", "    # tên", "    # hết",
    ]  # fmt: skip
    assert {e.term: e.senses[0].spoken for e in parse(text, "f")} == {
        "FPT": "ép phờ tê",
        "Tivi 4K": "ti vi bốn ca",
    }
    assert lexicon.check(path) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["lexicon.yaml"]


def test_the_first_term_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "lexicon.yaml"
    lexicon.add(path, 'Nhà "Văn": số', "nhà văn")
    assert load_lexicon(path).entry('Nhà "Văn": số').senses[0].spoken == "nhà văn"
    lexicon.remove(path, 'Nhà "Văn": số')
    assert lexicon.check(path) == 0
    lexicon.add(path, "A1", "a một")
    assert lexicon.check(path) == 1


def test_a_reading_that_is_no_words_never_reaches_the_file(tmp_path: Path) -> None:
    path = _own(tmp_path, "  FPT: ép pê tê\n")
    before = path.read_bytes()
    with pytest.raises(ConfigError):
        lexicon.add(path, "X", "50%")
    with pytest.raises(ConfigError, match="ACB"):
        lexicon.remove(path, "ACB")
    assert path.read_bytes() == before


def test_search_disregards_accents() -> None:
    terms = [entry.term for entry in lexicon.search(built_in(), "uy ban nhan dan")]
    assert "UBND" in terms


def test_stale_compiled_files_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text("kind: acronym\nentries:\n  QQQ: quy quy\n", encoding="utf-8")
    (tmp_path / "always.json").write_text('{"sum":"old","entries":{}}', encoding="utf-8")
    monkeypatch.setattr("docbao.text.lexicon_source.FOLDER", str(tmp_path))
    assert list(stored("always").entries) == ["QQQ"]
