from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from tests.permissions import needs_permissions

from docbao.audio.drafts import DRAFT_SUFFIX, draft, sweep, unwritable, write_whole
from docbao.errors import AudioError
from docbao.i18n import LANGUAGES


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    with draft(path) as file:
        file.write(b"half")
        assert not path.exists()
        file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert [found.name for found in path.parent.iterdir()] == ["a.txt"]


def write_and_fail(path: Path, failure: type[BaseException]) -> None:
    with draft(path) as file:
        file.write(b"new")
        raise failure


@pytest.mark.parametrize("failure", [KeyboardInterrupt, SystemExit, ValueError, OSError])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    wanted = AudioError if failure is OSError else failure
    with pytest.raises(wanted):
        write_and_fail(path, failure)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_as_long_as_names_may_be_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 251 + ".mp3")
    write_whole(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_folder_of_that_name_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").mkdir()
    with pytest.raises(AudioError, match="thư mục mang tên ấy"):
        write_whole(tmp_path / "a.mp3", b"x")
    assert [found.name for found in tmp_path.iterdir()] == ["a.mp3"]


def test_a_file_in_the_folders_place_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "audio").write_bytes(b"x")
    with pytest.raises(AudioError, match="lại là một tệp"):
        write_whole(tmp_path / "audio" / "a.mp3", b"x")


@needs_permissions
@pytest.mark.usefixtures("bound")
def test_a_read_only_folder_is_said_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(AudioError, match="không cho ghi"):
        write_whole(tmp_path / "a.mp3", b"x")
    tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, ("hết chỗ", "disk is full")),
        (errno.EDQUOT, ("hết chỗ", "disk is full")),
        (errno.EROFS, ("không cho ghi", "not allow writing")),
        (errno.EACCES, ("không cho ghi", "not allow writing")),
        (errno.EIO, (os.strerror(errno.EIO), os.strerror(errno.EIO))),
    ],
)
def test_each_refusal_has_its_words_in_both_languages(number: int, words: tuple[str, str]) -> None:
    error = unwritable(Path("a.mp3"), OSError(number, os.strerror(number)))
    for language, word in zip(LANGUAGES, words, strict=True):
        told = error.message.in_language(language)
        assert word in told
        assert "a.mp3" in told
    assert error.hint is not None


def test_what_killed_runs_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "feed").mkdir()
    (tmp_path / "feed" / f".0123456789abcdef{DRAFT_SUFFIX}").write_bytes(b"torn")
    (tmp_path / "feed" / "a.mp3").write_bytes(b"whole")
    assert sweep(tmp_path) == 1
    assert sweep(tmp_path) == 0
    assert (tmp_path / "feed" / "a.mp3").exists()
