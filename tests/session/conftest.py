from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.session.rooms import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def full(room: Room) -> Room:
    """A room whose feed was asked already."""
    room.session.do("cập nhật")
    room.session.take_events()
    return room
