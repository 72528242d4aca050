from __future__ import annotations

import os
import threading
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.errors import LibraryError
from docbao.model import Clip, Delivery, Mark
from docbao.store import ClipStore, clip_key
from docbao.store.clip_files import pack_clip, unpack_clip

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MARKED = Clip(b"\x01\x02" * 5000, 22050, (Mark(0.0, "sentence", 0, 9), Mark(120.5, "word", 3, 6)))


def key(spoken: str = "xin chào", /, **change: Any) -> str:
    parts: dict[str, Any] = {
        "engine": "tone",
        "engine_version": "1",
        "voice": "a",
        "delivery": Delivery(),
        "rules_version": "1",
        "language": "vi",
    }
    return clip_key(spoken, **{**parts, **change})


class Ticking:
    """A clock that moves a second each time it is read."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def store_in(folder: Path, *, quota_bytes: int = 10_000_000) -> ClipStore:
    return ClipStore(folder, quota_bytes=quota_bytes, clock=Ticking())


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.clip"))


@pytest.mark.parametrize(
    "change",
    [
        {"engine": "espeak"},
        {"engine_version": "2"},
        {"voice": "b"},
        {"delivery": Delivery(rate=1.1)},
        {"delivery": Delivery(pitch_semitones=1)},
        {"delivery": Delivery(gain_db=-1)},
        {"rules_version": "2"},
        {"language": "en"},
    ],
)
def test_whatever_changes_the_sound_changes_the_key(change: dict[str, Any]) -> None:
    assert key(**change) != key()


def test_the_key_does_not_depend_on_how_accents_are_stored() -> None:
    assert key(unicodedata.normalize("NFD", "tiếng Việt")) == key("tiếng Việt")


def test_equal_deliveries_have_one_key() -> None:
    assert key(delivery=Delivery(1, 0, -0.0)) == key(delivery=Delivery(1.0, 0.0, 0.0))


def test_the_key_stays_the_same_from_release_to_release() -> None:
    # A changed key silently throws away every reader's cache: raise KEY_SCHEMA knowingly.
    assert key() == "01661003a954b146ed5befd22e9626a1f0e30183a00f91fc2863bb8b29b3a501"


def test_a_clip_comes_back_as_it_was_put(tmp_path: Path) -> None:
    store_in(tmp_path).put(key(), MARKED)
    assert store_in(tmp_path).get(key()) == MARKED


def test_what_was_never_put_is_absent(tmp_path: Path) -> None:
    assert store_in(tmp_path / "none yet").get(key()) is None


def test_an_empty_clip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError):
        store_in(tmp_path).put(key(), Clip(b"", 22050))
    assert files(tmp_path) == []


@settings(max_examples=50, deadline=None)
@given(
    st.binary(min_size=1, max_size=300),
    st.integers(8000, 48000),
    st.lists(
        st.builds(
            Mark,
            st.floats(0, 1e6),
            st.sampled_from(("sentence", "word")),
            st.integers(0, 99),
            st.integers(0, 99),
        ),
        max_size=5,
    ),
    st.sampled_from(("pcm16", "mp3")),
)
def test_every_clip_survives_its_file(
    data: bytes, rate_hz: int, marks: list[Mark], encoding: str
) -> None:
    clip = Clip(data, rate_hz, tuple(marks), encoding)  # type: ignore[arg-type] # drawn from both
    assert unpack_clip(pack_clip(clip)) == clip


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_cut_or_flipped_byte_makes_a_clip_absent(data: st.DataObject) -> None:
    whole = pack_clip(Clip(b"\x07\x00" * 40, 16000, (Mark(1.0, "word", 0, 2),)))
    at = data.draw(st.integers(0, len(whole) - 1))
    assert unpack_clip(whole[:at]) is None
    flipped = bytearray(whole)
    flipped[at] ^= data.draw(st.integers(1, 255))
    assert unpack_clip(bytes(flipped)) is None


def test_a_torn_file_counts_as_absent_and_is_removed(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.put(key(), MARKED)
    (file,) = files(tmp_path)
    file.write_bytes(file.read_bytes()[:-1])
    assert store.get(key()) is None
    assert files(tmp_path) == []
    store.put(key(), MARKED)
    assert store.get(key()) == MARKED


def test_the_least_recently_used_go_first_when_the_quota_is_reached(tmp_path: Path) -> None:
    store = store_in(tmp_path, quota_bytes=10 * 4096)
    keys = [key(str(n)) for n in range(11)]
    for k in keys[:10]:
        store.put(k, Clip(b"ab" * 1000, 8000))
    assert store.get(keys[0]) is not None  # used: no longer the oldest
    store.put(keys[10], Clip(b"ab" * 1000, 8000))
    gone = [n for n, k in enumerate(keys) if store.get(k) is None]
    assert gone == [1, 2]  # down to nine tenths


def test_the_quota_holds_over_many_clips_and_several_stores(tmp_path: Path) -> None:
    quota = 50 * 4096
    stores = [store_in(tmp_path, quota_bytes=quota) for _ in range(3)]
    for n in range(300):
        stores[n % 3].put(key(str(n)), Clip(bytes([1 + n % 255]) * (1 + n * 37 % 9000), 8000))
    on_disk = sum(-(-file.stat().st_size // 4096) * 4096 for file in files(tmp_path))
    assert on_disk <= quota
    assert on_disk > quota // 3
    assert stores[0].size_bytes() >= on_disk


def test_pinned_clips_stay_until_they_are_unpinned(tmp_path: Path) -> None:
    store = store_in(tmp_path, quota_bytes=4 * 4096)
    store.put(key("kept"), MARKED)
    store.pin("recording-1", [key("kept")])
    for n in range(10):
        store.put(key(str(n)), Clip(b"ab", 8000))
    assert store.get(key("kept")) is not None
    store.unpin("recording-1")
    store.unpin("recording-1")
    for n in range(10, 20):
        store.put(key(str(n)), Clip(b"ab", 8000))
    assert store.get(key("kept")) is None


def test_a_lost_tally_is_counted_anew(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    for n in range(5):
        store.put(key(str(n)), Clip(b"ab", 8000))
    (tmp_path / "tally").unlink()
    store.put(key("5"), Clip(b"ab", 8000))
    assert store.size_bytes() == 6 * 4096


def test_what_a_killed_run_left_beside_is_swept_up(tmp_path: Path) -> None:
    store = store_in(tmp_path, quota_bytes=4096)
    store.put(key(), Clip(b"ab", 8000))
    left = files(tmp_path)[0].with_name(".0000-1-1.tmp")
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    store.evict()
    assert not left.exists()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = store_in(tmp_path / "file")
    with pytest.raises(LibraryError) as caught:
        store.put(key(), MARKED)
    assert str(tmp_path / "file") in caught.value.message.in_language("en")
    assert caught.value.hint is not None


def test_threads_share_one_store(tmp_path: Path) -> None:
    store = store_in(tmp_path, quota_bytes=60 * 4096)
    wrong: list[str] = []

    def work(worker: int) -> None:
        for n in range(60):
            name = key(str((worker + n) % 40))
            clip = Clip((name * 20).encode(), 8000)
            store.put(name, clip)
            if store.get(name) not in (clip, None):
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
