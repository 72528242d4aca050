"""Sound made ahead of its use, several at once where an engine can, and given in order.

Even an engine that speaks one utterance at a time gains: its worker speaks the next one while the
owner levels and encodes the last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Asked = TypeVar("_Asked")
_Given = TypeVar("_Given")


def in_order(
    speak: Callable[[_Asked], _Given], asked: Iterable[_Asked], *, parallel: int
) -> Generator[_Given, None, None]:
    """What `speak` gives for each of `asked`, in their order, made up to `parallel` at once.

    No more than twice `parallel` are made and not yet taken, so memory does not grow with the
    length of an article. What `speak` raises is raised in its turn; whatever was under way then,
    or when the iterator is closed, is finished and thrown away, and nothing new begun.

    Args:
        speak: Called from threads of its own.
        asked: Read as far ahead as needed.
        parallel: `Capabilities.parallel` of the engine.
    """
    waiting: deque[Future[_Given]] = deque()
    source = iter(asked)
    pool = ThreadPoolExecutor(max(parallel, 1), thread_name_prefix="speak")
    try:
        for item in source:
            waiting.append(pool.submit(speak, item))
            if len(waiting) >= 2 * max(parallel, 1):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
