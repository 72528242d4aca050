"""`docbao voices install` and `remove`: the voices on this machine's shelf."""

from __future__ import annotations

from pathlib import Path

import click

from docbao.cli.console import Console, common_options
from docbao.cli.usage import option, verb
from docbao.i18n import Phrase
from docbao.newsroom import open_newsroom


@verb(
    "install",
    Phrase(
        "Cài một giọng Piper; tải dở thì lần sau tải tiếp.",
        "Install a Piper voice; an interrupted download goes on.",
    ),
)
@click.argument("name")
@option(
    "--from",
    "source",
    words=Phrase(
        "Thư mục hoặc địa chỉ khác nơi mặc định", "A folder or address other than the usual one"
    ),
)
@option(
    "--sha256",
    "hashes",
    multiple=True,
    words=Phrase(
        "Mã băm bạn bảo đảm, cho giọng không ghi sẵn mã",
        "A hash you vouch for, for a voice without one in the index",
    ),
)
@common_options
def install(
    console: Console, home: Path | None, name: str, source: str | None, hashes: tuple[str, ...]
) -> None:
    """Install a voice, verified before it is used."""
    from docbao.speech import voices as store  # noqa: PLC0415 - this verb alone

    with open_newsroom(home, tell=console.tell) as newsroom:
        newsroom.config.locations.begin_private()
        folder = newsroom.config.locations.voices
        with console.progress(Phrase("Đang tải {name}", "Fetching {name}").fill(name=name)) as bar:
            place = store.install(
                store.find(name), folder, source=source, sha256=hashes, progress=bar.show
            )
        if console.as_json:
            console.emit({"name": name, "path": place})
        console.tell(Phrase("Đã cài {name}.", "Installed {name}.").fill(name=name))


@verb("remove", Phrase("Gỡ một giọng đã cài.", "Remove an installed voice."))
@click.argument("name")
@common_options
def remove(console: Console, home: Path | None, name: str) -> None:
    """Remove a voice; recordings made with it stay."""
    from docbao.speech import voices as store  # noqa: PLC0415 - this verb alone

    with open_newsroom(home, tell=console.tell) as newsroom:
        store.remove(name, newsroom.config.locations.voices)
    console.tell(Phrase("Đã gỡ {name}.", "Removed {name}.").fill(name=name))
