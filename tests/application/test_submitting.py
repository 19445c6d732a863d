from uuid import uuid4

from tests.builders import answers
from tests.installations import follow
from tests.people import OFFICER
from web.bootstrap import Services


def test_the_same_submission_sent_again_makes_one_record(services: Services) -> None:
    record, asked = uuid4(), OFFICER.asks()

    def submit() -> object:
        return services.records.submit(
            record,
            reference="UOF-26-000001",
            started_at=services.clock.now(),
            answers=answers(),
            requester=asked,
        )

    first, second = submit(), submit()

    assert not first.repeated
    assert second.repeated
    assert (first.aggregate, first.version) == (second.aggregate, second.version)
    assert len(services.log.events_of(record)) == 1
    follow(services)
