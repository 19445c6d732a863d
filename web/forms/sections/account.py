"""The officer's own words, under the headings of the national decision model."""

from web.forms.words import Section, asks

LONGEST = 10_000


class Narrative(Section):
    TITLE = "Your account"
    INTRODUCTION = (
        "Optional, and kept sealed. A Taser use should be explained. "
        "Do not name the person here if you can avoid it."
    )

    narrative_information = asks("What did you know and see?", short="Information", longest=LONGEST)
    narrative_assessment = asks(
        "What was the threat, and to whom?", short="Threat and risk", longest=LONGEST
    )
    narrative_powers = asks(
        "Which powers and policy applied?", short="Powers and policy", longest=LONGEST
    )
    narrative_options = asks("Which options did you consider?", short="Options", longest=LONGEST)
    narrative_action = asks(
        "What did you do, and what happened next?", short="Action and review", longest=LONGEST
    )
