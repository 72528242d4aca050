"""Commands for opening an article and walking through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docbao.i18n import Phrase
from docbao.session.commands.browsing import turn_page
from docbao.session.commands.command import Command, CommandError
from docbao.store.entries import Listed

if TYPE_CHECKING:
    from docbao.session.session import Session

READING = Phrase("Đọc bài", "Reading an article")


def chosen(session: Session, words: str) -> Listed:
    """The item of the list that a number names; the selected one when there is none.

    Raises:
        CommandError: There is no such item.
    """
    listing = session.listing
    if words.isdecimal():
        if len(words) < 8 and listing.select(int(words) - 1):
            return listing.items[listing.selected]
        raise CommandError(
            Phrase("danh sách không có tin số {n}", "the list has no item {n}").fill(n=words),
            hint=Phrase("Chọn một số từ 1 đến {n}.", "Choose a number from 1 to {n}.").fill(
                n=listing.total
            )
            if listing.items
            else Phrase("Gõ “cập nhật” để lấy tin.", "Type “refresh” to get news."),
        )
    if listing.current is None:
        raise CommandError(
            Phrase("danh sách đang trống", "the list is empty"),
            hint=Phrase(
                "Gõ “cập nhật” để lấy tin, “danh sách” để xem tất cả.",
                "Type “refresh” to get news, “list” to see all.",
            ),
        )
    return listing.current


def need_article(session: Session) -> None:
    """Raise unless an article is open.

    Raises:
        CommandError: None is.
    """
    if session.desk.pages is None:
        raise CommandError(
            Phrase("chưa mở bài nào", "no article is open"),
            hint=Phrase(
                "Gõ số của một tin trong danh sách.", "Type the number of a bulletin in the list."
            ),
        )


class Open(Command):
    """Open an article."""

    name = Phrase("mở", "open")
    short = ("xem", "so")
    key = "enter"
    group = READING
    takes = Phrase("[số, địa chỉ hoặc tệp]", "[number, address or file]")
    help = Phrase(
        "mở tin số đó, hoặc tin đang chọn; gõ riêng con số cũng được",
        "open that item, or the selected one; the number alone will do",
    )

    def run(self, session: Session, words: str) -> None:
        """Open it where its reader left it."""
        if words and not words.isdecimal():
            session.open_named(words)
        else:
            session.open_item(chosen(session, words))


class NextArticle(Command):
    """The article after this one in the list."""

    name = Phrase("bài sau", "next article")
    short = ("bs", "n", "next")
    key = "n"
    group = READING
    help = Phrase("mở bài sau trong danh sách", "open the next article of the list")

    def run(self, session: Session, words: str) -> None:
        """Open it; read aloud if this one was being read."""
        del words
        step_article(session, 1)


class PreviousArticle(Command):
    """The article before this one in the list."""

    name = Phrase("bài trước", "previous article")
    short = ("bt", "p", "prev")
    key = "p"
    group = READING
    help = Phrase("mở bài trước trong danh sách", "open the article before this one")

    def run(self, session: Session, words: str) -> None:
        """Open it; read aloud if this one was being read."""
        del words
        step_article(session, -1)


def step_article(session: Session, by: int) -> None:
    """Open the article `by` places on in the list, or say that there is none."""
    listing = session.listing
    if not listing.select(listing.selected + by):
        session.say(
            Phrase("Không còn bài nào sau bài này.", "There is no article after this one.")
            if by > 0
            else Phrase("Đây là bài đầu tiên.", "This is the first article.")
        )
        return
    session.open_item(
        listing.items[listing.selected], read_aloud=session.listening.state == "playing"
    )


class NextParagraph(Command):
    """The next paragraph."""

    name = Phrase("đoạn sau", "next paragraph")
    short = ("dos", "}")
    key = "right_square_bracket"
    group = READING
    help = Phrase("tới đoạn sau", "go to the next paragraph")

    def run(self, session: Session, words: str) -> None:
        """Go there; the voice goes along."""
        del words
        step_paragraph(session, 1)


class PreviousParagraph(Command):
    """The paragraph before."""

    name = Phrase("đoạn trước", "previous paragraph")
    short = ("dot", "{")
    key = "left_square_bracket"
    group = READING
    help = Phrase("về đoạn trước", "go back a paragraph")

    def run(self, session: Session, words: str) -> None:
        """Go there; the voice goes along."""
        del words
        step_paragraph(session, -1)


def step_paragraph(session: Session, by: int) -> None:
    """Go `by` paragraphs on, or say that the article ends."""
    need_article(session)
    session.look_at("article")
    pages, paragraph = session.desk.pages, session.desk.sentence
    if pages is None or paragraph is None:
        _no_further(session, by)
        return
    number = paragraph.paragraph + by
    if not 0 <= number < len(pages.paragraphs):
        _no_further(session, by)
    else:
        session.go(pages.paragraphs[number].first, "paragraph")


class NextSentence(Command):
    """The next sentence."""

    name = Phrase("câu sau", "next sentence")
    short = ("cs", ".")
    key = "full_stop"
    group = READING
    help = Phrase("tới câu sau", "go to the next sentence")

    def run(self, session: Session, words: str) -> None:
        """Go there; the voice goes along."""
        del words
        step_sentence(session, 1)


class PreviousSentence(Command):
    """The sentence before."""

    name = Phrase("câu trước", "previous sentence")
    short = ("ct", ",")
    key = "comma"
    group = READING
    help = Phrase("về câu trước", "go back a sentence")

    def run(self, session: Session, words: str) -> None:
        """Go there; the voice goes along."""
        del words
        step_sentence(session, -1)


def step_sentence(session: Session, by: int) -> None:
    """Go `by` sentences on, or say that the article ends."""
    need_article(session)
    session.look_at("article")
    if not session.go(session.desk.place + by, "sentence"):
        _no_further(session, by)


def _no_further(session: Session, by: int) -> None:
    session.say(
        Phrase("Hết bài.", "The end of the article.")
        if by > 0
        else Phrase("Đây là đầu bài.", "This is the beginning of the article.")
    )


class FromStart(Command):
    """Back to the first sentence."""

    name = Phrase("đầu bài", "beginning")
    short = ("db", "home")
    key = "home"
    group = READING
    help = Phrase("về đầu bài", "go to the beginning of the article")

    def run(self, session: Session, words: str) -> None:
        """Go there; the voice goes along."""
        del words
        need_article(session)
        session.look_at("article")
        session.go(0, "start")


class Onward(Command):
    """What Enter means on a line of its own."""

    name = Phrase("đi tiếp", "onward")
    short = ("",)
    group = READING
    help = Phrase(
        "Enter không kèm gì: trang sau của danh sách, đoạn sau của bài; đang đọc thì dừng, "
        "đang dừng thì đọc tiếp",
        "Enter alone: the next page of the list or paragraph of the article; pauses the voice, "
        "or lets it go on",
    )

    def run(self, session: Session, words: str) -> None:
        """The next thing, whatever is looked at."""
        del words
        if session.listening.pause() or session.listening.resume():
            return
        if session.view == "article":
            step_paragraph(session, 1)
        elif session.view == "feeds":
            session.show_list(session.listing.query)
        else:
            turn_page(session, back=False)


COMMANDS: tuple[Command, ...] = (
    Open(), Onward(), NextArticle(), PreviousArticle(), NextParagraph(), PreviousParagraph(),
    NextSentence(), PreviousSentence(), FromStart(),
)  # fmt: skip
