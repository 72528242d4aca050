"""Commands for feeds and lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docbao.clean import fold
from docbao.i18n import Phrase
from docbao.session.commands.command import Command, CommandError
from docbao.session.listing import FeedRow, Query

if TYPE_CHECKING:
    from docbao.session.session import Session

BROWSING = Phrase("Tin và nguồn tin", "Bulletins and feeds")


class ShowFeeds(Command):
    """The feeds, with how many of each are unread."""

    name = Phrase("nguồn", "feeds")
    short = ("ng", "nguon tin", "f")
    key = "f"
    group = BROWSING
    takes = Phrase("[tên hoặc số]", "[name or number]")
    help = Phrase(
        "xem các nguồn tin và số tin chưa đọc; kèm tên hoặc số thì chỉ xem nguồn đó",
        "the feeds with their unread counts; with a name or number, that feed alone",
    )

    def run(self, session: Session, words: str) -> None:
        """Show all feeds, or list one."""
        if words:
            row = find_feed(session, words)
            session.show_list(replace(session.listing.query, feed=row.feed.name, words=""))
        else:
            session.look_at("list")
            session.look_at("feeds")


def find_feed(session: Session, words: str) -> FeedRow:
    """The feed that `words` names: by its number, its name or a part of its title.

    Raises:
        CommandError: None, with what there is.
    """
    rows = session.listing.feeds
    if words.isdecimal():
        number = int(words)
        if 1 <= number <= len(rows):
            return rows[number - 1]
    wanted = fold(words)
    names = [(row, fold(row.feed.name), fold(row.feed.title)) for row in rows]
    whole = [row for row, name, title in names if wanted in (name, title)]
    part = [row for row, name, title in names if wanted in name or wanted in title]
    if whole or part:
        return (whole or part)[0]
    raise CommandError(
        Phrase("không có nguồn tin “{words}”", "there is no feed “{words}”").fill(words=words),
        hint=Phrase(
            "Gõ “nguồn” để xem {n} nguồn và số của chúng.",
            "Type “feeds” to see the {n} feeds and their numbers.",
        ).fill(n=len(rows)),
    )


class ShowAll(Command):
    """All bulletins together."""

    name = Phrase("danh sách", "list")
    short = ("ds", "l", "tat ca", "all")
    key = "l"
    group = BROWSING
    help = Phrase(
        "tin của mọi nguồn, mới nhất trước; cũng để trở về từ một bài",
        "bulletins of all feeds, newest first; also the way back from an article",
    )

    def run(self, session: Session, words: str) -> None:
        """Show the whole list."""
        del words
        session.show_list(Query())


class Back(Command):
    """Back to what was looked at before."""

    name = Phrase("trở về", "back")
    short = ("tv", "quay lai")
    key = "escape"
    group = BROWSING
    help = Phrase(
        "từ bài hay nguồn tin trở về danh sách", "from an article or the feeds to the list"
    )

    def run(self, session: Session, words: str) -> None:
        """Turn to the list as it was; from the list of a search or feed to the whole list."""
        del words
        if session.view == "list" and session.listing.query != Query():
            session.show_list(Query())
        else:
            session.show_list(session.listing.query)


class ShowUnread(Command):
    """Only what was not read, or everything again."""

    name = Phrase("chưa đọc", "unread")
    short = ("cd", "u")
    key = "u"
    group = BROWSING
    help = Phrase(
        "chỉ những tin chưa đọc; gõ lần nữa thì hiện lại tất cả",
        "only unread bulletins; again, and all are shown",
    )

    def run(self, session: Session, words: str) -> None:
        """Turn the filter over."""
        del words
        query = session.listing.query
        session.show_list(replace(query, unread_only=not query.unread_only))


class Search(Command):
    """Find bulletins by their words."""

    name = Phrase("tìm", "search")
    short = ("s", "/", "find")
    key = "slash"
    group = BROWSING
    takes = Phrase("các từ", "words")
    must_take = True
    help = Phrase(
        "tìm tin có các từ này, không cần bỏ dấu",
        "find bulletins with these words, accents optional",
    )

    def run(self, session: Session, words: str) -> None:
        """List what is found; called anew for each letter typed on a screen."""
        if not words:
            raise CommandError(
                Phrase("chưa có từ để tìm", "there are no words to search for"),
                hint=Phrase("Gõ: tìm giá vàng.", "Type: search gold price."),
            )
        session.show_list(replace(session.listing.query, words=words))
        if not session.listing.items:
            session.say(
                Phrase("Không tìm thấy tin nào có “{w}”.", "Nothing found for “{w}”.").fill(w=words)
            )


class NextPage(Command):
    """The next page of the list."""

    name = Phrase("trang sau", "next page")
    short = ("ts", "them", "more")
    key = "pagedown"
    group = BROWSING
    help = Phrase("trang sau của danh sách", "the next page of the list")

    def run(self, session: Session, words: str) -> None:
        """Turn the page; at the end, say so."""
        del words
        turn_page(session, back=False)


class PreviousPage(Command):
    """The page before."""

    name = Phrase("trang trước", "previous page")
    short = ("tt",)
    key = "pageup"
    group = BROWSING
    help = Phrase("trang trước của danh sách", "the page of the list before this one")

    def run(self, session: Session, words: str) -> None:
        """Turn the page back; at the beginning, say so."""
        del words
        turn_page(session, back=True)


def turn_page(session: Session, *, back: bool) -> None:
    """Turn the page of the list, or say that there is none further."""
    if session.view != "list":
        session.look_at("list")
    if not session.listing.turn(session.style.page_items, back=back):
        session.say(
            Phrase("Đây là đầu danh sách.", "This is the beginning of the list.")
            if back
            else Phrase("Hết danh sách.", "The end of the list.")
        )


class Refresh(Command):
    """Ask the feeds for news."""

    name = Phrase("cập nhật", "refresh")
    short = ("cn", "tai lai", "update")
    key = "f5"
    group = BROWSING
    help = Phrase("hỏi các nguồn xem có tin gì mới", "ask the feeds for news")

    def run(self, session: Session, words: str) -> None:
        """Ask the feed of the list, or all that are switched on, beside the session."""
        del words
        from docbao.session.making import refresh  # noqa: PLC0415 - seldom

        refresh(session)


COMMANDS: tuple[Command, ...] = (
    ShowAll(), ShowFeeds(), ShowUnread(), Search(), NextPage(), PreviousPage(), Back(), Refresh(),
)  # fmt: skip
