"""The part of `docbao check` that is about eyes: letters, colours, the cursor; all in words."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from docbao.i18n import Phrase

if TYPE_CHECKING:
    from docbao.newsroom import Newsroom
    from docbao.session.settings import Style
    from docbao.ui.cells import CellMode


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found."""

    ok: bool
    words: Phrase
    figures: dict[str, Any] = field(default_factory=dict)
    """The same for a program."""
    drawing: tuple[str, ...] = ()
    """For eyes alone; nothing in it that the words do not say."""


_WHY: Final[dict[CellMode, Phrase]] = {
    "sextant": Phrase(
        "terminal này tự vẽ ô sáu phần, liền nét ở mọi phông chữ",
        "this terminal paints sextants itself, whole in every font",
    ),
    "quadrant": Phrase(
        "phông chữ thường nào cũng có ô bốn phần; ô sáu phần ở đây có thể đứt nét",
        "ordinary fonts have quadrants; sextants may come out with gaps here",
    ),
    "half": Phrase(
        "console Linux chỉ có chắc nửa ô", "the Linux console is sure of half blocks only"
    ),
}


def large_letters(newsroom: Newsroom) -> Finding:
    """How large letters will be drawn here, and the samples for those who can see them."""
    from docbao.ui.glyphs import CHOICES, least_rows, likely_mode  # noqa: PLC0415 - this check alone

    chosen = _style(newsroom).cells
    likely = likely_mode(os.environ)
    mode: CellMode = next((c.mode for c in CHOICES if c.mode == chosen), likely)
    titles = {choice.mode: choice.title for choice in CHOICES}
    words = (
        Phrase(
            "Bạn đã chọn: {m}, chữ cao từ {n} dòng.", "You chose: {m}, letters of {n} rows or more."
        )
        if chosen
        else Phrase(
            "Chắc là: {m}, vì {why}; chữ cao từ {n} dòng. Phím A trong docbao để chọn bằng mắt.",
            "Likely: {m}, because {why}; letters of {n} rows or more. The key A asks your eyes.",
        )
    ).fill(m=titles[mode], why=_WHY[likely], n=least_rows(mode))
    figures = {"likely": likely, "chosen": chosen or None, "least_rows": least_rows(mode)}
    return Finding(True, words, figures, tuple(_samples()) if _for_eyes() else ())


def _style(newsroom: Newsroom) -> Style:
    from docbao.session.settings import StyleFile  # noqa: PLC0415 - these checks alone

    config = newsroom.config
    return StyleFile(config.locations.state / "reader.json", config.reader).load()


def _for_eyes() -> bool:
    # A screen reader would spell out every block.
    return (
        sys.stdout.isatty()
        and os.environ.get("TERM") != "dumb"
        and not os.environ.get("ACCESSIBLE")
    )


def _samples() -> Iterator[str]:
    from docbao.ui.bigtext import big_type  # noqa: PLC0415 - NumPy and Pillow, for these alone
    from docbao.ui.glyphs import CHOICES, SAMPLE  # noqa: PLC0415 - this check alone

    columns = min(60, shutil.get_terminal_size().columns)
    for number, choice in enumerate(CHOICES, start=1):
        yield f"{number}. {choice.title}:"
        rows = big_type(choice.rows, choice.mode).draw(str(SAMPLE), columns)
        yield from (row.rstrip() for row in rows)


def zoom(_: Newsroom) -> Finding:
    """How letters grow to twice their size here."""
    from docbao.ui.sizing import Sizing, ask  # noqa: PLC0415 - this check alone
    from docbao.ui.zoom import find_zoom, zoom_keys  # noqa: PLC0415 - this check alone

    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    sizing = ask(os.environ) if terminal else Sizing()
    remote = find_zoom(os.environ) is not None
    if sizing.scales:
        words = Phrase(
            "Terminal tự vẽ được chữ cao 2 đến 7 dòng: phím t trong docbao.",
            "The terminal draws letters of 2 to 7 rows itself: the key t in docbao.",
        )
    elif remote:
        words = Phrase(
            "docbao phóng được chữ của kitty gấp 2 và 3: phím t.",
            "docbao can zoom kitty's letters 2 and 3 times: the key t.",
        )
    else:
        words = Phrase(
            "Chữ gấp rưỡi hay gấp đôi là việc của terminal: {k}. docbao xếp lại tới 40 cột,"
            " 12 dòng.",
            "Letters half as large again or twice are the terminal's: {k}. docbao reflows down to"
            " 40 columns by 12 rows.",
        ).fill(k=zoom_keys(os.environ))
    return Finding(True, words, {"scales": sizing.scales, "kitty_remote_control": remote})


