"""Small promises of the store that mutation testing found nobody holding it to."""

from __future__ import annotations

from pathlib import Path

from tests.store.test_clips import Ticking, files, key

from docbao.model import Clip, Delivery
from docbao.store import ClipStore
from docbao.store.rows import dump


def test_a_minus_before_nothing_is_heard_nowhere() -> None:
    for silent in (Delivery(1, -0.0, 0.0), Delivery(1, 0.0, -0.0), Delivery(1, 0, 0)):
        assert key(delivery=silent) == key(delivery=Delivery(1.0, 0.0, 0.0))


def test_what_is_kept_as_json_stays_readable() -> None:
    assert dump({"tên": ["Báo", 1]}) == '{"tên":["Báo",1]}'


def test_room_is_made_again_and_again(tmp_path: Path) -> None:
    roomy = ClipStore(tmp_path, quota_bytes=10_000_000, clock=Ticking())
    store = ClipStore(tmp_path, quota_bytes=2 * 4096, clock=Ticking())
    for round_ in range(3):
        for n in range(5):
            roomy.put(key(f"{round_} {n}"), Clip(b"ab", 8000))
        assert store.evict() > 0
        assert len(files(tmp_path)) <= 2
        assert store.size_bytes() <= 2 * 4096
