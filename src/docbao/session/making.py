"""What a session does beside being read: asking feeds, making files, choosing voices."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docbao.clean import fold, slug
from docbao.errors import DocbaoError, SourceError
from docbao.i18n import Phrase
from docbao.model import Article
from docbao.session.commands.command import CommandError
from docbao.session.commands.keeping import subject_id
from docbao.session.events import Failed
from docbao.store.entries import Listed

if TYPE_CHECKING:
    from docbao.narration.commission import Cast
    from docbao.production.line import Produced, Wish
    from docbao.session.session import Session

MP3_LIMIT: Final = 200
"""Articles at one asking."""


def refresh(session: Session) -> None:
    """Ask the feed that is listed, or all that are switched on, beside the session."""
    wanted = session.listing.query.feed
    feeds = [
        feed
        for feed in session.newsroom.config.feeds
        if (feed.name == wanted if wanted else feed.enabled)
    ]
    if not feeds:
        raise CommandError(
            Phrase("chưa có nguồn tin nào đang bật", "no feed is switched on"),
            hint=Phrase(
                "Sửa feeds.yaml hoặc gõ: docbao feeds.", "Edit feeds.yaml, or run: docbao feeds."
            ),
        )
    session.say(Phrase("Đang hỏi {n} nguồn.", "Asking {n} feeds.").fill(n=len(feeds)), "state")

    def ask() -> tuple[int, list[tuple[str, DocbaoError]]]:
        new = 0
        failed: list[tuple[str, DocbaoError]] = []
        for edition, entries in session.newsroom.refresh(feeds):
            new += len(entries)
            if edition.error is not None:
                failed.append((edition.feed.title or edition.feed.name, edition.error))
        return new, failed

    def told(result: tuple[int, list[tuple[str, DocbaoError]]]) -> None:
        new, failed = result
        session.listing.feeds_changed()
        for title, error in failed[:5]:
            session.emit(
                Failed(
                    SourceError(
                        Phrase("{title}: {why}", "{title}: {why}").fill(
                            title=title, why=error.message
                        ),
                        hint=error.hint,
                    )
                )
            )
        session.say(
            Phrase("Xong: {n} tin mới, {f} nguồn không hỏi được.",
                   "Done: {n} new, {f} feeds could not be asked.").fill(n=new, f=len(failed))
            if failed
            else Phrase("Xong: {n} tin mới.", "Done: {n} new.").fill(n=new),
            "news",
        )  # fmt: skip

    session.beside("refresh", ask, told)


def read_headlines(session: Session, count: int) -> None:
    """Read numbers and titles aloud, from the selected item on."""
    listing = session.listing
    start = listing.selected
    listing.reach(start + count - 1)
    items = listing.items[start : start + count]
    number = Phrase("Tin số {n}", "Number {n}")
    texts = [f"{number.fill(n=item.number)}. {item.entry.title}" for item in items]
    session.look_at("list")
    session.say(Phrase("Điểm {n} tin.", "{n} headlines.").fill(n=len(items)), "state")
    session.listening.read_headlines(items, texts)


def make_mp3(session: Session, words: str) -> None:
    """Have MP3 files made in the background, and their progress told in words."""
    from docbao.production.line import Wish  # noqa: PLC0415 - brings the studio

    if fold(words) in ("het", "tat ca", "all"):
        session.listing.reach(MP3_LIMIT - 1)
        items: tuple[Listed, ...] = session.listing.items[:MP3_LIMIT]
        wishes = [Wish(item.entry.title, entry_id=item.entry.id) for item in items]
    elif not words and session.view == "article" and session.desk.article is not None:
        wishes = [Wish(session.desk.article.title, article=session.desk.article)]
    else:
        id_ = subject_id(session, words)
        item = session.newsroom.library.newest(id_)
        wishes = [Wish(item.entry.title if item else id_, entry_id=id_)]
    session.recording += len(wishes)
    session.say(
        Phrase("Đang tạo {n} tệp MP3.", "Making {n} MP3 files.").fill(n=len(wishes)), "state"
    )
    _begin(session, wishes)


def _begin(session: Session, wishes: list[Wish]) -> None:
    style, total = session.style, len(wishes)
    told = 0

    def make() -> None:
        nonlocal told
        from docbao.production.line import Manner, produce  # noqa: PLC0415 - as above

        _track_processes()
        # Two jobs, so that it is done in another process: this one's voice has a reader.
        manner = Manner(engine=style.engine or None, voice=style.voice or None, jobs=2)
        try:
            for product in produce(session.newsroom, wishes, manner):
                with session.lock:
                    told += 1
                    session.recording -= 1
                    _tell(session, product, told, total)
                if session.closing:
                    return
        finally:
            with session.lock:
                session.recording -= total - told

    def attempt() -> None:
        try:
            make()
        except DocbaoError as error:
            session.emit(Failed(error))

    session.beside("mp3", attempt, lambda _: None, awaited=False)


def _track_processes() -> None:
    """Start the process by which multiprocessing tidies up, while there is a standard error.

    It is handed the file behind `sys.stderr`; on the screen that is Textual's, which is no file.
    """
    if os.name == "posix" and sys.__stderr__ is not None:
        from multiprocessing import resource_tracker  # noqa: PLC0415 - seldom

        with contextlib.redirect_stderr(sys.__stderr__):
            resource_tracker.ensure_running()


def _tell(session: Session, product: Produced, number: int, total: int) -> None:
    if product.error is not None:
        session.emit(Failed(product.error))
        return
    recording = product.recording
    assert recording is not None  # noqa: S101 - a product is a recording or an error
    session.listing.item_changed(recording.article)
    session.say(
        Phrase("MP3 {i} trên {n} xong: {path}", "MP3 {i} of {n} done: {path}").fill(
            i=number, n=total, path=session.newsroom.config.locations.home / recording.path
        ),
        "news",
    )


def choose_voice(session: Session, words: str) -> None:
    """List the voices that can read Vietnamese here, or speak with one of them from now on."""

    def told(casts: tuple[Cast, ...]) -> None:
        voices = [cast.main for cast in casts]
        if not words:
            for number, voice in enumerate(voices, start=1):
                note = f", {voice.note}" if voice.note else ""
                session.say(
                    Phrase("{n}. {engine} {name}{note}", "{n}. {engine} {name}{note}").fill(
                        n=number, engine=voice.engine, name=voice.name, note=note
                    )
                )
            session.say(Phrase("Chọn: giọng và số.", "Choose: voice and a number."))
            return
        wanted = fold(words)
        for number, voice in enumerate(voices, start=1):
            if wanted in (str(number), fold(voice.name), fold(f"{voice.engine} {voice.name}")):
                session.recital.choose(voice.engine, voice.name)
                session.restyle(engine=voice.engine, voice=voice.name)
                if session.listening.what == "article" and session.listening.state == "playing":
                    session.read_aloud()
                return
        raise CommandError(
            Phrase("không có giọng “{w}”", "there is no voice “{w}”").fill(w=words),
            hint=Phrase("Gõ “giọng” để xem các giọng.", "Type “voice” to see the voices."),
        )

    session.beside("voices", session.recital.voices, told)


def open_link(session: Session, url: str) -> None:
    """Open a page in the browser; where there is none beside the terminal, say its address."""
    if url.startswith(("http://", "https://")) and session.browse(url):
        session.say(Phrase("Đang mở {url}", "Opening {url}").fill(url=url))
    else:
        session.say(Phrase("Địa chỉ: {url}", "Address: {url}").fill(url=url))


def whole_text(article: Article) -> str:
    """An article as plain text, paragraphs apart."""
    parts = [article.title, article.lead, *(block.text for block in article.blocks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def save_text(session: Session, words: str) -> None:
    """Save the open article as a text file, and say where."""
    article = session.desk.article
    if article is None:
        return
    home = session.newsroom.config.locations.home
    path = Path(words).expanduser() if words else home / f"{slug(article.title)}.txt"
    if not path.is_absolute():
        path = home / path
    try:
        if words and path.exists():
            raise FileExistsError(17, "file exists")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole_text(article), encoding="utf-8")
    except OSError as cause:
        why = (
            Phrase("đã có tệp ấy", "it exists already")
            if isinstance(cause, FileExistsError)
            else Phrase("{why}", "{why}").fill(why=cause.strerror or cause)
        )
        raise CommandError(
            Phrase("không lưu được {path}: {why}", "{path} could not be saved: {why}").fill(
                path=path, why=why
            ),
            hint=Phrase("Gõ: lưu chữ, và một tên khác.", "Type: save text, and another name."),
        ) from cause
    session.say(Phrase("Đã lưu: {path}", "Saved: {path}").fill(path=path))
