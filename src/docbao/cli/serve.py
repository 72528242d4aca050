"""`docbao serve`: what was published, served on this machine for trying it out."""

from __future__ import annotations

from pathlib import Path

import click

from docbao.cli.console import Console, common_options
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE
from docbao.i18n import Phrase
from docbao.publish.server import FolderServer


@verb(
    "serve",
    Phrase(
        "Mở thư mục đã xuất bản bằng một máy chủ web nhỏ trên máy này, để nghe thử. "
        "Dừng bằng Ctrl+C.",
        "Serve what was published on this machine, to try it out. Stop it with Ctrl+C.",
    ),
    Phrase(
        "Ví dụ: docbao podcast xuat-ban --base-url http://127.0.0.1:8000 rồi docbao serve xuat-ban",
        "Example: docbao podcast public --base-url http://127.0.0.1:8000, then docbao serve public",
    ),
)
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8_000,
    show_default=True,
    words=Phrase("Cổng; 0 là cổng nào trống", "Port; 0 for any that is free"),
)
@option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    words=Phrase(
        "Địa chỉ nghe; 0.0.0.0 để máy khác trong mạng vào được",
        "Address to listen on; 0.0.0.0 lets other machines in",
    ),
)
@common_options
def command(console: Console, home: Path | None, out: Path, port: int, host: str) -> int:  # noqa: ARG001 - home is every verb's
    """Serve a published folder until stopped."""
    with FolderServer(out, host=host, port=port) as server:
        server.quiet = console.quiet
        if console.as_json:
            console.emit({"url": server.url})
        else:
            print(server.url, file=console.out, flush=True)
        feeds = sorted(path.relative_to(out).as_posix() for path in _feeds(out))
        for feed in feeds:
            console.tell(
                Phrase("Đăng ký nghe: {url}", "Subscribe: {url}").fill(url=server.url + feed)
            )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.tell(Phrase("Đã dừng.", "Stopped."))
    return DONE


def _feeds(out: Path) -> list[Path]:
    return [path for pattern in ("feed.xml", "*/feed.xml") for path in out.glob(pattern)]
