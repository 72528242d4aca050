"""The table of verbs, and the one place where what goes wrong becomes words and a code."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from click.shell_completion import CompletionItem

from docbao.cli.usage import Family, NoSuchVerb, usage_words
from docbao.errors import DocbaoError
from docbao.i18n import LANGUAGES, Phrase, choose_language, interface_language
from docbao.ui.lines.mode import Mode

DONE: Final = 0
FAILED: Final = 1
USAGE: Final = 2
SOME_FAILED: Final = 3

VERBS: Final[dict[str, Phrase]] = {
    "refresh": Phrase("Hỏi các nguồn xem có tin gì mới", "Ask the feeds for news"),
    "list": Phrase("Liệt kê tin, mới nhất trước", "List bulletins, newest first"),
    "search": Phrase("Tìm tin theo từ, không cần bỏ dấu", "Search, accents optional"),
    "show": Phrase("Xem một bài bằng chữ", "Show an article as text"),
    "extract": Phrase(
        "Lấy phần đọc được của một trang hoặc tệp", "Give the readable text of a page or file"
    ),
    "spoken": Phrase("Cho biết sẽ đọc thành lời thế nào", "Give what would be said"),
    "listen": Phrase(
        "Nghe một bài ngay, từ câu đầu", "Hear an article now, from its first sentence"
    ),
    "audio": Phrase("Đọc bài thành tệp MP3", "Make MP3 files of articles"),
    "podcast": Phrase("Xuất bản thành podcast", "Publish as a podcast"),
    "book": Phrase("Làm sách nói EPUB, chữ và tiếng đi cùng", "Make a talking EPUB of articles"),
    "site": Phrase("Làm trang web đọc và nghe tin", "Make a web site to read and hear the news"),
    "serve": Phrase("Mở thử thư mục đã xuất bản", "Try out what was published"),
    "radio": Phrase("Làm chương trình phát thanh", "Make a radio programme"),
    "voices": Phrase("Xem, cài và nghe thử giọng đọc", "List, install and try voices"),
    "feeds": Phrase("Xem và sửa danh sách nguồn tin", "List and edit the feeds"),
    "lexicon": Phrase("Dạy docbao đọc một từ", "Teach docbao how to say a word"),
    "check": Phrase("Kiểm tra máy này dùng được những gì", "Check what works on this machine"),
    "completion": Phrase("Cho phím TAB biết các lệnh", "Let the TAB key know the commands"),
}
"""Every verb with its one-line help; each lives in the module of its name."""

_MODULES: Final = {"list": "docbao.cli.listing"}


class Verbs(Family):
    """The verbs, loaded when they are called, so that each starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The verbs in the order of the line, not of the alphabet."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, its module loaded now."""
        if cmd_name not in VERBS:
            raise NoSuchVerb(cmd_name, VERBS, ctx)
        module = importlib.import_module(_MODULES.get(cmd_name, f"docbao.cli.{cmd_name}"))
        command: click.Command = module.command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The verbs for a shell's TAB, from the table, without loading a single one."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [
            CompletionItem(name, help=str(words))
            for name, words in VERBS.items()
            if name.startswith(incomplete)
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the verbs from the table, without loading a single one."""
        with formatter.section(str(Phrase("Lệnh", "Commands"))):
            formatter.write_dl([(name, str(words)) for name, words in VERBS.items()])


def build() -> click.Group:
    """The whole command line, in the language chosen by now."""
    about = Phrase(
        "docbao đọc tin tức tiếng Việt cho người khó nhìn màn hình.",
        "docbao reads Vietnamese news to people who cannot see it well.",
    )
    example = Phrase(
        "Ví dụ: docbao refresh, rồi docbao list, rồi docbao audio 1",
        "Example: docbao refresh, then docbao list, then docbao audio 1",
    )
    language = Phrase("Ngôn ngữ giao diện", "Language of the interface")
    return Verbs(
        name="docbao",
        help=str(about),
        epilog=str(example),
        invoke_without_command=True,
        callback=_open,
        context_settings={"help_option_names": ["-h", "--help"]},
        params=[
            click.Option(
                ["--version", "-V"], is_flag=True, help=str(Phrase("Số phiên bản", "Version"))
            ),
            click.Option(["--lang"], type=click.Choice(LANGUAGES), help=str(language)),
            click.Option(
                ["--lines/--screen"],
                default=None,
                help=str(
                    Phrase(
                        "Đọc từng dòng (cho trình đọc màn hình), hoặc cả màn hình",
                        "Read line by line (for screen readers), or on the whole screen",
                    )
                ),
            ),
            click.Option(
                ["--home"],
                type=click.Path(path_type=Path, file_okay=False),
                help=str(Phrase("Thư mục có feeds.yaml", "The folder with feeds.yaml")),
            ),
        ],
    )


@click.pass_context
def _open(
    ctx: click.Context,
    version: bool,
    lang: str | None,  # noqa: ARG001 - `_language_asked` has read it
    lines: bool | None,
    home: Path | None,
) -> int | None:
    if version:
        from docbao import __version__  # noqa: PLC0415 - for `docbao --lang en --version`

        print(f"docbao {__version__}")
    elif ctx.invoked_subcommand is None:
        from docbao.cli.reader import read  # noqa: PLC0415 - the other verbs do without

        mode: Mode | None = None if lines is None else "lines" if lines else "screen"
        return read(home, mode, stdin=sys.stdin, stdout=sys.stdout)
    return None


def _language_asked(argv: Sequence[str]) -> None:
    # Help texts are made when a verb's module is loaded, so the language must be known before
    # click has read a single option.
    for here, following in zip(argv, [*argv, ""][1:], strict=True):
        option, _, value = here.partition("=")
        if option == "--lang":
            wanted = value or following
            for language in LANGUAGES:
                if wanted == language:
                    choose_language(language)


def main(argv: Sequence[str]) -> int:
    """Run one command line.

    Returns:
        The exit code: 0 done, 1 failed, 2 usage, 3 some items failed; 130 on Ctrl+C.
    """
    _language_asked(argv)
    try:
        result = build().main(list(argv), prog_name="docbao", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as wrong:
        print(f"docbao: {usage_words(wrong)}", file=sys.stderr)
        hint = Phrase("Xem: {command} --help", "See: {command} --help")
        path = wrong.ctx.command_path if wrong.ctx else "docbao"
        print(f"  {hint.fill(command=path)}", file=sys.stderr)
        return USAGE
    except DocbaoError as error:
        tell_error(error)
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        print(Phrase("docbao: đã dừng", "docbao: stopped"), file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the reader has gone; nothing more to say
        return FAILED
    finally:
        logging.shutdown()
    return result if isinstance(result, int) else DONE


def tell_error(error: DocbaoError, *, about: str = "") -> None:
    """Say on stderr what went wrong, and what to do."""
    print(f"docbao: {about + ': ' if about else ''}{error.message}", file=sys.stderr)
    if error.hint:
        label = "Cách sửa" if interface_language() == "vi" else "Try"
        print(f"  {label}: {error.hint}", file=sys.stderr)
