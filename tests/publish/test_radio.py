from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.errors import PublishError
from docbao.publish.radio import MOST_BEND, Candidate, Frame, Pauses, choose, share_out
from docbao.publish.running_order import (
    Line,
    RunningOrder,
    render_csv,
    render_cue,
    render_json,
    render_m3u,
    render_plain_m3u,
)
from docbao.publish.schedule import next_of, plan_runs

HZ = 1000
HANOI = timezone(timedelta(hours=7))
PAUSES = Pauses()


def seconds(*lengths: float) -> list[Candidate]:
    return [Candidate(str(number), (round(length * HZ),)) for number, length in enumerate(lengths)]


def frame(total_s: float, fixed_s: float = 20, gaps: int = 3) -> Frame:
    return Frame(round(total_s * HZ), round(fixed_s * HZ), gaps, HZ)


def test_items_that_fit_as_they_are_are_not_touched() -> None:
    choice = choose(seconds(60, 60, 60, 60), frame(20 + 180 + 7.2), PAUSES)
    assert choice.places == (0, 1, 2)
    assert choice.speed == 1.0
    assert choice.short == 0


def test_the_more_important_of_two_that_fit_equally_is_taken() -> None:
    choice = choose(seconds(100, 100, 100), frame(20 + 100 + 5), PAUSES)
    assert choice.places == (0,)


def test_two_short_items_win_over_one_long_one() -> None:
    assert choose(seconds(120, 60, 59), frame(20 + 120 + 6), PAUSES).places == (1, 2)


def test_speed_is_touched_only_where_pauses_cannot_do_it_and_never_beyond_its_bound() -> None:
    (faster,) = (choose(seconds(308), frame(20 + 300 + 2.8), PAUSES),)
    assert faster.short == 0
    assert 1.0 < faster.speed <= 1 + MOST_BEND
    slower = choose(seconds(295), frame(20 + 300 + 10), PAUSES)
    assert 1 - MOST_BEND <= slower.speed < 1.0


def test_an_item_ends_early_where_nothing_else_fills_the_time() -> None:
    items = [
        Candidate("a", (100_000,)),
        Candidate("b", (90_000, 60_000, 30_000, 10_000)),
        Candidate("c", (95_000, 40_000)),
    ]
    choice = choose(items, frame(20 + 100 + 30 + 6), PAUSES)
    assert choice.places == (0, 1)
    assert choice.lengths == (100_000, 30_000)
    assert (choice.speed, choice.short) == (1.0, 0)


def test_where_news_runs_out_the_rest_is_told() -> None:
    choice = choose(seconds(60, 50), frame(900), PAUSES)
    assert choice.places == (0, 1)
    assert choice.speed == 1.0
    assert choice.short == 900 * HZ - (20_000 + 110_000 + 5 * 1200)


def test_announcements_longer_than_the_programme_are_an_error_with_both_lengths() -> None:
    with pytest.raises(PublishError) as caught:
        choose(seconds(10), frame(30, fixed_s=45), PAUSES)
    assert "30" in str(caught.value)
    assert "47" in str(caught.value)
    assert caught.value.hint is not None


def test_no_items_at_all_leave_everything_short() -> None:
    choice = choose([], frame(60), PAUSES)
    assert choice.places == ()
    assert choice.short > 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(5_000, 240_000), max_size=30), st.integers(30_000, 1_200_000))
