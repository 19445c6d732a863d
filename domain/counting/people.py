"""Records, encounters and people: three counts on three bases, and an estimate that says its own.

A record is neither an encounter nor a person (spec: domain, 1.1, and HO20's notes there). People cannot be
counted from the return at all: the Home Office's first estimate, of the year ending March 2025, is about
230,000 people, or 73 for every 100 of the 39% of reports in which they could be told apart (R17). Here a
person is told from another where somebody linked the records; what nobody linked is said beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.records.account import Account

PER = 100
HOME_OFFICE_COVERAGE, HOME_OFFICE_PEOPLE, HOME_OFFICE_PER = 0.39, 230_000, 73
"""Of the year ending March 2025 (R17): the share of reports, the people in them, and people for every 100."""

UNOPENED = Absence.UNOPENED
"""What a read model has of a sealed answer: that there is one."""


class Belongs(CodeList):
    """What a record is linked to."""

    LINKED = "linked", "Linked to other records"
    ALONE = "alone", "Linked to no other record"


class Known(CodeList):
    """How far it is known whom a record is about."""

    LINKED = "linked", "Linked to other records about the same person"
    IDENTIFIED = "identified", "Identified, and linked to no other record"
    UNKNOWN = "unknown", "Neither identified nor linked"


def is_identified(account: Account) -> bool:
    """Whether a record says who the person is: an identifier, or a name with a date of birth."""
    if account.is_crowd:
        return False
    if _is_said(account.subject_identifier):
        return True
    return _is_said(account.subject_name) and _is_said(account.subject_date_of_birth)


def _is_said(answer: object) -> bool:
    return answer is UNOPENED or not isinstance(answer, Absence)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What is counted of some records; distinct encounters and subjects do not add up."""

    records: int = 0
    crowds: int = 0
    """Records of a crowd: in no count of people."""
    in_encounters: int = 0
    encounters: int = 0
    """Different ones that records are linked to."""
    linked: int = 0
    """Records of one person that are linked to a subject."""
    subjects: int = 0
    """Different ones."""
    identified: int = 0
    """Records of one person that say who it is, and are linked to no other."""

    @property
    def persons(self) -> int:
        """Records that are of one person, or do not say that they are of a crowd."""
        return self.records - self.crowds

    @property
    def unlinked(self) -> int:
        """Records that belong to no encounter: each is counted as one of its own."""
        return self.records - self.in_encounters

    @property
    def all_encounters(self) -> int:
        return self.encounters + self.unlinked

    @property
    def told_apart(self) -> int:
        """Records of which it is known whom they are about: what an estimate rests on."""
        return self.linked + self.identified

    @property
    def unknown(self) -> int:
        return self.persons - self.told_apart

    @property
    def people_told_apart(self) -> int:
        """The people whom those are about: linked ones once, every other identified record one."""
        return self.subjects + self.identified

    @property
    def at_least(self) -> int:
        """As if every record that nobody linked were about somebody who was linked."""
        return self.subjects or min(self.persons, 1)

    @property
    def at_most(self) -> int:
        """As if every record that nobody linked were about somebody else."""
        return self.subjects + self.persons - self.linked

    @property
    def coverage(self) -> float | None:
        """The share of records of one person in which it is known whom they are about."""
        return self.told_apart / self.persons if self.persons else None

    @property
    def per_100(self) -> float | None:
        """People for every 100 records in which they are told apart."""
        return PER * self.people_told_apart / self.told_apart if self.told_apart else None

    @property
    def estimate(self) -> int | None:
        """People, if the other records were like those in which they are told apart."""
        return estimated(self.people_told_apart, self.told_apart, self.persons)


def estimated(people: int, told_apart: int, persons: int) -> int | None:
    """How many people there are in records, if all were like those in which people are told apart."""
    if not told_apart:
        return None
    # To the nearest whole person, upwards from a half: in whole numbers, alike everywhere.
    return (2 * people * persons + told_apart) // (2 * told_apart)


BASES: Mapping[str, str] = MappingProxyType(
    {
        "records": "One officer’s use of force on one person, or on a crowd",
        "persons": "Of one person, or not said to be of a crowd",
        "crowds": "One record stands for a crowd, whose people are not counted",
        "all_encounters": "Linked encounters once each, and every record linked to none as one",
        "encounters": "Different encounters that people linked records to",
        "in_encounters": "Several records may tell of one encounter",
        "unlinked": "Records that nobody linked: counted as one encounter each",
        "at_most": "Linked people once each, and every other record of one person as somebody else",
        "at_least": "Linked people alone, as if every other record were about one of them",
        "subjects": "Different people whom somebody linked records about",
        "linked": "Several records may be about one person",
        "identified": "Records that identify the person, and are linked to no other",
        "unknown": "Records that neither identify the person nor are linked",
        "coverage": "Share of records of one person that are linked or identify the person",
        "per_100": "People for every 100 of the records that are linked or identify the person",
        "estimate": "As if the other records were like those; between the least and the most",
    }
)
"""What each figure counts, in words."""
