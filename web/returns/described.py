"""What the columns of a return's long table mean, as CSV on the Web has it.

It is for the Home Office and not for publishing: nobody is named as its publisher, and no licence is given.
"""

from domain.counting.national.rules import note_of_persons, notes_of_comparison, shown
from web.releases.data_files import described
from web.releases.datasets import Column, Described, Kind
from web.returns.files import TITLE, Return, period_of

COLUMNS = (
    Column(
        name="table",
        title="Table",
        meaning="The number of the table in the return",
        kind=Kind.NUMBER,
        is_key=True,
    ),
    Column(
        name="police_force",
        title="Police force",
        meaning="A force, or the sum of a region or of everything, as the return calls it",
        is_key=True,
    ),
    Column(
        name="type_of_force",
        title="Type of force",
        meaning="The group of tactics, or the answer that a line of injuries is about",
        is_key=True,
        may_be_empty=True,
    ),
    Column(
        name="tactic",
        title="Tactic",
        meaning="The tactic, or the second answer that a line of injuries is about",
        is_key=True,
        may_be_empty=True,
    ),
    Column(
        name="category",
        title="Category",
        meaning="The heading of the column; of uses of a CED by force the period",
        is_key=True,
    ),
    Column(
        name="count",
        title="Count",
        meaning="How many; nothing is rounded and nothing hidden",
        kind=Kind.NUMBER,
        symbols=((str(shown(None)), "not available"),),
    ),
)
"""In the order in which they stand in the file."""


def description(made: Return) -> bytes:
    """The description of the long table, which names it as it is written."""
    return described(
        Described(
            name=made.name(""),
            title=f"{TITLE}, {period_of(made.year)}",
            description=" ".join((note_of_persons(), *notes_of_comparison())),
            columns=COLUMNS,
        )
    )
