"""What a reader does, and what he must then be told: once for every face.

A face's tests give each scenario a `Driver` over a fresh docbao folder whose feed is the small
newspaper of `tests.newspaper` (25 articles), with the tone engine and a player on a clock.

    @pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
    def test_line_mode(scenario, driver): scenario(driver)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

ARTICLES: Final = 25


class Driver(Protocol):
    """A person at one face of docbao."""

    def do(self, line: str) -> str:
        """Have a command carried out, by whatever means the face has, and wait for its answer.

        Returns:
            The words shown since: those of the answer, and whatever else is new.
        """
        ...

    def listen(self, seconds: float) -> str:
        """Let time pass; the words shown meanwhile."""
        ...

    def again(self) -> None:
        """Leave docbao, as a person does, and open it anew."""
        ...

    def crash(self) -> None:
        """docbao is killed; open it anew."""
        ...


Scenario = Callable[[Driver], None]


def news_is_fetched_listed_and_counted(reader: Driver) -> None:
    assert "25 tin mới" in reader.do("cập nhật")
    shown = reader.do("danh sách")
    assert "bản tin số 24" in shown
    assert "25" in reader.do("nguồn")


def commands_need_no_accents_and_have_short_forms(reader: Driver) -> None:
    reader.do("cap nhat")
    assert "tin 1 trên 25" in reader.do("o dau")
    assert "tin 1 trên 25" in reader.do("od")
    assert "tin 1 trên 25" in reader.do("WHERE")


def search_needs_no_accents_and_finds_as_one_types(reader: Driver) -> None:
    reader.do("cập nhật")
    assert "Đội bóng thị trấn" in reader.do("tìm doi bong th")
    assert "tin 1 trên 5" in reader.do("ở đâu")
    assert "Không tìm thấy" in reader.do("tìm xyzzy")


def an_article_is_walked_through_by_paragraph_and_sentence(reader: Driver) -> None:
    reader.do("cập nhật")
    reader.do("danh sách")
    assert "bản tin số 24" in reader.do("1")
    assert "bài 1 trên 25, đoạn 1 trên 8" in reader.do("ở đâu")
    assert "công việc ở cơ sở" in reader.do("đoạn sau")
    assert "Đoạn thứ 1 của bản tin số 24" in reader.do("câu sau")
    assert "đoạn 3 trên 8" in reader.do("ở đâu")
    assert "công việc ở cơ sở" in reader.do("đoạn trước")
    reader.do("đầu bài")
    assert "đầu bài" in reader.do("câu trước")
    assert "bản tin số 23" in reader.do("bài sau")
    assert "bài 2 trên 25" in reader.do("ở đâu")


def reading_aloud_moves_the_place_and_pausing_holds_it(reader: Driver) -> None:
    reader.do("cập nhật")
    reader.do("danh sách")
    reader.do("1")
    assert "Đang đọc" in reader.do("đọc")
    reader.listen(11)
    assert "Tạm dừng" in reader.do("dừng")
    where = reader.do("ở đâu")
    assert "đoạn 2 trên 8" in where
    assert "tạm dừng" in where
    reader.listen(30)
    assert "đoạn 2 trên 8" in reader.do("ở đâu")
    reader.do("tiếp")
    reader.listen(20)
    assert "đoạn 2 trên 8" not in reader.do("ở đâu")
    assert "Thôi đọc" in reader.do("thôi")


def one_resumes_at_the_same_sentence(reader: Driver) -> None:
    _listen_to_the_third_paragraph(reader)
    reader.do("thôi")
    reader.again()
    reader.do("danh sách")
    reader.do("1")
    assert "đoạn 3 trên 8" in reader.do("ở đâu")


def one_resumes_at_the_same_sentence_after_a_crash(reader: Driver) -> None:
    _listen_to_the_third_paragraph(reader)
    reader.crash()
    reader.do("danh sách")
    reader.do("1")
    assert "đoạn 3 trên 8" in reader.do("ở đâu")


def _listen_to_the_third_paragraph(reader: Driver) -> None:
    reader.do("cập nhật")
    reader.do("danh sách")
    reader.do("1")
    reader.do("đoạn sau")
    reader.do("đoạn sau")
    reader.do("đọc")
    reader.listen(3)
    assert "đoạn 3 trên 8" in reader.do("ở đâu")


def settings_are_said_kept_and_within_their_limits(reader: Driver) -> None:
    assert "Cỡ chữ 5" in reader.do("cỡ chữ 5")
    assert "Giãn dòng 1,5" in reader.do("giãn dòng 1,5")
    assert "Giãn đoạn 2" in reader.do("giãn đoạn 2")
    assert "Bề rộng 60" in reader.do("bề rộng 60")
    assert "vàng" in reader.do("màu vàng")
    assert "Tốc độ 2,25" in reader.do("tốc độ 2.25")
    assert "Tốc độ 2,5" in reader.do("nhanh")
    assert "Âm lượng 80" in reader.do("âm lượng 80")
    assert "từ 0,5 đến 4" in reader.do("tốc độ 9")
    reader.again()
    assert "Tốc độ 2,5" in reader.do("tốc độ")
    assert "Âm lượng 80" in reader.do("âm lượng")
    assert "60 cột" in reader.do("bề rộng")


def a_queue_is_read_through_article_after_article(reader: Driver) -> None:
    reader.do("cập nhật")
    reader.do("danh sách")
    reader.do("1")
    assert "thứ 1" in reader.do("thêm vào hàng 2")
    assert "thứ 2" in reader.do("thêm vào hàng 3")
    assert "bản tin số 22" in reader.do("hàng chờ")
    reader.do("mở 1")
    reader.do("đọc")
    for _ in range(40):
        reader.listen(5)
        if "bài 2 trên 25" in reader.do("ở đâu"):
            break
    assert "bài 2 trên 25" in reader.do("ở đâu")
    assert "bản tin số 22" in reader.do("hàng chờ")
    assert "trống" in reader.do("hàng chờ xóa")


def headlines_are_read_with_their_numbers(reader: Driver) -> None:
    reader.do("cập nhật")
    reader.do("danh sách")
    assert "Điểm 5 tin" in reader.do("điểm tin 5")
    reader.listen(9)
    assert "tin 2 trên 25" in reader.do("ở đâu")
    reader.listen(120)
    assert "không đọc" in reader.do("ở đâu")


def the_sleep_timer_pauses(reader: Driver) -> None:
    reader.do("cập nhật")
    reader.do("danh sách")
    reader.do("1")
    reader.do("đọc")
    assert "Sẽ dừng sau" in reader.do("hẹn giờ 0,25")
    reader.listen(30)
    assert "tạm dừng" in reader.do("ở đâu")
    assert "Không hẹn giờ" in reader.do("hẹn giờ")


def what_is_read_and_kept_is_told_in_words(reader: Driver) -> None:
    reader.do("cập nhật")
    reader.do("danh sách")
    assert "đã đọc" in reader.do("đánh dấu đã đọc 3")
    assert "chưa đọc" in reader.do("đánh dấu đã đọc 3")
    assert "Đã giữ" in reader.do("giữ 2")
    assert "giữ lại" in reader.do("danh sách")
    assert "chưa đọc: 25" in reader.do("chưa đọc")


def a_word_is_spelled_with_its_tones(reader: Driver) -> None:
    assert "en nờ, giê, hát, i, dấu hỏi" in reader.do("đánh vần nghỉ")


def what_is_not_understood_brings_the_nearest_command(reader: Driver) -> None:
    answer = reader.do("tocdo")
    assert "Lỗi" in answer
    assert "tốc độ" in answer
    assert "chưa mở bài nào" in reader.do("câu sau")
    assert "không có tin số 7" in reader.do("7")


def help_names_every_command(reader: Driver) -> None:
    answer = reader.do("giúp")
    for name in ("danh sách", "tìm", "đọc", "tốc độ", "cỡ chữ", "mp3", "thoát"):
        assert name in answer
    assert "0,5 đến 4" in reader.do("giúp tốc độ")


SCENARIOS: Final[tuple[Scenario, ...]] = (
    news_is_fetched_listed_and_counted,
    commands_need_no_accents_and_have_short_forms,
    search_needs_no_accents_and_finds_as_one_types,
    an_article_is_walked_through_by_paragraph_and_sentence,
    reading_aloud_moves_the_place_and_pausing_holds_it,
    one_resumes_at_the_same_sentence,
    one_resumes_at_the_same_sentence_after_a_crash,
    settings_are_said_kept_and_within_their_limits,
    a_queue_is_read_through_article_after_article,
    headlines_are_read_with_their_numbers,
    the_sleep_timer_pauses,
    what_is_read_and_kept_is_told_in_words,
    a_word_is_spelled_with_its_tones,
    what_is_not_understood_brings_the_nearest_command,
    help_names_every_command,
)
