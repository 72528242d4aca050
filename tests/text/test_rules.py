"""Typed spans: what class each stretch is, what decides the doubtful, what is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbao.i18n import LANGUAGES
from docbao.text import read, spoken
from docbao.text.habits import HABITS, SOUTH
from docbao.text.lexicon_source import FOLDER, read_compiled
from docbao.text.rules import VERSION, describe
from docbao.text.rules.kinds import KINDS

EXPLAINED = Path(__file__).parents[1] / "data" / "explained.tsv"
"""One sentence for each class and reason, as `docbao spoken --explain` tells them."""


def _explained() -> list[list[str]]:
    lines = EXPLAINED.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


@pytest.mark.parametrize(("written", "pieces"), _explained())
def test_each_stretch_has_its_class_and_its_reason(written: str, pieces: str) -> None:
    told = [
        f"{written[s.start : s.end]} = {s.kind}" + (f" ({s.note})" if s.note else "")
        for s in read(written).spans
        if s.kind not in ("plain", "english")
    ]
    assert " | ".join(told) == pieces


def _only(text: str) -> tuple[str, str]:
    """Class and reading of the one span that is not said as written."""
    (span,) = (s for s in read(text).spans if s.kind != "plain")
    return span.kind, span.spoken.strip().lower()


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("có 1.250 hộ", "cardinal", "một nghìn hai trăm năm mươi"),
        ("tăng 3,07 lần", "decimal", "ba phẩy không bảy"),
        ("đạt 7,5%/năm", "percent", "bảy phẩy năm phần trăm một năm"),
        ("ngày 21/6", "date", "hai mươi mốt tháng sáu"),
        ("từ 27/1 - 3/2", "date_range", "ngày hai mươi bảy tháng một đến ngày ba tháng hai"),
        (
            "các năm 1990-1995",
            "year_range",
            "một nghìn chín trăm chín mươi đến một nghìn chín trăm chín mươi lăm",
        ),
        ("lúc 15h20", "time", "mười lăm giờ hai mươi phút"),
        ("giá $60", "money", "sáu mươi đô la"),
        ("rộng 3.200 m2", "measure", "ba nghìn hai trăm mét vuông"),
        ("chừng 2/5 diện tích", "fraction", "hai phần năm"),
        ("có 17/18 xã", "ratio", "mười bảy trên mười tám"),
        ("thắng 4-2", "score", "bốn hai"),
        ("đứng thứ 4", "ordinal", "tư"),
        ("thế kỷ XIX", "roman", "mười chín"),
        ("Nghị quyết 26-NQ/TW", "document_number", "hai mươi sáu của trung ương"),
        ("dự án BHYT", "abbreviation", "bảo hiểm y tế"),
        ("khối ASEAN", "acronym", "a xê an"),
        ("gọi 0987 654 321", "phone", "không chín tám bảy, sáu năm bốn, ba hai một"),
        ("mã 7720101", "code", "bảy bảy hai không một không một"),
        ("xe 98A-456.78", "plate", "chín tám a, bốn năm sáu bảy tám"),
        ("trên QL.32", "road", "quốc lộ ba mươi hai"),
        ("xem tuyenquang.gov.vn", "url", "tuyenquang chấm gov chấm vê nờ"),
        ("thư toasoan@baomoi.com", "email", "toasoan a còng baomoi chấm com"),
        ("thẻ #SongXanh", "hashtag", "hashtag song xanh"),
        ("Lâm & Sơn", "punctuation", "và"),
    ],
)
def test_a_class_has_its_span(text: str, kind: str, said: str) -> None:
    assert _only(text) == (kind, said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # d/m: a day, a share or a count
        ("Ngày 1/4, 1/4 số học sinh nghỉ", "Ngày một tháng tư, một phần tư số học sinh nghỉ"),
        ("có 1/4 xã", "có một trên bốn xã"),
        ("Khai mạc 5/6", "Khai mạc ngày năm tháng sáu"),
        ("một nửa (1/2)", "một nửa (một phần hai)"),
        ("hẻm 12/5/3", "hẻm mười hai trên năm trên ba"),
        ("Giỗ Tổ 10/3", "Giỗ Tổ ngày mười tháng ba"),
        ("8,5/10 và 10/10", "tám phẩy năm trên mười và mười trên mười"),
        # K: a thousand, or carats
        ("giá 50K", "giá năm mươi nghìn"),
        ("vàng 24K", "vàng hai mươi tư ca"),
        # the dash
        ("hòa 2-2 sau 2-3 ngày", "hòa hai hai sau hai đến ba ngày"),
        ("xuống -5 điểm", "xuống âm năm điểm"),
        ("tuyến Hà Nội - Lào Cai", "tuyến Hà Nội - Lào Cai"),
        ("lớp 1 - lớp 5", "lớp một đến lớp năm"),
        ("từ 5 triệu - 7 triệu đồng", "từ năm triệu đến bảy triệu đồng"),
        # abbreviations with several senses
        ("TT. Chợ Rã, TT Y tế", "thị trấn Chợ Rã, trung tâm Y tế"),
        ("TT Donald Trump", "tổng thống Donald Trump"),
        ("các trường ĐH, CĐ", "các trường đại học, cao đẳng"),
        ("Công ty CP theo Nghị định 5/NĐ-CP", "Công ty cổ phần theo Nghị định năm của Chính phủ"),
        ("H. Ba Bể, P. Đức Xuân, Q.5", "huyện Ba Bể, phường Đức Xuân, quận năm"),
        ("ông Trần Văn H. khai", "ông Trần Văn hát khai"),
        ("lần thứ V và chị V", "lần thứ năm và chị vê"),
        ("ĐT: 0209 3871 456", "điện thoại: không hai không chín, ba tám bảy một, bốn năm sáu"),
        ("ĐT 254, ĐT Việt Nam", "đường tỉnh hai năm bốn, đội tuyển Việt Nam"),
        # nothing twice
        ("UBND xã có Kế hoạch số 5/KH-UBND", "Ủy ban nhân dân xã có Kế hoạch số năm"),
        (
            "Thông tư 8/2021/TT-BTC của Bộ Tài chính",
            "Thông tư tám năm hai nghìn không trăm hai mươi mốt của Bộ Tài chính",
        ),
        # headlines in capitals are words
        ("HỌP BÀN VỀ AN SINH", "HỌP BÀN VỀ AN SINH"),
    ],
)
def test_the_words_around_decide(text: str, said: str) -> None:
    assert spoken(text).lower() == said.lower()


@pytest.mark.parametrize(
    "text",
    [
        "cơ quan QWXZ",
        "Quyết định 5/QĐ-QWXZ",
        "ngày 31/2",
        "3 + 4 = 7 và 5 - 2 = 3",
        "tiêu chuẩn TCVN 5687:2010",
        "tệp bao-cao.pdf",
        "mã A1B2C3D4E5F6G7",
        "dãy 1/2/3",
        "một ☂ hai",
        "số " + "9" * 30,
    ],
)
def test_what_no_rule_is_sure_of_is_reported_and_still_said(text: str) -> None:
    residue = [span for span in read(text).spans if span.is_residue]
    assert residue
    assert all(span.spoken.strip() for span in residue)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("năm 2019, 2020 và 2021", ["2019", "2020", "2021"]),
        ("(SN 1988)", ["1988"]),
        ("sông cạn năm 208 TCN", ["208"]),
        ("bài thơ “Đồng chí” (1948)", ["1948"]),
        ("World Cup 2022", ["2022"]),
        ("giai đoạn 2011-2015", []),
        ("năm 2.019 tấn", []),
        ("còn 2019 người", []),
        ("năm 3500 kg", []),
    ],
)
def test_a_single_year_has_a_class_of_its_own(text: str, years: list[str]) -> None:
    assert [text[s.start : s.end] for s in read(text).spans if s.kind == "year"] == years


def test_an_eye_is_measured_out_of_ten_and_a_share_is_not() -> None:
    assert "ba trên mười" in spoken("Thị lực của em sau khi mổ hai lần chỉ còn chừng 3/10.")
    assert "ba phần mười" in spoken("Chiến dịch khám mắt đã đến với 3/10 dân số.")
    assert "ba phần mười" in spoken("Em đo thị lực. Đường đã xong 3/10.")


def test_a_scale_is_drawn_and_a_ratio_is_mixed() -> None:
    assert spoken("bản đồ tỷ lệ 1:500") == "bản đồ tỷ lệ một phần năm trăm"
    assert spoken("pha tỷ lệ 1:500") == "pha tỷ lệ một năm trăm"


def test_a_compiled_lexicon_cut_short_is_not_believed(tmp_path: Path) -> None:
    whole = Path(FOLDER, "always.json").read_text(encoding="utf-8")
    for text in ("", "{}", whole[: len(whole) // 2], whole[:-2]):
        cut = tmp_path / "always.json"
        cut.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError):  # noqa: PT011 - which one does not matter: the YAML is read
            read_compiled(str(cut))
    assert read_compiled(f"{FOLDER}/always.json")[1]["entries"]["UBMT"][0] == "UBMT"


def test_what_a_template_left_over_is_reported() -> None:
    assert any(span.is_residue for span in read("Block_BanTin_Toolbar").spans)
    assert spoken("Block_BanTin_Toolbar") == "Block BanTin Toolbar"


def test_a_reading_opens_its_sentence_with_a_capital() -> None:
    assert spoken("5 xã. 7 thôn") == "Năm xã. Bảy thôn"
    assert spoken("Ở Q. 5 có mưa") == "Ở quận năm có mưa"


def test_a_mark_that_ends_a_document_is_silent() -> None:
    assert spoken("Đã thông qua./.") == "Đã thông qua."


def test_the_south_reads_with_its_own_words() -> None:
    assert read("1.005 hộ", habits=SOUTH).spoken == "Một ngàn không trăm lẻ năm hộ"
    assert set(HABITS) == {"north", "central", "south"}


def test_english_in_vietnamese_is_left_or_read_as_asked() -> None:
    text = "Có 5 khách. The festival drew 300 visitors from Laos. Hết 2 ngày."
    assert spoken(text) == "Có năm khách. The festival drew 300 visitors from Laos. Hết hai ngày."
    assert "three hundred visitors" in spoken(text, language=None)
    assert read("The festival drew 300 visitors.", language=None).language == "en"


def test_every_class_can_be_described_in_both_languages() -> None:
    for kind in (*KINDS, "something new"):
        assert all(describe(kind).in_language(language) for language in LANGUAGES)


def test_the_version_can_enter_a_key() -> None:
    assert VERSION >= 1
