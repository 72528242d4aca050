"""From an article to a recording, in whatever process it is asked for.

A `Commission` says all there is to say about one recording and travels to a worker; a `Studio`
is what a process needs to carry commissions out (voices, clips, lexicon), made once a process.
Nothing here touches the library: the process that commissions writes it down.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from filelock import FileLock

from docbao.audio.codec import decode_clip
from docbao.audio.master import master
from docbao.audio.presets import PRESETS
from docbao.audio.sidecars import read_sidecar, write_sidecars
from docbao.audio.tags import Tags
from docbao.clean import slug
from docbao.errors import SpeechError
from docbao.i18n import Language, Phrase
from docbao.model import Article, Clip, Delivery, Pause, Recording, Script, Utterance, Voice, Voiced
from docbao.speech.engine import Engine
from docbao.speech.registry import open_engine
from docbao.store.clips import ClipStore, clip_key
from docbao.text import VERSION as RULES_VERSION
from docbao.text.habits import Habits
from docbao.text.lexicon import Lexicon, load_lexicon
from docbao.text.script import compose

log = logging.getLogger(__name__)

VIETNAM: Final = timezone(timedelta(hours=7))
"""Indochina Time; the day a bulletin belongs to."""
ALONE: Final = "bai-le"
"""Folder of articles that belong to no feed ("single pieces")."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who reads an article: a main voice, and others for sentences in other languages."""

    main: Voice
    others: tuple[tuple[Language, Voice], ...] = ()

    def voice(self, language: Language) -> Voice:
        """The voice for a sentence in `language`."""
        return dict(self.others).get(language, self.main)


@dataclass(frozen=True, slots=True)
class StudioSettings:
    """What a studio is made from; travels to workers, so everything in it is plain."""

    home: Path
    """The docbao folder: recordings' paths are relative to it."""
    clips: Path
    locks: Path
    clip_quota_bytes: int
    engines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Settings for each engine, by its name."""
    lexicon: Path | None = None
    """The listener's own, which wins over the built-in one."""
    habits: Habits = Habits()


@dataclass(frozen=True, slots=True)
class Commission:
    """One recording to be made."""

    article: Article
    casts: tuple[Cast, ...]
    """Best first; the next one takes over, for the whole article, when a voice fails."""
    path: str
    """Where the MP3 goes, relative to the docbao folder."""
    preset: str = "speech"
    delivery: Delivery = Delivery()
    cover: Path | None = None


@dataclass(frozen=True, slots=True)
class Narrated:
    """What became of a commission."""

    recording: Recording
    made: bool
    """Whether it was made now; otherwise it was there already, whole."""
    lesser: tuple[Phrase, ...] = ()
    """Why better voices did not speak, when they were to."""


def recording_path(article: Article, folder: str, today: datetime) -> str:
    """Where the recording of `article` goes: `<folder>/<feed>/<date>-<slug>-<id8>.mp3`."""
    day = (article.published or today).astimezone(VIETNAM).date().isoformat()
    name = f"{day}-{slug(article.title)}-{article.id[:8]}.mp3"
    return str(PurePosixPath(folder) / (article.feed or ALONE) / name)


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

    def script(self, article: Article, cast: Cast) -> Script:
        """What will be heard of `article`."""
        max_chars = min(
            self.engine(voice.engine).max_chars
            for voice in (cast.main, *(voice for _, voice in cast.others))
        )
        return compose(
            article, max_chars=max_chars, lexicon=self.lexicon, habits=self._settings.habits
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
            "preset": commission.preset,
            "rules": RULES_VERSION,
            "lexicon": self.lexicon.digest,
            "habits": repr(self._settings.habits),
        }
        canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def speak(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """The sound of `utterance`, from the clip store when it was ever said before.

        Raises:
            SpeechError: The engine could not say it.
        """
        engine = self.engine(voice.engine)
        key = clip_key(
            utterance.spoken,
            engine=engine.name,
            engine_version=engine.version,
            voice=voice.name,
            delivery=delivery,
            rules_version=RULES_VERSION,
            language=utterance.language,
        )
        clip = self._clips.get(key)
        if clip is None:
            clip = decode_clip(engine.synthesize(utterance, voice, delivery))
            self._clips.put(key, clip)
        return clip

    def narrate(
        self, commission: Commission, progress: Callable[[float], None] | None = None
    ) -> Narrated:
        """Make the recording, unless it is there already.

        Raises:
            SpeechError: No voice of the commission could speak it.
            AudioError: It could not be written.
        """
        out = self._settings.home / commission.path
        lock = self._settings.locks / f"{commission.article.id}.lock"
        lock.parent.mkdir(parents=True, exist_ok=True)
        # Two runs that want the same recording: the second waits, and finds it made.
        with FileLock(lock):
            lesser: list[Phrase] = []
            for cast in commission.casts:
                try:
                    recording_id = self.recording_id(commission, cast)
                    there = read_sidecar(out, recording_id)
                    if there is not None:
                        return Narrated(there, made=False, lesser=tuple(lesser))
                    recording = self._record(commission, cast, recording_id, out, progress)
                    return Narrated(recording, made=True, lesser=tuple(lesser))
                except SpeechError as error:
                    if cast is commission.casts[-1]:
                        raise
                    log.warning("voice failed voice=%s", cast.main.name, exc_info=error)
                    lesser.append(error.message)
        raise AssertionError  # a commission names at least one cast
