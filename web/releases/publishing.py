"""Publishing what was approved, when its time has come."""

from application.ports import Clock
from application.releases import Releases
from projections.releases.queries import due
from projections.views import Views


def publish_due(releases: Releases, views: Views, clock: Clock) -> int:
    """Publish every edition whose time has come; how many those were."""
    with views.reading() as connection:
        waiting = due(connection, now=clock.now())
    return releases.publish_due(waiting)
