from __future__ import annotations

from pathlib import Path

import pytest

from docbao.config import find_locations
from docbao.model import Feed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "feeds.yaml").touch()
    return tmp_path


def test_a_folder_with_a_feeds_yaml_holds_everything(folder: Path) -> None:
    found = find_locations(env={"DOCBAO_HOME": "/elsewhere"}, cwd=folder)
    assert found.feeds_file == folder / "feeds.yaml"
    assert found.audio == folder / "audio"
    assert found.library == folder / ".docbao" / "library.db"
    assert found.clips == folder / ".docbao" / "clips"
    assert found.self_contained


def test_folders_above_are_not_searched(folder: Path) -> None:
    (folder / "inner").mkdir()
    found = find_locations(env={"DOCBAO_HOME": "/elsewhere"}, cwd=folder / "inner")
    assert found.home == Path("/elsewhere").absolute()


def test_a_named_home_comes_first(folder: Path) -> None:
    assert find_locations(Path("there"), env={}, cwd=folder).home == folder / "there"


@pytest.mark.parametrize(
    ("platform", "env", "config", "library", "clips"),
    [
        (
            "linux",
            {"HOME": "/home/an"},
            "/home/an/.config/docbao/feeds.yaml",
            "/home/an/.local/share/docbao/library.db",
            "/home/an/.cache/docbao/clips",
        ),
        (
            "linux",
            {
                "HOME": "/home/an",
                "XDG_CONFIG_HOME": "/c",
                "XDG_DATA_HOME": "/d",
                "XDG_CACHE_HOME": "relative/is/ignored",
            },
            "/c/docbao/feeds.yaml",
            "/d/docbao/library.db",
            "/home/an/.cache/docbao/clips",
        ),
        (
            "darwin",
            {"HOME": "/Users/an"},
            "/Users/an/Library/Application Support/docbao/feeds.yaml",
            "/Users/an/Library/Application Support/docbao/library.db",
            "/Users/an/Library/Caches/docbao/clips",
        ),
        (
            "win32",
            {"USERPROFILE": "/U/an", "APPDATA": "/U/an/R", "LOCALAPPDATA": "/U/an/L"},
            "/U/an/R/docbao/feeds.yaml",
            "/U/an/L/docbao/library.db",
            "/U/an/L/docbao/cache/clips",
        ),
        (
            "win32",
            {"USERPROFILE": "/U/an"},
            "/U/an/AppData/Roaming/docbao/feeds.yaml",
            "/U/an/AppData/Local/docbao/library.db",
            "/U/an/AppData/Local/docbao/cache/clips",
        ),
    ],
)
def test_each_platform_has_its_own_places(  # noqa: PLR0917 - a table of paths
    tmp_path: Path, platform: str, env: dict[str, str], config: str, library: str, clips: str
) -> None:
    found = find_locations(env=env, cwd=tmp_path, platform=platform)
    assert found.feeds_file == Path(config)
    assert found.library == Path(library)
    assert found.clips == Path(clips)
    assert not found.self_contained


def test_a_files_feed_reads_beside_feeds_yaml_or_from_the_package(folder: Path) -> None:
    found = find_locations(env={}, cwd=folder)
    assert found.folder_of(Feed("a", "A", "bai-viet", kind="files")) == folder / "bai-viet"
    packaged = found.folder_of(Feed("s", "S", "package:samples", kind="files"))
    assert packaged.name == "samples"
    assert (packaged.parent / "model.py").is_file()
