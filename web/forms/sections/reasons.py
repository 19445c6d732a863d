"""How the person behaved, and why force was used."""

from web.forms.words import Section, asks


class Reasons(Section):
    TITLE = "Reasons"

    primary_conduct = asks(
        "How did the person mainly behave?",
        missing="Select how the person mainly behaved",
    )
    impact_factors = asks(
        "What affected your decision to use force?",
        missing="Select what affected your decision, or ‘None of these’",
        hint="Select all that apply",
        none="None of these",
    )
    reasons = asks(
        "Why did you use force?",
        missing="Select why you used force",
        hint="Select all that apply",
        first=("effect-arrest", "prevent-escape", "protect-self", "protect-officers"),
    )
    officer_assaulted = asks(
        "Did the person assault you?",
        missing="Select yes if the person assaulted you",
    )
    assaulted_with = asks(
        "What were you assaulted with?",
        missing="Select what you were assaulted with",
        hint="Select all that apply",
    )
    threatened_with = asks(
        "What were you threatened with?",
        hint="Optional. Select all that apply",
        none="Nothing",
    )
    powers = asks(
        "Which powers did you rely on?",
        hint="Optional. Select all that apply",
    )
    de_escalation = asks(
        "Did you try to avoid or reduce the use of force?",
        hint="Optional",
    )
