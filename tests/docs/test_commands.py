"""Every command in the READMEs and the docs is one that works.

Each `docbao …` line in a fenced block is run, in the order of the page, in a folder prepared with
every feed and file the pages speak of, with the engine for trials and no loudspeaker.
What would go on for ever, reach the network or take minutes is checked by click without being
carried out (`NOT_CARRIED_OUT` says why); a block that cannot be either is marked in the page:

    <!-- not run: why -->
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from docbao.cli.verbs import VERBS, build, main
from docbao.errors import DocbaoError
from docbao.session.commands import understand

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

NOT_CARRIED_OUT: Final = {
    "serve": "it serves until it is stopped (tests/publish/test_server.py)",
    "voices install": "it downloads from the internet (tests/speech/test_voices.py)",
    "voices compare": "it speaks with every engine there is",
    "radio": "minutes of programme (tests/publish/test_radio_command.py)",
    "check": "it looks for the network (tests/cli)",
    "--cluster": "it needs a scheduler and workers (tests/proofs/cluster.py)",
}
MOST_MARKED: Final = 4
FEEDS: Final = ("samples", "vnexpress", "tin-tinh", "valley", "tin-tuc")
SAME: Final = {
    "valley": "tin-tinh", "public": "xuat-ban", "bulletin.txt": "ban-tin.txt",
    "papers.opml": "bao.opml", "news.epub": "tin.epub", "todays-news.epub": "tin-hom-nay.epub",
    "https://vidu.vn/podcast": "https://example.org/podcast",
}  # fmt: skip
"""The pages' names in English and Vietnamese: a line that differs in these alone is run once."""
_BLOCK: Final = re.compile(
    r"(<!--\s*not run:.+?-->\n)?^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL
)
_PROSE: Final = re.compile(r"\s{2,}(?=[^\s\"'-])[^#].*\Z")


class Line:
    """One command, where it stands and as the shell would take it apart."""

    def __init__(self, page: Path, text: str) -> None:
        self.place = f"{page.name}: {text}"
        text = _PROSE.sub("", text.removeprefix("$ "))
        text = text.replace("https://…", "https://example.org").replace(" … ", " https://x.test ")
        words = shlex.split(text, comments=True)[1:]
        end = next((n for n, word in enumerate(words) if word in (">", "|")), len(words))
        self.words = words[:end]

    @property
    def why_not(self) -> str | None:
        options = [word for word in self.words if word.startswith("--")]
        names = (" ".join(self.words[:2]), *self.words[:1], *options)
        return next((NOT_CARRIED_OUT[name] for name in names if name in NOT_CARRIED_OUT), None)


def blocks() -> Iterator[tuple[Path, bool, str]]:
    for page in PAGES:
        for marked, _, body in _BLOCK.findall(page.read_text("utf-8")):
            yield page, bool(marked), body


def commands(page: Path) -> list[Line]:
    return [
        Line(page, line.strip())
        for at, marked, body in blocks()
        for line in body.replace("\\\n", " ").splitlines()
        if at == page and not marked and re.match(r"\s*(\$ )?docbao\b(?!\.)", line)
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder for all pages, with three recordings."""
    place = tmp_path_factory.mktemp("home")
    feeds = "".join(
        f"  - name: {name}\n    title: Tin\n    kind: files\n    url: {name}\n" for name in FEEDS
    )
    # Fast, since what is listened to goes by the clock.
    (place / "feeds.yaml").write_text(
        f"speech: {{engine: tone, rate: 4}}\nfeeds:\n{feeds}", "utf-8"
    )
    for name in FEEDS:
        (place / name).mkdir()
        (place / name / "tin.txt").write_text(f"Tin {name}\n\nTrời nắng.\n", "utf-8")
    for name in ("ban-tin.txt", "bulletin.txt"):
        (place / name).write_text("Tin vắn\n\nNgày 05/8/2019, trời nắng.\n", "utf-8")
    for name in ("bao.opml", "papers.opml"):
        (place / name).write_bytes((ROOT / "tests/data/opml/gpodder.opml").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setenv("DOCBAO_PLAYER", "silent")
        for words in (["refresh"], ["list"], ["audio", "1", "2", "3", "--jobs", "1"]):
            assert main([*words, "-q"]) == 0
        yield place


@pytest.fixture(scope="module")
def done() -> set[tuple[str, ...]]:
    """What was run already: the same line in another language or page is not run again."""
    return set()


@pytest.mark.slow
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda p: str(p.name))
def test_every_command_of_a_page_works_in_the_order_of_the_page(
    page: Path,
    done: set[tuple[str, ...]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    for line in commands(page):
        meant = tuple(SAME.get(word, word) for word in line.words)
        if meant in done:
            read_by_click(line)
            continue
        done.add(meant)
        if line.why_not:
            read_by_click(line)
            continue
        # One worker: a pool of processes for three sentences would take most of the time. And
        # feeds that an import brought are on the network.
        here = ("--jobs", "1", "--no-refresh") if "audio" in line.words[:1] else ()
        code = main([*line.words, *here])
        assert code == 0, f"{line.place}\n{capsys.readouterr().err}"


def read_by_click(line: Line) -> None:
    """Let click read the line, without carrying it out."""
    command: click.Command = build()
    context = click.Context(command, info_name="docbao")
    words = list(line.words)
    try:
        while isinstance(command, click.Group) and words:
            found = command.get_command(context, words.pop(0))
            assert found is not None, line.place
            command = found
        command.make_context("docbao", words, parent=context)
    except click.UsageError as wrong:
        pytest.fail(f"{line.place}: {wrong.format_message()}")


def test_few_blocks_are_marked_as_not_run() -> None:
    marked = [(page.name, body) for page, marked, body in blocks() if marked]
    assert len(marked) <= MOST_MARKED, marked


def test_every_target_of_make_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = re.findall(r"(?:^|`)make ([a-z]+)(?=[`\s])", page.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= targets, page.name


def test_every_command_named_within_a_sentence_is_there_with_its_options() -> None:
    root = click.Context(build(), info_name="docbao")
    for page in PAGES:
        for named in re.findall(r"`docbao ((?:[^`\n]|\n(?!\n))+)`", page.read_text("utf-8")):
            words = named.partition(";")[0].split()
            assert words[0].startswith("-") or words[0] in VERBS, f"{page.name}: {named}"
            command: click.Command = build()
            while isinstance(command, click.Group) and words and words[0].isalpha():
                found = command.get_command(root, words.pop(0))
                assert found is not None, f"{page.name}: {named}"
                command = found
            known = {name for param in command.get_params(root) for name in
                     (*param.opts, *param.secondary_opts)}  # fmt: skip
            asked = {
                word.partition("=")[0].rstrip(",.;") for word in words if word.startswith("--")
            }
            assert asked <= known, f"{page.name}: {named}"


def test_what_the_listening_page_says_to_type_in_the_reader_is_understood() -> None:
    page = (ROOT / "docs" / "listening.md").read_text("utf-8")
    typed = [word for line in page.splitlines() if line.startswith("| ")
             for word in re.findall(r"`([^`]+)`", line)]  # fmt: skip
    assert len(typed) > 50
    for words in typed:
        try:
            understand(words)
        except DocbaoError as error:
            pytest.fail(f"{words}: {error}")


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in (
        *PAGES,
        *sorted((ROOT / "docs" / "decisions").glob("*.md")),
        ROOT / "CHANGELOG.md",
    ):
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if "://" not in target and not target.startswith(("#", "mailto:")):
                assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"
