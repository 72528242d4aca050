"""What a voice says in a session, as parts for a player: made one by one, as they are wanted.

Everything here may run in a player's own thread, so it holds no state of the session but the
list it appends to: which sentence each part belongs to.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from docbao.errors import GaveWay, SpeechError
from docbao.i18n import Language
from docbao.model import Article, Block, Clip, Delivery, Mark, Pause, Utterance, Voiced
from docbao.session.turns import Turns
from docbao.speech.patience import patiently
from docbao.values import dataclass

if TYPE_CHECKING:
    from docbao.narration.commission import Cast
    from docbao.newsroom import Newsroom
    from docbao.session.pages import Pages

SENTENCE_PAUSE_MS: Final = 350
_PAUSE_AFTER_MS: Final = {"title": 1000, "heading": 900, "list_item": 500, "table_row": 500}
_PARAGRAPH_PAUSE_MS: Final = 700
HEADLINE_PAUSE_MS: Final = 900


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance given to the player: where it belongs."""

    sentence: int
    """Index into the sentences, or into the headlines."""
    offset_ms: float
    """How much of the sentence was said before it."""
    text_start: int
    """Where its written text begins in the sentence."""
    utterance: Utterance
    marks: tuple[Mark, ...]

    def word_at(self, time_ms: float) -> tuple[int, int] | None:
        """Where in the sentence's written text the word stands that is heard now."""
        now = None
        for mark in self.marks:
            if mark.time_ms > time_ms:
                break
            if mark.kind == "word":
                now = mark
        if now is None:
            return None
        said = 0
        for span in self.utterance.spans:
            end = said + len(span.spoken)
            if now.start < end:
                if span.end - span.start == len(span.spoken):  # said as written: the very word
                    first = span.start + now.start - said
                    return self.text_start + first, self.text_start + first + now.end - now.start
                return self.text_start + span.start, self.text_start + span.end
            said = end
        return None


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence to be said, and what decides who says it."""

    text: str
    language: Language
    feed: str = ""

    @property
    def manner(self) -> tuple[str, Language]:
        """Lines of one manner are read by the same voices."""
        return self.feed, self.language

    @property
    def piece(self) -> Article:
        """The line as an article of its own, for those who think in articles."""
        return Article(
            id="",
            feed=self.feed,
            url="",
            title="",
            lead="",
            blocks=(Block("paragraph", self.text),),
            language=self.language,
        )


class Recital:
    """The voice of one session: chosen, changed, and asked for sentences."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._lock = threading.RLock()
        self._turns = Turns()
        self._being_made = ""
        """Spoken form of what is made ahead just now; empty when nothing is."""
        self._wish: tuple[str, str] = ("", "")
        self._casts: dict[tuple[str, Language], tuple[Cast, ...]] = {}

    def choose(self, engine: str, voice: str) -> None:
        """Speak with this voice from the next sentence made; empty: as `feeds.yaml` says."""
        with self._lock:
            self._wish = (engine, voice)
            self._casts.clear()

    def voices(self) -> tuple[Cast, ...]:
        """Who could read Vietnamese, best first; opens every engine.

        Raises:
            SpeechError: Nobody.
        """
        with self._lock:
            row = self._newsroom.casting().row("vi")
        from docbao.narration.commission import Cast  # noqa: PLC0415 - brings the studio

        return tuple(Cast(voice) for voice in row)

    def article(
        self, pages: Pages, sentence: int, time_ms: int, heard: list[Heard]
    ) -> Iterator[Voiced | Pause]:
        """The article from that sentence on."""
        article = pages.article
        cut_ms = time_ms
        for index in count(sentence):
            if not pages.has(index):
                return
            now = pages.sentences[index]
            line = _Line(now.text, article.language, article.feed)
            yield from self._sentence(line, index, heard, cut_ms, soon=index == sentence)
            cut_ms = 0
            if pages.has(index + 1):
                same = pages.sentences[index + 1].paragraph == now.paragraph
                kind = pages.paragraph_of(index).kind
                yield Pause(
                    SENTENCE_PAUSE_MS if same else _PAUSE_AFTER_MS.get(kind, _PARAGRAPH_PAUSE_MS)
                )

    def lines(
        self, texts: Iterable[str], language: Language, heard: list[Heard]
    ) -> Iterator[Voiced | Pause]:
        """Lines said one after another: headlines, or a word spelled."""
        for index, text in enumerate(texts):
            if index:
                yield Pause(HEADLINE_PAUSE_MS)
            yield from self._sentence(_Line(text, language), index, heard, soon=not index)

    def warm(self) -> None:
        """Have the voice that will most likely read ready to speak: its process, its model.

        Raises:
            SpeechError: It cannot speak.
        """
        cast, _ = self._casts_for(_Line("a", "vi"))[0]
        if not cast.main.online:
            with self._turns.asked():
                engine = self._newsroom.studio.engine(cast.main.engine)
                engine.synthesize(Utterance("a", "a"), cast.main, self._delivery)

    def prepare(self, text: str, language: Language, feed: str) -> None:
        """Make the sound of `text` now, so that it is there at once when it is wanted.

        Nothing is done where the voice is online: what was not asked for leaves no machine.

        Raises:
            SpeechError: It cannot be said.
        """
        line = _Line(text, language, feed)
        cast, _ = self._casts_for(line)[0]
        if cast.main.online or any(voice.online for _, voice in cast.others):
            return
        with patiently(), suppress(GaveWay):
            for _ in self._spoken(line, self._ahead, soon=True):
                return

    @contextmanager
    def _ahead(self, utterance: Utterance) -> Iterator[None]:
        with self._turns.ahead():
            self._being_made = utterance.spoken
            try:
                yield
            finally:
                self._being_made = ""

    @contextmanager
    def _asked(self, utterance: Utterance) -> Iterator[None]:
        """A turn for it; what is made ahead gives way, unless that is what is asked for."""
        if self._being_made not in ("", utterance.spoken):
            self._newsroom.studio.give_way()
        with self._turns.asked():
            yield

    def _sentence(
        self, line: _Line, index: int, heard: list[Heard], cut_ms: int = 0, *, soon: bool = False
    ) -> Iterator[Voiced]:
        offset_ms = 0.0
        place = 0
        for utterance, clip in self._spoken(line, soon=soon):
            found = line.text.find(utterance.text, place)
            start = found if found >= 0 else place
            place = start + len(utterance.text)
            whole_ms = clip.duration_ms
            if cut_ms >= whole_ms:  # said already before the reader stopped
                cut_ms -= round(whole_ms)
                offset_ms += whole_ms
                continue
            shortened, marks = _without(clip, cut_ms)
            heard.append(Heard(index, offset_ms + cut_ms, start, utterance, marks))
            cut_ms = 0
            offset_ms += whole_ms
            yield Voiced(utterance, shortened)

    def _spoken(
        self,
        line: _Line,
        turn: Callable[[Utterance], AbstractContextManager[None]] | None = None,
        *,
        soon: bool,
    ) -> Iterator[tuple[Utterance, Clip]]:
        """Each utterance of a sentence with its sound; the next best voice when one fails.

        Where it is to be heard `soon`, the first utterance is short.
        """
        for cast, last in self._casts_for(line):
            said = 0
            try:
                for utterance in self._script(line, cast, soon=soon):
                    asked = (utterance, cast.voice(utterance.language), self._delivery)
                    clip = self._newsroom.studio.recall(*asked)
                    if clip is None:
                        with (turn or self._asked)(utterance):
                            clip = self._newsroom.studio.speak(*asked)
                    said += 1
                    yield utterance, clip
            except SpeechError:
                if said or last:
                    raise
                with self._lock:  # the voices after it will do better
                    left = self._casts.get(line.manner, ())
                    self._casts[line.manner] = tuple(c for c in left if c != cast)
                continue
            return

    def _casts_for(self, line: _Line) -> list[tuple[Cast, bool]]:
        with self._lock:
            casts = self._casts.get(line.manner)
            if not casts:
                engine, voice = self._wish
                casting = self._newsroom.casting(engine=engine or None, voice=voice or None)
                casts = casting.casts(line.piece)
                self._casts[line.manner] = casts
        return [(cast, cast is casts[-1]) for cast in casts]

    def _script(self, line: _Line, cast: Cast, *, soon: bool) -> tuple[Utterance, ...]:
        with self._lock:
            return self._newsroom.studio.script(line.piece, cast, soon=soon).utterances

    @property
    def _delivery(self) -> Delivery:
        speech = self._newsroom.config.speech
        return Delivery(rate=speech.rate, pitch_semitones=speech.pitch_semitones)


def _without(clip: Clip, cut_ms: int) -> tuple[Clip, tuple[Mark, ...]]:
    """`clip` from `cut_ms` on."""
    if cut_ms <= 0:
        return clip, clip.marks
    start = 2 * (round(cut_ms * clip.rate_hz / 1000))
    marks = tuple(
        replace(mark, time_ms=mark.time_ms - cut_ms)
        for mark in clip.marks
        if mark.time_ms >= cut_ms
    )
    return replace(clip, data=clip.data[start:], marks=marks), marks
