"""`docbao voices`: the voices there are, and those that can be had."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from pathlib import Path

import click

from docbao.cli.console import Console, common_options
from docbao.cli.usage import family, option
from docbao.cli.verbs import DONE, FAILED, SOME_FAILED, tell_error
from docbao.cli.voice_shelf import install, remove
from docbao.errors import DocbaoError
from docbao.i18n import LANGUAGES, Language, Phrase
from docbao.model import Article, Voice
from docbao.narration.commission import Cast, Commission, Narrated
from docbao.newsroom import Newsroom, open_newsroom

_FOLDER = "thu-giong"
_SENTENCE: dict[Language, str] = {
    "vi": "Sáng 05/8/2026, UBND tỉnh họp bàn Kế hoạch số 463/KH-UBND; tỷ lệ đạt 38,2%.",
    "en": "On 5 August 2026 the council met at 9:30; 38.2% of the plan is done.",
}


@family("voices", Phrase("Xem, cài và nghe thử giọng đọc.", "List, install and try voices."))
def command() -> None:
    """The voices."""


command.add_command(install)
command.add_command(remove)


@command.command(
    "list",
    help=str(
        Phrase(
            "Liệt kê giọng đang có và giọng cài thêm được.",
            "List the voices here and those that can be installed.",
        )
    ),
)
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    words=Phrase("Chỉ ngôn ngữ này", "Only this language"),
)
@common_options
def list_voices(console: Console, home: Path | None, language: Language | None) -> None:
    """List voices."""
    from docbao.speech import voices as store  # noqa: PLC0415 - this verb alone

    with open_newsroom(home, tell=console.tell) as newsroom:
        for voice in _here(newsroom):
            if language and not voice.language.startswith(language):
                continue
            if console.as_json:
                console.emit({"installed": True, **_facts(voice)})
            else:
                place = (
                    Phrase("qua mạng", "online") if voice.online else Phrase("tại máy", "offline")
                )
                note = f" {voice.note}." if voice.note else ""
                console.data(
                    f"{voice.engine} {voice.name}. {voice.language}, {_grade(voice)}, {place}."
                    f"{note} {voice.licence}".rstrip()
                )
        installed = store.installed(newsroom.config.locations.voices)
        for offer in store.index():
            if offer.name in installed or (language and not offer.language.startswith(language)):
                continue
            if console.as_json:
                console.emit(
                    {
                        "installed": False,
                        "engine": "piper",
                        "name": offer.name,
                        "language": offer.language,
                        "quality": offer.quality,
                        "licence": offer.licence,
                        "size_bytes": offer.size_bytes,
                    }
                )
            else:
                words = Phrase(
                    "cài được: docbao voices install {name}",
                    "to be had: docbao voices install {name}",
                ).fill(name=offer.name)
                console.data(
                    f"piper {offer.name}. {offer.language}, {offer.size_bytes // 1_000_000} MB,"
                    f" {words}. {offer.note} {offer.licence}"
                )


@command.command(
    "say", help=str(Phrase("Đọc thử một câu thành MP3.", "Say a sentence into an MP3."))
)
@click.argument("text")
@option("--engine", words=Phrase("Bộ đọc", "Speech engine"))
@option("--voice", words=Phrase("Giọng đọc", "Voice"))
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="vi",
    show_default=True,
    words=Phrase("Ngôn ngữ của câu", "Language of the sentence"),
)
@common_options
def say(
    console: Console,
    home: Path | None,
    text: str,
    engine: str | None,
    voice: str | None,
    language: Language,
) -> None:
    """Say a sentence."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        chosen = newsroom.casting(engine=engine, voice=voice).row(language)[0]
        _tell(console, newsroom, *_said(newsroom, text, language, chosen))


