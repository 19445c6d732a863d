"""Where something is, as far as it matters who can listen on the way there."""

from ipaddress import ip_address

from sqlalchemy import URL

CHECKED = ("verify-ca", "verify-full")
"""The ways of TLS in which the other end must show who it is."""


def is_this_machine(host: str) -> bool:
    """Whether an address, or a socket in a directory, is reached from this machine alone."""
    if host.startswith("/") or host in ("", "localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_guarded(url: URL) -> bool:
    """Whether nobody can listen on the way to a database, or pass for it."""
    hosts = url.query.get("host", url.host or "")
    every = (hosts,) if isinstance(hosts, str) else hosts
    return all(map(is_this_machine, every)) or url.query.get("sslmode") in CHECKED
