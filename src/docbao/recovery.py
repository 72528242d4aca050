"""What a new library is told anew by the files in `audio/`: recordings, and the articles in them.

A library begins empty where there was none, or where a damaged one had to be set aside. The
`.json` beside each MP3 says all that the library knew of it but two things: whether the reader
wanted it kept, and when it was last heard.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from docbao.audio.sidecars import CUES_SUFFIX, parse_article, read_recording
from docbao.errors import ItemNotFound
from docbao.i18n import Phrase
from docbao.narration.commission import relative_path
from docbao.store.library import Library

log = logging.getLogger(__name__)


def take_up(library: Library, audio: Path, home: Path) -> Phrase | None:
    """Write down every recording below `audio` that `library` does not know, and its article.

    Args:
        library: Just begun; what was saved from a damaged one is in it already.
        audio: Where recordings lie.
        home: What their paths are relative to.

    Returns:
        What a person should be told; `None` when there was nothing to be found.

    Raises:
        LibraryError: The library could not be written.
    """
    found = articles = 0
    for facts in sorted(audio.rglob(f"*{CUES_SUFFIX}")):
        sound = facts.with_suffix(".mp3")
        recording = read_recording(sound)
        if recording is None:
            log.info("not a recording file=%s", facts)
            continue
        articles += _take_up_article(library, facts)
        if library.recording_of(recording.article, recording.id) is None:
            made = datetime.fromtimestamp(sound.stat().st_mtime, UTC)
            library.save_recording(replace(recording, path=relative_path(sound, home)), made=made)
            found += 1
    if not found and not articles:
        return None
    return Phrase(
        vi="Đã tìm lại {found} bản ghi âm và {articles} bài trong {audio}. Dấu giữ lại, đã đọc và"
        " chỗ đang nghe dở của các bài ấy thì không còn.",
        en="Found {found} recordings and {articles} articles again in {audio}. What was kept, read"
        " or begun of them is not known any more.",
    ).fill(found=found, articles=articles, audio=audio)


def _take_up_article(library: Library, facts: Path) -> bool:
    article = None
    with suppress(OSError, UnicodeDecodeError):
        article = parse_article(facts.read_text("utf-8"))
    if article is None:
        return False
    try:
        library.article(article.id)
    except ItemNotFound:
        library.save_article(article)
        return True
    return False
