"""The line mode as a process of its own, killed in mid-sentence, or its player under it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from tests.ui.lines.journey import Reader

PARAGRAPHS = 60
_MPV = {"DOCBAO_PLAYER": "mpv", "DOCBAO_MPV_OPTIONS": "--ao=null --ao-null-buffer=0.05"}
needs_mpv = pytest.mark.skipif(
    shutil.which("mpv") is None or sys.platform != "linux",
    reason="mpv is not installed here, or its process is not to be found through /proc",
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "feeds.yaml").write_text("speech:\n  engine: tone\nfeeds: []\n", encoding="utf-8")
    body = "\n\n".join(
        f"Đoạn {n}: bà con phấn khởi vì đường sá đi lại thuận tiện hơn." for n in range(PARAGRAPHS)
    )
    (tmp_path / "bai.txt").write_text(f"Đường mới\n\n{body}\n", encoding="utf-8")
    return tmp_path


def place(where: str) -> tuple[int, int]:
    """Paragraph and second, out of the answer to “ở đâu”."""
    found = re.search(r"đoạn (\d+) trên \d+, câu \d+ của đoạn, giây thứ (\d+)", where)
    assert found, where
    return int(found[1]), int(found[2])


@pytest.mark.slow
def test_killed_in_mid_article_it_goes_on_at_the_same_sentence_with_the_same_settings(
    home: Path,
) -> None:
    reader = Reader(home, ["-"], greeting="không có tin nào")
    assert "Tốc độ 4" in reader.type("tốc độ 4", until="Tốc độ")
    assert "Cỡ chữ 5" in reader.type("cỡ chữ 5", until="Cỡ chữ")
    reader.type("mở bai.txt", until="đoạn. Enter")
    reader.type("đọc", until="Đang đọc")
    before = (1, 0)
    end = time.monotonic() + 30
    while before[0] < 3 or before[1] < 2:  # amid a sentence, some way into it
        assert time.monotonic() < end
        before = place(reader.type("ở đâu", until="bài lẻ"))
    reader.kill()

    again = Reader(home, ["-"], greeting="không có tin nào")
    assert "Tiếp từ đoạn" in again.type("mở bai.txt", until="Tiếp từ")
    where = again.type("ở đâu", until="bài lẻ")
    after = place(where)
    assert after[0] - before[0] in (0, 1)
    if after[0] == before[0]:
        assert before[1] - 3 <= after[1] <= before[1] + 4
    assert "tốc độ 4" in where
    assert "Cỡ chữ 6" in again.type("cỡ chữ", until="Cỡ chữ")  # the size after 5
    assert again.leave() == 0


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    found = listed.read_text().split() if listed.exists() else []
    threads = Path(f"/proc/{pid}/task")
    for thread in threads.iterdir() if threads.exists() else ():
        found += (thread / "children").read_text().split()
    return sorted({int(child) for child in found})


def mpv_of(pid: int) -> int:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        for child in children_of(pid):
            if Path(f"/proc/{child}/comm").read_text().strip() == "mpv":
                return child
        time.sleep(0.05)
    raise AssertionError("no mpv was started")


@pytest.mark.slow
@needs_mpv
def test_mpv_killed_while_reading_is_told_in_one_line_and_reading_goes_on(home: Path) -> None:
    reader = Reader(home, ["-"], greeting="không có tin nào", **_MPV)
    reader.type("mở bai.txt", until="đoạn. Enter")
    reader.type("đọc", until="Đang đọc")
    lost = mpv_of(reader.process.pid)
    before = place(reader.type("ở đâu", until="bài lẻ"))
    os.kill(lost, signal.SIGKILL)
    time.sleep(0.5)
    now = mpv_of(reader.process.pid)
    assert now != lost
    where = reader.type("ở đâu", until="bài lẻ")
    assert "đang đọc" in where
    assert place(where)[0] - before[0] in (0, 1)
    told = where + reader.type("dừng", until="Tạm dừng")
    assert told.count("Bộ phát mpv dừng giữa chừng, đã mở lại và đọc tiếp.") == 1
    assert "Traceback" not in told
    assert "Lỗi" not in told
    # And mpv does not outlive docbao, however that ends.
    reader.kill()
    end = time.monotonic() + 5
    while Path(f"/proc/{now}").exists():
        assert time.monotonic() < end, "mpv was left behind"
        time.sleep(0.05)
