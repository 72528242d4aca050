"""The voices of Microsoft Edge's reader, through edge-tts: natural, online, with word marks.

The service is meant for a browser and changes without notice; when it does, it answers 403 and
a newer edge-tts is the cure. The text leaves the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docbao.errors import EngineBusy, EngineNotFound, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Mark, Utterance, Voice
from docbao.speech.conversations import Conversations
from docbao.speech.engine import Capabilities
from docbao.speech.mp3 import Frames, read_frames
from docbao.speech.network import REACH_S, explain, look_up, no_sound, proxy_for, torn_sound
from docbao.speech.wording import has_words, rest, sayable, unknown_voice

SERVICE: Final = "Edge"
HOST: Final = "speech.platform.bing.com"
ANSWER_S: Final = 30.0
"""Longest for one utterance in all."""
_BUSY: Final = (429, 500, 502, 503, 504)
_TICKS_A_MS: Final = 10_000  # the service counts in 100 nanoseconds
_SLOWEST, _FASTEST = 0.5, 2.0
# edge-tts takes pitch as a difference in hertz; what the voices speak at, about.
_USUAL_HZ: Final = {"nữ": 210.0, "nam": 120.0}
_SENTENCE_START: Final = re.compile(r"(?:^|(?<=[.!?…])\s+)(?=\S)")

_VOICES: Final = tuple(
    Voice(
        engine="edge",
        name=name,
        language=name.rsplit("-", 1)[0],
        quality="natural",
        licence="dịch vụ của Microsoft / Microsoft's terms of service",
        online=True,
        note=sex,
    )
    for name, sex in (
        ("vi-VN-HoaiMyNeural", "nữ"),
        ("vi-VN-NamMinhNeural", "nam"),
        ("en-US-JennyNeural", "nữ"),
        ("en-US-GuyNeural", "nam"),
        ("en-GB-SoniaNeural", "nữ"),
        ("en-GB-RyanNeural", "nam"),
    )
)


@dataclass(frozen=True, slots=True)
class _Boundary:
    text: str
    time_ms: float


class EdgeEngine:
    """The engine behind `engine: edge`.

    Args:
        settings: `proxy`, the address of an HTTP proxy, before those of the environment.
    """

    name = "edge"
    version = "1"
    max_chars = 900  # edge-tts cuts at 4096 bytes of escaped text; "&amp;" makes five of one
    capabilities = Capabilities(
        rate_range=(_SLOWEST, _FASTEST),
        pitch=True,
        marks=("sentence", "word"),
        online=True,
        parallel=2,
    )

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._proxy = (settings or {}).get("proxy") or None
        self._conversations = Conversations()

    def voices(self) -> tuple[Voice, ...]:
        """Vietnamese and English, a woman and a man each; none where edge-tts is missing."""
        from importlib.util import find_spec  # noqa: PLC0415 - beside its only use

        return _VOICES if find_spec("edge_tts") else ()

    def synthesize(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Ask the service; see `docbao.speech.engine.Engine`."""
        known = next((known for known in _VOICES if known.name == voice.name), None)
        if known is None:
            raise unknown_voice(self.name, voice.name, _VOICES)
        text = sayable(utterance.spoken, engine=self.name, max_chars=self.max_chars)
        if not has_words(text):
            return rest(24_000)
        data, boundaries = self._ask(text, known, delivery)
        frames = read_frames(data)
        if not frames.count:
            raise no_sound(service=SERVICE, text=text)
        if frames.torn_bytes:
            raise torn_sound(service=SERVICE)
        return Clip(
            data=data,
            rate_hz=frames.rate_hz,
            marks=_marks(text, boundaries, frames),
            encoding="mp3",
        )

    def close(self) -> None:
        """Let the connections close."""
        self._conversations.close()

    def _ask(self, text: str, voice: Voice, delivery: Delivery) -> tuple[bytes, list[_Boundary]]:
        try:
            import aiohttp  # noqa: PLC0415 - 200 ms
            import edge_tts  # noqa: PLC0415 - as aiohttp
            from edge_tts.exceptions import EdgeTTSException, NoAudioReceived  # noqa: PLC0415
        except ImportError as error:
            raise EngineNotFound(
                Phrase(vi="Chưa cài edge-tts", en="edge-tts is not installed"),
                hint=Phrase(
                    vi="Hãy cài: pip install docbao[edge]",
                    en="Install it: pip install docbao[edge]",
                ),
            ) from error

        rate, pitch, volume = _prosody(voice, delivery)
        # aiohttp by itself looks for `wss_proxy` alone, which nobody sets.
        proxy = self._proxy or proxy_for("wss", HOST) or proxy_for("https", HOST)

        def communicate() -> edge_tts.Communicate:
            return edge_tts.Communicate(
                text,
                voice.name,
                rate=rate,
                pitch=pitch,
                volume=volume,
                boundary="WordBoundary",
                proxy=proxy,
                connect_timeout=int(REACH_S),
                receive_timeout=int(ANSWER_S),
            )

        try:
            if proxy is None:
                look_up(HOST, 443)
            return self._conversations.hold(_collect(communicate), ANSWER_S)
        except NoAudioReceived as error:
            raise no_sound(service=SERVICE, text=text) from error
        except EdgeTTSException as error:
            raise _changed(str(error) or type(error).__name__) from error
        except aiohttp.WSServerHandshakeError as error:
            if error.status in _BUSY:
                raise _busy(error.status) from error
            raise _changed(f"HTTP {error.status}") from error
        except (aiohttp.ClientError, OSError) as error:
            raise explain(error, service=SERVICE, host=HOST) from error


