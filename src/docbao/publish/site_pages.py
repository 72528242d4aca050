"""The pages of a site: an article with its sound, and lists of articles by day and source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from typing import Final

from docbao.almanac import VIETNAM
from docbao.clean import clean_line
from docbao.i18n import Language, Phrase
from docbao.model import LEAD, TITLE, Article, Cue
from docbao.publish.feed_xml import summary_of, title_of
from docbao.publish.pages import original_of, text_of
from docbao.publish.site_frame import Frame, day_words, page

ARTICLES_FOLDER: Final = "articles"


@dataclass(frozen=True, slots=True)
class Story:
    """An article on its way into a site."""

    article: Article
    name: str
    """File name of its page, under `articles/`; it stays when the article is spoken anew."""
    sound: str
    """File name of its sound beside the page; empty when that is gone."""
    section: str
    """Title of its source."""
    duration_ms: int
    key: str
    """Hash of all that the pages say of it."""

    @property
    def day(self) -> date | None:
        """When it was published, in Vietnam."""
        published = self.article.published
        return None if published is None else published.astimezone(VIETNAM).date()


_LISTEN: Final = Phrase(vi="Nghe bài “{title}”", en="Listen to “{title}”")
_SILENT: Final = Phrase(
    vi="Bài này hiện không có tiếng; chữ vẫn đủ.", en="There is no sound now; the text is whole."
)
_TROUBLE: Final = Phrase(
    vi="Không mở được tệp tiếng của bài này.", en="The sound of this article cannot be opened."
)
_KEYS: Final = Phrase(vi="Nghe từng câu", en="Listen by sentence")
_BACK: Final = Phrase(vi="Câu trước", en="Previous sentence")
_PLAY: Final = Phrase(vi="Nghe", en="Play")
_PAUSE: Final = Phrase(vi="Dừng", en="Pause")
_ON: Final = Phrase(vi="Câu sau", en="Next sentence")
_HINT: Final = Phrase(
    vi="Bấm vào một câu để nghe từ câu ấy. Bằng bàn phím: Tab tới câu, mũi tên trái phải để đổi "
    "câu, Enter để nghe.",
    en="Click a sentence to listen from it. With the keyboard: Tab to a sentence, left and right "
    "arrows to change it, Enter to listen.",
)
_NEIGHBOURS: Final = Phrase(vi="Bài khác", en="Other articles")
_NEWER: Final = Phrase(vi="Bài mới hơn:", en="Newer:")
_OLDER: Final = Phrase(vi="Bài cũ hơn:", en="Older:")
_LENGTH: Final = Phrase(vi="nghe {minutes} phút {seconds} giây", en="{minutes} min {seconds} s")
_SHORT: Final = Phrase(vi="nghe {seconds} giây", en="{seconds} s")
_NO_SOUND: Final = Phrase(vi="chỉ có chữ", en="text only")
_TAGS: Final = {"heading": "h2", "list_item": "li", "quote": "blockquote"}
_CLASSES: Final = {"table_row": ' class="row"', "caption": ' class="caption"'}


def render_story(
    frame: Frame,
    story: Story,
    cues: Sequence[Cue],
    newer: Story | None = None,
    older: Story | None = None,
) -> bytes:
    """The page of an article: its sound, and all of its text with what is heard when."""
    article, language = story.article, frame.language
    title = title_of(article)
    lang, back = _lang(article.language, language), _lang(language, article.language)
    blocks: dict[int, list[Cue]] = defaultdict(list)
    for cue in cues:
        if clean_line(cue.utterance.text):
            blocks[cue.utterance.block].append(cue)
    head = _marked(title, blocks.pop(TITLE, ()), article.language)
    body = [f'<article id="text"{lang}>', f"<h1>{head}</h1>"]
    body.append(f"<p{back}>{_facts(story, language)}</p>")
    if article.byline:
        body.append(f"<p>{text_of(article.byline)}</p>")
    body += _player(story, title, language)
    body += _told(article, blocks)
    body += [f"<p{back}>{link}</p>" for link in original_of(article, language)]
    body.append("</article>")
    body += _neighbours(newer, older, language)
    return page(frame, title, f"{ARTICLES_FOLDER}/{story.name}", body)


def _lang(language: Language, around: Language) -> str:
    return "" if language == around else f' lang="{language}"'


def _told(article: Article, blocks: dict[int, list[Cue]]) -> Iterator[str]:
    """The lead and the blocks, those that are not heard as well as those that are."""
    language = article.language
    lead = _marked(article.lead, blocks.pop(LEAD, ()), language)
    if lead:
        yield f'<p class="lead">{lead}</p>'
    for kind, group in groupby(enumerate(article.blocks), lambda pair: pair[1].kind):
        if kind == "list_item":
            yield "<ul>"
        for index, block in group:
            tag, words = _TAGS.get(kind, "p"), _marked(block.text, blocks.pop(index, ()), language)
            yield f"<{tag}{_CLASSES.get(kind, '')}>{words}</{tag}>"
        if kind == "list_item":
            yield "</ul>"
    # The article was longer when it was spoken; what is heard is shown.
    for cues in blocks.values():
        yield f"<p>{_marked('', cues, language)}</p>"


def _marked(text: str, cues: Sequence[Cue], language: Language) -> str:
    """`text` with each sentence that is heard in it; where another text was spoken, that one."""
    whole, at = clean_line(text), 0
    parts: list[str] = []
    for cue in cues:
        words = clean_line(cue.utterance.text)
        place = whole.find(words, at)
        if place < 0:
            return " ".join(_sentence(heard, language) for heard in cues)
        parts += [escape(whole[at:place]), _sentence(cue, language)]
        at = place + len(words)
    return "".join([*parts, escape(whole[at:])])


def _sentence(cue: Cue, language: Language) -> str:
    utterance = cue.utterance
    lang = _lang(utterance.language, language)
    return f'<span data-t="{cue.start_ms}"{lang}>{text_of(utterance.text)}</span>'


def _player(story: Story, title: str, language: Language) -> Iterator[str]:
    """The sound; and keys that move by sentence, which a script shows and makes work."""
    lang = _lang(language, story.article.language)
    if not story.sound:
        yield f"<p{lang}>{_SILENT.in_language(language)}</p>"
        return
    label = text_of(_LISTEN.fill(title=title).in_language(language))
    trouble = text_of(_TROUBLE.in_language(language))
    back, on = _BACK.in_language(language), _ON.in_language(language)
    play, pause = _PLAY.in_language(language), _PAUSE.in_language(language)
    source = f'src="{story.sound}" aria-label="{label}"{lang}'
    yield f'<audio controls preload="metadata" {source}></audio>'
    yield f'<p id="trouble" role="status" data-words="{trouble}"{lang}></p>'
    yield f'<p class="hint" id="hint"{lang} hidden>{_HINT.in_language(language)}</p>'
    name = f'aria-label="{_KEYS.in_language(language)}"{lang}'
    yield f'<div class="keys" id="keys" role="group" {name} hidden>'
    yield f'<button type="button">{back}</button>'
    yield f'<button type="button" data-play="{play}" data-pause="{pause}">{play}</button>'
    yield f'<button type="button">{on}</button>'
    yield "</div>"


def _neighbours(newer: Story | None, older: Story | None, language: Language) -> Iterator[str]:
    ways = [(_NEWER, newer), (_OLDER, older)]
    if newer is None and older is None:
        return
    yield f'<nav aria-label="{_NEIGHBOURS.in_language(language)}"><ul>'
    for words, story in ways:
        if story is not None:
            title = title_of(story.article)
            lang = _lang(story.article.language, language)
            told = f"{words.in_language(language)} <span{lang}>{text_of(title)}</span>"
            yield f'<li><a href="{story.name}">{told}</a></li>'
    yield "</ul></nav>"


def _facts(story: Story, language: Language, *, with_day: bool = True) -> str:
    told = [text_of(story.section)] if story.section else []
    published = story.article.published
    if published is not None:
        there = published.astimezone(VIETNAM)
        day = day_words(there.date(), language) + ", " if with_day else ""
        told.append(f'<time datetime="{there.isoformat()}">{day}{there:%H:%M}</time>')
    if story.sound:
        minutes, seconds = divmod(max(1, round(story.duration_ms / 1000)), 60)
        length = _LENGTH if minutes else _SHORT
        told.append(length.fill(minutes=minutes, seconds=seconds).in_language(language))
    else:
        told.append(_NO_SOUND.in_language(language))
    return " · ".join(told)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list of articles."""

    title: str
    name: str
    """File name, relative to the site."""
    stories: Sequence[Story]
    before: str = ""
    """File name, relative to this page, of the page before it."""
    after: str = ""


