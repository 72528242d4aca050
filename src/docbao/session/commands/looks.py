"""Commands for how things look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docbao.clean import fold
from docbao.i18n import Phrase
from docbao.session.commands.command import Command, CommandError
from docbao.session.commands.sound import number_in
from docbao.session.events import GlyphsAsked
from docbao.session.settings import SPACINGS, TEXT_SIZES, THEMES, WIDTH_STEP
from docbao.session.words import THEME_NAMES

if TYPE_CHECKING:
    from docbao.session.session import Session

LOOKS = Phrase("Cách hiện", "Looks")


def _after(choices: tuple[float, ...], now: float) -> float:
    """The choice after `now`, around the ring."""
    return next((choice for choice in choices if choice > now), choices[0])


class TextSize(Command):
    """How large letters are."""

    name = Phrase("cỡ chữ", "text size")
    short = ("t", "co", "size")
    key = "t"
    group = LOOKS
    takes = Phrase("[1 đến 10]", "[1 to 10]")
    help = Phrase(
        "số dòng mỗi hàng chữ chiếm: 1 là chữ thường, 4 đến 10 là chữ lớn;"
        " 2 và 3 ở terminal vẽ được",
        "rows a line of letters takes: 1 is normal, 4 to 10 large; 2 and 3 where the terminal can",
    )

    def run(self, session: Session, words: str) -> None:
        """Set it, or take the next."""
        size = int(number_in(words, 1, 10)) if words else int(
            _after(TEXT_SIZES, session.style.text_size)
        )  # fmt: skip
        session.restyle(text_size=size)


class Smaller(Command):
    """The size before."""

    name = Phrase("chữ nhỏ hơn", "smaller text")
    short = ("cn hon",)
    key = "T"
    group = LOOKS
    help = Phrase("cỡ chữ nhỏ hơn một nấc", "a step smaller")

    def run(self, session: Session, words: str) -> None:
        """One step down."""
        del words
        smaller = [size for size in TEXT_SIZES if size < session.style.text_size]
        session.restyle(text_size=smaller[-1] if smaller else 1)


class LineSpacing(Command):
    """How far apart lines are."""

    name = Phrase("giãn dòng", "line spacing")
    short = ("gd", "spacing")
    key = "D"
    group = LOOKS
    takes = Phrase("[1, 1,5 hoặc 2]", "[1, 1.5 or 2]")
    help = Phrase("khoảng cách giữa các dòng", "how far apart lines are")

    def run(self, session: Session, words: str) -> None:
        """Set it, or take the next."""
        value = number_in(words, 1, 2) if words else _after(SPACINGS, session.style.line_spacing)
        session.restyle(line_spacing=round(value * 2) / 2)


class ParagraphGap(Command):
    """How far apart paragraphs are."""

    name = Phrase("giãn đoạn", "paragraph gap")
    short = ("gdo", "gap")
    key = "G"
    group = LOOKS
    takes = Phrase("[0 đến 2]", "[0 to 2]")
    help = Phrase("số dòng trống giữa các đoạn", "empty lines between paragraphs")

    def run(self, session: Session, words: str) -> None:
        """Set it, or take the next."""
        now = session.style.paragraph_gap
        session.restyle(paragraph_gap=int(number_in(words, 0, 2)) if words else (now + 1) % 3)


class Width(Command):
    """How long lines are."""

    name = Phrase("bề rộng", "width")
    short = ("br",)
    group = LOOKS
    takes = Phrase("[30 đến 100]", "[30 to 100]")
    help = Phrase("số cột của một dòng chữ", "columns of a line of text")

    def run(self, session: Session, words: str) -> None:
        """Set it, or say it."""
        if words:
            session.restyle(width=int(number_in(words, 30, 100)))
        else:
            session.say(Phrase("Bề rộng {n} cột.", "{n} columns wide.").fill(n=session.style.width))


class Wider(Command):
    """Longer lines."""

    name = Phrase("rộng hơn", "wider")
    short = ("rong", ">")
    key = "greater_than_sign"
    group = LOOKS
    help = Phrase("dòng chữ dài thêm một nấc", "longer lines")

    def run(self, session: Session, words: str) -> None:
        """One step up."""
        del words
        session.restyle(width=session.style.width + WIDTH_STEP)


class Narrower(Command):
    """Shorter lines."""

    name = Phrase("hẹp hơn", "narrower")
    short = ("hep", "<")
    key = "less_than_sign"
    group = LOOKS
    help = Phrase("dòng chữ ngắn đi một nấc", "shorter lines")

    def run(self, session: Session, words: str) -> None:
        """One step down."""
        del words
        session.restyle(width=session.style.width - WIDTH_STEP)


class Margin(Command):
    """How far from the left text begins."""

    name = Phrase("lề trái", "margin")
    short = ("lt",)
    group = LOOKS
    takes = Phrase("số cột, 0 đến 40", "columns, 0 to 40")
    must_take = True
    help = Phrase("số cột bỏ trống bên trái", "columns left empty at the left")

    def run(self, session: Session, words: str) -> None:
        """Set it."""
        session.restyle(margin=int(number_in(words, 0, 40)))


class Theme(Command):
    """The colours."""

    name = Phrase("màu", "theme")
    short = ("y", "mau sac", "colours", "colors")
    key = "y"
    group = LOOKS
    takes = Phrase("[tối, sáng, vàng, máy]", "[dark, light, yellow, terminal]")
    help = Phrase(
        "bộ màu; không ghi thì đổi sang bộ kế tiếp", "the colours; the next when none named"
    )

    def run(self, session: Session, words: str) -> None:
        """Set them, or take the next."""
        if not words:
            place = THEMES.index(session.style.theme)
            session.restyle(theme=THEMES[(place + 1) % len(THEMES)])
            return
        wanted = fold(words)
        for theme, name in THEME_NAMES.items():
            if wanted in (theme, fold(name.vi)) or (theme == "terminal" and "may" in wanted):
                session.restyle(theme=theme)
                return
        raise CommandError(
            Phrase("không có bộ màu “{w}”", "there are no colours “{w}”").fill(w=words),
            hint=Phrase("Chọn: tối, sáng, vàng, máy.", "Choose: dark, light, yellow, terminal."),
        )


class ShowCursor(Command):
    """Whether the cursor can be seen."""

    name = Phrase("con trỏ", "cursor")
    short = ("ctr",)
    key = "C"
    group = LOOKS
    help = Phrase(
        "hiện hoặc ẩn con trỏ ở dòng đang đọc", "show or hide the cursor on the line being read"
    )

    def run(self, session: Session, words: str) -> None:
        """Turn it over."""
        del words
        session.restyle(show_cursor=not session.style.show_cursor)


class PageItems(Command):
    """How many items a page has."""

    name = Phrase("số tin mỗi trang", "page items")
    short = ("stm", "items")
    group = LOOKS
    takes = Phrase("1 đến 1000", "1 to 1000")
    must_take = True
    help = Phrase("mỗi lần hiện bao nhiêu tin", "how many items are shown at a time")

    def run(self, session: Session, words: str) -> None:
        """Set it."""
        session.restyle(page_items=int(number_in(words, 1, 1000)))


class TestGlyphs(Command):
    """How large letters are drawn."""

    name = Phrase("thử chữ lớn", "test large text")
    short = ("tcl", "glyphs")
    key = "A"
    group = LOOKS
    help = Phrase(
        "trên màn hình: chọn nét chữ lớn mà terminal này vẽ rõ nhất",
        "on the screen: choose the strokes this terminal draws large letters with best",
    )

    def run(self, session: Session, words: str) -> None:
        """Ask the face; a face without large letters says so."""
        del words
        session.emit(GlyphsAsked())


COMMANDS: tuple[Command, ...] = (
    TextSize(), Smaller(), LineSpacing(), ParagraphGap(), Width(), Wider(), Narrower(), Margin(),
    Theme(), ShowCursor(), TestGlyphs(), PageItems(),
)  # fmt: skip
