"""Large text for low vision: words of a real font, drawn with block characters.

A line of large text is 4 to 10 rows high. Each cell is cut into sub-cells that are inked or
not: 2×3 by sextants, 2×2 by quadrants, 1×2 by half blocks. Braille dots would be finer, but
they leave two thirds of the cell unlit, and a braille display would show them as letters.

The font is Be Vietnam Pro SemiBold (SIL Open Font License 1.1), drawn for Vietnamese: it has
every letter with every tone mark, and strokes heavy enough to survive the coarse grid.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from docbao.ui.cells import MAX_ROWS, MIN_ROWS, CellMode

# Sub-cells of a cell: columns, rows.
_GRID: Final[dict[CellMode, tuple[int, int]]] = {
    "sextant": (2, 3),
    "quadrant": (2, 2),
    "half": (1, 2),
}
# Samples per cell; twice as high as wide, as terminal cells are, and divisible by every grid.
_SAMPLES_X: Final = 6
_SAMPLES_Y: Final = 12
# A sub-cell is inked when this much of it is covered (of 255). Below one half: thin strokes and
# the hooks of ả and ỏ would else break up; strokes that run together cost less than lost tones.
_INK: Final = 112
# Tallest and deepest Vietnamese letters, between which a line is fitted.
_TALL: Final = "ẪỖỂÂ"
_DEEP: Final = "gợịẹy"
_WORD: Final = re.compile(r"[^ ]+")

Bits = npt.NDArray[np.bool_]


def _sextants() -> str:
    # U+1FB00…1FB3B, in order of the bits 1 2 / 4 8 / 16 32, but for the four shapes that have
    # been in Unicode before: blank, left half, right half, full (Unicode 13, chapter 22.7).
    old = {0: " ", 21: "▌", 42: "▐", 63: "█"}
    return "".join(old.get(n) or chr(0x1FB00 + n - 1 - (n > 21) - (n > 42)) for n in range(64))


_CHARACTERS: Final[dict[CellMode, Any]] = {
    "sextant": np.array(list(_sextants())),
    "quadrant": np.array(list(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")),
    "half": np.array(list(" ▀▄█")),
}


class BigType:
    """A font cut to a height in rows and a kind of cell, ready to set and draw lines.

    Words are drawn once and kept; a line is put together from kept words.
    """

    def __init__(self, rows: int, mode: CellMode) -> None:
        self.rows = max(MIN_ROWS, min(MAX_ROWS, rows))
        self.mode: CellMode = mode
        self._across, self._down = _GRID[mode]
        self._font, self._baseline = _fit(self.rows * _SAMPLES_Y)
        self._blank = max(1, round(self._font.getlength(" ") * self._across / _SAMPLES_X))
        self.width_of = lru_cache(maxsize=16_384)(self._measure)
        self._bits_of = lru_cache(maxsize=2_048)(self._rasterise)

    def wrap(self, text: str, columns: int) -> tuple[tuple[int, int], ...]:
        """Where the large lines of `text` begin and end in a window of `columns` cells.

        Lines break at blanks, and inside a word only where it alone is wider than the window.
        """
        room = max(1, columns * self._across)
        lines: list[tuple[int, int]] = []
        start = end = used = -1
        for word_start, word_end in self._words(text, room):
            width = self.width_of(text[word_start:word_end])
            if start >= 0 and used + self._blank + width <= room and word_start > end:
                end, used = word_end, used + self._blank + width
                continue
            if start >= 0:
                lines.append((start, end))
            start, end, used = word_start, word_end, width
        if start >= 0:
            lines.append((start, end))
        return tuple(lines)

    def draw(self, text: str, columns: int) -> tuple[str, ...]:
        """One line of large text: `rows` strings of exactly `columns` characters."""
        canvas = np.zeros((self.rows * self._down, columns * self._across), dtype=np.bool_)
        for word, left in self._placed(text):
            bits = self._bits_of(word)
            right = min(canvas.shape[1], left + bits.shape[1])
            if right > left:
                canvas[:, left:right] |= bits[:, : right - left]
        return self._pack(canvas, columns)

    def columns_of(self, text: str, start: int, end: int) -> tuple[int, int]:
        """First cell, and the cell after the last, of the words in `text[start:end]`."""
        lefts = [
            (left, left + self.width_of(match[0]))
            for match, left in zip(_WORD.finditer(text), self._lefts(text), strict=True)
            if match.end() > start and match.start() < end
        ]
        if not lefts:
            return (0, 0)
        return lefts[0][0] // self._across, -(-lefts[-1][1] // self._across)

    def _lefts(self, text: str) -> list[int]:
        left, lefts = 0, []
        for match in _WORD.finditer(text):
            lefts.append(left)
            left += self.width_of(match[0]) + self._blank
        return lefts

    def _placed(self, text: str) -> list[tuple[str, int]]:
        return [
            (match[0], left)
            for match, left in zip(_WORD.finditer(text), self._lefts(text), strict=True)
        ]

    def _words(self, text: str, room: int) -> list[tuple[int, int]]:
        words: list[tuple[int, int]] = []
        for match in _WORD.finditer(text):
            start, end = match.span()
            while self.width_of(text[start:end]) > room and end - start > 1:
                cut = start + 1
                while cut < end and self.width_of(text[start : cut + 1]) <= room:
                    cut += 1
                words.append((start, cut))
                start = cut
            words.append((start, end))
        return words

    def _measure(self, word: str) -> int:
        return max(1, -(-round(self._font.getlength(word) * self._across) // _SAMPLES_X))

    def _rasterise(self, word: str) -> Bits:
        width = self.width_of(word)
        sample_x, sample_y = _SAMPLES_X // self._across, _SAMPLES_Y // self._down
        image = Image.new("L", (width * sample_x, self.rows * _SAMPLES_Y))
        ImageDraw.Draw(image).text(
            (0, self._baseline), word, fill=255, font=self._font, anchor="ls"
        )
        samples = np.asarray(image, dtype=np.uint16)
        grid = samples.reshape(self.rows * self._down, sample_y, width, sample_x)
        inked: Bits = grid.sum(axis=(1, 3), dtype=np.uint32) > _INK * sample_x * sample_y
        return inked

    def _pack(self, canvas: Bits, columns: int) -> tuple[str, ...]:
        cells = canvas.reshape(self.rows, self._down, columns, self._across)
        number = np.zeros((self.rows, columns), dtype=np.uint8)
        for y in range(self._down):
            for x in range(self._across):
                number |= cells[:, y, :, x].astype(np.uint8) << (y * self._across + x)
        table = _CHARACTERS[self.mode]
        return tuple("".join(table[row]) for row in number)


@lru_cache(maxsize=8)
def big_type(rows: int, mode: CellMode) -> BigType:
    """The font in a height and a kind of cell; made once."""
    return BigType(rows, mode)


def _fit(height: int) -> tuple[ImageFont.FreeTypeFont, int]:
    """The font at the size at which its tallest and deepest letters fill `height` samples."""
    trial = _load(400)
    top, bottom = _extent(trial)
    size = max(6, int(400 * height / (bottom - top)))
    font = _load(size)
    top, bottom = _extent(font)
    return font, -top + max(0, (height - (bottom - top)) // 2)


def _extent(font: ImageFont.FreeTypeFont) -> tuple[int, int]:
    top = font.getbbox(_TALL, anchor="ls")[1]
    bottom = font.getbbox(_DEEP, anchor="ls")[3]
    return int(top), int(bottom)


def _load(size: int) -> ImageFont.FreeTypeFont:
    face = files("fontpkg_be_vietnam_pro").joinpath("files", "BeVietnamPro-SemiBold.ttf")
    stream = BytesIO(face.read_bytes())
    # The basic layout engine is in every wheel of Pillow; Vietnamese in NFC needs no other.
    return ImageFont.truetype(stream, size, layout_engine=ImageFont.Layout.BASIC)
