"""What every engine must keep, as a class of tests that any engine's own tests inherit.

    from docbao.speech.contract import EngineContract

    class TestMyEngine(EngineContract):
        @classmethod
        def open(cls):
            return MyEngine({})

pytest finds the tests by themselves; nothing here imports it. Put
`pytest.register_assert_rewrite("docbao.speech.contract")` before the import to see values.
"""

from __future__ import annotations

import array
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Language
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech.engine import Engine
from docbao.speech.mp3 import read_frames

SENTENCES: dict[str, str] = {
    "vi": "Sáng nay, mưa lớn làm ngập nhiều tuyến phố ở trung tâm thành phố.",
    "en": "Heavy rain flooded several streets in the city centre this morning.",
}
ODD_TEXTS: tuple[str, ...] = (
    "một\0hai",
    "một \ud800 hai",
    "một \U0001f600 hai",
    "một \u202ehai\u202c ba",
    "một\x01\x1b[2J hai",
    "<speak>một <b>hai</b> &amp; ba</speak>",
    "[[m'o_6t]] hai",
)
_NORMAL = Delivery()
_QUIETEST_PEAK = 300
_MOST_CLIPPED_SHARE = 0.0005


def say(engine: Engine, text: str, voice: Voice, delivery: Delivery = _NORMAL) -> Clip:
    """`text` spoken by `engine`, as the newsroom would ask for it."""
    language: Language = "en" if voice.language.lower().startswith("en") else "vi"
    return engine.synthesize(Utterance(text=text, spoken=text, language=language), voice, delivery)


def duration_ms(clip: Clip) -> float:
    """Length of a clip of either encoding."""
    return clip.duration_ms if clip.encoding == "pcm16" else read_frames(clip.data).duration_ms


def _samples(clip: Clip) -> array.array[int]:
    samples = array.array("h", clip.data)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _sentence(voice: Voice) -> str:
    return SENTENCES.get(voice.language[:2].lower(), SENTENCES["en"])


