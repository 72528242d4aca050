"""Pages for people: the show with its episodes, and the transcript of each; they need no script.

Made for screen readers and low vision: one heading an episode, links that say where they lead,
text that grows with the browser's, colours that follow the reader's own choice of light or dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Final

from docbao.almanac import VIETNAM
from docbao.clean import clean_line
from docbao.i18n import Language, Phrase
from docbao.model import LEAD, TITLE, Article, Cue
from docbao.publish.addresses import address
from docbao.publish.episodes import Item
from docbao.publish.feed_xml import Paging, description_of, summary_of, title_of
from docbao.publish.shows import Heard, Show

_STYLE: Final = """
:root{color-scheme:light dark}
body{font:1.125rem/1.6 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:1rem}
a{text-underline-offset:.2em}
a:focus-visible,audio:focus-visible{outline:.2rem solid;outline-offset:.2rem}
article{border-top:.1rem solid;padding:.5rem 0 1rem}
h2{line-height:1.3;margin:.5rem 0}
audio{width:100%}
img{width:10rem;height:auto}
"""


def page_name(number: int) -> str:
    """File name of the page beside archive `number`; 0 is the show's own page."""
    return f"archive-{number}.html" if number else "index.html"


_FEED: Final = Phrase(vi="Địa chỉ để đăng ký nghe:", en="Address to subscribe with:")
_EPISODES: Final = Phrase(vi="Các bài", en="Episodes")
_NONE: Final = Phrase(vi="Chưa có bài nào.", en="There are no episodes yet.")
_TEXT: Final = Phrase(vi="Bản chữ của bài “{title}”", en="Transcript of “{title}”")
_SOURCE: Final = Phrase(vi="Bài gốc ở {source}", en="The original at {source}")
_LISTEN: Final = Phrase(vi="Nghe bài “{title}”", en="Listen to “{title}”")
_OLDER: Final = Phrase(vi="Các bài cũ hơn", en="Older episodes")
_NEWER: Final = Phrase(vi="Các bài mới hơn", en="Newer episodes")
_MINUTES: Final = Phrase(vi="{minutes} phút {seconds} giây", en="{minutes} min {seconds} s")
_BACK: Final = Phrase(vi="Mọi bài", en="All episodes")
_PAGES: Final = Phrase(vi="Trang", en="Pages")
_SHOWS: Final = Phrase(vi="Các chương trình", en="Shows")


def render_index(
    show: Show, items: Sequence[Item], *, base_url: str, cover_name: str, paging: Paging
) -> bytes:
    """The page of a show with the episodes of one feed document."""
    language = show.language
    feed_url = address(base_url, "feed.xml")
    feed_way = f'<a href="{text_of(feed_url)}">{text_of(feed_url)}</a>'
    body = [
        f"<h1>{text_of(show.title)}</h1>",
        f'<img src="{cover_name}" alt="" width="160" height="160">',
        f"<p>{text_of(description_of(show))}</p>",
        f"<p>{_FEED.in_language(language)} {feed_way}</p>",
        f"<h2>{_EPISODES.in_language(language)}</h2>",
    ]
    body += [_entry(item, language) for item in items]
    if not items:
        body.append(f"<p>{_NONE.in_language(language)}</p>")
    ways = []
    if paging.newer:
        ways.append(_way(_NEWER, paging.newer, language))
    if paging.older:
        ways.append(_way(_OLDER, paging.older, language))
    if ways:
        label = _PAGES.in_language(language)
        body.append(f'<nav aria-label="{label}"><ul>{"".join(ways)}</ul></nav>')
    feed_link = (
        f'<link rel="alternate" type="application/rss+xml" title="{text_of(show.title)}" '
        f'href="{text_of(feed_url)}">'
    )
    return _page(show.title, language, body, head=feed_link)


def _way(words: Phrase, feed_name: str, language: Language) -> str:
    name = "index.html" if feed_name == "feed.xml" else feed_name.replace(".xml", ".html")
    return f'<li><a href="{name}">{words.in_language(language)}</a></li>'


