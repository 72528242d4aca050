"""click's own words, in the language of the reader.

click speaks English only (its gettext domain has no Vietnamese), and half of what it says is
said when something went wrong, which is when a person most needs his own language.
"""

from __future__ import annotations

from typing import Final

import click

from docbao.i18n import interface_language

_HEADINGS: Final = {"Options": "Tùy chọn", "Commands": "Lệnh", "Usage": "Cách dùng"}


class VietnameseFormatter(click.HelpFormatter):
    """Help pages with their headings in the language of the interface."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line of a help page."""
        if prefix is None and interface_language() == "vi":
            prefix = "Cách dùng: "
            args = args.replace("[OPTIONS]", "[TÙY CHỌN]").replace("COMMAND [ARGS]...", "LỆNH …")
        super().write_usage(prog, args, prefix)

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        if interface_language() == "vi":
            heading = _HEADINGS.get(heading, heading)
        super().write_heading(heading)


def usage_words(error: click.UsageError) -> str:  # noqa: PLR0911 - one line a kind of mistake
    """What is wrong with the command line, in one line, in the reader's language."""
    if interface_language() == "en":
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
    if error.message.startswith("No such command"):
        return f"không có lệnh {error.message.split(chr(39))[1]}"
    if error.message.startswith("Got unexpected extra argument"):
        return f"thừa tham số: {error.message.partition('(')[2].rstrip(')')}"
    return error.message
