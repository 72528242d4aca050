"""A radio programme made: spoken, chosen, laid out to the sample, at its loudness, on file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from pathlib import Path

from docbao.audio.airing import RATES_HZ, Airing, air
from docbao.audio.mixing import load_clip
from docbao.audio.track import Reel
from docbao.config.programme import Programme
from docbao.errors import DocbaoError, PublishError
from docbao.i18n import Phrase
from docbao.model import Article, Delivery
from docbao.newsroom import Newsroom
from docbao.publish.running_order import RunningOrder
from docbao.radio.announcing import Announcer
from docbao.radio.desk import Desk, Missing, Progress
from docbao.radio.rundown import cuts_of, lines_of, write_order


@dataclass(frozen=True, slots=True)
class Made:
    """A finished programme."""

    order: RunningOrder
    airing: Airing
    orders: tuple[Path, ...]
    """The files of the running order."""
    short_s: float
    """What news was lacking to fill it; 0 when it is as full as it was to be."""
    missing: tuple[Missing, ...]
    lesser: tuple[Phrase, ...]
    """Why better voices did not speak, when they were to."""


def make_programme(  # noqa: PLR0913 - all but two are named
    newsroom: Newsroom,
    programme: Programme,
    *,
    out: Path,
    on_air: datetime,
    items: Sequence[str] = (),
    split: bool = False,
    progress: Progress = lambda _done, _what: None,
) -> Made:
    """Make `programme` as the file `out`, or, `split`, as files in the folder `out`.

    Same articles, voices, programme and time on air: same bytes. What a run that was killed has
    spoken is not spoken again.

    Args:
        newsroom: Where articles and voices come from.
        programme: What it is to be.
        out: The file or folder.
        on_air: When it is aired, in the station's own time.
        items: Articles by name (see `Newsroom.article`) in their order; else the feeds' newest.
        split: A file for each part instead of one.
        progress: Told how far it has come.

    Raises:
        PublishError: Its announcements alone are too long, or there is no news at all.
        ItemNotFound: A feed it names is none.
        AudioError: A jingle or bed cannot be read, or a file cannot be written.
        SpeechError: No voice can speak its announcements.
    """
    rate_hz = RATES_HZ[programme.format]
    ffmpeg = Path(newsroom.config.audio.ffmpeg) if newsroom.config.audio.ffmpeg else None
    jingle, bed = (
        load_clip(Path(name), rate_hz=rate_hz, ffmpeg=ffmpeg) if name else None
        for name in (programme.jingle, programme.bed)
    )
    speech = newsroom.config.speech
    with closing(Reel()) as reel:
        announcer = Announcer(
            newsroom.studio,
            newsroom.casting(engine=programme.engine or None, voice=programme.voice or None),
            reel,
            lufs=programme.loudness_lufs,
            delivery=Delivery(speech.rate, speech.pitch_semitones),
        )
        desk = Desk(programme, announcer, on_air, rate_hz, jingle, bed, reel)
        missing: list[Missing] = []
        found = _articles(newsroom, programme, items, missing)
        stories = desk.speak(found, missing, progress)
        if not stories:
            raise _no_news(missing)
        parts, speed, short = desk.lay_out(stories)
        track = desk.record(parts)
        cuts = cuts_of(parts, programme, on_air, out, rate_hz, split=split)
        airing = air(
            track,
            cuts,
            form=programme.format,
            target_lufs=programme.loudness_lufs,
            ceiling_dbtp=programme.ceiling_dbtp,
            ffmpeg=ffmpeg,
            progress=lambda done: progress(0.6 + 0.4 * done, programme.title),
        )
    order = RunningOrder(
        title=programme.title,
        station=programme.station,
        language=programme.language,
        rate_hz=rate_hz,
        on_air=on_air,
        loudness_lufs=airing.levels.integrated_lufs,
        true_peak_dbtp=airing.levels.true_peak_dbtp,
        speed=speed,
        lines=lines_of(parts, [cut.path.name for cut in cuts]),
    )
    lesser = tuple(dict.fromkeys(chain.from_iterable(story.take.lesser for story in stories)))
    orders = write_order(order, out, split=split)
    return Made(order, airing, orders, short / rate_hz, tuple(missing), lesser)


def _articles(
    newsroom: Newsroom,
    programme: Programme,
    items: Sequence[str],
    missing: list[Missing],
) -> Iterator[Article]:
    """Those named, in their order; else the newest of each feed in turn, most important first."""
    if items:
        for item in items:
            try:
                yield newsroom.article(item)
            except DocbaoError as error:
                missing.append(Missing(item, error))
        return
    feeds = [newsroom.feed(name) for name in programme.feeds] or [
        feed for feed in newsroom.config.feeds if feed.enabled
    ]
    since = newsroom.now() - timedelta(hours=programme.since_hours)
    rows = [
        newsroom.library.entries(feed=feed.name, since=since, limit=programme.most_items)
        for feed in feeds
    ]
    # By turns: a feed that prints much must not crowd out the others.
    turns = (listed for turn in zip_longest(*rows) for listed in turn if listed is not None)
    chosen = {listed.entry.id: listed.entry for listed in turns}
    entries = list(chosen.values())[: programme.most_items]

    def fetch(entry_id: str) -> Article | DocbaoError:
        try:
            return newsroom.article_of(entry_id)
        except DocbaoError as error:
            return error

    with ThreadPoolExecutor(max_workers=4, thread_name_prefix="fetch") as threads:
        try:
            articles = threads.map(fetch, [entry.id for entry in entries])
            for entry, article in zip(entries, articles, strict=True):
                if isinstance(article, DocbaoError):
                    missing.append(Missing(entry.title, article))
                else:
                    yield article
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def _no_news(missing: Sequence[Missing]) -> PublishError:
    if missing:
        return PublishError(
            Phrase(
                "không đọc được tin nào; tin đầu: {why}", "no item could be read; the first: {why}"
            ).fill(why=missing[0].error.message),
            hint=missing[0].error.hint,
        )
    return PublishError(
        Phrase("không có tin nào cho chương trình", "there is no news for the programme"),
        hint=Phrase(
            "Chạy docbao refresh, hoặc tăng `since_hours`.",
            "Run docbao refresh, or raise `since_hours`.",
        ),
    )
