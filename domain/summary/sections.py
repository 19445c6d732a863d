"""The sections of a summary: which tables stand together, and in which order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """Tables that stand under one heading."""

    code: str
    title: str
    tables: tuple[str, ...]


SECTIONS = (
    Section("records", "Records", ("counted", "coverage", "quality")),
    Section("tactics", "Tactics", ("tactics", "by-quarter", "ced", "effectiveness")),
    Section(
        "circumstances",
        "Circumstances",
        ("locations", "reasons", "impact-factors", "primary-conduct", "outcomes"),
    ),
    Section(
        "people",
        "People",
        (
            "perceived-age",
            "perceived-gender",
            "age-by-gender",
            "perceived-ethnicity",
            "physical-condition",
            "mental-condition",
            "area-by-ethnicity",
        ),
    ),
    Section(
        "injuries",
        "Injuries",
        (
            "subject-injured",
            "injured-by-ethnicity",
            "subject-injury-level",
            "officer-injured",
            "officer-injury-level",
        ),
    ),
)
OTHERS = Section("more", "More", ())
"""What is in none of them comes last."""


def in_sections(tables: tuple[str, ...]) -> tuple[Section, ...]:
    """These tables in their sections; a section without any is left out."""
    placed = {code for section in SECTIONS for code in section.tables}
    others = tuple(code for code in tables if code not in placed)
    all_of_them = (*SECTIONS, Section(OTHERS.code, OTHERS.title, others))
    found = (
        Section(one.code, one.title, tuple(code for code in one.tables if code in tables))
        for one in all_of_them
    )
    return tuple(one for one in found if one.tables)