class EngineContract:
    """Inherit, and give `open`."""

    engine: ClassVar[Engine]

    @classmethod
    def open(cls) -> Engine:
        """A new engine; called once, and closed when the class is through."""
        raise NotImplementedError

    @classmethod
    def setup_class(cls) -> None:
        """Called by pytest."""
        cls.engine = cls.open()

    @classmethod
    def teardown_class(cls) -> None:
        """Called by pytest."""
        cls.engine.close()

    @property
    def voice(self) -> Voice:
        """The engine's best voice."""
        return self.engine.voices()[0]

    def test_it_says_who_it_is(self) -> None:
        """Name, version and limits make sense."""
        assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", self.engine.name)
        assert self.engine.version, "a version, so that cached clips can be told stale"
        assert self.engine.max_chars >= 80, "a sentence must fit"
        slowest, fastest = self.engine.capabilities.rate_range
        assert 0 < slowest <= 1.0 <= fastest
        assert self.engine.capabilities.parallel >= 1

    def test_its_voices_can_be_told_apart(self) -> None:
        """Names are unique, and every voice says what it is."""
        voices = self.engine.voices()
        assert voices, "no voice to try the engine with"
        assert len({voice.name for voice in voices}) == len(voices)
        for voice in voices:
            assert voice.engine == self.engine.name
            assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", voice.language), voice.language
            assert voice.online == self.engine.capabilities.online

    def test_every_voice_gives_sound(self) -> None:
        """A sentence is neither empty nor silent, and as long as a sentence is."""
        for voice in self.engine.voices():
            clip = say(self.engine, _sentence(voice), voice)
            assert clip.data, voice
            assert 8000 <= clip.rate_hz <= 48000
            assert 1000 < duration_ms(clip) < 30_000, (voice, duration_ms(clip))
            if clip.encoding == "pcm16":
                assert len(clip.data) % 2 == 0
                assert max(_samples(clip)) > _QUIETEST_PEAK, f"{voice} is silent"
            else:
                assert read_frames(clip.data).torn_bytes == 0

    def test_marks_are_in_order_and_within_the_clip(self) -> None:
        """Each mark points into the text and into the sound; only declared kinds come."""
        text = _sentence(self.voice)
        clip = say(self.engine, text, self.voice)
        declared = self.engine.capabilities.marks
        assert {mark.kind for mark in clip.marks} == set(declared)
        times = [mark.time_ms for mark in clip.marks]
        assert times == sorted(times)
        for mark in clip.marks:
            assert 0 <= mark.time_ms < duration_ms(clip)
            assert 0 <= mark.start < mark.end <= len(text)
            assert not text[mark.start].isspace()

    def test_more_text_takes_longer(self) -> None:
        """Nothing is dropped on the way."""
        text = _sentence(self.voice)
        short = say(self.engine, text[: len(text) // 3], self.voice)
        assert duration_ms(say(self.engine, text, self.voice)) > 1.5 * duration_ms(short)

    def test_the_rate_is_kept_within_its_range(self) -> None:
        """Faster is shorter and slower is longer, as far as the engine says it can."""
        text, (slowest, fastest) = _sentence(self.voice), self.engine.capabilities.rate_range
        normal = duration_ms(say(self.engine, text, self.voice))
        for rate in {max(slowest, 0.7), min(fastest, 1.5)} - {1.0}:
            heard = duration_ms(say(self.engine, text, self.voice, Delivery(rate=rate)))
            assert (heard < 0.9 * normal) if rate > 1 else (heard > 1.1 * normal), rate

    def test_a_loud_delivery_does_not_clip(self) -> None:
        """What cannot be made louder stays clean."""
        clip = say(self.engine, _sentence(self.voice), self.voice, Delivery(gain_db=20))
        if clip.encoding == "pcm16":
            samples = _samples(clip)
            clipped = sum(sample in (-32768, 32767) for sample in samples)
            assert clipped <= _MOST_CLIPPED_SHARE * len(samples)

    def test_a_text_over_its_limit_is_refused_in_words(self) -> None:
        """The limit is the script's business; an engine that cut would lose words."""
        error = self._refusal("a " * (self.engine.max_chars // 2 + 1), self.voice)
        assert str(self.engine.max_chars) in str(error)
        self._refusal("ba " * 5000, self.voice)

    def test_text_without_words_is_a_moment_or_an_error(self) -> None:
        """Marks alone never give an empty clip."""
        for text in ("", " ", "...", "“”", "— – -", "!?"):
            self._sound_or_error(text)

    def test_odd_characters_do_no_harm(self) -> None:
        """Controls, lone surrogates, emoji and markup give sound or an error, then all goes on."""
        for text in ODD_TEXTS:
            self._sound_or_error(text)
        assert say(self.engine, _sentence(self.voice), self.voice).data

    def test_markup_is_text(self) -> None:
        """Nobody who writes news may command the voice."""
        clip = say(self.engine, 'một <break time="60s"/> hai', self.voice)
        assert duration_ms(clip) < 20_000

    def test_an_unknown_voice_is_named(self) -> None:
        """The error says which voice there is not."""
        voice = Voice(engine=self.engine.name, name="no-such-voice", language="vi")
        error = self._refusal("một hai ba", voice)
        assert isinstance(error, EngineNotFound)
        assert "no-such-voice" in error.message.in_language("vi")
        assert "no-such-voice" in error.message.in_language("en")
        assert error.hint is not None

    def test_calls_side_by_side_are_answered_each_with_its_own(self) -> None:
        """As many at once as the engine says it takes."""
        short, long = "một hai", _sentence(self.voice)
        with ThreadPoolExecutor(min(self.engine.capabilities.parallel, 4)) as pool:
            clips = list(
                pool.map(lambda text: say(self.engine, text, self.voice), [short, long] * 3)
            )
        assert max(map(duration_ms, clips[::2])) < min(map(duration_ms, clips[1::2]))

    def test_it_can_be_closed_twice(self) -> None:
        """Closing is safe wherever it happens."""
        engine = type(self).open()
        engine.close()
        engine.close()

    def _sound_or_error(self, text: str) -> None:
        refusal: SpeechError | None = None
        try:
            clip = say(self.engine, text, self.voice)
        except SpeechError as error:
            refusal = error
        if refusal is None:
            assert clip.data, f"an empty clip for {text!r}"
            assert duration_ms(clip) > 0
        else:
            assert refusal.message.in_language("vi")
            assert refusal.message.in_language("en")

    def _refusal(self, text: str, voice: Voice) -> SpeechError:
        try:
            say(self.engine, text, voice)
        except SpeechError as error:
            return error
        message = f"no error for {text[:40]!r} ({voice.name})"
        raise AssertionError(message)
