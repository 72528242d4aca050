"""Commands for sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docbao.i18n import Phrase
from docbao.session.commands.command import Command
from docbao.session.commands.reading import chosen
from docbao.session.commands.sound import number_in
from docbao.session.words import span_words

if TYPE_CHECKING:
    from docbao.session.session import Session

LISTENING = Phrase("Nghe", "Listening")


class ReadAloud(Command):
    """Read aloud from here on."""

    name = Phrase("đọc", "read")
    short = ("d", "nghe", "listen")
    key = "d"
    group = LISTENING
    takes = Phrase("[số]", "[number]")
    help = Phrase(
        "đọc thành tiếng từ chỗ này; kèm số thì mở và đọc tin số đó",
        "read aloud from here; with a number, open and read that item",
    )

    def run(self, session: Session, words: str) -> None:
        """Read the open article, or the item named or selected."""
        if words or session.view != "article" or session.desk.pages is None:
            session.open_item(chosen(session, words), read_aloud=True)
        elif not session.listening.resume():
            session.read_aloud()


class PauseOrGoOn(Command):
    """Pause, or go on."""

    name = Phrase("dừng hoặc tiếp", "pause or resume")
    short = ("pr",)
    key = "space"
    group = LISTENING
    help = Phrase(
        "đang đọc thì tạm dừng, đang dừng thì đọc tiếp", "pause when reading, go on when paused"
    )

    def run(self, session: Session, words: str) -> None:
        """Turn it over."""
        del words
        if not session.listening.pause() and not session.listening.resume():
            ReadAloud().run(session, "")


class Pause(Command):
    """Fall silent here."""

    name = Phrase("dừng", "pause")
    short = ("tam dung",)
    group = LISTENING
    help = Phrase("tạm dừng, nhớ chỗ đang nghe", "fall silent and keep the place")

    def run(self, session: Session, words: str) -> None:
        """Pause, or say that nothing sounds."""
        del words
        if not session.listening.pause():
            session.say(Phrase("Đang không đọc gì.", "Nothing is being read."))


class GoOn(Command):
    """Go on where one stopped."""

    name = Phrase("tiếp", "go on")
    short = ("tp", "resume", "doc tiep", "continue")
    group = LISTENING
    help = Phrase("đọc tiếp từ chỗ đã dừng", "go on reading aloud from where it stopped")

    def run(self, session: Session, words: str) -> None:
        """Go on, or begin to read."""
        del words
        if session.listening.what == "words" and session.desk.pages is not None:
            session.look_at("article")
            session.read_aloud()
        elif session.listening.state == "playing":
            session.say(Phrase("Đang đọc.", "Reading already."))
        elif not session.listening.resume():
            ReadAloud().run(session, "")


class Stop(Command):
    """Stop the voice, and the queue and headlines with it."""

    name = Phrase("thôi", "stop")
    short = ("th", "ngung", "dung han")
    key = "ctrl+s"
    group = LISTENING
    help = Phrase("thôi đọc; chỗ đang nghe vẫn được nhớ", "stop reading; your place is kept")

    def run(self, session: Session, words: str) -> None:
        """Stop, or say that nothing sounds."""
        del words
        if not session.listening.stop():
            session.say(Phrase("Đang không đọc gì.", "Nothing is being read."))


class AddToQueue(Command):
    """Hear this after what is being read."""

    name = Phrase("thêm vào hàng", "enqueue")
    short = ("tv hang", "e", "xep hang")
    key = "e"
    group = LISTENING
    takes = Phrase("[số]", "[number]")
    help = Phrase("nghe bài này sau bài đang đọc", "hear this after what is being read")

    def run(self, session: Session, words: str) -> None:
        """Put it at the end of the queue."""
        item = chosen(session, words)
        queue = session.listening.queue
        if item.entry.id not in [other.entry.id for other in queue]:
            session.listening.set_queue((*queue, item))
        session.say(
            Phrase("Đã xếp hàng, thứ {n}: {title}", "Queued, number {n}: {title}").fill(
                n=len(session.listening.queue), title=item.entry.title
            )
        )


class PlayAll(Command):
    """Hear the whole list, from the selected item on."""

    name = Phrase("nghe hết", "play all")
    short = ("nhet", "nghe het muc")
    key = "E"
    group = LISTENING
    help = Phrase(
        "nghe hết danh sách từ tin đang chọn, bài nọ nối bài kia",
        "hear the whole list from the selected item on, one article after another",
    )

    def run(self, session: Session, words: str) -> None:
        """Queue what follows and read the first."""
        del words
        first = chosen(session, "")
        start = session.listing.selected
        session.listing.reach(start + QUEUE_LIMIT)
        session.listening.set_queue(session.listing.items[start + 1 : start + QUEUE_LIMIT])
        session.open_item(first, read_aloud=True)


QUEUE_LIMIT = 200
"""Longer than anyone listens at a sitting."""


class ShowQueue(Command):
    """What is heard next."""

    name = Phrase("hàng chờ", "queue")
    short = ("hc",)
    key = "Q"
    group = LISTENING
    takes = Phrase("[xóa]", "[clear]")
    help = Phrase(
        "những bài sẽ nghe tiếp; kèm “xóa” để bỏ hết", "what comes next; “clear” empties it"
    )

    def run(self, session: Session, words: str) -> None:
        """Say it, or empty it."""
        from docbao.clean import fold  # noqa: PLC0415 - only here

        if fold(words) in ("xoa", "clear", "bo"):
            session.listening.set_queue(())
        queue = session.listening.queue
        if not queue:
            session.say(Phrase("Hàng chờ trống.", "The queue is empty."))
        for number, item in enumerate(queue[:20], start=1):
            session.say(
                Phrase("{n}. {title}", "{n}. {title}").fill(n=number, title=item.entry.title)
            )
        if len(queue) > 20:
            session.say(Phrase("Còn {n} bài nữa.", "{n} more.").fill(n=len(queue) - 20))


class Headlines(Command):
    """The numbers and titles of the list, read aloud."""

    name = Phrase("điểm tin", "headlines")
    short = ("dt", "h")
    key = "h"
    group = LISTENING
    takes = Phrase("[số tin]", "[how many]")
    help = Phrase(
        "chỉ đọc số và đầu đề của các tin trong danh sách",
        "read only the numbers and titles of the list aloud",
    )

    def run(self, session: Session, words: str) -> None:
        """Read them from the selected one on."""
        chosen(session, "")
        count = int(number_in(words, 1, QUEUE_LIMIT)) if words else 20
        from docbao.session.making import read_headlines  # noqa: PLC0415 - seldom

        read_headlines(session, count)


class Sleep(Command):
    """Fall silent after a while."""

    name = Phrase("hẹn giờ", "sleep timer")
    short = ("z", "hg", "sleep")
    key = "z"
    group = LISTENING
    takes = Phrase("[số phút, 0 để bỏ]", "[minutes, 0 for none]")
    help = Phrase("tự dừng sau chừng ấy phút", "pause by itself after so many minutes")

    def run(self, session: Session, words: str) -> None:
        """Set, take away, or say what is left."""
        if not words:
            at_s = session.listening.sleep_at_s
            session.say(
                Phrase("Không hẹn giờ.", "No sleep timer.")
                if at_s is None
                else Phrase("Còn {t} thì dừng.", "Pausing in {t}.").fill(
                    t=span_words(max(0.0, at_s - session.clock()))
                )
            )
            return
        minutes = number_in(words, 0, 24 * 60)
        session.listening.sleep_at_s = session.clock() + 60 * minutes if minutes else None
        session.say(
            Phrase("Sẽ dừng sau {t}.", "Pausing in {t}.").fill(t=span_words(60 * minutes))
            if minutes
            else Phrase("Đã bỏ hẹn giờ.", "The sleep timer is off.")
        )


COMMANDS: tuple[Command, ...] = (
    ReadAloud(), PauseOrGoOn(), Pause(), GoOn(), Stop(), AddToQueue(), PlayAll(), ShowQueue(),
    Headlines(), Sleep(),
)  # fmt: skip
