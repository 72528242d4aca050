"""Which voice speaks: a pure decision over wishes and what is there.

The answer is a row of voices: the first speaks; the others stand by, in order, should it fail.
An article is read by one voice from beginning to end; who goes on to the next one, and says so,
is the newsroom.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Language, Phrase
from docbao.model import Voice
from docbao.speech.wording import unknown_voice

AUTO: Final = "auto"
LAST_RESORT: Final = "espeak"
"""Speaks everywhere; stands by at the end of every row, if it is there at all."""
DEFAULT_ORDER: Final = ("piper", "google", "edge", "kokoro", "espeak")
"""Best first: a voice the reader took the trouble to install, then natural ones."""

Online = Literal["yes", "ask", "no"]

GRADES: Final = ("basic", "good", "natural")
"""`Voice.quality`, from the least to the best."""
_LANGUAGES: Final[Mapping[Language, Phrase]] = {
    "vi": Phrase(vi="tiếng Việt", en="Vietnamese"),
    "en": Phrase(vi="tiếng Anh", en="English"),
}
# Names that no list can hold: files of one's own, speakers of a voice, variants of eSpeak.
_OPEN_NAMES: Final = (".onnx", "#", "+")


@dataclass(frozen=True, slots=True)
class Wish:
    """An engine and a voice somebody asked for."""

    engine: str = AUTO
    voice: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing in particular is asked for."""
        return self.engine == AUTO and self.voice is None


@dataclass(frozen=True, slots=True)
class Preferences:
    """The reader's settings about voices."""

    wish: Wish = Wish()
    by_language: Mapping[Language, Wish] = field(default_factory=dict)
    """Goes before `wish`."""
    order: tuple[str, ...] = DEFAULT_ORDER
    """Engines `auto` may take, best first; an engine not named here is taken only on wish."""
    fallback: bool = True
    """Whether others stand by."""


def rank_voices(
    available: Sequence[Voice],
    language: Language,
    preferences: Preferences,
    *,
    feed: Wish = Wish(),  # noqa: B008, RUF100 - frozen
    may_go_online: bool = False,
) -> tuple[Voice, ...]:
    """The voices to read a text in `language` with, in the order they are to be tried.

    Args:
        available: Of all engines; each engine's own best first.
        language: Of the text.
        preferences: The reader's.
        feed: What is asked for this feed; goes before the reader's general wishes.
        may_go_online: Whether the reader agreed that the text may leave the machine.

    Returns:
        At least one voice, at most one of each engine; online ones only where they may be.

    Raises:
        EngineNotFound: The engine or voice asked for is not there, or none speaks the language.
        SpeechError: The engine asked for is online, and going online was not agreed to.
    """
    wishes = (feed, preferences.by_language.get(language, Wish()), preferences.wish)
    wish = next((wish for wish in wishes if not wish.is_open), Wish())
    allowed = [voice for voice in available if may_go_online or not voice.online]
    row: list[Voice] = []
    if not wish.is_open:
        row.append(_wished(wish, available, language, may_go_online=may_go_online))
    if wish.is_open or preferences.fallback:
        for engine in (*preferences.order, LAST_RESORT):
            voice = _first(allowed, engine, language)
            if voice is not None and all(voice.engine != other.engine for other in row):
                row.append(voice)
    if not row:
        raise EngineNotFound(
            Phrase(
                vi="Không có giọng nào đọc được {language}", en="No voice here speaks {language}"
            ).fill(language=_LANGUAGES[language]),
            hint=Phrase(
                vi="Hãy xem: docbao voices list, và cài: docbao voices install TÊN",
                en="See: docbao voices list, and install: docbao voices install NAME",
            ),
        )
    return tuple(row if preferences.fallback else row[:1])


def would_go_online(
    available: Sequence[Voice],
    language: Language,
    preferences: Preferences,
    *,
    feed: Wish = Wish(),  # noqa: B008, RUF100 - frozen
) -> bool:
    """Whether the reader has to be asked: with leave to go online, an online voice would speak."""
    row = rank_voices(available, language, preferences, feed=feed, may_go_online=True)
    return row[0].online


def is_upgrade(made_with: Voice, row: Sequence[Voice]) -> bool:
    """Whether a recording made with one voice would gain from being made again by `row`.

    It would when a lesser grade spoke, or when the voice that spoke stands by for the first.
    """
    first = row[0]
    if first.engine == made_with.engine:
        return False
    stands_by = any(voice.engine == made_with.engine for voice in row[1:])
    return stands_by or GRADES.index(first.quality) > GRADES.index(made_with.quality)


def _first(voices: Sequence[Voice], engine: str, language: Language) -> Voice | None:
    return next(
        (voice for voice in voices if voice.engine == engine and speaks(voice, language)), None
    )


def speaks(voice: Voice, language: Language) -> bool:
    """Whether the voice is one of `language`, whatever the region."""
    return voice.language.split("-")[0].lower() == language


def _wished(
    wish: Wish, available: Sequence[Voice], language: Language, *, may_go_online: bool
) -> Voice:
    of_engine = tuple(voice for voice in available if wish.engine in (AUTO, voice.engine))
    if not of_engine:
        raise _no_engine(wish.engine, available)
    voice = _named(wish, of_engine, language)
    if voice.online and not may_go_online:
        raise SpeechError(
            Phrase(
                vi='Bộ đọc "{engine}" gửi văn bản lên mạng, mà bạn chưa đồng ý',
                en='Engine "{engine}" sends the text over the network, and you have not agreed',
            ).fill(engine=voice.engine),
            hint=Phrase(
                vi="Nếu đồng ý, hãy đặt online: yes; nếu không, chọn bộ đọc khác.",
                en="If you agree, set online: yes; if not, choose another engine.",
            ),
        )
    return voice


def _named(wish: Wish, of_engine: Sequence[Voice], language: Language) -> Voice:
    if wish.voice is None:
        found = _first(of_engine, wish.engine, language)
        if found is None:
            raise EngineNotFound(
                Phrase(
                    vi='Bộ đọc "{engine}" không có giọng {language}',
                    en='Engine "{engine}" has no voice for {language}',
                ).fill(engine=wish.engine, language=_LANGUAGES[language]),
                hint=Phrase(vi="Hiện có: {names}.", en="There are: {names}.").fill(
                    names=", ".join(voice.name for voice in of_engine)
                ),
            )
        return found
    for voice in of_engine:
        if voice.name == wish.voice:
            return voice
    if wish.engine != AUTO and any(mark in wish.voice for mark in _OPEN_NAMES):
        return Voice(
            engine=wish.engine,
            name=wish.voice,
            language=language,
            quality=of_engine[0].quality,
            online=of_engine[0].online,
        )
    raise unknown_voice(wish.engine, wish.voice, tuple(of_engine))


def _no_engine(name: str, available: Sequence[Voice]) -> EngineNotFound:
    engines = list(dict.fromkeys(voice.engine for voice in available))
    near = difflib.get_close_matches(name, engines, n=1, cutoff=0.5)
    listed = ", ".join([*near, *(engine for engine in engines if engine not in near)]) or "—"
    return EngineNotFound(
        Phrase(
            vi='Bộ đọc "{name}" không có giọng nào ở máy này',
            en='Engine "{name}" has no voice on this machine',
        ).fill(name=name),
        hint=Phrase(vi="Hiện có: {names}.", en="There are: {names}.").fill(names=listed),
    )
