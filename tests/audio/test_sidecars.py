from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docbao.audio.sidecars import read_cues, read_vtt, render_cues, render_vtt, write_sidecars
from docbao.errors import AudioError
from docbao.model import LEAD, Cue, Mark, Span, Utterance

SPANS = (Span(0, 2, "cardinal", "mười hai"), Span(2, 7, "plain", " trận", "residue: thử"))
CUES = (
    Cue(0, 1_500, Utterance("12 trận", "mười hai trận", SPANS, "vi", LEAD),
        (Mark(0.0, "word", 0, 4), Mark(412.345, "word", 5, 8))),
    Cue(3_723_004, 3_724_000, Utterance("A & B <i>x</i> --> y", "a và b")),
    Cue(3_724_000, 3_724_000, Utterance("Ngắn", "ngắn", (), "en", 3)),
)  # fmt: skip


def test_what_was_written_is_read_back_whole(tmp_path: Path) -> None:
    vtt, facts = write_sidecars(tmp_path / "a.mp3", CUES)
    assert (vtt.name, facts.name) == ("a.vtt", "a.json")
    assert read_cues(facts) == CUES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "a.vtt"]


def test_vtt_holds_times_and_text_that_no_player_takes_for_markup(tmp_path: Path) -> None:
    text = render_vtt(CUES)
    assert text.startswith("WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\n12 trận\n\n")
    assert "01:02:03.004 --> 01:02:04.000\nA &amp; B &lt;i&gt;x&lt;/i&gt; --&gt; y\n" in text
    assert "01:02:04.000 --> 01:02:04.001\n" in text  # a cue must not end where it begins
    path = tmp_path / "a.vtt"
    path.write_text(text, "utf-8")
    told = read_vtt(path)
    assert [cue.utterance.text for cue in told] == [cue.utterance.text for cue in CUES]
    assert [cue.start_ms for cue in told] == [cue.start_ms for cue in CUES]


def test_anothers_vtt_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "b.vtt"
    path.write_bytes(
        b"\xef\xbb\xbfWEBVTT - x\r\n\r\nNOTE not a cue\r\n\r\n"
        b"00:01.000 --> 00:02.500 align:start\r\nA line\r\nand another\r\n"
    )
    (cue,) = read_vtt(path)
    assert (cue.start_ms, cue.end_ms, cue.utterance.text) == (1_000, 2_500, "A line and another")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version":2,"cues":[]}', '{"version":1,"cues":[{}]}', "WEB"]
)
def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    for reader in (read_cues, read_vtt):
        with pytest.raises(AudioError, match=re.escape(str(path))):
            reader(path)
    with pytest.raises(AudioError):
        read_cues(tmp_path / "none.json")


lines = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40)


# Each example writes the same two files anew, so one folder does for all.
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(lines.map(lambda text: " ".join(text.split())).filter(bool), max_size=6))
def test_any_text_survives_both_files(tmp_path: Path, texts: list[str]) -> None:
    cues = tuple(Cue(n * 10, n * 10 + 9, Utterance(text, text)) for n, text in enumerate(texts))
    vtt, facts = tmp_path / "a.vtt", tmp_path / "a.json"
    vtt.write_bytes(render_vtt(cues).encode())
    facts.write_bytes(render_cues(cues).encode())
    assert read_cues(facts) == cues
    assert read_vtt(vtt) == cues
