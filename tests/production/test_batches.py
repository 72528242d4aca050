"""The nightly job: in time, one run at a time, telling what it did and what it will cost."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from docbao.almanac import VIETNAM
from docbao.cli.batching import Batch
from docbao.cli.console import Console
from docbao.cli.spans import length_words, next_clock, size_words
from docbao.errors import AudioError, LibraryBusy, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.narration.studio import open_studio
from docbao.newsroom import Newsroom, open_newsroom
from docbao.production.costing import USUAL_CHARS, Item, Ledger, chars_of, estimate
from docbao.production.line import Manner, Wish, foresee, produce
from docbao.production.shift import Handover, Shift
from docbao.production.tidying import swept
from docbao.speech.tone import ToneEngine

NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
SENTENCES = 4
"""Spoken for each article: its title and three paragraphs."""


class Clock:
    """Tells the time it was set to."""

    def __init__(self) -> None:
        self.time = NIGHT

    def __call__(self) -> datetime:
        return self.time

    def pass_s(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class SlowTone(ToneEngine):
    """Takes a minute of the clock for a sentence, and cannot say everything."""

    capabilities = replace(ToneEngine.capabilities, parallel=1)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.spoken = 0

    def synthesize(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        self._clock.pass_s(60)
        self.spoken += 1
        if "im lặng" in utterance.text:
            raise SpeechError(Phrase("không đọc được", "cannot say it"))
        return super().synthesize(utterance, voice, delivery)


def write_feed(home: Path, name: str, titles: list[str]) -> None:
    (home / name).mkdir(parents=True)
    for number, title in enumerate(titles):
        body = "\n\n".join(f"Câu thứ {n} của {title}, bà con nghe." for n in range(SENTENCES - 1))
        (home / name / f"{number}.txt").write_text(f"{title}\n\n{body}\n", encoding="utf-8")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(clock: Clock) -> SlowTone:
    return SlowTone(clock)


@pytest.fixture
def newsroom(tmp_path: Path, clock: Clock, engine: SlowTone) -> Iterator[Newsroom]:
    write_feed(tmp_path, "gap", ["Tin gấp một", "Tin gấp hai"])
    write_feed(tmp_path, "thuong", ["Tin thường một", "Tin thường hai"])
    feeds = "".join(
        f"  - {{name: {name}, title: {name}, kind: files, url: {name}}}\n"
        for name in ("gap", "thuong")
    )
    (tmp_path / "feeds.yaml").write_text(
        f"speech:\n  engine: tone\n  fallback: false\nfeeds:\n{feeds}", encoding="utf-8"
    )
    open_studio.cache_clear()
    with open_newsroom(tmp_path, now=clock) as room:
        assert all(edition.error is None for edition, _ in room.refresh(room.config.feeds))
        room.studio._engines["tone"] = engine
        yield room
    open_studio.cache_clear()


def run(newsroom: Newsroom, manner: Manner) -> tuple[int, dict[str, Any], str]:
    """A batch of all feeds: its exit code, its summary, and what it said in words."""
    out, err = io.StringIO(), io.StringIO()
    console = Console(as_json=True, out=out, err=err)
    batch = Batch(console, newsroom, newsroom.config.feeds, manner)
    with batch.shift(wait=False):
        code = batch.make(list(batch.wishes(True, None)), None)
    summary = json.loads(out.getvalue().splitlines()[-1])["summary"]
    assert summary["exit_code"] == code
    return code, summary, err.getvalue()


def feeds_made(newsroom: Newsroom) -> list[str]:
    made = newsroom.library.recordings()
    return sorted(newsroom.library.article(recording.article).feed for recording in made)


def test_a_night_without_a_deadline_makes_all_and_a_second_nothing(
    newsroom: Newsroom, engine: SlowTone
) -> None:
    code, summary, words = run(newsroom, Manner())
    assert (code, summary["made"], summary["there"], summary["left"]) == (0, 4, 0, [])
    assert summary["voices"] == {"tone vi": 4}
    assert summary["took_s"] == 4 * SENTENCES * 60
    total_ms = sum(recording.duration_ms for recording in newsroom.library.recordings())
    assert summary["sound_s"] == pytest.approx(total_ms / 1000)
    assert "4 bài mới" in words
    code, summary, _ = run(newsroom, Manner())
    assert (code, summary["made"], summary["there"]) == (0, 0, 4)
    assert engine.spoken == 4 * SENTENCES


def test_a_deadline_is_kept_to_the_sentence_and_what_is_left_is_first_next_time(
    newsroom: Newsroom, clock: Clock, engine: SlowTone
) -> None:
    # The second article is begun, since nothing is known of the voice yet, and given up in time.
    deadline = NIGHT + timedelta(minutes=SENTENCES + 2)
    code, summary, words = run(newsroom, Manner(deadline=deadline))
    assert clock() <= deadline
    assert (code, summary["made"], len(summary["left"])) == (3, 1, 3)
    assert feeds_made(newsroom) == ["gap"]
    assert "lượt sau làm trước" in words
    assert not list(newsroom.config.locations.audio.rglob(".*docbao-part"))
    left = Handover(newsroom.config.locations.state).entries()
    assert len(left) == 3
    first = newsroom.library.newest(left[0])
    assert first is not None
    assert first.entry.feed == "gap"

    # The sentences spoken in vain the first time are not spoken again.
    spoken = engine.spoken
    code, summary, _ = run(newsroom, Manner())
    assert (code, summary["made"], summary["there"]) == (0, 3, 1)
    assert engine.spoken == 4 * SENTENCES
    assert spoken == SENTENCES + 2
    assert Handover(newsroom.config.locations.state).entries() == ()


def test_what_cannot_be_ready_in_time_is_not_begun_once_the_voice_is_known(
    newsroom: Newsroom, clock: Clock, engine: SlowTone
) -> None:
    list(produce(newsroom, [wish_of(newsroom, "thuong")], Manner()))
    assert engine.spoken == SENTENCES
    deadline = clock() + timedelta(minutes=SENTENCES + 2)
    _, summary, _ = run(newsroom, Manner(deadline=deadline))
    assert summary["made"] == 1
    assert engine.spoken == 2 * SENTENCES  # not a sentence of a second one
    assert clock() <= deadline
    assert feeds_made(newsroom) == ["gap", "thuong"]  # the most important feed had its turn


def test_what_other_feeds_have_left_waits_for_a_run_of_theirs(newsroom: Newsroom) -> None:
    run(newsroom, Manner(deadline=NIGHT))
    handover = Handover(newsroom.config.locations.state)
    assert len(handover.entries()) == 4
    only = [feed for feed in newsroom.config.feeds if feed.name == "thuong"]
    console = Console(quiet=True, out=io.StringIO(), err=io.StringIO())
    batch = Batch(console, newsroom, tuple(only), Manner())
    assert batch.make(list(batch.wishes(True, None)), None) == 0
    listed = [newsroom.library.newest(id_) for id_ in handover.entries()]
    assert [item.entry.feed for item in listed if item] == ["gap", "gap"]


def wish_of(newsroom: Newsroom, feed: str) -> Wish:
    (item, *_) = newsroom.library.entries(feed=feed)
    return Wish(item.entry.title, entry_id=item.entry.id)


def test_one_that_fails_is_told_with_its_reason_and_the_code_is_three(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    (tmp_path / "gap" / "9.txt").write_text("Tin im lặng\n\nMột câu.\n", encoding="utf-8")
    list(newsroom.refresh(newsroom.config.feeds))
    code, summary, words = run(newsroom, Manner(engine="tone"))
    assert (code, summary["made"]) == (3, 4)
    (failed,) = summary["failed"]
    assert failed["title"] == "Tin im lặng"
    assert "không đọc được" in failed["error"]
    assert "Tin im lặng: không đọc được" in words


def test_a_second_run_waits_and_says_for_whom(tmp_path: Path, clock: Clock) -> None:
    told: list[str] = []
    first = Shift(tmp_path, clock)
    first.__enter__()
    first.note(7, 90)
    slept = 0.0

    def sleep(seconds: float) -> None:
        nonlocal slept
        slept += seconds
        clock.pass_s(seconds)
        if slept >= 90:
            first.__exit__()

    with Shift(tmp_path, clock, tell=lambda words: told.append(str(words)), sleep=sleep):
        pass
    assert slept == 90
    assert len(told) == 2  # at once, and after a minute: a screen reader reads each
    assert "đã xong 7/90 bài" in told[0]
    assert "từ 03:00" in told[0]


def test_a_second_run_can_leave_at_once_and_never_waits_past_its_deadline(
    tmp_path: Path, clock: Clock
) -> None:
    with Shift(tmp_path, clock):
        with pytest.raises(LibraryBusy) as caught, Shift(tmp_path, clock, wait=False):
            pass
        assert "từ 03:00" in str(caught.value)
        until = NIGHT + timedelta(minutes=5)
        with (
            pytest.raises(LibraryBusy),
            Shift(tmp_path, clock, until=until, sleep=clock.pass_s),
        ):
            pass
        assert until <= clock() <= until + timedelta(seconds=2)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_dead_run_stands_in_nobodys_way(tmp_path: Path, newsroom: Newsroom) -> None:
    code = (
        "import os, signal, sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from docbao.production.shift import Shift\n"
        "Shift(Path(sys.argv[1]), lambda: datetime.now(UTC)).__enter__().note(1, 2)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    state = newsroom.config.locations.state
    done = subprocess.run([sys.executable, "-c", code, str(state)], timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert (state / "locks" / "batch.json").exists()
    with Shift(state, newsroom.now, wait=False):
        pass
    assert tmp_path.exists()


def test_drafts_are_swept_only_while_nobody_writes(newsroom: Newsroom) -> None:
    audio = newsroom.config.locations.audio
    audio.mkdir()
    draft = audio / ".abc.docbao-part"
    with swept(newsroom):
        draft.write_bytes(b"being written")
        with swept(newsroom):
            pass
        with swept(newsroom):  # the one before has gone, the first still writes
            assert draft.exists()
    with swept(newsroom):
        assert not draft.exists()
    assert not list((newsroom.config.locations.state / "locks").glob("writing-*"))


def test_an_estimate_goes_by_what_is_usual_then_by_what_was_measured(
    newsroom: Newsroom, clock: Clock, engine: SlowTone
) -> None:
    wishes = [Wish(i.entry.title, entry_id=i.entry.id) for i in newsroom.library.entries()]
    before = foresee(newsroom, wishes, Manner())
    assert (before.articles, before.there, before.measured) == (4, 0, False)
    assert before.unseen == 4
    assert before.sound_s == pytest.approx(4 * USUAL_CHARS / 15)
    assert engine.spoken == 0

    list(produce(newsroom, wishes[:1], Manner()))
    began = clock()
    after = foresee(newsroom, wishes, Manner(jobs=2))
    assert (after.articles, after.there, after.measured) == (3, 1, True)
    made = list(produce(newsroom, wishes, Manner()))
    took_s = (clock() - began).total_seconds()
    sound_s = sum(item.recording.duration_ms for item in made[-3:] if item.recording) / 1000
    assert after.sound_s == pytest.approx(sound_s, rel=0.25)
    assert after.work_s == pytest.approx(took_s, rel=0.25)
    assert after.wall_s == pytest.approx(after.work_s / 2)
    assert after.size_bytes == pytest.approx(after.sound_s * 8000)


def test_rates_are_kept_by_voice_forgotten_slowly_and_a_damaged_file_is_none(
    tmp_path: Path,
) -> None:
    mai, lan = Voice("kokoro", "mai", "vi"), Voice("kokoro", "lan", "vi")
    ledger = Ledger(tmp_path)
    assert not ledger.cost(mai, 1500).measured
    ledger.note(mai, chars=1500, sound_ms=100_000, work_ms=40_000)
    ledger.save()
    cost = Ledger(tmp_path).cost(mai, 3000)
    assert (cost.sound_ms, cost.work_ms, cost.measured) == (200_000, 80_000, True)
    assert Ledger(tmp_path).cost(lan, 3000) == cost  # one engine's voices are alike
    for _ in range(3000):  # a faster machine
        ledger.note(mai, chars=1500, sound_ms=100_000, work_ms=10_000)
    assert ledger.cost(mai, 1500).work_ms == pytest.approx(10_000, rel=0.01)
    for damage in ("", "{", "[]", '{"kokoro/mai": 3}', '{"kokoro/mai": {"chars": -1}}'):
        (tmp_path / "rates.json").write_text(damage, encoding="utf-8")
        assert not Ledger(tmp_path).cost(mai, 1500).measured


def test_an_estimate_of_nothing_is_nothing(tmp_path: Path) -> None:
    cost = estimate([], Ledger(tmp_path), jobs=2, bitrate_kbps=64)
    assert (cost.articles, cost.sound_s, cost.wall_s) == (0, 0, 0)
    voice = Voice("tone", "vi", "vi")
    there = estimate([Item("a", 90, voice, there=True)], Ledger(tmp_path), jobs=1, bitrate_kbps=64)
    assert (there.articles, there.there, there.size_bytes) == (0, 1, 0)


def test_what_is_handed_on_survives_damage(tmp_path: Path) -> None:
    handover = Handover(tmp_path)
    handover.leave(["b", "a", "b"])
    assert handover.entries() == ("b", "a")
    (tmp_path / "unmade.json").write_text('{"entries": 5', encoding="utf-8")
    assert handover.entries() == ()
    handover.leave([])
    assert not (tmp_path / "unmade.json").exists()


def test_half_past_four_is_the_next_one() -> None:
    evening = datetime(2026, 11, 23, 22, 0, tzinfo=VIETNAM)
    clock = time(4, 30)
    assert next_clock(clock, evening) == datetime(2026, 11, 24, 4, 30, tzinfo=VIETNAM)
    assert next_clock(clock, evening + timedelta(hours=5)).day == 24
    assert next_clock(clock, evening + timedelta(hours=6.5)).day == 25


def test_lengths_and_sizes_are_told_as_people_say_them() -> None:
    assert [str(length_words(s)) for s in (0, 59.6, 61, 3_660)] == [
        "0 giây", "1 phút 0 giây", "1 phút 1 giây", "1 giờ 1 phút",
    ]  # fmt: skip
    assert [size_words(n) for n in (0, 999, 1440, 14_400_000, 144e9, 2e12)] == [
        "0 B", "999 B", "1.4 kB", "14 MB", "144 GB", "2.0 TB",
    ]  # fmt: skip


def test_an_unknown_preset_is_told_before_anything_is_made(newsroom: Newsroom) -> None:
    with pytest.raises(AudioError):
        list(produce(newsroom, [wish_of(newsroom, "gap")], Manner(preset="to")))
    assert chars_of(newsroom.article_of(wish_of(newsroom, "gap").entry_id)) > 30
