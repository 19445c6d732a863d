"""The use cases over a log in memory: quick, for sentences in which the database plays no part."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.popo import POPOApplicationRecorder, POPOFactory

from application.access import Access
from application.changes import ChangeFeed
from application.clients import Clients
from application.confidence import Confidences
from application.emergencies import Emergencies
from application.linking import Linking
from application.log import RecordLog
from application.people import People
from application.records import Records
from application.reviews import Reviews
from application.role_proposals import RoleProposals
from application.sampling import Samples
from application.stored_records import StoredRecords
from domain.codelists.forces import Force
from domain.people.proposals import RolesBy
from tests.fakes import FakeClock, FakeDirectory, FakeKeyRing
from tests.people import ADMINISTRATOR, COLLEAGUE, EVERYBODY, OFFICER, SUPERVISOR


class OneLog(POPOFactory):
    """Gives everybody who opens the log the same one, as a database would."""

    def __init__(self) -> None:
        super().__init__({})
        self._recorder = POPOApplicationRecorder()

    def application_recorder(self) -> Any:
        return self._recorder


@dataclass(frozen=True, kw_only=True)
class InMemory:
    """What ``Services`` has of the use cases, under the same names."""

    clock: FakeClock
    ring: FakeKeyRing
    directory: FakeDirectory
    log: RecordLog
    reader: RecordLog
    access: Access
    stored: StoredRecords
    records: Records
    reviews: Reviews
    linking: Linking
    emergencies: Emergencies
    confidences: Confidences
    samples: Samples
    people: People
    role_proposals: RoleProposals
    clients: Clients
    changes: ChangeFeed

    def last(self, record: UUID) -> Any:
        """The last thing that happened to a record or a person."""
        return self.log.events_of(record)[-1]


def in_memory(roles_by: RolesBy = RolesBy.ONE) -> InMemory:
    """The use cases with nobody in them."""
    clock, ring, directory, kept = FakeClock(), FakeKeyRing(), FakeDirectory(), OneLog()
    log = RecordLog(kept, ring)
    access = Access(log, clock)
    stored, reader = StoredRecords(log, access), RecordLog(kept, None)
    return InMemory(
        clock=clock,
        ring=ring,
        directory=directory,
        log=log,
        reader=reader,
        access=access,
        stored=stored,
        records=Records(log, access, stored),
        reviews=Reviews(stored),
        linking=Linking(log, access, stored),
        emergencies=Emergencies(log, access, stored),
        confidences=Confidences(log, access),
        samples=Samples(log, access),
        people=People(log, access, directory, roles_by),
        role_proposals=RoleProposals(log, access),
        clients=Clients(log, reader, access),
        changes=ChangeFeed(reader, access),
    )


def populated(roles_by: RolesBy = RolesBy.ONE) -> InMemory:
    """The use cases with the people of the tests in them."""
    memory = in_memory(roles_by)
    for one in EVERYBODY:
        memory.people.found(
            one.id,
            name=one.name,
            collar_number=one.collar_number,
            force=Force.NORTHSHIRE,
            rank=one.rank,
            role=one.role,
        )
    for officer in (OFFICER, COLLEAGUE):
        memory.people.assign_supervisor(officer.id, SUPERVISOR.id, requester=ADMINISTRATOR.asks())
    return memory
