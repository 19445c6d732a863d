"""What is done to a cluster, and how it is undone afterwards."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.cluster.nodes import Cluster
from tests.cluster.waiting import until

Undo = Callable[[], None]
Fault = Callable[[Cluster], Undo]
FINDING_SECONDS = 30


def kill(cluster: Cluster) -> Undo:
    """kill -9 of the leader's PostgreSQL and Patroni"""
    leader = cluster.leader()
    leader.kill_patroni_and_postgresql()
    return leader.start_patroni


def crash(cluster: Cluster) -> Undo:
    """kill -9 of the leader's PostgreSQL alone"""
    cluster.leader().kill_postgresql()
    return _nothing


def standby(cluster: Cluster) -> Undo:
    """kill -9 of the synchronous standby's PostgreSQL and Patroni"""
    found = cluster.synchronous_standby()
    found.kill_patroni_and_postgresql()
    return found.start_patroni


def partition(cluster: Cluster) -> Undo:
    """the leader is cut off from the other nodes, and the writers still reach it"""
    leader = cluster.leader()
    others = [node.machine for node in cluster.others(leader)]
    leader.machine.cut_off_from(others)
    return lambda: leader.machine.join(others)


def unplug(cluster: Cluster) -> Undo:
    """the leader's cable is pulled: nobody reaches it"""
    leader = cluster.leader()
    leader.machine.unplug()
    return leader.machine.plug_in


def switchover(cluster: Cluster) -> Undo:
    """the leader hands over in good order"""
    cluster.leader().hand_over()
    return _nothing


def etcd(cluster: Cluster) -> Undo:
    """kill -9 of the etcd member that leads the others"""
    (node,) = until(
        "a leader of etcd",
        lambda: [one for one in cluster.nodes if one.leads_etcd()],
        seconds=FINDING_SECONDS,
    )
    node.kill_etcd()
    return lambda: node.start_etcd(state="existing")


def _nothing() -> None:
    """It mends itself."""


FAULTS: Mapping[str, Fault] = MappingProxyType(
    {fault.__name__: fault for fault in (kill, crash, standby, partition, unplug, switchover, etcd)}
)

MOVE_THE_LEAD = frozenset({"kill", "partition", "unplug", "switchover"})
"""After these another node leads, and must."""
