"""One event loop in a thread, for the one library that can only be spoken to with `await`.

A loop for each utterance would be simpler, but connections over TLS need the loop for a moment
after the last word to be closed: with a loop of its own each would be torn off and left open.
"""

from __future__ import annotations

import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    import asyncio

_T = TypeVar("_T")

_FAREWELL_S: Final = 0.25  # aiohttp's documentation, "Graceful shutdown"


class Conversations:
    """Runs coroutines for callers that do not, from any thread; starts with the first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def hold(self, conversation: Coroutine[Any, Any, _T], limit_s: float) -> _T:
        """What `conversation` comes to.

        Raises:
            TimeoutError: It was not over within `limit_s`; it is broken off.
        """
        import asyncio  # noqa: PLC0415 - 40 ms, for those who go online

        running = asyncio.run_coroutine_threadsafe(conversation, self._running())
        try:
            return running.result(limit_s)
        except (TimeoutError, CancelledError) as error:
            running.cancel()
            raise TimeoutError from error

    def close(self) -> None:
        """Let what is open close, and end the thread; may be called twice."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.call_later, _FAREWELL_S, loop.stop)
            thread.join(4 * _FAREWELL_S)

    def _running(self) -> asyncio.AbstractEventLoop:
        import asyncio  # noqa: PLC0415 - as above

        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_run, args=(self._loop,), daemon=True)
                self._thread.start()
            return self._loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    import asyncio  # noqa: PLC0415 - as above

    asyncio.set_event_loop(loop)
    loop.run_forever()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
