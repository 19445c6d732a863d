"""What the officer did, in order."""

from web.forms.words import Section, asks


class Tactics(Section):
    TITLE = "Tactics, in the order you used them"

    tactics = asks(
        "Tactics, in the order you used them",
        missing="Select at least one tactic",
        short="Tactics",
    )
    firearm_aimed = asks(
        "Did you aim a firearm?",
        missing="Select yes if you aimed a firearm",
    )
    firearm_fired = asks(
        "Did you fire a firearm?",
        missing="Select yes if you fired a firearm",
    )
