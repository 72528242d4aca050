"""Where a rule begins and where it ends: the last figure it takes and the first it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbao.text import read, spoken
from docbao.text.habits import DEFAULT
from docbao.text.lexicon import built_in
from docbao.text.rules.scene import Scene

SIGNS = Path(__file__).parents[1] / "data" / "signs.tsv"


def _classes(text: str) -> list[str]:
    return [span.kind for span in read(text).spans if span.kind != "plain"]


def test_a_scene_has_an_edge_on_either_side() -> None:
    scene = Scene("ab", built_in(), DEFAULT, respell=False)
    assert [scene.char(at) for at in (-1, 0, 1, 2)] == ["", "a", "b", ""]


@pytest.mark.parametrize(
    ("within", "beyond", "kind"),
    [
        ("lúc 7h59", "lúc 7h60", "time"),
        ("lúc 23:59", "lúc 23:60", "time"),
        ("ngày 31/12", "ngày 32/12", "date"),
        ("ngày 12/12", "ngày 12/13", "date"),
        ("ngày 1/1/2999", "ngày 1/1/3000", "date"),
        ("tháng 12/2020", "tháng 13/2020", "date"),
        ("tháng 3/2999", "tháng 3/3000", "date"),
        ("năm 2999", "năm 3000", "year"),
        ("năm 1000", "năm 999", "year"),
        ("quý 4/2020", "quý 4/20", "date"),
        ("mùng 1-3 Tết", "mùng 1-32 Tết", "date_range"),
        ("mùng 1-31 Tết", "mùng 32-3 Tết", "date_range"),
        ("9T/2023", "13T/2023", "date"),
        ("12T/2023", "0T/2023", "date"),
        ("Q4/2024", "Q5/2024", "date"),
        ("H2/2024", "H3/2024", "date"),
        ("từ 30-4", "từ 31-4", "date"),
        ("mùa 2022/23", "mùa 2022/24", "year_range"),
        ("mùa 1999/2000", "mùa 1999/2001", "year_range"),
        ("giai đoạn 1000-2100", "giai đoạn 999-2101", "year_range"),
        ("tỷ lệ 1:5000", "tỷ lệ 1:4999", "fraction"),
        ("mười 1/10", "mười 11/10/9/8", "fraction"),
    ],
)
def test_a_rule_ends_where_it_says(within: str, beyond: str, kind: str) -> None:
    assert kind in _classes(within), within
    assert kind not in _classes(beyond), beyond


def _signs() -> list[list[str]]:
    lines = SIGNS.read_text(encoding="utf-8").splitlines()[1:]
    return [line.replace("\\n", "\n").split("\t") for line in lines]


@pytest.mark.parametrize(("written", "said"), _signs())
def test_signs_alone_and_in_company(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2098-99", "Hai nghìn không trăm chín mươi tám đến hai nghìn không trăm chín mươi chín"),
        ("1899-00", "Một nghìn tám trăm chín mươi chín không không"),
        ("#5 và #12", "Số năm và số mười hai"),
        ("9" * 18, None),
        ("9" * 19, " ".join(["Chín", *["chín"] * 18])),
        ("Độ ẩm -5 % và 5 %", "Độ ẩm âm năm phần trăm và năm phần trăm"),
        ("24h", "Hai mươi tư giờ"),
        ("0h", "Không giờ"),
        ("Bản A, B.", "Bản A, bê."),
        ("Trụ sở TP.HCM ở đâu?", "Trụ sở Thành phố Hồ Chí Minh ở đâu?"),
        ("Xem VNEXPRESS.NET, rồi baomoi.com.", None),
        ("#VNR và #ABCDE và #TIN", None),
        ("Thẻ #VN và #QXZ", "Thẻ hashtag Việt Nam và hashtag quy ích dét"),
        ("Đọc y-te.vn/y", "Đọc y gạch ngang te chấm vê nờ gạch chéo i"),
        ("Đọc a.vn/te-y", "Đọc a chấm vê nờ gạch chéo te gạch ngang y"),
        ("Đọc a.vn/te_y", "Đọc a chấm vê nờ gạch chéo te gạch dưới i"),
        ("Anh Y nói", "Anh i nói"),
        ("Bác sĩ Y tế", "Bác sĩ Y tế"),
        ("Nhóm máu O", "Nhóm máu ô"),
        ("O là hình tròn", "O là hình tròn"),
        ("Ông Donald J. Trump", "Ông Donald J. Trump"),
        ("Ông J. Smith", "Ông J. Smith"),
        ("Bà Lê A. Nam", "Bà Lê A. Nam"),
        ("~5 km và ~ 7 km", "Khoảng năm ki lô mét và khoảng bảy ki lô mét"),
        ("a ~ b", "a ~ b"),
        ("1) Một; 2) Hai. 3) Ba", "Một, Một; hai, Hai. Ba, Ba"),
        ("(xem 3) Ba", "(xem ba) Ba"),
        ("10 m²/ngày", "Mười mét vuông một ngày"),
        ("x² y", "x bình phương y"),
        ("a½ b", "a và một phần hai b"),
        ("ngày 0/5", "ngày không phần năm"),
        ("ngày 1/0", "ngày một trên không"),
        ("12345 và 1234", "Mười hai nghìn ba trăm bốn mươi lăm và một nghìn hai trăm ba mươi tư"),
        ("điểm s khoản 1, mục c", "điểm ét khoản một, mục xê"),
        ("các điểm a, b, c và d", "các điểm a, bê, xê và đê"),
        ("mã d", "mã d"),
    ],
)
def test_what_is_said_at_the_edges(text: str, said: str | None) -> None:
    heard = spoken(text)
    if said is None:
        assert not any(c.isdigit() or c == "#" for c in heard)
    else:
        assert heard == said
