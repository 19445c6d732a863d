"""A history in which everything happens that can, so that nothing is left out of what it is used for."""

from datetime import datetime, timedelta
from uuid import UUID

from domain.clients.events import CLIENT_EVENTS
from domain.clients.scopes import Scope, Told
from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.codelists.expected import ReasonForNone
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.releases import GroundForAbandoning, ReasonForEdition
from domain.codelists.roles import Role
from domain.codelists.sampling import LookOutcome
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import PERSON_EVENTS
from domain.records.events import RECORD_EVENTS
from domain.releases.events import RELEASE_EVENTS, File
from domain.releases.period import Period
from domain.releases.release import Basis
from domain.retention.events import RETENTION_EVENTS
from domain.sampling.drawing import month_before, month_of
from domain.sampling.events import SAMPLE_EVENTS, SampledLook
from domain.sampling.sample import Frame
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, WORDS
from tests.expecting import an_expected
from tests.installations import appoint, follow
from tests.people import (
    ADMINISTRATOR,
    ANALYST,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    SECOND_ADMINISTRATOR,
    STANDARDS,
    SUPERVISOR,
)
from tests.projections.happening import (
    Happening,
    about,
    about_nobody,
    accepted,
    amended,
    assessed,
    disclosed,
    elsewhere_accepted,
    elsewhere_amended,
    elsewhere_returned,
    imported,
    linked,
    noted,
    referred,
    restored,
    restricted,
    returned,
    submitted,
    told_apart,
    unlinked,
    unrestricted,
    withdrawn,
)
from tests.projections.keeping import everything_of_keeping, policy_and_epoch
from tests.standards import HEAD, approved, requested
from web.bootstrap import Services

ENCOUNTER, SUBJECT = UUID(int=11), UUID(int=12)
Files = tuple[File, ...]
EVERY_KIND = (
    RECORD_EVENTS
    | PERSON_EVENTS
    | CLIENT_EVENTS
    | EXPECTED_EVENTS
    | RELEASE_EVENTS
    | DISCLOSURE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS
)


def everything_happens(services: Services) -> Happening:
    """Every kind of event; to the record that is returned, every kind that can happen to one."""
    _to_people(services)
    _to_systems(services)
    submitted(services, reference="UOF-26-000002", **CROWD).then(restricted())
    submitted(services, reference="UOF-26-000003", by=COLLEAGUE, **MINOR_INJURY).then(referred())
    submitted(services, reference="UOF-26-000004").then(withdrawn())
    imported(services).then(elsewhere_amended(), elsewhere_returned(), elsewhere_accepted())
    imported(services, officer=None, reference="LEG-000008").then(
        amended(by=STANDARDS, area="north")
    )
    record = submitted(
        services,
        reference="UOF-26-000001",
        colleagues=(COLLEAGUE.id,),
        **{**CED_FIRED, **WORDS},
    ).then(
        noted(),
        linked(ENCOUNTER),
        returned(),
        amended(area="north", narrative_options="Sealed options"),
        assessed(),
        accepted(),
        restricted(),
        unrestricted(),
        unlinked(),
        linked(ENCOUNTER),
        about(SUBJECT),
        about_nobody(),
        about(SUBJECT),
        told_apart(UUID(int=13)),
        withdrawn(),
        restored(),
        disclosed(),
        *everything_of_keeping(UUID(int=14)),
    )
    policy_and_epoch(services)
    _to_what_was_expected(services, record.id)
    _to_who_acts_for_another(services, record.id)
    _to_who_looks_in_confidence(services)
    _to_a_release(services)
    assert _kinds(services) >= EVERY_KIND
    return record


def _to_people(services: Services) -> None:
    people, soon = services.people, services.clock.now() + timedelta(days=1)
    people.change_rank(OFFICER.id, Rank.SERGEANT, requester=ADMINISTRATOR.asks())
    for since, until in ((None, soon), (soon, None)):
        people.grant(
            OFFICER.id, Role.SUPERVISOR, since=since, until=until, requester=ADMINISTRATOR.asks()
        )
    people.revoke(OFFICER.id, Role.SUPERVISOR, requester=ADMINISTRATOR.asks())
    people.release_supervisor(COLLEAGUE.id, requester=ADMINISTRATOR.asks())
    _to_roles_that_take_two(services)
    people.issue_account(SUPERVISOR.id, requester=ADMINISTRATOR.asks())
    _to_accounts(services)
    people.correct_entry(
        STANDARDS.id, name="Effie Swift", collar_number="1106", requester=ADMINISTRATOR.asks()
    )
    follow(services)


def _to_roles_that_take_two(services: Services) -> None:
    """Proposed by one administrator, and confirmed, declined and withdrawn; one waits."""
    appoint(services, SECOND_ADMINISTRATOR)
    proposals = services.role_proposals

    def proposed(role: Role) -> int:
        return proposals.propose_grant(
            SUPERVISOR.id, role, since=None, until=None, requester=ADMINISTRATOR.asks()
        ).version

    second, first = SECOND_ADMINISTRATOR, ADMINISTRATOR
    proposals.confirm(SUPERVISOR.id, proposed(Role.ANALYST), requester=second.asks())
    proposals.decline(SUPERVISOR.id, proposed(Role.HEAD_OF_STANDARDS), requester=second.asks())
    proposals.withdraw(SUPERVISOR.id, proposed(Role.OUTSIDE_REVIEWER), requester=first.asks())
    proposals.propose_revocation(SUPERVISOR.id, Role.ANALYST, requester=first.asks())