_NONE: Final = Phrase(vi="Chưa có bài nào.", en="There are no articles yet.")
_NO_DAY: Final = Phrase(vi="Không rõ ngày", en="Day unknown")
_NO_SOURCE: Final = Phrase(vi="Bài lẻ", en="On their own")
_MORE: Final = Phrase(vi="Trang khác của danh sách", en="More of this list")
_NEWER_ONES: Final = Phrase(vi="Các bài mới hơn", en="Newer articles")
_OLDER_ONES: Final = Phrase(vi="Các bài cũ hơn", en="Older articles")
_BEFORE: Final = Phrase(vi="Trang trước", en="Previous page")
_AFTER: Final = Phrase(vi="Trang sau", en="Next page")


def render_listing(frame: Frame, listing: Listing, *, by_section: bool = False) -> bytes:
    """A list of articles under headings: the days they are of, or their sources."""
    language, up = frame.language, "../" * listing.name.count("/")
    body = [f"<h1>{text_of(listing.title)}</h1>"]

    def heading(story: Story) -> str:
        if by_section:
            return story.section or _NO_SOURCE.in_language(language)
        return day_words(story.day, language) if story.day else _NO_DAY.in_language(language)

    for words, group in groupby(listing.stories, heading):
        body.append(f"<section><h2>{text_of(words)}</h2>")
        body += [_entry(story, up, language) for story in group]
        body.append("</section>")
    if not listing.stories:
        body.append(f"<p>{_NONE.in_language(language)}</p>")
    words_of_ways = (_BEFORE, _AFTER) if by_section else (_NEWER_ONES, _OLDER_ONES)
    ways = zip(words_of_ways, (listing.before, listing.after), strict=True)
    links = [f'<li><a href="{to}">{w.in_language(language)}</a></li>' for w, to in ways if to]
    if links:
        label = _MORE.in_language(language)
        body.append(f'<nav aria-label="{label}"><ul>{"".join(links)}</ul></nav>')
    return page(frame, listing.title, listing.name, body)


