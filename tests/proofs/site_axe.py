"""A browser looks at a site docbao laid out: axe-core, the keyboard alone, zoom, no script.

    npm install axe-core playwright-core        (once, in the folder this is run from)
    python tests/proofs/site_axe.py [PICTURES]

Makes a site of the sample articles and of a hostile, an English and a soundless one, serves it on
loopback and lets `site_axe.js` drive a headless Chromium (Debian's; `CHROMIUM` names another)
over list, day, sources and articles: in each palette, with every rule of axe-core that is about
WCAG 2.2 A to AAA or good practice; by keyboard; at 200 % and 400 % zoom; with text at 200 %; with
wide spacing; without script; opened from the disk. Pictures go to PICTURES. Ends with code 1 when
anything was found; some two minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from docbao.publish.server import FolderServer
from docbao.publish.site_frame import THEMES

FEEDS = """
feeds:
  - {name: samples, title: Tin mẫu, kind: files, url: "package:samples"}
  - {name: lang, title: "Tin <b>làng</b> & phố", kind: files, url: lang}
speech: {engine: tone}
"""
ARTICLES = {
    "la.html": "<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; “lạ” 🎧 "
    + "nghiêng" * 30
    + "</h1><h2>Diễn biến</h2><ul><li>Một.</li><li>Hai.</li></ul>"
    + "<blockquote>Câu trích.</blockquote>"
    + "<p>Sáng nay trời mưa. Chiều nắng.</p>" * 6,
    "english.md": "# The river rose overnight\n\nThe river rose overnight and the people of three "
    "villages moved to the school. No one was hurt, the commune said. The water is expected to "
    "fall by the end of the week.\n",
    "cam.md": "# Bài không có tiếng\n\nTệp tiếng của bài này đã mất. Chữ thì còn.\n",
}


def docbao(home: Path, *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "docbao", *words], cwd=home, capture_output=True, text=True,
        env={**os.environ, "PYTHONUTF8": "1", "DOCBAO_LANG": "vi"}, timeout=300, check=False,
    )  # fmt: skip
    if done.returncode != code:
        raise RuntimeError(f"docbao {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def make(home: Path) -> dict[str, str]:
    """The site under `home/out`; addresses of the kinds of pages, relative to it."""
    (home / "lang").mkdir(parents=True)
    (home / "feeds.yaml").write_text(FEEDS, "utf-8")
    for name, text in ARTICLES.items():
        (home / "lang" / name).write_text(text, "utf-8")
    docbao(home, "audio", "--all")
    for sound in (home / "audio").rglob("*khong-co-tieng*.mp3"):
        sound.unlink()
    docbao(home, "site", "out", "--title", "Tin sáng", code=3)
    articles = {
        page.read_text("utf-8").partition("<title>")[2].partition(" – Tin")[0]: page
        for page in (home / "out/articles").glob("*.html")
    }
    found = {
        "hostile": next(p for title, p in articles.items() if "script" in title),
        "english": next(p for title, p in articles.items() if "river" in title),
        "silent": next(p for title, p in articles.items() if "không có tiếng" in title),
        "article": max(articles.values(), key=lambda page: page.stat().st_size),
        "day": next((home / "out/days").glob("*/index.html")),
    }
    pages = {kind: page.relative_to(home / "out").as_posix() for kind, page in found.items()}
    lists = {"list": "index.html", "sources": "feeds/index.html", "days": "days/index.html"}
    return {**lists, "feed": "feeds/lang/index.html", **pages}


def main() -> int:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None or shutil.which("node") is None:
        print("skipped: needs node and chromium (apt-get install nodejs npm chromium)")
        return 1
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        pictures = Path(sys.argv[1]) if len(sys.argv) > 1 else home / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        pages = make(home)
        with FolderServer(home / "out") as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                job = {
                    "chromium": chromium,
                    "base": server.url,
                    "folder": (home / "out").resolve().as_uri() + "/",
                    "pictures": str(pictures.resolve()),
                    "pages": pages,
                    "themes": THEMES,
                }
                # Modules are looked for in the current folder, not beside the script.
                script = Path(__file__).with_name("site_axe.js").read_text("utf-8")
                return subprocess.run(
                    ["node", "-e", script], env={**os.environ, "JOB": json.dumps(job)},
                    timeout=900, check=False,
                ).returncode  # fmt: skip
            finally:
                server.shutdown()
                thread.join()


if __name__ == "__main__":
    sys.exit(main())
