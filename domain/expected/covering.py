"""What is covered by a record, as it is counted."""

from domain.expected.encounter import State


def counted_as(state: State, *, record_counts: bool) -> State:
    """The state under which an expected encounter is counted.

    A match holds as long as its record counts: what a withdrawn record covered is open, whether or not
    anybody has looked for another one yet.
    """
    return State.OPEN if state is State.MATCHED and not record_counts else state
