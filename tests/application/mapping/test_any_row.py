"""Whatever stands in a line: a mapping makes a record of it, or says what to do. It never breaks."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from application.importing.candidate import Candidate, Rejected
from application.importing.mapping.joining import headings
from application.importing.mapping.layout import MappedLayout
from application.importing.mapping.reading import mapping_of
from application.importing.mapping.shipped import shipped
from application.importing.mapping.source_mapping import SourceMapping
from domain.codec import encode_answer
from domain.codelists.roles import Role
from domain.command import Command
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from tests.application.mapping.test_history import a_history
from tests.fakes import NOON
from tests.people import OFFICER

MAPPINGS = [*(mapping_of(text) for text in shipped().values()), mapping_of(a_history())]
ANYTHING = st.text(max_size=12)
VALUES = st.sampled_from(
    ["", " ", "0", "17", "999", "2021-02-30", "2021-02-28", "30/04/2020", "02/05/2020 09:00"]
)


def words_of(mapping: SourceMapping) -> list[str]:
    """Every word that the mapping knows."""
    known = {word for rule in mapping.rules for part in rule.parts for word in part.words}
    for happening in mapping.happenings:
        known |= {word for condition in happening.when for word in condition.words}
        known |= set(happening.questions.known) if happening.questions else set()
    return sorted(known)


@st.composite
def lines(draw: Any) -> tuple[SourceMapping, dict[str, str]]:
    """A mapping, and a line in which known words, near misses and anything at all are mixed."""
    mapping = draw(st.sampled_from(MAPPINGS))
    value = st.one_of(VALUES, st.sampled_from(words_of(mapping)), ANYTHING)
    cell = st.lists(value, max_size=3).map("\n".join)
    names = draw(st.lists(st.sampled_from(headings(mapping)), unique=True))
    cells = dict.fromkeys(headings(mapping), "")
    return mapping, {**cells, **{name: draw(cell) for name in names}}


@given(lines())
@settings(max_examples=300, deadline=None)
def test_any_line_becomes_a_record_or_is_rejected_with_a_sentence(
    line: tuple[SourceMapping, dict[str, str]],
) -> None:
    mapping, cells = line

    found = MappedLayout(mapping, file="f", digest="5e" * 32).read(7, cells)

    if isinstance(found, Candidate):
        assert taken_over(found, mapping).reference == found.reference
        assert all(encode_answer(answer) is not None for answer in found.answers.values())
        return
    assert isinstance(found, Rejected)
    assert found.problems
    for problem in found.problems:
        assert problem.line == 7
        assert problem.heading in cells
        assert problem.sentence.endswith(".")
        assert len(problem.sentence.split()) > 4


def taken_over(candidate: Candidate, mapping: SourceMapping) -> UseOfForceRecord:
    """The record that a candidate becomes, with its history."""

    def command(source: Any) -> Command:
        return Command(
            by=OFFICER.id, role=Role.SYSTEM, at=NOON, request=candidate.record, source=source
        )

    events = UseOfForceRecord.take_over(
        candidate.record,
        reference=candidate.reference,
        force=mapping.force,
        officer=candidate.officer,
        rank=candidate.rank,
        answers=candidate.answers,
        words=candidate.words,
        command=command(candidate.source),
    )
    record = fold(None, events)
    assert record is not None
    for one in candidate.then:
        record = fold(record, one.decide(record, command(one.source)))
        assert record is not None
    return record
