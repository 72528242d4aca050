"""Google Translate's voice, through gTTS: natural, online, one voice a language.

gTTS writes the request and nothing else. It would cut the text again and drop the comma at
the cut, rewrite "st." and its like, and send with certificates unchecked and no time limit; so
its splitter and rules are off, and the sending is ours.
"""

from __future__ import annotations

import base64
import binascii
import json
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from docbao.errors import EngineBusy, SpeechError
from docbao.i18n import Phrase
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech.engine import Capabilities
from docbao.speech.mp3 import read_frames
from docbao.speech.network import (
    REACH_S,
    explain,
    look_up,
    no_sound,
    portal,
    proxy_for,
    torn_sound,
    within,
)
from docbao.speech.pace import Pace
from docbao.speech.wording import has_words, rest, sayable, unknown_voice

if TYPE_CHECKING:
    import requests

SERVICE: Final = "Google"
ANSWER_S: Final = 20.0
"""Longest for one request in all, however slowly it drips."""
ATTEMPTS: Final = 4
INTERVAL_S: Final = 0.5
"""Between two requests of this machine; others who use the service keep 0.5 to 1 s."""
LONGEST_RETRY_S: Final = 20.0
"""A `Retry-After` beyond this is handed up, not waited for."""
_LARGEST_ANSWER_BYTES: Final = 4 * 1024 * 1024
_PATH: Final = "/_/TranslateWebserverUi/data/batchexecute"
_BUSY: Final = (429, 503)
# The answer is JSON within JSON, wrapped differently from time to time: the one string that
# follows the procedure's name is all that is looked at.
_PAYLOAD: Final = re.compile(r'"jQ1olc",\s*("[^"\\]*(?:\\.[^"\\]*)*"|null)')

_REGIONS: Final[tuple[tuple[str, str, str], ...]] = (
    ("vi", "vi", "com"),
    ("vi@com.vn", "vi", "com.vn"),
    ("en-US", "en-US", "us"),
    ("en-GB", "en-GB", "co.uk"),
    ("en-AU", "en-AU", "com.au"),
    ("en-IN", "en-IN", "co.in"),
    ("en-CA", "en-CA", "ca"),
    ("en-IE", "en-IE", "ie"),
)
"""Name of the voice, its language, and the host's last part: English sounds as its region does;
Vietnamese has one voice, and another host for networks that cannot reach the first."""

_VOICES: Final = tuple(
    Voice(
        engine="google",
        name=name,
        language=language,
        quality="natural",
        licence="dịch vụ của Google / Google's terms of service",
        online=True,
        note=f"translate.google.{region}",
    )
    for name, language, region in _REGIONS
)
_HOSTS: Final = {name: f"https://translate.google.{region}" for name, _, region in _REGIONS}


