"""Figures for Prometheus: what this process counted, and how the installation stands.

Several processes serve in production and each counts for itself; the directory that
``PROMETHEUS_MULTIPROC_DIR`` names is where they add up (``web/production/gunicorn.py``). No label
ever holds anything but what code decided: a route's pattern, the name of an event or a refusal.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from application.verifying import Verdict
from projections.views import Status
from web.production import SHARED_FIGURES
from web.proof.verifications import Standing as Verified

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

LOG = logging.getLogger(__name__)

COUNTED = CollectorRegistry()

REQUESTS = Counter(
    "uof_requests", "Requests answered", ["method", "route", "status"], registry=COUNTED
)
SECONDS = Histogram("uof_request_seconds", "Time to answer", ["route"], registry=COUNTED)
COMMANDS = Counter(
    "uof_commands", "Commands carried out, by their first event", ["kind"], registry=COUNTED
)
BLOCKED = Counter(
    "uof_reviews_blocked", "Reviews refused between two who review each other", registry=COUNTED
)
REFUSALS = Counter("uof_refusals", "Requests refused, by the refusal", ["kind"], registry=COUNTED)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def carried_out(kind: str) -> None:
    COMMANDS.labels(kind).inc()


def refused(error: Exception) -> None:
    REFUSALS.labels(type(error).__name__).inc()


def review_blocked() -> None:
    """Somebody was refused another review of who reviews them: for whoever watches to ask about."""
    LOG.warning("a review was refused between two who review each other")
    BLOCKED.inc()


class Standing(Collector):
    """How the installation stands at this moment."""

    def __init__(
        self,
        *,
        position: int,
        projections: Iterable[Status],
        failed: Iterable[str] = (),
        drafts: int | None = None,
        refused: bool | None = None,
        verified: Verified | None = None,
        others: Iterable[Any] = (),
    ) -> None:
        self._position = position
        self._projections = tuple(projections)
        self._failed = frozenset(failed)
        self._drafts = drafts
        self._refused = refused
        self._verified = verified
        self._others = tuple(others)

    def collect(self) -> Iterator[Any]:
        yield GaugeMetricFamily("uof_log_position", "Newest position", value=self._position)
        behind = GaugeMetricFamily(
            "uof_projection_behind", "Positions not taken in yet", labels=["projection"]
        )
        failed = GaugeMetricFamily(
            "uof_projection_failed", "1 if it stands still in this process", labels=["projection"]
        )
        for one in self._projections:
            behind.add_metric([one.projection], one.behind)
            failed.add_metric([one.projection], one.projection in self._failed)
        yield behind
        yield failed
        if self._drafts is not None:
            yield GaugeMetricFamily("uof_drafts", "Unfinished drafts", value=self._drafts)
        if self._refused is not None:
            yield GaugeMetricFamily(
                "uof_signing_refused", "1 if the log is not what was signed", value=self._refused
            )
        if self._verified is not None:
            yield from _of_verifying(self._verified)
        yield from self._others


def _of_verifying(stands: Verified) -> Iterator[Any]:
    yield GaugeMetricFamily(
        "uof_verify_overdue",
        "1 if the log was not verified for too long",
        value=bool(stands.overdue),
    )
    yield GaugeMetricFamily(
        "uof_verify_tampered",
        "1 if the last verification showed tampering",
        value=stands.verdict is Verdict.TAMPERED,
    )
    at = GaugeMetricFamily(
        "uof_verified_at_seconds", "When the log was verified last", labels=["scope"]
    )
    for one, scope in ((stands.last, "any"), (stands.last_whole, "whole")):
        if one is not None:
            at.add_metric([scope], one.at.timestamp())
    yield at


def written(standing: Standing) -> bytes:
    """Everything, as Prometheus reads it."""
    stands = CollectorRegistry()
    stands.register(standing)
    return generate_latest(_counted()) + generate_latest(stands)


def _counted() -> CollectorRegistry:
    if SHARED_FIGURES not in os.environ:
        return COUNTED
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
