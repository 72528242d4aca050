"""No sequence of commands breaks a session."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.session.rooms import Room

from docbao.audio.playback import ClockedPlayer
from docbao.session.commands import COMMANDS, understand
from docbao.session.commands.command import CommandError
from docbao.session.events import Failed
from docbao.session.session import Session
from docbao.session.settings import LIMITS, THEMES

_WORDS = (
    "",
    "",
    "1",
    "2",
    "25",
    "99999",
    "0",
    "-3",
    "1,5",
    "abc",
    "xóa",
    "doi bong",
    "nan",
    "vàng",
)
_LEFT_OUT = ("MakeMp3", "OpenLink", "Quit")  # slow; would open a browser; ends it all


def is_tried(line: str) -> bool:
    """Whether a line is none of those left out, by whatever short form."""
    try:
        return understand(line)[0].id not in _LEFT_OUT
    except CommandError:
        return True


lines = st.one_of(
    st.tuples(
        st.sampled_from([c.name.vi for c in COMMANDS if c.id not in _LEFT_OUT]),
        st.sampled_from(_WORDS),
    ).map(" ".join),
    st.sampled_from(("", "3", "tick", "tick", "a long while", "the player dies")),
    st.text(max_size=12),
).filter(is_tried)


def check(session: Session) -> None:
    """What holds whatever was done."""
    listing, desk, listening, style = (
        session.listing, session.desk, session.listening, session.style
    )  # fmt: skip
    assert (listing.selected == -1) == (not listing.items)
    assert listing.selected < max(1, len(listing.items))
    assert [item.number for item in listing.items] == list(range(1, len(listing.items) + 1))
    assert 0 <= listing.window[0] <= listing.window[1] <= len(listing.items)
    assert listing.total >= len(listing.items)
    if desk.pages is None:
        assert session.view != "article"
    else:
        assert 0 <= desk.place < max(1, len(desk.pages.sentences))
        assert desk.time_ms >= 0
    assert (listening.state == "stopped") == (listening.what == "nothing")
    assert (listening.headline >= 0) <= (listening.what == "headlines")
    for name, (low, high) in LIMITS.items():
        assert low <= getattr(style, name) <= high
    assert style.theme in THEMES
    assert len({item.entry.id for item in listening.queue}) == len(listening.queue)
    for event in session.take_events():
        if isinstance(event, Failed):
            assert "lỗi trong docbao" not in str(event.error.message)


@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(lines, min_size=200, max_size=200))
def test_no_two_hundred_commands_break_a_session(script: list[str]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        room = Room(Path(folder) / "home")
        room.session.do("cập nhật")
        for line in script:
            if line == "tick":
                room.pass_time(0.5, 0.25)
            elif line == "a long while":
                room.pass_time(20, 2.0)
            elif line == "the player dies":
                _kill(room)
            else:
                room.session.do(line)
            check(room.session)
        before = (room.session.style, room.session.desk.place, room.session.desk.article)
        room.close()
        room.open()
        assert room.session.style == before[0]
        if before[2] is not None and room.newsroom.library.newest(before[2].id):
            room.session.open_named(before[2].id)
            assert room.session.desk.place == before[1]
        room.close()


def _kill(room: Room) -> None:
    def die() -> None:
        raise OSError(5, "device lost")

    room.player.status = die  # type: ignore[method-assign, assignment]  # a device that is gone
    room.pass_time(0.1)
    room.player = ClockedPlayer(room.clock)
