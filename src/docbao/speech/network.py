"""Why a service on the network could not be had, in words; the same for every library.

Each HTTP library wraps the same few system errors in its own; the causes are looked for here.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from docbao.errors import SpeechError
from docbao.i18n import Phrase

_T = TypeVar("_T")

# X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED, openssl x509_vfy.h.
_WRONG_DATES = (9, 10)

_TRY_OFFLINE = Phrase(
    vi="Hãy kiểm tra mạng, hoặc chọn một giọng đọc không cần mạng.",
    en="Check the network, or choose a voice that needs none.",
)
_PROXY_HINT = Phrase(
    vi="Hãy xem lại các biến HTTPS_PROXY, HTTP_PROXY và NO_PROXY.",
    en="Check the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
)


def within(limit_s: float, work: Callable[[], _T]) -> _T:
    """What `work` gives, if it comes in time.

    The system's name lookup has no time limit, and a server may send one byte at a time for
    ever; the thread that waits for them is left behind and ends with the process at the latest.

    Raises:
        TimeoutError: It took longer than `limit_s`.
    """
    results: list[_T] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001, RUF100 - raised again in the caller's thread
            failures.append(error)
        done.set()

    threading.Thread(target=run, daemon=True).start()
    if not done.wait(limit_s):
        raise TimeoutError
    if failures:
        raise failures[0]
    return results[0]


REACH_S: Final = 4.5
"""Longest to find and connect to a host; without a network, the answer comes within this."""


def proxy_for(scheme: str, host: str) -> str | None:
    """The proxy the environment (or the system's settings) names for `host`, if any."""
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - 50 ms, online only

    return None if proxy_bypass(host) else getproxies().get(scheme)


def _proxy_to(host: str) -> str:
    """The proxy on the way to `host`, without a name and password it may hold."""
    from urllib.parse import urlsplit  # noqa: PLC0415 - as above

    found = proxy_for("https", host) or proxy_for("http", host) or ""
    return urlsplit(found).netloc.rpartition("@")[2]


def look_up(host: str, port: int) -> None:
    """Find `host`, so that no network is noticed at once.

    The system's own lookup may take half a minute to give up, and cannot be told to hurry.

    Raises:
        OSError: It cannot be found; `TimeoutError` when not in time.
    """
    within(REACH_S, lambda: socket.getaddrinfo(host, port))


def causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and whatever it was made from: causes, contexts, wrapped arguments."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop(0)
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__, *current.args]
        waiting += [getattr(current, name, None) for name in ("reason", "os_error")]


def explain(error: BaseException, *, service: str, host: str) -> SpeechError:
    """The error to raise for a failed conversation with `host`, from `error`."""
    chain = list(causes(error))
    names = {type(cause).__name__ for cause in chain}
    # Not every wrapper that calls itself a certificate error carries the code.
    certificate = next((cause for cause in chain if hasattr(cause, "verify_code")), None)
    message, hint = (
        Phrase(
            vi="{service}: không kết nối được tới {host}: {detail}",
            en="{service}: cannot connect to {host}: {detail}",
        ),
        _TRY_OFFLINE,
    )
    if certificate is not None and getattr(certificate, "verify_code", 0) in _WRONG_DATES:
        message = Phrase(
            vi="{service}: chứng chỉ của {host} không đúng ngày: {detail}",
            en="{service}: the certificate of {host} is out of date: {detail}",
        )
        hint = Phrase(
            vi="Hãy xem lại ngày giờ của máy này.", en="Check the date and time of this machine."
        )
    elif certificate is not None:
        message = Phrase(
            vi="{service}: không xác minh được {host} là thật: {detail}",
            en="{service}: {host} could not prove that it is genuine: {detail}",
        )
        hint = Phrase(
            vi="Có thể mạng này chen vào kết nối; hãy dùng mạng khác hoặc đăng nhập vào mạng.",
            en="This network may be listening in; use another, or log in to it first.",
        )
    elif names & {"ProxyError", "ClientProxyConnectionError", "ClientHttpProxyError"}:
        message = Phrase(
            vi="{service}: máy chủ proxy không cho qua tới {host}: {detail}",
            en="{service}: the proxy does not let us through to {host}: {detail}",
        )
        hint = _PROXY_HINT
    elif (proxy := _proxy_to(host)) and any(isinstance(c, ConnectionError) for c in chain):
        message = Phrase(
            vi="{service}: không tới được {host} qua máy chủ proxy {proxy}: {detail}",
            en="{service}: cannot reach {host} through the proxy {proxy}: {detail}",
        ).fill(proxy=proxy)
        hint = _PROXY_HINT
    elif any(isinstance(cause, socket.gaierror) for cause in chain):
        message = Phrase(
            vi="{service}: không tìm thấy {host} trên mạng.",
            en="{service}: {host} cannot be found on the network.",
        )
    elif any(isinstance(cause, TimeoutError) for cause in chain) or names & {
        "ConnectTimeout",
        "ReadTimeout",
    }:
        message = Phrase(
            vi="{service}: {host} không trả lời kịp.",
            en="{service}: {host} did not answer in time.",
        )
    detail = str(getattr(certificate, "verify_message", "") or chain[-1])[:200]
    return SpeechError(message.fill(service=service, host=host, detail=detail), hint=hint)


def portal(*, service: str, host: str) -> SpeechError:
    """The error for a web page that came where sound was asked for."""
    return SpeechError(
        Phrase(
            vi="{service}: {host} gửi về một trang web thay vì âm thanh",
            en="{service}: {host} sent a web page in place of sound",
        ).fill(service=service, host=host),
        hint=Phrase(
            vi="Có thể mạng này đòi đăng nhập: hãy mở trình duyệt rồi thử lại.",
            en="This network may want you to log in: open a browser, then try again.",
        ),
    )


def no_sound(*, service: str, text: str) -> SpeechError:
    """The error for an answer that is in order but holds no sound."""
    return SpeechError(
        Phrase(
            vi="{service} trả lời nhưng không có âm thanh cho: {text}",
            en="{service} answered, but without sound, to: {text}",
        ).fill(service=service, text=text[:60]),
        hint=_TRY_OFFLINE,
    )


def torn_sound(*, service: str) -> SpeechError:
    """The error for sound that ends in the middle."""
    return SpeechError(
        Phrase(
            vi="{service}: âm thanh nhận được bị đứt giữa chừng",
            en="{service}: the sound that came is cut off",
        ).fill(service=service),
        hint=_TRY_OFFLINE,
    )
