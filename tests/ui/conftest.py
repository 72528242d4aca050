"""Tests of the screen are coroutines; this runs each on a loop of its own."""

from __future__ import annotations

import asyncio
import inspect

import pytest
from textual import _wait

# The pilot calls the screen idle when a fiftieth of a second has passed with little work done in
# it, three times a key. A shorter stretch asks the same question, and the answer comes sooner.
_wait.SLEEP_GRANULARITY = 1 / 250
_wait.SLEEP_IDLE = 1 / 1000  # as it is


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a coroutine function to its end; leave other functions to pytest."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in wanted}
    asyncio.run(pyfuncitem.obj(**arguments))
    return True
