from application.importing.identity import Identities, reference
from domain.codelists.forces import Force

SAID = ("IncidentDate", "2020-04-27")


def identities(*, layout: str = "mps", force: Force = Force.NORTHSHIRE) -> Identities:
    return Identities(layout=layout, force=force)


def test_the_same_line_read_again_is_the_same_record() -> None:
    one, other = identities(), identities()

    assert one.record(one.key(SAID)) == other.record(other.key(SAID))


def test_lines_that_say_the_same_are_records_of_their_own() -> None:
    these = identities()
    keys = [these.key(SAID) for _ in range(3)]

    assert len({these.record(key) for key in keys}) == 3
    assert tuple(these.record(key) for key in keys) == these.likewise(SAID)[:3]


def test_another_force_or_layout_makes_another_record() -> None:
    key = identities().key(SAID)
    records = {
        identities().record(key),
        identities(force=Force.WILTSHIRE).record(key),
        identities(layout="other").record(key),
    }

    assert len(records) == 3


def test_a_reference_can_be_read_out_and_follows_from_the_record() -> None:
    these = identities()
    records = [these.record(str(number)) for number in range(2_000)]
    references = [reference("MPS", record) for record in records]

    assert len(set(references)) == len(records)
    assert references[0] == reference("MPS", records[0])
    assert not set("".join(references).removeprefix("MPS")) & set("ILOU")
