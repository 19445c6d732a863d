"""What an officer types into each section of the form, for a record of compliant handcuffing."""

from collections.abc import Mapping, Sequence

from tests.web.client import Shown

Typed = Mapping[str, str | Sequence[str]]

INCIDENT: Typed = {
    "record_type": "individual",
    "incident_date-day": "19",
    "incident_date-month": "nov",
    "incident_date-year": "2026",
    "incident_time": "2241",
    "locations": ["street"],
    "area": "central",
    "main_duty": "response",
    "single_crewed": "no",
    "ced_trained": "no",
    "video_recorded": "yes",
}
PERSON: Typed = {
    "perceived_age": "18-to-34",
    "perceived_gender": "male",
    "perceived_ethnicity": "white",
    "physical_condition": "no",
    "mental_condition": "~not-known",
}
REASONS: Typed = {
    "primary_conduct": "compliant",
    "impact_factors": ["none"],
    "reasons": ["effect-arrest"],
    "officer_assaulted": "no",
}
TACTICS: Typed = {
    "tactics-0-tactic": "handcuffing-compliant",
    "tactics-0-effective": "yes",
    "firearm_aimed": "no",
    "firearm_fired": "no",
}
INJURIES: Typed = {"subject_injured": "no", "officer_injured": "no"}
OUTCOME: Typed = {"outcomes": ["arrested"]}
EVERY = (INCIDENT, PERSON, REASONS, TACTICS, INJURIES, OUTCOME, {})
"""In the order in which the pages follow one another; the account in words may stay empty."""

GO_ON = "Save and continue"
LATER = "Save and come back later"


def filled_in(page: Shown, *sections: Typed) -> Shown:
    """The page after these sections, each filled in and left by its first button."""
    for typed in sections:
        page = page.press(GO_ON, typed)
    return page
