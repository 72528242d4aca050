"""What is made before it is asked for, and never instead of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pytest
from tests.session.rooms import SITE, PaperNewsroom, Room

from docbao.config import load_config
from docbao.errors import GaveWay, ItemNotFound
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.narration.commission import StudioSettings
from docbao.narration.studio import Studio
from docbao.session.recital import Recital
from docbao.session.turns import QUIET_S, Turns
from docbao.speech.patience import is_patient


class SlowStudio(Studio):
    """A studio whose voice takes its time, and says when it begins."""

    def __init__(self, settings: StudioSettings, takes_s: float) -> None:
        super().__init__(settings)
        self.takes_s = takes_s
        self.said: list[str] = []

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        self.said.append(utterance.text)
        time.sleep(self.takes_s)
        return super().speak(utterance, voice, delivery)


class SlowNewsroom(PaperNewsroom):
    @cached_property
    def studio(self) -> SlowStudio:
        studio = SlowStudio(self.studio_settings(), 0.3)
        self._opened.append(studio.close)
        return studio


def wait_for(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture
def slow(room: Room) -> SlowNewsroom:
    room.close()
    newsroom = SlowNewsroom(
        load_config(home=room.home), fetcher=room.fetcher, now=room.newsroom.now
    )
    room.open()
    return newsroom


def test_what_is_asked_for_goes_before_what_is_made_ahead(slow: SlowNewsroom) -> None:
    with slow:
        recital = Recital(slow)
        studio = slow.studio

        def prepare(*texts: str) -> threading.Thread:
            def work() -> None:
                for text in texts:
                    recital.prepare(text, "vi", "")

            thread = threading.Thread(target=work)
            thread.start()
            return thread

        ahead = prepare("Chờ một.", "Chờ hai.")
        wait_for(lambda: studio.said == ["Chờ một."])
        begun = time.monotonic()
        parts = recital.lines(["Cần ngay.", "Rồi câu này."], "vi", [])
        next(parts)
        # The one that was being made, and its own: not the one that waited as well.
        assert time.monotonic() - begun < 2 * 0.3 + 0.2
        for _ in parts:
            pass
        ahead.join()
        assert studio.said == ["Chờ một.", "Cần ngay.", "Rồi câu này.", "Chờ hai."]


def test_what_was_made_ahead_is_there_at_once_even_while_something_else_is_made(
    slow: SlowNewsroom,
) -> None:
    with slow:
        recital = Recital(slow)
        recital.prepare("Đã có sẵn.", "vi", "")
        busy = threading.Thread(target=lambda: recital.prepare("Còn đang làm.", "vi", ""))
        busy.start()
        wait_for(lambda: len(slow.studio.said) == 2)
        begun = time.monotonic()
        next(recital.lines(["Đã có sẵn."], "vi", []))
        assert time.monotonic() - begun < 0.15
        busy.join()
        assert slow.studio.said == ["Đã có sẵn.", "Còn đang làm."]


class YieldingStudio(SlowStudio):
    """A studio whose voice leaves off what is spoken patiently when told to."""

    def __init__(self, settings: StudioSettings, takes_s: float) -> None:
        super().__init__(settings, takes_s)
        self.told = threading.Event()

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        self.said.append(utterance.text)
        if is_patient() and self.told.wait(self.takes_s):
            raise GaveWay(Phrase(vi="nhường", en="left off"))
        return Studio.speak(self, utterance, voice, delivery)

    def give_way(self) -> None:
        self.told.set()


@pytest.mark.parametrize(("wanted", "gives_way"), [("Cần ngay.", True), ("Đang làm.", False)])
def test_what_is_made_ahead_gives_way_unless_it_is_what_is_wanted(
    slow: SlowNewsroom, wanted: str, gives_way: bool
) -> None:
    with slow:
        studio = YieldingStudio(slow.studio_settings(), 20.0 if gives_way else 0.3)
        slow.studio.close()
        slow.__dict__["studio"] = studio
        recital = Recital(slow)
        ahead = threading.Thread(target=lambda: recital.prepare("Đang làm.", "vi", ""))
        ahead.start()
        wait_for(lambda: studio.said == ["Đang làm."])
        begun = time.monotonic()
        next(recital.lines([wanted], "vi", []))
        assert time.monotonic() - begun < 5
        ahead.join(5)
        assert not ahead.is_alive()
        assert studio.told.is_set() == gives_way
        studio.close()


def test_between_two_sentences_asked_for_nothing_else_is_begun() -> None:
    turns = Turns()
    order: list[str] = []
    with turns.asked():
        order.append("asked")

    def ahead() -> None:
        with turns.ahead():
            order.append("ahead")

    thread = threading.Thread(target=ahead)
    thread.start()
    time.sleep(QUIET_S / 3)  # a sentence is trimmed and handed on
    with turns.asked():
        order.append("asked")
    thread.join(5)
    assert order == ["asked", "asked", "ahead"]


def ready(room: Room) -> Room:
    room.session.do("cập nhật")
    room.session.take_events()
    room.session.ahead.on = True
    return room


def clips(room: Room) -> list[Path]:
    return [p for p in (room.home / ".docbao" / "clips").rglob("*.*") if p.is_file()]


def test_the_selected_item_is_fetched_and_its_first_sentence_made_once_the_reader_rests(
    room: Room,
) -> None:
    ready(room)
    item = room.session.listing.items[0].entry
    room.session.tick()
    assert not clips(room)
    room.pass_time(0.6)
    assert clips(room)  # of the title that the feed gives
    with pytest.raises(ItemNotFound):
        room.newsroom.library.article(item.id)
    room.pass_time(1)
    room.fetcher.broken.add(f"{SITE}/a/24")  # it is here already
    article = room.newsroom.article_of(item.id)
    with_count = len(clips(room))
    next(room.session.recital.lines([article.title], article.language, []))
    assert len(clips(room)) == with_count  # made before, the very sentence
    assert not room.session.listing.items[0].read  # to be made ahead is not to be read
    assert room.session.take_events() == ()  # and nothing is said of it


def test_a_page_that_cannot_be_had_ahead_is_said_only_when_it_is_asked_for(room: Room) -> None:
    ready(room)
    room.fetcher.broken.add(f"{SITE}/a/24")
    room.pass_time(2)
    assert room.session.take_events() == ()
    room.session.do("1")
    assert "không tới được" in str(room.session.messages[-1].words)


def test_where_the_reader_rests_in_an_article_that_sentence_and_the_next_are_made(
    room: Room,
) -> None:
    ready(room)
    for line in ("1", "đoạn sau", "câu sau"):
        room.session.do(line)
    room.pass_time(1)
    made = len(clips(room))
    assert made
    pages, place = room.session.desk.pages, room.session.desk.place
    assert pages is not None
    texts = [pages.sentences[place + n].text for n in range(2)]
    for _ in room.session.recital.lines(texts, "vi", []):
        pass
    assert len(clips(room)) == made


def test_what_is_made_ahead_stays_within_the_quota(tmp_path: Path) -> None:
    room = Room(tmp_path / "home")
    room.close()
    feeds = room.home / "feeds.yaml"
    text = feeds.read_text(encoding="utf-8")
    feeds.write_text(text + "audio:\n  clip_quota_mb: 10\n", encoding="utf-8")
    room.open()
    for number in range(14):
        room.session.recital.prepare(f"Câu thứ {number}, " + "khá dài, " * 100, "vi", "thu")
    assert 1_000_000 < sum(path.stat().st_size for path in clips(room)) <= 10_000_000
    room.close()
