from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.lines.journey import walk


@pytest.mark.slow
def test_a_script_at_the_end_of_a_pipe_reads_stops_and_resumes_at_the_same_sentence(
    tmp_path: Path,
) -> None:
    walk(tmp_path / "home", [])
