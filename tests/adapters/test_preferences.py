from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from domain.codelists.answers import Absence, YesNo
from domain.codelists.duties import MainDuty
from domain.records.account import ANSWER_TYPES
from web.adapters.preferences import SHIFT, Choices, Preferences
from web.adapters.stores import WORK, Stores
from web.adapters.tables import preferences as table


@pytest.fixture
def preferences(stores: Stores) -> Preferences:
    return Preferences(stores.engine(WORK))


def test_somebody_who_chose_nothing_has_the_theme_of_their_device(preferences: Preferences) -> None:
    assert preferences.of(uuid4()) == Choices(theme="system", shift={})


@pytest.mark.parametrize(
    "shift",
    [
        {},
        {"area": "north", "main_duty": MainDuty.RESPONSE, "ced_trained": YesNo.YES},
        {"area": "north", "single_crewed": Absence.NOT_KNOWN},
    ],
)
def test_what_somebody_chose_comes_back(preferences: Preferences, shift: dict[str, Any]) -> None:
    person, chosen = uuid4(), Choices(theme="dark", shift=shift)

    preferences.set(person, chosen)

    assert preferences.of(person) == chosen


def test_the_last_choice_holds(preferences: Preferences) -> None:
    person = uuid4()
    preferences.set(person, Choices(theme="dark", shift={"area": "north"}))

    preferences.set(person, Choices(theme="light"))

    assert preferences.of(person) == Choices(theme="light")


def test_a_choice_is_its_persons_alone(preferences: Preferences) -> None:
    preferences.set(uuid4(), Choices(theme="dark"))

    assert preferences.of(uuid4()) == Choices()


def test_a_code_that_is_gone_is_asked_again(preferences: Preferences, stores: Stores) -> None:
    person = uuid4()
    preferences.set(person, Choices(shift={"area": "north", "main_duty": MainDuty.RESPONSE}))
    with stores.engine(WORK).begin() as connection:
        stored = '{"area":"north","main_duty":"gone","not_a_question":"yes"}'
        connection.execute(update(table).values(shift=stored))

    assert preferences.of(person).shift == {"area": "north"}


def test_the_facts_of_a_shift_are_questions_of_the_form() -> None:
    assert set(SHIFT) <= set(ANSWER_TYPES)
