"""`docbao completion`: what a shell must know to finish docbao's commands on TAB."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import ShellComplete, get_completion_class

from docbao.cli.usage import verb
from docbao.i18n import Phrase

SHELLS: Final = ("bash", "zsh", "fish")


def completion_script(shell: str) -> str:
    """The script that `shell` loads: it asks docbao itself, so it never grows old."""
    kind = get_completion_class(shell)
    if kind is None:
        raise KeyError(shell)
    # The base class's `source`: bash's own starts a bash to ask for its version, and refuses
    # where there is none, as on the machine that packs docbao for others.
    script = ShellComplete.source(kind(click.Group(), {}, "docbao", "_DOCBAO_COMPLETE"))
    if shell == "fish":
        # Only the first comma parts kind from word; a title may hold more.
        script = script.replace('string split ","', 'string split -m 1 ","')
    return script.strip() + "\n"


@verb(
    "completion",
    Phrase(
        "In ra tệp để phím TAB điền nốt lệnh, số bài, nguồn và giọng.",
        "Print the file that lets TAB finish commands, item numbers, feeds and voices.",
    ),
    Phrase(
        "Ví dụ: docbao completion bash > ~/.local/share/bash-completion/completions/docbao",
        "Example: docbao completion bash > ~/.local/share/bash-completion/completions/docbao",
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.option("--lang", type=click.Choice(("vi", "en")), expose_value=False, hidden=True)
def command(shell: str) -> None:
    """Print the shell's script."""
    print(completion_script(shell), end="")
