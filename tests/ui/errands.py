"""More of what a reader does: every command, at both faces (see `tests.ui.scenarios`)."""

from __future__ import annotations

from typing import Final

from tests.ui.scenarios import Driver, Scenario


def _begin(reader: Driver) -> None:
    reader.do("cập nhật")
    reader.do("danh sách")


def one_feed_the_unread_and_a_search_are_lists_of_their_own(reader: Driver) -> None:
    _begin(reader)
    reader.do("nguồn báo thử")
    assert "Báo Thử, tin 1 trên 25" in reader.do("ở đâu")
    reader.do("đánh dấu đã đọc 1")
    reader.do("chưa đọc")
    assert "tin 1 trên 24" in reader.do("ở đâu")
    reader.do("chưa đọc")
    assert "trên 25" in reader.do("ở đâu")
    reader.do("tìm doi bong")
    assert "trên 5" in reader.do("ở đâu")
    reader.do("trở về")
    assert "Tất cả nguồn, tin" in reader.do("ở đâu")
    assert "không có nguồn tin “xyz”" in reader.do("nguồn xyz")


def the_list_is_turned_page_by_page(reader: Driver) -> None:
    _begin(reader)
    assert "Mỗi trang 5 tin" in reader.do("số tin mỗi trang 5")
    reader.do("danh sách")
    reader.do("trang sau")
    first = reader.do("ở đâu")
    reader.do("trang sau")
    second = reader.do("ở đâu")
    assert int(_number(second)) - int(_number(first)) == 5
    reader.do("trang trước")
    assert _number(reader.do("ở đâu")) == _number(first)


def _number(where: str) -> str:
    return where.partition(", tin ")[2].partition(" ")[0]


def articles_sentences_and_the_first_line_are_gone_back_to(reader: Driver) -> None:
    _begin(reader)
    reader.do("mở 2")
    assert "bản tin số 22" in reader.do("bài sau")
    assert "bản tin số 23" in reader.do("bài trước")
    for line in ("câu sau", "câu sau", "câu trước"):
        reader.do(line)
    assert "đoạn 2 trên 8, câu 1" in reader.do("ở đâu")
    reader.do("đi tiếp")
    assert "đoạn 3 trên 8" in reader.do("ở đâu")
    reader.do("đầu bài")
    assert "đoạn 1 trên 8" in reader.do("ở đâu")


def a_sentence_is_said_again_and_the_voice_paused_by_one_key(reader: Driver) -> None:
    _begin(reader)
    reader.do("1")
    reader.do("đoạn sau")
    reader.do("đọc")
    reader.listen(3)
    assert "giây thứ 2" in reader.do("ở đâu") or "giây thứ 3" in reader.do("ở đâu")
    reader.do("lặp lại")
    assert "đoạn 2 trên 8, câu 1 của đoạn, giây thứ 0" in reader.do("ở đâu")
    assert "Tạm dừng" in reader.do("dừng hoặc tiếp")
    assert "Đang đọc" in reader.do("dừng hoặc tiếp")
    reader.do("thôi")
    assert "Đang không đọc gì" in reader.do("dừng")


def a_whole_feed_is_heard_each_article_beginning_with_its_title(reader: Driver) -> None:
    _begin(reader)
    reader.do("nguồn 1")
    reader.do("nghe hết")
    assert "bản tin số 23" in reader.do("hàng chờ")
    for _ in range(7):  # to the last paragraph
        reader.do("đoạn sau")
    assert "Hết bài" in reader.do("đoạn sau")
    assert "bài 1 trên 25, đoạn 8" in reader.do("ở đâu")
    reader.do("tốc độ 4")
    where = ""
    for _ in range(60):
        reader.listen(0.6)
        where = reader.do("ở đâu")
        if "bài 2 trên 25" in where:
            break
    assert "bài 2 trên 25, đoạn 1 trên 8" in where
    assert "đang đọc" in where
    assert "bản tin số 23" in where


