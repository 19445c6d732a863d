"""Every projection, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from projections.clients.projector import PROJECTION as CLIENTS
from projections.disclosures.projector import PROJECTION as DISCLOSURES
from projections.expected.projector import PROJECTION as EXPECTED
from projections.people.projector import PROJECTION as PEOPLE
from projections.projection import Projection
from projections.record_history.projector import PROJECTION as RECORD_HISTORY
from projections.register.projector import PROJECTION as REGISTER
from projections.releases.projector import PROJECTION as RELEASES
from projections.retention.projector import PROJECTION as RETENTION
from projections.statistics.projector import PROJECTION as STATISTICS
from projections.versions.projector import PROJECTION as VERSIONS
from projections.worklists.projector import PROJECTION as WORKLISTS

PROJECTIONS: Mapping[str, Projection] = MappingProxyType(
    {
        one.name: one
        for one in (
            REGISTER,
            WORKLISTS,
            RECORD_HISTORY,
            PEOPLE,
            CLIENTS,
            EXPECTED,
            STATISTICS,
            VERSIONS,
            RELEASES,
            DISCLOSURES,
            RETENTION,
        )
    }
)
