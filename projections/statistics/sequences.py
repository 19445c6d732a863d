"""What an officer did, in its order, as one text: counted by, and looked in for a step.

Each step is its number, the tactic and whether it worked, with a space before and after it:
`` 01/ced-drawn/no 02/ced-fired/yes ``. Two neighbours in the text are two steps that followed each
other, so that every figure about sequences has a condition that lists its records.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from sqlalchemy import ColumnElement, or_

from domain.codelists.answers import Absence, YesNo
from domain.codelists.tactics import Tactic
from domain.counting.effectiveness import LAST_POSITION, Answer, Sequence, Step
from domain.records.tactics import MOST_TACTICS, TacticUsed
from projections.codes import joined
from projections.statistics.dimensions import NOT_REPORTED, UNKNOWN, absent
from projections.statistics.tables import fact_counted

UNANSWERED = "~"
"""Without an answer, in whichever way."""

NOTHING = "nothing"
"""That no step followed."""

ANSWERS = (YesNo.YES.value, YesNo.NO.value, UNANSWERED, *UNKNOWN)


@dataclass(frozen=True, kw_only=True, slots=True)
class StepWanted:
    """A step that a record must have; what is not asked for may be anything."""

    tactic: Tactic
    answer: str = ""
    position: int | None = None
    """From the first; the fourth stands for all that come later, too."""
    then: str = ""
    """The tactic of the step after it, or that there is none."""
    then_answer: str = ""

    @classmethod
    def named(cls, code: str) -> Self:
        """The step that a text in an address stands for.

        Raises:
            ValueError: it stands for none.

        """
        tactic, answer, position, then, then_answer, *more = (*code.split("/"), "", "", "", "")
        if any(more) or not {answer, then_answer} <= {"", *ANSWERS}:
            raise ValueError(code)
        if then not in ("", NOTHING):
            Tactic(then)
        if (then and answer in ("", UNANSWERED)) or (then_answer and then in ("", NOTHING)):
            # What followed is asked of one answer, and how that worked of one tactic.
            raise ValueError(code)
        if position and position not in map(str, range(1, LAST_POSITION + 1)):
            raise ValueError(code)
        return cls(
            tactic=Tactic(tactic),
            answer=answer,
            position=int(position) if position else None,
            then=then,
            then_answer=then_answer,
        )

    @property
    def code(self) -> str:
        """How it stands in an address."""
        position = str(self.position or "")
        parts = (self.tactic.value, self.answer, position, self.then, self.then_answer)
        return "/".join(parts).rstrip("/")


def written(steps: Iterable[TacticUsed]) -> str:
    """The text of a sequence."""
    texts = [
        f"{number:02}/{step.tactic.value}/{_answer(step.effective)}"
        for number, step in enumerate(steps, start=1)
    ]
    return joined(texts) if texts else NOT_REPORTED


@lru_cache(maxsize=50_000)
def read(text: str) -> Sequence:
    """The sequence of a text."""
    return () if text == NOT_REPORTED else tuple(map(_step, text.split()))


def has(wanted: StepWanted) -> ColumnElement[bool]:
    """Whether a record has a step."""
    return or_(*(fact_counted.c.steps.like(pattern) for pattern in _patterns(wanted)))


def _answer(effective: YesNo | Absence) -> Answer:
    return absent(effective) if isinstance(effective, Absence) else effective.value


def _step(text: str) -> Step:
    _, tactic, answer = text.split("/")
    return Step(Tactic(tactic), answer)


def _patterns(wanted: StepWanted) -> Iterator[str]:
    # An underscore is any one character: no code has one, and none has a percent sign, a slash or a space.
    rest = f"/{wanted.tactic.value}/{_end(wanted.answer)}"
    if wanted.then == NOTHING:
        rest = rest.removesuffix("%")
    elif wanted.then:
        rest = f"{rest.removesuffix('%')}__/{wanted.then}/{_end(wanted.then_answer)}"
    for number in _numbers(wanted.position):
        yield f"%{number}{rest}"


def _end(answer: str) -> str:
    """How a step goes on after its tactic."""
    return f"{answer}%" if answer in ("", UNANSWERED) else f"{answer} %"


def _numbers(position: int | None) -> Iterator[str]:
    """How a step begins before its tactic; nothing where any number will do, which is quicker to look for."""
    if position is None:
        yield ""
    else:
        last = MOST_TACTICS if position == LAST_POSITION else position
        yield from (f" {number:02}" for number in range(position, last + 1))
