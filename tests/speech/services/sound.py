"""MP3 sound for services that play a part: silence, exactly as long as asked for."""

from __future__ import annotations

# MPEG-2 layer III, 48 kbit/s, 24 kHz, mono: a frame of 144 bytes and 24 ms. All zero behind the
# header is a granule without bits: silence to every decoder.
FRAME = bytes.fromhex("fff364c4") + bytes(140)
FRAME_MS = 24


def silent_mp3(duration_ms: float) -> bytes:
    """Whole frames, at least one."""
    return FRAME * max(round(duration_ms / FRAME_MS), 1)
