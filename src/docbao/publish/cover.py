"""A show's cover: the owner's picture, checked, or one drawn with the title in large letters."""

from __future__ import annotations

import io
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docbao.clean import clean_line
from docbao.errors import PublishError
from docbao.i18n import Phrase

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SIDE_PX: Final = 1_500
"""Apple takes 1400 to 3000."""
_LOW_PX: Final = 1_400
_HIGH_PX: Final = 3_000
_LIMIT_BYTES: Final = 20_000_000
_MARGIN_PX: Final = 110
_BAND_PX: Final = 230
_LEADING: Final = 1.22
"""Of Be Vietnam Pro: room for a tone mark above and a dot below between two lines."""
_SIZES_PX: Final = range(320, 59, -10)
_ENDINGS: Final = {"JPEG": "jpg", "PNG": "png"}

# Ground and letters; each pair has a contrast above 7:1 (WCAG 2.2, 1.4.6), as a test measures.
PALETTES: Final = (
    ((11, 37, 69), (255, 214, 10)),
    ((0, 0, 0), (255, 255, 255)),
    ((92, 6, 33), (255, 240, 214)),
    ((6, 64, 43), (244, 251, 234)),
    ((58, 12, 92), (255, 236, 179)),
    ((255, 214, 10), (20, 20, 20)),
)


def check_cover(path: Path) -> tuple[bytes, str]:
    """The picture at `path` and the ending of its kind (`jpg`, `png`), fit for a directory.

    Raises:
        PublishError: It cannot be read, is no JPEG or PNG, not square, too small or large, or
            not in RGB.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - 60 ms, for a new cover only

    try:
        if path.stat().st_size > _LIMIT_BYTES:
            raise _unfit(path, Phrase(vi="tệp lớn hơn 20 MB", en="it is larger than 20 MB"))
        content = path.read_bytes()
    except OSError as cause:
        why = Phrase(vi="không đọc được ({why})", en="it cannot be read ({why})")
        raise _unfit(path, why.fill(why=cause.strerror or cause)) from cause
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_ENDINGS)) as picture:
            kind, size, mode = str(picture.format), picture.size, picture.mode
            transparent = "transparency" in picture.info
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as cause:
        why = Phrase(vi="không phải ảnh JPEG hay PNG lành lặn", en="it is no sound JPEG or PNG")
        raise _unfit(path, why) from cause
    width, height = size
    if width != height or not _LOW_PX <= width <= _HIGH_PX:
        why = Phrase(vi="ảnh cỡ {width} × {height}", en="it measures {width} × {height}")
        raise _unfit(path, why.fill(width=width, height=height))
    if mode != "RGB" or transparent:
        why = Phrase(vi="hệ màu là {mode}, không phải RGB", en="its colours are {mode}, not RGB")
        raise _unfit(path, why.fill(mode=mode))
    return content, _ENDINGS[kind]


def _unfit(path: Path, why: Phrase) -> PublishError:
    return PublishError(
        Phrase(
            vi="ảnh bìa {path} không dùng được: {why}", en="the cover {path} cannot be used: {why}"
        ).fill(path=path, why=why),
        hint=Phrase(
            vi="Cần ảnh JPEG hoặc PNG, vuông, từ 1400 đến 3000 điểm, màu RGB, không trong suốt.",
            en="Give a JPEG or PNG, square, 1400 to 3000 pixels, RGB, not transparent.",
        ),
    )


def draw_cover(title: str) -> bytes:
    """A square PNG with `title` as large as it fits, readable at the size of a stamp.

    Returns:
        The same bytes for the same title, on the same Pillow.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

    words = _drawable(clean_line(title)) or "docbao"
    choice = blake2b(words.encode(), digest_size=1).digest()[0] % len(PALETTES)
    ground, ink = PALETTES[choice]
    picture = Image.new("RGB", (SIDE_PX, SIDE_PX), ground)
    pen = ImageDraw.Draw(picture)
    height = SIDE_PX - 2 * _MARGIN_PX - _BAND_PX
    font, lines = _fitted(words, SIDE_PX - 2 * _MARGIN_PX, height)
    leading = font.size * _LEADING
    top = _MARGIN_PX + (height - leading * len(lines)) / 2
    for number, line in enumerate(lines):
        pen.text((_MARGIN_PX, top + (number + 0.5) * leading), line, ink, font, anchor="lm")
    pen.rectangle((0, SIDE_PX - _BAND_PX, SIDE_PX, SIDE_PX), fill=ink)
    _draw_sound(pen, ground)
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)  # 9 takes twice the time for a thirtieth
    return out.getvalue()


def _draw_sound(pen: Any, colour: tuple[int, int, int]) -> None:
    """Bars as of a voice, along the foot."""
    heights = (3, 6, 10, 14, 9, 5, 8, 13, 16, 11, 6, 4, 9, 15, 12, 7, 3, 6, 11, 14, 8, 5, 10, 4)
    middle = SIDE_PX - _BAND_PX / 2
    step = (SIDE_PX - 2 * _MARGIN_PX) / len(heights)
    for number, height in enumerate(heights):
        left = _MARGIN_PX + number * step
        pen.rounded_rectangle(
            (left, middle - height * 5, left + step / 2, middle + height * 5), 12, fill=colour
        )


def _font() -> FreeTypeFont:
    """Be Vietnam Pro Bold (SIL Open Font License 1.1), which has every letter with every tone."""
    from importlib.resources import files  # noqa: PLC0415 - as above

    from PIL import ImageFont  # noqa: PLC0415 - as above

    face = files("fontpkg_be_vietnam_pro").joinpath("files/BeVietnamPro-Bold.ttf").read_bytes()
    # Raqm is there on some machines only, and sets letters a fraction apart from the basic one.
    plain = ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(face), _SIZES_PX[0], layout_engine=plain)


def _drawable(words: str) -> str:
    """`words` without what the font has no letter for, such as emoji, and would draw as boxes."""
    font = _font().font_variant(size=20)
    box = bytes(font.getmask("\U0010fffd"))
    kept = (c for c in words if c == " " or bytes(font.getmask(c)) != box)
    return " ".join("".join(kept).split())


def _fitted(words: str, width: int, height: int) -> tuple[FreeTypeFont, list[str]]:
    """The largest font in which `words` fit, and their lines; shortened when nothing fits."""
    font = _font()
    for size in _SIZES_PX:
        font = font.font_variant(size=size)
        lines = _wrapped(words, font, width)
        if lines is not None and len(lines) * size * _LEADING <= height:
            return font, lines
    rows = int(height / (font.size * _LEADING))
    return font, _broken(words, font, width, rows)


def _wrapped(words: str, font: FreeTypeFont, width: int) -> list[str] | None:
    """Lines no wider than `width`; `None` when a word alone is wider."""
    lines: list[str] = []
    for word in words.split():
        if font.getlength(word) > width:
            return None
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(words: str, font: FreeTypeFont, width: int, rows: int) -> list[str]:
    """As many lines as there is room for, words cut where they must be."""
    lines = [""]
    for character in words:
        if font.getlength(lines[-1] + character) > width:
            if len(lines) == rows:
                lines[-1] = lines[-1][:-1] + "…"
                break
            lines.append("")
        lines[-1] += character
    return [line.strip() for line in lines]
