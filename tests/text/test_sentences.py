"""Where sentences end, what is collected as residue, what starting costs."""

# ruff: noqa: E501 - tables and examples are read across

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.text import read
from docbao.text.lexicon_yaml import parse
from docbao.text.residue import as_lexicon, collect
from docbao.text.sentences import sentence_bounds, sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Lễ diễn ra tại TP. Thái Nguyên.",
        "ThS. Lê Văn An và PGS.TS. Trần Thị Mai dự.",
        "Giá là 1.200 đồng, xem www.abc.vn hoặc a@b.vn để biết.",
        "Ông ở P. Trung Tâm, Q. 5, TX. Nghĩa Lộ.",
        "Nghị quyết đã được thông qua./.",
        "I. TÌNH HÌNH CHUNG",
        "2. Kết quả",
        "Ông Nguyễn Văn A. bị bắt.",
        "Đến nay... vẫn chưa xong.",
    ],
)
def test_a_stop_that_ends_nothing_ends_no_sentence(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    "parts",
    [
        ["Tòa tuyên phạt Nguyễn Văn H. ", "Hội đồng xét xử nhận định đúng."],
        ["Công an bắt anh Trần Văn Q. ", "Sau khi gây án, Q. bỏ trốn."],
        ["Lũ về xã Yên Mỹ, H. Lạng Giang."],
        ["Bà ở P. Bến Nghé từ lâu."],
        ["Ông nói về Đại hội lần thứ V. ", "Năm nay khác."],
        ["Tòa phạt N.V.A. 12 năm tù."],
        ["Tòa phạt Lê Văn B. 7 năm tù."],
        ["Tòa phạt N.V.A. ", "Bị cáo kháng cáo."],
        ["Nguyễn T. H. bị bắt."],
        ["Ai? ", "Tôi!"],
        ["Dòng một\n", "dòng hai"],
        ["Ông ấy đi v.v. và về."],
        ["Hết rồi... ", "Nhưng chưa."],
    ],
)
def test_sentences_part_here_and_nowhere_else(parts: list[str]) -> None:
    text = "".join(parts)
    assert [text[start:end] for start, end in sentence_bounds(text)] == parts


def test_sentences_end_where_an_announcer_breathes() -> None:
    text = "Trời mưa. Ông nói: “Tốt.” Rồi về! Hả? Đi thôi… Năm 2020. Hết./.\nDòng mới"
    assert sentences(text) == [
        "Trời mưa.", "Ông nói: “Tốt.”", "Rồi về!", "Hả?", "Đi thôi…", "Năm 2020.", "Hết./.", "Dòng mới",
    ]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.text('aB1. !?…\n"”)/Đ', max_size=40))
def test_sentences_tile_the_text(text: str) -> None:
    at = 0
    for start, end in sentence_bounds(text):
        assert start == at < end
        at = end
    assert at == len(text)


def test_residue_is_collected_by_frequency_and_fits_the_lexicon() -> None:
    found = collect([read("QWX và QWX"), read("ZZR 31/2"), read("ngày 31/2")])
    assert (found[0].written, found[0].count) == ("QWX", 2)
    assert {item.written for item in found} >= {"QWX", "ZZR", "31/2"}
    lines = as_lexicon(found)
    assert parse(lines, "f") == ()
    assert len(parse(lines.replace('  # "', '  "'), "f")) >= 2


def test_starting_reads_no_yaml_and_compiles_no_rule() -> None:
    program = (
        "import re, sys; real = re.compile; made = []\n"
        "re.compile = lambda *a, **k: made.append(a[0]) or real(*a, **k)\n"
        "import docbao.text\n"
        "print('yaml' in sys.modules, 'hypothesis' in sys.modules, max(map(len, made), default=0))"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout.split()
    assert out[:2] == ["False", "False"]
    assert int(out[2]) < 300
