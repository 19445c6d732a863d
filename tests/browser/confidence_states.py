"""Requests to look in confidence in every state, who decides on them, and a sample that they look into."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from domain.access_log.codes import Action, Channel, Purpose
from domain.access_log.entry import Entry, RecordSeen
from domain.codelists.sampling import LookOutcome
from domain.sampling.events import SampledLook
from domain.sampling.sample import Frame
from tests.installations import appoint
from tests.people import PASSWORD, STANDARDS
from tests.standards import HEAD, INVESTIGATOR, REVIEWER, approved, requested
from web.access_log import reading
from web.access_log.sealing import Sealer
from web.bootstrap import Services

APPROVED, DECLINED, WAITING = 4, 6, 8
"""The versions of the events with which ``STANDARDS`` asked."""
SAMPLED = "2026-10"
TO_REVIEW, TO_ASK, REVIEWED, OF_THE_HEAD, KEPT_NO_LONGER = 0, 1, 2, 3, 10**6
"""Leaves of looks in the sample."""


def ask(services: Services) -> None:
    """Appoint who decides, and bring each state about."""
    watching = (INVESTIGATOR, HEAD, REVIEWER)
    appoint(services, *watching)
    for one in watching:
        services.accounts.set_password(one.id, username=one.username, password=PASSWORD)
    versions = [approved(services, "CO/123/26", days=90), requested(services, "CO/124/26")]
    services.confidences.decline(
        STANDARDS.id,
        versions[1],
        explanation="There is another way.\nAsk their supervisor.",
        requester=HEAD.asks(),
    )
    versions.append(requested(services, "URN 01AB 123/26"))
    assert versions == [APPROVED, DECLINED, WAITING]


def sample(services: Services, records: list[UUID]) -> None:
    """The sample of the month before, before anybody else looked at anything."""
    look = Entry(
        at=services.clock.now() - timedelta(days=30),
        person=STANDARDS.id,
        action=Action.READ,
        channel=Channel.PAGE,
        place="record.show",
        purpose=Purpose.COMPLAINT,
        case_reference="CO/123/26",
        confidential=True,
        seen=tuple(sorted(RecordSeen(record=one, version=1) for one in records)),
    )
    searched = replace(
        look,
        action=Action.SEARCH,
        purpose=Purpose.ASSURANCE,
        case_reference="",
        confidential=False,
        hits=0,
        seen=(),
    )
    looks = (look, searched, look, replace(look, person=HEAD.id))
    for number, one in enumerate(looks):
        services.access_log.write(replace(one, at=one.at + timedelta(hours=number)))
    Sealer(services.access_log.engine, reading.origin(services.stores)).seal()
    drawn = [SampledLook(leaf=leaf, person=one.person or HEAD.id) for leaf, one in enumerate(looks)]
    drawn.append(SampledLook(leaf=KEPT_NO_LONGER, person=STANDARDS.id))
    frame = Frame(leaves=len(looks), root="5e" * 32, looks=tuple(drawn))
    month = date.fromisoformat(f"{SAMPLED}-01")
    services.samples.draw(month, lambda: frame, requester=REVIEWER.asks())
    for leaf, outcome, words in (
        (TO_ASK, LookOutcome.TO_ASK, "What was looked for?\nThere is no case."),
        (REVIEWED, LookOutcome.NOT_IN_ORDER, "It is another case."),
    ):
        services.samples.review(month, leaf, outcome, explanation=words, requester=REVIEWER.asks())
