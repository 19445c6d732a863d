"""Populations as they are kept, on both databases."""

from datetime import timedelta

from domain.codelists.forces import Force
from tests.fakes import FakeClock
from web.adapters.populations import StoredPopulations
from web.adapters.stores import WORK
from web.bootstrap import Services
from web.demo.populations import examples

RESIDENTS = examples()["residents.csv"]


def test_what_was_loaded_is_kept_as_it_was(services: Services, clock: FakeClock) -> None:
    first, is_new = services.populations.load(RESIDENTS, file="residents.csv")
    clock.moment += timedelta(days=1)
    later = RESIDENTS.replace(b"712400", b"712401")
    second, _ = services.populations.load(later, file="later.csv")

    assert is_new
    assert services.populations.of(Force.NORTHSHIRE) == (second, first)
    assert services.populations.of(Force.KENT) == ()


def test_the_same_file_again_changes_nothing(services: Services) -> None:
    first, _ = services.populations.load(RESIDENTS, file="residents.csv")

    _, is_new = services.populations.load(RESIDENTS, file="other.csv")

    assert not is_new
    assert StoredPopulations(services.stores.engine(WORK)).of(Force.NORTHSHIRE) == (first,)
