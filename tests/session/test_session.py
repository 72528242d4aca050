from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.session.rooms import MORNING, SITE, Room

from docbao.audio.deck import Status
from docbao.audio.playback import ClockedPlayer, Player, no_player
from docbao.errors import AudioError, SpeechError
from docbao.i18n import Phrase
from docbao.model import Article, Block, Bulletin, Entry, Feed
from docbao.session.events import (
    Closing,
    CopyAsked,
    Event,
    Failed,
    Moved,
    Opened,
    PlayingChanged,
    Said,
    WordHeard,
)
from docbao.session.jobs import Threads
from docbao.session.loudspeaker import Loudspeaker
from docbao.session.session import Session


def words(events: Iterable[Event]) -> str:
    return "\n".join(
        str(event.words) if isinstance(event, Said) else str(event.error.message)
        for event in events
        if isinstance(event, Said | Failed)
    )


def said(room: Room, *lines: str) -> str:
    for line in lines:
        room.session.take_events()
        room.session.do(line)
    return words(room.session.take_events())


def article_of(*paragraphs: str, title: str = "Bài thử") -> Article:
    blocks = tuple(Block("paragraph", text) for text in paragraphs)
    return Article("00000000000000aa", "", f"{SITE}/x", title, "", blocks)


def _pull_out(room: Room) -> None:
    """The loudspeaker is gone; what is opened next is as `room.player` says."""

    def die() -> Status:
        raise OSError(5, "device lost")

    room.player.status = die  # type: ignore[method-assign]  # a device that is pulled out


def test_a_player_that_dies_is_opened_anew_and_reading_goes_on_from_the_same_place(
    full: Room,
) -> None:
    said(full, "1", "đọc")
    full.pass_time(11)
    session = full.session
    place, time_ms = session.desk.place, session.desk.time_ms
    assert place > 0
    session.take_events()
    _pull_out(full)
    full.player = ClockedPlayer(full.clock)  # what there is to open next
    session.tick()
    assert words(session.take_events()) == "Bộ phát clock dừng giữa chừng, đã mở lại và đọc tiếp."
    assert session.listening.state == "playing"
    assert (session.desk.place, session.desk.time_ms) == (place, time_ms)
    full.pass_time(1)
    assert time_ms < session.desk.time_ms < time_ms + 1500 or session.desk.place == place + 1
    assert "Tạm dừng" in said(full, "dừng")


def test_players_that_die_again_and_again_become_words_and_the_place_is_kept(full: Room) -> None:
    said(full, "1", "đọc")
    full.pass_time(11)
    place = full.session.desk.place
    _pull_out(full)
    full.pass_time(0.5)
    events = full.session.take_events()
    assert PlayingChanged("stopped", "failed") in events
    assert "dừng giữa chừng" in words(events)
    assert full.session.listening.state == "stopped"
    assert full.session.desk.place == place > 0
    full.player = ClockedPlayer(full.clock)  # a new loudspeaker
    assert "Đang đọc" in said(full, "đọc")


def test_a_player_that_dies_while_paused_is_missed_when_reading_goes_on(full: Room) -> None:
    said(full, "1", "đọc")
    full.pass_time(11)
    said(full, "dừng")
    place = full.session.desk.place

    def die() -> None:
        raise BrokenPipeError

    full.player.resume = die  # type: ignore[method-assign]  # as above
    full.player = ClockedPlayer(full.clock)
    assert "Đang đọc" in said(full, "tiếp")
    full.pass_time(0.5)
    assert full.session.listening.state == "playing"
    assert full.session.desk.place == place


def test_headlines_go_on_with_the_one_that_broke_off(full: Room) -> None:
    said(full, "điểm tin 5")
    full.pass_time(9)
    at = full.session.listening.headlines[full.session.listening.headline].number
    assert at > 1
    _pull_out(full)
    full.player = ClockedPlayer(full.clock)
    full.pass_time(0.3)
    assert full.session.listing.items[full.session.listing.selected].number == at
    full.pass_time(120)
    assert full.session.listening.state == "stopped"
    assert full.session.listing.selected == 4


