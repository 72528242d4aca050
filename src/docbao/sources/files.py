"""Local documents as articles: a file, a text from standard input, a folder as a bulletin."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from docbao.clean import clean_line
from docbao.errors import DocbaoError, ExtractError, SourceError
from docbao.i18n import Language, Phrase
from docbao.model import Article, Bulletin, Entry, Feed, Page
from docbao.sources import plaintext
from docbao.sources.byline import NOTHING_SET_APART, signature
from docbao.sources.charset import decode_text, is_binary
from docbao.sources.links import entry_id, web_link
from docbao.sources.metadata import language_of, read_date

log = logging.getLogger(__name__)

SUFFIXES: Final = (".txt", ".html", ".htm", ".md", ".markdown")
"""Endings of the files a `files` source reads."""
SIZE_LIMIT_BYTES: Final = 5_000_000
_BINARY_SHARE: Final = 0.01
_SUMMARY_CHARS: Final = 500


def read_document(
    path: Path,
    *,
    now: datetime,
    language: Language = "vi",
    feed: str = "",
    entry: Entry | None = None,
) -> Article:
    """The article in a `.txt`, `.md` or `.html` file; any other ending is read as plain text.

    Args:
        path: The file.
        now: The present; a date written in the file is not believed beyond it.
        language: For a text too short to tell.
        feed: `Feed.name` of the source it belongs to, or empty.
        entry: The bulletin's word on it, for its identity.

    Raises:
        SourceError: The file is missing, a folder, too big, or no text.
        ExtractError: The file holds nothing to read.
    """
    body = _bytes(path)
    url = path.absolute().as_uri()
    suffix = path.suffix.lower()
    if suffix in (".html", ".htm"):
        article = _from_html(body, url, language)
    elif suffix in (".md", ".markdown"):
        article = _from_markdown(decode_text(body), language)
    else:
        article = _from_text(decode_text(body), language)
    if not (article.title or article.lead or article.blocks):
        raise ExtractError(
            Phrase(vi="Tệp “{path}” không có gì để đọc", en="“{path}” holds nothing to read").fill(
                path=path
            ),
            hint=Phrase(vi="Viết bài vào tệp rồi thử lại.", en="Put a text into it and try again."),
        )
    written = article.published or _modified(path)
    return replace(
        article,
        id=entry.id if entry else entry_id(url),
        feed=feed or (entry.feed if entry else ""),
        url=url,
        title=article.title or clean_line(path.stem.replace("_", " ")),
        published=min(written, now),
    )


def read_text(
    text: str, *, now: datetime, language: Language = "vi", feed: str = "", url: str = ""
) -> Article:
    """The article in a text from standard input or the clipboard.

    Args:
        text: Plain text: headline, lead, paragraphs; template lines are sifted out.
        now: The article's time where the text has no date.
        language: For a text too short to tell.
        feed: `Feed.name`, or empty.
        url: Where the text came from, or empty; else its content is its identity.

    Raises:
        ExtractError: There is nothing to read.
    """
    article = _from_text(text, language)
    if not (article.title or article.blocks):
        raise ExtractError(
            Phrase(vi="Không có chữ nào để đọc", en="There is no text to read"),
            hint=Phrase(
                vi="Đưa văn bản vào qua đầu vào chuẩn.", en="Give a text on standard input."
            ),
        )
    digest = hashlib.sha256("\n".join(_all_lines(article)).encode("utf-8", "replace"))
    return replace(
        article,
        id=entry_id(web_link("", url) or url) if url else digest.hexdigest()[:16],
        feed=feed,
        url=url,
        published=min(article.published or now, now),
    )


def read_folder(
    feed: Feed,
    folder: Path,
    *,
    now: datetime,
    on_error: Callable[[Path, DocbaoError], None] | None = None,
) -> Bulletin:
    """The texts in `folder` and the folders in it, newest first, as a bulletin.

    Args:
        feed: The `files` source.
        folder: Where it points, as an existing path.
        now: The present.
        on_error: Told of each file that cannot be read; the others are read all the same.

    Returns:
        At most `feed.max_items` entries. An entry's id depends on its path within the folder
        only, so that moving the folder keeps what was read.

    Raises:
        SourceError: There is no such folder.
    """
    if not folder.is_dir():
        raise SourceError(
            Phrase(
                vi="Không có thư mục “{folder}” của nguồn “{feed}”",
                en="The folder “{folder}” of the source “{feed}” is not there",
            ).fill(folder=folder, feed=feed.name),
            hint=Phrase(
                vi="Tạo thư mục, hoặc sửa url của nguồn trong feeds.yaml.",
                en="Make the folder, or mend the source's url in feeds.yaml.",
            ),
        )
    entries: list[Entry] = []
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if path.suffix.lower() not in SUFFIXES or any(p.startswith(".") for p in within.parts):
            continue
        try:
            entries.append(_entry(feed, path, within, now))
        except DocbaoError as error:
            log.warning("file skipped path=%s reason=%s", path, error)
            if on_error is not None:
                on_error(path, error)
    entries.sort(key=lambda entry: entry.title)
    entries.sort(key=lambda entry: entry.published or now, reverse=True)
    return Bulletin(feed, now, tuple(entries[: feed.max_items]))


def _entry(feed: Feed, path: Path, within: Path, now: datetime) -> Entry:
    article = read_document(path, now=now, language=feed.language, feed=feed.name)
    summary = article.lead or next((block.text for block in article.blocks), "")
    named = f"files:{feed.name}/{within.as_posix()}"
    return Entry(
        feed=feed.name,
        id=hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:16],
        link=article.url,
        title=article.title,
        summary=summary[:_SUMMARY_CHARS],
        published=article.published,
    )


def path_of(link: str) -> Path:
    """The file a `file:` link of an entry means."""
    from urllib.request import url2pathname  # noqa: PLC0415 - 30 ms, for files in a feed only

    return Path(url2pathname(urlsplit(link).path))


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _refused(path, _FOLDER, _GIVE_A_FILE)
        size = path.stat().st_size
        if size > SIZE_LIMIT_BYTES:
            raise _refused(path, _TOO_BIG.fill(limit=SIZE_LIMIT_BYTES // 1_000_000), _SPLIT)
        body = path.read_bytes()
    except OSError as cause:
        reason = clean_line(cause.strerror or type(cause).__name__)
        raise _refused(path, _UNREADABLE.fill(reason=reason), _CHECK) from cause
    if is_binary(body, most=_BINARY_SHARE):
        raise _refused(path, _BINARY, _GIVE_A_FILE)
    return body


def _from_html(body: bytes, url: str, language: Language) -> Article:
    from docbao.sources.extract import extract  # noqa: PLC0415 - brings lxml and trafilatura

    article = extract(Page(url, url, 200, "text/html", body))
    return replace(article, language=article.language or language)


def _from_markdown(text: str, language: Language) -> Article:
    from docbao.sources import markdown  # noqa: PLC0415 - for such files only

    document = markdown.read(text)
    byline, blocks = document.byline, list(document.blocks)
    if len(blocks) > 1:
        byline, blocks = signature(blocks, look=NOTHING_SET_APART, known=byline)
    lead = ""
    if len(blocks) > 1 and blocks[0].kind == "paragraph" and len(blocks[0].text) >= 40:
        lead = blocks.pop(0).text
    date = read_date(document.date)
    parts = plaintext.Text(document.title, lead, tuple(blocks), byline, date)
    return _article(parts, language)


def _from_text(text: str, language: Language) -> Article:
    return _article(plaintext.read(text), language)


def _article(parts: plaintext.Text, language: Language) -> Article:
    said = " ".join((parts.title, parts.lead, *(block.text for block in parts.blocks)))
    return Article(
        id="",
        feed="",
        url="",
        title=parts.title,
        lead=parts.lead,
        blocks=parts.blocks,
        byline=parts.byline,
        language=language_of(said, default=language),
        published=parts.published,
    )


def _all_lines(article: Article) -> list[str]:
    return [article.title, article.lead, *(block.text for block in article.blocks), article.byline]


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(int(path.stat().st_mtime), tz=UTC)


def _refused(path: Path, why: Phrase, hint: Phrase) -> SourceError:
    return SourceError(
        Phrase(vi="“{path}”: {why}", en="“{path}”: {why}").fill(path=path, why=why), hint=hint
    )


_FOLDER: Final = Phrase(vi="đây là thư mục, không phải tệp.", en="this is a folder, not a file.")
_BINARY: Final = Phrase(vi="đây không phải tệp văn bản.", en="this is no text file.")
_TOO_BIG: Final = Phrase(
    vi="tệp lớn hơn {limit} triệu byte.", en="the file is bigger than {limit} million bytes."
)
_UNREADABLE: Final = Phrase(vi="không đọc được tệp ({reason}).", en="cannot be read ({reason}).")
_GIVE_A_FILE: Final = Phrase(
    vi="Chọn một tệp .txt, .md hoặc .html.", en="Give a .txt, .md or .html file."
)
_SPLIT: Final = Phrase(vi="Chia tệp thành nhiều phần.", en="Split it into parts.")
_CHECK: Final = Phrase(
    vi="Kiểm tra đường dẫn và quyền đọc.", en="Check the path and the right to read it."
)
