from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish.newsstand import article, cues_of, episode, files_of, listen

from docbao.errors import PublishError
from docbao.model import Block, Cue, Recording, Utterance
from docbao.publish.folder import LIST_NAME
from docbao.publish.shows import Episode, Heard
from docbao.publish.site import LaidOut, Site, publish_site
from docbao.publish.site_frame import THEMES, frame_of
from docbao.publish.site_pages import Story, render_story

SITE = Site("Tin sáng", sections={"thu": "Báo Thử", "pho": "Tin phố"})
HOSTILE = "<b>Giá</b> & \x00\x1b[2J 🎧 ]]> \ud800 “x” 'y' \" onload=alert(1)"
VOID = {"meta", "link", "img", "br", "input"}
STYLE = files("docbao.publish").joinpath("web/site.css").read_text("utf-8")
SCRIPT = files("docbao.publish").joinpath("web/site.js").read_text("utf-8")


class Page(HTMLParser):
    """The elements of a page, with attributes, text and language; sees that they nest."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(content.decode())
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        languages = [attrs["lang"] for _, attrs in self.open if attrs.get("lang")]
        if data.strip():
            self.texts.append((languages[-1] or "", data.strip()))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]

    def words(self) -> str:
        return " ".join(text for _, text in self.texts)


def lay(out: Path, episodes: list[Episode], site: Site = SITE) -> LaidOut:
    return publish_site(out, site, episodes, listen)


def pages_of(out: Path) -> Iterator[tuple[str, Page]]:
    for name, content in files_of(out).items():
        if name.endswith(".html"):
            yield name, Page(content)


def story_page(one: Episode, site: Site = SITE, cues: tuple[Cue, ...] | None = None) -> Page:
    story = Story(one.article, "bai.html", "bai.mp3", "Báo Thử", 16_000, "")
    heard = one.recording.cues if cues is None else cues
    return Page(render_story(frame_of(site.title, site.language), story, heard))


def test_every_way_on_every_page_leads_to_a_file_and_every_file_is_led_to(tmp_path: Path) -> None:
    out = tmp_path / "out"
    episodes = [episode(tmp_path, n, feed="thu" if n % 3 else "pho") for n in range(30)]
    episodes += [episode(tmp_path, 90, feed=""), episode(tmp_path, 91, published=None)]
    lay(out, episodes, replace(SITE, page_items=4))
    reached = {"index.html"}
    for name, page in pages_of(out):
        here = out / name
        ways = [
            *(a["href"] for a in page.all("a")),
            *(link["href"] for link in page.all("link")),
            *(script["src"] for script in page.all("script")),
            *(audio["src"] for audio in page.all("audio")),
        ]
        for way in ways:
            assert way
            if not way.startswith(("#", "https:")):
                reached.add((here.parent / way).resolve().relative_to(out.resolve()).as_posix())
    assert reached == set(files_of(out))
    assert sum(name.startswith("page-") for name in reached) == 32 // 4 - 1


def test_a_page_has_the_landmarks_and_the_language_readers_move_by(tmp_path: Path) -> None:
    out = tmp_path / "out"
    lay(out, [episode(tmp_path, n) for n in range(3)])
    for name, page in pages_of(out):
        assert page.all("html") == [{"lang": "vi"}], name
        assert len(page.all("main")) == len(page.all("h1")) == len(page.all("title")) == 1
        assert page.all("a")[0] == {"class": "skip", "href": "#noi-dung"}
        assert page.all("main")[0]["id"] == "noi-dung"
        assert all(nav.get("aria-label") for nav in page.all("nav"))
        ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
        assert len(ids) == len(set(ids))
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert all(below <= above + 1 for above, below in pairwise(levels))


def test_nothing_is_asked_of_anybody_else_and_no_markup_carries_style_or_script(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    lay(out, [episode(tmp_path, title=HOSTILE, lead=HOSTILE, source=HOSTILE, byline=HOSTILE)])
    for _, page in pages_of(out):
        (policy,) = (m["content"] for m in page.all("meta") if "http-equiv" in m)
        assert policy is not None
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert len(page.all("script")) == 1
        assert not page.all("style") + page.all("b")
        assert not [a for _, a in page.elements if "style" in a or any(n[:2] == "on" for n in a)]
    assert "url(" not in STYLE
    assert not re.search(r"https?:|fetch\(|XMLHttpRequest|innerHTML|eval\(", SCRIPT)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_any_text_stands_on_its_page_as_text(title: str, texts: list[str]) -> None:
    blocks = tuple(Block("paragraph", text) for text in texts)
    piece = article(title=title, lead="", blocks=blocks, byline="", url="")
    cues = cues_of(piece)
    story = Story(piece, "bai.html", "bai.mp3", "", 16_000, "")
    page = Page(render_story(frame_of("Tin", "vi"), story, cues))
    assert {tag for tag, _ in page.elements} <= {
        *("html", "head", "meta", "title", "link", "script", "body", "a", "header", "p", "nav"),
        *("ul", "li", "details", "summary", "label", "select", "option", "button", "main", "div"),
        *("article", "h1", "time", "audio", "span", "footer"),
    }


def test_each_sentence_carries_its_time_in_order_and_all_of_the_text_is_there(
    tmp_path: Path,
) -> None:
    kinds = ("paragraph", "heading", "list_item", "list_item", "quote", "table_row", "caption")
    blocks = tuple(Block(kind, f"Một {n}. Hai {n}.") for n, kind in enumerate(kinds))  # type: ignore[arg-type]  # each is a kind
    one = episode(tmp_path, blocks=blocks)
    page = story_page(one)
    times = [int(span["data-t"] or "") for span in page.all("span") if "data-t" in span]
    assert times == [cue.start_ms for cue in one.recording.cues]
    assert len(page.all("li")) == 3 + 2
    assert all(block.text in page.words() for block in blocks)

    silent = story_page(one, cues=one.recording.cues[:4])
    assert all(block.text in silent.words() for block in blocks), "what is not heard is there"


def test_a_text_that_was_changed_since_it_was_spoken_shows_what_is_heard(tmp_path: Path) -> None:
    one = episode(tmp_path)
    changed = replace(one, article=article(blocks=(Block("paragraph", "Câu khác hẳn."),)))
    page = story_page(changed)
    assert "Câu thứ nhất. Câu thứ hai." in page.words()
    assert "Câu thứ ba." in page.words()
    assert len([s for s in page.all("span") if "data-t" in s]) == len(one.recording.cues)


def test_each_passage_is_in_its_own_language(tmp_path: Path) -> None:
    one = episode(tmp_path, language="en")
    first, second, *others = one.recording.cues
    english = replace(second, utterance=replace(second.utterance, language="en"))
    page = story_page(one, cues=(first, english, *others))
    languages = {text: language for language, text in page.texts}
    assert languages["Bài số 0"] == "vi"
    assert languages["Sa-pô của bài 0."] == languages["Thanh Mai"] == "en"
    assert languages["Câu trước"] == languages["Bài gốc ở Báo Thử"] == "vi"


def test_an_english_site_speaks_english_around_vietnamese_articles(tmp_path: Path) -> None:
    out = tmp_path / "out"
    lay(out, [episode(tmp_path)], replace(SITE, language="en", title="News"))
    for _, page in pages_of(out):
        own = {text for language, text in page.texts if language == "en"}
        assert "Skip to the main text" in own
        assert "Bài số 0" not in own
    listed = Page((out / "index.html").read_bytes())
    assert "Sunday, 2026-11-01" in listed.words()


def test_a_day_is_vietnams(tmp_path: Path) -> None:
    late = article().published
    assert late is not None
    out = tmp_path / "out"
    lay(out, [episode(tmp_path, 1, published=late.replace(hour=17, minute=30))])
    assert [path.name for path in (out / "days").glob("2*")] == ["2026-11-02"]
    page = Page((out / "days/2026-11-02/index.html").read_bytes())
    assert "Thứ hai, 2/11/2026" in page.words()
    assert "00:30" in page.words()


def test_the_same_articles_give_the_same_bytes_and_a_second_run_writes_nothing(
    tmp_path: Path,
) -> None:
    episodes = [episode(tmp_path, n) for n in range(5)]
    assert lay(tmp_path / "one", episodes).written == 5 * 2 + 2 + 5
    lay(tmp_path / "other", episodes[::-1])
    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")

    def never(_: Recording) -> Heard:
        raise AssertionError

    again = publish_site(tmp_path / "one", SITE, episodes, never)
    assert (again.written, again.removed) == (0, 0)


def test_one_more_article_writes_itself_its_neighbour_and_the_lists_it_is_in(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    episodes = [episode(tmp_path, n) for n in range(5)]
    lay(out, episodes)
    assert lay(out, [*episodes, episode(tmp_path, 5)]).written == 2 + 1 + 5


def test_the_first_page_is_written_last(tmp_path: Path) -> None:
    out = tmp_path / "out"
    lay(out, [episode(tmp_path)])
    before = (out / "index.html").read_bytes()

    def die(_: Recording) -> Heard:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_site(out, SITE, [episode(tmp_path), episode(tmp_path, 1)], die)
    assert (out / "index.html").read_bytes() == before
    lay(out, [episode(tmp_path), episode(tmp_path, 1)])
    times = {p: p.stat().st_mtime_ns for p in out.rglob("*.html")}
    assert max(times, key=times.__getitem__) == out / "index.html"


def test_sound_is_linked_keeps_its_page_when_made_anew_and_gets_a_new_address(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    one = episode(tmp_path, sound=b"first" * 50)
    lay(out, [one])
    (old,) = (out / "articles").glob("*.mp3")
    assert old.samefile(one.sound)
    lay(out, [episode(tmp_path, sound=b"again" * 50)])
    (page,) = (out / "articles").glob("*.html")
    assert old.name not in page.read_text("utf-8")
    assert len(list((out / "articles").glob("*.mp3"))) == 2, "who is listening may go on"


@pytest.mark.parametrize("trouble", ["gone", "changed"])
def test_an_article_whose_sound_is_gone_or_changed_is_there_as_text_and_told(
    tmp_path: Path, trouble: str
) -> None:
    out = tmp_path / "out"
    one, other = episode(tmp_path), episode(tmp_path, 1)
    lay(out, [one, other])
    if trouble == "gone":
        one.sound.unlink()
    else:
        one.sound.write_bytes(b"another")
    laid = lay(out, [one, other])
    assert [left.article.id for left in laid.left_out] == [one.article.id]
    page = Page((out / f"articles/{one.article.id}.html").read_bytes())
    assert not page.all("audio")
    assert "Bài này hiện không có tiếng" in page.words()
    assert "Câu thứ ba." in page.words()
    assert "chỉ có chữ" in Page((out / "index.html").read_bytes()).words()


@pytest.mark.parametrize(
    "name", ["index.html", "days/index.html", "articles/0000000000000000.html"]
)
def test_a_strangers_file_is_neither_overwritten_nor_deleted(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text("của người khác")
    with pytest.raises(PublishError) as caught:
        lay(out, [episode(tmp_path)])
    assert (out / name).name in str(caught.value.message)
    assert files_of(out) == {name: "của người khác".encode()}


def test_what_falls_out_goes_one_edition_later_and_a_strangers_file_beside_it_stays(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    lay(out, [episode(tmp_path, n) for n in range(2)])
    (out / "articles/mine.txt").write_text("của tôi")
    old = out / "articles/0000000000000000.html"
    lay(out, [episode(tmp_path, 1)])
    assert old.exists()
    assert lay(out, [episode(tmp_path, 2)]).removed
    assert not old.exists()
    assert (out / "articles/mine.txt").read_text() == "của tôi"
    assert (out / LIST_NAME).exists()


def test_a_full_disk_leaves_the_first_page_as_it_was(tmp_path: Path, small_disk) -> None:  # type: ignore[no-untyped-def]  # the fixture's type is long
    out = small_disk(400_000) / "out"
    lay(out, [episode(tmp_path)])
    before = (out / "index.html").read_bytes()
    with pytest.raises(PublishError, match=r"hết chỗ|disk is full"):
        lay(out, [episode(tmp_path, n, sound=bytes(90_000)) for n in range(6)])
    assert (out / "index.html").read_bytes() == before


def colours(block: str) -> dict[str, tuple[float, float, float]]:
    found = re.findall(r"--([a-z-]+): #([0-9a-f]{6});", block)
    return {n: tuple(int(h[i : i + 2], 16) / 255 for i in (0, 2, 4)) for n, h in found}  # type: ignore[misc]  # three of them


def luminance(colour: tuple[float, float, float]) -> float:
    # WCAG 2.2, relative luminance
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_palette_keeps_text_at_seven_to_one_and_edges_at_three_to_one() -> None:
    palettes = [colours(block) for block in re.findall(r"\{([^{}]*--ground:[^{}]*)\}", STYLE)]
    assert len(palettes) == 4 + len(THEMES) - 2, "four that follow the system; light is the first"
    for palette in palettes:
        assert contrast(palette["ink"], palette["ground"]) >= 7
        assert contrast(palette["link"], palette["ground"]) >= 7
        assert contrast(palette["mark-ink"], palette["mark"]) >= 7
        assert contrast(palette["edge"], palette["ground"]) >= 3


def test_each_choice_a_page_offers_is_one_the_style_or_the_script_knows(tmp_path: Path) -> None:
    page = story_page(episode(tmp_path))
    names = {str(select["data-name"]) for select in page.all("select")}
    told = re.search(r"NAMES = \[([^]]*)\]", SCRIPT)
    assert told is not None
    assert names == set(re.findall(r'"(\w+)"', told[1]))
    values = {str(option["value"]) for option in page.all("option")} - {"", "light"}
    known = set(re.findall(r'data-\w+="([\w.]+)"', STYLE)) | {"0.75", "1.25", "1.5", "2", "off"}
    assert values == known
    assert all(re.fullmatch(r"[a-z0-9.]{1,12}", value) for value in values), "the script's rule"
    labels = {label["for"] for label in page.all("label")}
    assert labels == {f"look-{name}" for name in names}


def test_without_a_script_nothing_is_shown_that_does_nothing(tmp_path: Path) -> None:
    page = story_page(episode(tmp_path))
    hidden = {attrs["id"] for _, attrs in page.elements if "hidden" in attrs}
    assert hidden == {"look", "hint", "keys"}
    (audio,) = page.all("audio")
    assert "controls" in audio
    assert audio["aria-label"] == "Nghe bài “Bài số 0”"


def test_blank_sentences_are_no_stops(tmp_path: Path) -> None:
    one = episode(tmp_path)
    blank = Cue(9_000, 9_100, Utterance(" \x00", "", block=0))
    page = story_page(one, cues=(*one.recording.cues, blank))
    assert len([s for s in page.all("span") if "data-t" in s]) == len(one.recording.cues)