def the_voice_is_chosen_and_set_as_one_likes_it(reader: Driver) -> None:
    assert "tone vi" in reader.do("giọng")
    assert "Giọng tone vi" in reader.do("giọng 1")
    assert "Tốc độ 0,5" in reader.do("tốc độ 0,5")
    assert "Đã chậm nhất" in reader.do("chậm")
    assert "Tốc độ 4" in reader.do("tốc độ 4")
    assert "Đã nhanh nhất" in reader.do("nhanh")
    assert "Tốc độ 3,75" in reader.do("chậm")
    assert "Âm lượng 90%" in reader.do("nhỏ hơn")
    assert "Âm lượng 100%" in reader.do("to hơn")
    reader.again()
    assert "Tốc độ 3,75" in reader.do("tốc độ")


def a_change_of_speed_is_heard_at_once(reader: Driver) -> None:
    _begin(reader)
    reader.do("1")
    reader.do("đoạn sau")
    reader.do("đọc")
    reader.listen(0.5)
    reader.do("tốc độ 4")
    reader.listen(1)
    where = reader.do("ở đâu")
    assert "giây thứ 4" in where


def the_sleep_timer_is_told_and_taken_back(reader: Driver) -> None:
    assert "Sẽ dừng sau 30 phút" in reader.do("hẹn giờ 30")
    assert "Còn 30 phút thì dừng" in reader.do("hẹn giờ")
    assert "Đã bỏ hẹn giờ" in reader.do("hẹn giờ 0")


def how_things_look_is_set_step_by_step(reader: Driver) -> None:
    assert "Bề rộng 80" in reader.do("rộng hơn")
    assert "Bề rộng 70" in reader.do("hẹp hơn")
    assert "Lề trái 4" in reader.do("lề trái 4")
    assert "Hiện con trỏ" in reader.do("con trỏ")
    assert "sáng" in reader.do("màu sáng")
    assert "Giãn dòng 2" in reader.do("giãn dòng 2")
    assert "Giãn đoạn 0" in reader.do("giãn đoạn 0")
    assert "Cỡ chữ 8" in reader.do("cỡ chữ 8")
    assert "Cỡ chữ 6" in reader.do("chữ nhỏ hơn")
    assert "Cỡ chữ 1" in reader.do("cỡ chữ 1")
    assert "chữ lớn" in reader.do("giúp thử chữ lớn")
    reader.do("thử chữ lớn")
    reader.again()
    assert "70 cột" in reader.do("bề rộng")


def an_article_is_kept_copied_saved_opened_and_recorded(reader: Driver) -> None:
    _begin(reader)
    reader.do("1")
    reader.do("đoạn sau")
    assert "Đã " in reader.do("chép câu")
    assert "Đã lưu: " in reader.do("lưu chữ")
    assert "Đang mở https://bao.test/a/24" in reader.do("mở trang")
    assert "Đã giữ" in reader.do("giữ")
    answer = reader.do("mp3")
    assert "Đang tạo 1 tệp MP3" in answer
    assert "MP3 1 trên 1 xong" in answer
    listed = reader.do("danh sách")
    assert "có âm thanh" in listed
    assert "giữ lại" in listed
    assert "MP3 1 trên 1 xong" in reader.do("lời vừa rồi")


ERRANDS: Final[tuple[Scenario, ...]] = (
    one_feed_the_unread_and_a_search_are_lists_of_their_own,
    the_list_is_turned_page_by_page,
    articles_sentences_and_the_first_line_are_gone_back_to,
    a_sentence_is_said_again_and_the_voice_paused_by_one_key,
    a_whole_feed_is_heard_each_article_beginning_with_its_title,
    the_voice_is_chosen_and_set_as_one_likes_it,
    a_change_of_speed_is_heard_at_once,
    the_sleep_timer_is_told_and_taken_back,
    how_things_look_is_set_step_by_step,
    an_article_is_kept_copied_saved_opened_and_recorded,
)