def _entry(item: Item, language: Language) -> str:
    article = item.article
    title = title_of(article)
    transcript = _TEXT.fill(title=title).in_language(language)
    lines = [f"<article><h3>{text_of(title)}</h3>", f"<p>{_facts(item, language)}</p>"]
    if (summary := summary_of(article)) != title:
        lines.append(f"<p>{text_of(summary)}</p>")
    lines += [_player(f"{item.stem}.mp3", title, language), "<ul>"]
    lines.append(f'<li><a href="{item.stem}.html">{text_of(transcript)}</a></li>')
    lines += [f"<li>{original}</li>" for original in original_of(article, language)]
    return "\n".join([*lines, "</ul></article>"])


def _player(src: str, title: str, language: Language) -> str:
    label = text_of(_LISTEN.fill(title=title).in_language(language))
    return f'<audio controls preload="none" src="{src}" aria-label="{label}"></audio>'


def _facts(item: Item, language: Language) -> str:
    minutes, seconds = divmod(max(1, round(item.episode.recording.duration_ms / 1000)), 60)
    length = _MINUTES.fill(minutes=minutes, seconds=seconds).in_language(language)
    published = item.article.published
    if published is None:
        return length
    there = published.astimezone(VIETNAM)
    day = f"{there.day}/{there.month}/{there.year}" if language == "vi" else there.date()
    return f'<time datetime="{there.isoformat()}">{day}</time>, {length}'


def original_of(article: Article, language: Language) -> Iterable[str]:
    """The link to where an article comes from, if it has one."""
    if article.url.startswith(("http://", "https://")):
        words = _SOURCE.fill(source=clean_line(article.source) or article.url)
        yield f'<a href="{text_of(article.url)}">{text_of(words.in_language(language))}</a>'


def render_transcript(item: Item, heard: Heard) -> bytes:
    """What is heard of an article, as a page to read; its text is as written, not as said."""
    article = item.article
    language = article.language
    sound = item.stem.rpartition("/")[2] + ".mp3"
    title = title_of(article)
    body = [f"<h1>{text_of(title)}</h1>", f"<p>{_facts(item, language)}</p>"]
    if article.byline:
        body.append(f"<p>{text_of(article.byline)}</p>")
    body.append(_player(sound, title, language))
    body += _told(article, heard.cues)
    body += [f"<p>{original}</p>" for original in original_of(article, language)]
    back = _BACK.in_language(language)
    body.append(f'<nav aria-label="{back}"><a href="../index.html">{back}</a></nav>')
    return _page(title, language, body)


_TAGS: Final = {"heading": "h2", "quote": "blockquote"}


def _told(article: Article, cues: Sequence[Cue]) -> Iterable[str]:
    for block, group in groupby(cues, key=lambda cue: cue.utterance.block):
        if block == TITLE:
            continue
        words = text_of(" ".join(cue.utterance.text for cue in group))
        known = 0 <= block < len(article.blocks)
        tag = _TAGS.get(article.blocks[block].kind, "p") if known else "p"
        yield f"<p><strong>{words}</strong></p>" if block == LEAD else f"<{tag}>{words}</{tag}>"


def render_shows(shows: Sequence[Show], language: Language) -> bytes:
    """The page that leads to several shows."""
    heading = _SHOWS.in_language(language)
    body = [f"<h1>{heading}</h1>"]
    for show in shows:
        title, about = text_of(show.title), text_of(description_of(show))
        link = f'<a href="{show.folder}/index.html">{title}</a>'
        body.append(f'<article lang="{show.language}"><h2>{link}</h2><p>{about}</p></article>')
    return _page(heading, language, body)


def text_of(text: str) -> str:
    """Foreign text, safe between tags and within a quoted attribute."""
    return escape(clean_line(text))


def _page(title: str, language: Language, body: Iterable[str], head: str = "") -> bytes:
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{text_of(title)}</title>{head}<style>{_STYLE}</style></head><body><main>",
        *body,
        "</main></body></html>\n",
    ]
    return "\n".join(lines).encode()
