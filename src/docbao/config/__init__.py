"""`feeds.yaml`: from the reader's file to a `Config`, or an error naming file, line and key.

Lists of other feed readers (`opml`) and the page of all keys (`reference`) are imported by name
where they are needed: every command reads a `Config`, few need those.
"""

from docbao.config.default_feeds import default_text
from docbao.config.editing import add_feed, add_feeds, enable_feed, remove_feed
from docbao.config.loading import load_config, read_config
from docbao.config.locations import Locations, find_locations
from docbao.config.settings import (
    AudioSettings,
    NetworkSettings,
    ReaderSettings,
    ReadingSettings,
    ShowSettings,
    SpeechSettings,
)
from docbao.config.whole import Config

__all__ = [
    "AudioSettings",
    "Config",
    "Locations",
    "NetworkSettings",
    "ReaderSettings",
    "ReadingSettings",
    "ShowSettings",
    "SpeechSettings",
    "add_feed",
    "add_feeds",
    "default_text",
    "enable_feed",
    "find_locations",
    "load_config",
    "read_config",
    "remove_feed",
]