@command.command(
    "compare",
    help=str(
        Phrase("Đọc một câu bằng mọi giọng đang có.", "Say one sentence with every voice here.")
    ),
)
@click.argument("text", required=False)
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="vi",
    show_default=True,
    words=Phrase("Ngôn ngữ của câu", "Language of the sentence"),
)
@common_options
def compare(console: Console, home: Path | None, text: str | None, language: Language) -> int:
    """Say a sentence with every voice that may speak here."""
    failed = made = 0
    with open_newsroom(home, tell=console.tell) as newsroom:
        online = bool(newsroom.casting().consent)
        for voice in _here(newsroom):
            speaks = voice.language.startswith(language) or voice.engine == "kokoro"
            if not speaks or (voice.online and not online):
                continue
            try:
                _tell(
                    console,
                    newsroom,
                    *_said(newsroom, text or _SENTENCE[language], language, voice),
                )
                made += 1
            except DocbaoError as error:
                failed += 1
                tell_error(error, about=f"{voice.engine} {voice.name}")
    return DONE if not failed else SOME_FAILED if made else FAILED


@command.command(
    "report",
    help=str(
        Phrase(
            "Ghi lại một từ giọng đọc chưa đúng, vào tệp của riêng bạn.",
            "Note a word a voice says wrongly, in a file of your own.",
        )
    ),
)
@click.argument("word")
@click.argument("note", required=False, default="")
@common_options
def report(console: Console, home: Path | None, word: str, note: str) -> None:
    """Note a word; nothing leaves the machine."""
    from docbao.speech.kokoro.report import report_word  # noqa: PLC0415 - this verb alone

    with open_newsroom(home, tell=console.tell) as newsroom:
        path = newsroom.config.locations.home / "voice-report.txt"
        report_word(word, note, path, now=newsroom.now())
    console.tell(
        Phrase("Đã ghi “{word}” vào {path}.", "Noted “{word}” in {path}.").fill(
            word=word, path=path
        )
    )


def _here(newsroom: Newsroom) -> tuple[Voice, ...]:
    """Every voice of every engine that can be loaded; the engine for trials left out."""
    from docbao.speech.registry import engine_names  # noqa: PLC0415 - this verb alone

    voices: list[Voice] = []
    for name in engine_names():
        if name == "tone":
            continue
        try:
            voices += newsroom.studio.engine(name).voices()
        except DocbaoError:
            continue  # `docbao check` says why
    return tuple(voices)


def _facts(voice: Voice) -> dict[str, object]:
    return {
        "engine": voice.engine,
        "name": voice.name,
        "language": voice.language,
        "quality": voice.quality,
        "online": voice.online,
        "licence": voice.licence,
        "note": voice.note,
    }


def _grade(voice: Voice) -> Phrase:
    return {
        "basic": Phrase("giọng máy", "basic"),
        "good": Phrase("khá", "good"),
        "natural": Phrase("tự nhiên", "natural"),
    }[voice.quality]


def _said(
    newsroom: Newsroom, text: str, language: Language, voice: Voice
) -> tuple[Voice, Narrated, float]:
    """A sentence made by `voice` alone, and how long that took in seconds."""
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in f"{voice.engine}-{voice.name}")
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    folder = newsroom.config.locations.audio / _FOLDER
    article = Article(
        id=f"{digest}{name}", feed="", url="", title=text, lead="", blocks=(), language=language
    )
    commission = Commission(
        article, (Cast(voice),), str(folder / f"{name}-{digest}.mp3"), again=True
    )
    started = time.monotonic()
    narrated = newsroom.studio.narrate(replace(commission))
    return voice, narrated, time.monotonic() - started


def _tell(
    console: Console, newsroom: Newsroom, voice: Voice, narrated: Narrated, took_s: float
) -> None:
    path = newsroom.config.locations.home / narrated.recording.path
    if console.as_json:
        console.emit(
            {
                **_facts(voice),
                "path": path,
                "took_s": round(took_s, 3),
                "duration_ms": narrated.recording.duration_ms,
            }
        )
        return
    console.data(path)
    words = Phrase(
        "{engine} {name}: {long:.1f} giây, làm trong {took:.1f} giây.",
        "{engine} {name}: {long:.1f} s, made in {took:.1f} s.",
    )
    console.tell(
        words.fill(
            engine=voice.engine,
            name=voice.name,
            long=narrated.recording.duration_ms / 1000,
            took=took_s,
        )
    )
