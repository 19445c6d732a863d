"""Where something is, as far as it matters who can listen on the way there."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

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


def is_guarded(arguments: Mapping[str, Any]) -> bool:
    """Whether nobody can listen on the way to a database, or pass for it.

    ``arguments`` are those that a connection is made with; several hosts have commas between.
    """
    hosts = str(arguments.get("host", "")).split(",")
    return all(map(is_this_machine, hosts)) or arguments.get("sslmode") in CHECKED
