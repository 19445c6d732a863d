"""What is looked at before a return is made: every rule of section 2.3, and what is missing, per force."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.counting.quality import NUMBERED
from projections.expected.queries import Coverage, together
from projections.statistics import national
from projections.statistics.tactics import Ask
from web.returns.layout import names
from web.returns.scope import Scope

MISSING: Mapping[str, str] = MappingProxyType(
    {
        "perceived_age": "Perceived age",
        "perceived_gender": "Perceived gender",
        "perceived_ethnicity": "Perceived ethnicity",
        "physical_condition": "Physical condition",
        "mental_condition": "Mental condition",
        "reasons": "Reason for force",
        "impact_factors": "Impact factors",
        "outcomes": "Outcome",
        "locations": "Location",
        "officer_injured": "Officer injured",
        "subject_injured": "Person injured",
    }
)
"""The questions that a table is made of; whatever leaves one blank is counted as missing."""


NOTHING_LOADED: Mapping[str, Coverage] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What was found, by force."""

    scope: Scope
    unmet: Mapping[tuple[str, str], int]
    missing: Mapping[str, Mapping[str, int]]
    by_force: Mapping[str, Coverage]
    """How many expected encounters of a force have a record, where any were loaded."""

    @property
    def coverage(self) -> Coverage:
        """The same of all forces of the return."""
        return together(self.by_force[code] for code in self.scope.forces if code in self.by_force)

    @property
    def forces(self) -> tuple[tuple[str, str], ...]:
        """The forces of which something can be said, with their names."""
        found = {force for force, _ in self.unmet} | set(self.missing)
        return tuple((code, name) for code, name in self.scope.by_name() if code in found)

    @property
    def records(self) -> int:
        return sum(self.scope.records.get(code, 0) for code in self.scope.forces)

    def failing(self, check: str, force: str = "") -> int:
        """The records that do not meet a check: of one force, or of all."""
        if force:
            return self.unmet.get((force, check), 0)
        return sum(records for (_, code), records in self.unmet.items() if code == check)

    def blank(self, question: str, force: str = "") -> int:
        """The records that leave a question blank."""
        if force:
            return self.missing.get(force, {}).get(question, 0)
        return sum(one.get(question, 0) for one in self.missing.values())

    def points(self, force: str) -> int:
        """How many times its records do not meet a check."""
        return sum(self.failing(one.code, force) for one in NUMBERED)

    def blanks(self, force: str) -> int:
        """How many answers its records leave blank."""
        return sum(self.missing.get(force, {}).values())


def checked(ask: Ask, scope: Scope, coverage: Mapping[str, Coverage] = NOTHING_LOADED) -> Checked:
    """Check what a return is to be made of."""
    wanted = national.Wanted(year=scope.year, forces=scope.forces)
    return Checked(
        scope=scope,
        unmet=national.unmet_checks(ask, wanted),
        missing=national.left_blank(ask, wanted, list(MISSING)),
        by_force=coverage,
    )


HEADINGS = ("police_force", "rule", "check", "records", "of_records")
EXPECTED = "Encounters that other systems know of and that have a record"

Line = tuple[str, str, str, int | str, int]


def rows(found: Checked) -> Iterator[Line]:
    """The checks: a line for each force and check, zeros among them, and the coverage."""
    labels = names()
    for code, _ in found.forces:
        records = found.scope.records.get(code, 0)
        for check in NUMBERED:
            count = found.failing(check.code, code)
            yield labels[code], f"2.3.{check.rule}", check.label, count, records
        for question, words in MISSING.items():
            yield labels[code], "missing", words, found.blank(question, code), records
    for code, name in found.scope.by_name():
        covered = found.by_force[code].total if code in found.by_force else None
        yield name, "coverage", EXPECTED, *((covered.matched, covered.due) if covered else (":", 0))
    for code in found.scope.missing:
        yield labels[code], "supply", "No record in the year", ":", 0


def lines(found: Checked) -> str:
    """The checks as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows(rows(found))
    return text.getvalue()
