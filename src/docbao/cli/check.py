"""`docbao check`: what works on this machine, in words."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from docbao import __version__
from docbao.cli.console import Console, common_options
from docbao.cli.sight import LOOKS, Finding
from docbao.cli.usage import verb
from docbao.cli.verbs import DONE, FAILED
from docbao.errors import DocbaoError
from docbao.i18n import Phrase
from docbao.newsroom import Newsroom, open_newsroom

_Found = tuple[bool, Phrase]


@verb("check", Phrase("Kiểm tra máy này dùng được những gì.", "Check what works on this machine."))
@common_options
def command(console: Console, home: Path | None) -> int:
    """Try each part, and say what works and what does not."""
    ill = 0
    with open_newsroom(home, tell=console.tell) as newsroom:
        for name, found in _findings(newsroom):
            ill += not found.ok
            if console.as_json:
                console.emit({"part": name, "ok": found.ok, "words": found.words, **found.figures})
                continue
            verdict = Phrase("được", "works") if found.ok else Phrase("CHƯA ĐƯỢC", "DOES NOT WORK")
            console.data(f"{name}: {verdict}. {found.words}")
            for row in found.drawing:
                console.data(row)
    return FAILED if ill else DONE


def _findings(newsroom: Newsroom) -> Iterator[tuple[Phrase, Finding]]:
    tries: tuple[tuple[Phrase, Callable[[Newsroom], _Found | Finding]], ...] = (
        (Phrase("docbao", "docbao"), _docbao),
        (Phrase("Cấu hình", "Configuration"), _configuration),
        (Phrase("Thư viện", "Library"), _library),
        (Phrase("Từ điển cách đọc", "Lexicon"), _lexicon),
        (Phrase("Giọng đọc", "Voices"), _voices),
        (Phrase("Thu MP3", "MP3 encoder"), _encoder),
        (Phrase("Loa", "Loudspeaker"), _player),
        (Phrase("Giao diện", "Face"), _face),
        *LOOKS,
        (Phrase("Chỗ trên đĩa", "Disk space"), _disk),
    )
    for name, attempt in tries:
        try:
            found = attempt(newsroom)
        except DocbaoError as error:
            hint = f" {error.hint}" if error.hint else ""
            words = Phrase("{why}.{hint}", "{why}.{hint}").fill(why=error.message, hint=hint)
            found = Finding(False, words)
        yield name, found if isinstance(found, Finding) else Finding(*found)


def _docbao(_: Newsroom) -> _Found:
    words = Phrase("Phiên bản {v}, Python {p}, {s}.", "Version {v}, Python {p}, {s}.")
    return True, words.fill(v=__version__, p=platform.python_version(), s=platform.system())


def _configuration(newsroom: Newsroom) -> _Found:
    config = newsroom.config
    on = sum(feed.enabled for feed in config.feeds)
    words = Phrase("{path}: {all} nguồn, {on} đang bật.", "{path}: {all} feeds, {on} switched on.")
    return True, words.fill(path=config.path, all=len(config.feeds), on=on)


def _library(newsroom: Newsroom) -> _Found:
    counts = newsroom.library.counts().values()
    words = Phrase("{path}: {n} tin.", "{path}: {n} bulletins.")
    return True, words.fill(path=newsroom.library.path, n=sum(c.total for c in counts))


def _lexicon(newsroom: Newsroom) -> _Found:
    words = Phrase("{n} mục.", "{n} entries.").fill(n=len(newsroom.studio.lexicon))
    return True, words


def _voices(newsroom: Newsroom) -> _Found:
    from docbao.model import Delivery, Utterance  # noqa: PLC0415 - this check alone
    from docbao.speech.registry import engine_names  # noqa: PLC0415 - this check alone

    told: list[str] = []
    for name in engine_names():
        if name == "tone":
            continue
        try:
            engine = newsroom.studio.engine(name)
            voices = engine.voices()
            if not voices or engine.capabilities.online:
                continue
            started = time.monotonic()
            clip = engine.synthesize(Utterance("xin chào", "xin chào"), voices[0], Delivery())
            took_ms = (time.monotonic() - started) * 1000
            told.append(f"{name} ({len(voices)}, {clip.duration_ms:.0f} ms / {took_ms:.0f} ms)")
        except DocbaoError as error:
            told.append(f"{name}: {error.message}")
    if not told:
        return False, Phrase("Không bộ đọc nào chạy được.", "No engine works.")
    words = Phrase("Nói được ngay tại máy: {names}.", "Speak on this machine: {names}.")
    return True, words.fill(names="; ".join(told))


def _encoder(newsroom: Newsroom) -> _Found:
    from docbao.audio.ffmpeg import find_ffmpeg  # noqa: PLC0415 - this check alone

    configured = newsroom.config.audio.ffmpeg
    try:
        ffmpeg = find_ffmpeg(Path(configured) if configured else None)
    except DocbaoError:
        return True, Phrase(
            "LAME đi kèm; không có ffmpeg (chỉ cần cho nhạc hiệu dạng lạ).",
            "LAME built in; no ffmpeg (wanted only for jingles in rare formats).",
        )
    return True, Phrase("LAME đi kèm; ffmpeg ở {path}.", "LAME built in; ffmpeg at {path}.").fill(
        path=ffmpeg
    )


def _player(_: Newsroom) -> _Found:
    from docbao.audio.playback import find_player  # noqa: PLC0415 - this check alone

    try:
        player = find_player()
    except DocbaoError as error:
        # No fault of docbao's, and files can be made all the same.
        return True, Phrase("{why} {hint}", "{why} {hint}").fill(why=error.message, hint=error.hint)
    player.close()
    return True, Phrase("Phát được qua {name}.", "Plays through {name}.").fill(name=player.name)


def _face(newsroom: Newsroom) -> _Found:
    from docbao.ui.lines.mode import choose_mode  # noqa: PLC0415 - this check alone

    choice = choose_mode(
        None,
        env=os.environ,
        config=newsroom.config.reader.mode,
        terminal=sys.stdin.isatty() and sys.stdout.isatty(),
    )
    words = (
        Phrase("Từng dòng, vì {why}.", "Line by line, because {why}.")
        if choice.lines
        else Phrase("Màn hình, vì {why}.", "The screen, because {why}.")
    )
    return True, words.fill(why=choice.why)


def _disk(newsroom: Newsroom) -> _Found:
    folder = newsroom.config.locations.home
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    words = Phrase("Còn {mb} MB ở {folder}.", "{mb} MB free at {folder}.")
    return free_mb > 200, words.fill(mb=free_mb, folder=folder)
