"""What came of it, and where else it is written down."""

from web.forms.words import Section, asks


class Outcome(Section):
    TITLE = "Outcome and references"

    outcomes = asks(
        "What was the outcome?",
        missing="Select the outcome",
        hint="Select all that apply",
    )
    incident_reference = asks("Incident log number", hint="Optional. Kept sealed", longest=60)
    crime_reference = asks("Crime reference", hint="Optional. Kept sealed", longest=60)
    custody_reference = asks("Custody reference", hint="Optional. Kept sealed", longest=60)
    stop_search_reference = asks(
        "Stop and search reference", hint="Optional. Kept sealed", longest=60
    )
    video_reference = asks("Body-worn video reference", hint="Optional. Kept sealed", longest=60)
