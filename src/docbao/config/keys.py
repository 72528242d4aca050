"""What each key of `feeds.yaml` may hold.

The one description that reading, errors and the reference page are made from.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from docbao.i18n import Phrase

Kind = Literal["text", "yes_no", "integer", "number", "texts", "texts_by_language", "section"]

KINDS: Final[Mapping[Kind, Phrase]] = {
    "text": Phrase(vi="một dòng chữ", en="a line of text"),
    "yes_no": Phrase(vi="`yes` hoặc `no`", en="`yes` or `no`"),
    "integer": Phrase(vi="một số nguyên", en="a whole number"),
    "number": Phrase(vi="một số", en="a number"),
    "texts": Phrase(vi="một danh sách, như [a, b]", en="a list, like [a, b]"),
    "texts_by_language": Phrase(
        vi="một bảng theo ngôn ngữ, như {vi: a, en: b}",
        en="a map by language, like {vi: a, en: b}",
    ),
    "section": Phrase(vi="các khóa thụt vào bên dưới", en="keys indented below it"),
}
"""Each kind in words."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key, what it may hold and what it is for."""

    kind: Kind
    about: Phrase
    choices: tuple[str, ...] = ()
    """For `text`: nothing else is allowed."""
    low: float | None = None
    high: float | None = None
    """For numbers: the range, both ends included."""
    pattern: str | None = None
    """For `text`: a regular expression the whole value matches."""
    example: str = ""
    """Shown with an error and in the reference."""
    required: bool = False
    keys: Mapping[str, Key] | None = None
    """For `section`: what it holds."""


