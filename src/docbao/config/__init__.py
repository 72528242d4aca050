"""`feeds.yaml`: from the reader's file to a `Config`, or an error naming file, line and key."""

from docbao.config.default_feeds import default_text
from docbao.config.loading import load_config, read_config
from docbao.config.locations import Locations, find_locations
from docbao.config.settings import (
    AudioSettings,
    Config,
    NetworkSettings,
    ReaderSettings,
    ReadingSettings,
    SpeechSettings,
)

__all__ = [
    "AudioSettings",
    "Config",
    "Locations",
    "NetworkSettings",
    "ReaderSettings",
    "ReadingSettings",
    "SpeechSettings",
    "default_text",
    "find_locations",
    "load_config",
    "read_config",
]
