"""Every address of the application, over an installation in which each of them leads somewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from domain.codelists.answers import YesNo
from domain.codelists.disclosures import KindOfDisclosure
from domain.codelists.emergencies import GroundForBreakingGlass
from domain.codelists.reasons import GroundForLinkingSubject
from domain.codelists.releases import ReasonForEdition
from domain.releases.period import Period
from domain.releases.release import Basis
from tests.builders import CED_FIRED, CROWD, WORDS
from tests.disclosing.bundles import terms
from tests.expecting import an_expected
from tests.installations import follow
from tests.people import ANALYST, COLLEAGUE, OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.standards import requested
from tests.web import given
from tests.web.api.machine import a_client, a_webhook
from tests.web.given import Given
from web.api.operations import operation_of
from web.bootstrap import Services
from web.forms.schemas import SCHEMAS

PERIOD = Period(2026, 2)
OF_COLLEAGUE, AMENDED, RESTRICTED = 2, 1, 6
"""The places of some records of ``populated()``."""


@dataclass(frozen=True)
class Address:
    """One address, and the record that it is about: its place among those of ``Populated``."""

    path: str
    record: int | None


@dataclass(frozen=True)
class Populated:
    """What is kept: drafts, and records in every state."""

    draft: str
    references: tuple[str, ...]
    encounter: UUID
    subject: UUID
    client: UUID
    webhook: UUID
    expected: UUID
    release: UUID
    disclosure: UUID
    emergency: int
    """The version with which ``OTHER_SUPERVISOR`` opened a record."""
    asked: int
    """The version with which ``STANDARDS`` asked to look in confidence."""


def populated(services: Services) -> Populated:
    """Drafts and records of two officers in every state."""
    draft = given.a_draft(services, **CED_FIRED, **WORDS)
    records = (
        given.submitted(services, **WORDS),
        given.submitted(services, **CED_FIRED).amended(single_crewed=YesNo.YES),
        given.submitted(services, by=COLLEAGUE, colleagues=(OFFICER.id,)),
        given.submitted(services, **CROWD).returned(),
        given.submitted(services).accepted(),
        given.submitted(services).withdrawn(),
        given.submitted(services).restricted(),
    )
    records[0].linked(records[2])
    services.linking.link_subject(
        [records[0].id, records[2].id],
        ground=GroundForLinkingSubject.TOLD,
        requester=STANDARDS.asks(),
    )
    first = services.records.read(records[0].id, by=STANDARDS.id)
    assert first.encounter is not None
    assert first.subject is not None
    given.an_amendment(services, records[AMENDED], single_crewed=YesNo.NO)
    references = tuple(record.reference for record in records)
    client = a_client(services)
    return Populated(
        draft=draft.reference,
        references=references,
        encounter=first.encounter,
        subject=first.subject,
        client=client,
        webhook=a_webhook(services, client=client),
        expected=an_expected(services),
        release=_prepared(services),
        disclosure=_disclosed(services, records[4]),
        emergency=an_emergency(services, records[0].id),
        asked=requested(services, "CO/124/26"),
    )


def an_emergency(services: Services, record: UUID) -> int:
    """A record that was opened by who may not read it, an hour and more ago."""
    done = services.emergencies.break_glass(
        record,
        ground=GroundForBreakingGlass.IN_CUSTODY,
        explanation="They are in hospital.",
        requester=OTHER_SUPERVISOR.asks(),
    )
    services.clock.advance(minutes=61)
    return done.version


def _prepared(services: Services) -> UUID:
    """An edition that was begun."""
    basis = Basis(position=1, counting_rules=1, code_lists=1, layout=1)
    first = ReasonForEdition.FIRST
    done = services.releases.prepare(PERIOD, basis, reason=first, requester=ANALYST.asks())
    return done.aggregate


def _disclosed(services: Services, record: Given) -> UUID:
    """A record that was handed to somebody outside."""
    decided = terms(KindOfDisclosure.PROCEEDINGS, services.clock.now())
    _, disclosure = services.disclosing.disclose([record.id], decided, requester=STANDARDS.asks())
    follow(services)
    return disclosure


def rules(app: Flask) -> list[Rule]:
    """Every rule of the application, in a fixed order."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def pages(app: Flask) -> list[Rule]:
    """The rules of pages: machines are tried in ``tests/web/api``."""
    return [rule for rule in rules(app) if operation_of(app.view_functions[rule.endpoint]) is None]


def addresses(app: Flask, rule: Rule, kept: Populated) -> Iterator[Address]:
    """The addresses of one rule over what is kept.

    A section of a form has one for the draft and the record that is being amended, which hold them all;
    of every other record the first section does.
    """
    records = (None, *range(len(kept.references))) if "reference" in rule.arguments else (None,)
    others = {
        "number": 1,
        "one": SUPERVISOR.id,
        "other": OFFICER.id,
        "encounter": kept.encounter,
        "subject": kept.subject,
        "person": COLLEAGUE.id,
        "client": kept.client,
        "webhook": kept.webhook,
        "expected": kept.expected,
        "reader": OTHER_SUPERVISOR.id,
        "version": kept.emergency,
        "asker": STANDARDS.id,
        "month": "2026-10",
        "leaf": 0,
        "asked": kept.asked,
        "filename": "app.css",
        "kind": "csv",
        "release": kept.release,
        "disclosure": kept.disclosure,
        "force": "northshire",
        "period": PERIOD.code,
        "name": "figures.csv",
        "level": "0",
        "rest": "000.p/1",
    }
    adapter = app.url_map.bind("localhost")
    for record in records:
        reference = kept.draft if record is None else kept.references[record]
        every = tuple(SCHEMAS) if record in (None, AMENDED) else tuple(SCHEMAS)[:1]
        for section in every if "section" in rule.arguments else ("",):
            values = {**others, "reference": reference, "section": section}
            given_values = {name: values[name] for name in rule.arguments}
            yield Address(adapter.build(rule.endpoint, given_values), record)
