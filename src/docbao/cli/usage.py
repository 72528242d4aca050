"""click's own words, in the language of the reader.

click speaks English only (its gettext domain has no Vietnamese), and half of what it says is
said when something went wrong, which is when a person most needs his own language.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

import click

from docbao.i18n import Phrase, interface_language

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_Callback = Callable[..., Any]

_HEADINGS: Final = {"Options": "Tùy chọn", "Commands": "Lệnh", "Usage": "Cách dùng"}
# click's words for what a value is, as they stand in a help page's left column.
_METAVARS: Final = {
    "TEXT": "CHỮ", "INTEGER": "SỐ", "FLOAT": "SỐ", "DIRECTORY": "THƯ-MỤC", "FILE": "TỆP",
    "PATH": "ĐƯỜNG-DẪN", "TIMES": "GIỜ", "SINCE": "LÚC-NÀO",
}  # fmt: skip
_VALUE: Final = re.compile(rf"\b({'|'.join(_METAVARS)})(?: RANGE)?\b")
_REMARK: Final = re.compile(r"\[(default|required)\b")
_REMARKS: Final = {"default": "[mặc định", "required": "[phải có"}


def in_vietnamese(name: str, said: str) -> tuple[str, str]:
    """A line of a help page, option and what it does, with click's own words translated."""
    return (
        _VALUE.sub(lambda found: _METAVARS[found[1]], name),
        _REMARK.sub(lambda found: _REMARKS[found[1]], said),
    )


class NoSuchVerb(click.UsageError):
    """A verb that is none, with the one that may have been meant."""

    def __init__(self, name: str, verbs: Iterable[str], ctx: click.Context) -> None:
        near = difflib.get_close_matches(name, list(verbs), n=1, cutoff=0.5)
        self.words = Phrase("không có lệnh {name}", "there is no command {name}").fill(name=name)
        if near:
            self.words = Phrase("{this}; có phải {near}?", "{this}; did you mean {near}?").fill(
                this=self.words, near=near[0]
            )
        super().__init__(str(self.words), ctx)


class VietnameseFormatter(click.HelpFormatter):
    """Help pages with their headings in the language of the interface."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line of a help page."""
        if prefix is None and interface_language() == "vi":
            prefix = "Cách dùng: "
            args = args.replace("[OPTIONS]", "[TÙY CHỌN]").replace("COMMAND [ARGS]...", "LỆNH …")
        super().write_usage(prog, args, prefix)

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        """Names and what they are, click's own words in them translated."""
        if interface_language() == "vi":
            rows = [in_vietnamese(name, said) for name, said in rows]
        super().write_dl(rows, col_max, col_spacing)

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        if interface_language() == "vi":
            heading = _HEADINGS.get(heading, heading)
        super().write_heading(heading)


def usage_words(error: click.UsageError) -> str:  # noqa: PLR0911 - one line a kind of mistake
    """What is wrong with the command line, in one line, in the reader's language."""
    if interface_language() == "en" and not isinstance(error, NoSuchVerb):
        return error.format_message().replace("\n", " ")
    if isinstance(error, click.NoSuchOption):
        near = f" (ý bạn là {', '.join(error.possibilities)}?)" if error.possibilities else ""
        return f"không có tùy chọn {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
        return f"thiếu {name}".strip()
    if isinstance(error, click.BadParameter):
        name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
        if error.param and isinstance(error.param.type, click.Choice):
            return f"giá trị của {name} phải là một trong: {', '.join(error.param.type.choices)}"
        return f"giá trị của {name} không dùng được: {error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"tùy chọn {error.option_name} dùng chưa đúng: {error.message}"
    if isinstance(error, NoSuchVerb):
        return str(error.words)
    if error.message.startswith("Got unexpected extra argument"):
        return f"thừa tham số: {error.message.partition('(')[2].rstrip(')')}"
    return error.message


class _Context(click.Context):
    formatter_class = VietnameseFormatter


class _Suggested(click.types.StringParamType):
    """Plain text, with suggestions after TAB."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """See `docbao.cli.suggestions.suggest`."""
        from docbao.cli.suggestions import suggest  # noqa: PLC0415 - when a shell asks only

        return suggest(ctx, param, incomplete)


_SUGGESTED: Final = _Suggested()


class _Bilingual(click.Command):
    """A command whose help page is in the language of the interface, to the last word."""

    context_class = _Context

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for param in self.params:
            if param.type is click.STRING:
                param.type = _SUGGESTED

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's own --help, with its words in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = str(Phrase("Hiện trợ giúp này", "Show this help"))
        return option


class Verb(_Bilingual):
    """One verb of the command line."""


class Family(_Bilingual, click.Group):
    """A verb that has verbs of its own."""

    command_class = Verb

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb asked for; the nearest is named when there is none."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise NoSuchVerb(args[0], self.list_commands(ctx), ctx)
        return super().resolve_command(ctx, args)


def verb(name: str, help_: Phrase, example: Phrase | None = None) -> Callable[[_Callback], Verb]:
    """Make a function the verb `name`; `example` closes its help page."""
    epilog = str(example) if example else None
    return click.command(name, cls=Verb, help=str(help_), epilog=epilog)


def family(name: str, help_: Phrase) -> Callable[[_Callback], Family]:
    """Make a function the verb `name` that has verbs of its own."""
    return click.group(name, cls=Family, help=str(help_))


def option(*names: str, words: Phrase, **settings: Any) -> Callable[[_Callback], _Callback]:
    """An option with its help in both languages; `settings` as of `click.option`."""
    return click.option(*names, help=str(words), **settings)
