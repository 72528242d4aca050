from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.clean import clean_line
from docbao.model import LEAD, TITLE, Article, Block, Pause, Utterance
from docbao.text.rules import read
from docbao.text.script import PARAGRAPH_PAUSE_MS, SENTENCE_PAUSE_MS, compose, part

LONG = (
    "Theo Kế hoạch số 463/KH-UBND ngày 05/8/2019, huyện sẽ làm ba việc: sửa đường, với tổng mức đầu"
    " tư 12,5 tỷ đồng; xây 04 phòng học ở bản xa; và đưa điện về 08 thôn chưa có lưới, từ nay đến"
    " hết quý IV/2026, bằng nguồn vốn của tỉnh và công sức của người dân trong vùng."
)


def article(*blocks: Block, title: str = "Tin vắn", lead: str = "") -> Article:
    return Article("0" * 16, "thu", "https://bao.example/1", title, lead, blocks)


def test_title_lead_and_blocks_come_in_order_each_with_its_place() -> None:
    script = compose(
        article(Block("heading", "Việc làm"), Block("paragraph", "Một. Hai ba."), lead="Tóm tắt."),
        max_chars=500,
    )
    assert [(u.block, u.text) for u in script.utterances] == [
        (TITLE, "Tin vắn"), (LEAD, "Tóm tắt."), (0, "Việc làm"), (1, "Một."), (1, "Hai ba."),
    ]  # fmt: skip
    assert isinstance(script.parts[-1], Utterance)  # no silence after the last word


def test_paragraphs_are_set_apart_more_than_sentences() -> None:
    script = compose(
        article(Block("paragraph", "Một hai. Ba bốn."), Block("paragraph", "Năm sáu.")),
        max_chars=500,
    )
    pauses = [p.duration_ms for p in script.parts if isinstance(p, Pause)]
    assert pauses[1:] == [SENTENCE_PAUSE_MS, PARAGRAPH_PAUSE_MS]


@pytest.mark.parametrize("max_chars", [60, 100, 180])
def test_a_long_sentence_is_parted_at_its_marks_and_keeps_them(max_chars: int) -> None:
    reading = read(LONG)
    utterances = list(part(reading, max_chars=max_chars))
    assert all(len(u.spoken) <= max_chars for u in utterances)
    assert " ".join(u.text.strip() for u in utterances) == LONG
    parted = [u.spoken for u in utterances[:-1]]
    at_marks = sum(said.endswith((",", ";", ":")) for said in parted)
    assert at_marks >= len(parted) * (0.6 if max_chars == 60 else 0.75)


def test_a_date_is_never_cut_in_two() -> None:
    for max_chars in range(70, 200, 7):
        said = [u.spoken for u in part(read(LONG), max_chars=max_chars)]
        date = "ngày năm tháng tám năm hai nghìn không trăm mười chín"
        assert sum(date in text for text in said) == 1


def test_where_a_listener_waits_the_first_utterance_ends_at_an_early_mark() -> None:
    sentence = (
        "Sáng nay, tại trụ sở ủy ban, lãnh đạo thành phố đã gặp gỡ gần hai trăm doanh nghiệp trẻ, "
        "lắng nghe khó khăn, rồi trao bằng khen."
    )
    script = compose(
        article(Block("paragraph", f"{sentence} {sentence}"), title=""),
        max_chars=300,
        soon_chars=90,
    )
    said = [u.spoken for u in script.utterances]
    assert said == [sentence[:88], sentence[89:], sentence]
    without = "Không có dấu nào trong câu dài này để có thể ngắt " * 2 + "cho êm tai."
    whole = list(part(read(without), max_chars=300, soon_chars=60))
    assert [u.text for u in whole] == [without]
    scrap = "Hàng trăm du khách quốc tế cập cảng trên chuyến tàu đầu tiên của năm nay, vui."
    assert len(list(part(read(scrap), max_chars=300, soon_chars=75))) == 1


def test_text_of_only_marks_is_not_spoken() -> None:
    script = compose(article(Block("paragraph", "*** … — ---"), title="!!!"), max_chars=100)
    assert script.parts == ()


def test_english_sentences_are_marked_for_an_english_voice() -> None:
    script = compose(
        article(
            Block("paragraph", "Ông nói. The festival attracted visitors from many countries.")
        ),
        max_chars=500,
    )
    assert [u.language for u in script.utterances] == ["vi", "vi", "en"]


words = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ,;:.0123456789/%- ", max_size=300)


@settings(deadline=None, max_examples=100)
@given(words, st.integers(min_value=20, max_value=120))
def test_nothing_is_lost_and_nothing_is_longer_than_the_engine_takes(
    text: str, max_chars: int
) -> None:
    text = clean_line(text)
    reading = read(text)
    utterances = list(part(reading, max_chars=max_chars))
    assert re.sub(r"\s", "", "".join(u.text for u in utterances)) == re.sub(r"\s", "", text)
    for utterance in utterances:
        ends = [0, *(span.end for span in utterance.spans)]
        assert [span.start for span in utterance.spans] == ends[:-1]
        assert ends[-1] == len(utterance.text)
        if len(utterance.spoken) > max_chars:
            assert len(utterance.spans) == 1  # one reading, or one word, that cannot be parted
