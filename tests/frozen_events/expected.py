"""What each sample says, as today's classes say it.

A sample is never changed. When a class changes, its new version gets a new entry here and a new
sample (``python -m tests.frozen_events.freeze``), and the entries of the old versions say what the
old samples now mean.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain.clients import events as clients
from domain.clients.scopes import Scope, Told
from domain.codelists.answers import Absence, YesNo
from domain.codelists.assessments import Assessment
from domain.codelists.ced import ProbeBack, ProbeFront
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.disclosures import (
    KindOfDisclosure,
    LegalBasis,
    Part,
    ReasonForWithholding,
)
from domain.codelists.duties import MainDuty
from domain.codelists.editions import FormEdition, RecordType
from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.codelists.expected import (
    ExpectedKind,
    GroundForMatching,
    GroundForUnmatching,
    ReasonForNone,
)
from domain.codelists.forces import Force
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured, SubjectInjuryLevel
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity
from domain.codelists.powers import Power
from domain.codelists.ranks import Rank
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForForce,
    ReasonForWithdrawal,
)
from domain.codelists.releases import GroundForAbandoning, ReasonForEdition
from domain.codelists.roles import Role
from domain.codelists.sampling import LookOutcome
from domain.codelists.tactics import Tactic
from domain.codelists.threats import Threat
from domain.disclosures import events as disclosures
from domain.event import Event, Metadata, Source
from domain.expected import events as expected
from domain.people import events as people
from domain.receipt import CommandCarriedOut
from domain.records import events as records
from domain.records.disclosure import Withheld
from domain.records.tactics import CedUse, TacticUsed
from domain.releases import events as releases
from domain.sampling import events as sampling
from tests.frozen_events.expected_retention import EXPECTED_OF_RETENTION

RECORD = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0001")
PERSON = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0002")
SUPERVISOR = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0003")
ENCOUNTER = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0004")
RECEIPT = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0005")
DISCLOSURE = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e00d1")
WITHHELD = (Withheld(part=Part.WELFARE, reason=ReasonForWithholding.ABOUT_OTHERS),)
COLLEAGUE = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0006")
REQUEST = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0007")
TOKEN = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0008")
CLIENT = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0009")
WEBHOOK = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e000a")
SUBJECT = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e000b")
MOMENT = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)


SOURCE = Source(file="legacy.csv", digest="5e" * 32, line=7, at=LATER, by=SUPERVISOR)


def by(role: Role, why: str) -> Metadata:
    return Metadata(actor=PERSON, role=role, at=MOMENT, why=why, request=REQUEST)


def placed(role: Role, why: str, *, stream: UUID = RECORD, version: int = 2) -> dict[str, Any]:
    """Where an event stands, and who caused it."""
    return {
        "originator_id": stream,
        "originator_version": version,
        "metadata": by(role, why),
    }


OFFICER = Role.OFFICER
REVIEWER = Role.SUPERVISOR
STANDARDS = Role.PROFESSIONAL_STANDARDS
ANALYST = Role.ANALYST
EXPECTED_STREAM = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e000b")
SAMPLE = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0012")
RELEASE = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e000d")
ADMINISTRATION: dict[str, Any] = placed(Role.ADMINISTRATOR, "administration", stream=PERSON)

ANSWERS: Mapping[str, Any] = MappingProxyType(
    {
        "record_type": RecordType.INDIVIDUAL,
        "incident_date": date(2026, 11, 19),
        "incident_time": time(22, 41),
        "locations": (LocationType.STREET, LocationType.DWELLING),
        "place": "12 Sealed Street",
        "area": "central",
        "main_duty": MainDuty.RESPONSE,
        "single_crewed": YesNo.NO,
        "ced_trained": YesNo.YES,
        "ced_carried": YesNo.YES,
        "video_recorded": YesNo.YES,
        "colleagues": (COLLEAGUE,),
        "perceived_age": PerceivedAge.FROM_18,
        "perceived_gender": Absence.NOT_KNOWN,
        "perceived_ethnicity": PerceivedEthnicity.DONT_KNOW,
        "physical_condition": YesNo.NO,
        "mental_condition": Absence.NOT_KNOWN,
        "subject_name": "Sealed Subject – Zoë",
        "subject_date_of_birth": date(2000, 2, 29),
        "subject_identifier": "PNC-SEALED",
        "primary_conduct": PrimaryConduct.AGGRESSIVE,
        "officer_assaulted": YesNo.YES,
        "assaulted_with": (Threat.PUNCH, Threat.SPIT),
        "impact_factors": (),
        "reasons": (ReasonForForce.EFFECT_ARREST, ReasonForForce.EFFECT_STOP_AND_SEARCH),
        "powers": (Power.COMMON_LAW,),
        "de_escalation": YesNo.YES,
        "tactics": (
            TacticUsed(tactic=Tactic.COMMUNICATIONS, effective=YesNo.NO),
            TacticUsed(tactic=Tactic.CED_DRAWN, effective=YesNo.NO),
            TacticUsed(tactic=Tactic.CED_FIRED, effective=YesNo.YES),
        ),
        "firearm_aimed": YesNo.NO,
        "firearm_fired": YesNo.NO,
        "ced_used": YesNo.YES,
        "ced_serial": "X3000-0001",
        "ced_uses": (
            CedUse(
                drawn=YesNo.YES,
                aimed=YesNo.NO,
                fired=YesNo.YES,
                cartridge_number="C-1",
                cycles=2,
                cycle_extended=Absence.NOT_KNOWN,
                probes_front=(ProbeFront.P1, ProbeFront.P15),
                probes_back=(ProbeBack.K,),
            ),
        ),
        "subject_injured": SubjectInjured.YES,
        "subject_injury_level": SubjectInjuryLevel.MINOR,
        "subject_injury_detail": "A sealed bruise",
        "subject_medical_offered": YesNo.YES,
        "subject_medical_provided": YesNo.NO,
        "officer_injured": YesNo.YES,
        "officer_injury_intentional": YesNo.YES,
        "officer_injury_level": OfficerInjuryLevel.MINOR,
        "officer_medical_provided": Absence.REFUSED,
        "officer_injury_detail": "A sealed cut",
        "outcomes": (Outcome.ARRESTED, Outcome.NO_FURTHER_ACTION),
        "custody_reference": "CUST-SEALED",
        "narrative_action": "Sealed narrative",
    }
)
"""An answer of every kind, in form order, with words in every sealed group."""

SUBMITTED = records.Submitted(
    **placed(OFFICER, "own-account", version=1),
    reference="UOF-26-000001",
    force=Force.NORTHSHIRE,
    officer=PERSON,
    rank=Rank.CONSTABLE,
    supervisor=SUPERVISOR,
    edition=FormEdition.NATIONAL_2023,
    started_at=datetime(2026, 11, 20, 11, 55, tzinfo=UTC),
    answers=dict(ANSWERS),
)

EXPECTED: Mapping[str, Event] = MappingProxyType(
    {
        "command.carried-out.v1": CommandCarriedOut(
            **placed(OFFICER, "own-account", stream=RECEIPT, version=1),
            aggregate=RECORD,
            first_version=1,
            last_version=2,
        ),
        "client.registered.v1": clients.ClientRegistered(
            **placed(Role.ADMINISTRATOR, "administration", stream=CLIENT, version=1),
            name="Custody system",
            explanation="Sealed purpose",
        ),
        "client.token-issued.v1": clients.TokenIssued(
            **placed(Role.ADMINISTRATOR, "administration", stream=CLIENT),
            token=TOKEN,
            digest="0" * 64,
            acts_as=PERSON,
            scopes=(Scope.RECORDS_READ, Scope.CHANGES_READ),
            expires_at=LATER,
        ),
        "client.token-issued.v1.for-officers": clients.TokenIssued(
            **placed(Role.ADMINISTRATOR, "administration", stream=CLIENT),
            token=TOKEN,
            digest="0" * 64,
            acts_as=None,
            scopes=(Scope.RECORDS_WRITE, Scope.ACT_FOR_OFFICERS),
            expires_at=LATER,
        ),
        "client.token-revoked.v1": clients.TokenRevoked(
            **placed(Role.ADMINISTRATOR, "administration", stream=CLIENT), token=TOKEN
        ),
        "client.webhook-registered.v1": clients.WebhookRegistered(
            **placed(Role.ADMINISTRATOR, "administration", stream=CLIENT),
            webhook=WEBHOOK,
            address="https://custody.example/told",
            acts_as=PERSON,
            told=(Told.ACCEPTED, Told.WITHDRAWN),
        ),
        "client.webhook-removed.v1": clients.WebhookRemoved(
            **placed(Role.ADMINISTRATOR, "administration", stream=CLIENT), webhook=WEBHOOK
        ),
        "person.registered.v1": people.Registered(
            **{**ADMINISTRATION, "originator_version": 1},
            force=Force.NORTHSHIRE,
            rank=Rank.CONSTABLE,
        ),
        "person.rank-changed.v1": people.RankChanged(**ADMINISTRATION, rank=Rank.SERGEANT),
        "person.role-granted.v1": people.RoleGranted(
            **ADMINISTRATION, role=Role.SUPERVISOR, since=MOMENT, until=LATER
        ),
        "person.role-granted.v1.without-end": people.RoleGranted(
            **ADMINISTRATION, role=Role.OFFICER, since=MOMENT, until=None
        ),
        "person.role-revoked.v1": people.RoleRevoked(**ADMINISTRATION, role=Role.SUPERVISOR),
        "person.role-grant-proposed.v1": people.RoleGrantProposed(
            **ADMINISTRATION, role=Role.SUPERVISOR, since=MOMENT, until=LATER, lapses=LATER
        ),
        "person.role-grant-proposed.v1.without-dates": people.RoleGrantProposed(
            **ADMINISTRATION, role=Role.OFFICER, since=None, until=None, lapses=LATER
        ),
        "person.role-revocation-proposed.v1": people.RoleRevocationProposed(
            **ADMINISTRATION, role=Role.PROFESSIONAL_STANDARDS, lapses=LATER
        ),
        "person.role-proposal-confirmed.v1": people.RoleProposalConfirmed(
            **ADMINISTRATION, proposed=7
        ),
        "person.role-proposal-declined.v1": people.RoleProposalDeclined(
            **ADMINISTRATION, proposed=7
        ),
        "person.role-proposal-withdrawn.v1": people.RoleProposalWithdrawn(
            **ADMINISTRATION, proposed=7
        ),
        "person.supervisor-assigned.v1": people.SupervisorAssigned(
            **ADMINISTRATION, supervisor=SUPERVISOR
        ),
        "person.supervisor-released.v1": people.SupervisorReleased(**ADMINISTRATION),
        "person.supervision-delegated.v1": people.SupervisionDelegated(
            **ADMINISTRATION, supervisor=SUPERVISOR, since=MOMENT, until=LATER
        ),
        "person.delegation-ended.v1": people.DelegationEnded(
            **ADMINISTRATION, supervisor=SUPERVISOR
        ),
        "person.glass-broken.v1": people.GlassBroken(
            **ADMINISTRATION,
            record=RECORD,
            ground=GroundForBreakingGlass.RISK_TO_LIFE,
            explanation="Somebody may come to harm.",
            until=LATER,
        ),
        "person.glass-reviewed.v1": people.GlassReviewed(
            **ADMINISTRATION,
            broken=7,
            outcome=EmergencyOutcome.JUSTIFIED,
            explanation="It was needed.",
        ),
        "person.confidence-requested.v1": people.ConfidenceRequested(
            **ADMINISTRATION,
            case="CO/123/26",
            explanation="The officer would be warned.",
        ),
        "person.confidence-approved.v1": people.ConfidenceApproved(
            **ADMINISTRATION, requested=7, until=LATER, explanation="It is needed."
        ),
        "person.confidence-declined.v1": people.ConfidenceDeclined(
            **ADMINISTRATION, requested=7, explanation="There is another way."
        ),
        "person.confidence-ended.v1": people.ConfidenceEnded(**ADMINISTRATION, requested=7),
        "person.account-issued.v1": people.AccountIssued(**ADMINISTRATION),
        "person.account-linked.v1": people.AccountLinked(
            **ADMINISTRATION,
            issuer="https://login.example/tenant/v2.0",
            subject="0f8c4d3e-8f0a-4d53-9a53-3f2a4f8f0d11",
        ),
        "person.account-unlinked.v1": people.AccountUnlinked(**ADMINISTRATION),
        "person.second-factor-removed.v1": people.SecondFactorRemoved(**ADMINISTRATION),
        "person.sessions-ended.v1": people.SessionsEnded(**ADMINISTRATION),
        "person.account-closed.v1": people.AccountClosed(**ADMINISTRATION),
        "person.account-reopened.v1": people.AccountReopened(**ADMINISTRATION),
        "person.entry-corrected.v1": people.EntryCorrected(**ADMINISTRATION),
        "use-of-force-record.submitted.v1": SUBMITTED,
        "use-of-force-record.submitted.v1.codes-alone": replace(
            SUBMITTED,
            supervisor=None,
            answers={"record_type": RecordType.CROWD, "crowd_estimate": 200},
        ),
        "use-of-force-record.imported.v1": records.Imported(
            **{
                **placed(Role.SYSTEM, "import", version=1),
                "metadata": replace(by(Role.SYSTEM, "import"), source=SOURCE),
            },
            reference="LEG-000007",
            force=Force.NORTHSHIRE,
            officer=PERSON,
            rank=Rank.CONSTABLE,
            edition=FormEdition.NATIONAL_2023,
            answers={**ANSWERS, "video_recorded": Absence.NOT_ASKED},
            words={"outcomes": ("Dealt with informally", "Zoë’s way")},
        ),
        "use-of-force-record.imported.v1.officer-unknown": records.Imported(
            **{
                **placed(Role.SYSTEM, "import", version=1),
                "metadata": replace(
                    by(Role.SYSTEM, "import"),
                    source=Source(file="published.csv", digest="0f" * 32, line=2),
                ),
            },
            reference="MPS-0000000002",
            force=Force.METROPOLITAN,
            officer=None,
            rank=None,
            edition=FormEdition.NATIONAL_2017,
            answers={"incident_date": date(2020, 5, 3)},
            words={},
        ),
        "use-of-force-record.amended.v1": records.Amended(
            **placed(OFFICER, "error"),
            reason=ReasonForAmendment.ERROR,
            explanation="Sealed explanation",
            edition=FormEdition.NATIONAL_2023,
            answers={
                "place": "14 Sealed Street",
                "area": "north",
                "subject_injury_level": Absence.NOT_ANSWERED,
            },
        ),
        "use-of-force-record.note-added.v1": records.NoteAdded(
            **placed(OFFICER, "note"), text="Sealed note"
        ),
        "use-of-force-record.note-added.v1.through-a-machine": records.NoteAdded(
            **{
                **placed(OFFICER, "note"),
                "metadata": replace(by(OFFICER, "note"), via=TOKEN),
            },
            text="Sealed note",
        ),
        "use-of-force-record.returned.v1": records.Returned(
            **placed(REVIEWER, "review"),
            notes=(
                records.PinnedNote(question="area", text="Sealed question"),
                records.PinnedNote(question="", text="Sealed remark"),
            ),
        ),
        "use-of-force-record.accepted.v1": records.Accepted(
            **placed(REVIEWER, "review"), with_advice=True, advice="Sealed advice"
        ),
        "use-of-force-record.accepted.v1.without-advice": records.Accepted(
            **placed(REVIEWER, "review"), with_advice=False, advice=None
        ),
        "use-of-force-record.referred.v1": records.Referred(
            **placed(REVIEWER, "review"), rules=(), due=LATER, explanation="Sealed explanation"
        ),
        "use-of-force-record.referred.v1.by-rule": records.Referred(
            **placed(OFFICER, "referral-rule"),
            rules=("death", "ced-discharged"),
            due=LATER,
            explanation=None,
        ),
        "use-of-force-record.assessed.v1": records.Assessed(
            **placed(STANDARDS, "no-more"),
            outcome=Assessment.NO_MORE,
            explanation="Sealed explanation",
        ),
        "use-of-force-record.withdrawn.v1": records.Withdrawn(
            **placed(OFFICER, "duplicate"),
            reason=ReasonForWithdrawal.DUPLICATE,
            explanation="Sealed explanation",
        ),
        "use-of-force-record.restored.v1": records.Restored(
            **placed(OFFICER, "restored"), explanation="Sealed explanation"
        ),
        "use-of-force-record.encounter-linked.v1": records.EncounterLinked(
            **placed(REVIEWER, "told"), encounter=ENCOUNTER, ground=GroundForLinking.TOLD
        ),
        "use-of-force-record.encounter-unlinked.v1": records.EncounterUnlinked(
            **placed(REVIEWER, "linked-in-error"),
            encounter=ENCOUNTER,
            ground=GroundForLinking.LINKED_IN_ERROR,
        ),
        "use-of-force-record.encounter-ruled-out.v1": records.EncounterRuledOut(
            **placed(REVIEWER, "another-encounter"), others=(COLLEAGUE, ENCOUNTER)
        ),
        "use-of-force-record.subject-linked.v1": records.SubjectLinked(
            **placed(REVIEWER, "same-identifier"),
            subject=SUBJECT,
            ground=GroundForLinkingSubject.SAME_IDENTIFIER,
        ),
        "use-of-force-record.subject-unlinked.v1": records.SubjectUnlinked(
            **placed(REVIEWER, "linked-in-error"),
            subject=SUBJECT,
            ground=GroundForLinkingSubject.LINKED_IN_ERROR,
        ),
        "use-of-force-record.subject-ruled-out.v1": records.SubjectRuledOut(
            **placed(REVIEWER, "another-subject"), others=(COLLEAGUE,)
        ),
        "use-of-force-record.restricted.v1": records.Restricted(
            **placed(STANDARDS, "evidence"),
            ground=GroundForRestriction.EVIDENCE,
            explanation="Sealed explanation",
        ),
        "use-of-force-record.unrestricted.v1": records.Unrestricted(
            **placed(STANDARDS, "unrestricted"), explanation="Sealed explanation"
        ),
        "use-of-force-record.disclosed.v1": records.Disclosed(
            **placed(STANDARDS, "coroner"),
            disclosure=DISCLOSURE,
            kind=KindOfDisclosure.PROCEEDINGS,
            basis=LegalBasis.CORONER,
            as_at=MOMENT,
            version=2,
            withheld=WITHHELD,
            digest="d" * 64,
        ),
        "disclosure.made.v1": disclosures.Made(
            **placed(STANDARDS, "coroner", stream=DISCLOSURE, version=1),
            force=Force.NORTHSHIRE,
            kind=KindOfDisclosure.PROCEEDINGS,
            basis=LegalBasis.CORONER,
            records=(RECORD,),
            as_at=MOMENT,
            withheld=WITHHELD,
            digest="d" * 64,
            recipient="Sealed recipient",
            explanation="Sealed explanation",
        ),
        "expected-encounter.loaded.v1": expected.Loaded(
            originator_id=EXPECTED_STREAM,
            originator_version=1,
            metadata=replace(by(Role.SYSTEM, "loaded"), source=SOURCE),
            force=Force.NORTHSHIRE,
            kind=ExpectedKind.CED,
            officer=PERSON,
            happened_at=MOMENT,
            area="central",
            device="X3000-0001",
            known_as="SEALED-REFERENCE",
        ),
        "expected-encounter.loaded.v1.nobody-known": expected.Loaded(
            originator_id=EXPECTED_STREAM,
            originator_version=1,
            metadata=replace(by(Role.SYSTEM, "loaded"), source=SOURCE),
            force=Force.NORTHSHIRE,
            kind=ExpectedKind.CUSTODY,
            officer=None,
            happened_at=MOMENT,
            area=None,
            device=None,
            known_as=None,
        ),
        "expected-encounter.matched.v1": expected.Matched(
            **placed(Role.SYSTEM, "officer-and-time", stream=EXPECTED_STREAM),
            record=RECORD,
            ground=GroundForMatching.OFFICER_AND_TIME,
        ),
        "expected-encounter.unmatched.v1": expected.Unmatched(
            **placed(REVIEWER, "mistaken", stream=EXPECTED_STREAM),
            record=RECORD,
            ground=GroundForUnmatching.MISTAKEN,
        ),
        "expected-encounter.explained.v1": expected.Explained(
            **placed(REVIEWER, "no-force", stream=EXPECTED_STREAM),
            reason=ReasonForNone.NO_FORCE,
            explanation="Sealed explanation",
        ),
        "expected-encounter.reopened.v1": expected.Reopened(
            **placed(STANDARDS, "reopened", stream=EXPECTED_STREAM)
        ),
        "release.prepared.v1": releases.Prepared(
            **placed(ANALYST, "error", stream=RELEASE),
            force=Force.NORTHSHIRE,
            year=2026,
            quarter=2,
            edition=2,
            position=4711,
            counting_rules=1,
            code_lists=1,
            layout=1,
            reason=ReasonForEdition.ERROR,
            notice="Records of July were counted twice.",
        ),
        "release.prepared.v1.of-a-year": releases.Prepared(
            **placed(ANALYST, "first", stream=RELEASE, version=1),
            force=Force.NORTHSHIRE,
            year=2026,
            quarter=None,
            edition=1,
            position=4711,
            counting_rules=1,
            code_lists=1,
            layout=1,
            reason=ReasonForEdition.FIRST,
            notice=None,
        ),
        "release.announced.v1": releases.Announced(
            **placed(ANALYST, "announced", stream=RELEASE, version=1),
            force=Force.NORTHSHIRE,
            year=2026,
            quarter=2,
            publish_at=LATER,
        ),
        "release.announced.v1.of-a-year": releases.Announced(
            **placed(ANALYST, "announced", stream=RELEASE, version=1),
            force=Force.NORTHSHIRE,
            year=2026,
            quarter=None,
            publish_at=LATER,
        ),
        "release.described.v1": releases.Described(
            **placed(ANALYST, "error", stream=RELEASE, version=3),
            edition=2,
            areas=(releases.Area(code="central", label="Northshire Central"),),
            contact="statistics@northshire.example",
            early_access=("Chief Constable",),
            follows_code=True,
        ),
        "release.described.v1.of-nothing": releases.Described(
            **placed(ANALYST, "first", stream=RELEASE, version=2),
            edition=1,
            areas=(),
            contact=None,
            early_access=(),
            follows_code=False,
        ),
        "release.checked.v1": releases.Checked(
            **placed(ANALYST, "checked", stream=RELEASE),
            edition=1,
            files=(releases.File(name="figures.csv", sha256="5e" * 32),),
        ),
        "release.approved.v1": releases.Approved(
            **placed(STANDARDS, "approved", stream=RELEASE), edition=1, publish_at=LATER
        ),
        "release.abandoned.v1": releases.Abandoned(
            **placed(ANALYST, "figures", stream=RELEASE),
            edition=1,
            ground=GroundForAbandoning.FIGURES,
        ),
        "release.published.v1": releases.Published(
            **placed(Role.SYSTEM, "published", stream=RELEASE), edition=1
        ),
        "sample-of-looks.sampled.v1": sampling.LooksSampled(
            **placed(Role.HEAD_OF_STANDARDS, "drawing", stream=SAMPLE, version=1),
            force=Force.NORTHSHIRE,
            month=date(2026, 10, 1),
            leaves=900,
            root="5e" * 32,
            of=41,
            looks=(
                sampling.SampledLook(leaf=7, person=PERSON),
                sampling.SampledLook(leaf=811, person=SUPERVISOR),
            ),
        ),
        "sample-of-looks.sampled.v1.of-nothing": sampling.LooksSampled(
            **placed(Role.OUTSIDE_REVIEWER, "drawing", stream=SAMPLE, version=1),
            force=Force.NORTHSHIRE,
            month=date(2026, 10, 1),
            leaves=0,
            root="5e" * 32,
            of=0,
            looks=(),
        ),
        "sample-of-looks.reviewed.v1": sampling.LookReviewed(
            **placed(Role.HEAD_OF_STANDARDS, "reviewing", stream=SAMPLE),
            leaf=7,
            outcome=LookOutcome.TO_ASK,
            explanation="Which case was it?",
        ),
        **EXPECTED_OF_RETENTION,
    }
)
"""By the name of the sample: topic, version, and what is special about it."""
