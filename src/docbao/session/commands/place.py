"""Commands for the place one is at: where it is, what stands there, again and letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docbao.i18n import Phrase
from docbao.session.commands.command import Command, CommandError
from docbao.session.commands.reading import READING, need_article
from docbao.session.pages import words_in
from docbao.session.words import number_words

if TYPE_CHECKING:
    from docbao.session.session import Session


class RepeatSentence(Command):
    """Say or show the sentence again."""

    name = Phrase("lặp lại", "repeat")
    short = ("ll", "r", "again")
    key = "r"
    group = READING
    help = Phrase("đọc lại câu này", "the sentence once more")

    def run(self, session: Session, words: str) -> None:
        """From its beginning, by voice if the voice is on; else as words."""
        del words
        if session.view == "article" and session.desk.sentence is not None:
            session.go(session.desk.place, "sentence")
        elif session.messages:
            session.say(session.messages[-1].words)


class Spell(Command):
    """Spell the words of the sentence, one after another."""

    name = Phrase("đánh vần", "spell")
    short = ("dv", "w")
    key = "w"
    group = READING
    takes = Phrase("[từ, hoặc số thứ tự của từ]", "[a word, or its number in the sentence]")
    help = Phrase(
        "đánh vần từ đó; không ghi thì lần lượt từng từ của câu",
        "spell that word; when none is given, the words of the sentence one by one",
    )

    def run(self, session: Session, words: str) -> None:
        """Spell it in words; the voice says it too when it was on."""
        from docbao.session.spelling import spelled  # noqa: PLC0415 - only here

        if words and not words.isdecimal():
            word = words
        else:
            need_article(session)
            sentence = session.desk.sentence
            there = words_in(sentence.text) if sentence else []
            if not there:
                raise CommandError(
                    Phrase("câu này không có từ nào", "this sentence has no words"),
                    hint=Phrase("Gõ “câu sau”.", "Type “next sentence”."),
                )
            if words:
                session.spell_at = (session.desk.place, int(words[:6]) - 1)
            elif session.spell_at[0] != session.desk.place:
                session.spell_at = (session.desk.place, 0)
            word = there[session.spell_at[1] % len(there)]
            session.spell_at = (session.desk.place, session.spell_at[1] + 1)
        letters = spelled(word)
        session.say(Phrase("{w}: {letters}", "{w}: {letters}").fill(w=word, letters=letters))
        if session.listening.state != "stopped":
            session.listening.read_words(letters.in_language("vi"), "vi")


class WhereAmI(Command):
    """Where the reader is."""

    name = Phrase("ở đâu", "where")
    short = ("od", "i", "where am i")
    key = "i"
    group = READING
    help = Phrase(
        "bài thứ mấy, đoạn thứ mấy, tốc độ, đang đọc hay dừng",
        "which article, which paragraph, time, speed, reading or not",
    )

    def run(self, session: Session, words: str) -> None:
        """Say it in one line."""
        del words
        session.say(say_where(session))


def say_where(session: Session) -> Phrase:
    """Where the reader is: article i of n, paragraph j of m, time, speed, what plays."""
    desk, listing, style = session.desk, session.listing, session.style
    sound = {
        "playing": Phrase("đang đọc", "reading aloud"),
        "paused": Phrase("tạm dừng", "paused"),
        "stopped": Phrase("không đọc", "silent"),
    }[session.listening.state]
    speed = Phrase("tốc độ {n}", "speed {n}").fill(n=number_words(style.speed))
    if session.view == "article" and desk.pages is not None and desk.article is not None:
        ids = [item.entry.id for item in listing.items]
        try:
            which = Phrase("bài {i} trên {n}", "article {i} of {n}").fill(
                i=ids.index(desk.article.id) + 1, n=listing.total
            )
        except ValueError:
            which = Phrase("bài lẻ", "a single article")
        if desk.sentence is None:
            return Phrase("{which}: {t}. Bài không có chữ.", "{which}: {t}. It has no words.").fill(
                which=which, t=desk.article.title
            )
        paragraph = desk.sentence.paragraph
        first = desk.pages.paragraphs[paragraph].first
        return Phrase(
            "{which}, đoạn {j} trên {m}, câu {k} của đoạn, giây thứ {s} của câu, {speed}, {sound}."
            " {title}",
            "{which}, paragraph {j} of {m}, its sentence {k}, {s} into it, {speed}, {sound}."
            " {title}",
        ).fill(
            which=which,
            j=paragraph + 1,
            m=len(desk.pages.paragraphs),
            k=desk.place - first + 1,
            s=Phrase(vi=f"{desk.time_ms // 1000}", en=f"{desk.time_ms // 1000} s"),
            speed=speed,
            sound=sound,
            title=desk.article.title,
        )
    item = listing.current
    if item is None:
        return Phrase("{list}: chưa có tin nào.", "{list}: nothing yet.").fill(list=listing.title)
    return Phrase(
        "{list}, tin {i} trên {n}, {speed}, {sound}. {title}",
        "{list}, item {i} of {n}, {speed}, {sound}. {title}",
    ).fill(
        list=listing.title, i=listing.selected + 1, n=listing.total, speed=speed, sound=sound,
        title=item.entry.title,
    )  # fmt: skip


COMMANDS: tuple[Command, ...] = (RepeatSentence(), Spell(), WhereAmI())