def _entry(story: Story, up: str, language: Language) -> str:
    article = story.article
    title, summary = title_of(article), summary_of(article)
    lang = _lang(article.language, language)
    link = f'<a href="{up}{ARTICLES_FOLDER}/{story.name}"{lang}>{text_of(title)}</a>'
    lines = [
        f'<article class="story"><h3>{link}</h3>',
        f"<p>{_facts(story, language, with_day=False)}</p>",
    ]
    if summary != title:
        lines.append(f"<p{lang}>{text_of(summary)}</p>")
    return "\n".join([*lines, "</article>"])


_COUNT: Final = Phrase(vi="{n} bài", en="{n} articles")


def render_directory(
    frame: Frame, title: str, name: str, ways: Iterable[tuple[str, str, int]]
) -> bytes:
    """A list of lists, such as all days: of each its title, address and number of articles."""
    language = frame.language
    links = [
        f'<li><a href="{to}">{text_of(words)}</a> ({_COUNT.fill(n=n).in_language(language)})</li>'
        for words, to, n in ways
    ]
    body = [f"<h1>{text_of(title)}</h1>", f"<ul>{''.join(links)}</ul>" if links else ""]
    if not links:
        body.append(f"<p>{_NONE.in_language(language)}</p>")
    return page(frame, title, name, body)
