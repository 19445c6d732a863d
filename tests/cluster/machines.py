"""Three machines made of network namespaces on this one, joined by a bridge that leads nowhere else."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from os import kill
from signal import SIGKILL

BRIDGE = "uof-bridge"
SUBNET = "198.18.77"
"""Of the range that is set apart for trials of networks: nobody's own."""
HERE = f"{SUBNET}.254"
"""This machine, where the writers are."""
NOBODY = "02:00:00:00:00:01"
"""The address of a card that there is not: what is sent to it is lost, as in a severed cable."""

ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}


@dataclass(frozen=True)
class Machine:
    """A namespace with an address of its own."""

    number: int

    @property
    def name(self) -> str:
        return f"uof-machine-{self.number}"

    @property
    def port(self) -> str:
        """Its end on the bridge."""
        return f"uof-port-{self.number}"

    @property
    def address(self) -> str:
        return f"{SUBNET}.{self.number}"

    def start(self, words: Sequence[object], *, user: str, log: str) -> subprocess.Popen[bytes]:
        """Run something on it; what it says goes to a file."""
        # With shared memory of its own, or a killed server's would stay behind on this machine.
        inside = ("ip", "netns", "exec", self.name, "unshare", "--ipc")
        as_user = ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups")
        with open(log, "ab") as output:  # noqa: PTH123 - a name that its own user made
            return subprocess.Popen(
                [*inside, *as_user, *map(str, words)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,
            )

    def processes(self) -> list[int]:
        """Everything that runs on it: it was all started from here."""
        return [int(number) for number in _ip("netns", "pids", self.name).split()]

    def cut_off_from(self, others: Sequence["Machine"]) -> None:
        """Lose what goes between it and others, both ways; the writers still reach it."""
        for one, other in _both_ways(self, others):
            _ip(
                *("-n", one.name, "neigh", "replace", other.address),
                *("lladdr", NOBODY, "dev", "eth0", "nud", "permanent"),
            )

    def join(self, others: Sequence["Machine"]) -> None:
        """Let them hear each other again."""
        for one, other in _both_ways(self, others):
            _ip("-n", one.name, "neigh", "del", other.address, "dev", "eth0")

    def unplug(self) -> None:
        """Lose whatever goes to it or comes from it."""
        _ip("link", "set", self.port, "down")

    def plug_in(self) -> None:
        _ip("link", "set", self.port, "up")


def _both_ways(one: Machine, others: Sequence[Machine]) -> Iterator[tuple[Machine, Machine]]:
    for other in others:
        yield one, other
        yield other, one


@contextmanager
def machines(count: int) -> Iterator[tuple[Machine, ...]]:
    """So many machines; whatever runs on them ends with them."""
    made = tuple(Machine(number) for number in range(1, count + 1))
    for left_behind in made:
        _remove(left_behind)
    with ExitStack() as stack:
        _quietly("link", "del", BRIDGE)
        stack.callback(_quietly, "link", "del", BRIDGE)
        _ip("link", "add", BRIDGE, "type", "bridge")
        _ip("addr", "add", f"{HERE}/24", "dev", BRIDGE)
        _ip("link", "set", BRIDGE, "up")
        for machine in made:
            stack.callback(_remove, machine)
            _make(machine)
        yield made


def _make(machine: Machine) -> None:
    _ip("netns", "add", machine.name)
    _ip(
        *("link", "add", machine.port, "type", "veth"),
        *("peer", "name", "eth0", "netns", machine.name),
    )
    _ip("link", "set", machine.port, "master", BRIDGE, "up")
    _ip("-n", machine.name, "addr", "add", f"{machine.address}/24", "dev", "eth0")
    for link in ("lo", "eth0"):
        _ip("-n", machine.name, "link", "set", link, "up")


def _remove(machine: Machine) -> None:
    with suppress(subprocess.CalledProcessError):
        for process in machine.processes():
            with suppress(ProcessLookupError):
                kill(process, SIGKILL)
    _quietly("netns", "del", machine.name)
    _quietly("link", "del", machine.port)


def _ip(*words: str) -> str:
    return subprocess.run(
        ["ip", *words], check=True, capture_output=True, text=True, timeout=10
    ).stdout


def _quietly(*words: str) -> None:
    """It may not be there."""
    with suppress(subprocess.CalledProcessError):
        _ip(*words)
