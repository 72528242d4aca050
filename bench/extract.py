"""Pages a CPU second: docbao's extraction beside trafilatura alone, on the same pages, one run.

    python bench/extract.py [FOLDER]

FOLDER holds .html files; without it the pages of tests/data/pages are padded to the size of a
newspaper's page, because a fixture of 5 kB measures start-up costs only. Each way is warmed up
and timed in turn, three times; the best of each counts, as the machine is rarely alone.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3
PADDED_CHARS = 120_000
"""A middling Vietnamese news page; the sizes seen were 61 to 486 kB."""
GOAL = 35.0
"""Pages a CPU second, on two shared cores of 2026."""


def padded(html: bytes) -> bytes:
    """`html` with menus, scripts and teasers around it, as newspapers have."""
    teaser = (
        "<div class='item'><h3><a href='/b{}.html'>Tên một bài khác trong cột bên phải</a></h3>"
        "<span>1 giờ trước</span></div>"
    )
    filler = "".join(teaser.format(n) for n in range(150)).encode()
    script = b"<script>" + b"window.a=window.a||[];" * (PADDED_CHARS // 40) + b"</script>"
    box = b"<div class='box-category'>" + filler + b"</div>"
    return html.replace(b"</body>", box + script + b"</body>")


def pages(folder: Path | None) -> list[bytes]:
    """The pages to read."""
    if folder is not None:
        return [path.read_bytes() for path in sorted(folder.glob("*.html"))]
    own = Path(__file__).parent.parent / "tests" / "data" / "pages"
    return [padded(path.read_bytes()) for path in sorted(own.glob("*.html"))]


def pages_a_second(run: Callable[[bytes], object], found: list[bytes]) -> float:
    """How many of `found` one CPU second reads."""
    started = time.process_time()
    for html in found:
        run(html)
    return len(found) / (time.process_time() - started)


def main() -> None:
    """Print both rates and their ratio."""
    import trafilatura  # noqa: PLC0415 - not timed

    from docbao.sources import extract_text  # noqa: PLC0415 - not timed

    logging.disable(logging.CRITICAL)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    found = pages(folder)

    def alone(html: bytes) -> object:
        return trafilatura.extract(html, favor_precision=True, include_comments=False)

    best = {"docbao": 0.0, "trafilatura": 0.0}
    for html in found[:5]:
        extract_text(html)
        alone(html)
    for _ in range(ROUNDS):
        best["docbao"] = max(best["docbao"], pages_a_second(extract_text, found))
        best["trafilatura"] = max(best["trafilatura"], pages_a_second(alone, found))
    size = sum(map(len, found)) // len(found) // 1000
    print(f"{len(found)} pages of {size} kB on average; goal {GOAL:.0f} pages a CPU second")
    for name, rate in best.items():
        print(f"{name:12} {rate:6.1f} pages a CPU second")
    print(f"ratio        {best['docbao'] / best['trafilatura']:6.2f}")


if __name__ == "__main__":
    main()
