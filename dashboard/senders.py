"""From which addresses requests may come, and whose word is taken on where they began."""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from dashboard.setting_error import SettingError

Network = IPv4Network | IPv6Network
LOOPBACK: tuple[Network, ...] = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))


def from_env(environ: Mapping[str, str]) -> tuple[Network, ...]:
    """The networks of TRANSFERPUNT_TRUSTED_PROXIES, separated by spaces or commas. Raises SettingError."""
    given = environ.get("TRANSFERPUNT_TRUSTED_PROXIES", "").replace(",", " ").split()
    try:
        networks = tuple(ip_network(one) for one in given)
    except ValueError as error:
        raise SettingError(
            f"TRANSFERPUNT_TRUSTED_PROXIES: {error}. It holds addresses or networks of your proxies. "
            "Set it in .env, for example TRANSFERPUNT_TRUSTED_PROXIES=127.0.0.1 10.1.2.0/24."
        ) from error
    if any(network.prefixlen == 0 for network in networks):
        raise SettingError(
            "TRANSFERPUNT_TRUSTED_PROXIES trusts the whole world: anybody could say to come from anywhere. "
            "Name your proxies in .env, for example TRANSFERPUNT_TRUSTED_PROXIES=127.0.0.1 10.1.2.0/24."
        )
    return networks


def is_address(text: str) -> bool:
    """Whether it is a numeric address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_among(address: str, networks: tuple[Network, ...]) -> bool:
    """Whether an address lies in one of the networks; what is no address lies in none."""
    if not is_address(address):
        return False
    given = ip_address(address)
    mapped = getattr(given, "ipv4_mapped", None)
    return any((mapped or given) in network for network in networks)
