"""How a feed is doing, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from docbao.i18n import Phrase
from docbao.model import FeedState
from docbao.sources.check import describe_state, in_words

NOW: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
BROKEN: Final = Phrase(vi="{u}: hỏng", en="{u}: broken").fill(u="http://a.vn/")


@pytest.mark.parametrize(
    ("state", "vi", "en"),
    [
        (FeedState("a"), "Chưa hỏi lần nào.", "Never asked yet."),
        (
            FeedState("a", tried=NOW - 2 * HOUR, succeeded=NOW - 2 * HOUR),
            "Tốt, đọc được cách đây 2 giờ.",
            "Well, read 2 hours ago.",
        ),
        (
            FeedState("a", tried=NOW - HOUR, error=BROKEN),
            "Chưa đọc được lần nào. Lần thử cách đây một giờ: http://a.vn/: hỏng.",
            "Never read yet. Tried an hour ago: http://a.vn/: broken.",
        ),
        (
            FeedState(
                "a",
                tried=NOW,
                succeeded=NOW - 50 * HOUR,
                error=BROKEN,
                moved_to="http://b.vn/",
                retry_at=NOW + timedelta(minutes=10),
            ),
            (
                "Lỗi khi thử cách đây chưa đầy một phút: http://a.vn/: hỏng. "
                "Lần cuối đọc được cách đây 2 ngày. "
                "Nguồn đã chuyển hẳn sang http://b.vn/; hãy sửa địa chỉ trong feeds.yaml. "
                "Máy chủ xin đợi 10 phút nữa mới hỏi lại."
            ),
            (
                "Failed when tried less than a minute ago: http://a.vn/: broken. "
                "Last read 2 days ago. The feed has moved for good to http://b.vn/; "
                "please change its address in feeds.yaml. "
                "The server asks not to be asked again for 10 minutes."
            ),
        ),
        (
            FeedState("a", tried=NOW, succeeded=NOW, retry_at=NOW - HOUR),
            "Tốt, đọc được cách đây chưa đầy một phút.",
            "Well, read less than a minute ago.",
        ),
    ],
)
def test_a_feeds_health_is_told_in_whole_sentences(state: FeedState, vi: str, en: str) -> None:
    told = describe_state(state, NOW)
    assert told.in_language("vi") == vi
    assert told.in_language("en") == en


def test_an_address_with_braces_in_it_does_not_break_the_sentence() -> None:
    state = FeedState("a", tried=NOW, succeeded=NOW, moved_to="http://a.vn/{x}")
    assert "http://a.vn/{x}" in describe_state(state, NOW).in_language("en")


def test_a_clock_put_back_does_not_break_the_sentence() -> None:
    assert in_words(timedelta(seconds=-5)).in_language("en") == "less than a minute"
