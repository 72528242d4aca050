"""The loudspeaker of a session: opened when it is first needed, and anew when it was lost."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from docbao.errors import AudioError
from docbao.i18n import Phrase

if TYPE_CHECKING:
    from docbao.audio.deck import Status
    from docbao.audio.playback import Player

log = logging.getLogger(__name__)

_LOSSES: Final = 3
"""So many players in a row may be lost..."""
_WITHIN_S: Final = 20.0
"""...in so long; then something else is wrong, and the listener is told."""


def loudspeakers(wish: str = "auto") -> Callable[[], Player]:
    """What opens the player that works here, and, when one was lost too often, the next.

    Args:
        wish: As `docbao.audio.playback.Players` takes it.
    """
    kept: list[Callable[[], Player]] = []

    def opened() -> Player:
        from docbao.audio.playback import Players  # noqa: PLC0415 - sound is for those who listen

        if not kept:
            kept.append(Players(wish))
        return kept[0]()

    return opened


class Loudspeaker:
    """One player after another, each set to the speed and volume of the session."""

    def __init__(self, open_player: Callable[[], Player], clock: Callable[[], float]) -> None:
        """Open players by `open_player`; losses are counted on `clock`, in seconds."""
        self._open_player = open_player
        self._clock = clock
        self._opening = threading.Lock()
        self._player: Player | None = None
        self._closed = False
        self._speed, self._volume = 1.0, 1.0
        self._losses: list[float] = []

    @property
    def name(self) -> str:
        """Of the player that is open."""
        return self._player.name if self._player is not None else ""

    def warm(self) -> None:
        """Have it open by the time it is wanted; for work beside the session.

        Where there is no loudspeaker nothing is said: that is time enough when one is wanted.
        """
        try:
            self.ready()
        except AudioError as error:
            log.info("no loudspeaker yet", exc_info=error)

    def ready(self) -> Player:
        """The player, opened now if it is not yet.

        Raises:
            AudioError: There is no loudspeaker: files only.
        """
        with self._opening:
            if self._closed:
                raise player_lost()
            if self._player is None:
                player = self._open_player()
                player.set_speed(self._speed)
                player.set_volume(self._volume)
                self._player = player
            return self._player

    def order(self, order: Callable[[Player], None]) -> None:
        """Have the player, if one is open, do something.

        Raises:
            Exception: Whatever a player dies of.
        """
        if self._player is not None:
            order(self._player)

    def status(self) -> Status | None:
        """What is heard; `None` when no player is open.

        Raises:
            Exception: As `order`.
        """
        return None if self._player is None else self._player.status()

    def set_speed(self, speed: float) -> None:
        """Play this fast, now and whatever is opened later."""
        self._speed = speed
        self.order(lambda player: player.set_speed(speed))

    def set_volume(self, volume: float) -> None:
        """Play this loud, likewise."""
        self._volume = volume
        self.order(lambda player: player.set_volume(volume))

    def lose(self, cause: Exception) -> bool:
        """Let go of a player that died; whether it makes sense to open another."""
        log.info("player lost name=%s", self.name, exc_info=cause)
        now_s = self._clock()
        self._losses = [at for at in self._losses if now_s - at < _WITHIN_S] + [now_s]
        self._let_go()
        return len(self._losses) < _LOSSES

    def close(self) -> None:
        """Let the device go, for good."""
        with self._opening:
            self._closed = True
        self._let_go()

    def _let_go(self) -> None:
        player, self._player = self._player, None
        if player is not None:
            try:
                player.close()
            except Exception as error:  # whatever a player dies of
                log.debug("player did not close", exc_info=error)


def player_lost() -> AudioError:
    """The error that says the sound broke off."""
    return AudioError(
        Phrase("bộ phát âm thanh đã dừng giữa chừng", "the sound player broke off"),
        hint=Phrase(
            "Chỗ đang nghe đã được nhớ; gõ “đọc” để nghe tiếp, hoặc “mp3” để tạo tệp.",
            "Your place is kept; type “read” to go on, or “mp3” to make a file.",
        ),
    )
