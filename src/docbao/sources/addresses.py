"""Which addresses docbao may ask: web addresses only, and none inside the reader's own network.

A feed is written by strangers. Its links and redirects must not make docbao knock at the
reader's router, printer or neighbour (server-side request forgery), so every host is turned
into numeric addresses, and each of these is judged, before a connection is made to exactly
that address.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from docbao.clean import clean_line
from docbao.errors import FetchError
from docbao.i18n import Phrase
from docbao.model import Feed
from docbao.sources.advice import CHECK_ADDRESS

IPAddress = IPv4Address | IPv6Address

Resolver = Callable[[str, int], Sequence[str]]
"""Gives the numeric addresses of a host name, best first; raises `OSError` for none."""

PrivateReach = bool | str
"""What private addresses a request may touch: none (`False`), any (`True`), or one host's."""

# ipaddress knows most special ranges, not the same ones in every Python release; these are
# named so that the answer never depends on the release.  IANA special-purpose registries.
_NEVER_PUBLIC: Final = tuple(
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20"),
        *("5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_IPV4_PART: Final = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f]")
_SHOWN_CHARS: Final = 200


def shown(address: str) -> str:
    """`address` as it may stand in a message: one clean line of at most 200 characters."""
    line = clean_line(address)
    return line if len(line) <= _SHOWN_CHARS else line[: _SHOWN_CHARS - 1] + "…"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http(s) address, taken apart and made fit for the wire."""

    scheme: str
    """`http` or `https`."""
    host: str
    """ASCII, lower case; numeric addresses in their one canonical spelling, no brackets."""
    port: int
    target: str
    """Path and query, percent-encoded; never empty."""

    @property
    def authority(self) -> str:
        """The Host header: host, and port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.has_usual_port else f"{host}:{self.port}"

    @property
    def has_usual_port(self) -> bool:
        """Whether the port is the scheme's own."""
        return self.port == (443 if self.scheme == "https" else 80)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def read_address(url: str) -> WebAddress:
    """Take `url` apart.

    Raises:
        FetchError: It is no http or https address, or carries a user name, or cannot be read.
    """
    try:
        parts = urlsplit(url.strip())
        host, port, has_user = parts.hostname or "", parts.port, "@" in parts.netloc
    except ValueError as error:
        raise _unreadable(url) from error
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        message = Phrase(
            vi="“{url}” không phải địa chỉ web: chỉ đọc được http và https",
            en="“{url}” is no web address: only http and https can be read",
        )
        raise FetchError(message.fill(url=shown(url)), hint=CHECK_ADDRESS)
    if has_user:
        # https://bank.example@evil.example shows one host and means another.
        message = Phrase(
            vi="“{url}” có tên người dùng trong địa chỉ, docbao không đi theo",
            en="“{url}” carries a user name, which docbao does not follow",
        )
        raise FetchError(message.fill(url=shown(url)), hint=CHECK_ADDRESS)
    usual_port = 443 if scheme == "https" else 80
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|")
    return WebAddress(scheme, _host(host, url), port or usual_port, target)


def join_address(base: WebAddress, location: str) -> WebAddress:
    """Where a redirect from `base` to `location` leads.

    Raises:
        FetchError: As `read_address`.
    """
    try:
        joined = urljoin(str(base), location.strip())
    except ValueError as error:
        raise _unreadable(location) from error
    return read_address(joined)


def _unreadable(url: str) -> FetchError:
    message = Phrase(
        vi="“{url}” không phải một địa chỉ đúng", en="“{url}” is not a well-formed address"
    )
    return FetchError(message.fill(url=shown(url)), hint=CHECK_ADDRESS)


def _host(host: str, url: str) -> str:
    host = host.rstrip(".")
    numeric = numeric_address(host)
    if numeric is not None:
        return str(numeric)
    name = host if host.isascii() else _in_ascii(host, url)
    if not name or len(name) > 253 or _UNSAFE.search(name) or "%" in name or ":" in name:
        raise _unreadable(url)
    numeric = numeric_address(name)
    return name.lower() if numeric is None else str(numeric)


def _in_ascii(host: str, url: str) -> str:
    import idna  # noqa: PLC0415 - its tables take 15 ms, and few hosts need them

    try:
        # UTS 46 also folds full-width digits and dots, with which numbers can be disguised.
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError as error:  # IDNAError is one
        raise _unreadable(url) from error


def numeric_address(host: str) -> IPAddress | None:
    """The address a host of digits stands for, odd spellings included; `None` for a name.

    `2130706433`, `0x7f.1`, `0177.0.0.1` and `127.1` are all 127.0.0.1 to a C library
    (inet_aton), so they are to us.
    """
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        pass
    parts = host.split(".")
    if len(parts) > 4 or not all(_IPV4_PART.match(part) and len(part) < 16 for part in parts):
        return None
    try:
        numbers = [_part(part) for part in parts]
        *heads, tail = numbers
        if any(head > 255 for head in heads) or tail >= 256 ** (5 - len(numbers)):
            return None
        value = tail
        for index, head in enumerate(heads):
            value += head << (24 - 8 * index)
        return IPv4Address(value)
    except ValueError:
        return None


def _part(digits: str) -> int:
    if digits[:2] in ("0x", "0X"):
        return int(digits[2:] or "0", 16)
    return int(digits, 8) if digits.startswith("0") else int(digits)


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the open internet.

    IPv6 forms that carry an IPv4 address (mapped, 6to4, NAT64) are judged by that address;
    Teredo and everything in a special-purpose range is not public.
    """
    try:
        ip = ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            carried = IPv4Address(int(ip) & 0xFFFF_FFFF)
        if carried is not None:
            return is_public(str(carried))
    if any(ip.version == block.version and ip in block for block in _NEVER_PUBLIC):
        return False
    return not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_private)


def is_private_host(host: str) -> bool:
    """Whether a host says by its very name that it is not public: a number, or localhost."""
    name = host.rstrip(".").lower()
    numeric = numeric_address(name)
    if numeric is not None:
        return not is_public(str(numeric))
    return name == "localhost" or name.endswith(".localhost")


def private_reach(feed: Feed) -> PrivateReach:
    """How far into private networks `feed` and its articles may lead.

    Anywhere, when the reader wrote `allow_private: true`; to its own host, when the reader
    wrote a private address there in the first place; nowhere otherwise.
    """
    if feed.allow_private:
        return True
    try:
        host = read_address(feed.url).host
    except FetchError:
        return False
    return host if is_private_host(host) else False


def allows_private(reach: PrivateReach, host: str) -> bool:
    """Whether `reach` lets a request go to a private address under the name `host`."""
    return reach if isinstance(reach, bool) else reach == host


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses the operating system knows for `host`, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
