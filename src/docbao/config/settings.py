"""Every setting of `feeds.yaml`, with its default and what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from docbao.config.keys import setting
from docbao.i18n import Language


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """Who speaks."""

    engine: str = setting(
        "text",
        "auto",
        vi="Bộ đọc; `auto` lấy giọng tốt nhất đang có.",
        en="Speech engine; `auto` takes the best voice there is.",
        example="espeak",
    )
    order: tuple[str, ...] = setting(
        "texts",
        (),
        vi="Thứ tự chọn của `auto`; để trống là thứ tự có sẵn.",
        en="Order in which `auto` chooses; empty for the built-in order.",
        example="[piper, kokoro, espeak]",
    )
    online: Literal["ask", "yes", "no"] = setting(
        "text",
        "ask",
        vi="Có gửi văn bản tới dịch vụ trên mạng để đọc không; `ask` hỏi một lần.",
        en="Whether text may go to a service on the internet to be spoken; `ask` asks once.",
        choices=("ask", "yes", "no"),
    )
    fallback: bool = setting(
        "yes_no",
        True,
        vi="Khi một bộ đọc hỏng, đọc lại cả bài bằng giọng kế tiếp.",
        en="When an engine fails, make the whole article again with the next voice.",
    )
    voices: Mapping[str, str] = setting(
        "texts_by_language",
        {},
        vi="Giọng cho từng ngôn ngữ.",
        en="Voice for each language.",
        example="{vi: espeak-north, en: joe}",
    )
    rate: float = setting("number", 1.0, vi="Tốc độ đọc.", en="Speed of speech.", low=0.5, high=4.0)
    pitch_semitones: float = setting(
        "number",
        0.0,
        vi="Nâng hoặc hạ giọng, tính bằng nửa cung.",
        en="Raise or lower the voice, in semitones.",
        low=-12.0,
        high=12.0,
    )
    english_by: Literal["english_voice", "same_voice"] = setting(
        "text",
        "english_voice",
        vi="Câu tiếng Anh trong bài tiếng Việt đọc bằng giọng nào.",
        en="Which voice reads English sentences in a Vietnamese article.",
        choices=("english_voice", "same_voice"),
    )


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How written text becomes spoken text."""

    region: Literal["north", "central", "south"] = setting(
        "text",
        "north",
        vi="Cách đọc theo miền.",
        en="Regional way of reading.",
        choices=("north", "central", "south"),
    )
    respell_foreign: bool = setting(
        "yes_no",
        True,
        vi="Viết lại tên nước ngoài theo âm Việt cho giọng không biết tiếng nước ngoài.",
        en="Respell foreign names in Vietnamese sounds for voices that know no other language.",
    )


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """What recordings are like, and how much room they take."""

    preset: Literal["speech", "radio"] = setting(
        "text",
        "speech",
        vi="speech: MP3 64 kbps; radio: 192 kbps 44,1 kHz.",
        en="speech: MP3 at 64 kbps; radio: 192 kbps, 44.1 kHz.",
        choices=("speech", "radio"),
    )
    folder: str = setting(
        "text",
        "",
        vi="Thư mục bản ghi âm; để trống là audio/.",
        en="Folder of the recordings; empty for audio/.",
        example="~/Music/docbao",
    )
    loudness_lufs: float | None = setting(
        "number",
        None,
        vi="Độ to (LUFS, ITU-R BS.1770); không ghi thì theo preset.",
        en="Loudness (LUFS, ITU-R BS.1770); that of the preset when not given.",
        low=-40.0,
        high=-8.0,
    )
    cover: str = setting(
        "text", "", vi="Ảnh bìa gắn vào MP3.", en="Cover picture put into MP3 files.",
        example="cover.jpg",
    )  # fmt: skip
    ffmpeg: str = setting(
        "text",
        "",
        vi="Đường dẫn tới ffmpeg; để trống thì tự tìm.",
        en="Path of ffmpeg; empty to look for it.",
        example="/usr/bin/ffmpeg",
    )
    quota_mb: int = setting(
        "integer",
        5000,
        vi="Chỗ trên đĩa cho bản ghi âm (MB); bản đã giữ không bao giờ bị xóa.",
        en="Disk space for recordings (MB); those you keep are never removed.",
        low=10,
        high=100_000_000,
    )
    clip_quota_mb: int = setting(
        "integer",
        1000,
        vi="Chỗ trên đĩa cho các câu đã đọc (MB).",
        en="Disk space for sentences already spoken (MB).",
        low=10,
        high=100_000_000,
    )


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """How politely and how patiently pages are fetched."""

    per_host: int = setting(
        "integer",
        2,
        vi="Số yêu cầu cùng lúc tới một máy chủ.",
        en="Requests at a time to one server.",
        low=1,
        high=8,
    )
    timeout_s: float = setting(
        "number",
        30.0,
        vi="Thời gian chờ mỗi trang, kể cả chuyển hướng (giây).",
        en="Time for each page, redirects included (seconds).",
        low=1.0,
        high=300.0,
    )
    user_agent_contact: str = setting(
        "text",
        "",
        vi="Địa chỉ liên lạc của bạn, gửi kèm mỗi yêu cầu nếu bạn muốn.",
        en="Your contact address, sent with each request if you wish.",
        example="ban@example.org",
    )


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """How the reader looks and behaves at first; what is changed while reading is remembered."""

    mode: Literal["auto", "screen", "lines"] = setting(
        "text",
        "auto",
        vi="screen: màn hình; lines: từng dòng, cho trình đọc màn hình; auto: tự chọn.",
        en="screen; lines: line by line, for screen readers; auto: chosen for you.",
        choices=("auto", "screen", "lines"),
    )
    theme: Literal["dark", "light", "yellow", "terminal"] = setting(
        "text",
        "dark",
        vi="Màu: chữ sáng nền tối, chữ tối nền sáng, chữ vàng nền đen, màu của thiết bị đầu cuối.",
        en="Colours: light on dark, dark on light, yellow on black, the terminal's own.",
        choices=("dark", "light", "yellow", "terminal"),
    )
    text_size: int = setting(
        "integer",
        1,
        vi="Chiều cao chữ tính bằng dòng: 1 là chữ thường, 4 đến 10 là chữ lớn.",
        en="Height of letters in rows: 1 for normal text, 4 to 10 for large text.",
        low=1,
        high=10,
    )
    line_spacing: float = setting(
        "number", 1.0, vi="Giãn dòng.", en="Line spacing.", low=1.0, high=2.0
    )
    paragraph_gap: int = setting(
        "integer",
        1,
        vi="Số dòng trống giữa các đoạn.",
        en="Empty lines between paragraphs.",
        low=0,
        high=2,
    )
    width: int = setting(
        "integer",
        70,
        vi="Bề rộng dòng chữ (số cột).",
        en="Width of a line of text, in columns.",
        low=30,
        high=100,
    )
    margin: int = setting(
        "integer", 2, vi="Lề trái (số cột).", en="Left margin, in columns.", low=0, high=40
    )
    show_cursor: bool = setting(
        "yes_no",
        False,
        vi="Hiện con trỏ trên dòng đang đọc.",
        en="Show the cursor on the line being read.",
    )
    speed: float = setting(
        "number", 1.0, vi="Tốc độ phát.", en="Playback speed.", low=0.5, high=4.0
    )
    player: Literal["auto", "mpv", "miniaudio", "none"] = setting(
        "text",
        "auto",
        vi="Phát tiếng bằng gì: auto tự chọn; none: chỉ lưu tệp.",
        en="What plays the sound: auto chooses; none: files only.",
        choices=("auto", "mpv", "miniaudio", "none"),
    )
    volume: int = setting("integer", 100, vi="Âm lượng (%).", en="Volume (%).", low=0, high=100)
    page_items: int = setting(
        "integer",
        10,
        vi="Số mục mỗi trang ở chế độ từng dòng.",
        en="Items a page in line mode.",
        low=1,
        high=1000,
    )


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """One podcast under `shows`; its keys are `docbao.config.keys.SHOW`."""

    name: str
    """Slug; the show's folder."""
    title: str
    description: str = ""
    author: str = ""
    owner: str = ""
    email: str = ""
    category: str = "News"
    cover: str = ""
    """Path of a picture, relative to `feeds.yaml`."""
    link: str = ""
    explicit: bool = False
    language: Language = "vi"
    limit: int = 0
    feeds: tuple[str, ...] = ()
    """Names of feeds; empty for all."""
