from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.permissions import needs_permissions
from tests.publish.newsstand import BASE, SHOW, episode, files_of, listen, publish

from docbao.errors import PublishError
from docbao.publish.folder import LIST_NAME, Folder
from docbao.publish.placing import unwritable
from docbao.publish.podcast import publish_show
from docbao.publish.shows import Heard

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")


def test_the_same_input_gives_the_same_bytes_wherever_and_in_whatever_order(
    tmp_path: Path,
) -> None:
    episodes = [episode(tmp_path, n) for n in range(5)]
    publish(tmp_path / "one", episodes)
    publish(tmp_path / "other", episodes[::-1])
    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")


def test_a_run_that_finds_nothing_new_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    episodes = [episode(tmp_path, n) for n in range(3)]
    assert publish(out, episodes).written > 3
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}

    def never(_: object) -> Heard:
        raise AssertionError

    done = publish_show(out, SHOW, episodes, base_url=BASE, listen=never)
    assert (done.written, done.removed) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_one_new_episode_writes_its_files_and_the_pages_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = [episode(tmp_path, n) for n in range(3)]
    publish(out, first)
    assert publish(out, [*first, episode(tmp_path, 3)]).written == 4 + 2


def test_sound_is_linked_not_copied_and_keeps_its_bytes_when_the_original_goes(
    tmp_path: Path,
) -> None:
    one = episode(tmp_path)
    publish(tmp_path / "out", [one])
    (published,) = (tmp_path / "out/episodes").glob("*.mp3")
    assert published.samefile(one.sound)
    content = one.sound.read_bytes()
    one.sound.unlink()
    assert published.read_bytes() == content


@posix
def test_sound_behind_a_symlink_is_published_as_a_file(tmp_path: Path) -> None:
    one = episode(tmp_path)
    elsewhere = tmp_path / "elsewhere.mp3"
    one.sound.rename(elsewhere)
    one.sound.symlink_to(elsewhere)
    publish(tmp_path / "out", [one])
    (published,) = (tmp_path / "out/episodes").glob("*.mp3")
    assert not published.is_symlink()
    assert published.samefile(elsewhere)


def test_a_new_mp3_gets_a_new_address_and_keeps_its_guid(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, [episode(tmp_path, sound=b"first" * 50)])
    (old,) = (out / "episodes").glob("*.mp3")
    publish(out, [episode(tmp_path, sound=b"again" * 50)])
    addresses = {path.name for path in (out / "episodes").glob("*.mp3")}
    assert len(addresses) == 2, "who is about to fetch the old one must still find it"
    feed = (out / "feed.xml").read_text("utf-8")
    assert old.name not in feed
    assert feed.count("docbao-0000000000000000") == 1

    done = publish(out, [episode(tmp_path, sound=b"third" * 50)])
    assert not old.exists(), "it goes when the feed changes once more"
    assert done.removed == 4


def test_a_corrected_title_changes_the_feed_and_not_the_address(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, [episode(tmp_path, title="Bài sai")])
    names = set(files_of(out))
    publish(out, [episode(tmp_path, title="Bài đúng")])
    assert set(files_of(out)) == names
    assert "Bài đúng" in (out / "feed.xml").read_text("utf-8")


@pytest.mark.parametrize("name", ["feed.xml", "index.html", "cover"])
def test_a_strangers_file_is_never_overwritten(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if name == "cover":
        publish(tmp_path / "probe", [episode(tmp_path)])
        name = next(path.name for path in (tmp_path / "probe").glob("cover-*"))
    (out / name).write_text("của người khác")
    with pytest.raises(PublishError) as caught:
        publish(out, [episode(tmp_path)])
    assert name in str(caught.value.message)
    assert caught.value.hint is not None
    assert files_of(out) == {name: "của người khác".encode()}


def test_a_strangers_files_beside_ours_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, [episode(tmp_path)])
    strange = [out / "notes.txt", out / "episodes/mine.mp3", out / "other/feed.xml"]
    for path in strange:
        path.parent.mkdir(exist_ok=True)
        path.write_text("của người khác")
    for number in range(1, 4):
        publish(out, [episode(tmp_path, number)])
    assert all(path.read_text() == "của người khác" for path in strange)
    assert len(list((out / "episodes").glob("2026*.mp3"))) == 2


