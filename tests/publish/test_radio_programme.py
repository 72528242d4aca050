"""Whole programmes, spoken by the tone engine, from articles in a folder."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from mutagen.id3 import ID3
from tests.audio.sounds import speechlike, tone
from tests.publish.station import open_station, samples, write_story, write_wav

from docbao.audio.levels import LevelMeter
from docbao.audio.master import measure
from docbao.config.programme import Programme, default_programme
from docbao.errors import AudioError, ItemNotFound, PublishError
from docbao.newsroom import Newsroom, open_newsroom
from docbao.radio.announcing import clock_words, date_words, fill_blanks
from docbao.radio.programme import Made, make_programme

HANOI = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 23, 21, 40, tzinfo=UTC)
ON_AIR = datetime(2026, 11, 24, 5, 0, tzinfo=HANOI)
SHORT = replace(
    default_programme("vi"),
    minutes=1.5,
    since_hours=8000,
    opening=("Bây giờ là {time}, {weekday}, ngày {date}.",),
    headlines=("Tin chính.",),
    identification=("Đài xã.",),
    closing=("Xin chào.",),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return open_station(tmp_path / "home")


@pytest.fixture
def newsroom(home: Path) -> Iterator[Newsroom]:
    with open_newsroom(home, now=lambda: NOW) as newsroom:
        assert all(edition.error is None for edition, _ in newsroom.refresh(newsroom.config.feeds))
        yield newsroom


def make(newsroom: Newsroom, programme: Programme, out: Path, *, split: bool = False) -> Made:
    return make_programme(newsroom, programme, out=out, on_air=ON_AIR, split=split)


def kinds(made: Made) -> list[str]:
    return [line.kind for line in made.order.lines]


def test_a_wav_is_as_long_and_as_loud_as_was_asked_for(newsroom: Newsroom, tmp_path: Path) -> None:
    out = tmp_path / "a.wav"
    made = make(newsroom, replace(SHORT, format="wav"), out)
    sound = samples(out)
    assert sound.size == made.order.length == 90 * 48_000
    meter = LevelMeter(48_000)
    meter.add(sound)
    assert meter.levels.integrated_lufs == pytest.approx(-23, abs=0.2)
    assert meter.levels.true_peak_dbtp <= -1
    assert made.short_s == 0
    assert made.missing == ()


def test_an_mp3_is_as_long_and_as_loud_as_was_asked_for(newsroom: Newsroom, tmp_path: Path) -> None:
    out = tmp_path / "a.mp3"
    made = make(newsroom, replace(SHORT, loudness_lufs=-18), out)
    measured = measure(out, 44_100)
    assert made.order.length == 90 * 44_100
    assert measured.length == 90 * 44_100
    assert measured.loudness_lufs == pytest.approx(-18, abs=0.2)
    assert measured.true_peak_dbtp <= -1
    tags = ID3(out)  # type: ignore[no-untyped-call]  # mutagen is typed in part
    assert str(tags["TPE1"]) == SHORT.station
    chapters = tags.getall("CHAP")  # type: ignore[no-untyped-call]  # as above
    assert len(chapters) == len(made.order.lines)


def test_headlines_come_before_the_items_and_the_station_is_named_between(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    order = kinds(make(newsroom, SHORT, tmp_path / "a.mp3"))
    assert order[:2] == ["opening", "headlines"]
    assert order[-1] == "closing"
    assert order.count("item") >= 2
    assert "item" in order[2 : order.index("identification")]
    assert "item" in order[order.index("identification") :]


def test_the_time_and_the_date_are_announced_in_words(newsroom: Newsroom) -> None:
    (line,) = fill_blanks(SHORT.opening, SHORT, ON_AIR)
    assert line == "Bây giờ là 5 giờ, thứ Ba, ngày 24/11/2026."
    assert newsroom.reading(line).spoken.startswith("Bây giờ là năm giờ, thứ Ba, ngày hai mươi tư")
    evening = ON_AIR.replace(hour=17, minute=5)
    assert clock_words(evening, "vi") == "17 giờ 5 phút"
    assert clock_words(evening, "en") == "5:05 p.m."
    assert clock_words(ON_AIR.replace(hour=12), "en") == "noon"
    assert date_words(evening, "en") == "24 November 2026"


def test_the_same_programme_has_the_same_bytes(newsroom: Newsroom, tmp_path: Path) -> None:
    for form in ("mp3", "wav"):
        programme = replace(SHORT, format=form)
        first, second = tmp_path / f"1/a.{form}", tmp_path / f"2/a.{form}"
        make(newsroom, programme, first)
        make(newsroom, programme, second)
        for path in first.parent.iterdir():
            other = (second.parent / path.name).read_bytes()
            assert path.read_bytes() == other.replace(b"/2/a.", b"/1/a."), path.name


def test_parts_in_files_of_their_own_make_up_the_whole(newsroom: Newsroom, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "07-cua-nguoi-khac.wav").write_bytes(b"a stranger's")
    made = make(newsroom, replace(SHORT, format="wav"), folder, split=True)
    files = [folder / line.file for line in made.order.lines]
    assert len(files) == len(set(files))
    assert sum(samples(path).size for path in files) == 90 * 48_000
    whole = tmp_path / "whole.wav"
    make(newsroom, replace(SHORT, format="wav"), whole)
    assert np.array_equal(np.concatenate([samples(path) for path in files]), samples(whole))
    playlist = (folder / "running-order.m3u").read_text(encoding="utf-8")
    assert [row.rpartition("/")[2] for row in playlist.splitlines() if "annotate:" in row] == [
        path.name for path in files
    ]

    # A shorter edition leaves nothing of the longer one, and a stranger's file alone.
    again = make(newsroom, replace(SHORT, format="wav", minutes=0.75), folder, split=True)
    names = {line.file for line in again.order.lines} | {"07-cua-nguoi-khac.wav"}
    assert {path.name for path in folder.glob("*.wav")} == names


def test_a_run_that_broke_off_is_finished_without_speaking_again(
    newsroom: Newsroom, home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.mp3"
    out.mkdir()  # the file cannot be put there
    with pytest.raises(AudioError):
        make(newsroom, SHORT, out)
    spoken = {path: path.stat().st_mtime_ns for path in newsroom.config.locations.clips.rglob("*")}
    assert len([path for path in spoken if path.is_file()]) > 10
    out.rmdir()
    make(newsroom, SHORT, out)
    after = {path: path.stat().st_mtime_ns for path in spoken if path.is_file()}
    assert set(after) == {p for p in newsroom.config.locations.clips.rglob("*") if p.is_file()}
    assert not list(tmp_path.glob(".*docbao-part"))
    assert home.exists()


def test_an_item_that_cannot_be_had_is_told_and_the_rest_is_aired(
    newsroom: Newsroom, home: Path, tmp_path: Path
) -> None:
    (home / "tin" / "3.txt").unlink()
    made = make(newsroom, SHORT, tmp_path / "a.mp3")
    assert [missing.label for missing in made.missing] == ["Tin thứ 3 của xã"]
    assert made.order.length == 90 * 44_100
    assert "Tin thứ 3 của xã" not in [line.title for line in made.order.lines]


def test_items_by_name_come_in_the_order_they_were_named(
    newsroom: Newsroom, home: Path, tmp_path: Path
) -> None:
    named = [str(home / "tin" / f"{number}.txt") for number in (4, 1)]
    programme = replace(SHORT, when_short="stop")
    made = make_programme(
        newsroom, programme, out=tmp_path / "a.mp3", on_air=ON_AIR, items=[*named, "không-có"]
    )
    titles = [line.title for line in made.order.lines if line.kind == "item"]
    assert titles == ["Tin thứ 4 của xã", "Tin thứ 1 của xã"]
    assert [missing.label for missing in made.missing] == ["không-có"]


def test_a_programme_shorter_than_its_announcements_says_so(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    long = replace(SHORT, minutes=0.5, opening=("Kính chào quý vị và các bạn. " * 30,))
    with pytest.raises(PublishError) as caught:
        make(newsroom, long, tmp_path / "a.mp3")
    assert "30 giây" in str(caught.value)
    assert not list(tmp_path.glob("*.mp3"))


def test_no_news_at_all_is_an_error_with_a_way_out(home: Path, tmp_path: Path) -> None:
    with open_newsroom(home, now=lambda: NOW) as newsroom:  # its feed was never asked
        with pytest.raises(PublishError) as caught:
            make(newsroom, SHORT, tmp_path / "a.mp3")
        assert "docbao refresh" in str(caught.value.hint)
        with pytest.raises(ItemNotFound):
            make(newsroom, replace(SHORT, feeds=("khong-co",)), tmp_path / "a.mp3")


def test_a_jingle_of_another_rate_in_stereo_and_a_bed_are_laid_in(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    jingle = write_wav(tmp_path / "j.wav", tone(660, -3, 2, 22_050), 22_050, 2)
    bed = write_wav(tmp_path / "b.wav", speechlike(5, 32_000), 32_000, 1)
    out = tmp_path / "a.wav"
    made = make(newsroom, replace(SHORT, format="wav", jingle=jingle, bed=bed), out)
    assert kinds(made)[0] == "jingle"
    assert made.airing.levels.integrated_lufs == pytest.approx(-23, abs=0.2)
    sound = samples(out)
    assert sound.size == 90 * 48_000
    opening = made.order.lines[1]
    lead = sound[opening.start + 48_000 : opening.start + 2 * 48_000]
    assert np.abs(lead).max() > 20  # the bed is heard before the voice
    first_item = next(line for line in made.order.lines if line.kind == "item")
    end = first_item.start + first_item.length
    assert not sound[end - 9_600 : end].any()  # and not under the items


@pytest.mark.parametrize("name", ["empty.wav", "words.wav", "words.mp3", "missing.wav"])
def test_a_jingle_that_is_no_sound_is_named_before_anything_is_spoken(
    newsroom: Newsroom, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    if not name.startswith("missing"):
        path.write_bytes(b"" if name.startswith("empty") else b"not a sound at all " * 50)
    with pytest.raises(AudioError) as caught:
        make(newsroom, replace(SHORT, jingle=str(path)), tmp_path / "a.mp3")
    assert name in str(caught.value)
    assert not (tmp_path / "a.mp3").exists()


def test_where_news_runs_out_bed_silence_or_an_early_end_follow(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    bed = write_wav(tmp_path / "b.wav", speechlike(5, 32_000), 32_000, 1)
    long = replace(SHORT, minutes=4, format="wav")
    out = tmp_path / "a.wav"
    stopped = make(newsroom, long, out)  # no bed: ends early
    assert stopped.short_s > 30
    assert samples(out).size == stopped.order.length < 240 * 48_000
    silent = make(newsroom, replace(long, when_short="silence"), out)
    assert silent.short_s > 30
    assert samples(out).size == 240 * 48_000
    assert not samples(out)[-48_000:].any()
    make(newsroom, replace(long, bed=bed), out)
    assert samples(out).size == 240 * 48_000
    assert np.abs(samples(out)[-5 * 48_000 : -3 * 48_000]).max() > 20


def test_a_long_story_ends_after_a_paragraph_where_nothing_else_fits(
    newsroom: Newsroom, home: Path, tmp_path: Path
) -> None:
    write_story(home, 7, 16)
    out = tmp_path / "a.wav"

    def aired(read: Literal["fit", "full"]) -> Made:
        programme = replace(SHORT, format="wav", minutes=1, read=read, when_short="stop")
        return make_programme(
            newsroom, programme, out=out, on_air=ON_AIR, items=[str(home / "tin" / "7.txt")]
        )

    made = aired("fit")
    assert (made.order.length, made.short_s) == (60 * 48_000, 0)
    assert abs(made.order.speed - 1) <= 0.03
    with pytest.raises(PublishError) as caught:
        aired("full")
    assert "read: lead" in str(caught.value.hint)


def test_an_english_programme_is_announced_in_english(newsroom: Newsroom, tmp_path: Path) -> None:
    programme = replace(default_programme("en"), minutes=1.5, since_hours=8000)
    made = make(newsroom, programme, tmp_path / "a.mp3")
    assert made.order.lines[0].title == "Opening"
    assert made.order.length == 90 * 44_100


def test_ffmpegs_meter_agrees(newsroom: Newsroom, tmp_path: Path) -> None:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    out = tmp_path / "a.mp3"
    make(newsroom, SHORT, out)
    told = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-i", out, "-af", "ebur128=peak=true",
         "-f", "null", "-"],
        capture_output=True, text=True, timeout=60, check=True,
    ).stderr.rpartition("Summary:")[2]  # fmt: skip
    facts = dict(
        row.split(":") for row in told.splitlines() if row.strip().endswith(("LUFS", "dBFS"))
    )
    told_lufs, told_peak = (
        float(next(v for k, v in facts.items() if k.strip() == key).split()[0])
        for key in ("I", "Peak")
    )
    assert told_lufs == pytest.approx(-23, abs=0.2)
    assert told_peak <= -1
