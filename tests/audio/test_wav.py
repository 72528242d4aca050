from __future__ import annotations

import io
import struct
import wave
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from tests.audio.sounds import pcm, speechlike, tone

from docbao.audio.broadcast import Broadcast, ascii_text
from docbao.audio.codec import Pcm
from docbao.audio.flac import FlacEncoder
from docbao.audio.levels import LevelMeter, range_lu
from docbao.audio.wav import WavEncoder
from docbao.errors import AudioError

HANOI = timezone(timedelta(hours=7))
ABOUT = Broadcast(
    title="Bản tin “sáng” – Đà Nẵng",
    artist="Đài truyền thanh xã",
    description="Điểm tin: giá cam tăng 8,5 %",
    cut="004521",
    on_air=datetime(2026, 11, 24, 5, 0, tzinfo=HANOI),
    url="https://example.org/a",
    out_cue="hẹn gặp lại",
)


def chunks(content: bytes) -> dict[str, bytes]:
    """The chunks of a RIFF file, read by nothing of ours."""
    assert content[:4] == b"RIFF"
    assert content[8:12] == b"WAVE"
    assert struct.unpack("<I", content[4:8])[0] == len(content) - 8
    found, place = {}, 12
    while place < len(content):
        name, size = content[place : place + 4], struct.unpack_from("<I", content, place + 4)[0]
        found[name.decode()] = content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    return found


def text(content: bytes) -> str:
    return content.split(b"\0")[0].decode("ascii")


def written(sound: Pcm, about: Broadcast | None = ABOUT) -> bytes:
    file = io.BytesIO()
    encoder = WavEncoder(file, rate_hz=48_000, about=about)
    for piece in np.array_split(sound, 7):
        encoder.write(piece)
    encoder.close()
    return file.getvalue()


def test_the_samples_come_back_as_they_went_in() -> None:
    sound = pcm(speechlike(2.0, 48_000))
    for about in (None, ABOUT):
        with wave.open(io.BytesIO(written(sound, about))) as file:
            assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (48_000, 2, 1)
            assert file.getnframes() == sound.size
            assert file.readframes(sound.size) == sound.astype("<i2").tobytes()


def test_bext_holds_what_tech_3285_asks_for() -> None:
    sound = pcm(speechlike(6.0, 48_000))
    bext = chunks(written(sound))["bext"]
    assert text(bext[0:256]) == "Diem tin: gia cam tang 8,5 %"
    assert text(bext[256:288]) == "Dai truyen thanh xa"
    assert text(bext[288:320]) == "004521"
    assert bext[320:330] == b"2026-11-24"
    assert bext[330:338] == b"05:00:00"
    assert struct.unpack_from("<Q", bext, 338)[0] == 5 * 3600 * 48_000
    assert struct.unpack_from("<H", bext, 346)[0] == 2
    loudness, loudness_range, peak, momentary, short_term = struct.unpack_from("<5h", bext, 412)
    meter = LevelMeter(48_000)
    meter.add(sound)
    assert loudness == round(meter.levels.integrated_lufs * 100)
    assert loudness_range == round(meter.levels.range_lu * 100)
    assert peak == round(meter.levels.true_peak_dbtp * 100)
    assert momentary >= short_term >= loudness - 100
    assert bext[602:] == b"A=PCM,F=48000,W=16,M=mono,T=docbao\r\n"


def test_cart_holds_what_aes46_asks_for() -> None:
    sound = pcm(speechlike(1.0, 48_000))
    cart = chunks(written(sound))["cart"]
    assert len(cart) == 2048 + 2
    assert cart[:4] == b"0101"
    assert text(cart[4:68]) == 'Ban tin "sang" - Da Nang'
    assert text(cart[68:132]) == "Dai truyen thanh xa"
    assert text(cart[132:196]) == "004521"
    assert text(cart[260:324]) == "NEWS"
    assert text(cart[388:452]) == "hen gap lai"
    assert cart[452:470] == b"2026-11-2405:00:00"
    assert cart[470:488] == b"2026-11-2505:00:00"
    assert text(cart[488:552]) == "docbao"
    assert struct.unpack_from("<i", cart, 680)[0] == 32_768
    assert struct.unpack_from("<4sI4sI", cart, 684) == (b"AUDs", 0, b"AUDe", 48_000)
    assert text(cart[1024:2048]) == "https://example.org/a"


