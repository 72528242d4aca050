"""Where docbao's files lie.

A folder with a `feeds.yaml` is a docbao folder: sound in `audio/` beside it, docbao's own
state in `.docbao/`. Elsewhere `DOCBAO_HOME` names such a folder, else the places each platform
has for such things are used.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docbao.errors import ConfigError
from docbao.i18n import Phrase
from docbao.model import Feed

FEEDS_FILE: Final = "feeds.yaml"
PACKAGED: Final = {"package:samples": "samples"}
"""Folders inside the package that a `files` feed may name, so that they work from a wheel."""


@dataclass(frozen=True, slots=True)
class Locations:
    """The folders and files docbao reads and writes; all absolute, none need exist."""

    home: Path
    """Folder of `feeds.yaml`; relative paths in it start here."""
    feeds_file: Path
    lexicon_file: Path
    """The reader's own pronunciations, beside `feeds.yaml`."""
    audio: Path
    """Recordings, one folder a feed."""
    library: Path
    """The database."""
    clips: Path
    """Sound of utterances; may be deleted at any time."""
    voices: Path
    """Voices the reader installed."""
    state: Path
    """Settings as they were changed while reading, logs, locks."""
    self_contained: bool
    """Whether all of it lies in `home` (a docbao folder), rather than spread by platform."""

    def folder_of(self, feed: Feed) -> Path:
        """The folder a feed of kind `files` reads."""
        packaged = PACKAGED.get(feed.url)
        if packaged is not None:
            return Path(__file__).resolve().parent.parent / packaged
        return self.home / Path(feed.url).expanduser()


def find_locations(
    home: Path | None = None, *, env: Mapping[str, str], cwd: Path, platform: str = sys.platform
) -> Locations:
    """Where this run keeps its files; nothing is created.

    Args:
        home: A docbao folder by name, before all else.
        env: The environment.
        cwd: A docbao folder if it holds a `feeds.yaml`. Folders above are not searched: in a
            shared `/tmp` or a drive's root, anybody could place one there.
        platform: As `sys.platform`.
    """
    if home is not None:
        return _in_one_folder((cwd / home.expanduser()).absolute())
    if (cwd / FEEDS_FILE).is_file():
        return _in_one_folder(cwd.absolute())
    if named := env.get("DOCBAO_HOME"):
        return _in_one_folder((cwd / Path(named).expanduser()).absolute())
    return _by_platform(env, platform)


def _in_one_folder(home: Path) -> Locations:
    state = home / ".docbao"
    return Locations(
        home=home,
        feeds_file=home / FEEDS_FILE,
        lexicon_file=home / "lexicon.yaml",
        audio=home / "audio",
        library=state / "library.db",
        clips=state / "clips",
        voices=state / "voices",
        state=state,
        self_contained=True,
    )


def _by_platform(env: Mapping[str, str], platform: str) -> Locations:
    config, data, cache = _platform_folders(env, platform)
    return Locations(
        home=config,
        feeds_file=config / FEEDS_FILE,
        lexicon_file=config / "lexicon.yaml",
        audio=data / "audio",
        library=data / "library.db",
        clips=cache / "clips",
        voices=data / "voices",
        state=data,
        self_contained=False,
    )


def _platform_folders(env: Mapping[str, str], platform: str) -> tuple[Path, Path, Path]:
    """Folders for configuration, data and cache.

    Sources: XDG Base Directory Specification 0.8; Apple's File System Programming Guide;
    Windows' known folders RoamingAppData and LocalAppData.
    """
    user = _user_folder(env, platform)
    if platform == "win32":
        roaming = Path(env.get("APPDATA") or user / "AppData" / "Roaming")
        local = Path(env.get("LOCALAPPDATA") or user / "AppData" / "Local")
        return roaming / "docbao", local / "docbao", local / "docbao" / "cache"
    if platform == "darwin":
        support = user / "Library" / "Application Support" / "docbao"
        return support, support, user / "Library" / "Caches" / "docbao"

    def xdg(name: str, default: str) -> Path:
        value = env.get(name, "")
        # The specification: a relative path is invalid and ignored.
        return (Path(value) if value.startswith("/") else user / default) / "docbao"

    return (
        xdg("XDG_CONFIG_HOME", ".config"),
        xdg("XDG_DATA_HOME", ".local/share"),
        xdg("XDG_CACHE_HOME", ".cache"),
    )


def _user_folder(env: Mapping[str, str], platform: str) -> Path:
    named = env.get("USERPROFILE" if platform == "win32" else "HOME")
    if named:
        return Path(named)
    try:
        return Path.home()
    except RuntimeError as error:
        raise ConfigError(
            Phrase(
                vi="Không tìm thấy thư mục cá nhân của bạn", en="Your home folder was not found"
            ),
            hint=Phrase(
                vi="Đặt biến DOCBAO_HOME thành một thư mục ghi được.",
                en="Set the variable DOCBAO_HOME to a folder that can be written to.",
            ),
        ) from error
