"""A radio programme as a station writes it down: a YAML file, over defaults for each language."""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from docbao.config.keys import Key, keys_of, setting
from docbao.config.loading import read_text
from docbao.config.values import read_keys
from docbao.config.yaml_lines import Source
from docbao.i18n import LANGUAGES, Language, Phrase

BLANKS: Final = ("station", "title", "time", "weekday", "date")
"""What an announcement may name in braces."""

_ANNOUNCEMENTS: Final = ("opening", "headlines", "identification", "closing")


@dataclasses.dataclass(frozen=True, slots=True)
class Programme:
    """One programme; empty announcements are left out."""

    title: str = setting("text", "", vi="Tên chương trình.", en="Its name.")
    station: str = setting("text", "", vi="Tên đài.", en="Name of the station.")
    language: Language = setting(  # noqa: RUF009 - makes a field, as dataclasses.field does
        "text", "vi", vi="Ngôn ngữ của lời dẫn.", en="Language of the announcements.",
        choices=LANGUAGES,
    )  # fmt: skip
    minutes: float = setting(
        "number", 15.0, vi="Độ dài, phút.", en="Length in minutes.", low=0.5, high=240.0
    )
    feeds: tuple[str, ...] = setting(
        "texts", (), vi="Nguồn tin; để trống là mọi nguồn đang bật.",
        en="Feeds; all that are enabled when empty.", example="[tin-tinh, vnexpress]",
    )  # fmt: skip
    since_hours: float = setting(
        "number", 24.0, vi="Lấy tin trong bao nhiêu giờ qua.", en="News of the last so many hours.",
        low=0.1, high=8784.0,
    )  # fmt: skip
    most_items: int = setting(
        "integer", 40, vi="Số tin nhiều nhất đem ra chọn.",
        en="At most so many items to choose from.",
        low=1, high=200,
    )  # fmt: skip
    read: Literal["fit", "full", "lead"] = setting(
        "text", "fit", vi="fit: đọc cả bài, bài cuối cùng chọn có thể dừng sớm ở cuối đoạn cho vừa "
        "giờ; full: luôn đọc cả bài; lead: chỉ đọc tít và sa-pô.",
        en="fit: whole articles, one of which may end early after a paragraph to fit; full: always "
        "whole; lead: title and lead alone.", choices=("fit", "full", "lead"),
    )  # fmt: skip
    opening: tuple[str, ...] = setting("texts", (), vi="Lời mở đầu.", en="The opening.")
    headlines: tuple[str, ...] = setting(
        "texts", (), vi="Câu dẫn vào phần điểm tít; để trống là không điểm tít.",
        en="What leads into the headlines; none are read when empty.",
    )  # fmt: skip
    identification: tuple[str, ...] = setting(
        "texts", (), vi="Xướng tên đài, giữa chương trình.",
        en="Station identification, half-way through.",
    )  # fmt: skip
    closing: tuple[str, ...] = setting("texts", (), vi="Lời kết.", en="The closing.")
    jingle: str = setting(
        "text", "", vi="Tệp nhạc hiệu, phát trước lời mở đầu.", en="A jingle, before the opening."
    )
    bed: str = setting(
        "text", "", vi="Tệp nhạc nền cho lời mở đầu, điểm tít và lời kết.",
        en="Music under the opening, the headlines and the closing.",
    )  # fmt: skip
    bed_lu: float = setting(
        "number", -8.0, vi="Nhạc nền nhỏ hơn lời bao nhiêu LU khi không có lời.",
        en="Loudness of the bed alone against the voice, in LU.", low=-40.0, high=0.0,
    )  # fmt: skip
    duck_db: float = setting(
        "number", -12.0, vi="Nhạc nền hạ thêm bao nhiêu dB khi có lời.",
        en="How much lower the bed is under the voice, in dB.", low=-40.0, high=0.0,
    )  # fmt: skip
    when_short: Literal["bed", "silence", "stop"] = setting(
        "text", "bed", vi="Khi không đủ tin: cho nhạc nền chạy tiếp (bed), để im lặng (silence), "
        "hay kết thúc sớm (stop). Không có nhạc nền thì bed cũng là stop.",
        en="When news run out: let the bed play on (bed), silence, or end early (stop). Without "
        "a bed, bed means stop.", choices=("bed", "silence", "stop"),
    )  # fmt: skip
    format: Literal["mp3", "wav", "flac"] = setting(
        "text", "mp3", vi="Định dạng tệp.", en="Format of the file.", choices=("mp3", "wav", "flac")
    )
    loudness_lufs: float = setting(
        "number", -23.0, vi="Độ to cả chương trình (EBU R 128: -23).",
        en="Loudness of the programme (EBU R 128: -23).", low=-40.0, high=-10.0,
    )  # fmt: skip
    ceiling_dbtp: float = setting(
        "number", -1.0, vi="Đỉnh thật cao nhất.", en="Highest true peak.", low=-12.0, high=-0.1
    )
    engine: str = setting("text", "", vi="Bộ đọc.", en="Speech engine.")
    voice: str = setting("text", "", vi="Giọng đọc.", en="Voice.")
    keep: int = setting(
        "integer", 100, vi="Giữ lại bao nhiêu số gần nhất trong audio/chuong-trinh; 0 là giữ hết.",
        en="How many of the latest editions stay in audio/chuong-trinh; 0 keeps all.",
        low=0, high=100_000,
    )  # fmt: skip
    cut: str = setting(
        "text", "", vi="Số băng (cart) trong hệ thống của đài.",
        en="Number of the cart in the station's system.",
    )  # fmt: skip
    category: str = setting("text", "NEWS", vi="Loại trong chunk cart.", en="Category in `cart`.")


