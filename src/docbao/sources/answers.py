"""What a server answered, and what it means when the answer is no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from docbao.errors import FetchError
from docbao.i18n import Phrase
from docbao.sources.addresses import WebAddress, shown
from docbao.sources.advice import CORRECT_FEED, OPEN_IN_BROWSER, TRY_LATER

LONGEST_WAIT_S: Final = 24 * 3600.0
"""Longest Retry-After believed; a server that says "in a year" is asked again tomorrow."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response, redirects not followed."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    """Unpacked; empty unless the status is a success."""

    def header(self, name: str) -> str:
        """The header of that (lower case) name; empty when there is none."""
        return self.headers.get(name, "")


_FORBIDDEN: Final = Phrase(
    vi="{url}: máy chủ không cho đọc (mã {status})",
    en="{url}: the server does not let us read it (status {status})",
)
_GONE: Final = Phrase(
    vi="{url}: không còn trang này (mã {status})", en="{url}: no such page (status {status})"
)
_BUSY: Final = Phrase(
    vi="{url}: máy chủ đang bận, xin hỏi lại sau (mã {status})",
    en="{url}: the server is busy and asks us to come back later (status {status})",
)
_BROKEN: Final = Phrase(
    vi="{url}: máy chủ đang trục trặc (mã {status})",
    en="{url}: the server is in trouble (status {status})",
)
_OTHER: Final = Phrase(
    vi="{url}: máy chủ trả lời mã {status}, docbao không hiểu",
    en="{url}: the server answered with status {status}, which docbao does not understand",
)
_REFUSALS: Final = {
    401: _FORBIDDEN, 402: _FORBIDDEN, 403: _FORBIDDEN, 451: _FORBIDDEN,
    404: _GONE, 410: _GONE,
    429: _BUSY, 503: _BUSY,
}  # fmt: skip
_WAYS_OUT: Final = {
    _FORBIDDEN.vi: OPEN_IN_BROWSER, _GONE.vi: CORRECT_FEED, _BUSY.vi: TRY_LATER,
}  # fmt: skip


def refusal(url: str, answer: Answer, now: datetime) -> FetchError:
    """The error that an answer other than a success stands for."""
    usual = _BROKEN if answer.status >= 500 else _OTHER
    message = _REFUSALS.get(answer.status, usual).fill(url=shown(url), status=answer.status)
    hint = _WAYS_OUT.get(message.vi, TRY_LATER if answer.status >= 500 else OPEN_IN_BROWSER)
    return FetchError(
        message, hint=hint, retry_after_s=retry_after_s(answer.header("retry-after"), now)
    )


def retry_after_s(raw: str, now: datetime) -> float | None:
    """Seconds to stay away that a Retry-After header asks for (RFC 9110, 10.2.3).

    Returns:
        0 to a day; `None` when the header is missing or says nothing we understand.
    """
    text = raw.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT_S)
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - 20 ms, for few answers

    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), LONGEST_WAIT_S)


def refused_address(address: WebAddress) -> FetchError:
    """The error for an address inside the reader's own network."""
    message = Phrase(
        vi="{url}: dẫn vào mạng riêng ({host}), docbao không đi theo",
        en="{url}: leads into a private network ({host}), which docbao does not follow",
    )
    hint = Phrase(
        vi="Nếu bạn tin nguồn này, ghi `allow_private: true` cho nó trong feeds.yaml.",
        en="If you trust this feed, write `allow_private: true` for it in feeds.yaml.",
    )
    return FetchError(message.fill(url=shown(str(address)), host=address.host), hint=hint)
