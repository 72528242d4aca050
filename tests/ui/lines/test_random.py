"""No sequence of lines breaks the line mode, or makes it print what it must not."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.session.rooms import Room
from tests.session.test_random import check, lines

from docbao.ui.lines.face import LineFace


@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(lines, min_size=200, max_size=200))
def test_two_hundred_lines_at_random_are_all_answered_in_plain_lines(script: list[str]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        room = Room(Path(folder) / "home")
        out = io.StringIO()
        face = LineFace(room.session, out, copy=lambda _: False)
        face.answer("cập nhật")
        for line in script:
            if line == "tick":
                room.clock.now_s += 0.5
                face.pulse()
            else:
                face.answer(line)
            check(room.session)
        shown = out.getvalue()
        assert not {c for c in shown if c < " " and c != "\n"}
        assert "lỗi trong docbao" not in shown
        room.close()
