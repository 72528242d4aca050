"""Sound at the loudspeaker: one way to play, whatever plays.

`Players` opens one that works here, or says in words that there is none and that sound can only
be saved as files. Players are told what to play as parts, the first of which is heard while the
others are still being made.
"""

from __future__ import annotations

import logging
import os
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from docbao.audio.assemble import Part
from docbao.audio.deck import Status
from docbao.audio.loudspeaker import PLAY_RATE_HZ, ClockedPlayer, SpeakerPlayer, no_player
from docbao.errors import AudioError
from docbao.i18n import Phrase

__all__ = ["ClockedPlayer", "Player", "Players", "SpeakerPlayer", "find_player", "no_player"]

log = logging.getLogger(__name__)


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


class Players:
    """Opens the player there is to play with; called again when one was lost, perhaps the next.

    mpv goes first where it is installed, else the system's loudspeaker by miniaudio. On Windows,
    where docbao's line to mpv was never tried, mpv is taken when it is asked for.
    """

    CHANCES: Final = 2
    """How often one that was lost is opened anew before the next one takes its place."""

    def __init__(
        self,
        wish: str = "auto",
        *,
        which: Callable[[str], str | None] = shutil.which,
        platform: str = sys.platform,
    ) -> None:
        """Choose among what is here.

        Args:
            wish: `auto`, `mpv`, `miniaudio`, or `none` for files only.
            which: Finds a program by its name.
            platform: As `sys.platform`.
        """
        rows: dict[str, tuple[tuple[str, Callable[[], Player]], ...]] = {
            "mpv": (("mpv", self._mpv),),
            "miniaudio": (("miniaudio", SpeakerPlayer),),
            "none": (),
        }
        both = rows["miniaudio"] if platform == "win32" else rows["mpv"] + rows["miniaudio"]
        self._row = rows.get(wish, both)
        self._which = which
        self._opened: Counter[str] = Counter()

    def __call__(self) -> Player:
        """The first that can be opened.

        Raises:
            AudioError: None can; it says why the last one could not.
        """
        failure = no_player()
        for name, opened in self._row:
            if self._opened[name] > self.CHANCES:
                continue
            try:
                player = opened()
            except AudioError as error:
                log.info("player not opened name=%s", name, exc_info=error)
                failure = error
                continue
            self._opened[name] += 1
            return player
        raise failure

    def _mpv(self) -> Player:
        from docbao.audio.mpv import MpvPlayer  # noqa: PLC0415 - where it is installed

        program = self._which("mpv")
        if program is None:
            raise AudioError(
                Phrase("Máy này không có mpv.", "mpv is not installed here."),
                hint=Phrase(
                    "Cài mpv, hoặc ghi reader.player: auto trong feeds.yaml.",
                    "Install mpv, or set reader.player: auto in feeds.yaml.",
                ),
            )
        # For a loudspeaker other than the system's own (`--audio-device=…`), and for trials.
        options = shlex.split(os.environ.get("DOCBAO_MPV_OPTIONS", ""))
        return MpvPlayer(program, PLAY_RATE_HZ, options=options)
