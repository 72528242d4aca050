"""From an article to a recording, in whatever process it is asked for.

A `Studio` is what a process needs to carry commissions out (voices, clips, lexicon), made once
a process. Nothing here touches the library: the process that commissions writes it down.
"""

from __future__ import annotations

import hashlib
import json
import logging
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from docbao.audio.codec import read_clip
from docbao.errors import SpeechError, TextError
from docbao.i18n import Phrase
from docbao.model import (
    TITLE,
    Article,
    Clip,
    Delivery,
    Recording,
    Script,
    Utterance,
    Voice,
)
from docbao.narration.commission import Cast, Commission, Narrated, StudioSettings
from docbao.narration.performance import Performance
from docbao.speech.engine import Engine
from docbao.speech.patience import GivesWay
from docbao.speech.registry import open_engine
from docbao.store.clips import ClipStore, clip_key
from docbao.store.locks import Lock
from docbao.text import VERSION as RULES_VERSION
from docbao.text.habits import HABITS
from docbao.text.lexicon import Lexicon, load_lexicon
from docbao.text.script import compose

# Mastering and tagging are for those who make files; who only listens starts 20 ms sooner.
if TYPE_CHECKING:
    from docbao.audio.master import Mastered
    from docbao.audio.tags import Heading, Tags

log = logging.getLogger(__name__)


