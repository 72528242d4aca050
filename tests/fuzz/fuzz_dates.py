"""Harness: dates as sources write them."""

# ruff: noqa: E501, PT017 - word lists are read across; an error of ours is one of two good ends

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.fuzz.harness import DATA, Harness, cells, text_of

from docbao.errors import FeedError
from docbao.model import DateOrder
from docbao.sources.dates import parse_date

_ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
_FIRST = datetime(1970, 1, 1, tzinfo=UTC) - timedelta(hours=14)
_LAST = datetime(2101, 1, 1, tzinfo=UTC) + timedelta(hours=14)


def try_one(data: bytes) -> None:
    """A date in UTC within the years promised, or an error of ours."""
    raw = text_of(data)
    for order in _ORDERS:
        try:
            when = parse_date(raw, order=order)
        except FeedError as error:
            assert len(str(error)) < 400
        else:
            assert when.tzinfo is UTC
            assert _FIRST <= when <= _LAST


HARNESS = Harness(
    "dates",
    try_one,
    words=tuple(
        word.encode()
        for word in ("GMT+7", "+0700", "-1399", "Z", "T", "giờ", "phút", "sáng", "CH", "SA", "pm", "tháng", "mười hai",
                     "chạp", "năm", "Thứ hai", "Sept", "May", "2024", "31", "12", "24:00", "60", "1e9", "٣", "１２", "ict")
    ),
    seeds=cells([DATA / "dates.tsv"], 0),
    most_bytes=200,
)  # fmt: skip
