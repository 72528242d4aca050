"""What `feeds.yaml` comes to as a whole."""

# ruff: noqa: RUF009 - `setting` and `section` are `dataclasses.field` with a description

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docbao.config.keys import section, setting
from docbao.config.locations import Locations
from docbao.config.settings import (
    AudioSettings,
    NetworkSettings,
    ReaderSettings,
    ReadingSettings,
    ShowSettings,
    SpeechSettings,
)
from docbao.i18n import Language
from docbao.model import Feed


@dataclass(frozen=True, slots=True)
class Config:
    """All of `feeds.yaml`, checked; what it does not say has its default."""

    locations: Locations
    """`audio` is already what `audio.folder` says."""
    feeds: tuple[Feed, ...] = ()
    """In the order of the file, disabled ones included; names are unique."""
    shows: tuple[ShowSettings, ...] = ()
    """Podcasts, in the order of the file; names are unique."""
    language: Language | None = setting(
        "text",
        None,
        vi="Ngôn ngữ giao diện; không ghi thì theo máy.",
        en="Language of the interface; that of the machine when not given.",
        choices=("vi", "en"),
    )
    """Of the interface; `None` leaves it to the environment."""
    speech: SpeechSettings = section(SpeechSettings, vi="Ai đọc.", en="Who speaks.")
    reading: ReadingSettings = section(
        ReadingSettings, vi="Đọc chữ viết thế nào.", en="How text is read."
    )
    audio: AudioSettings = section(AudioSettings, vi="Bản ghi âm.", en="Recordings.")
    network: NetworkSettings = section(NetworkSettings, vi="Mạng.", en="Network.")
    reader: ReaderSettings = section(
        ReaderSettings, vi="Giao diện đọc lúc mới dùng.", en="The reader, when first used."
    )

    def feed(self, name: str) -> Feed | None:
        """The feed of that name."""
        return next((feed for feed in self.feeds if feed.name == name), None)

    @property
    def path(self) -> Path:
        """The file all this came from."""
        return self.locations.feeds_file
