"""Harness: `feeds.yaml`."""

# ruff: noqa: E501 - word lists are read across

from __future__ import annotations

from pathlib import Path

from tests.fuzz.harness import DATA, Harness, files

from docbao.config import find_locations
from docbao.config.loading import config_from
from docbao.config.yaml_lines import Source
from docbao.errors import ConfigError
from docbao.i18n import LANGUAGES

_HOME = Path("/docbao")
_PLACES = find_locations(_HOME, env={}, cwd=_HOME)


def try_one(data: bytes) -> None:
    """A configuration, or one line in both languages that names file and line."""
    text = data.decode("utf-8", "replace")
    try:
        config = config_from(_PLACES, Source(_PLACES.feeds_file, text))
    except ConfigError as error:
        for language in LANGUAGES:
            said = error.message.in_language(language)
            assert _PLACES.feeds_file.name in said
            assert "\n" not in said
            assert "\x1b" not in said
    else:
        names = [feed.name for feed in config.feeds]
        assert len(set(names)) == len(names)


HARNESS = Harness(
    "config",
    try_one,
    words=(b"feeds:\n", b"- name: ", b"  url: ", b"  kind: ", b"listing", b"  selectors:\n", b"speech:\n", b"engine: ", b"&a ", b"*a", b"<<: ",
           b"!!python/object:os.system ", b"? ", b"|\n", b">-\n", b"---\n", b"...\n", b"%YAML 1.2\n", b"[[", b"{{", b"]", b"}", b"'", b'"',
           b": ", b"# ", b"\t", b"0x", b".inf", b"1e400", b"~", b"yes", b"shows:\n", b"\xc2\x85"),
    seeds=[*files("config", "*.yaml"), (DATA.parent.parent / "feeds.yaml").read_bytes()],
)  # fmt: skip
