"""The `feeds.yaml` that comes with docbao.

There is one such file: at the root of the source tree, where a clone uses it as it stands; the
build puts it beside this module for installed wheels.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from docbao.errors import ConfigError
from docbao.i18n import Phrase
from docbao.refusals import reason_of


def default_text() -> str:
    """The shipped file's text.

    Raises:
        ConfigError: It is missing: the installation is broken.
    """
    here = Path(__file__).resolve()
    for path in (here.with_name("feeds.yaml"), here.parents[3] / "feeds.yaml"):
        with contextlib.suppress(OSError):
            return path.read_text(encoding="utf-8")
    raise ConfigError(
        Phrase(
            vi="Bản cài docbao thiếu tệp feeds.yaml mẫu",
            en="This docbao was installed without its own feeds.yaml",
        ),
        hint=Phrase(vi="Cài lại docbao.", en="Install docbao again."),
    )


def write_default(path: Path) -> None:
    """Write the shipped file to `path`, where there is none yet.

    Raises:
        ConfigError: It cannot be written.
    """
    replace_text(path, default_text())


def replace_text(path: Path, text: str) -> None:
    """Write `text` beside `path` and move it there whole.

    Raises:
        ConfigError: The disk is full or may not be written.
    """
    # A link stays a link: the file it leads to is replaced.
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
        beside.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise ConfigError(
            Phrase(vi="Không ghi được {path}: {reason}", en="Cannot write {path}: {reason}").fill(
                path=path, reason=reason_of(error)
            ),
            hint=Phrase(
                vi="Kiểm tra chỗ trống và quyền ghi, hoặc đặt DOCBAO_HOME vào thư mục khác.",
                en="Check the disk space and permissions, or set DOCBAO_HOME to another folder.",
            ),
        ) from error
