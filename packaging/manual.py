"""The manual page docbao(1), made of the same words as `docbao --help`.

    python packaging/manual.py en > packaging/man/docbao.1
    python packaging/manual.py vi > packaging/man/vi/docbao.1

`make man` does both. Help texts take their language when a verb's module is loaded, so each
language is a run of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Final

import click

from docbao import __version__
from docbao.cli.usage import Family, in_vietnamese
from docbao.cli.verbs import VERBS, build
from docbao.i18n import LANGUAGES, Phrase, choose_language, interface_language

_DATE: Final = "2026-11-24"
"""Of the last change to the words below; the verbs' own words are as old as the version."""

_COMMON: Final = frozenset({"console", "quiet", "verbose", "home", "lang", "help"})
"""Parameters every verb has: told once."""

_ABOUT: Final = (
    Phrase(
        "docbao lấy tin từ các nguồn ghi trong feeds.yaml, đọc thành lời như phát thanh viên, và "
        "làm ra tệp MP3, podcast, chương trình phát thanh và sách nói. Không ghi lệnh nào thì "
        "docbao mở trình đọc: màn hình, hoặc từng dòng cho trình đọc màn hình.",
        "docbao takes news from the feeds in feeds.yaml, puts it into words as an announcer would, "
        "and makes MP3 files, podcasts, radio programmes and talking newspapers. Without a command "
        "it opens the reader: a screen, or line by line for screen readers.",
    ),
    Phrase(
        "BÀI (ITEM) là một số của danh sách vừa xem, một mã bài hay phần đầu của mã, một địa chỉ "
        "web, một tệp .txt, .md hoặc .html, hay - là đầu vào chuẩn. Kết quả ra đầu ra chuẩn, lời "
        "kể ra đầu ra lỗi.",
        "An ITEM is a number of the last list, an item's id or the beginning of one, a web "
        "address, a .txt, .md or .html file, or - for standard input. Data goes to standard "
        "output, narration to standard error.",
    ),
)
_CODES: Final = (
    ("0", Phrase("Đã xong.", "Done.")),
    ("1", Phrase("Không làm được; lý do và cách sửa ở đầu ra lỗi.",
                 "It failed; standard error says why and what to do.")),
    ("2", Phrase("Gõ lệnh chưa đúng.", "The command line was wrong.")),
    ("3", Phrase("Xong, nhưng có bài hoặc nguồn không làm được.",
                 "Done, but some articles or feeds failed.")),
)  # fmt: skip
_ENVIRONMENT: Final = (
    ("DOCBAO_HOME", Phrase("Thư mục có feeds.yaml, khi thư mục hiện tại không có.",
                           "The folder with feeds.yaml, where the current folder has none.")),
    ("DOCBAO_LANG", Phrase("vi hoặc en: ngôn ngữ giao diện; không đặt thì theo LC_ALL, "
                           "LC_MESSAGES, LANG.",
                           "vi or en: language of the interface; else by LC_ALL, LC_MESSAGES, "
                           "LANG.")),
    ("ACCESSIBLE", Phrase("Đặt khác rỗng: trình đọc chạy từng dòng, không vẽ thanh tiến độ.",
                          "Set to anything: the reader goes line by line, no bar is drawn.")),
    ("NO_COLOR", Phrase("Đặt khác rỗng: không tô màu.", "Set to anything: no colours.")),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME",
     Phrase("Nơi chứa tệp trên Linux; xem mục Tệp.", "Where files lie on Linux; see Files.")),
)  # fmt: skip
_FILES: Final = (
    ("feeds.yaml", Phrase("Các nguồn và cài đặt. Một thư mục có tệp này là một thư mục docbao: "
                          "mọi thứ khác nằm cạnh nó.",
                          "Feeds and settings. A folder that holds this file is a docbao folder: "
                          "everything else lies beside it.")),
    ("audio/", Phrase("Bản thu, mỗi nguồn một thư mục.", "Recordings, one folder a feed.")),
    (".docbao/", Phrase("Thư viện, câu đã đọc, giọng đã cài; của riêng bạn, quyền 0700. Xóa được: "
                        "chỉ mất chỗ đang đọc và dấu đã đọc.",
                        "Library, spoken sentences, installed voices; yours alone, mode 0700. May "
                        "be deleted: only places and read marks are lost.")),
    ("lexicon.yaml", Phrase("Cách đọc do bạn dạy.", "Readings you taught.")),
    ("~/.config/docbao, ~/.local/share/docbao, ~/.cache/docbao",
     Phrase("Nơi chứa những thứ trên khi không có thư mục docbao (Linux).",
            "Where all that lies when there is no docbao folder (Linux).")),
)  # fmt: skip


