"""One POST to an address that somebody else chose, without being led anywhere inside (SSRF).

The name is resolved once, every address it has must be public, and the connection goes to one of those addresses:
a name that answers differently the second time is not asked a second time. Redirects are not followed, no more
than the status line is read, and the whole takes a bounded time.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic
from urllib.parse import urlsplit

SECONDS = 8.0
LONGEST = 500
STATUS_LINE = 1024
INNER_NAMES = ("localhost", ".localhost", ".local", ".internal", ".home.arpa", ".localdomain")
NAT64 = IPv6Network("64:ff9b::/96")


class Unreachable(Exception):
    """The address is not one to post to, or nobody answered; the message is fit for its owner."""


@dataclass(frozen=True, slots=True)
class Target:
    host: str
    port: int
    path: str
    tls: bool

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


def target(url: str, *, private: bool) -> Target:
    """Read `url`. Raises Unreachable for what is no https address, or names a place inside.

    private: http and private addresses are allowed (tests, the demonstration).
    """
    if len(url) > LONGEST or not url.isascii() or any(ord(letter) <= 32 or letter == "\x7f" for letter in url):
        raise Unreachable(f"Give an address of at most {LONGEST} ASCII characters, without blanks.")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise Unreachable("This is no address.") from None
    if parts.scheme not in (("https", "http") if private else ("https",)):
        raise Unreachable("Give an address that begins with https://.")
    if not host or port == 0 or "@" in parts.netloc or parts.fragment:
        raise Unreachable("Give an address with a host, and without user name or fragment.")
    tls = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    found = Target(host, port or (443 if tls else 80), path, tls)
    if not private:
        _refuse_inner(host)
    return found


def _refuse_inner(host: str) -> None:
    if any(host == name.lstrip(".") or host.endswith(name) for name in INNER_NAMES):
        raise Unreachable("This names a place inside a network.")
    try:
        literal = ip_address(host)
    except ValueError:
        return
    if not is_public(literal):
        raise Unreachable("This is a private address.")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Global unicast, and so is what a 6 address may carry inside (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, IPv6Address):
        carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
        inside = [each for each in carried if each is not None]
        if inside:
            return all(is_public(each) for each in inside)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def addresses(where: Target, *, private: bool) -> list[str]:
    """Every address of the host, once. Raises Unreachable when there is none, or one that is not public."""
    try:
        found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("The host’s name cannot be resolved.") from None
    numbers = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    if not private and not all(is_public(ip_address(number)) for number in numbers):
        raise Unreachable("The host’s name leads to a private address.")
    return numbers


def post(url: str, headers: Mapping[str, str], body: bytes, *, private: bool, seconds: float = SECONDS) -> int:
    """The status that answers. Raises Unreachable."""
    where, until = target(url, private=private), monotonic() + seconds
    numbers = addresses(where, private=private)
    try:
        with _connected(where, numbers[0], until) as line:
            line.sendall(_request(where, headers, body))
            return _status(line, until)
    except TimeoutError:
        raise Unreachable(f"No answer within {seconds:g} seconds.") from None
    except ssl.SSLError as error:
        raise Unreachable(f"No TLS connection: {error.reason or 'refused'}.") from None
    except OSError as error:
        raise Unreachable(f"No connection: {error.strerror or 'refused'}.") from None


def _connected(where: Target, number: str, until: float) -> socket.socket:
    line = socket.create_connection((number, where.port), timeout=_left(until))
    if not where.tls:
        return line
    try:
        line.settimeout(_left(until))
        return _context().wrap_socket(line, server_hostname=where.host)
    except BaseException:
        line.close()
        raise


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _request(where: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"POST {where.path} HTTP/1.1", f"Host: {where.authority}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("ascii") + body


def _status(line: socket.socket, until: float) -> int:
    """Of the answer no more is read than its first line."""
    read = b""
    while b"\n" not in read and len(read) < STATUS_LINE:
        line.settimeout(_left(until))
        more = line.recv(STATUS_LINE)
        if not more:
            break
        read += more
    parts = read.split(b"\n", 1)[0].split()
    if len(parts) < 2 or not parts[0].startswith(b"HTTP/1.") or not parts[1].isdigit():
        raise Unreachable("What answered does not speak HTTP.")
    return int(parts[1])


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left