@posix
def test_a_symlink_where_a_file_of_ours_should_be_is_a_strangers(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    precious = tmp_path / "precious"
    precious.write_text("quý")
    (out / "feed.xml").symlink_to(precious)
    with pytest.raises(PublishError):
        publish(out, [episode(tmp_path)])
    assert precious.read_text() == "quý"


def test_a_list_somebody_tampered_with_leads_to_no_file_outside(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, [episode(tmp_path)])
    precious = tmp_path / "precious.txt"
    precious.write_text("quý")
    listed = out / LIST_NAME
    text = listed.read_text("utf-8")
    listed.write_text(text.replace('"leaving": [', '"leaving": ["../precious.txt",'), "utf-8")
    text = listed.read_text("utf-8").replace(",]", "]")
    listed.write_text(text, "utf-8")
    publish(out, [episode(tmp_path, 1)])
    publish(out, [episode(tmp_path, 2)])
    assert precious.read_text() == "quý"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 9}', '{"version": 1}'])
def test_a_damaged_list_stops_the_run_before_anything_is_touched(
    tmp_path: Path, damage: str
) -> None:
    out = tmp_path / "out"
    publish(out, [episode(tmp_path)])
    (out / LIST_NAME).write_text(damage)
    before = files_of(out)
    with pytest.raises(PublishError) as caught:
        publish(out, [episode(tmp_path, 1)])
    assert caught.value.hint is not None
    assert files_of(out) == before


class Killed(BaseException):
    """As if the process had died."""


@pytest.mark.parametrize("after", range(4))
def test_a_run_that_is_killed_leaves_the_feed_as_it_was_and_is_finished_by_the_next(
    tmp_path: Path, after: int
) -> None:
    out = tmp_path / "out"
    old = [episode(tmp_path, n) for n in range(2)]
    publish(out, old)
    feed = (out / "feed.xml").read_bytes()
    new = [*old, *(episode(tmp_path, n) for n in range(2, 6))]
    left = after

    def dying(recording: object) -> Heard:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        return listen(recording)  # type: ignore[arg-type]  # a recording, as Listen says

    with pytest.raises(Killed):
        publish_show(out, SHOW, new, base_url=BASE, listen=dying)
    assert (out / "feed.xml").read_bytes() == feed
    publish(out, new)
    publish(tmp_path / "fresh", new)
    assert files_of(out) == files_of(tmp_path / "fresh")
    assert not [path for path in out.rglob("*") if path.name.endswith("-part")]


def test_a_published_file_that_was_cut_short_is_mended(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, [episode(tmp_path)])
    whole = files_of(out)
    for path in [*out.glob("*.xml"), *out.glob("episodes/*.vtt")]:
        path.write_bytes(path.read_bytes()[:-3])
    (next(out.glob("episodes/*.json"))).unlink()
    assert publish(out, [episode(tmp_path)]).written == 3
    assert files_of(out) == whole


@needs_permissions
@pytest.mark.usefixtures("bound")
def test_a_folder_that_does_not_allow_writing_is_told_in_words(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    with pytest.raises(PublishError, match="không cho ghi"):
        publish(out, [episode(tmp_path)])


def test_a_file_where_the_folder_should_be_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(PublishError) as caught:
        publish(tmp_path / "out", [episode(tmp_path)])
    assert caught.value.hint is not None
    assert (tmp_path / "out").read_text() == "x"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "does not allow writing"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_what_the_system_says_is_put_into_plain_words(number: int, words: str) -> None:
    error = unwritable(Path("out/feed.xml"), OSError(number, os.strerror(number)))
    assert words in error.message.in_language("en")
    assert error.hint is not None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has a disk always full")
def test_a_full_disk_leaves_the_feed_as_it_was(
    tmp_path: Path, small_disk: Callable[[int], Path]
) -> None:
    out = small_disk(400_000) / "out"
    one = episode(tmp_path)
    publish(out, [one])
    feed = (out / "feed.xml").read_bytes()
    big = episode(tmp_path, 1, sound=b"x" * 600_000)
    with pytest.raises(PublishError, match="hết chỗ"):
        publish(out, [one, big])
    assert (out / "feed.xml").read_bytes() == feed
    assert not list(out.rglob("*-part"))
    assert publish(out, [one]).feed_url == BASE + "feed.xml"


def test_shows_in_folders_of_their_own_do_not_meet(tmp_path: Path) -> None:
    out = tmp_path / "out"
    one = episode(tmp_path)
    for name in ("sang", "chieu"):
        done = publish(out, [one], replace(SHOW, folder=name))
        assert done.feed_url == f"{BASE}{name}/feed.xml"
    assert (out / "sang/feed.xml").read_bytes() != (out / "chieu/feed.xml").read_bytes()


def test_claiming_nothing_leaves_an_empty_place_empty(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "nowhere")
    folder.claim([])
    assert folder.settle() == 0
    assert not (tmp_path / "nowhere").exists()