def setting(kind: Kind, default: object, *, vi: str, en: str, **more: Any) -> Any:
    """A dataclass field that is a key of the same name, with its default."""
    metadata = {"key": Key(kind, Phrase(vi=vi, en=en), **more)}
    if isinstance(default, dict):
        return dataclasses.field(default_factory=default.copy, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def section(kind: type[Any], *, vi: str, en: str) -> Any:
    """A dataclass field that is a section of keys, each with its default."""
    key = Key("section", Phrase(vi=vi, en=en), keys=keys_of(kind))
    return dataclasses.field(default_factory=kind, metadata={"key": key, "section": kind})


def keys_of(kind: type[Any]) -> Mapping[str, Key]:
    """The keys of a dataclass made with `setting` and `section`, in order."""
    return {f.name: f.metadata["key"] for f in dataclasses.fields(kind) if "key" in f.metadata}


def _key(kind: Kind, *, vi: str, en: str, **more: Any) -> Key:
    return Key(kind, Phrase(vi=vi, en=en), **more)


SELECTORS: Final[Mapping[str, Key]] = {
    "title": _key("text", vi="Tiêu đề bài.", en="The title.", example="h1.title"),
    "lead": _key("text", vi="Sa-pô (đoạn mở đầu).", en="The lead.", example="p.sapo"),
    "body": _key("text", vi="Thân bài.", en="The body.", example="article .content"),
    "byline": _key("text", vi="Tên tác giả.", en="The author.", example=".author"),
    "date": _key("text", vi="Ngày đăng.", en="The date.", example="time"),
    "drop": _key(
        "texts",
        vi="Những phần bỏ đi trước tiên.",
        en="Parts removed before anything else.",
        example="[figure, .related]",
    ),
}

FEED: Final[Mapping[str, Key]] = {
    "name": _key(
        "text",
        vi="Tên ngắn không dấu; cũng là thư mục của nguồn trong audio/.",
        en="Short name; also the feed's folder under audio/.",
        pattern=r"[a-z0-9]+(?:-[a-z0-9]+)*",
        example="vnexpress-the-gioi",
        required=True,
    ),
    "title": _key("text", vi="Tên đọc cho người nghe.", en="Name as people hear it."),
    "url": _key(
        "text",
        vi="Địa chỉ của nguồn; với `files` là một thư mục.",
        en="Address of the feed; for `files` a folder.",
        example="https://example.org/rss.xml",
        required=True,
    ),
    "kind": _key(
        "text",
        vi="rss: RSS, Atom hoặc RDF; listing: trang danh mục không có RSS; files: thư mục .txt, "
        ".html, .md.",
        en="rss: RSS, Atom or RDF; listing: a list page without RSS; files: a folder of .txt, "
        ".html, .md.",
        choices=("rss", "listing", "files"),
    ),
    "language": _key("text", vi="Ngôn ngữ của nguồn.", en="Its language.", choices=("vi", "en")),
    "enabled": _key("yes_no", vi="Có tải nguồn này không.", en="Whether it is refreshed."),
    "selectors": _key(
        "section",
        vi="Bộ chọn CSS, chỉ khi cách rút bài chung bị sai.",
        en="CSS selectors, only where the general extraction errs.",
        keys=SELECTORS,
    ),
    "link_pattern": _key(
        "text",
        vi="Cho `listing`: biểu thức chính quy tìm trong địa chỉ mỗi liên kết.",
        en="For `listing`: a regular expression looked for in each link's address.",
        example="/tin-tuc/.+-[0-9]+\\.html$",
    ),
    "date_order": _key(
        "text",
        vi="Thứ tự ngày (d), tháng (m), năm (y) trong ngày viết bằng số.",
        en="Order of day, month, year in dates written in digits.",
        choices=("dmy", "mdy", "ymd"),
    ),
    "max_items": _key(
        "integer",
        vi="Số tin nhiều nhất lấy mỗi lần.",
        en="At most so many items at a time.",
        low=1,
        high=5000,
    ),
    "allow_private": _key(
        "yes_no",
        vi="Cho phép dẫn tới địa chỉ trong mạng riêng.",
        en="Whether it may lead to addresses in a private network.",
    ),
    "engine": _key("text", vi="Bộ đọc riêng cho nguồn này.", en="Speech engine for this feed."),
    "voice": _key("text", vi="Giọng riêng cho nguồn này.", en="Voice for this feed."),
}
"""Keys of one feed; the defaults are those of `docbao.model.Feed`."""

SHOW: Final[Mapping[str, Key]] = {
    "name": _key(
        "text",
        vi="Tên ngắn không dấu; cũng là thư mục của chương trình khi xuất bản.",
        en="Short name; also the show's folder when it is published.",
        pattern=r"[a-z0-9]+(?:-[a-z0-9]+)*",
        example="ban-tin-sang",
        required=True,
    ),
    "title": _key("text", vi="Tên chương trình.", en="Its title."),
    "description": _key("text", vi="Giới thiệu.", en="What it is about."),
    "author": _key("text", vi="Người thực hiện.", en="Who makes it."),
    "owner": _key("text", vi="Người chịu trách nhiệm.", en="Who answers for it."),
    "email": _key(
        "text",
        vi="Thư điện tử của người ấy; ai cũng đọc được.",
        en="That person's e-mail; everybody can read it.",
        example="ban@example.org",
    ),
    "category": _key(
        "text",
        vi="Chuyên mục theo Apple Podcasts.",
        en="Category as Apple Podcasts has them.",
        example="News > Daily News",
    ),
    "cover": _key(
        "text",
        vi="Ảnh bìa JPEG hoặc PNG, vuông, 1400 đến 3000 điểm; không ghi thì docbao tự vẽ.",
        en="Cover, JPEG or PNG, square, 1400 to 3000 pixels; docbao draws one when not given.",
        example="bia.png",
    ),
    "link": _key("text", vi="Trang web của chương trình.", en="The show's own site."),
    "explicit": _key(
        "yes_no",
        vi="Có nội dung chỉ dành cho người lớn không.",
        en="Whether it is for adults only.",
    ),
    "language": _key("text", vi="Ngôn ngữ.", en="Its language.", choices=("vi", "en")),
    "limit": _key(
        "integer",
        vi="Số bài nhiều nhất, lấy bài mới; 0 là tất cả.",
        en="At most so many episodes, the newest; 0 for all.",
        low=0,
        high=100_000,
    ),
    "feeds": _key(
        "texts",
        vi="Các nguồn góp bài; để trống là mọi nguồn.",
        en="Feeds it is made of; empty for all.",
        example="[vnexpress, tuoi-tre]",
    ),
}
"""Keys of one podcast; the defaults are those of `docbao.config.settings.ShowSettings`."""