class Studio:
    """What one process needs to make recordings."""

    def __init__(self, settings: StudioSettings) -> None:
        self._settings = settings
        self._engines: dict[str, Engine] = {}
        self._clips = ClipStore(
            settings.clips,
            quota_bytes=settings.clip_quota_bytes,
            clock=lambda: datetime.now(UTC),
        )
        self._lexicon: Lexicon | None = None

    @property
    def lexicon(self) -> Lexicon:
        """The built-in lexicon with the listener's own over it; read when first needed."""
        if self._lexicon is None:
            self._lexicon = load_lexicon(self._settings.lexicon)
        return self._lexicon

    @cached_property
    def _own_words(self) -> str:
        """What the listener's own lexicon says, as a hash; the built-in one has its version."""
        path = self._settings.lexicon
        return hashlib.sha256(path.read_bytes()).hexdigest() if path else ""

    def engine(self, name: str) -> Engine:
        """The engine of that name, opened once.

        Raises:
            EngineNotFound: There is none.
        """
        if name not in self._engines:
            options = dict(dict(self._settings.engines).get(name, ()))
            self._engines[name] = open_engine(name, options)
        return self._engines[name]

    def close(self) -> None:
        """Let the engines go."""
        while self._engines:
            self._engines.popitem()[1].close()

    def script(self, article: Article, cast: Cast, *, soon: bool = False) -> Script:
        """What will be heard of `article`; `soon` where somebody waits for its first sound."""
        engines = [
            self.engine(voice.engine) for voice in (cast.main, *(voice for _, voice in cast.others))
        ]
        return compose(
            article,
            max_chars=min(engine.max_chars for engine in engines),
            soon_chars=engines[0].capabilities.soon_chars if soon else None,
            lexicon=self.lexicon,
            habits=HABITS[self._settings.region],
        )

    def recording_id(self, commission: Commission, cast: Cast) -> str:
        """Hash of everything that determines the sound of a recording."""
        article = commission.article
        voices = (cast.main, *(voice for _, voice in cast.others))
        parts = {
            "text": [article.title, article.lead, *((b.kind, b.text) for b in article.blocks)],
            "language": article.language,
            "voices": [[v.engine, self.engine(v.engine).version, v.name] for v in voices],
            "languages": [language for language, _ in cast.others],
            "delivery": [
                commission.delivery.rate,
                commission.delivery.pitch_semitones,
                commission.delivery.gain_db,
            ],
            "preset": commission.preset.key,
            "rules": RULES_VERSION,
            "lexicon": self._own_words,
            "region": self._settings.region,
        }
        canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def recall(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip | None:
        """The sound of `utterance` where it was said before; `None` where it must be spoken."""
        return self._clips.get(self._key(utterance, voice, delivery))

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """The sound of `utterance`, from the clip store when it was ever said before.

        Raises:
            SpeechError: The engine could not say it.
        """
        key = self._key(utterance, voice, delivery)
        clip = self._clips.get(key)
        if clip is None:
            clip = self.engine(voice.engine).synthesize(utterance, voice, delivery)
            if clip.encoding != "pcm16":
                pcm, rate_hz = read_clip(clip)
                clip = replace(clip, data=pcm.tobytes(), rate_hz=rate_hz, encoding="pcm16")
            self._clips.put(key, clip)
        return clip

    def give_way(self) -> None:
        """Have what is spoken patiently left off, so that what is wanted now is spoken at once."""
        for engine in tuple(self._engines.values()):
            if isinstance(engine, GivesWay):
                engine.give_way()

    def _key(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> str:
        engine = self.engine(voice.engine)
        return clip_key(
            utterance.spoken,
            engine=engine.name,
            engine_version=engine.version,
            voice=voice.name,
            delivery=delivery,
            rules_version=str(RULES_VERSION),
            language=utterance.language,
        )

    def narrate(
        self, commission: Commission, progress: Callable[[float], None] | None = None
    ) -> Narrated:
        """Make the recording, unless it is there already.

        Raises:
            SpeechError: No voice of the commission could speak it.
            AudioError: It could not be written.
            LibraryError: The clips or the lock could not be written.
        """
        from docbao.audio.sidecars import read_recording  # noqa: PLC0415 - as told above

        out = self._settings.home / commission.path
        # Some articles share a lock, so that there are never more than 4,096 of them.
        share = zlib.crc32(commission.article.id.encode()) % 4096
        lock = self._settings.locks / f"{share:03x}.lock"
        # Two runs that want the same recording: the second waits, and finds it made.
        with Lock(lock):
            lesser: list[Phrase] = []
            for cast in commission.casts:
                try:
                    recording_id = self.recording_id(commission, cast)
                    there = None if commission.again else read_recording(out)
                    if there is not None and there.id == recording_id:
                        return Narrated(there, made=False, lesser=tuple(lesser))
                    recording = self._record(commission, cast, recording_id, out, progress)
                    return Narrated(recording, made=True, lesser=tuple(lesser))
                except SpeechError as error:
                    if cast is commission.casts[-1]:
                        raise
                    log.info("voice failed voice=%s", cast.main.name, exc_info=error)
                    lesser.append(error.message)
        raise AssertionError  # a commission names at least one cast

    def _record(
        self,
        commission: Commission,
        cast: Cast,
        recording_id: str,
        out: Path,
        progress: Callable[[float], None] | None,
    ) -> Recording:
        from docbao.audio.master import master  # noqa: PLC0415 - as told above
        from docbao.audio.sidecars import write_sidecars  # noqa: PLC0415 - as told above

        article = commission.article
        recording: Recording | None = None

        def note(mastered: Mastered) -> None:
            nonlocal recording
            recording = Recording(
                id=recording_id,
                article=article.id,
                path=commission.path,
                duration_ms=mastered.duration_ms,
                size_bytes=mastered.size_bytes,
                loudness_lufs=mastered.loudness_lufs,
                true_peak_dbtp=mastered.true_peak_dbtp,
                voice=cast.main,
                cues=mastered.cues,
            )
            write_sidecars(out, mastered.cues, recording, article)

        script = self.script(article, cast)
        if not script.utterances:
            raise _nothing_to_say(article)
        master(
            Performance(self, script, cast, commission.delivery),
            out,
            preset=replace(commission.preset, clip_lufs=commission.preset.target_lufs)
            if cast.others
            else commission.preset,
            tags=_tags(article, commission.cover),
            progress=progress,
            before_move=note,
        )
        assert recording is not None  # noqa: S101 - master has called `note`
        return recording


def _tags(article: Article, cover: Path | None) -> Tags:
    from docbao.audio.tags import Tags  # noqa: PLC0415 - as told above

    return Tags(
        title=article.title,
        artist=article.source,
        album=article.source or article.feed,
        published=article.published,
        language=article.language,
        url=article.url if article.url.startswith("http") else "",
        headings=_headings(article),
        cover=cover.read_bytes() if cover else None,
    )


def _headings(article: Article) -> tuple[Heading, ...]:
    """Chapters: what stands before the first heading goes by the title; none without headings."""
    from docbao.audio.tags import Heading  # noqa: PLC0415 - as told above

    inner = tuple(
        Heading(index, block.text)
        for index, block in enumerate(article.blocks)
        if block.kind == "heading"
    )
    return (Heading(TITLE, article.title), *inner) if inner else ()


def _nothing_to_say(article: Article) -> TextError:
    return TextError(
        Phrase("bài “{title}” không có gì để đọc", "“{title}” holds nothing to say").fill(
            title=article.title
        ),
        hint=Phrase(
            "Xem bài bằng: docbao extract {url}", "Look at it with: docbao extract {url}"
        ).fill(url=article.url),
    )


@lru_cache(maxsize=2)
def open_studio(settings: StudioSettings) -> Studio:
    """The studio of this process: made once, used for every commission it is given."""
    return Studio(settings)
