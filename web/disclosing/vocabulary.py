"""Every word of ours in a bundle, listed: with it, what people read is held against what was recorded.

Codes are stored and labels are shown. Whoever verifies a page compares it with the codes by this list,
and can read the list itself.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, time
from types import MappingProxyType
from typing import Any, get_args, get_type_hints
from uuid import UUID

from domain.codelists.answers import Absence
from domain.codelists.assessments import Assessment
from domain.codelists.codelist import CodeList
from domain.codelists.disclosures import KindOfDisclosure, LegalBasis
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.records import events
from domain.records.account import ANSWER_TYPES, QUESTIONS
from domain.records.referral import LABELS
from domain.records.tactics import CedUse
from web.forms.kinds import Kind, codes_in, kind_of
from web.forms.schemas import WORDS
from web.forms.sections.ced import USE
from web.forms.timeline import TITLES

TOPICS: Mapping[str, str] = MappingProxyType(
    {kind.TOPIC: title for kind, title in TITLES.items()}
    | {
        events.Referred.TOPIC: "Referred to professional standards",
        events.Accepted.TOPIC: "Record accepted",
    }
)

SAID: Mapping[str, Mapping[str, tuple[str, type[CodeList] | Mapping[str, str]]]] = MappingProxyType(
    {
        events.Amended.TOPIC: {"reason": ("Reason", ReasonForAmendment)},
        events.Withdrawn.TOPIC: {"reason": ("Reason", ReasonForWithdrawal)},
        events.Restricted.TOPIC: {"ground": ("Ground", GroundForRestriction)},
        events.Assessed.TOPIC: {"outcome": ("Result", Assessment)},
        events.Referred.TOPIC: {"rules": ("Rule", LABELS)},
        events.EncounterLinked.TOPIC: {"ground": ("Ground", GroundForLinking)},
        events.EncounterUnlinked.TOPIC: {"ground": ("Ground", GroundForLinking)},
        events.SubjectLinked.TOPIC: {"ground": ("Ground", GroundForLinkingSubject)},
        events.SubjectUnlinked.TOPIC: {"ground": ("Ground", GroundForLinkingSubject)},
        events.Disclosed.TOPIC: {
            "kind": ("For", KindOfDisclosure),
            "basis": ("Legal basis", LegalBasis),
        },
    }
)
"""The codes that an event says beside its answers, and under which heading they stand."""

HEADINGS = {
    "explanation": "Why",
    "text": "Note",
    "notes": "Notes",
    "advice": "Advice",
}
"""Of the words that somebody wrote with an event."""


def vocabulary(areas: Mapping[str, str], people: Mapping[UUID, str]) -> dict[str, Any]:
    """All of it, as the bundle lists it."""
    return {
        "topics": dict(TOPICS),
        "absent": {one.value: one.label for one in Absence},
        "questions": {name: _question(name, areas) for name in QUESTIONS},
        "uses": [_use(name, hint) for name, hint in _of_uses().items()],
        "said": {
            topic: {
                field: {"heading": heading, "codes": _labels(codes)}
                for field, (heading, codes) in those.items()
            }
            for topic, those in SAID.items()
        },
        "headings": dict(HEADINGS),
        "people": {person.hex: name for person, name in sorted(people.items())},
    }


def _question(name: str, areas: Mapping[str, str]) -> dict[str, Any]:
    words = WORDS[name]
    found: dict[str, Any] = {"heading": words.heading, "as": "text"}
    kinds: dict[Any, str] = {date: "day", time: "time", int: "number"}
    if name == "area":
        return found | {"as": "code", "codes": dict(areas)}
    if kind_of(name) is Kind.PEOPLE:
        found["as"] = "people"
    elif kind_of(name) is Kind.TACTICS:
        (step,) = (one for one in get_args(ANSWER_TYPES[name]) if one is not ...)
        found |= {"as": "steps", "codes": _labels(get_type_hints(step)["tactic"])}
    elif codes := codes_in(name):
        found |= {"as": "code", "codes": _labels(codes)}
    else:
        found["as"] = kinds.get(ANSWER_TYPES[name], "text")
    return found | ({"none": words.none} if words.none else {})


def _of_uses() -> dict[str, Any]:
    hints = get_type_hints(CedUse)
    return {entry.name: hints[entry.name] for entry in fields(CedUse)}


def _use(name: str, hint: Any) -> dict[str, Any]:
    (kind,) = (one for one in get_args(hint) if one is not Absence)
    member = get_args(kind)[0] if get_args(kind) else kind
    is_coded = isinstance(member, type) and issubclass(member, CodeList)
    return {"name": name, "label": USE[name].label, "codes": _labels(member) if is_coded else {}}


def _labels(codes: type[CodeList] | Mapping[str, str]) -> dict[str, str]:
    if isinstance(codes, Mapping):
        return dict(codes)
    return {one.value: one.label for one in codes}
