"""The scenarios every face must pass, through the keys and panes of the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.session.rooms import Room
from tests.ui.scenarios import SCENARIOS, Scenario
from textual.pilot import Pilot
from textual.widgets import Input

from docbao.ui.screen.app import ReaderApp
from docbao.ui.screen.page import TextPage
from docbao.ui.screen.reading import ReadingPane
from docbao.ui.screen.rows import RowList
from docbao.ui.screen.status import StatusLine

Act = Callable[["Stage"], Awaitable[str]]


class Stage:
    """Plays the screen in the loop of the test; acts are handed to it from the driver's thread."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.loop = asyncio.get_running_loop()
        self._acts: asyncio.Queue[tuple[Act | None, asyncio.Future[str]]] = asyncio.Queue()
        self.app: ReaderApp
        self.pilot: Pilot[Any]

    async def play(self) -> None:
        """Open the screen, and again whenever an act has ended it, until told to stop."""
        self.room.session.welcome()  # is another test's business
        self.room.session.take_events()
        while True:
            self.app = ReaderApp(self.room.session)
            async with self.app.run_test(size=(120, 40)) as self.pilot:
                act, done = await self._acts.get()
                while act is not None:
                    try:
                        done.set_result(await act(self))
                    except Exception as error:
                        done.set_exception(error)
                    if self.app.return_value is not None or not self.app.is_running:
                        break
                    act, done = await self._acts.get()
            if act is None:
                self.room.close()
                done.set_result("")
                return
            self.room.open()

    async def hand(self, act: Act | None) -> str:
        done: asyncio.Future[str] = self.loop.create_future()
        await self._acts.put((act, done))
        return await done

    def seen(self) -> str:
        """What the panes hold; that all of it can be reached is the other tests' business."""
        top = self.app.screen
        if isinstance(top, TextPage):
            return "\n".join(p.text for p in top.query_one(ReadingPane).paragraphs)
        top = self.app.screen_stack[0]
        lists = [pane for pane in top.query(RowList) if pane.display]
        rows = [row for pane in lists for row in (pane.heading, *pane.items)]
        place = self.room.session.desk.sentence
        here = [place.text] if place is not None else []
        return "\n".join([top.query_one(StatusLine).words, *rows, *here])


class ScreenDriver:
    """A person at the screen, who types whole commands into the list of commands."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def _have(self, act: Act | None) -> str:
        return asyncio.run_coroutine_threadsafe(self._stage.hand(act), self._stage.loop).result(60)

    def do(self, line: str) -> str:
        async def act(stage: Stage) -> str:
            if len(stage.app.screen_stack) > 1:
                await stage.pilot.press("escape")
            await stage.pilot.press("ctrl+p")
            stage.app.screen.query_one(Input).value = line
            await stage.pilot.pause()
            await stage.pilot.press("enter")
            for _ in range(3):  # the list of commands closes, the command runs, the panes follow
                await stage.pilot.pause()
            stage.app.pump()
            await stage.pilot.pause()
            return stage.seen()

        return self._have(act)

    def listen(self, seconds: float) -> str:
        async def act(stage: Stage) -> str:
            for _ in range(round(seconds * 10)):
                stage.room.clock.now_s += 0.1
                stage.app._tick()
            await stage.pilot.pause()
            return stage.seen()

        return self._have(act)

    def again(self) -> None:
        async def act(stage: Stage) -> str:
            if len(stage.app.screen_stack) > 1:
                await stage.pilot.press("escape")
            await stage.pilot.press("q")
            stage.room.close()
            return ""

        self._have(act)

    def crash(self) -> None:
        async def act(stage: Stage) -> str:
            stage.room.crash()
            stage.app.exit(1)
            return ""

        self._have(act)

    def close(self) -> None:
        self._have(None)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_on_the_screen(scenario: Scenario, tmp_path: Path) -> None:
    stage = Stage(Room(tmp_path / "home"))
    playing = asyncio.create_task(stage.play())
    driver = ScreenDriver(stage)
    try:
        await asyncio.to_thread(scenario, driver)
    finally:
        await asyncio.to_thread(driver.close)
        await playing
