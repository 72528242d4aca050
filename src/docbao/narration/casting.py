"""Who reads an article: the reader's wishes, the voices that are here, and leave to go online."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from docbao.config import Config
from docbao.errors import EngineNotFound
from docbao.i18n import LANGUAGES, Language
from docbao.model import Article, Voice
from docbao.narration.commission import Cast
from docbao.narration.studio import Studio
from docbao.speech.choice import (
    AUTO,
    DEFAULT_ORDER,
    GRADES,
    LAST_RESORT,
    Preferences,
    Wish,
    rank_voices,
    speaks,
)

_YES: Final = "yes"
_NO: Final = "no"


class Casting:
    """Chooses the voices of one docbao folder."""

    def __init__(self, config: Config, studio: Studio, *, wish: Wish | None = None) -> None:
        """Choose for `config`.

        Args:
            config: The reader's settings.
            studio: Where the engines are.
            wish: What was asked for on the spot; goes before every setting.
        """
        self._config = config
        self._studio = studio
        self._wish = wish or Wish()
        speech = config.speech
        voices = {language: speech.voices.get(language) for language in LANGUAGES}
        self._preferences = Preferences(
            wish=Wish(engine=speech.engine),
            by_language={
                language: Wish(engine=speech.engine, voice=voice)
                for language, voice in voices.items()
                if voice
            },
            order=speech.order or DEFAULT_ORDER,
            fallback=speech.fallback,
        )

    @property
    def consent(self) -> bool | None:
        """Whether the reader lets text leave the machine; `None` while he was never asked."""
        if self._config.speech.online != "ask":
            return self._config.speech.online == "yes"
        try:
            answer = self._consent_file.read_text(encoding="utf-8").strip()
        except OSError:
            return None
        return answer == _YES

    def is_to_ask(self, language: Language) -> bool:
        """Whether the reader should be asked for leave to go online, which happens once.

        Not while a voice as good speaks on this machine: a question that changes nothing is
        only one more thing between the reader and the news.
        """
        if self.consent is not None:
            return False
        best, here = self.row(language, online=True)[0], self.row(language, online=False)[0]
        return best.online and GRADES.index(best.quality) > GRADES.index(here.quality)

    def remember_consent(self, agreed: bool) -> None:
        """Keep the reader's answer, so that he is asked once; feeds.yaml goes before it."""
        self._consent_file.parent.mkdir(parents=True, exist_ok=True)
        self._consent_file.write_text(_YES if agreed else _NO, encoding="utf-8")

    @property
    def _consent_file(self) -> Path:
        return self._config.locations.state / "online"

    def row(
        self, language: Language, *, feed: str = "", online: bool | None = None
    ) -> tuple[Voice, ...]:
        """The voices for a text in `language`, in the order they are to be tried.

        Args:
            language: Of the text.
            feed: `Feed.name`, whose own wishes count.
            online: As if the reader had said so; his own word when not given.

        Raises:
            EngineNotFound: The engine or voice asked for is not there.
            SpeechError: It is online, and the reader did not agree.
        """
        told = self._config.feed(feed) if feed else None
        wish = Wish(told.engine or "auto", told.voice) if told else Wish()
        if not self._wish.is_open:
            wish = self._wish
        return self._ranked(wish, language, online=bool(self.consent if online is None else online))

    def casts(self, article: Article) -> tuple[Cast, ...]:
        """Who could read `article`, best first; sentences in English by an English voice.

        Raises:
            EngineNotFound: As `row`.
            SpeechError: As `row`.
        """
        row = self.row(article.language, feed=article.feed)
        if article.language == "en" or self._config.speech.english_by == "same_voice":
            return tuple(Cast(voice) for voice in row)
        return tuple(Cast(voice, self._english_beside(voice)) for voice in row)

    def _english_beside(self, voice: Voice) -> tuple[tuple[Language, Voice], ...]:
        """Who reads English sentences beside `voice`.

        The same engine's English voice sits best beside it; else the best there is, unless it is
        of a lesser grade than `voice`, which then reads them itself.
        """
        own = [v for v in self._voices_of(voice.engine) if speaks(v, "en")]
        if own:
            return (("en", own[0]),)
        try:
            best = self._ranked(Wish(), "en", online=bool(self.consent))[0]
        except EngineNotFound:
            return ()
        lesser = GRADES.index(best.quality) < GRADES.index(voice.quality)
        return () if lesser else (("en", best),)

    def _ranked(self, wish: Wish, language: Language, *, online: bool) -> tuple[Voice, ...]:
        return rank_voices(
            self._available(wish), language, self._preferences, feed=wish, may_go_online=online
        )

    def _available(self, wish: Wish) -> tuple[Voice, ...]:
        """All voices that come into question; an engine that is only a standby may be missing."""
        wished = {wish.engine, self._preferences.wish.engine}
        names = dict.fromkeys((*wished, *self._preferences.order, LAST_RESORT))
        names.pop(AUTO, None)
        voices: list[Voice] = []
        for name in names:
            try:
                voices += self._voices_of(name)
            except EngineNotFound:
                if name in wished:
                    raise
        return tuple(voices)

    def _voices_of(self, engine: str) -> tuple[Voice, ...]:
        return self._studio.engine(engine).voices()


def engine_settings(config: Config) -> Mapping[str, Mapping[str, str]]:
    """What each engine is set up with."""
    places = config.locations
    return {
        "google": {"state_dir": str(places.state / "pace")},
        "piper": {"voices_dir": str(places.voices)},
    }
