"""Which address a host name may lead to: found once, judged, and kept for as long as one fetch takes."""

import ipaddress
import socket
from collections.abc import Callable, Sequence

from etl.errors import FetchError, PassingFetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host name, as the system knows them. Raises PassingFetchError when it knows none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PassingFetchError("host_not_found", host) from error
    return list(dict.fromkeys(str(place[4][0]) for place in found))


def pinned(host: str, port: int, *, is_private_allowed: bool, ask: Resolve = resolve) -> str:
    """The one address to connect to. Every answer must be allowed: a name with one bad answer is a trick.

    Raises FetchError `address_not_allowed`, PassingFetchError `host_not_found`.
    """
    found = list(ask(host, port))
    if not found:
        raise PassingFetchError("host_not_found", host)
    for text in found:
        if not is_allowed(text, is_private_allowed=is_private_allowed):
            raise FetchError("address_not_allowed", f"{host} is {text}")
    return found[0]


def is_allowed(text: str, *, is_private_allowed: bool) -> bool:
    """Whether an address may be connected to. Of the addresses that are not public, a source may be given private ones
    and this machine, never a link-local one (where clouds keep their secrets), multicast or an address of nobody."""
    address = _plain(ipaddress.ip_address(text.partition("%")[0]))
    is_nobody = address.is_unspecified or (address.version == 4 and address.is_reserved)
    if address.is_multicast or address.is_link_local or is_nobody:
        return False
    return address.is_global or (is_private_allowed and (address.is_private or address.is_loopback))


def _plain(address: Address) -> Address:
    """An IPv4 address that is written as IPv6 is judged as what it is."""
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)
    return address
