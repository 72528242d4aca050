"""Proof: Liquidsoap plays a running order to the sample, and two meters agree on its loudness.

    apt-get install --no-install-recommends liquidsoap
    pip install 'docbao[ffmpeg]'
    python tests/proofs/radio_liquidsoap.py [--engine espeak] [--format mp3] [--minutes 2]

A programme is made as a folder of parts with a running order; Liquidsoap plays its M3U, faster than
real time, into a WAV; what came out is counted and measured.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from docbao.audio.ffmpeg import find_ffmpeg
from docbao.audio.levels import LevelMeter
from docbao.config.programme import default_programme
from docbao.newsroom import open_newsroom
from docbao.programme import make_programme

NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
HEADER_BYTES = 44

# The header Liquidsoap writes tells a length that is not so: the samples are counted instead.
# Its own clock is let go, or two minutes would take two minutes; it then plays faster than it
# finds the next file, unless it looks for all of them ahead.
SCRIPT = """
set("init.allow_root", {root})
set("log.stdout", true)
set("log.file", false)
set("log.level", 3)
set("frame.audio.samplerate", {rate})
list = argv(1)
out = argv(2)
s = playlist(mode="normal", loop=false, reload_mode="never", prefetch=99, list)
def told(m) =
  if m["filename"] != "" then
    print("TRACK " ^ m["title"])
  end
end
s.on_track(told)
clock.assign_new(sync="none", [s])
output.file(%wav(stereo=true, channels=2, samplesize=16, header=true), fallible=true,
  on_stop=shutdown, out, s)
"""


def write_news(home: Path, engine: str) -> None:
    """Articles in a folder; one with quotation marks, for the playlist."""
    (home / "tin").mkdir(parents=True)
    (home / "feeds.yaml").write_text(
        f"speech:\n  engine: {engine}\nfeeds:\n  - name: tin\n    title: Tin xã\n"
        "    kind: files\n    url: tin\n",
        encoding="utf-8",
    )
    for number in range(1, 9):
        sentence = f"Ngày {number}/8/2026, xã làm xong {number} km đường, bà con rất phấn khởi."
        text = f'Tin thứ {number}, "đường mới" \\ cầu mới\n\n' + "\n\n".join([sentence] * 4)
        (home / "tin" / f"{number}.txt").write_text(text, encoding="utf-8")


def play(folder: Path, out: Path, rate_hz: int) -> str:
    """Let Liquidsoap play the folder's M3U into `out`; what it said."""
    script = folder.parent / "play.liq"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    script.write_text(SCRIPT.format(root=str(root).lower(), rate=rate_hz), encoding="utf-8")
    said = folder.parent / "said.txt"
    command: list[str | Path] = ["liquidsoap", script, "--", folder / "running-order.m3u", out]
    # It waits for ever for a file it cannot find; then what it said is worth reading.
    with said.open("wb") as log, suppress(subprocess.TimeoutExpired):
        subprocess.run(command, stdout=log, stderr=log, timeout=60, check=False)
    return said.read_text(encoding="utf-8", errors="replace")


def ffmpeg_lufs(path: Path) -> float:
    """Integrated loudness as ffmpeg's ebur128 measures it."""
    told = subprocess.run(
        [find_ffmpeg(), "-nostdin", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True, text=True, timeout=120, check=True,
    ).stderr.rpartition("Summary:")[2]  # fmt: skip
    found = re.search(r"I:\s+(-?[\d.]+) LUFS", told)
    if found is None:
        sys.exit("ffmpeg told no loudness")
    return float(found[1])


def main() -> int:
    """Make, play, count, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="tone")
    parser.add_argument("--format", default="mp3", choices=("mp3", "wav", "flac"))
    parser.add_argument("--minutes", type=float, default=2)
    asked = parser.parse_args()
    if shutil.which("liquidsoap") is None:
        print("skipped: no liquidsoap here (Debian: apt-get install liquidsoap)")
        return 0
    with tempfile.TemporaryDirectory() as name:
        home, folder = Path(name) / "home", Path(name) / "on air"
        write_news(home, asked.engine)
        programme = replace(
            default_programme("vi"), minutes=asked.minutes, format=asked.format, since_hours=9000
        )
        with open_newsroom(home, now=lambda: NOW) as newsroom:
            for _ in newsroom.refresh(newsroom.config.feeds):
                pass
            made = make_programme(newsroom, programme, out=folder, on_air=NOW, split=True)
        order, played = made.order, Path(name) / "played.wav"
        said = play(folder, played, order.rate_hz)
        if not played.exists():
            print(said)
            return 1
        samples = np.frombuffer(played.read_bytes()[HEADER_BYTES:], np.int16).reshape(-1, 2)
        meter = LevelMeter(order.rate_hz)
        meter.add(samples[:, 0])
        # Liquidsoap gives either ear half the power, so that both together are as loud as before.
        ours = meter.levels.integrated_lufs + 10 * math.log10(2)
        theirs = ffmpeg_lufs(played)
        parts = [ffmpeg_lufs(folder / line.file) for line in order.lines]
    tracks = re.findall(r"^TRACK (.*)$", said, re.MULTILINE)
    off = samples.shape[0] - order.length
    print(f"parts {len(order.lines)}, tracks played {len(tracks)}")
    print(f"asked {order.length} samples, played {samples.shape[0]}: {off:+d}, "
          f"{off * 1000 / order.rate_hz:+.1f} ms")  # fmt: skip
    print(f"loudness told {order.loudness_lufs:.2f}, of what was played {ours:.2f}, "
          f"by ffmpeg's meter {theirs:.1f} LUFS")  # fmt: skip
    print(f"ffmpeg, part by part: {', '.join(f'{lufs:.1f}' for lufs in parts)} LUFS")
    right = (
        tracks == [line.title for line in order.lines]
        and abs(off) <= order.rate_hz // 2
        and abs(ours + 23) <= 0.2
        and abs(theirs + 23) <= 0.2
    )
    print("right" if right else "WRONG")
    if not right:
        print("\n".join(tracks), said[-3000:], sep="\n")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