def test_the_full_text_stands_in_the_info_list() -> None:
    info = chunks(written(pcm(tone(997, -20, 1.0, 48_000))))["LIST"]
    assert info.startswith(b"INFO")
    assert "Bản tin “sáng” – Đà Nẵng".encode() + b"\0" in info
    assert "Đài truyền thanh xã".encode() in info


def test_an_independent_reader_agrees(tmp_path: Path) -> None:
    wavinfo = pytest.importorskip("wavinfo")
    path = tmp_path / "a.wav"
    path.write_bytes(written(pcm(speechlike(6.0, 48_000))))
    read = wavinfo.WavInfoReader(str(path), info_encoding="utf-8")
    assert read.bext.version == 2
    assert read.bext.originator == "Dai truyen thanh xa"
    assert -30 < read.bext.loudness_value < 0
    assert read.info.title == ABOUT.title
    assert read.data.frame_count == 6 * 48_000


def test_the_same_sound_gives_the_same_bytes_and_nothing_of_the_clock() -> None:
    sound = pcm(speechlike(1.0, 48_000))
    assert written(sound) == written(sound)


def test_letters_without_a_plain_form_become_question_marks() -> None:
    assert ascii_text("Đắk Lắk … “ổn” – 5 % €₫ 漢 🙂\n") == 'Dak Lak ... "on" - 5 % EURd ? ??'


def test_silence_and_nothing_at_all_are_written_too() -> None:
    for sound in (np.zeros(48_000, np.int16), np.zeros(0, np.int16)):
        found = chunks(written(sound))
        assert len(found["data"]) == sound.nbytes
        assert struct.unpack_from("<h", found["bext"], 412)[0] == -7000


def test_loudness_range_is_that_of_tech_3342() -> None:
    # Its test 1: 20 s of a tone at -20, then 20 s at -30 dBFS, have a range of 10 LU, ± 1.
    meter = LevelMeter(48_000)
    meter.add(pcm(np.concatenate((tone(1000, -20, 20, 48_000), tone(1000, -30, 20, 48_000)))))
    assert meter.levels.range_lu == pytest.approx(10, abs=1)
    assert range_lu(np.empty(0)) == 0


def ffmpeg() -> Path:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    return Path(imageio_ffmpeg.get_ffmpeg_exe())


def test_flac_loses_nothing_and_knows_its_length() -> None:
    miniaudio = pytest.importorskip("miniaudio")
    sound = pcm(speechlike(2.0, 48_000))
    files = []
    for _ in range(2):
        file = io.BytesIO()
        encoder = FlacEncoder(file, rate_hz=48_000, about=ABOUT, ffmpeg=ffmpeg())
        encoder.write(sound)
        encoder.close()
        files.append(file.getvalue())
    assert files[0] == files[1]
    read = miniaudio.decode(files[0], nchannels=1, sample_rate=48_000)
    assert np.array_equal(np.frombuffer(read.samples, np.int16), sound)
    assert int.from_bytes(files[0][21:26], "big") & (1 << 36) - 1 == sound.size
    assert "Bản tin “sáng” – Đà Nẵng".encode() in files[0]


def test_flac_without_ffmpeg_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(AudioError) as caught:
        FlacEncoder(io.BytesIO(), rate_hz=48_000, ffmpeg=tmp_path / "none")
    assert caught.value.hint is not None


def test_a_flac_that_is_given_up_leaves_nothing_running() -> None:
    encoder = FlacEncoder(io.BytesIO(), rate_hz=48_000, ffmpeg=ffmpeg())
    encoder.write(pcm(tone(440, -20, 0.1, 48_000)))
    encoder.abandon()
    encoder.abandon()
    with pytest.raises((AudioError, ValueError)):
        encoder.write(pcm(tone(440, -20, 0.1, 48_000)))
