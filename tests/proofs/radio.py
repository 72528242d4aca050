"""Proof: Liquidsoap plays a running order, strangers' meters and readers agree with what is told.

    apt-get install --no-install-recommends liquidsoap
    pip install 'docbao[ffmpeg]' pyloudnorm wavinfo wave-chunk-parser
    python tests/proofs/radio.py [--engine espeak] [--minutes 2]

A programme is made as a folder of parts with a running order; Liquidsoap plays its M3U, faster than
real time, into a WAV; what came out is counted, and measured by ffmpeg's `ebur128` and pyloudnorm.
Then the same programme is made as one file in each format: ffmpeg counts the samples and measures,
wavinfo reads `bext` and INFO, wave-chunk-parser `cart`.
"""

from __future__ import annotations

import argparse
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
from typing import Literal

import numpy as np

from docbao.audio.codec import Pcm
from docbao.audio.ffmpeg import find_ffmpeg
from docbao.config.programme import default_programme
from docbao.newsroom import open_newsroom
from docbao.radio.programme import Made, make_programme

NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
HEADER_BYTES = 44
FORMATS: tuple[Literal["mp3", "wav", "flac"], ...] = ("mp3", "wav", "flac")

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


def pyloudnorm_lufs(sound: Pcm, rate_hz: int) -> float:
    """Integrated loudness as pyloudnorm measures it."""
    import pyloudnorm

    return float(pyloudnorm.Meter(rate_hz).integrated_loudness(sound / 32768.0))


def decoded(path: Path) -> Pcm:
    """The samples of a mono file as ffmpeg gives them."""
    command: list[str | Path] = [
        find_ffmpeg(),
        "-nostdin",
        "-v",
        "error",
        "-i",
        path,
        "-f",
        "s16le",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return np.frombuffer(done.stdout, np.int16)


def played_right(made: Made, folder: Path, played: Path) -> list[tuple[str, bool]]:
    """What Liquidsoap did with the running order."""
    if shutil.which("liquidsoap") is None:
        print("skipped: no liquidsoap here (Debian: apt-get install liquidsoap)")
        return []
    order = made.order
    said = play(folder, played, order.rate_hz)
    if not played.exists():
        print(said)
        return [("Liquidsoap played", False)]
    samples = np.frombuffer(played.read_bytes()[HEADER_BYTES:], np.int16).reshape(-1, 2)
    # Liquidsoap gives either ear half the power, so that both together are as loud as before.
    ours = pyloudnorm_lufs(samples, order.rate_hz)
    theirs = ffmpeg_lufs(played)
    tracks = re.findall(r"^TRACK (.*)$", said, re.MULTILINE)
    off = samples.shape[0] - order.length
    frame = order.rate_hz // 25  # Liquidsoap 2.1 ends a part on its own frame of 40 ms
    counted = f"{samples.shape[0]} samples of {order.length}, {off * 1000 / order.rate_hz:+.1f} ms"
    return [
        (
            f"Liquidsoap played {len(tracks)} parts of {len(order.lines)}, by their titles",
            tracks == [line.title for line in order.lines],
        ),
        (f"Liquidsoap: {counted}", abs(off) <= frame * len(order.lines)),
        (
            f"of what it played: pyloudnorm {ours:.2f}, ffmpeg {theirs:.1f} LUFS",
            abs(ours + 23) <= 0.2 and abs(theirs + 23) <= 0.2,
        ),
    ]


def file_right(made: Made, path: Path) -> list[tuple[str, bool]]:
    """One file: its samples counted and measured by others."""
    order, form = made.order, path.suffix[1:]
    sound = decoded(path)
    told, second, third = (
        order.loudness_lufs,
        ffmpeg_lufs(path),
        pyloudnorm_lufs(sound, order.rate_hz),
    )
    return [
        (
            f"{form}: ffmpeg decodes {sound.size} samples, told {order.length}",
            sound.size == order.length,
        ),
        (
            f"{form}: told {told:.2f}, ffmpeg {second:.1f}, pyloudnorm {third:.2f} LUFS",
            all(abs(lufs + 23) <= 0.2 for lufs in (told, second, third)),
        ),
    ]


def chunks_right(made: Made, path: Path) -> list[tuple[str, bool]]:
    """What strangers read in the WAV file."""
    import wavinfo
    from wave_chunk_parser.chunks import CartChunk

    info = wavinfo.WavInfoReader(str(path), info_encoding="utf-8")
    content = path.read_bytes()
    # AES46 writes dates with hyphens; this reader knows them with strokes, or without a time.
    CartChunk.FORMAT_DATE_TIME = "%Y-%m-%d%H:%M:%S"
    with path.open("rb") as file:
        cart = CartChunk.from_file(file, content.index(b"cart"))
    length = info.data.frame_count
    bext, order, fmt = info.bext, made.order, info.fmt
    day, clock = bext.originator_date, bext.originator_time
    lufs, peak = bext.loudness_value, bext.max_true_peak
    return [
        (
            f"wavinfo: {fmt.sample_rate} Hz, {fmt.bits_per_sample} bit, {length} samples",
            (fmt.sample_rate, fmt.bits_per_sample, length) == (48_000, 16, order.length),
        ),
        (
            f"wavinfo, bext {bext.version}: {day} {clock}, {lufs:.2f} LUFS, {peak:.2f} dBTP",
            (day, clock) == ("2026-11-23", "22:00:00")
            and abs(lufs - order.loudness_lufs) <= 0.011
            and abs(peak - order.true_peak_dbtp) <= 0.011,
        ),
        (f"wavinfo, INFO: {info.info.title!r}", info.info.title == order.title),
        (
            f"wave-chunk-parser: cart {cart.title}, {cart.cut_id}, from {cart.start_date}",
            (cart.title, cart.category, cart.cut_id) == ("Ban tin docbao", "NEWS", "01234"),
        ),
    ]


def main() -> int:
    """Make, play, count, measure, read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="espeak")
    parser.add_argument("--minutes", type=float, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home, folder = Path(name) / "home", Path(name) / "on air"
        write_news(home, asked.engine)
        programme = replace(
            default_programme("vi"), minutes=asked.minutes, since_hours=9000, cut="01234"
        )
        checks: list[tuple[str, bool]] = []
        with open_newsroom(home, now=lambda: NOW) as newsroom:
            for _ in newsroom.refresh(newsroom.config.feeds):
                pass
            split = make_programme(newsroom, programme, out=folder, on_air=NOW, split=True)
            checks += played_right(split, folder, Path(name) / "played.wav")
            for form in FORMATS:
                out = Path(name) / f"a.{form}"
                made = make_programme(
                    newsroom, replace(programme, format=form), out=out, on_air=NOW
                )
                checks += file_right(made, out)
                if form == "wav":
                    checks += chunks_right(made, out)
    for what, holds in checks:
        print(f"{'ok   ' if holds else 'WRONG'} {what}")
    right = all(holds for _, holds in checks)
    print("right" if right else "WRONG")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
