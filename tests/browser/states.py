"""An installation with something in every state that a page can show."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from application.expected.file import Row
from application.importing.jobs import Asked, Tally
from application.verifying import Layer, Verdict
from domain.access_log.codes import Action, Channel, Purpose, Term
from domain.access_log.entry import Entry, RecordSeen
from domain.clients.scopes import Scope, Told
from domain.codelists.answers import Absence, YesNo
from domain.codelists.assessments import Assessment
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.disclosures import KindOfDisclosure
from domain.codelists.duties import MainDuty
from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.codelists.expected import ExpectedKind, ReasonForNone
from domain.codelists.forces import Force
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.locations import LocationType
from domain.codelists.perceptions import PerceivedAge
from domain.codelists.ranks import Rank
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.codelists.releases import GroundForAbandoning, ReasonForEdition
from domain.codelists.roles import Role
from domain.codelists.tactics import Tactic
from domain.codelists.video import NoVideoReason
from domain.event import Source
from domain.records.account import Account, Answers
from domain.records.events import PinnedNote
from domain.records.history import fold
from domain.records.tactics import CedUse
from domain.releases.period import Period
from domain.releases.release import release_id
from tests import installations
from tests.browser import confidence_states, keeping_states
from tests.builders import (
    CED_FIRED,
    CROWD,
    MINOR_INJURY,
    WORDS,
    a_submission,
    an_import,
    answers,
    used,
)
from tests.disclosing.bundles import terms
from tests.fakes import NOON, FakeClock
from tests.people import (
    ADMINISTRATOR,
    ANALYST,
    COLLEAGUE,
    NAMESPACE,
    OFFICER,
    OTHER_SUPERVISOR,
    PASSWORD,
    SECOND_ADMINISTRATOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.proof.conftest import places
from tests.releases import quarter
from web.adapters.clock import SystemClock
from web.adapters.drafts import Draft
from web.adapters.preferences import Choices
from web.auth import one_time_codes
from web.auth.linked import Subject
from web.bootstrap import Services
from web.demo.populations import examples
from web.proof.checkpointing import checkpointing
from web.proof.verifying import verify
from web.releases import making
from web.settings import Settings
from web.webhooks import signing
from web.webhooks.dispatcher import MOST_TRIES

NEWCOMER = Somebody(name="Gus Newt", collar_number="5001", rank=Rank.CONSTABLE, role=Role.OFFICER)
"""Has no records yet."""
UNAPPOINTED = Somebody(
    name="Hal Rook", collar_number="5002", rank=Rank.CONSTABLE, role=Role.OFFICER
)
"""Holds no role yet."""
FIRST_DAY = Somebody(name="Ida Swift", collar_number="5003", rank=Rank.CONSTABLE, role=Role.OFFICER)
"""Has a password that was chosen for them."""
NIGHT_OWL = Somebody(name="Jon Moth", collar_number="5004", rank=Rank.CONSTABLE, role=Role.OFFICER)
"""Chose the dark colours."""
LATECOMER = Somebody(name="Lou Kite", collar_number="5006", rank=Rank.CONSTABLE, role=Role.OFFICER)
"""Takes so long that the session ends."""
STRANGER = Somebody(name="Kit Wader", collar_number="5005", rank=Rank.CONSTABLE, role=Role.OFFICER)
"""Has no account yet."""
CODED = Somebody(name="Max Plover", collar_number="5007", rank=Rank.CONSTABLE, role=Role.OFFICER)
"""Signs in by password and code."""
PHONELESS = Somebody(
    name="Nia Dunlin", collar_number="5008", rank=Rank.CONSTABLE, role=Role.OFFICER
)
"""Sets up a phone."""

ISSUER = "http://127.0.0.1:9"
"""An identity provider to which nobody goes."""
SINGLE_SIGN_ON = {
    "UOF_ADDRESS": "http://127.0.0.1",
    "UOF_OIDC_ISSUER": ISSUER,
    "UOF_OIDC_CLIENT": "use-of-force-records",
    # A round through all pages takes longer than it counts that somebody has just signed in.
    "UOF_STEP_UP_MINUTES": "600",
}

MANY = 28
"""More records than a list shows on one page."""

SUBMITTED, GRAVE, CROWDED, TASER = (
    "UOF-26-000101",
    "UOF-26-000102",
    "UOF-26-000103",
    "UOF-26-000104",
)
RETURNED, ANSWERED, ACCEPTED = "UOF-26-000105", "UOF-26-000106", "UOF-26-000107"
IMPORTED, NOBODYS = "LEG-000007", "LEG-000008"
REFERRED, ASSESSED, WITHDRAWN, RESTRICTED = (
    "UOF-26-000108",
    "UOF-26-000109",
    "UOF-26-000110",
    "UOF-26-000111",
)
LINKED_APART = "UOF-26-000118"
"""Of the same encounter, and not linked to its person."""
LINKED, LINKED_TOO, CHANGING, DISPUTED, OVERTAKEN, MISTYPED = (
    "UOF-26-000112",
    "UOF-26-000113",
    "UOF-26-000114",
    "UOF-26-000115",
    "UOF-26-000116",
    "UOF-26-000117",
)
"""Submitted records, each in a state of its own."""
PUBLISHED = "UOF-26-000008"
"""Counted in what was published, and being amended."""

EMPTY, FULL, SHORT, TASER_DRAFT, TASER_EMPTY, CROWD_DRAFT, TWENTY, UNREADABLE, AGAIN = (
    f"UOF-26-0002{number:02}" for number in range(1, 10)
)
"""Drafts."""

LINKING = uuid5(NAMESPACE, "linking")
ENCOUNTER = uuid5(LINKING, "encounter")
"""An encounter is named after the request that made it."""
NAMING = uuid5(NAMESPACE, "naming")
SUBJECT = uuid5(NAMING, "subject")
"""And so is a person whom records are about."""

DISCLOSING, ASKING_FOR_ACCESS = uuid5(NAMESPACE, "disclosing"), uuid5(NAMESPACE, "access")
DISCLOSURE = uuid5(DISCLOSING, "disclosure")

UNRECORDED, UNKNOWN_OFFICER, RECORDED, EXPLAINED = (
    uuid5(NAMESPACE, f"expected {state}") for state in ("open", "unknown", "matched", "explained")
)
"""Encounters that other systems know of."""

EMERGENCIES = (4, 5)
"""The versions of the events with which ``OTHER_SUPERVISOR`` opened records: one was looked into."""

BEGUN, MADE, ANNOUNCED, GIVEN_UP = Period(2026, 1), Period(2025, 4), Period(2025), Period(2025, 3)
"""Periods whose editions are at a stage before publication."""
RELEASES = {
    period: release_id(Force.NORTHSHIRE, period)
    for period in (quarter.PERIOD, BEGUN, MADE, ANNOUNCED, GIVEN_UP)
}

CUSTODY, NEW_SYSTEM = uuid5(NAMESPACE, "custody"), uuid5(NAMESPACE, "property")
"""Other systems: one with tokens in every state, and one without any."""
TOLD, NO_LONGER_TOLD = uuid5(NAMESPACE, "told"), uuid5(NAMESPACE, "no-longer-told")
"""Addresses at which a system is told."""

EVERYTHING: dict[str, Any] = {
    **WORDS,
    **MINOR_INJURY,
    "locations": (LocationType.STREET, LocationType.RETAIL, LocationType.HOSPITAL),
    "perceived_age": PerceivedAge.FROM_11,
    "primary_conduct": PrimaryConduct.AGGRESSIVE,
    "tactics": used(
        Tactic.COMMUNICATIONS, Tactic.PAVA_USED, Tactic.DOG_BITE, Tactic.NON_COMPLIANT_HANDCUFFING
    ),
    "video_recorded": YesNo.NO,
    "no_video_reason": NoVideoReason.FAULT,
    "colleagues": (COLLEAGUE.id,),
    "narrative_action": "First line.\nSecond line, " + "with a very long word: " + "x" * 90,
}
"""A long record: several answers to a question, words, an injury, a child."""

USE = CedUse(drawn=YesNo.YES, fired=YesNo.YES, cartridge_number="C-1", cycles=1)

SHIFT: dict[str, Any] = {
    "area": "central",
    "main_duty": MainDuty.RESPONSE,
    "single_crewed": YesNo.NO,
    "ced_trained": YesNo.NO,
}


def build(settings: Settings) -> None:
    """Put everything in place, some days ago."""
    with installations.opened(settings, FakeClock()) as services:
        _people(services)
        confidence_states.ask(services)
        confidence_states.sample(services, [id_of(ACCEPTED), id_of(SUBMITTED)])
        _systems(services)
        _records(services)
        # A witness saw what was recorded so far, and not yet what is imported after it.
        checkpointing(settings, services.stores).checkpoint()
        _verified(services)
        _drafts(services)
        _messages(services)
        _imports(services)
        _populations(services)
        _expected(services)
        _emergencies(services)
        _reciprocal(services)
        _releases(services)
        _disclosures(services)
        _looks(services)
        kept = {one: submit(services, one, **WORDS) for one in keeping_states.RECORDS}
        keeping_states.keep(services, kept)
        installations.follow(services)
    with installations.opened(settings, SystemClock()) as services:
        _roles_that_wait(services)
        installations.follow(services)


def _roles_that_wait(services: Services) -> None:
    """For one person: what another administrator proposed, what is one's own, and what was declined.
    It is proposed now, because it lapses.
    """
    installations.appoint(services, SECOND_ADMINISTRATOR)
    proposals, who = services.role_proposals, UNAPPOINTED.id
    ends = services.clock.now() + timedelta(days=60)
    first, second = ADMINISTRATOR.asks, SECOND_ADMINISTRATOR.asks
    declined = proposals.propose_grant(
        who, Role.HEAD_OF_STANDARDS, since=None, until=None, requester=second()
    )
    proposals.decline(who, declined.version, requester=first())
    for role, until, by in ((Role.OFFICER, ends, second), (Role.ANALYST, None, first)):
        proposals.propose_grant(who, role, since=None, until=until, requester=by())
    proposals.propose_revocation(ADMINISTRATOR.id, Role.ADMINISTRATOR, requester=second())


def _looks(services: Services) -> None:
    """Looks of some days ago, of which some stand out and some were in confidence."""
    at = services.clock.now()
    look = Entry(
        at=at,
        person=SUPERVISOR.id,
        action=Action.READ,
        channel=Channel.PAGE,
        place="record.show",
        seen=(RecordSeen(record=id_of(ACCEPTED), version=1),),
    )
    for minutes in range(6):
        services.access_log.write(replace(look, at=at + timedelta(minutes=minutes)))
    searched = replace(
        look, action=Action.SEARCH, terms=(Term.OWN,), hits=0, seen=(), purpose=Purpose.ASSURANCE
    )
    services.access_log.write(searched)
    confidential = replace(
        look,
        action=Action.PRINT,
        purpose=Purpose.COMPLAINT,
        case_reference="CO/123/26",
        confidential=True,
    )
    services.access_log.write(confidential)


def _verified(services: Services) -> None:
    """Once with something amiss, which was put right, and then in order; and somebody has a receipt."""
    assert services.receipts.give(services.log.events_of(id_of(SUBMITTED), upto=1))
    now, kept = SystemClock().now(), services.verifications
    report = verify(services.stores, places(services.settings))
    kept.keep(report, at=now, by="uof-verify@log-host")
    named = report.examined
    named.tell(Layer.ROW, "the stored event is not the one that was recorded", index=4)
    named.tell(Layer.RECEIPT, "a receipt does not hold", index=7, record=id_of(ACCEPTED), version=2)
    amiss = replace(report, verdict=Verdict.TAMPERED)
    kept.keep(amiss, at=now - timedelta(hours=3), by="uof-verify@log-host")


def id_of(reference: str) -> UUID:
    return uuid5(NAMESPACE, reference)


PEOPLE = (NEWCOMER, UNAPPOINTED, FIRST_DAY, NIGHT_OWL, LATECOMER, CODED, PHONELESS)


def _people(services: Services) -> None:
    installations.appoint(services, *PEOPLE, STRANGER)
    for one in PEOPLE:
        services.accounts.set_password(
            one.id, username=one.username, password=PASSWORD, must_change=one is FIRST_DAY
        )
    set_up_phone(services, CODED)
    subject = Subject(issuer=ISSUER, id="0f8c4d3e-8f0a-4d53-9a53-3f2a4f8f0d11")
    services.identity.linked.link(OFFICER.id, subject)
    services.people.close_account(STRANGER.id, requester=ADMINISTRATOR.asks())
    services.people.revoke(UNAPPOINTED.id, Role.OFFICER, requester=ADMINISTRATOR.asks())
    services.preferences.set(OFFICER.id, Choices(theme="system", shift=SHIFT))
    services.preferences.set(NIGHT_OWL.id, Choices(theme="dark"))


def set_up_phone(services: Services, who: Somebody) -> None:
    factors = services.identity.second_factors
    factors.offer(who.id)
    code = one_time_codes.code_at(factors.offered(who.id), services.clock.now().timestamp())
    assert factors.confirm(who.id, code)


def submit(services: Services, reference: str, *, by: Somebody = OFFICER, **changes: Any) -> UUID:
    """A submitted record."""
    services.records.submit(
        id_of(reference),
        reference=reference,
        started_at=services.clock.now(),
        answers=answers(**changes),
        requester=by.asks(),
    )
    return id_of(reference)


def amend(services: Services, reference: str, **changes: Any) -> None:
    services.records.amend(
        id_of(reference),
        changes,
        reason=ReasonForAmendment.NEW_EVIDENCE,
        explanation="The video shows it.",
        version=version_of(services, id_of(reference)),
        requester=OFFICER.asks(),
    )


def version_of(services: Services, record: UUID) -> int:
    return services.records.read(record, by=STANDARDS.id).version


def give_back(services: Services, reference: str) -> None:
    notes = [
        PinnedNote(question="", text="Look at the injuries again."),
        PinnedNote(question="subject_injured", text="Custody saw a mark on a wrist."),
        PinnedNote(question="tactics", text="In this order?\nThe video shows another."),
    ]
    version = version_of(services, id_of(reference))
    services.reviews.give_back(
        id_of(reference), notes, version=version, requester=SUPERVISOR.asks()
    )


def _records(services: Services) -> None:
    records, reviews = services.records, services.reviews
    submit(services, SUBMITTED)
    submit(services, GRAVE, **EVERYTHING)
    submit(services, CROWDED, **CROWD)
    four = {**CED_FIRED, "ced_uses": (USE,) * 4}
    submit(services, TASER, **four)
    submit(services, RETURNED, **EVERYTHING)
    give_back(services, RETURNED)
    submit(services, ANSWERED)
    give_back(services, ANSWERED)
    amend(services, ANSWERED, **MINOR_INJURY)
    accepted = submit(services, ACCEPTED, by=OFFICER)
    amend(services, ACCEPTED, impact_factors=(ImpactFactor.DRUGS,))
    records.add_note(accepted, "Seen on the video too.", requester=SUPERVISOR.asks())
    reviews.accept(
        accepted,
        advice="Say sooner what you see.",
        version=version_of(services, accepted),
        requester=SUPERVISOR.asks(),
    )
    refer(services, submit(services, REFERRED))
    refer(services, submit(services, ASSESSED))
    reviews.assess(
        id_of(ASSESSED),
        next(iter(Assessment)),
        explanation="Read with the video.",
        version=version_of(services, id_of(ASSESSED)),
        requester=STANDARDS.asks(),
    )
    records.withdraw(
        submit(services, WITHDRAWN),
        reason=ReasonForWithdrawal.DUPLICATE,
        explanation="Recorded twice.",
        version=1,
        requester=OFFICER.asks(),
    )
    records.restrict(
        submit(services, RESTRICTED),
        ground=GroundForRestriction.EVIDENCE,
        explanation="For the court.",
        requester=STANDARDS.asks(),
    )
    imported = an_import(record=id_of(IMPORTED), reference=IMPORTED)
    nobodys = an_import(
        record=id_of(NOBODYS),
        reference=NOBODYS,
        officer=None,
        incident_time=Absence.NOT_ANSWERED,
    )
    services.log.append((*imported, *nobodys))
    submit(services, LINKED)
    submit(services, LINKED_TOO, by=COLLEAGUE, colleagues=(OFFICER.id,))
    records.link(
        id_of(LINKED),
        id_of(LINKED_TOO),
        ground=GroundForLinking.SAME_INCIDENT,
        requester=SUPERVISOR.asks(LINKING),
    )
    services.linking.link(
        [submit(services, LINKED_APART), id_of(LINKED)],
        ground=GroundForLinking.NAMED,
        requester=SUPERVISOR.asks(),
    )
    services.linking.link_subject(
        [id_of(LINKED), id_of(LINKED_TOO)],
        ground=GroundForLinkingSubject.VIDEO,
        requester=SUPERVISOR.asks(NAMING),
    )
    for number in range(MANY):
        submit(
            services, f"UOF-26-0003{number:02}", by=COLLEAGUE, **(EVERYTHING if number % 2 else {})
        )
    for reference in (CHANGING, DISPUTED, OVERTAKEN, MISTYPED):
        submit(services, reference)


def _imports(services: Services) -> None:
    """One that was finished, with something to mend, and one that was interrupted."""
    for number, finished in enumerate((True, False)):
        asked = Asked(
            file=f"use-of-force-{'long-name-' * 4}{number}.csv",
            digest=f"{number}" * 64,
            layout="mps",
            force=services.settings.force,
        )
        tally = Tally(taken=12_345, already=3, rejected=17, with_findings=2_100)
        tally.findings.update(
            {
                ("answers-every-question-asked", "single_crewed", "Answer this question"): 2_099,
                ("names-at-least-one-outcome", "outcomes", "Select at least one outcome"): 1,
            }
        )
        job = services.import_jobs.begin(asked, at=services.clock.now())
        services.import_jobs.proceed(job, tally, last_line=12_366)
        if finished:
            services.import_jobs.finish(job, tally, at=services.clock.now())


def _populations(services: Services) -> None:
    """What records are counted against: residents loaded twice, so that one can be chosen."""
    for file, content in examples().items():
        services.populations.load(content, file=file)
    again = examples()["residents.csv"].replace(b"2021-03-21", b"2026-03-21")
    services.populations.load(again, file="residents-2026.csv")


def _expected(services: Services) -> None:
    """Encounters that other systems know of, in every state."""
    now, force = services.clock.now(), services.settings.force
    rows = [
        Row(
            encounter=encounter,
            kind=kind,
            officer=officer,
            happened_at=now - timedelta(days=days),
            area="central",
            device="X3000-0001" if kind is ExpectedKind.CED else None,
            reference=f"{kind.value}/{'long' * 9}/{days}",
            source=Source(file="encounters.csv", digest="5e" * 32, line=days),
        )
        for encounter, kind, officer, days in (
            (UNRECORDED, ExpectedKind.ARREST, OFFICER.id, 3),
            (UNKNOWN_OFFICER, ExpectedKind.CUSTODY, None, 5),
            (RECORDED, ExpectedKind.ARREST, OFFICER.id, 7),
            (EXPLAINED, ExpectedKind.CED, COLLEAGUE.id, 9),
        )
    ]
    services.expecting.load(rows, force=force)
    services.expecting.match(RECORDED, id_of(ACCEPTED), requester=SUPERVISOR.asks())
    services.expecting.explain(
        EXPLAINED,
        ReasonForNone.NOT_A_USE,
        "The weekly test.\nSeen in the armoury’s list.",
        requester=SUPERVISOR.asks(),
    )


def _releases(services: Services) -> None:
    """A quarter that was published twice, and others at every stage before it."""
    records = quarter.recorded(services, 8)
    quarter.published(services, ReasonForEdition.FIRST)
    told = quarter.Told(amended=2, added=2, withdrawn=1, restored=0, linked=2)
    quarter.happened_after(services, records, told)
    notice = "Some records of August were counted twice.\nThey are counted once here."
    quarter.published(services, ReasonForEdition.ERROR, notice)
    changed = answers(incident_date=date(2026, 9, 9), primary_conduct=PrimaryConduct.PASSIVE)
    added = quarter.id_of(len(records))
    _draft(services, PUBLISHED, changed, record=added, base_version=1)
    for period in (BEGUN, MADE, ANNOUNCED, GIVEN_UP):
        _edition(services, period)


def _edition(services: Services, period: Period) -> None:
    by, now, first = ANALYST, services.clock.now(), ReasonForEdition.FIRST
    installations.follow(services)
    done = making.prepare(services, period, reason=first, notice=None, requester=by.asks())
    if period == BEGUN:
        return
    making.check(services, done.aggregate, requester=by.asks())
    files = services.releases.get(done.aggregate).editions[-1].files
    if period == ANNOUNCED:
        services.releases.approve(
            done.aggregate,
            files,
            publish_at=now + timedelta(days=28),
            requester=STANDARDS.asks(),
        )
    if period == GIVEN_UP:
        ground = GroundForAbandoning.FIGURES
        services.releases.abandon(done.aggregate, ground, requester=by.asks())
    installations.follow(services)


def _disclosures(services: Services) -> None:
    """A record that went to a coroner, whose bundle was taken away, and to the person."""
    for kind, asking in (
        (KindOfDisclosure.PROCEEDINGS, DISCLOSING),
        (KindOfDisclosure.SUBJECT_ACCESS, ASKING_FOR_ACCESS),
    ):
        decided = terms(kind, services.clock.now())
        services.disclosing.disclose([id_of(ASSESSED)], decided, requester=STANDARDS.asks(asking))
    services.disclosing.kept.taken(DISCLOSURE, by=STANDARDS.id)


def refer(services: Services, record: UUID) -> None:
    services.reviews.refer(
        record, explanation="I was there myself.", version=1, requester=SUPERVISOR.asks()
    )


def _drafts(services: Services) -> None:
    crowd = {name: answer for name, answer in CROWD.items() if not isinstance(answer, Absence)}
    nothing = {"record_type": answers()["record_type"]}
    twenty = answers(tactics=used(*tuple(Tactic)[:20]))
    contents: Mapping[str, Answers] = {
        EMPTY: nothing,
        FULL: answers(**EVERYTHING),
        SHORT: nothing | {"tactics": used(Tactic.COMPLIANT_HANDCUFFING)},
        TASER_DRAFT: answers(**{**CED_FIRED, "ced_uses": (USE,) * 4}),
        TASER_EMPTY: answers(**{**CED_FIRED, "ced_uses": Absence.NOT_ANSWERED}),
        CROWD_DRAFT: crowd,
        TWENTY: twenty,
        UNREADABLE: answers(incident_time=Absence.NOT_ANSWERED),
        AGAIN: answers(),
    }
    typed = {UNREADABLE: {"incident_time": ["quarter past"], "incident_date-day": ["31"]}}
    for reference, given in contents.items():
        _draft(services, reference, given, typed=typed.get(reference, {}))
    for reference in (CHANGING, DISPUTED, MISTYPED):
        changed = answers(primary_conduct=PrimaryConduct.PASSIVE, **MINOR_INJURY)
        _draft(services, reference, changed, base_version=1)
    amend(services, DISPUTED, primary_conduct=PrimaryConduct.ACTIVE)


def _draft(
    services: Services,
    reference: str,
    given: Answers,
    *,
    record: UUID | None = None,
    **more: Any,
) -> None:
    now = services.clock.now()
    draft = Draft(
        id=record or id_of(reference),
        officer=OFFICER.id,
        reference=reference,
        started_at=now,
        saved_at=now,
        answers=Account.of(given).without_unasked().answers,
        **more,
    )
    services.drafts.save(replace(services.drafts.start(draft), typed=draft.typed))


def _systems(services: Services) -> None:
    by, now = ADMINISTRATOR, services.clock.now()
    for client, name in ((CUSTODY, "Custody system"), (NEW_SYSTEM, "Property system")):
        purpose = f"{name}: it submits what officers record there, and reads what became of it."
        services.clients.register(client, name=name, purpose=purpose, requester=by.asks())
    officers = (Scope.RECORDS_READ, Scope.RECORDS_WRITE, Scope.ACT_FOR_OFFICERS)
    reading = (Scope.RECORDS_READ, Scope.HISTORY_READ, Scope.CHANGES_READ)
    tokens = (
        ("officers", None, officers, 90),
        ("standards", STANDARDS.id, reading, 365),
        ("ended", OFFICER.id, (Scope.RECORDS_READ,), 1),
        ("revoked", OFFICER.id, (Scope.RECORDS_READ,), 90),
    )
    for name, acts_as, scopes, days in tokens:
        services.clients.issue(
            CUSTODY,
            uuid5(CUSTODY, name),
            digest=name.ljust(64, "0"),
            acts_as=acts_as,
            scopes=scopes,
            expires_at=now + timedelta(days=days),
            requester=by.asks(),
        )
    services.clients.revoke(CUSTODY, uuid5(CUSTODY, "revoked"), requester=by.asks())
    services.token_uses.touch(uuid5(CUSTODY, "officers"))
    for webhook, address in (
        (TOLD, "https://custody.example/use-of-force/what-happened-to-a-record"),
        (NO_LONGER_TOLD, "https://custody.example/old"),
    ):
        services.clients.tell(
            CUSTODY,
            webhook,
            address=address,
            acts_as=STANDARDS.id,
            told=tuple(Told),
            requester=by.asks(),
        )
    services.webhooks.add(TOLD, client=CUSTODY, secret=signing.new_secret(), position=0)
    services.clients.stop_telling(CUSTODY, NO_LONGER_TOLD, requester=by.asks())


def _emergencies(services: Services) -> None:
    """One that nobody looked into yet, and one that somebody did."""
    versions = [
        services.emergencies.break_glass(
            id_of(reference),
            ground=GroundForBreakingGlass.RISK_TO_LIFE,
            explanation="They are missing.\nSomebody saw blood.",
            requester=OTHER_SUPERVISOR.asks(),
        ).version
        for reference in (SUBMITTED, GRAVE)
    ]
    services.emergencies.review(
        OTHER_SUPERVISOR.id,
        versions[1],
        EmergencyOutcome.NOT_JUSTIFIED,
        explanation="The supervisor was on duty.",
        requester=STANDARDS.asks(),
    )
    services.people.delegate(
        OTHER_SUPERVISOR.id,
        since=datetime(2098, 1, 1, tzinfo=UTC),
        until=datetime(2098, 1, 8, tzinfo=UTC),
        requester=SUPERVISOR.asks(),
    )


def _reciprocal(services: Services) -> None:
    """Two people who reviewed each other as often as is allowed."""
    at = services.clock.now()
    for number, (officer, reviewer) in enumerate(
        [(OTHER_SUPERVISOR, STANDARDS), (STANDARDS, OTHER_SUPERVISOR)] * 3
    ):
        reference = f"UOF-26-0009{number:02}"
        submitted = a_submission(by=officer, at=at, record=id_of(reference), reference=reference)
        record = fold(None, submitted)
        assert record is not None
        accepted = record.accept(advice="", command=reviewer.commands(at=at))
        services.log.append((*submitted, *accepted))


def _messages(services: Services) -> None:
    """One message taken, one given up, and others that wait."""
    clock: FakeClock = services.clock  # type: ignore[assignment]
    answers_given = iter(["", *["It answered 500"] * MOST_TRIES])
    telling = replace(
        services.dispatcher, send=lambda *_: next(answers_given, "It could not be reached")
    )
    for _ in range(MOST_TRIES + 1):
        telling.deliver()
        clock.advance(hours=8)
    clock.moment = NOON
