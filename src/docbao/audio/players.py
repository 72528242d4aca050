"""Which player there is to play with; ready to start one before the sound itself is loaded."""

from __future__ import annotations

import logging
import os
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from docbao.audio.mpv_link import MpvLink, bare_samples
from docbao.errors import AudioError
from docbao.i18n import Phrase

if TYPE_CHECKING:
    from docbao.audio.mpv import MpvPlayer
    from docbao.audio.playback import Player

log = logging.getLogger(__name__)

PLAY_RATE_HZ: Final = 24_000
"""Voices come at 16 to 24 kHz; the system brings this to whatever its device wants."""


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
            "miniaudio": (("miniaudio", _miniaudio),),
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
        program = self._which("mpv")
        if program is None:
            raise AudioError(
                Phrase("Máy này không có mpv", "mpv is not installed here"),
                hint=Phrase(
                    "Cài mpv, hoặc ghi reader.player: auto trong feeds.yaml.",
                    "Install mpv, or set reader.player: auto in feeds.yaml.",
                ),
            )
        # For a loudspeaker other than the system's own (`--audio-device=…`), and for trials.
        return open_mpv(program, shlex.split(os.environ.get("DOCBAO_MPV_OPTIONS", "")))


def open_mpv(program: str, options: Sequence[str] = ()) -> MpvPlayer:
    """mpv, started first and then waited for while numpy loads.

    Args:
        program: Its path.
        options: For mpv, such as `--ao=null`.

    Raises:
        AudioError: It does not start, or finds no loudspeaker.
    """
    mpv = MpvLink(program, (*bare_samples(PLAY_RATE_HZ), *options))
    from docbao.audio.mpv import MpvPlayer  # noqa: PLC0415 - as it says

    return MpvPlayer(mpv, PLAY_RATE_HZ)


def _miniaudio() -> Player:
    from docbao.audio.loudspeaker import SpeakerPlayer  # noqa: PLC0415 - where mpv is not

    return SpeakerPlayer()


def no_player() -> AudioError:
    """The error that says in words that there is nothing to play with."""
    return AudioError(
        Phrase(
            vi="Máy này không có loa nào dùng được: chỉ lưu được tệp âm thanh",
            en="No usable loudspeaker here: sound can only be saved as files",
        ),
        hint=Phrase(
            vi="Hãy cắm loa hoặc tai nghe, hoặc tạo tệp MP3: docbao audio.",
            en="Connect a loudspeaker or headphones, or make an MP3: docbao audio.",
        ),
    )