def _to_who_acts_for_another(services: Services, record: UUID) -> None:
    """Who acts for a supervisor, and opens in an emergency what is not theirs to read any longer."""
    soon, acting = services.clock.now() + timedelta(days=1), OTHER_SUPERVISOR
    services.people.delegate(acting.id, since=None, until=soon, requester=SUPERVISOR.asks())
    services.people.end_delegation(acting.id, requester=SUPERVISOR.asks())
    opened = services.emergencies.break_glass(
        record,
        ground=GroundForBreakingGlass.RISK_TO_LIFE,
        explanation="Sealed explanation",
        requester=acting.asks(),
    )
    services.emergencies.review(
        acting.id,
        opened.version,
        EmergencyOutcome.JUSTIFIED,
        explanation="Sealed explanation",
        requester=STANDARDS.asks(),
    )
    follow(services)


def _to_who_looks_in_confidence(services: Services) -> None:
    """One that was approved and ended, and one that was not."""
    appoint(services, HEAD)
    version = approved(services, "CO/123/26")
    services.confidences.end(STANDARDS.id, version, requester=HEAD.asks())
    services.confidences.decline(
        STANDARDS.id,
        requested(services, "CO/124/26"),
        explanation="Sealed explanation",
        requester=HEAD.asks(),
    )
    _to_their_looks(services)
    follow(services)


def _to_their_looks(services: Services) -> None:
    """The sample of the month before, of which one look was reviewed."""
    month = month_before(month_of(services.clock.now().date()))
    frame = Frame(leaves=8, root="ab" * 32, looks=(SampledLook(leaf=7, person=STANDARDS.id),))
    services.samples.draw(month, lambda: frame, requester=HEAD.asks())
    services.samples.review(
        month, 7, LookOutcome.IN_ORDER, explanation="Sealed explanation", requester=HEAD.asks()
    )


def _to_accounts(services: Services) -> None:
    """A link to the account at the force, a lost second factor, and an account that is closed for a while."""
    people, by = services.people, ADMINISTRATOR
    people.link_account(
        COLLEAGUE.id, issuer="https://login.example", subject="a-subject", requester=by.asks()
    )
    people.unlink_account(COLLEAGUE.id, requester=by.asks())
    people.remove_second_factor(COLLEAGUE.id, requester=by.asks())
    people.end_sessions(COLLEAGUE.id, requester=by.asks())
    people.close_account(COLLEAGUE.id, requester=by.asks())
    people.reopen_account(COLLEAGUE.id, requester=by.asks())


def _to_systems(services: Services) -> None:
    client, token, webhook = UUID(int=21), UUID(int=22), UUID(int=23)
    clients, by = services.clients, ADMINISTRATOR
    clients.register(client, name="Custody system", purpose="Sealed purpose", requester=by.asks())
    clients.issue(
        client,
        token,
        digest="d" * 64,
        acts_as=OFFICER.id,
        scopes=[Scope.RECORDS_READ],
        expires_at=services.clock.now() + timedelta(days=30),
        requester=by.asks(),
    )
    clients.revoke(client, token, requester=by.asks())
    clients.tell(
        client,
        webhook,
        address="https://custody.example/told",
        acts_as=STANDARDS.id,
        told=[Told.ACCEPTED],
        requester=by.asks(),
    )
    clients.stop_telling(client, webhook, requester=by.asks())
    follow(services)


def _to_what_was_expected(services: Services, record: UUID) -> None:
    """An arrest that is matched and taken apart, and explained, opened again and matched."""
    encounter, expecting, by = an_expected(services), services.expecting, STANDARDS
    expecting.match(encounter, record, requester=by.asks())
    expecting.unmatch(encounter, requester=by.asks())
    expecting.explain(encounter, ReasonForNone.NO_FORCE, "Sealed explanation", requester=by.asks())
    expecting.reopen(encounter, requester=by.asks())
    expecting.match(encounter, record, requester=by.asks())
    follow(services)


def _to_a_release(services: Services) -> None:
    """An edition that is announced and abandoned, and one that is published."""
    period, now = Period(2026, 2), services.clock.now()
    basis = Basis(position=1, counting_rules=1, code_lists=1, layout=1)
    files, first = (File(name="figures.csv", sha256="d" * 64),), ReasonForEdition.FIRST
    services.releases.announce(period, now + timedelta(days=28), requester=ANALYST.asks())
    for ending in (_abandoned, _published):
        services.releases.prepare(period, basis, reason=first, requester=ANALYST.asks())
        release = services.releases.of(Force.NORTHSHIRE, period).id
        services.releases.check(release, files, basis, requester=ANALYST.asks())
        ending(services, release, files, now)
    follow(services)


def _abandoned(services: Services, release: UUID, files: Files, now: datetime) -> None:
    services.releases.abandon(release, GroundForAbandoning.FIGURES, requester=ANALYST.asks())


def _published(services: Services, release: UUID, files: Files, now: datetime) -> None:
    services.releases.approve(release, files, publish_at=now, requester=STANDARDS.asks())
    services.releases.publish_due([release])


def _kinds(services: Services) -> set[type]:
    return {type(one.event) for one in services.reader.read(after=0, limit=1000)}
