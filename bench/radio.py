"""How long a programme takes whose items have been spoken before, beside the bare minimum.

The bare minimum is samples of the same length into the same encoder, and nothing else. Run as

    python bench/radio.py [--minutes 15] [--engine espeak] [--format mp3]
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from docbao.audio.airing import RATES_HZ
from docbao.audio.codec import Encoder, Mp3Encoder, Pcm
from docbao.audio.wav import WavEncoder
from docbao.config.programme import default_programme
from docbao.newsroom import open_newsroom
from docbao.programme import Made, make_programme

NOW = datetime(2026, 11, 24, 21, 40, tzinfo=UTC)
SENTENCES = (
    "Sáng nay, Ủy ban nhân dân tỉnh tổ chức hội nghị tổng kết công tác phòng chống thiên tai.",
    "Theo báo cáo, mười tháng qua toàn tỉnh có 7 đợt mưa lớn, thiệt hại hơn 40 tỷ đồng.",
    "Giá thịt lợn hơi tại các chợ đầu mối giảm 5% so với tuần trước.",
    "Ngày 24/11/2026, trường phổ thông dân tộc bán trú khai giảng lớp xóa mù chữ.",
)
LIMIT_S = 6.0


def write_news(home: Path, count: int, engine: str) -> None:
    """A folder of `count` articles of one to two minutes."""
    (home / "tin").mkdir(parents=True)
    (home / "feeds.yaml").write_text(
        f"speech:\n  engine: {engine}\nfeeds:\n  - name: tin\n    title: Tin bản\n"
        "    kind: files\n    url: tin\n",
        encoding="utf-8",
    )
    for number in range(count):
        lines = [f"Bản tin thứ {number} của huyện Trà Sơn", ""]
        for part in range(4 + number % 5):
            words = [f"Tin {number}, đoạn {part}, câu {n}. {s}" for n, s in enumerate(SENTENCES)]
            lines += [" ".join(words), ""]
        (home / "tin" / f"{number:02}.txt").write_text("\n".join(lines), encoding="utf-8")


def bare_minimum(length: int, form: str) -> float:
    """Seconds for the encoder alone, on sound like speech in its level and its pauses."""
    rate_hz = RATES_HZ[form]
    rng = np.random.default_rng(1)
    second = np.cumsum(rng.standard_normal(rate_hz)) * 40
    second[rate_hz * 3 // 4 :] = 0
    pcm: Pcm = np.clip(second - second.mean(), -32768, 32767).astype(np.int16)
    encoder: Encoder = (
        Mp3Encoder(io.BytesIO(), rate_hz=rate_hz, bitrate_kbps=192, quality=5)
        if form == "mp3"
        else WavEncoder(io.BytesIO(), rate_hz=rate_hz)
    )
    start = time.perf_counter()
    for _ in range(length // rate_hz):
        encoder.write(pcm)
    encoder.close()
    return time.perf_counter() - start


def main() -> None:
    """Make the programme twice and tell how long the second took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--engine", default="espeak")
    parser.add_argument("--format", default="mp3", choices=("mp3", "wav"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_news(home, round(asked.minutes * 1.6) + 4, asked.engine)
        programme = replace(
            default_programme("vi"), minutes=asked.minutes, format=asked.format, since_hours=8000
        )

        def made() -> tuple[Made, float, float, float]:
            start, busy, own = time.perf_counter(), time.process_time(), time.thread_time()
            with open_newsroom(home, now=lambda: NOW) as newsroom:
                out = home / f"out.{asked.format}"
                result = make_programme(newsroom, programme, out=out, on_air=NOW)
            own = time.thread_time() - own
            return result, time.perf_counter() - start, time.process_time() - busy, own

        with open_newsroom(home, now=lambda: NOW) as newsroom:
            for _ in newsroom.refresh(newsroom.config.feeds):
                pass
        _, first_s, _, _ = made()
        result, ready_s, busy_s, own_s = made()
    length = result.order.length
    least_s = bare_minimum(length, asked.format)
    items = sum(line.kind == "item" for line in result.order.lines)
    print(f"{asked.format}, {length / result.order.rate_hz:.3f} s, {items} items, "
          f"{result.order.loudness_lufs:.2f} LUFS, speed {result.order.speed:.3f}")  # fmt: skip
    print(f"first run, items spoken:  {first_s:6.2f} s")
    print(
        f"items ready:              {ready_s:6.2f} s  longest thread busy {own_s:.2f} s, "
        f"all {busy_s:.2f} s; "
        f"limit {LIMIT_S} s for 15 minutes"
    )
    print(f"encoder alone:            {least_s:6.2f} s  ratio {ready_s / max(least_s, 1e-9):.2f}")


if __name__ == "__main__":
    main()