def test_when_no_player_is_left_it_says_that_only_files_can_be_made(full: Room) -> None:
    said(full, "1", "đọc")
    full.pass_time(1)
    _pull_out(full)

    def none() -> Player:
        raise no_player()

    full.session.listening.speaker = Loudspeaker(none, full.clock)
    full.session.listening.speaker.lose(OSError())
    said(full, "thôi")
    assert "chỉ lưu được tệp" in said(full, "đọc")
    assert full.session.listening.state == "stopped"


def test_without_a_loudspeaker_everything_else_still_works(tmp_path: Path) -> None:
    room = Room(tmp_path / "home")

    def none() -> ClockedPlayer:
        raise no_player()

    room.session.close()
    session = Session(room.newsroom, open_player=none, clock=room.clock, jobs=room.jobs)
    for line in ("cập nhật", "1", "đọc"):
        session.do(line)
    events = session.take_events()
    assert "chỉ lưu được tệp" in words(events)
    assert session.listening.state == "stopped"
    session.do("đoạn sau")
    assert session.desk.place == 1
    room.session = session
    room.close()


def test_an_article_of_no_words_is_said_to_have_none(full: Room) -> None:
    session = full.session
    session.lay_open(article_of("…", "***", title="—"))
    for line in ("đọc", "câu sau", "đoạn sau", "lặp lại", "đánh vần", "đầu bài", "ở đâu", "chép"):
        session.do(line)
    assert "không có chữ" in words(session.take_events())
    assert session.listening.state == "stopped"


def test_an_empty_article_in_the_queue_is_passed_over(full: Room) -> None:
    session = full.session
    said(full, "2", "danh sách")
    session.listening.set_queue((session.listing.items[1],))
    session.lay_open(article_of("…", title="…"), read_aloud=True)
    assert session.listening.state == "playing"
    assert session.desk.article is not None
    assert session.desk.article.id == session.listing.items[1].entry.id


def test_an_article_of_a_megabyte_opens_reads_and_resumes(full: Room) -> None:
    long = [f"Đoạn {n}: bà con phấn khởi vì đường sá đi lại thuận tiện hơn." for n in range(16_000)]
    article = article_of(*long)
    full.session.lay_open(article)
    assert full.session.go(15_000, "sentence")
    full.session.do("đọc")
    full.pass_time(2)
    assert full.session.desk.place == 15_000
    full.session.do("thôi")
    full.session.lay_open(article_of("Khác."))
    full.session.lay_open(article)
    assert full.session.desk.place == 15_000


def test_a_feed_of_ten_thousand_items_is_listed_page_by_page(room: Room) -> None:
    feed = Feed("thu", "Báo Thử", f"{SITE}/rss")
    entries = tuple(
        Entry("thu", f"{n:016x}", f"{SITE}/a/{n}", f"Tin {n}", published=MORNING)
        for n in range(10_000)
    )
    room.newsroom.library.add_bulletin(Bulletin(feed, MORNING, entries))
    listing = room.session.listing
    listing.feeds_changed()
    assert listing.total == 10_000
    assert len(listing.items) < 500
    assert "danh sách không có tin số 10001" in said(room, "10001")
    assert listing.select(9_999)
    assert listing.items[9_999].number == 10_000


def test_markup_and_escapes_in_titles_stay_letters(room: Room) -> None:
    feed = Feed("thu", "Báo Thử", f"{SITE}/rss")
    entry = Entry("thu", "00000000000000bb", f"{SITE}/a/1", "[bold red]Giá[/] {vàng} %s \\[x]")
    room.newsroom.library.add_bulletin(Bulletin(feed, MORNING, (entry,)))
    room.session.listing.feeds_changed()
    answer = said(room, "thêm vào hàng 1", "hàng chờ")
    assert "[bold red]Giá[/] {vàng} %s \\[x]" in answer


