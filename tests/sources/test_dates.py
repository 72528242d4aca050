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


_DAY: Final = datetime(2021, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        *(("jan", 1), ("feb", 2), ("mar", 3), ("apr", 4), ("may", 5), ("jun", 6), ("jul", 7)),
        *(("aug", 8), ("sep", 9), ("oct", 10), ("nov", 11), ("dec", 12), ("September", 9)),
    ],
)
def test_every_month_is_known_by_its_english_name(name: str, number: int) -> None:
    wanted = datetime(2021, number, 5, 9, 8, 7, tzinfo=UTC)
    assert parse_date(f"Tue, 05 {name} 2021 09:08:07 GMT") == wanted
    assert parse_date(f"{name} 5, 2021 09:08:07 GMT") == wanted
    assert parse_date(f"5-{name}-21 09:08:07 GMT") == wanted


@pytest.mark.parametrize(
    ("name", "number"),
    [
        *(("giêng", 1), ("một", 1), ("hai", 2), ("ba", 3), ("tư", 4), ("bốn", 4), ("năm", 5)),
        *(("sáu", 6), ("bảy", 7), ("bẩy", 7), ("tám", 8), ("chín", 9), ("mười", 10)),
        *(("mười một", 11), ("mười hai", 12), ("chạp", 12), ("7", 7)),
    ],
)
def test_every_month_is_known_by_its_vietnamese_name(name: str, number: int) -> None:
    said = parse_date(f"ngày 5 tháng {name} năm 2021", zone=UTC)
    assert said == datetime(2021, number, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        *(("Z", 0), ("UT", 0), ("UTC", 0), ("GMT", 0), ("ICT", 7), ("EST", -5), ("EDT", -4)),
        *(("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7)),
        *(("CET", 1), ("CEST", 2), ("BST", 1), ("MSK", 3), ("SGT", 8), ("HKT", 8), ("JST", 9)),
        *(("KST", 9), ("AEST", 10), ("AEDT", 11), ("+05:30", 5.5), ("-0330", -3.5), ("+14", 14)),
        *(("-1400", -14), ("GMT+7", 7), ("UTC -3", -3), ("+0059", 59 / 60)),
    ],
)
def test_every_zone_is_so_far_from_greenwich(name: str, hours: float) -> None:
    wanted = datetime(2021, 1, 5, 12, tzinfo=UTC) - timedelta(hours=hours)
    assert parse_date(f"2021-01-05 12:00 {name}") == wanted
    if name[0] in "+-" and len(name) == 5:
        assert parse_date(f"Tue, 05 Jan 2021 12:00:00 {name}") == wanted


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        *(("12:00 AM", 0), ("1:00 AM", 1), ("11:00 AM", 11), ("12:00 PM", 12), ("1:00 PM", 13)),
        *(("11:00 PM", 23), ("13:00 PM", 13), ("12:00 SA", 0), ("9:00 SA", 9), ("9:00 CH", 21)),
        *(("6 giờ sáng", 6), ("12 giờ sáng", 0), ("10 giờ trưa", 10), ("11 giờ trưa", 11)),
        *(("12 giờ trưa", 12), ("1 giờ trưa", 13), ("9 giờ trưa", 21), ("3 giờ chiều", 15)),
        *(("8 giờ tối", 20), ("0 giờ đêm", 0), ("1 giờ đêm", 1), ("4 giờ đêm", 4)),
        *(("5 giờ đêm", 17), ("9 giờ đêm", 21), ("10 giờ đêm", 22), ("11 giờ đêm", 23)),
        *(("12 giờ đêm", 0), ("13 giờ đêm", 13), ("23 giờ đêm", 23), ("0h", 0), ("7g", 7)),
    ],
)
def test_the_half_of_the_day_is_heard(clock: str, hour: int) -> None:
    assert parse_date(f"{clock}, 05/01/2021", zone=UTC) == _DAY + timedelta(hours=hour)


def test_a_second_too_many_is_forgiven_and_two_are_not() -> None:
    assert parse_date("2021-01-05T23:59:60Z") == datetime(2021, 1, 5, 23, 59, 59, tzinfo=UTC)
    assert parse_date("2021-01-05T23:59:58Z") == datetime(2021, 1, 5, 23, 59, 58, tzinfo=UTC)
    assert parse_date("20210105T095830") == datetime(2021, 1, 5, 2, 58, 30, tzinfo=UTC)
    assert parse_date("202101050958") == datetime(2021, 1, 5, 2, 58, tzinfo=UTC)
    with pytest.raises(FeedError):
        parse_date("2021-01-05T23:59:61Z")


def test_years_lengths_and_offsets_have_their_bounds() -> None:
    assert parse_date("1/1/1970", zone=UTC).year == 1970
    assert parse_date("31/12/2100", zone=UTC).year == 2100
    assert parse_date("1/1/68", zone=UTC).year == 2068
    assert parse_date("1/1/70", zone=UTC).year == 1970
    assert parse_date("4102444799").year == 2099
    assert parse_date("1609804800000") == _DAY
    assert parse_date(" " * 110 + "05/01/2021", zone=UTC) == _DAY
    for beyond in (
        *("31/12/1969", "1/1/2101", "1/1/69", "2021-01-05 12:00 +1401", "2021-01-05 12:00 -1401"),
        *(" " * 111 + "05/01/2021", "5232160000000"),
    ):
        with pytest.raises(FeedError):
            parse_date(beyond, zone=UTC)


def test_the_order_of_figures_is_the_sources_unless_it_makes_no_date() -> None:
    assert parse_date("05/01/2021", zone=UTC) == _DAY
    assert parse_date("01/05/2021", order="mdy", zone=UTC) == _DAY
    assert parse_date("12/12/2021", order="mdy", zone=UTC).day == 12
    assert parse_date("01/13/2021", zone=UTC) == datetime(2021, 1, 13, tzinfo=UTC)
    assert parse_date("13/01/2021", order="mdy", zone=UTC) == datetime(2021, 1, 13, tzinfo=UTC)
    assert parse_date("21/01/05", order="ymd", zone=UTC) == _DAY
    assert parse_date("05/01/2021", order="ymd", zone=UTC) == _DAY
