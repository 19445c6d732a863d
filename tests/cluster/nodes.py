"""The nodes: on each machine a member of etcd, and Patroni, which runs PostgreSQL as it sees fit.

Nothing of it is ours but the settings: who leads is decided by the existing engine.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from tests.cluster.machines import SUBNET, Machine, machines
from tests.cluster.waiting import until
from tests.postgres import Databases, binaries

COUNT = 3
USER = "postgres"
"""PostgreSQL refuses to run as root."""
PGDATABASES = ("uof", "uof_keys")
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
START_SECONDS, HEALTH_SECONDS, STOP_SECONDS, ANSWER_SECONDS = 90, 120, 15, 2


class Node:
    """One machine of the cluster, with what runs on it."""

    def __init__(self, machine: Machine, home: Path, *, synchronous: bool) -> None:
        self.machine = machine
        self.name = f"node{machine.number}"
        self._home = home / self.name
        self._home.mkdir(mode=0o700)
        shutil.chown(self._home, USER, USER)
        self._synchronous = synchronous
        self._etcd: subprocess.Popen[bytes] | None = None
        self._patroni: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return self.machine.address

    @property
    def data(self) -> Path:
        return self._home / "data"

    def start_etcd(self, *, state: str) -> None:
        """Start the member; ``state`` says whether the others are new too."""
        peer, client = f"http://{self.address}:2380", f"http://{self.address}:2379"
        members = ",".join(
            f"node{number}=http://{SUBNET}.{number}:2380" for number in range(1, COUNT + 1)
        )
        self._etcd = self._start(
            "etcd",
            ("etcd", "--name", self.name, "--data-dir", self._home / "etcd"),
            ("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
            ("--listen-client-urls", client, "--advertise-client-urls", client),
            ("--initial-cluster", members, "--initial-cluster-state", state),
        )

    def start_patroni(self) -> None:
        settings = self._home / "patroni.yml"
        # What is JSON is YAML.
        settings.write_text(json.dumps(self._settings()))
        shutil.chown(settings, USER, USER)
        self._patroni = self._start("patroni", ("patroni", settings))

    def _start(self, name: str, *words: Sequence[object]) -> subprocess.Popen[bytes]:
        flat = [word for group in words for word in group]
        return self.machine.start(flat, user=USER, log=str(self._home / f"{name}.log"))

    def kill_etcd(self) -> None:
        """``kill -9`` of the member."""
        _kill(self._etcd)

    def kill_postgresql(self) -> None:
        """``kill -9`` of the server, whose processes end when they notice."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def kill_patroni_and_postgresql(self) -> None:
        """``kill -9`` of everything but etcd, at one moment."""
        assert self._etcd
        _kill(self._patroni)
        for process in set(self.machine.processes()) - {self._etcd.pid}:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, so that nothing of it stays in memory; whoever made the machine kills it."""
        for process in (self._patroni, self._etcd):
            if process and process.poll() is None:
                process.terminate()
        for process in (self._patroni, self._etcd):
            if process:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(STOP_SECONDS)

    def leads_etcd(self) -> bool:
        """Whether it is its member that leads the others."""
        told = _ask(f"http://{self.address}:2379/v3/maintenance/status", {})
        return bool(told) and told["leader"] == told["header"]["member_id"]

    def cluster(self) -> list[dict[str, Any]]:
        """The members as this node sees them; none when it does not answer."""
        told = _ask(f"http://{self.address}:8008/cluster")
        return told["members"] if told else []

    def hand_over(self) -> None:
        """Have it hand over the lead, in good order."""
        asked = {"leader": self.name}
        _ask(f"http://{self.address}:8008/switchover", asked, seconds=HEALTH_SECONDS)

    def _settings(self) -> dict[str, Any]:
        """What Patroni is told; the README says why."""
        programs = binaries()
        assert programs
        return {
            "scope": "uof",
            "name": self.name,
            "restapi": {
                "listen": f"{self.address}:8008",
                "connect_address": f"{self.address}:8008",
            },
            "etcd3": {"hosts": ",".join(f"{SUBNET}.{one}:2379" for one in range(1, COUNT + 1))},
            "bootstrap": {
                "dcs": {
                    "ttl": 20,
                    "loop_wait": 5,
                    "retry_timeout": 5,
                    "synchronous_mode": self._synchronous,
                    "synchronous_mode_strict": self._synchronous,
                    "postgresql": {
                        "use_pg_rewind": True,
                        "use_slots": True,
                        "parameters": {
                            "synchronous_commit": "on",
                            "max_connections": 200,
                            "wal_keep_size": "256MB",
                            # A standby that lost its leader tries again after a second, not five.
                            "wal_retrieve_retry_interval": "1s",
                        },
                    },
                },
                "initdb": [{"encoding": "UTF8"}, {"locale": "C"}, "data-checksums"],
            },
            "postgresql": {
                "listen": f"{self.address}:5432",
                "connect_address": f"{self.address}:5432",
                "data_dir": str(self.data),
                "bin_dir": str(programs),
                "pgpass": str(self._home / "pgpass"),
                # The bridge leads nowhere else: nobody can come from outside.
                "pg_hba": [
                    f"host all all {SUBNET}.0/24 trust",
                    f"host replication replicator {SUBNET}.0/24 trust",
                    "local all all trust",
                ],
                "authentication": {
                    "superuser": {"username": "postgres"},
                    "replication": {"username": "replicator"},
                },
                "parameters": {
                    "unix_socket_directories": str(self._home),
                    # A killed server's memory goes with its files.
                    "dynamic_shared_memory_type": "mmap",
                },
            },
        }


class Cluster:
    """The nodes together."""

    def __init__(self, nodes: Sequence[Node], *, synchronous: bool) -> None:
        self.nodes = nodes
        self._synchronous = synchronous

    @property
    def databases(self) -> Databases:
        """Two addresses that name every server."""
        hosts = "&".join(f"host={node.address}:5432" for node in self.nodes)
        return Databases(
            *(
                f"postgresql://uof@/{name}?{hosts}&target_session_attrs=read-write"
                for name in PGDATABASES
            )
        )

    def leader(self) -> Node:
        return until("a leader", self._leader, seconds=HEALTH_SECONDS)

    def others(self, node: Node) -> list[Node]:
        return [one for one in self.nodes if one is not node]

    def synchronous_standby(self) -> Node:
        (found,) = (member for member in self._members() if member["role"] == "sync_standby")
        return self._named(found["name"])

    def has_left(self, node: Node) -> bool:
        """Whether another leads, as the others see it: who is cut off may not know."""
        seen = [one.cluster() for one in self.others(node)]
        return any(
            member["role"] == "leader" and member["name"] != node.name
            for members in seen
            for member in members
        )

    def wait_until_whole(self) -> None:
        """Wait until every node is there, follows the leader, and one is waited for at each commit."""
        until("every node in its place", self._is_whole, seconds=HEALTH_SECONDS)

    def _leader(self) -> Node | None:
        leading = [member for member in self._members() if member["role"] == "leader"]
        return self._named(leading[0]["name"]) if leading else None

    def _named(self, name: str) -> Node:
        (found,) = (node for node in self.nodes if node.name == name)
        return found

    def _members(self) -> list[dict[str, Any]]:
        return next(filter(None, (node.cluster() for node in self.nodes)), [])

    def _is_whole(self) -> bool:
        seen = [node.cluster() for node in self.nodes]
        if not all(seen):
            return False
        roles = sorted(member["role"] for member in seen[0])
        second = "sync_standby" if self._synchronous else "replica"
        up = all(member["state"] in ("running", "streaming") for member in seen[0])
        same = len({member.get("timeline") for member in seen[0]}) == 1
        return up and same and roles == sorted(["leader", "replica", second]) and self._streams()

    def _streams(self) -> bool:
        """Whether both others receive what the leader writes, by its own account."""
        node = self._leader()
        if node is None:
            return False
        query = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
        with (
            suppress(psycopg.Error),
            psycopg.connect(host=node.address, user=USER, connect_timeout=2) as opened,
        ):
            return opened.execute(query).fetchone() == (COUNT - 1,)
        return False


@contextmanager
def cluster(*, synchronous: bool) -> Iterator[Cluster]:
    """A running cluster with our two empty databases; all of it is gone afterwards."""
    with ExitStack() as stack:
        home = Path(tempfile.mkdtemp(prefix="uof-cluster-"))
        home.chmod(0o711)
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        nodes = [
            Node(machine, home, synchronous=synchronous)
            for machine in stack.enter_context(machines(COUNT))
        ]
        stack.callback(_stop, nodes)
        for node in nodes:
            node.start_etcd(state="new")
        for node in nodes:
            until(
                "etcd", partial(_ask, f"http://{node.address}:2379/health"), seconds=START_SECONDS
            )
        for node in nodes:
            node.start_patroni()
        made = Cluster(nodes, synchronous=synchronous)
        made.wait_until_whole()
        _make_databases(made.leader())
        yield made


def _stop(nodes: Sequence[Node]) -> None:
    for node in nodes:
        node.stop()


def _make_databases(leader: Node) -> None:
    with psycopg.connect(host=leader.address, user="postgres", autocommit=True) as opened:
        opened.execute("CREATE ROLE uof LOGIN CREATEROLE")
        for name in PGDATABASES:
            opened.execute(f"CREATE DATABASE {name} OWNER uof")


def _kill(process: subprocess.Popen[bytes] | None) -> None:
    assert process
    process.kill()
    process.wait()


def _ask(url: str, said: dict[str, Any] | None = None, *, seconds: float = ANSWER_SECONDS) -> Any:
    """What one of them answers, or nothing: it may be down."""
    data = None if said is None else json.dumps(said).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with suppress(OSError):
        with DIRECTLY.open(request, timeout=seconds) as answer:
            text = answer.read().decode()
        return json.loads(text) if text.startswith("{") else text
    return None
