"""The rules of DAISY 2.02, each named by the part of the specification it stands in.

Source: DAISY 2.02 Specification (recommendation, 28 February 2001): "NCC" is the navigation
control centre (2.1), "text" the text documents (2.2), "SMIL" the synchronisation files (2.3),
"master" the master SMIL (2.4), "audio" (2.5), "metadata" appendix 2.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from tests.publish.newsstand import episode, files_of, listen
from tests.publish.test_book import BOOK, HOSTILE, real_sound, various

from docbao.errors import PublishError, SpeechError
from docbao.i18n import Language, Phrase
from docbao.publish.daisy import Announce, bind_daisy
from docbao.publish.mp3 import bare_mp3
from docbao.publish.shows import Episode

X = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CATALOG = Path("/usr/share/xml/w3c-sgml-lib/schema/dtd/catalog.xml")
MANDATORY = {
    "dc:date": r"\d{4}-\d\d-\d\d",
    "dc:format": r"Daisy 2\.02",
    "dc:identifier": r"\S+",
    "dc:publisher": r".+",
    "dc:title": r".+",
    "ncc:charset": r"utf-8",
    "ncc:pageFront": r"0",
    "ncc:pageNormal": r"0",
    "ncc:pageSpecial": r"0",
    "ncc:tocItems": r"\d+",
    "ncc:totalTime": r"\d\d:\d\d:\d\d",
}
OPTIONAL = {
    "dc:creator": r".+",
    "dc:language": r"vi|en",
    "dc:type": r".+",
    "ncc:depth": r"[1-6]",
    "ncc:files": r"\d+",
    "ncc:generator": r".+",
    "ncc:kByteSize": r"\d+",
    "ncc:multimediaType": r"audioFullText",
    "ncc:narrator": r".+",
    "ncc:producedDate": r"\d{4}-\d\d-\d\d",
    "ncc:producer": r".+",
    "ncc:setInfo": r"1 of 1",
}


@pytest.fixture
def announce(tmp_path: Path) -> Announce:
    """A voice that says a name in one second."""
    sound = real_sound(tmp_path / "name.mp3")
    return lambda _words, _language: (sound, 1_000)


@pytest.fixture
def book(tmp_path: Path, announce: Announce) -> Path:
    """A book of every kind of article."""
    first, *others = various(tmp_path)
    wordless = replace(first, recording=replace(first.recording, cues=()))
    out = tmp_path / "daisy"
    bind_daisy(out, BOOK, [wordless, *others], listen, announce)
    return out


def tree(path: Path) -> ET.Element:
    return ET.fromstring(path.read_bytes())  # noqa: S314 - our own


def metas(root: ET.Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        if element.tag.rpartition("}")[2] == "meta" and "name" in element.attrib:
            yield element.attrib["name"], element.attrib["content"]


def smils(book: Path) -> list[Path]:
    """The SMIL files in the order of the master."""
    refs = tree(book / "master.smil").iter("ref")
    return [book / ref.attrib["src"] for ref in refs]


def ms(clock: str) -> int:
    found = re.fullmatch(r"(?:npt=)?(\d+)\.(\d{3})s", clock)
    assert found is not None, clock
    return int(found[1]) * 1000 + int(found[2])


def clock_ms(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


@pytest.mark.skipif(
    shutil.which("xmllint") is None or not CATALOG.exists(),
    reason="needs xmllint and Debian's w3c-sgml-lib",
)
def test_every_document_is_valid_xhtml_1_0_or_smil_1_0(book: Path) -> None:
    files = [str(path) for path in book.iterdir() if path.suffix in (".html", ".smil")]
    done = subprocess.run(
        ["xmllint", "--noout", "--valid", "--nonet", *files],
        env={"XML_CATALOG_FILES": str(CATALOG), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_metadata_of_the_ncc_is_complete_each_in_its_form(book: Path) -> None:
    found = list(metas(tree(book / "ncc.html")))
    counts = Counter(name for name, _ in found)
    assert all(counts[name] == 1 for name in MANDATORY)
    assert counts["dc:creator"] >= 1
    assert counts["dc:language"] == 2, "one for each language in the book"
    rules = MANDATORY | OPTIONAL
    assert all(re.fullmatch(rules[name], content) for name, content in found)
    repeatable = {"dc:creator", "dc:language", "ncc:narrator"}
    assert all(n == 1 for name, n in counts.items() if name not in repeatable)
    kind = next(m for m in tree(book / "ncc.html").iter(f"{X}meta") if "http-equiv" in m.attrib)
    assert kind.attrib["content"] == "text/html; charset=utf-8"


def test_numbers_in_the_metadata_are_those_of_the_book(book: Path) -> None:
    about = dict(metas(tree(book / "ncc.html")))
    body = tree(book / "ncc.html").find(f"{X}body")
    assert body is not None
    assert int(about["ncc:tocItems"]) == len(body)
    assert int(about["ncc:depth"]) == max(int(heading.tag[-1]) for heading in body)
    published = files_of(book)
    assert int(about["ncc:files"]) == len(published)
    assert int(about["ncc:kByteSize"]) == -(-sum(map(len, published.values())) // 1024)


def test_times_of_all_parts_add_up_to_the_books(book: Path) -> None:
    elapsed = 0
    for path in smils(book):
        about = dict(metas(tree(path)))
        assert clock_ms(about["ncc:totalElapsedTime"]) == elapsed
        elapsed += clock_ms(about["ncc:timeInThisSmil"])
        (dur,) = (seq.attrib["dur"] for seq in tree(path).iter("seq") if "dur" in seq.attrib)
        assert ms(dur) == clock_ms(about["ncc:timeInThisSmil"])
    total = dict(metas(tree(book / "ncc.html")))["ncc:totalTime"]
    assert abs(clock_ms(total) - elapsed) <= 500
    assert clock_ms(dict(metas(tree(book / "master.smil")))["ncc:timeInThisSmil"]) == elapsed


def test_the_ncc_begins_with_the_title_and_steps_down_one_level_at_a_time(book: Path) -> None:
    root = tree(book / "ncc.html")
    body = root.find(f"{X}body")
    assert body is not None
    first = body[0]
    assert (first.tag, first.get("class")) == (f"{X}h1", "title")
    levels = [int(heading.tag.removeprefix(f"{X}h")) for heading in body]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    ids = [heading.get("id") for heading in body]
    assert None not in ids
    assert len(ids) == len(set(ids))
    for heading in body:
        (link,) = heading
        assert link.tag == f"{X}a"
        assert link.text
        assert re.fullmatch(r"[a-z0-9]{1,8}\.smil#t\d{4}", link.get("href", ""))


def test_every_entry_of_the_ncc_leads_to_a_text_in_the_order_of_the_sound(book: Path) -> None:
    body = tree(book / "ncc.html").find(f"{X}body")
    assert body is not None
    order = [
        f"{path.name}#{text.attrib['id']}"
        for path in smils(book)
        for text in tree(path).iter("text")
    ]
    places = [order.index(heading[0].get("href", "")) for heading in body]
    assert places == sorted(places)
    assert len(set(places)) == len(places), "each is a place of its own to jump to"


def test_every_par_has_one_text_and_one_sound_and_the_clips_tile_the_file(book: Path) -> None:
    for path in smils(book):
        root = tree(path)
        body = root.find("body")
        assert body is not None
        (seq,) = body
        ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids))
        assert len(list(root.iter("region"))) == 1
        end = 0
        for par in seq:
            assert (par.tag, par.attrib["endsync"]) == ("par", "last")
            text, (audio,) = par
            assert (text.tag, par[1].tag, audio.tag) == ("text", "seq", "audio")
            assert set(text.attrib) == {"id", "src"}
            assert audio.attrib["src"] == f"{path.stem}.mp3"
            assert ms(audio.attrib["clip-begin"]) == end
            end = ms(audio.attrib["clip-end"])
            assert end > ms(audio.attrib["clip-begin"])
        assert end == clock_ms(dict(metas(root))["ncc:timeInThisSmil"])


def test_every_text_a_sound_speaks_of_is_written_where_it_says(book: Path) -> None:
    written: dict[str, set[str]] = {}
    for page in book.glob("*.html"):
        written[page.name] = {e.attrib["id"] for e in tree(page).iter() if "id" in e.attrib}
    used = set()
    for path in smils(book):
        for text in tree(path).iter("text"):
            file, _, name = text.attrib["src"].partition("#")
            assert name in written[file]
            used.add(file)
    assert used == set(written), "no page is left without sound"


def test_names_are_short_plain_and_all_of_one_case_and_nothing_lies_about(book: Path) -> None:
    names = {path.name for path in book.iterdir() if not path.name.startswith(".")}
    assert all(re.fullmatch(r"[a-z0-9]{1,8}\.(html|smil|mp3)", name) for name in names)
    parts = {path.stem for path in smils(book)}
    named = {f"{part}.{ending}" for part in parts for ending in ("smil", "mp3")}
    texts = {f"{part}.html" for part in parts if part.startswith("a")}
    assert names == named | texts | {"ncc.html", "master.smil"}


def test_each_smil_and_the_master_say_what_they_are_of(book: Path) -> None:
    ncc = dict(metas(tree(book / "ncc.html")))
    for path in (*smils(book), book / "master.smil"):
        about = dict(metas(tree(path)))
        for name in ("dc:format", "dc:identifier", "dc:title", "ncc:generator"):
            assert about[name] == ncc[name]
    titles = [dict(metas(tree(path)))["title"] for path in smils(book)]
    assert titles == [ref.attrib["title"] for ref in tree(book / "master.smil").iter("ref")]
    assert titles[:2] == ["Tin hôm nay", "Báo Thử"]


def test_text_keeps_its_structure_and_its_languages(tmp_path: Path, announce: Announce) -> None:
    out = tmp_path / "daisy"
    bind_daisy(out, BOOK, various(tmp_path)[:2], listen, announce)
    pages = [tree(out / name) for name in ("a0001.html", "a0002.html")]
    assert [len(list(page.iter(f"{X}ul"))) for page in pages] == [1, 0]
    assert pages[0].attrib == {"lang": "en", LANG: "en"}
    foreign = {span.get(LANG) for span in pages[0].iter(f"{X}span")}
    assert foreign == {"vi"}
    kinds = [e.tag.removeprefix(X) for e in pages[0].iter() if e.tag.startswith(f"{X}h")]
    assert kinds == ["html", "head", "h3", "h4"]


@pytest.mark.parametrize("speaks", [False, True])
def test_names_nobody_can_speak_lead_to_what_follows_them(tmp_path: Path, speaks: bool) -> None:
    def dumb(_words: str, _language: Language) -> tuple[Path, int]:
        raise SpeechError(Phrase("câm", "dumb"))

    out = tmp_path / "daisy"
    bind_daisy(out, BOOK, various(tmp_path), listen, dumb if speaks else None)
    body = tree(out / "ncc.html").find(f"{X}body")
    assert body is not None
    assert [h[0].get("href") for h in body[:3]] == ["a0001.smil#t0001"] * 3
    assert not list(out.glob("title*"))


def test_the_same_articles_give_the_same_bytes_and_the_ncc_comes_last(
    tmp_path: Path, announce: Announce
) -> None:
    episodes = various(tmp_path)
    for name in ("one", "other"):
        bind_daisy(tmp_path / name, BOOK, episodes, listen, announce)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "one").iterdir()}
    assert max(before.items(), key=lambda pair: (pair[1], pair[0].name == "ncc.html"))[0].name in (
        "ncc.html",
        ".docbao-published.json",
    )
    bind_daisy(tmp_path / "one", BOOK, episodes, listen, announce)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "one").iterdir()} == before


def test_a_shorter_edition_leaves_nothing_of_the_longer_one_and_all_of_a_strangers(
    tmp_path: Path, announce: Announce
) -> None:
    out = tmp_path / "daisy"
    episodes = various(tmp_path)
    bind_daisy(out, BOOK, episodes, listen, announce)
    (out / "notes.txt").write_text("của tôi")
    bind_daisy(out, BOOK, episodes[:1], listen, announce)
    assert not (out / "a0002.mp3").exists()
    assert (out / "notes.txt").read_text() == "của tôi"
    assert int(dict(metas(tree(out / "ncc.html")))["ncc:files"]) == len(files_of(out)) - 1


def test_a_strangers_file_in_the_way_is_told_and_nothing_written(tmp_path: Path) -> None:
    out = tmp_path / "daisy"
    out.mkdir()
    (out / "ncc.html").write_text("sách của người khác")
    with pytest.raises(PublishError, match=r"ncc\.html"):
        bind_daisy(out, BOOK, various(tmp_path), listen)
    assert files_of(out) == {"ncc.html": "sách của người khác".encode()}


def test_an_article_without_its_sound_is_left_out_and_a_book_of_none_refused(
    tmp_path: Path,
) -> None:
    one, other, *_ = various(tmp_path)
    one.sound.unlink()
    bound = bind_daisy(tmp_path / "daisy", BOOK, [one, other], listen)
    assert [left.article.id for left in bound.left_out] == [one.article.id]
    with pytest.raises(PublishError):
        bind_daisy(tmp_path / "none", BOOK, [one], listen)
    assert not (tmp_path / "none").exists()


def test_a_full_disk_leaves_the_navigation_as_it_was(tmp_path: Path, small_disk) -> None:  # type: ignore[no-untyped-def]  # the fixture's type is long
    out = small_disk(300_000) / "daisy"
    bind_daisy(out, BOOK, [episode(tmp_path)], listen)
    before = (out / "ncc.html").read_bytes()
    many = [episode(tmp_path, n, sound=bytes(90_000)) for n in range(6)]
    with pytest.raises(PublishError, match=r"hết chỗ|disk is full"):
        bind_daisy(out, BOOK, many, listen)
    assert (out / "ncc.html").read_bytes() == before


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    one: Episode = episode(tmp_path, title=HOSTILE, source=HOSTILE)
    bind_daisy(tmp_path / "daisy", replace(BOOK, title=HOSTILE), [one], listen)
    body = tree(tmp_path / "daisy/ncc.html").find(f"{X}body")
    assert body is not None
    assert body[0][0].text == "<b>Giá</b> & 🎧 ]]> “x” 'y'"


def test_tags_around_the_sound_are_left_away_and_the_sound_kept(tmp_path: Path) -> None:
    from mutagen.id3 import ID3
    from mutagen.id3 import TIT2 as Title  # noqa: N811 - a frame's name

    path = real_sound(tmp_path / "one.mp3")
    bare = path.read_bytes()
    assert bare_mp3(path) == bare
    tags = ID3()  # type: ignore[no-untyped-call]  # no types there
    tags.add(Title(encoding=3, text="Tin " * 5_000))  # type: ignore[no-untyped-call]  # as above
    tags.save(path, v1=2)
    assert len(path.read_bytes()) > len(bare) + 20_000
    assert bare_mp3(path) == bare
    path.write_bytes(b"ID3\x04\x00\x10\x00\x00\x00\x03abc" + b"3DI" + bytes(7) + bare)
    assert bare_mp3(path) == bare
    path.write_bytes(b"")
    assert bare_mp3(path) == b""