def test_a_damaged_settings_file_counts_as_none_and_wild_values_are_tamed(tmp_path: Path) -> None:
    room = Room(tmp_path / "home")
    room.close()
    file = tmp_path / "home" / ".docbao" / "reader.json"
    for text in ("{", "[]", '{"speed": "fast", "width": 1e9, "theme": "pink", "text_size": 30}'):
        file.write_text(text, encoding="utf-8")
        room.open()
        style = room.session.style
        assert style.speed == 1.0
        assert style.theme == "dark"
        assert style.text_size in (1, 10)
        assert style.width in (70, 100)
        room.close()


def test_only_what_was_changed_is_kept_so_that_the_file_rules_the_rest(tmp_path: Path) -> None:
    room = Room(tmp_path / "home")
    room.session.do("tốc độ 2")
    room.close()
    feeds = tmp_path / "home" / "feeds.yaml"
    feeds.write_text(
        feeds.read_text(encoding="utf-8") + "reader:\n  speed: 3\n  width: 50\n", encoding="utf-8"
    )
    room.open()
    assert room.session.style.speed == 2.0
    assert room.session.style.width == 50
    room.close()


def test_a_paused_voice_that_is_moved_by_hand_goes_on_from_there(full: Room) -> None:
    said(full, "1", "đọc")
    full.pass_time(3)
    said(full, "dừng", "đoạn sau", "đoạn sau", "tiếp")
    full.pass_time(0.5)
    assert full.session.desk.place == 2
    assert full.session.listening.state == "playing"


def test_after_a_word_is_spelled_the_voice_waits_where_it_was(full: Room) -> None:
    said(full, "1", "đoạn sau", "đọc")
    full.pass_time(2)
    assert "Tóm: tê hoa, o, dấu sắc, em mờ" in said(full, "đánh vần")
    full.pass_time(6)
    assert full.session.listening.state == "paused"
    assert full.session.desk.place == 1
    assert "tắt: tê, á, dấu sắc, tê" in said(full, "đánh vần")
    said(full, "tiếp")
    full.pass_time(1)
    assert full.session.listening.what == "article"
    assert full.session.desk.time_ms > 2500


def test_moving_while_the_voice_reads_takes_the_voice_along(full: Room) -> None:
    said(full, "1", "đọc")
    full.pass_time(1)
    said(full, "đoạn sau")
    full.pass_time(1)
    assert full.session.desk.place == 1
    assert full.session.listening.state == "playing"


def test_reading_goes_on_within_the_sentence(full: Room) -> None:
    said(full, "1", "đoạn sau", "đọc")
    full.pass_time(3)
    said(full, "thôi")
    stopped_ms = full.session.desk.time_ms
    assert 2500 < stopped_ms < 3200
    full.close()
    full.open()
    said(full, "1", "đọc")
    full.pass_time(1)
    assert full.session.desk.place == 1
    assert stopped_ms + 500 < full.session.desk.time_ms < stopped_ms + 1500


def test_the_word_heard_is_a_word_of_the_sentence(full: Room) -> None:
    full.session.lay_open(article_of("Hôm nay trời nắng đẹp.", title="Thời tiết"))
    said(full, "đoạn sau", "đọc")
    full.pass_time(1)
    heard = [event for event in full.session.take_events() if isinstance(event, WordHeard)]
    text = "Hôm nay trời nắng đẹp."
    assert [text[event.start : event.end] for event in heard][:3] == ["Hôm", "nay", "trời"]


def test_speed_counts_at_once(full: Room) -> None:
    said(full, "1", "đọc", "tốc độ 4")
    full.pass_time(4)
    assert full.session.desk.place >= 1


def test_an_article_heard_to_its_end_begins_anew(full: Room) -> None:
    full.session.lay_open(article_of("Ngắn."))
    said(full, "đọc")
    full.pass_time(10)
    assert full.session.listening.state == "stopped"
    assert full.session.desk.place == 0
    assert full.newsroom.library.position("00000000000000aa") is None


def test_the_article_asked_for_last_is_the_one_that_opens(tmp_path: Path) -> None:
    later: list[object] = []

    class Later:
        def start(self, lane: str, work: object) -> None:  # noqa: ARG002 - the protocol's
            later.append(work)

        def close(self) -> None:
            pass

    room = Room(tmp_path / "home")
    room.session.do("cập nhật")
    room.close()
    room.jobs = Later()
    room.open()
    room.session.do("1")
    room.session.do("2")
    assert room.session.is_busy
    for work in later:
        work()  # type: ignore[operator]  # as above
    opened = [event for event in room.session.take_events() if isinstance(event, Opened)]
    assert [event.article.title[-2:] for event in opened] == ["23"]
    assert not room.session.is_busy
    room.close()


