"""Where docbao's files lie.

A folder with a `feeds.yaml` is a docbao folder: sound in `audio/` beside it, docbao's own
state in `.docbao/`. Elsewhere `DOCBAO_HOME` names such a folder, else the places each platform
has for such things are used.
"""

from __future__ import annotations

import contextlib
import os
import stat
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

    def begin_private(self) -> None:
        """Begin the folders of docbao's own state: their owner alone can look into them.

        They tell what a person reads. Folders that are there already keep the mode their owner
        gave them.

        Raises:
            ConfigError: Somebody else has put one there, who could then read or change it all.
        """
        for folder in {self.state, self.state if self.self_contained else self.clips.parent}:
            # A folder that cannot be made is told by whoever wants to write in it.
            with contextlib.suppress(OSError):
                folder.parent.mkdir(parents=True, exist_ok=True)
                folder.mkdir(mode=0o700, exist_ok=True)
            if is_anothers(folder, user_id()):
                raise ConfigError(
                    Phrase(
                        vi="Thư mục {path} thuộc về một người dùng khác",
                        en="The folder {path} belongs to another user",
                    ).fill(path=folder),
                    hint=Phrase(
                        vi="Chọn thư mục khác bằng --home hoặc DOCBAO_HOME.",
                        en="Choose another folder with --home or DOCBAO_HOME.",
                    ),
                )

    def folder_of(self, feed: Feed) -> Path:
        """The folder a feed of kind `files` reads."""
        packaged = PACKAGED.get(feed.url)
        if packaged is not None:
            return Path(__file__).resolve().parent.parent / packaged
        return self.home / Path(feed.url).expanduser()


def find_locations(
    home: Path | None = None,
    *,
    env: Mapping[str, str],
    cwd: Path,
    platform: str = sys.platform,
    user: int | None = None,
) -> Locations:
    """Where this run keeps its files; nothing is created.

    Args:
        home: A docbao folder by name, before all else.
        env: The environment.
        cwd: A docbao folder if it holds a `feeds.yaml`. Folders above are not searched: in a
            shared `/tmp` or a drive's root, anybody could place one there.
        platform: As `sys.platform`.
        user: Number of the user who runs docbao; the one of this process when not given.

    Raises:
        ConfigError: There is no home folder, or a `feeds.yaml` of somebody else's in `cwd`.
    """
    if home is not None:
        return _in_one_folder((cwd / home.expanduser()).absolute())
    if (cwd / FEEDS_FILE).is_file():
        _refuse_a_strangers(cwd / FEEDS_FILE, user_id() if user is None else user)
        return _in_one_folder(cwd.absolute())
    if named := env.get("DOCBAO_HOME"):
        return _in_one_folder((cwd / Path(named).expanduser()).absolute())
    return _by_platform(env, platform)


def user_id() -> int | None:
    """The number of the user who runs this process; `None` where there are no such numbers."""
    return os.geteuid() if hasattr(os, "geteuid") else None


def is_anothers(path: Path, user: int | None) -> bool:
    """Whether `path` was put there by neither `user` nor the machine's administrator.

    A link counts by whoever made the link, and by whoever owns what it leads to.
    """
    try:
        owners = {path.lstat().st_uid, path.stat().st_uid}
    except OSError:
        return False
    return user is not None and not owners <= {user, 0}


def _refuse_a_strangers(path: Path, user: int | None) -> None:
    """A feeds.yaml may name programs to run: nobody's is used just because it lies here.

    The administrator is let off outside folders that all may write to, since in a container
    root works in folders of the user's.
    """
    if not is_anothers(path, user):
        return
    if user == 0 and not path.parent.stat().st_mode & stat.S_IWOTH:
        return
    raise ConfigError(
        Phrase(
            vi="{path} là của một người dùng khác, nên docbao không tự dùng",
            en="{path} belongs to another user, so docbao does not use it unasked",
        ).fill(path=path),
        hint=Phrase(
            vi="Nếu bạn tin tệp ấy, thêm --home . vào lệnh; nếu không, chạy ở thư mục khác.",
            en="If you trust it, add --home . to the command; if not, run in another folder.",
        ),
    )


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
