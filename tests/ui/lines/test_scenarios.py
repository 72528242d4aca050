from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.session.rooms import Room
from tests.ui.errands import ERRANDS
from tests.ui.scenarios import SCENARIOS, Scenario

from docbao.i18n import Phrase
from docbao.ui.lines.face import LineFace


class LineDriver:
    """A person at the line mode."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._open()

    def _open(self) -> None:
        self.out = io.StringIO()
        self.face = LineFace(self.room.session, self.out, copy=lambda _: True)
        self.face.greet(Phrase("thử", "of a test"))

    def do(self, line: str) -> str:
        before = self.out.tell()
        self.face.answer(line)
        return self._since(before)

    def listen(self, seconds: float) -> str:
        before = self.out.tell()
        for _ in range(round(seconds * 10)):
            self.room.clock.now_s += 0.1
            self.face.pulse()
        return self._since(before)

    def again(self) -> None:
        self.room.close()
        self.room.open()
        self._open()

    def crash(self) -> None:
        self.room.crash()
        self.room.open()
        self._open()

    def _since(self, place: int) -> str:
        shown = self.out.getvalue()[place:]
        assert "\x1b" not in shown
        assert "\r" not in shown
        return shown


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[LineDriver]:
    room = Room(tmp_path / "home")
    driver = LineDriver(room)
    yield driver
    driver.room.close()


@pytest.mark.parametrize("scenario", [*SCENARIOS, *ERRANDS], ids=lambda scenario: scenario.__name__)
def test_in_the_line_mode(scenario: Scenario, driver: LineDriver) -> None:
    scenario(driver)


def test_nothing_is_printed_while_sound_plays_but_answers(driver: LineDriver) -> None:
    driver.do("cập nhật")
    driver.do("danh sách")
    driver.do("1")
    driver.do("thêm vào hàng 2")
    driver.do("đọc")
    assert driver.listen(15) == ""
    assert "đoạn" in driver.do("ở đâu")
    assert driver.listen(100) == ""  # into the second article, whose title the voice says
    answer = driver.do("dừng")
    assert "bản tin số 23" in answer  # what was held back comes with the silence
    assert "Tạm dừng." in answer


def test_each_change_of_state_prints_one_line(driver: LineDriver) -> None:
    driver.do("cập nhật")
    driver.do("danh sách")
    driver.do("1")
    for line in ("đọc", "dừng", "tiếp", "nhanh", "thôi", "cỡ chữ 6", "giữ"):
        assert driver.do(line).count("\n") == 1, line


def test_enter_goes_on_through_the_list_and_the_article(driver: LineDriver) -> None:
    driver.do("cập nhật")
    assert driver.do("ds").count("\n") == 12
    assert "Còn 5 tin, Enter để xem tiếp" in driver.do("")
    assert "25. " in driver.do("")
    assert "Hết danh sách" in driver.do("")
    driver.do("1")
    assert "công việc ở cơ sở" in driver.do("")
    driver.do("đọc")
    assert "Tạm dừng" in driver.do("")
    assert "Đang đọc" in driver.do("")


def test_the_first_forty_cells_carry_number_and_title(driver: LineDriver) -> None:
    driver.do("cập nhật")
    line = driver.do("ds").splitlines()[1]
    assert line[:40] == "1. Trường bán trú đón 04 lớp học mới từ "


def test_the_first_run_page_has_five_lines_and_comes_once(driver: LineDriver) -> None:
    first = driver.out.getvalue().splitlines()
    assert first[0].startswith("Chế độ từng dòng, vì thử. Gõ “giúp”")
    assert len(first) == 1 + 5 + 1
    driver.again()
    assert len(driver.out.getvalue().splitlines()) == 2


def test_a_feed_that_cannot_be_had_is_an_error_with_a_way_out(driver: LineDriver) -> None:
    driver.room.fetcher.broken.add("https://bao.test/rss")
    answer = driver.do("cập nhật")
    assert "Lỗi: Báo Thử: không tới được" in answer
    assert "1 nguồn không hỏi được" in answer
