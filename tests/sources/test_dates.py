"""Dates as sources write them, and what is no date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, cast, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.almanac import VIETNAM
from docbao.errors import FeedError
from docbao.model import DateOrder
from docbao.sources.dates import parse_date

TABLE: Final = Path(__file__).parent.parent / "data" / "dates.tsv"


def rows() -> list[tuple[str, DateOrder, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    fields = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(written, cast("DateOrder", order), utc) for written, order, utc, _ in fields]


@pytest.mark.parametrize(("written", "order", "utc"), rows())
def test_a_date_is_read_as_its_source_means_it(written: str, order: DateOrder, utc: str) -> None:
    assert parse_date(written, order=order) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "hôm qua", "09:00", "13/13/2020", "32/01/2020", "00/00/0000", "2020", "13/11"),
        *("0001-01-01T00:00:00", "1/1/0001 12:00:00 AM", "30/02/2020", "13/11/2020 25:00"),
        *("13/11/2020 09:61", "Fri, 13 Nov 2020 09:00:00 +9900", "Fri, 13 Xyz 2020 09:00:00 GMT"),
        *("99999999999999999999", "13/11/2020" * 100, "13 tháng 13 năm 2020", "²³/¹¹/2020"),
    ],
)
def test_what_is_no_date_is_said_to_be_none(written: str) -> None:
    with pytest.raises(FeedError):
        parse_date(written)


def test_a_date_without_a_zone_is_of_the_zone_given() -> None:
    assert parse_date("2020-11-13 09:00", zone=UTC).hour == 9
    assert parse_date("2020-11-13 09:00", zone=VIETNAM).hour == 2


def test_every_date_is_aware_and_in_utc() -> None:
    for written, order, _ in rows():
        assert parse_date(written, order=order).tzinfo is UTC


PIECES: Final = st.sampled_from(
    [*"0123456789/-:.+, ", "GMT", "SA", "CH", "Nov", "tháng", "năm", "T", "Z", "2020", "ngày", "²"]
)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.text(max_size=150), st.lists(PIECES, max_size=30).map("".join)),
    st.sampled_from(get_args(DateOrder)),
)
def test_anything_is_a_date_in_utc_or_an_error_of_ours(written: str, order: DateOrder) -> None:
    try:
        moment = parse_date(written, order=order)
    except FeedError:
        return
    assert moment.utcoffset() == timedelta(0)
    assert 1969 <= moment.year <= 2101


@settings(max_examples=100, deadline=None)
@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2068, 12, 31)),  # noqa: DTZ001 - zone comes below
    st.sampled_from(
        ["%d/%m/%Y %H:%M:%S", "%H:%M:%S %d-%m-%Y", "%Y-%m-%dT%H:%M:%S+07:00",
         "%a, %d %b %Y %H:%M:%S +0700", "ngày %d tháng %m năm %Y %H:%M:%S", "%d/%m/%y %H:%M:%S"]
    ),
)  # fmt: skip
def test_what_was_written_is_read_back(moment: datetime, form: str) -> None:
    whole = moment.replace(microsecond=0, tzinfo=VIETNAM)
    assert parse_date(whole.strftime(form)) == whole.astimezone(UTC)