def colours(newsroom: Newsroom) -> Finding:
    """The least contrast of every theme, computed."""
    from docbao.session.words import number_words  # noqa: PLC0415 - this check alone
    from docbao.ui.contrast import SHAPE_LEAST, TEXT_LEAST, contrasts  # noqa: PLC0415 - as above
    from docbao.ui.themes import PALETTES, palette  # noqa: PLC0415 - this check alone

    told: list[Phrase] = []
    figures: dict[str, Any] = {}
    ok = True
    for each in PALETTES:
        found = contrasts(each)
        if found is None:
            told.append(
                Phrase("{t}: do terminal định, không đo được", "{t}: the terminal's, not known")
                .fill(t=each.title)
            )  # fmt: skip
            continue
        ok = ok and found.ok
        figures[each.name] = {"text": round(found.text, 1), "focus": round(found.focus, 1)}
        told.append(
            Phrase("{t}: chữ {x}:1, chỗ đang chọn {y}:1", "{t}: text {x}:1, focus {y}:1").fill(
                t=each.title,
                x=number_words(round(found.text, 1)),
                y=number_words(round(found.focus, 1)),
            )
        )
    now = palette(_style(newsroom).theme, colourless="NO_COLOR" in os.environ)
    words = Phrase(
        "{all}. Cần chữ {x}:1, chỗ chọn {y}:1. Đang dùng: {now}.",
        "{all}. Wanted: text {x}:1, focus {y}:1. In use: {now}.",
    )
    places = "; ".join(f"{{t{n}}}" for n in range(len(told)))
    joined = Phrase(places, places).fill(**{f"t{n}": each for n, each in enumerate(told)})
    words = words.fill(all=joined, x=f"{TEXT_LEAST:g}", y=f"{SHAPE_LEAST:g}", now=now.title)
    return Finding(ok, words, figures)


def cursor(_: Newsroom) -> Finding:
    """Whether the hardware cursor goes with the focus, tried in a terminal nobody sees."""
    from docbao.ui.cursor import can_try, try_cursor  # noqa: PLC0415 - this check alone

    if not can_try():
        words = Phrase(
            "Trên Windows không tự thử được; docbao đặt con trỏ ở dòng đang chọn sau mỗi phím,"
            " phím C để hiện.",
            "Cannot be tried on Windows; docbao puts the cursor on the focused row after every key,"
            " and the key C shows it.",
        )
        return Finding(True, words, {"tried": False})
    try:
        trial = try_cursor()
    except OSError as error:
        words = Phrase("Màn hình không mở được: {why}", "The screen did not open: {why}")
        return Finding(False, words.fill(why=" ".join(str(error).split())), {"tried": True})
    words = (
        Phrase(
            "Đi theo dòng đang chọn: các dòng {rows}. Ẩn cho tới khi bấm C.",
            "Goes with the focused row: rows {rows}. Hidden until you press C.",
        )
        if trial.ok
        else Phrase(
            "Không đi theo dòng đang chọn: các dòng {rows}. Hãy dùng chế độ từng dòng:"
            " docbao --lines.",
            "Does not go with the focused row: rows {rows}. Take the line mode: docbao --lines.",
        )
    )
    rows = ", ".join(str(row) for row in trial.rows)
    return Finding(trial.ok, words.fill(rows=rows), {"tried": True, "rows": list(trial.rows)})


LOOKS: Final[tuple[tuple[Phrase, Callable[[Newsroom], Finding]], ...]] = (
    (Phrase("Chữ lớn", "Large letters"), large_letters),
    (Phrase("Phóng chữ", "Zoom"), zoom),
    (Phrase("Độ tương phản", "Contrast"), colours),
    (Phrase("Con trỏ", "Cursor"), cursor),
)
"""What is looked at, with the name of each."""
