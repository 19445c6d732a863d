"""The two questions of whoever links records by hand: to which other one, and why after all not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for

from application.carrying_out import Done
from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.errors import DomainError, NotFoundError
from domain.records.record import UseOfForceRecord
from projections.register import queries as register
from projections.register.queries import Filter, Seen
from web.current import services
from web.forms.loading import Problem
from web.pages.finding import may
from web.pages.finding import record as find
from web.security import remember_position


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked, in words, and what may be answered."""

    title: str
    heading: str
    why: str
    grounds: Sequence[CodeList]
    sentence: str
    """What is said to who gives no ground."""
    button: str
    text: str = ""
    asks_other: bool = False


def join(reference: str, question: Question, do: Callable[[UUID, UUID, str], Done]) -> Any:
    """Ask for another record and a ground, and link the two."""

    def carry_out(found: UseOfForceRecord, other: str, ground: str) -> Done:
        return do(found.id, find(other).id, ground)

    return _asked(reference, question, carry_out)


def part(reference: str, question: Question, do: Callable[[UseOfForceRecord, str], Done]) -> Any:
    """Ask for a ground, and take the record out of what it was linked to."""
    return _asked(reference, question, lambda found, _, ground: do(found, ground))


def left_alone(of: Filter, record: UUID) -> UUID | None:
    """The one other record that stays where a record is taken out, if there is one and the signed-in
    person may link it. All records are counted, whoever sees them.
    """
    with services().views.reading() as connection:
        page = register.search(connection, of, seen=Seen(everything=True), size=3)
    others = [row for row in page.rows if row.record != record]
    if len(others) != 1:
        return None
    (other,) = others
    return other.record if _can_link(other.reference) else None


def _can_link(reference: str) -> bool:
    try:
        return may(Permission.LINK, find(reference))
    except NotFoundError:
        return False


def _asked(
    reference: str,
    question: Question,
    carry_out: Callable[[UseOfForceRecord, str, str], Done],
) -> Any:
    found = find(reference)
    if not may(Permission.LINK, found):
        raise NotAllowedError
    other, ground = request.values.get("other", "").strip().upper(), request.form.get("ground", "")
    wrong: list[Problem] = []
    if request.method == "POST":
        wrong = _wrong(reference, question, other, ground)
        if not wrong:
            try:
                done = carry_out(found, other, ground)
            except DomainError as error:
                wrong = [Problem(question="", sentence=error.sentence, href="#main-content")]
            else:
                answer = redirect(url_for("record.show", reference=reference))
                return remember_position(answer, done.position)
    page = render_template(
        "records/link.html",
        record=found,
        asked=question,
        other=other,
        chosen=ground,
        problems=wrong,
    )
    return page, 422 if wrong else 200


def _wrong(reference: str, question: Question, other: str, ground: str) -> list[Problem]:
    problems = []
    if question.asks_other and (other == reference or not _can_see(other)):
        sentence = "Enter the reference of another record that you can see"
        problems.append(Problem(question="other", sentence=sentence, href="#other"))
    if ground not in set(question.grounds):
        problems.append(Problem(question="ground", sentence=question.sentence, href="#ground"))
    return problems


def _can_see(reference: str) -> bool:
    try:
        find(reference)
    except NotFoundError:
        return False
    return True