async def _collect(communicate: Callable[[], Any]) -> tuple[bytes, list[_Boundary]]:
    data = bytearray()
    boundaries: list[_Boundary] = []
    # Made in here: what it holds belongs to the event loop that is running when it is made.
    async for chunk in communicate().stream():
        if chunk["type"] == "audio":
            data += chunk["data"]
        else:
            boundaries.append(_Boundary(chunk["text"], chunk["offset"] / _TICKS_A_MS))
    return bytes(data), boundaries


def _prosody(voice: Voice, delivery: Delivery) -> tuple[str, str, str]:
    rate = min(max(delivery.rate, _SLOWEST), _FASTEST)
    shift_hz = _USUAL_HZ[voice.note] * (2 ** (delivery.pitch_semitones / 12) - 1)
    # The service knows no more than its own full volume.
    volume = min(10 ** (delivery.gain_db / 20), 1.0)
    return (
        f"{round(100 * (rate - 1)):+d}%",
        f"{round(shift_hz):+d}Hz",
        f"{round(100 * (volume - 1)):+d}%",
    )


def _marks(text: str, boundaries: Sequence[_Boundary], frames: Frames) -> tuple[Mark, ...]:
    """Word marks where the service's words stand in `text`, and a sentence's at its first word."""
    sentences = [found.end() for found in _SENTENCE_START.finditer(text)]
    marks: list[Mark] = []
    place, last_ms = 0, 0.0
    for boundary in boundaries:
        start = text.find(boundary.text, place) if boundary.text.strip() else -1
        if start < 0 or boundary.time_ms >= frames.duration_ms:
            continue
        place = start + len(boundary.text)
        last_ms = max(last_ms, boundary.time_ms)
        opened = [sentence for sentence in sentences if sentence <= start]
        if opened:
            sentences = [sentence for sentence in sentences if sentence > start]
            end = sentences[0] if sentences else len(text)
            stretch = text[opened[-1] : end].rstrip()
            marks.append(Mark(last_ms, "sentence", opened[-1], opened[-1] + len(stretch)))
        marks.append(Mark(last_ms, "word", start, place))
    return tuple(marks)


def _busy(status: int) -> EngineBusy:
    return EngineBusy(
        Phrase(
            vi="{service} đang quá tải hoặc bảo chờ (mã {status})",
            en="{service} is overloaded or asks us to wait (status {status})",
        ).fill(service=SERVICE, status=status),
        hint=Phrase(
            vi="Hãy thử lại sau, hoặc chọn một giọng đọc không cần mạng.",
            en="Try again later, or choose a voice that needs no network.",
        ),
    )


def _changed(detail: str) -> SpeechError:
    return SpeechError(
        Phrase(
            vi="{service} từ chối hoặc đã đổi cách nói chuyện: {detail}",
            en="{service} refuses, or has changed the way it is spoken to: {detail}",
        ).fill(service=SERVICE, detail=detail[:200]),
        hint=Phrase(
            vi="Hãy xem lại ngày giờ của máy; nếu đúng, nâng cấp edge-tts: "
            "pip install --upgrade edge-tts",
            en="Check this machine's date and time; if right, upgrade: "
            "pip install --upgrade edge-tts",
        ),
    )
