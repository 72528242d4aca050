from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.loopback import Loopback
from tests.newspaper import print_newspaper, subscribe

from docbao.cli.verbs import VERBS


def docbao(
    *words: str, cwd: Path, lang: str = "vi", stdin: str = "", fsize: int | None = None
) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (fsize or 0, fsize or 0))

    return subprocess.run(
        [sys.executable, "-m", "docbao", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "DOCBAO_LANG": lang, "PYTHONUTF8": "1", "HOME": str(cwd)},
        preexec_fn=limit if fsize else None,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    subscribe(tmp_path, "http://127.0.0.1:9/rss")
    return tmp_path


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_verb_explains_itself_in_both_languages(verb: str, lang: str, tmp_path: Path) -> None:
    done = docbao(verb, "--help", cwd=tmp_path, lang=lang)
    assert done.returncode == 0, done.stderr
    assert ("Cách dùng" if lang == "vi" else "Usage") in done.stdout
    assert ("Tùy chọn" if lang == "vi" else "Options") in done.stdout
    assert "Show this message" not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lits"], "có phải list"),
        (["list", "--foo"], "không có tùy chọn --foo"),
        (["audio"], "hãy cho biết bài nào"),
        (["list", "--since", "hôm kia"], "2h, 1d, 2w"),
        (["audio", "1", "--jobs", "0"], "--jobs"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(words: list[str], said: str, home: Path) -> None:
    done = docbao(*words, cwd=home)
    assert done.returncode == 2
    assert said in done.stderr.splitlines()[0]
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        (["list", "--feed", "tu"], "không có nguồn tin nào tên tu", "thu"),
        (["show", "99"], "99", "docbao list"),
        (["show", "khong-co.txt"], "khong-co.txt", "docbao list"),
        (["audio", "1", "--engine", "espeek"], "99" * 0 + "1", ""),
        (["extract", "/khong/co/tep.txt"], "/khong/co/tep.txt", ""),
        (["audio", "--feed", "thu", "--preset", "to", "--no-refresh"], "to", "radio"),
    ],
)
def test_what_cannot_be_done_is_told_with_a_way_out(
    words: list[str], said: str, hint: str, home: Path
) -> None:
    done = docbao(*words, cwd=home)
    assert done.returncode == 1
    assert said in done.stderr
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_key_names_file_line_and_key(home: Path) -> None:
    (home / "feeds.yaml").write_text(
        "feeds:\n  - name: thu\n    url: https://a.example/\n    langage: vi\n", encoding="utf-8"
    )
    done = docbao("list", cwd=home)
    assert done.returncode == 1
    assert "feeds.yaml" in done.stderr
    assert "4" in done.stderr
    assert "langage" in done.stderr
    assert "language" in done.stderr


def test_a_dead_feed_is_told_and_costs_only_itself(home: Path) -> None:
    with Loopback() as site:
        print_newspaper(site, 2)
        subscribe(home, site.url("/rss"))
        with (home / "feeds.yaml").open("a", encoding="utf-8") as file:
            file.write("  - name: chet\n    title: Báo Chết\n    url: http://127.0.0.1:9/rss\n")
        done = docbao("refresh", "--json", cwd=home)
        assert done.returncode == 3
        told = {item["feed"]: item for item in map(json.loads, done.stdout.splitlines())}
        assert told["thu"]["new"] == 2
        assert told["chet"]["error"]
        checked = docbao("feeds", "check", "--no-refresh", cwd=home)
        assert checked.returncode == 3
        assert "Chưa đọc được lần nào" in checked.stdout
        assert "Tốt" in checked.stdout


def test_spoken_reads_lines_and_writes_one_for_each(tmp_path: Path) -> None:
    done = docbao("spoken", "-", cwd=tmp_path, stdin="ngày 05/8/2019\n\nđạt 38,2%\n")
    assert done.stdout.splitlines() == [
        "ngày năm tháng tám năm hai nghìn không trăm mười chín",
        "",
        "đạt ba mươi tám phẩy hai phần trăm",
    ]
    assert done.stderr == ""


def test_extract_gives_the_article_of_a_file_as_json(tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text(
        "Tăng cỡ chữ Giảm cỡ chữ\nChợ phiên đông vui\n\n13/11/2020\n\nBà con về dự chợ phiên từ"
        " rất sớm, ai cũng phấn khởi.\n\nHàng hóa là nông sản do bà con làm ra./.\n",
        encoding="utf-8",
    )
    done = docbao("extract", "tin.txt", "--json", cwd=tmp_path)
    article = json.loads(done.stdout)
    assert article["title"] == "Chợ phiên đông vui"
    assert article["lead"].startswith("Bà con")
    assert article["blocks"][-1]["text"] == "Hàng hóa là nông sản do bà con làm ra."
    assert article["published"].startswith("2020-11-1")


def test_a_list_piped_into_head_ends_quietly(home: Path) -> None:
    listing = subprocess.Popen(
        [sys.executable, "-m", "docbao", "feeds", "list"],
        cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert listing.stdout is not None
    listing.stdout.close()  # the reader at the other end has gone
    _, said = listing.communicate(timeout=60)
    assert "Traceback" not in said


def test_lexicon_add_changes_what_is_said_and_remove_takes_it_back(tmp_path: Path) -> None:
    subscribe(tmp_path, "http://127.0.0.1:9/rss")
    before = docbao("spoken", "-", cwd=tmp_path, stdin="Lễ hội QZX mở màn.\n").stdout
    assert docbao("lexicon", "add", "QZX", "quế dẻo xanh", cwd=tmp_path).returncode == 0
    assert (
        "quế dẻo xanh" in docbao("spoken", "-", cwd=tmp_path, stdin="Lễ hội QZX mở màn.\n").stdout
    )
    assert docbao("lexicon", "remove", "QZX", cwd=tmp_path).returncode == 0
    assert docbao("spoken", "-", cwd=tmp_path, stdin="Lễ hội QZX mở màn.\n").stdout == before


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
def test_a_full_disk_is_told_and_the_next_run_completes(home: Path) -> None:
    text = home / "dai.txt"
    text.write_text("Bản tin dài\n\n" + "Bà con phấn khởi về dự hội. " * 120, encoding="utf-8")
    done = docbao("audio", "dai.txt", cwd=home, fsize=300_000)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 4
    assert not list((home / "audio").rglob("*.mp3"))
    done = docbao("audio", "dai.txt", cwd=home)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).stat().st_size > 100_000


def test_a_file_in_the_place_of_the_audio_folder_is_told(home: Path) -> None:
    (home / "audio").write_text("", encoding="utf-8")
    done = docbao("audio", "-", cwd=home, stdin="Tin vắn\n\nTrời đẹp, bà con ra đồng từ sớm.\n")
    assert done.returncode == 1
    assert "audio" in done.stderr
    assert "Traceback" not in done.stderr
