"""What docbao keeps: clips by content, and the library."""

from docbao.store.clips import ClipStore, clip_key
from docbao.store.entries import Count, Listed, Place, Position
from docbao.store.library import Library

__all__ = ["ClipStore", "Count", "Library", "Listed", "Place", "Position", "clip_key"]