def test_work_beside_the_session_reports_failures_and_bugs_in_words(full: Room) -> None:
    session = full.session

    def fail() -> None:
        raise SpeechError(Phrase("giọng hỏng", "broken"))

    def slip() -> None:
        raise ZeroDivisionError

    session.beside("x", fail, lambda _: None)
    session.beside("x", slip, lambda _: None)
    assert "giọng hỏng" in (heard := words(session.take_events()))
    assert "ZeroDivisionError" in heard
    assert session.wait(0.1)


def test_threads_do_the_work_of_one_lane_in_order_and_wake_the_face(tmp_path: Path) -> None:
    room = Room(tmp_path / "home", jobs=Threads())
    woken = threading.Event()
    done: list[int] = []
    with room.session.lock:
        for number in range(5):
            room.session.beside("x", lambda n=number: done.append(n), lambda _: None)  # type: ignore[misc]  # bound now
        room.session.wake = woken.set
        assert room.session.is_busy
    assert room.session.wait(5)
    assert done == [0, 1, 2, 3, 4]
    assert woken.wait(5)
    room.close()


def test_an_mp3_is_made_beside_and_told_when_done(full: Room) -> None:
    answer = said(full, "1", "mp3")
    assert "Đang tạo 1 tệp MP3" in answer
    assert "MP3 1 trên 1 xong" in answer
    assert len(list((full.home / "audio").rglob("*.mp3"))) == 1
    assert full.session.listing.items[0].has_recording
    assert full.session.recording == 0


def test_text_is_copied_and_saved(full: Room) -> None:
    said(full, "1", "đoạn sau", "chép câu")
    full.session.do("chép câu")
    full.session.do("chép địa chỉ")
    full.session.do("chép")
    copied = [e.text for e in full.session.take_events() if isinstance(e, CopyAsked)]
    assert copied[0].startswith("Tóm tắt của bản tin số 24")
    assert copied[1] == f"{SITE}/a/24"
    assert copied[2].count("\n\n") == 7
    assert "Đã lưu" in said(full, "lưu chữ bai.txt")
    assert (full.home / "bai.txt").read_text(encoding="utf-8") == copied[2]
    assert "đã có tệp ấy" in said(full, "lưu chữ bai.txt")


def test_a_voice_is_chosen_by_number_and_kept(full: Room) -> None:
    assert "1. tone vi" in said(full, "giọng")
    assert "Giọng tone vi" in said(full, "giọng 1")
    assert "không có giọng" in said(full, "giọng xyz")
    full.close()
    full.open()
    assert full.session.style.voice == "vi"


def test_an_unread_search_is_numbered_from_one(full: Room) -> None:
    said(full, "tìm đội bóng", "1", "trở về", "chưa đọc")
    assert [item.number for item in full.session.listing.items] == [1, 2, 3, 4]


def test_quitting_is_an_event(full: Room) -> None:
    full.session.do("thoát")
    assert Closing() in full.session.take_events()
    assert full.session.closing


def test_failures_of_the_library_become_words(full: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    (full.home / ".docbao" / "reader.json").unlink(missing_ok=True)
    (full.home / ".docbao" / "reader.json").mkdir()
    assert "không lưu được lựa chọn" in said(full, "tốc độ 2")
    assert full.session.style.speed == 2.0  # in force all the same


def test_moved_events_tell_hand_from_voice(full: Room) -> None:
    said(full, "1")
    full.session.do("đoạn sau")
    by_hand = [e for e in full.session.take_events() if isinstance(e, Moved)]
    assert by_hand == [Moved(1, by_voice=False, step="paragraph")]
    assert replace(by_hand[0], by_voice=True) != by_hand[0]


def test_no_player_is_an_audio_error() -> None:
    assert isinstance(no_player(), AudioError)
