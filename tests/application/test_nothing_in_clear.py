"""No word of what is sealed stands in clear anywhere: not in the log, a read model, a draft, a file.

Unmistakable words are planted in every sealed answer and every sealed field of an event, everything
is done that can be, and everything that is kept is searched. The planted words of a clear field
show that the search would find them. (Spec: audit, 4.1.)
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from domain.codec import decode_answer
from domain.codelists.reasons import ReasonForAmendment
from domain.records.account import ANSWER_TYPES, QUESTIONS
from domain.records.events import PinnedNote
from projections.rebuild import rebuild
from tests.application.commands import BY_NAME, a_record, asking, given, restrict, version_of
from tests.application.searching import files, found, found_in
from tests.builders import MINOR_INJURY, answers
from tests.installations import follow
from tests.people import COLLEAGUE, OFFICER, SUPERVISOR
from web.adapters.drafts import Draft
from web.adapters.stores import WORK
from web.bootstrap import Services

CLEAR = "planted-in-the-clear"
BORN = date(1903, 2, 17)

SEALED = {name: question for name, question in QUESTIONS.items() if question.group is not None}

ASKED: dict[str, Any] = {
    **MINOR_INJURY,
    "officer_injured": "yes",
    "officer_injury_intentional": "no",
    "officer_injury_level": "minor",
    "officer_medical_provided": "no",
}


def planted(where: str) -> dict[str, Any]:
    """Every sealed answer, each with words that stand nowhere else."""
    return {
        name: BORN if ANSWER_TYPES[name] is date else f"planted-{where}-{name}" for name in SEALED
    }


def words_of(where: str) -> set[str]:
    return {str(answer) for answer in planted(where).values()}


def _everything_asked() -> dict[str, Any]:
    """Codes as the form would give them, so that every sealed question is asked."""
    return {
        name: decode_answer(name, answer) if type(answer) is str else answer
        for name, answer in ASKED.items()
    }


def _submitted(services: Services) -> UUID:
    return a_record(services, **{**_everything_asked(), **planted("submitted")}, area=CLEAR)


def _amended(services: Services, record: UUID) -> None:
    services.records.amend(
        record,
        planted("amended"),
        reason=ReasonForAmendment.MISSING,
        explanation="planted-amended-explanation",
        version=version_of(services, record),
        requester=OFFICER.asks(),
    )


def _done(services: Services, name: str) -> None:
    """One command on a record of its own, with planted words."""
    command = BY_NAME[name]
    record = given(services, command)
    command.do(services, asking(services, command, record, words=f"planted-{name}"))


WITH_WORDS = (
    "add-note",
    "give-back",
    "accept",
    "refer",
    "assess",
    "withdraw",
    "restore",
    "restrict",
    "unrestrict",
)


def _drafted(services: Services) -> None:
    now = services.clock.now()
    for base_version in (None, 1):
        draft = Draft(
            id=uuid4(),
            officer=OFFICER.id,
            reference="UOF-26-000009",
            started_at=now,
            saved_at=now,
            base_version=base_version,
            answers={**answers(), **planted("drafted")},
            typed={"incident_time": ["planted-drafted-typed"]},
        )
        services.drafts.save(services.drafts.start(draft))


def everything_done(services: Services) -> set[str]:
    """Do everything that puts words into the stores; returns the words."""
    record = _submitted(services)
    _amended(services, record)
    for name in WITH_WORDS:
        _done(services, name)
    _drafted(services)
    follow(services)
    rebuild(services.views, services.reader)
    return {
        *words_of("submitted"),
        *words_of("amended"),
        *words_of("drafted"),
        "planted-amended-explanation",
        "planted-drafted-typed",
        *(f"planted-{name}" for name in WITH_WORDS),
    }


def test_no_sealed_word_stands_in_clear_anywhere(services: Services) -> None:
    words = everything_done(services)

    assert found(services.settings, words) == set()


def test_the_search_finds_a_word_that_stands_in_clear(services: Services) -> None:
    """The negative control: this word is in the log and in the read models."""
    everything_done(services)

    assert found(services.settings, {CLEAR}) == {CLEAR}


def test_no_sealed_word_stands_in_clear_when_everything_is_closed(services: Services) -> None:
    """Closing writes the write-ahead log back into its file."""
    words = everything_done(services)
    services.close()

    assert found(services.settings, {*words, CLEAR}) == {CLEAR}


def test_every_sealed_answer_can_still_be_read_by_its_officer(services: Services) -> None:
    """What was searched for was really there."""
    record = _submitted(services)

    read = services.records.read(record, by=OFFICER.id).account.answers

    assert {name: read[name] for name in SEALED} == planted("submitted")


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_no_sealed_word_stands_in_the_files_of_the_cluster(services: Services) -> None:
    """Nor in its write-ahead log, which goes to replicas and backups."""
    words = everything_done(services)
    with psycopg.connect(services.settings.database, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        (directory,) = connection.execute("SHOW data_directory").fetchone()

    assert found_in(files(Path(directory)), {*words, CLEAR}) == {CLEAR}


Doing = Callable[[], object]


def test_a_refusal_names_no_sealed_word(services: Services) -> None:
    """Errors end up in logs."""
    record = _submitted(services)
    restrict(services, asking(services, BY_NAME["restrict"], record))
    refused: list[Doing] = [
        partial(_amended, services, record),
        partial(
            services.reviews.give_back,
            record,
            [PinnedNote(question="", text="planted-refused")],
            version=9,
            requester=SUPERVISOR.asks(),
        ),
        partial(services.records.add_note, record, "planted-refused", requester=COLLEAGUE.asks()),
    ]

    for doing in refused:
        with pytest.raises(Exception) as error:  # noqa: PT011  whichever it is
            doing()
        assert "planted" not in str(error.value)


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_the_work_tables_hold_drafts_only_sealed(services: Services) -> None:
    _drafted(services)

    with services.stores.engine(WORK).connect() as connection:
        kept = connection.exec_driver_sql("SELECT sealed FROM work.drafts").scalars().all()

    assert len(kept) == 2
    assert not any("planted" in sealed for sealed in kept)
