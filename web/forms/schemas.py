"""All sections, and the whole account as one schema for machines."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.records.account import SECTION_OF
from web.forms.sections.account import Narrative
from web.forms.sections.ced import Ced
from web.forms.sections.incident import Incident
from web.forms.sections.injuries import Injuries
from web.forms.sections.outcome import Outcome
from web.forms.sections.person import Person
from web.forms.sections.reasons import Reasons
from web.forms.sections.tactics import Tactics
from web.forms.words import Asked, Section, Words

SCHEMAS: Mapping[str, type[Section]] = MappingProxyType(
    {
        "incident": Incident,
        "person": Person,
        "reasons": Reasons,
        "tactics": Tactics,
        "ced": Ced,
        "injuries": Injuries,
        "outcome": Outcome,
        "account": Narrative,
    }
)
"""By the name that stands in addresses."""


class AccountSchema(Narrative, Outcome, Injuries, Ced, Tactics, Reasons, Person, Incident):
    """Every question: what the API takes and gives."""


def asked(section: str) -> dict[str, Asked]:
    """The questions of a section, in the order in which they are put."""
    return {
        name: field for name, field in SCHEMAS[section]().fields.items() if isinstance(field, Asked)
    }


WORDS: Mapping[str, Words] = MappingProxyType(
    {name: field.words for section in SCHEMAS for name, field in asked(section).items()}
)


def title(section: str) -> str:
    return SCHEMAS[section].TITLE


def section_of(question: str) -> str:
    """Where a question is put: the domain and the schemas agree, and a test sees to it."""
    return SECTION_OF[question]
