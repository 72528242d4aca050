"""Lines the page says are sifted out; sentences that hold such words stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.sources.boilerplate import is_boilerplate, prune, without_marks, without_prefix
from docbao.sources.markup import parse, text_of

JUNK = """\
PublishingPortal - Block_BanTin_ViewData
CongTTDT - Block_BanTin_Toolbar
Tăng cỡ chữ Giảm cỡ chữ
Cỡ chữ: A- A A+
A- A A+
In bài viết | Gửi email
Chia sẻ bài viết lên Facebook Zalo
Facebook Twitter
Bình luận (12)
3 bình luận
Lượt xem: 1.234
Xem thêm
Đọc thêm:
Xem thêm: Giá vàng hôm nay tăng mạnh
Tin liên quan
Các tin bài khác:
Có thể bạn quan tâm
>> Vì sao nước lên nhanh?
Theo dõi Báo Mẫu trên Google News
Từ khóa: nông thôn, lúa gạo
Nguồn: baomau.example
Nguồn: TTXVN
Mời quý độc giả theo dõi các chương trình của Đài trên ứng dụng!
* Mời bạn đọc gửi bài về hộp thư của tòa soạn.
13/11/2020
Thứ sáu, 13/11/2020, 09:00 (GMT+7)
(03/04/2004)
02/10/2020 08:20 SA
Cập nhật lúc: 14:30 05/06/2021
Về trang chủ
© 2020. Bản quyền thuộc Báo Mẫu
Trình duyệt của bạn không hỗ trợ phát video
***
./.
Share this article
Share on Facebook
Advertisement
Read more: Ten ways to save water
Related stories
Follow us on Twitter
Sign up for our newsletter
12 Comments
Most read
Copyright 2023 Example Media. All rights reserved.
Skip to main content
desk@example.test"""

SENTENCES = """\
Ông mong mọi người chia sẻ bài viết này để tìm lại đứa con thất lạc.
Người dân có thể xem thêm thông tin tại nhà văn hóa thôn.
Chia sẻ với phóng viên, bà Tư cho biết vụ này được mùa.
Theo dõi sát diễn biến mưa lũ, tỉnh đã sơ tán 300 hộ dân.
Nguồn nước ở ba xã đã cạn từ tháng trước.
In bài thơ lên vạt áo, nhóm bạn trẻ gây quỹ cho trường vùng cao.
Ngày 13/11/2020, tỉnh khai mạc hội chợ.
Bình luận về trận đấu, huấn luyện viên nói đội đã cố gắng hết sức.
Tin liên quan tới giá xăng khiến nhiều người xếp hàng từ sớm.
Cỡ chữ trên nhãn thuốc quá nhỏ so với mắt người già.
Trực tiếp kiểm tra công trình, chủ tịch huyện yêu cầu làm thêm giờ.
Đọc thêm hai trang nữa rồi ông mới tắt đèn.
Thẻ ngân hàng dùng được trên mọi chuyến xe buýt.
Share prices fell for a third day.
Advertisement spending rose by a tenth last year.
Read more books, the teacher told the class, and you will write better.
Related costs were not disclosed by the ministry.
Most read the notice too late.
Home prices in the city doubled within ten years.
The follow-up study was printed in May.
By the time the fire was out, nothing was left.
More than 200 people were moved to schools."""


@pytest.mark.parametrize("line", JUNK.split("\n"))
def test_a_line_of_the_page_is_no_text(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", SENTENCES.split("\n"))
def test_a_sentence_with_such_words_stays(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Hội nghị kết thúc tốt đẹp./.", "Hội nghị kết thúc tốt đẹp."),
        ("Hội nghị kết thúc tốt đẹp. /.", "Hội nghị kết thúc tốt đẹp."),
        ("Hội nghị kết thúc tốt đẹp ./.", "Hội nghị kết thúc tốt đẹp."),
        ("“Tôi vui lắm”./.", "“Tôi vui lắm”"),
        ("The end. ■", "The end."),
        ("Giá tăng 3/4.", "Giá tăng 3/4."),
        ("./.", ""),
        ("Đơn giá 5.000 đồng/", "Đơn giá 5.000 đồng/"),
    ],
)
def test_end_marks_are_not_read_out(line: str, expected: str) -> None:
    assert without_marks(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(Dân trí) - Sáng nay trời mưa.", "Sáng nay trời mưa."),
        ("(Chinhphu.vn) – Thủ tướng họp.", "Thủ tướng họp."),
        ("(NLĐO)- Tòa tuyên án.", "Tòa tuyên án."),
        ("TTO - Giá lúa tăng.", "Giá lúa tăng."),
        ("VTV.vn - Bão đổi hướng.", "Bão đổi hướng."),
        ("Hà Nội - Hải Phòng thông tuyến.", "Hà Nội - Hải Phòng thông tuyến."),
        ("(Ông nói) rồi im lặng.", "(Ông nói) rồi im lặng."),
    ],
)
def test_the_agency_mark_at_the_head_goes(line: str, expected: str) -> None:
    assert without_prefix(line) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_judging_a_line_never_fails_and_never_takes_long(line: str) -> None:
    assert is_boilerplate(line) in (True, False)
    assert len(without_marks(line)) <= len(line) + 1


@pytest.mark.parametrize(
    "line", ["a" * 320, ">" * 320, "Facebook " * 35, "A- " * 100, "ngày " * 60]
)
def test_no_rule_runs_away(line: str) -> None:
    is_boilerplate(line)


def test_a_body_with_a_widgets_name_is_kept() -> None:
    prose = (
        "Bà con trong xóm kể lại câu chuyện ấy mỗi mùa nước nổi, năm nào cũng thêm chi tiết. " * 8
    )
    tree = parse(
        f'<div class="share"><p>{prose}</p><p>{prose}</p></div><div class="share">Tweet</div>'
    )
    prune(tree)
    assert "Bà con" in text_of(tree)
    assert "Tweet" not in text_of(tree)


def test_a_related_box_in_the_body_goes_but_the_text_around_it_stays() -> None:
    tree = parse(
        "<div><p>Trước.</p><div class='box-tin-lien-quan'><a href='/a'>Một bài khác</a></div>"
        "<p>Sau.</p></div>" + "<p>Văn bản.</p>" * 20
    )
    prune(tree)
    text = text_of(tree)
    assert "Trước." in text
    assert "Sau." in text
    assert "Một bài khác" not in text