KEYS: Final[Mapping[str, Key]] = keys_of(Programme)


def default_programme(language: Language) -> Programme:
    """The programme that comes with docbao, in that language.

    Raises:
        ConfigError: It is missing: the installation is broken.
    """
    path = Path(__file__).with_name(f"programme.{language}.yaml")
    return _read(path, Programme(), language)


def read_programme(path: Path, *, language: Language = "vi") -> Programme:
    """A station's own programme; what it leaves out is as in the default of its language.

    Paths of sounds are made relative to the file. A key with an empty list takes the default's
    announcement away.

    Args:
        path: The file.
        language: Where it does not say one.

    Raises:
        ConfigError: It cannot be read, or says something wrong; names file, line and key.
    """
    own = _read(path, Programme(), language)
    programme = _read(path, default_programme(own.language), own.language)
    sounds: dict[str, Any] = {
        name: str(path.absolute().parent / Path(value).expanduser())
        for name in ("jingle", "bed")
        if (value := getattr(programme, name))
    }
    return dataclasses.replace(programme, **sounds)


def _read(path: Path, base: Programme, language: Language) -> Programme:
    source = Source(path, read_text(path))
    node = source.compose()
    given: dict[str, Any] = {}
    if node is not None and node.tag != "tag:yaml.org,2002:null":
        given = read_keys(source, node, KEYS)
        for name, value in source.mapping(node).items():
            if name in _ANNOUNCEMENTS and name in given:
                _check_blanks(source, value, name, given[name])
    return dataclasses.replace(base, **{"language": language, **given})


def _check_blanks(source: Source, node: yaml.Node, name: str, lines: tuple[str, ...]) -> None:
    for line in lines:
        try:
            wrong = [
                blank
                for _, blank, spec, conversion in string.Formatter().parse(line)
                if blank is not None and (blank not in BLANKS or spec or conversion)
            ]
        except ValueError:
            wrong = [line]
        if wrong:
            raise source.error(
                node,
                Phrase(
                    vi="“{key}” có chỗ trống lạ: {{{blank}}}",
                    en="“{key}” has a blank nobody knows: {{{blank}}}",
                ).fill(key=name, blank=wrong[0]),
                Phrase(vi="Chỉ dùng: {blanks}.", en="Use only: {blanks}.").fill(
                    blanks=", ".join(f"{{{blank}}}" for blank in BLANKS)
                ),
            )
