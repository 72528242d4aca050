"""Who is spoken for next: what is listened to goes before what may be listened to later."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

QUIET_S: Final = 0.25
"""While sound plays, sentences are asked for one right after another until enough lie ready; so
long without one, and there is time for something else."""


class Turns:
    """The turns at one voice, which speaks one utterance at a time.

    An utterance that is being made is made to its end, so what is asked for waits, at worst, for
    one that was not: engines cannot be interrupted, and a second engine would take as much memory
    again (some 300 MB for the natural voice).
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = False
        self._asking = 0
        self._quiet_at_s = 0.0

    @contextmanager
    def asked(self) -> Iterator[None]:
        """A turn for what the listener waits for: the next."""
        with self._changed:
            self._asking += 1
            self._changed.wait_for(lambda: not self._busy)
            self._asking -= 1
            self._busy = True
        try:
            yield
        finally:
            self._over(time.monotonic() + QUIET_S)

    @contextmanager
    def ahead(self) -> Iterator[None]:
        """A turn for what may be wanted: when nobody waits, nor has just asked for something."""
        with self._changed:
            while self._busy or self._asking or time.monotonic() < self._quiet_at_s:
                left_s = self._quiet_at_s - time.monotonic()
                self._changed.wait(left_s if left_s > 0 else None)
            self._busy = True
        try:
            yield
        finally:
            self._over(self._quiet_at_s)

    def _over(self, quiet_at_s: float) -> None:
        with self._changed:
            self._busy = False
            self._quiet_at_s = quiet_at_s
            self._changed.notify_all()