def test_a_choice_that_says_it_fills_the_programme_does(lengths: list[int], total: int) -> None:
    items = [
        Candidate(str(n), (length, length // 2), extra=3000) for n, length in enumerate(lengths)
    ]
    whole = Frame(total, 20_000, 3, HZ)
    choice = choose(items, whole, PAUSES)
    assert list(choice.places) == sorted(set(choice.places))
    assert abs(choice.speed - 1) <= MOST_BEND + 1e-9
    for place, length in zip(choice.places, choice.lengths, strict=True):
        assert length in items[place].lengths
    content = 20_000 + sum(choice.lengths) / choice.speed + 3000 * len(choice.places)
    left = total - content - choice.short
    gaps = 3 + len(choice.places)
    if choice.short == 0 and choice.places:
        assert gaps * 600 <= left <= gaps * 2600


@given(st.integers(0, 10**7), st.integers(1, 40))
def test_pauses_share_the_time_to_the_last_sample(total: int, parts: int) -> None:
    shares = share_out(total, parts)
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1


ORDER = RunningOrder(
    title="Bản tin sáng",
    station="Đài xã",
    language="vi",
    rate_hz=44_100,
    on_air=datetime(2026, 11, 24, 5, 0, tzinfo=HANOI),
    loudness_lufs=-23.004,
    true_peak_dbtp=-3.2,
    speed=1.0,
    lines=(
        Line(1, "opening", "Lời mở đầu", "01-loi-mo-dau.mp3", 0, 441_000),
        Line(2, "item", 'Giá "cam"\nsành \\ tăng', "02-gia.mp3", 441_000, 4_410_001, "a1", "Báo X"),
        Line(3, "item", "=HYPERLINK(1)", "03-x.mp3", 4_851_001, 44_099),
    ),
)


def test_the_playlist_tells_liquidsoap_titles_and_exact_lengths() -> None:
    rows = render_m3u(ORDER, "/srv/tin").splitlines()
    assert rows[0] == "#EXTM3U"
    annotated = [row for row in rows if row.startswith("annotate:")]
    assert len(annotated) == 3
    assert annotated[1].endswith(":/srv/tin/02-gia.mp3")
    assert 'title="Giá \\"cam\\" sành \\\\ tăng"' in annotated[1]
    assert 'liq_cue_out="100.000023"' in annotated[1]
    assert 'artist="Báo X"' in annotated[1]
    assert render_plain_m3u(ORDER).splitlines()[-1] == "03-x.mp3"


def test_one_file_is_one_entry_of_the_playlist_and_many_tracks_of_the_cue_sheet() -> None:
    one = replace(ORDER, lines=tuple(replace(line, file="a.wav") for line in ORDER.lines))
    assert render_m3u(one, "/srv/tin").count("annotate:") == 1
    assert 'liq_cue_out="111.000000"' in render_m3u(one, "/srv/tin")
    sheet = render_cue(one)
    assert sheet.count("FILE ") == 1
    assert 'FILE "a.wav" WAVE' in sheet
    assert re.findall(r"INDEX 01 (\S+)", sheet) == ["00:00:00", "00:10:00", "01:50:00"]


def test_the_cue_sheet_of_many_files_begins_each_at_nought() -> None:
    sheet = render_cue(ORDER)
    assert sheet.count("FILE ") == 3
    assert re.findall(r"INDEX 01 (\S+)", sheet) == ["00:00:00"] * 3
    assert "TITLE \"Giá 'cam' sành \\ tăng\"" in sheet


def test_the_table_gives_the_clock_and_no_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(ORDER))))
    assert rows[1]["on_air"] == "2026-11-24 05:00:10"
    assert rows[1]["length_s"] == "100.000"
    assert rows[2]["title"] == "'=HYPERLINK(1)"


def test_the_json_holds_lengths_to_the_sample() -> None:
    facts = json.loads(render_json(ORDER))
    assert facts["length_samples"] == sum(part["length"] for part in facts["parts"]) == 4_895_100
    assert facts["on_air"] == "2026-11-24T05:00:00+07:00"
    assert facts["loudness_lufs"] == -23.0


def test_a_schedule_runs_ahead_of_the_air_in_vietnams_time() -> None:
    plan = plan_runs(
        ["docbao", "radio", "sáng 5%.yaml"],
        [time(0, 10), time(17, 0)],
        title="Bản tin 100%",
        folder="/home/lan/tin tuc",
        lead_minutes=20,
    )
    assert "OnCalendar=*-*-* 23:50:00 Asia/Ho_Chi_Minh" in plan.timer
    assert "OnCalendar=*-*-* 16:40:00 Asia/Ho_Chi_Minh" in plan.timer
    assert 'ExecStart=docbao radio "sáng 5%%.yaml"' in plan.service
    assert "Description=Bản tin 100%%" in plan.service
    assert "40 16 * * * cd '/home/lan/tin tuc' && docbao radio 'sáng 5\\%.yaml'" in plan.cron


def test_the_next_time_on_air_may_be_tomorrow() -> None:
    times = (time(5), time(11), time(17))
    late = datetime(2026, 11, 24, 17, 1, tzinfo=HANOI)
    assert next_of(times, late) == datetime(2026, 11, 25, 5, 0, tzinfo=HANOI)
    assert next_of(times, late - timedelta(minutes=1)) == late - timedelta(minutes=1)