class GoogleEngine:
    """The engine behind `engine: google`.

    Args:
        settings: `state_dir`, a folder in which all processes of the machine keep one pace;
            `interval_s` between two requests.
        address: Spoken to in place of Google's hosts; for trials.
        sleep: Waits for so many seconds.
        chance: A number from 0 to 1, for the spread of waiting times.
    """

    name = "google"
    version = "1"
    max_chars = 100  # gTTS: the service takes no more at a time
    capabilities = Capabilities(online=True, parallel=4)

    def __init__(
        self,
        settings: Mapping[str, str] | None = None,
        *,
        address: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        settings = settings or {}
        folder = settings.get("state_dir")
        self._address = address
        self._sleep = sleep
        self._chance = chance
        self._pace = Pace(
            Path(folder, "google.pace") if folder else None,
            interval_s=float(settings.get("interval_s", INTERVAL_S)),
            sleep=sleep,
        )
        self._turns = threading.BoundedSemaphore(self.capabilities.parallel)
        self._making = threading.Lock()
        self._session: requests.Session | None = None
        self._reached = ""

    def voices(self) -> tuple[Voice, ...]:
        """Vietnamese, and English of several regions."""
        return _VOICES

    def synthesize(self, utterance: Utterance, voice: Voice, delivery: Delivery) -> Clip:
        """Ask the service; see `docbao.speech.engine.Engine`. The delivery is not its to shape."""
        del delivery
        if voice.name not in _HOSTS:
            raise unknown_voice(self.name, voice.name, _VOICES)
        text = sayable(utterance.spoken, engine=self.name, max_chars=self.max_chars)
        if not has_words(text):
            return rest(24_000)
        address = self._address or _HOSTS[voice.name]
        with self._turns:
            return self._persist(address, self._body(text, voice), text)

    def close(self) -> None:
        """Close the connections."""
        with self._making:
            if self._session is not None:
                self._session.close()
                self._session = None

    def _body(self, text: str, voice: Voice) -> str:
        from gtts import gTTS  # noqa: PLC0415 - brings requests, 100 ms

        bodies: list[str] = gTTS(
            text, lang=voice.language.split("-")[0], lang_check=False, pre_processor_funcs=[]
        ).get_bodies()
        assert len(bodies) == 1, "gTTS cuts at 100 characters, and so does max_chars"  # noqa: S101
        return bodies[0]

    def _persist(self, address: str, body: str, text: str) -> Clip:
        """Ask until there is sound, as long as the service only wants to be asked more slowly."""
        for attempt in range(1, ATTEMPTS + 1):
            self._pace.wait()
            try:
                return self._ask(address, body, text)
            except EngineBusy as busy:
                wait_s = busy.retry_after_s
                if attempt == ATTEMPTS or (wait_s is not None and wait_s > LONGEST_RETRY_S):
                    raise
                if wait_s is None:
                    wait_s = 2 ** (attempt - 1)
                else:
                    self._pace.hold(wait_s)
                # Processes that were turned away together must not come back together.
                self._sleep(wait_s * (1 + self._chance() / 2))
        raise AssertionError

    def _ask(self, address: str, body: str, text: str) -> Clip:
        host = urlsplit(address).hostname or address
        deadline = time.monotonic() + ANSWER_S
        try:
            self._reach(address)
            status, headers, answer = within(
                ANSWER_S, lambda: self._send(address + _PATH, body, deadline)
            )
        except (OSError, ValueError) as error:  # requests' own errors are OSErrors
            self._reached = ""
            raise explain(error, service=SERVICE, host=host) from error
        if status != 200:
            raise _refusal(status, headers, host)
        return _sound(answer, headers, host, text)

    def _reach(self, address: str) -> None:
        """Look the host up once; a proxy does that for us."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        if self._reached != address and proxy_for(parts.scheme, host) is None:
            look_up(host, parts.port or 443)
            self._reached = address

    def _send(self, url: str, body: str, deadline: float) -> tuple[int, Mapping[str, str], bytes]:
        from gtts import gTTS  # noqa: PLC0415 - as in _body

        session = self._opened()
        with session.post(
            url,
            data=body,
            headers=gTTS.GOOGLE_TTS_HEADERS,
            timeout=(REACH_S, ANSWER_S / 2),
            allow_redirects=False,
            stream=True,
        ) as response:
            answer = bytearray()
            for piece in response.iter_content(64 * 1024):
                answer += piece
                if time.monotonic() > deadline:
                    raise TimeoutError
                if len(answer) > _LARGEST_ANSWER_BYTES:
                    break
            return response.status_code, response.headers, bytes(answer)

    def _opened(self) -> requests.Session:
        from http.cookiejar import DefaultCookiePolicy  # noqa: PLC0415 - as in _body

        import requests  # noqa: PLC0415 - as in _body

        with self._making:
            if self._session is None:
                self._session = requests.Session()
                # Who reads what is nobody's business: no cookie is kept from one to the next.
                self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            return self._session


def _sound(answer: bytes, headers: Mapping[str, str], host: str, text: str) -> Clip:
    found = _PAYLOAD.search(answer.decode("utf-8", "replace"))
    if found is None:
        is_page = b"<html" in answer[:2000].lower() or b"<!doctype" in answer[:2000].lower()
        if is_page or headers.get("Content-Type", "").startswith("text/html"):
            raise portal(service=SERVICE, host=host)
        raise no_sound(service=SERVICE, text=text)
    try:
        payload = json.loads(json.loads(found.group(1)) or "null")
        data = base64.b64decode(payload[0] if payload else "", validate=True)
    except (ValueError, TypeError, LookupError, binascii.Error) as error:
        raise torn_sound(service=SERVICE) from error
    frames = read_frames(data)
    if frames.torn_bytes:
        raise torn_sound(service=SERVICE)
    if not frames.count:
        raise no_sound(service=SERVICE, text=text)
    return Clip(data=data, rate_hz=frames.rate_hz, encoding="mp3")


def _refusal(status: int, headers: Mapping[str, str], host: str) -> SpeechError:
    if status in _BUSY or status >= 500:
        return EngineBusy(
            Phrase(
                vi="{service}: {host} đang quá tải hoặc bảo chờ (mã {status})",
                en="{service}: {host} is overloaded or asks us to wait (status {status})",
            ).fill(service=SERVICE, host=host, status=status),
            hint=Phrase(
                vi="Hãy thử lại sau, hoặc chọn một giọng đọc không cần mạng.",
                en="Try again later, or choose a voice that needs no network.",
            ),
            retry_after_s=_retry_after_s(headers.get("Retry-After", "")),
        )
    if 300 <= status < 400:
        return portal(service=SERVICE, host=host)
    return SpeechError(
        Phrase(
            vi="{service}: {host} từ chối (mã {status}); có thể dịch vụ đã đổi",
            en="{service}: {host} refuses (status {status}); the service may have changed",
        ).fill(service=SERVICE, host=host, status=status),
        hint=Phrase(
            vi="Hãy nâng cấp docbao và gTTS, hoặc chọn giọng đọc khác.",
            en="Upgrade docbao and gTTS, or choose another voice.",
        ),
    )


def _retry_after_s(value: str) -> float | None:
    """Seconds from a `Retry-After` header, a number or a date (RFC 9110, 10.2.3)."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - seldom needed

    if value.strip().isdecimal():
        return float(value)
    try:
        return max(parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return None
