"""The groups of fields that are sealed apart, so that one can be withheld or erased alone."""

from domain.codelists.codelist import CodeList


class FieldGroup(CodeList):
    """A sealed group: each has a key of its own per record (spec: audit, sections 4.1 and 5.3)."""

    IDENTITY = "identity", "Identity of the person"
    MEDICAL = "medical", "Medical detail"
    NARRATIVE = "narrative", "Narrative"
    WELFARE = "welfare", "Officer welfare"
    REFERENCES = "references", "Outside references"
