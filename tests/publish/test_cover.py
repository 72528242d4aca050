from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from tests.publish.newsstand import SHOW, episode, publish

from docbao.errors import PublishError
from docbao.publish.cover import PALETTES, draw_cover


def luminance(colour: tuple[int, int, int]) -> float:
    """WCAG 2.2, relative luminance."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("pair", PALETTES)
def test_letters_stand_out_from_the_ground_as_wcag_aaa_asks(
    pair: tuple[tuple[int, int, int], tuple[int, int, int]],
) -> None:
    light, dark = sorted(map(luminance, pair), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7


@pytest.mark.parametrize(
    "title", ["Tin", "Bản tin sáng", "Ủy ban nhân dân huyện " * 9, "x" * 400, "🎧", "日本", ""]
)
def test_a_drawn_cover_is_what_directories_ask_for_and_always_the_same(title: str) -> None:
    content = draw_cover(title)
    assert content == draw_cover(title)
    assert len(content) < 512_000
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (1500, 1500))
        colours = picture.getcolors(1 << 24)
        assert colours is not None
        assert len(colours) > 2, "nothing was drawn"


def test_letters_with_stacked_marks_stay_within_the_picture() -> None:
    with Image.open(io.BytesIO(draw_cover("Ẫ ộ Ễ ự gợị"))) as picture:
        grounds = {picture.getpixel((x, y)) for x in range(1500) for y in (5, 1262)}
        grounds |= {picture.getpixel((x, y)) for x in (5, 1494) for y in range(1262)}
    assert len(grounds) == 1


def saved(path: Path, kind: str, size: tuple[int, int], mode: str = "RGB") -> Path:
    Image.new(mode, size).save(path, kind)
    return path


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg")])
def test_the_owners_own_cover_is_published_as_it_is(tmp_path: Path, kind: str, ending: str) -> None:
    cover = saved(tmp_path / "bia", kind, (1400, 1400))
    publish(tmp_path / "out", [episode(tmp_path)], replace(SHOW, cover=cover))
    (published,) = (tmp_path / "out").glob(f"cover-*.{ending}")
    assert published.read_bytes() == cover.read_bytes()


@pytest.mark.parametrize(
    ("kind", "size", "mode", "told"),
    [
        ("PNG", (1399, 1399), "RGB", "1399 × 1399"),
        ("PNG", (3001, 3001), "RGB", "3001 × 3001"),
        ("JPEG", (1500, 1600), "RGB", "1500 × 1600"),
        ("JPEG", (1400, 1400), "CMYK", "CMYK"),
        ("PNG", (1400, 1400), "RGBA", "RGBA"),
        ("GIF", (1400, 1400), "RGB", "JPEG"),
    ],
)
def test_a_cover_directories_would_refuse_is_refused_here_saying_why(
    tmp_path: Path, kind: str, size: tuple[int, int], mode: str, told: str
) -> None:
    cover = saved(tmp_path / "bia", kind, size, mode)
    with pytest.raises(PublishError) as caught:
        publish(tmp_path / "out", [episode(tmp_path)], replace(SHOW, cover=cover))
    assert told in str(caught.value.message)
    assert "1400" in str(caught.value.hint)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nhalf", b"<svg/>", None])
def test_a_cover_that_is_no_picture_or_not_there_is_refused(
    tmp_path: Path, content: bytes | None
) -> None:
    cover = tmp_path / "bia.png"
    if content is not None:
        cover.write_bytes(content)
    with pytest.raises(PublishError):
        publish(tmp_path / "out", [episode(tmp_path)], replace(SHOW, cover=cover))
