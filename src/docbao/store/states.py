"""What has been done with an entry, as every face says it."""

from __future__ import annotations

from docbao.i18n import Phrase
from docbao.store.entries import Listed


def states_of(item: Listed) -> tuple[Phrase, ...]:
    """What has been done with an entry, in words: never by colour or sign alone."""
    states = [
        Phrase("đã nghe", "heard")
        if item.heard
        else Phrase("đã đọc", "read")
        if item.read
        else Phrase("mới", "new"),
        Phrase("đang nghe dở", "begun") if item.position else None,
        Phrase("có âm thanh", "recorded") if item.has_recording else None,
        Phrase("giữ lại", "kept") if item.kept else None,
    ]
    return tuple(state for state in states if state is not None)
