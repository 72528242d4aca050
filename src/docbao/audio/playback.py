"""Sound at the loudspeaker: one way to play, whatever plays.

`Players` opens one that works here, or says in words that there is none and that sound can only
be saved as files. Players are told what to play as parts, the first of which is heard while the
others are still being made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from docbao.audio.assemble import Part
from docbao.audio.deck import Status
from docbao.audio.loudspeaker import ClockedPlayer, SpeakerPlayer
from docbao.audio.players import Players, no_player

__all__ = ["ClockedPlayer", "Player", "Players", "SpeakerPlayer", "find_player", "no_player"]


class Player(Protocol):
    """Something that makes parts heard. Never blocks; ask `status` for what goes on."""

    @property
    def name(self) -> str:
        """For `docbao check`."""
        ...

    def play(self, parts: Iterable[Part]) -> None:
        """Stop what is playing and play these, from the first on, as they come."""
        ...

    def pause(self) -> None:
        """Fall silent where one is; nothing when nothing plays."""
        ...

    def resume(self) -> None:
        """Go on from there; nothing when not paused."""
        ...

    def stop(self) -> None:
        """Fall silent and forget what was playing."""
        ...

    def set_speed(self, speed: float) -> None:
        """Play `speed` times as fast, 0.5 to 4, at the same pitch, from now on."""
        ...

    def set_volume(self, volume: float) -> None:
        """Play at this part, 0 to 1, of full volume, from now on."""
        ...

    def status(self) -> Status:
        """What is being heard."""
        ...

    def close(self) -> None:
        """Let go of the device; may be called twice."""
        ...


def find_player(wish: str = "auto") -> Player:
    """The best player that works here.

    Args:
        wish: As `Players` takes it.

    Raises:
        AudioError: There is none: files only.
    """
    return Players(wish)()