def manual() -> str:
    """The page in the language chosen."""
    lines = [*_head(), *_verbs(), *_tail()]
    return "\n".join(line for line in lines if line) + "\n"


def _head() -> Iterator[str]:
    section = Phrase("Lệnh của người dùng", "User Commands")
    yield '.\\" Made by packaging/manual.py from the words of --help; do not edit.'
    yield f'.TH DOCBAO 1 "{_DATE}" "docbao {__version__}" "{section}"'
    yield f".SH {Phrase('TÊN', 'NAME')}"
    yield _text(f"docbao - {Phrase('đọc báo thành tiếng', 'reads the news aloud')}")
    yield f".SH {Phrase('CÁCH DÙNG', 'SYNOPSIS')}"
    yield _usage(f"docbao [{Phrase('TÙY CHỌN', 'OPTIONS')}] [{Phrase('LỆNH', 'COMMAND')} …]")
    yield f".SH {Phrase('MÔ TẢ', 'DESCRIPTION')}"
    yield "\n.PP\n".join(_text(str(paragraph)) for paragraph in _ABOUT)


def _verbs() -> Iterator[str]:
    group = build()
    context = click.Context(group, info_name="docbao", **group.context_settings)
    yield f".SH {Phrase('TÙY CHỌN', 'OPTIONS')}"
    yield from _options(group, context, frozenset())
    yield f".SH {Phrase('TÙY CHỌN CHUNG CỦA CÁC LỆNH', 'OPTIONS OF THE COMMANDS')}"
    first = group.get_command(context, next(iter(VERBS)))
    if first is not None:
        yield from _options(first, click.Context(first, parent=context), frozenset(), common=True)
    yield f".SH {Phrase('LỆNH', 'COMMANDS')}"
    for name in VERBS:
        command = group.get_command(context, name)
        if command is not None:
            yield from _verb(command, click.Context(command, info_name=name, parent=context))


def _verb(command: click.Command, context: click.Context) -> Iterator[str]:
    if isinstance(command, Family):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _verb(inner, click.Context(inner, info_name=name, parent=context))
        return
    usage = " ".join(command.collect_usage_pieces(context))
    options = f"[{Phrase('TÙY CHỌN', 'OPTIONS')}]"
    yield f".SS {_escape(f'{context.command_path} {usage}'.replace('[OPTIONS]', options))}"
    yield _text(command.help or "")
    yield from _options(command, context, _COMMON)
    if command.epilog:
        yield ".PP"
        yield _text(command.epilog)


def _options(
    command: click.Command, context: click.Context, but: frozenset[str], *, common: bool = False
) -> Iterator[str]:
    for param in command.get_params(context):
        name = param.name or ""
        record = param.get_help_record(context)
        if record is None or name in but or (common and name not in _COMMON):
            continue
        names, said = in_vietnamese(*record) if interface_language() == "vi" else record
        yield ".TP"
        yield f"\\fB{_escape(names)}\\fR"
        yield _text(said)


def _tail() -> Iterator[str]:
    tables = (
        (Phrase("MÃ THOÁT", "EXIT STATUS"), _CODES),
        (Phrase("BIẾN MÔI TRƯỜNG", "ENVIRONMENT"), _ENVIRONMENT),
        (Phrase("TỆP", "FILES"), _FILES),
    )
    for heading, rows in tables:
        yield f".SH {heading}"
        for name, said in rows:
            yield ".TP"
            yield f"\\fB{_escape(name)}\\fR"
            yield _text(str(said))
    yield f".SH {Phrase('XEM THÊM', 'SEE ALSO')}"
    yield ".BR newsboat (1),"
    yield ".BR mpv (1),"
    yield ".BR espeak\\-ng (1)"


def _usage(words: str) -> str:
    return f"\\fB{_escape(words.partition(' ')[0])}\\fR {_escape(words.partition(' ')[2])}"


def _text(words: str) -> str:
    """Words as lines of a page: a sentence a line, as man(7) asks, and no line a command."""
    sentences = re.split(r"(?<=[.;:]) +", " ".join(words.split()))
    return "\n".join(f"\\&{line}" if line[:1] in ".'" else line for line in map(_escape, sentences))


def _escape(words: str) -> str:
    return words.replace("\\", "\\e").replace("-", "\\-")


if __name__ == "__main__":
    for language in LANGUAGES:
        if sys.argv[1:] == [language]:
            choose_language(language)
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a real stream
            sys.stdout.write(manual())
            break
    else:
        sys.exit(f"python packaging/manual.py {'|'.join(LANGUAGES)}")
