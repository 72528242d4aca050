"""The colours docbao is read in: four themes of our own, measured and not only chosen.

No theme that comes with Textual keeps 7:1 (WCAG 2.2, 1.4.6) for muted, disabled and selected
text. Ours use few colours and never "dim": what is less important is said in words or placed
lower, and the focus is told by shape (a bar, bold, the cursor) as well as by colour. Hues are
yellow, cyan and navy on black or white, which stay apart for colour-blind eyes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.color import Color
from rich.style import Style
from textual.theme import Theme

from docbao.i18n import Phrase


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme: colours as `#rrggbb`, or `default` for the terminal's own."""

    name: str
    title: Phrase
    paper: str
    """Background of everything."""
    ink: str
    """Text."""
    accent: str
    """Headings, bars, keys, frames."""
    chosen_paper: str
    """Background of the row or sentence in question."""
    chosen_ink: str
    word_paper: str
    """Background of the word being read, within the sentence."""
    word_ink: str
    dark: bool = True

    @property
    def plain(self) -> bool:
        """Whether the terminal's own colours are used, and so no colour code is sent."""
        return self.paper == "default"

    @property
    def text(self) -> Style:
        """Running text."""
        return self._style(self.ink, self.paper)

    @property
    def strong(self) -> Style:
        """Headings and titles."""
        return self._style(self.accent, self.paper, bold=True)

    @property
    def bar(self) -> Style:
        """Bars and frames that show where the focus is, and the scroll mark."""
        return self._style(self.accent, self.paper, bold=True)

    @property
    def selected(self) -> Style:
        """The selected row while its list has the focus."""
        return self._style(self.chosen_ink, self.chosen_paper, bold=True, reverse=self.plain)

    @property
    def resting(self) -> Style:
        """The selected row while the focus is elsewhere."""
        return self._style(self.ink, self.paper, bold=True, underline=True)

    @property
    def sentence(self) -> Style:
        """The sentence being read."""
        return self._style(self.chosen_ink, self.chosen_paper, underline=True, reverse=self.plain)

    @property
    def word(self) -> Style:
        """The word being read, within the sentence."""
        return self._style(self.word_ink, self.word_paper, bold=True, underline=True)

    def _style(
        self,
        ink: str,
        paper: str,
        *,
        bold: bool = False,
        underline: bool = False,
        reverse: bool = False,
    ) -> Style:
        return Style(
            color=None if ink == "default" else Color.parse(ink),
            bgcolor=None if paper == "default" else Color.parse(paper),
            bold=bold,
            underline=underline,
            reverse=reverse,
        )

    def textual(self) -> Theme:
        """The same colours for Textual's own widgets; each variable set, none left to blending."""
        if self.plain:
            return self._own_colours()
        ink, paper, accent = self.ink, self.paper, self.accent
        chosen_ink, chosen_paper = self.chosen_ink, self.chosen_paper
        return Theme(
            name=self.name,
            primary=accent,
            secondary=accent,
            accent=accent,
            warning=ink,
            error=ink,
            success=ink,
            foreground=ink,
            background=paper,
            surface=paper,
            panel=paper,
            boost=paper,
            dark=self.dark,
            text_alpha=1.0,
            luminosity_spread=0.0,
            variables={
                "border": accent,
                "border-blurred": ink,
                "foreground-muted": ink,
                "foreground-disabled": ink,
                "text": ink,
                "text-muted": ink,
                "text-disabled": ink,
                "block-cursor-foreground": chosen_ink,
                "block-cursor-background": chosen_paper,
                "input-cursor-background": accent,
                "input-cursor-foreground": paper,
                "input-cursor-text-style": "none",
                "input-selection-background": chosen_paper,
                "input-selection-foreground": chosen_ink,
                "screen-selection-background": chosen_paper,
                "screen-selection-foreground": chosen_ink,
                "scrollbar": accent,
                "scrollbar-background": paper,
                "footer-background": paper,
                "footer-foreground": ink,
                "footer-key-foreground": accent,
                "footer-description-foreground": ink,
            },
        )

    def _own_colours(self) -> Theme:
        own = "ansi_default"
        return Theme(
            name=self.name,
            ansi=True,
            primary=own,
            secondary=own,
            accent=own,
            warning=own,
            error=own,
            success=own,
            foreground=own,
            background=own,
            surface=own,
            panel=own,
            boost=own,
            dark=True,
            variables={
                "ansi-background": own,
                "ansi-foreground": own,
                "border": own,
                "border-blurred": own,
                "input-cursor-background": own,
                "input-cursor-foreground": own,
                "input-cursor-text-style": "reverse",
                "input-selection-background": own,
                "input-selection-foreground": own,
                "screen-selection-background": own,
                "screen-selection-foreground": own,
                "block-cursor-background": own,
                "block-cursor-foreground": own,
            },
        )


HIGH_CONTRAST: Final = Palette(
    name="docbao-dark",
    title=Phrase(vi="Tương phản cao, nền đen", en="High contrast, dark"),
    paper="#000000",
    ink="#ffffff",
    accent="#ffe600",
    chosen_paper="#ffe600",
    chosen_ink="#000000",
    word_paper="#000000",
    word_ink="#ffffff",
)
LIGHT: Final = Palette(
    name="docbao-light",
    title=Phrase(vi="Nền sáng, chữ đen", en="Light"),
    paper="#ffffff",
    ink="#000000",
    accent="#00307a",
    chosen_paper="#00307a",
    chosen_ink="#ffffff",
    word_paper="#ffffff",
    word_ink="#000000",
    dark=False,
)
YELLOW: Final = Palette(
    name="docbao-yellow",
    title=Phrase(vi="Chữ vàng, nền đen", en="Yellow on black"),
    paper="#000000",
    ink="#ffe600",
    accent="#ffffff",
    chosen_paper="#ffe600",
    chosen_ink="#000000",
    word_paper="#000000",
    word_ink="#ffffff",
)
TERMINAL: Final = Palette(
    name="docbao-terminal",
    title=Phrase(vi="Màu của chính terminal", en="The terminal's own colours"),
    paper="default",
    ink="default",
    accent="default",
    chosen_paper="default",
    chosen_ink="default",
    word_paper="default",
    word_ink="default",
)

PALETTES: Final = (HIGH_CONTRAST, LIGHT, YELLOW, TERMINAL)
"""All themes, the default first."""


def palette(name: str, *, colourless: bool = False) -> Palette:
    """The theme of that name, with or without the `docbao-` before it.

    Args:
        name: As kept in the reader's settings; an unknown one gives the default.
        colourless: `NO_COLOR` is set, which only the terminal's own colours can honour.
    """
    if colourless:
        return TERMINAL
    wanted = name.removeprefix("docbao-")
    return next((p for p in PALETTES if p.name.removeprefix("docbao-") == wanted), PALETTES[0])
