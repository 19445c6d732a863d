"""Ids of expected encounters: the same for the same words, and nothing that can be guessed."""

from domain.codelists.forces import Force
from tests.fakes import FakeKeyRing
from web.adapters.encounter_names import EncounterNames


def test_the_same_words_have_the_same_id_in_every_process() -> None:
    ring = FakeKeyRing()

    one, other = EncounterNames(ring), EncounterNames(ring)

    assert one.of(Force.KENT, "arrest AR77") == other.of(Force.KENT, "arrest AR77")
    assert one.of(Force.KENT, "arrest AR77") != one.of(Force.KENT, "arrest AR78")


def test_forces_and_installations_name_the_same_words_otherwise() -> None:
    one, other = EncounterNames(FakeKeyRing()), EncounterNames(FakeKeyRing())

    assert one.of(Force.KENT, "arrest AR77") != one.of(Force.NORTHSHIRE, "arrest AR77")
    assert one.of(Force.KENT, "arrest AR77") != other.of(Force.KENT, "arrest AR77")
