"""Commands for how the voice sounds: speed, volume, who speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docbao.i18n import Phrase
from docbao.session.commands.command import Command, CommandError
from docbao.session.settings import SPEEDS, VOLUME_STEP
from docbao.session.words import number_words

if TYPE_CHECKING:
    from docbao.session.session import Session

SOUND = Phrase("Giọng đọc", "The voice")


def number_in(words: str, low: float, high: float) -> float:
    """The number in `words`, comma or point, within its limits.

    Raises:
        CommandError: It is no number, or out of range.
    """
    text = words.strip().rstrip("%").replace(",", ".")
    hint = Phrase("Gõ một số từ {low} đến {high}.", "Type a number from {low} to {high}.").fill(
        low=number_words(low), high=number_words(high)
    )
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise CommandError(
            Phrase("“{words}” không dùng được", "“{words}” cannot be used").fill(words=words),
            hint=hint,
        )
    return value


class Speed(Command):
    """How fast is read."""

    name = Phrase("tốc độ", "speed")
    short = ("td",)
    group = SOUND
    takes = Phrase("[0,5 đến 4]", "[0.5 to 4]")
    help = Phrase(
        "đọc nhanh bấy nhiêu lần, giọng vẫn giữ cao độ", "read so many times as fast, same pitch"
    )

    def run(self, session: Session, words: str) -> None:
        """Set it, or say what it is."""
        if words:
            session.restyle(speed=number_in(words, 0.5, 4.0))
        else:
            say_speed(session)


def say_speed(session: Session) -> None:
    """Say how fast is read."""
    session.say(Phrase("Tốc độ {n}.", "Speed {n}.").fill(n=number_words(session.style.speed)))


class Faster(Command):
    """A quarter faster."""

    name = Phrase("nhanh", "faster")
    short = ("nh", "+", "nhanh hon")
    key = "plus"
    group = SOUND
    help = Phrase("đọc nhanh hơn một nấc", "a step faster")

    def run(self, session: Session, words: str) -> None:
        """One step up."""
        del words
        higher = [speed for speed in SPEEDS if speed > session.style.speed]
        if higher:
            session.restyle(speed=higher[0])
        else:
            session.say(Phrase("Đã nhanh nhất: 4.", "As fast as it goes: 4."))


class Slower(Command):
    """A quarter slower."""

    name = Phrase("chậm", "slower")
    short = ("ch", "-", "cham hon")
    key = "minus"
    group = SOUND
    help = Phrase("đọc chậm hơn một nấc", "a step slower")

    def run(self, session: Session, words: str) -> None:
        """One step down."""
        del words
        lower = [speed for speed in SPEEDS if speed < session.style.speed]
        if lower:
            session.restyle(speed=lower[-1])
        else:
            session.say(Phrase("Đã chậm nhất: 0,5.", "As slow as it goes: 0.5."))


class Volume(Command):
    """How loud is read."""

    name = Phrase("âm lượng", "volume")
    short = ("al", "vol")
    group = SOUND
    takes = Phrase("[0 đến 100]", "[0 to 100]")
    help = Phrase("độ to, phần trăm", "how loud, in per cent")

    def run(self, session: Session, words: str) -> None:
        """Set it, or say what it is."""
        if words:
            session.restyle(volume=round(number_in(words, 0, 100)))
        else:
            session.say(Phrase("Âm lượng {n}%.", "Volume {n}%.").fill(n=session.style.volume))


class Louder(Command):
    """A step louder."""

    name = Phrase("to hơn", "louder")
    short = ("to",)
    key = "0"
    group = SOUND
    help = Phrase("to hơn một nấc", "a step louder")

    def run(self, session: Session, words: str) -> None:
        """One step up."""
        del words
        session.restyle(volume=session.style.volume + VOLUME_STEP)


class Quieter(Command):
    """A step quieter."""

    name = Phrase("nhỏ hơn", "quieter")
    short = ("nho",)
    key = "9"
    group = SOUND
    help = Phrase("nhỏ hơn một nấc", "a step quieter")

    def run(self, session: Session, words: str) -> None:
        """One step down."""
        del words
        session.restyle(volume=session.style.volume - VOLUME_STEP)


class ChooseVoice(Command):
    """Who reads."""

    name = Phrase("giọng", "voice")
    short = ("gi", "v", "giong doc")
    key = "v"
    group = SOUND
    takes = Phrase("[số hoặc tên]", "[number or name]")
    help = Phrase("xem các giọng đọc được, hoặc chọn một giọng", "the voices here, or choose one")

    def run(self, session: Session, words: str) -> None:
        """List the voices or take one."""
        from docbao.session.making import choose_voice  # noqa: PLC0415 - seldom

        choose_voice(session, words)


COMMANDS: tuple[Command, ...] = (
    Faster(), Slower(), Speed(), Louder(), Quieter(), Volume(), ChooseVoice(),
)  # fmt: skip
