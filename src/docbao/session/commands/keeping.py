"""Commands for what is kept of an article, and for docbao itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docbao.i18n import Phrase
from docbao.session.commands.command import Command
from docbao.session.commands.reading import chosen, need_article
from docbao.session.events import CopyAsked, HelpAsked

if TYPE_CHECKING:
    from docbao.session.session import Session

KEEPING = Phrase("Giữ lại", "Keeping")
DOCBAO = Phrase("Trợ giúp", "Help")


def subject_id(session: Session, words: str = "") -> str:
    """The id of the article meant: a number's, the open one's, or the selected one's.

    Raises:
        CommandError: There is none.
    """
    if not words and session.view == "article" and session.desk.article is not None:
        return session.desk.article.id
    return chosen(session, words).entry.id


class MakeMp3(Command):
    """An MP3 of the article, made in the background."""

    name = Phrase("mp3", "make mp3")
    short = ("m", "tao mp3", "luu am thanh")
    key = "m"
    group = KEEPING
    takes = Phrase("[số, hoặc “hết” cho cả danh sách]", "[number, or “all” for the whole list]")
    help = Phrase(
        "tạo tệp MP3 của bài, trong khi bạn vẫn đọc", "make an MP3 file while you go on reading"
    )

    def run(self, session: Session, words: str) -> None:
        """Have it made."""
        from docbao.session.making import make_mp3  # noqa: PLC0415 - seldom

        make_mp3(session, words)


class Keep(Command):
    """Keep the article and its sound."""

    name = Phrase("giữ", "keep")
    short = ("k", "luu bai")
    key = "k"
    group = KEEPING
    takes = Phrase("[số]", "[number]")
    help = Phrase(
        "giữ bài và âm thanh, không tự xóa; gõ lần nữa để bỏ",
        "keep it from deletion; again to let go",
    )

    def run(self, session: Session, words: str) -> None:
        """Keep it, or let it go again."""
        id_ = subject_id(session, words)
        listed = session.newsroom.library.newest(id_)
        kept = not (listed is not None and listed.kept)
        session.newsroom.library.keep(id_, kept=kept)
        session.listing.item_changed(id_)
        session.say(
            Phrase("Đã giữ bài này.", "Kept.") if kept else Phrase("Không giữ nữa.", "Let go.")
        )


class MarkRead(Command):
    """Mark it read, or unread."""

    name = Phrase("đánh dấu đã đọc", "mark read")
    short = ("x", "dd", "da doc")
    key = "x"
    group = KEEPING
    takes = Phrase("[số]", "[number]")
    help = Phrase("đánh dấu đã đọc; gõ lần nữa thì thành chưa đọc", "mark it read; again, unread")

    def run(self, session: Session, words: str) -> None:
        """Turn it over."""
        id_ = subject_id(session, words)
        listed = session.newsroom.library.newest(id_)
        read = not (listed is not None and listed.read)
        session.newsroom.library.mark_read([id_], read=read)
        session.listing.item_changed(id_)
        session.say(
            Phrase("Đã đánh dấu đã đọc.", "Marked read.")
            if read
            else Phrase("Đã đánh dấu chưa đọc.", "Marked unread.")
        )


class OpenLink(Command):
    """The article's page in the browser."""

    name = Phrase("mở trang", "open link")
    short = ("o", "link", "trinh duyet")
    key = "o"
    group = KEEPING
    takes = Phrase("[số]", "[number]")
    help = Phrase("mở trang gốc trong trình duyệt", "open the page in the browser")

    def run(self, session: Session, words: str) -> None:
        """Open it, and say its address."""
        from docbao.session.making import open_link  # noqa: PLC0415 - seldom

        open_link(session, link_of(session, words))


def link_of(session: Session, words: str) -> str:
    """The address of the article meant.

    Raises:
        CommandError: There is no article.
    """
    if not words and session.view == "article" and session.desk.article is not None:
        return session.desk.article.url
    return chosen(session, words).entry.link


class Copy(Command):
    """The text to the clipboard."""

    name = Phrase("chép", "copy")
    short = ("c", "sao chep")
    key = "c"
    group = KEEPING
    takes = Phrase("[câu hoặc địa chỉ]", "[sentence or link]")
    help = Phrase(
        "chép cả bài, hoặc câu này, hoặc địa chỉ, vào bộ nhớ tạm",
        "the article, this sentence or the address to the clipboard",
    )

    def run(self, session: Session, words: str) -> None:
        """Ask the face to copy."""
        from docbao.clean import fold  # noqa: PLC0415 - only here
        from docbao.session.making import whole_text  # noqa: PLC0415 - seldom

        which = fold(words)
        if which in ("dia chi", "link", "lien ket"):
            session.emit(CopyAsked(link_of(session, "")))
            return
        need_article(session)
        if which in ("cau", "sentence") and session.desk.sentence is not None:
            session.emit(CopyAsked(session.desk.sentence.text))
        elif session.desk.article is not None:
            session.emit(CopyAsked(whole_text(session.desk.article)))


class SaveText(Command):
    """The text as a file."""

    name = Phrase("lưu chữ", "save text")
    short = ("lc", "luu")
    key = "S"
    group = KEEPING
    takes = Phrase("[tệp]", "[file]")
    help = Phrase("lưu bài thành tệp chữ", "save the article as a text file")

    def run(self, session: Session, words: str) -> None:
        """Save it, and say where."""
        from docbao.session.making import save_text  # noqa: PLC0415 - seldom

        need_article(session)
        save_text(session, words)


class Messages(Command):
    """The last things said."""

    name = Phrase("lời vừa rồi", "messages")
    short = ("lv", "tin nhan", "log")
    key = "exclamation_mark"
    group = DOCBAO
    help = Phrase("xem lại những lời docbao vừa nói", "the last things docbao said, again")

    def run(self, session: Session, words: str) -> None:
        """Give them as lines, oldest first."""
        del words
        lines = tuple(said.words for said in session.messages)[-10:]
        session.emit(HelpAsked(lines or (Phrase("Chưa có lời nào.", "Nothing was said yet."),)))


class Help(Command):
    """This page."""

    name = Phrase("giúp", "help")
    short = ("g", "?", "tro giup")
    key = "f1"
    group = DOCBAO
    takes = Phrase("[lệnh]", "[command]")
    help = Phrase(
        "các lệnh, mỗi lệnh một dòng; kèm tên lệnh thì chỉ lệnh đó",
        "all commands, a line each; or one",
    )

    def run(self, session: Session, words: str) -> None:
        """Give the lines."""
        from docbao.session.commands import help_lines, understand  # noqa: PLC0415 - they list this

        session.emit(HelpAsked((understand(words)[0].line,) if words else help_lines()))


class Quit(Command):
    """Leave docbao."""

    name = Phrase("thoát", "quit")
    short = ("q", "exit", "ra")
    key = "q"
    group = DOCBAO
    help = Phrase("ra khỏi docbao; chỗ đang đọc được nhớ", "leave docbao; your place is kept")

    def run(self, session: Session, words: str) -> None:
        """Leave."""
        del words
        session.leave()


COMMANDS: tuple[Command, ...] = (
    MakeMp3(), Keep(), MarkRead(), OpenLink(), Copy(), SaveText(), Messages(), Help(), Quit(),
)  # fmt: skip
