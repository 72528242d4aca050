"""How far colours stand apart, and whether a theme keeps the bounds (WCAG 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.style import Style

from docbao.ui.themes import Palette

TEXT_LEAST: Final = 7.0
"""For text: success criterion 1.4.6, level AAA."""
SHAPE_LEAST: Final = 3.0
"""For what shows the focus: success criterion 1.4.11."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Contrasts:
    """The least contrasts of one theme, 1 to 21."""

    text: float
    """Of any text with what is behind it."""
    focus: float
    """Of what is behind the selected row, the sentence and the word, with what is beside it."""

    @property
    def ok(self) -> bool:
        """Whether both bounds are kept."""
        return self.text >= TEXT_LEAST and self.focus >= SHAPE_LEAST


def contrasts(palette: Palette) -> Contrasts | None:
    """The least contrasts of a theme; `None` for the terminal's own colours, which are unknown."""
    if palette.plain:
        return None
    styles = (
        palette.text, palette.strong, palette.bar, palette.selected, palette.resting,
        palette.sentence, palette.word,
    )  # fmt: skip
    beside = (
        (palette.selected, palette.text),
        (palette.sentence, palette.text),
        (palette.word, palette.sentence),
    )
    return Contrasts(
        text=min(contrast(*colours(style)) for style in styles),
        focus=min(contrast(colours(one)[1], colours(other)[1]) for one, other in beside),
    )


def colours(style: Style) -> tuple[Colour, Colour]:
    """Ink and paper of a style that has both, as red, green, blue of 0 to 255."""
    if style.color is None or style.bgcolor is None:
        raise ValueError(style)
    ink, paper = style.color.get_truecolor(), style.bgcolor.get_truecolor()
    pair = ((ink.red, ink.green, ink.blue), (paper.red, paper.green, paper.blue))
    return pair[::-1] if style.reverse else pair


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two sRGB colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    # WCAG 2.2, "relative luminance".
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
