"""What can go wrong on the wire, in words."""

from __future__ import annotations

from typing import Final

import httpcore

from docbao.errors import FetchError
from docbao.i18n import Phrase
from docbao.sources.addresses import WebAddress, shown
from docbao.sources.advice import (
    CHECK_CLOCK,
    CHECK_NETWORK,
    CHECK_PROXY,
    OPEN_IN_BROWSER,
    TRY_LATER,
)
from docbao.sources.answers import refused_address
from docbao.sources.body import cut_off
from docbao.sources.connect import RefusedAddress, UnknownHost, UnsafeConnection

_NO_HOST: Final = Phrase(
    vi="{url}: không tìm thấy máy chủ {host}", en="{url}: no server named {host} was found"
)
_NO_HOST_HINT: Final = Phrase(
    vi="Kiểm tra địa chỉ, và kết nối mạng.", en="Check the address, and the network."
)
_TOO_SLOW: Final = Phrase(
    vi="{url}: máy chủ trả lời quá chậm", en="{url}: the server took too long to answer"
)
_NOT_SAFE: Final = Phrase(
    vi="{url}: kết nối không an toàn, chứng chỉ không đúng ({reason})",
    en="{url}: the connection is not safe, the certificate is not right ({reason})",
)
_PROXY_REFUSED: Final = Phrase(
    vi="{url}: proxy từ chối ({reason})", en="{url}: the proxy refused ({reason})"
)
_NO_CONNECTION: Final = Phrase(
    vi="{url}: không kết nối được với máy chủ {host}",
    en="{url}: the server {host} could not be connected to",
)


def network_error(address: WebAddress, error: Exception) -> FetchError:
    """The error for a connection that failed, was refused by us, or took too long."""
    url, hint = shown(str(address)), CHECK_NETWORK
    if isinstance(error, RefusedAddress):
        return refused_address(address)
    if isinstance(error, UnknownHost):
        message, hint = _NO_HOST.fill(host=address.host), _NO_HOST_HINT
    elif isinstance(error, httpcore.TimeoutException):
        message, hint = _TOO_SLOW, TRY_LATER
    elif isinstance(error, UnsafeConnection):
        message, hint = _NOT_SAFE.fill(reason=shown(str(error))), CHECK_CLOCK
    elif isinstance(error, httpcore.ProxyError):
        message, hint = _PROXY_REFUSED.fill(reason=shown(str(error))), CHECK_PROXY
    elif isinstance(error, httpcore.ConnectError):
        message = _NO_CONNECTION.fill(host=address.host)
    else:
        return cut_off(url)
    return FetchError(message.fill(url=url), hint=hint)


def protocol_error(address: WebAddress, error: Exception) -> FetchError:
    """The error for an answer that is not proper HTTP."""
    url = shown(str(address))
    if "peer closed connection" in str(error):
        return cut_off(url)
    message = Phrase(
        vi="{url}: máy chủ trả lời không đúng chuẩn HTTP",
        en="{url}: the server does not answer in proper HTTP",
    )
    return FetchError(message.fill(url=url), hint=OPEN_IN_BROWSER)
