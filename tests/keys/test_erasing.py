"""An erasure from its proposal to its certificate, on each database."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text, update

from application import opening
from application.verifying import Examination, Layer
from domain.codelists.answers import Absence
from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import GroundForErasure, GroundForKeeping
from domain.errors import NotFoundError
from domain.event import ERASED
from domain.proof.notes import Note, signatures_of
from domain.records.events import NoteAdded
from domain.retention import deciding
from domain.retention.errors import NoWayBackError, PeriodNotOverError
from domain.retention.events import ErasureCompleted
from domain.retention.keeping import Stage
from tests import keepers
from tests.builders import WORDS
from tests.fakes import FakeClock
from tests.installations import follow
from tests.keepers import MANAGER, PROTECTION
from tests.keys.conftest import Epochs
from tests.keys.ring import what_opens
from tests.people import OFFICER, STANDARDS, SUPERVISOR
from tests.proof.conftest import places
from tests.web import given
from tests.web.given import Given
from web.adapters.stores import KEYS
from web.adapters.tables import data_keys
from web.bootstrap import Services
from web.keys.checking import Checked, KeyCheck
from web.keys.epoch_keys import keys_in
from web.proof import reading
from web.proof.keys import is_signed, verifier_keys
from web.proof.verifying import verify


def account(services: Services, record: Given, *, by: Any = STANDARDS) -> Any:
    return services.records.read(record.id, by=by.id).account


def wraps(services: Services) -> dict[Any, bytes]:
    """Every wrap in the ring, as a backup of it would hold it."""
    wrapped = data_keys.c.wrapped
    query = select(data_keys.c.id, wrapped).where(wrapped.is_not(None))
    with services.stores.engine(KEYS).connect() as connection:
        return {row.id: row.wrapped for row in connection.execute(query)}


def checked(services: Services) -> Checked:
    return KeyCheck(services.stores, services.erasing.ring).run()


def opened_faults(services: Services) -> list[Any]:
    """What ``uof verify --content`` finds, which goes by the erasures that the log tells of."""
    with reading.looking_at_log(services.stores) as connection:
        rows = list(reading.rows(connection))
    found = Examination("log", ())
    opening.examine(found, rows, services.erasing.ring, opening.ErasuresOfLog.in_rows(rows))
    return found.findings


def statistics(services: Services) -> list[Any]:
    """The facts of every record, column by column."""
    with services.views.reading() as connection:
        schema = "" if services.stores.is_embedded else f"{services.views.generations.live()}"
        name = "fact_record" if not schema else f"views_{schema}.fact_record"
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))]


def test_what_is_erased_is_gone_for_everybody_and_everything_verifies(
    services: Services, record: Given, epochs: Epochs, clock: FakeClock
) -> None:
    """T40, T42 and T43."""
    services.records.add_note(record.id, "Sealed note", requester=SUPERVISOR.asks())
    given.an_amendment(services, record, place="13 Sealed Street")
    other = given.submitted(services, **WORDS)
    follow(services)
    facts = statistics(services)
    services.checkpointing.checkpoint()
    root = services.checkpointing._tree.root()
    old_wraps = wraps(services)
    old_keys = keys_in(services.settings.epoch_key_file)

    keepers.propose(services, record.id)
    assert account(services, record).place == WORDS["place"]
    keepers.approve(services, record.id)

    for somebody in (OFFICER, SUPERVISOR, STANDARDS):
        assert account(services, record, by=somebody).place is Absence.ERASED
    with pytest.raises(NotFoundError):
        services.drafts.get(record.id, officer=OFFICER.id)
    clock.advance(days=14)
    ended = epochs.change()
    follow(services)

    assert ended.erased == (record.id,)
    history = services.records.history(record.id, by=STANDARDS.id)
    assert [one.text for one in history if isinstance(one, NoteAdded)] == [ERASED]
    then = services.records.read(record.id, by=STANDARDS.id, version=1)
    assert then.account.subject_name is Absence.ERASED
    assert {one.event for one in then.keeping.gone.values()} == {history[-1].originator_version}
    assert account(services, other).place == WORDS["place"], "nobody else lost a word"
    assert statistics(services) == facts
    # What was sealed before is proved as before, and so is what came after.
    services.checkpointing.checkpoint()
    report = verify(services.stores, places(services.settings))
    # The clock of the test is not the witness's, which the times show and nothing else.
    assert {one.layer for one in report.examined.findings} <= {Layer.TIME}, report.as_data()
    assert report.examined.witnessed == report.examined.tree.size
    assert root != services.checkpointing._tree.root()
    assert checked(services).faults == []
    assert opened_faults(services) == []
    # Whoever kept a copy of the ring opens nothing of it with what is left.
    assert what_opens(old_wraps, old_keys).keys() == old_wraps.keys()
    assert what_opens(old_wraps, keys_in(services.settings.epoch_key_file)) == {}
    certificate = next(one for one in history if isinstance(one, ErasureCompleted)).certificate
    assert not [word for word in (*WORDS.values(), "Sealed note") if word in certificate]
    assert "Let go of by drafts: 1" in certificate
    known = verifier_keys(services.settings.certificates_folder / "certificate.vkey")
    assert signatures_of(Note.parsed(certificate.encode()), known, is_signed)


def test_until_its_time_is_over_it_can_be_undone_and_then_no_more(
    services: Services, record: Given, epochs: Epochs, clock: FakeClock
) -> None:
    """T46."""
    draft = given.an_amendment(services, record, place="13 Sealed Street")
    keepers.propose(services, record.id)
    keepers.approve(services, record.id)
    clock.advance(days=13)
    assert epochs.change().erased == ()

    services.retention.undo(record.id, GroundForKeeping.EVIDENCE, requester=PROTECTION.asks())

    assert account(services, record).place == WORDS["place"]
    assert services.drafts.get(record.id, officer=OFFICER.id).answers == draft.answers
    keepers.propose(services, record.id)
    keepers.approve(services, record.id)
    clock.advance(days=14)
    epochs.change()
    with pytest.raises(Exception, match="No erasure of this record"):
        services.retention.undo(record.id, GroundForKeeping.EVIDENCE, requester=PROTECTION.asks())
    assert account(services, record).place is Absence.ERASED


def test_a_hold_brings_content_back_at_once_and_nothing_is_erased_while_it_lasts(
    services: Services, record: Given, epochs: Epochs, clock: FakeClock
) -> None:
    keepers.propose(services, record.id)
    keepers.approve(services, record.id)

    keepers.hold(services, record.id, "IOPC/2026/1")

    assert account(services, record).place == WORDS["place"]
    clock.advance(days=15)
    assert epochs.change().erased == ()
    assert account(services, record).place == WORDS["place"]
    (hold,) = services.retention.look(record.id, by=MANAGER.id).record.keeping.holds
    assert hold.case is None, "nothing more is written where references are being erased"


def test_one_group_is_erased_and_the_others_stay(
    services: Services, record: Given, epochs: Epochs, clock: FakeClock
) -> None:
    keepers.propose(services, record.id, FieldGroup.IDENTITY)
    keepers.approve(services, record.id)
    clock.advance(days=14)
    epochs.change()

    found = account(services, record)
    assert found.place is Absence.ERASED
    assert found.narrative_information == WORDS["narrative_information"]
    services.records.add_note(record.id, "Still possible", requester=SUPERVISOR.asks())


@pytest.mark.parametrize("died", ["approved", "undone"])
def test_a_process_that_died_between_log_and_ring_is_made_up_for(
    services: Services, record: Given, died: str
) -> None:
    keepers.propose(services, record.id)
    if died == "undone":
        keepers.approve(services, record.id)
    found = services.retention.record(record.id)
    ground = GroundForKeeping.EVIDENCE
    services.log.append(
        deciding.approve(found, days=14, command=PROTECTION.commands())
        if died == "approved"
        else deciding.undo(found, ground, command=PROTECTION.commands())
    )
    follow(services)
    assert checked(services).faults != []

    services.erasing.settle()

    erased = account(services, record).place is Absence.ERASED
    assert erased is (died == "approved")
    assert checked(services).faults == []


def test_it_is_not_final_while_a_place_has_not_reported(
    services: Services, record: Given, epochs: Epochs, clock: FakeClock
) -> None:
    class Silent:
        place = "made-up place"
        said: int | None = None

        def purge(self, *_: object, **__: object) -> int | None:
            return self.said

    silent = Silent()
    erasing = replace(services.erasing, handlers=(*services.erasing.handlers, silent))
    late = replace(services, erasing=erasing)
    keepers.propose(services, record.id)
    keepers.approve(services, record.id)
    clock.advance(days=14)

    ended = Epochs(late, services.settings.data / "late").change()

    assert (ended.erased, ended.waiting) == ((), (record.id,))
    assert services.retention.record(record.id).keeping.is_at(Stage.APPROVED)
    assert services.purge_reports.of(record.id)["made-up place"] is None
    follow(services)
    silent.said = 3
    again = Epochs(late, services.settings.data / "again").change()
    assert (again.erased, again.waiting) == ((record.id,), ())
    assert services.purge_reports.of(record.id)["made-up place"] == 3
    history = services.records.history(record.id, by=STANDARDS.id)
    assert "Let go of by made-up place: 3" in history[-1].certificate  # type: ignore[attr-defined]


def test_an_older_key_ring_that_is_brought_back_gives_nothing_back_for_long(
    services: Services, record: Given, epochs: Epochs, clock: FakeClock
) -> None:
    """Of the same epoch: what was erased within it can still be opened, until the next change."""
    keepers.propose(services, record.id)
    keepers.approve(services, record.id)
    with services.stores.engine(KEYS).begin() as connection:
        connection.execute(update(data_keys).values(quarantined_at=None))
    assert any("was erased" in fault for fault in checked(services).faults)

    services.erasing.settle()

    assert checked(services).faults == []
    assert account(services, record).place is Absence.ERASED


def test_the_end_of_a_retention_period_is_a_ground_once_it_is_reached(
    services: Services, record: Given, clock: FakeClock
) -> None:
    over = GroundForErasure.RETENTION_OVER
    with pytest.raises(PeriodNotOverError):
        keepers.propose(services, record.id, ground=over)
    services.retention.set_policy(keepers.a_policy(months=12), requester=MANAGER.asks())
    clock.advance(days=363)
    with pytest.raises(PeriodNotOverError):
        keepers.propose(services, record.id, ground=over)

    clock.advance(days=1)

    keepers.propose(services, record.id, ground=over)
    assert services.retention.record(record.id).keeping.is_at(Stage.PROPOSED)


def test_who_confirmed_cannot_go_back(services: Services, record: Given, clock: FakeClock) -> None:
    keepers.propose(services, record.id)
    keepers.approve(services, record.id)
    clock.advance(days=14)
    services.retention.confirm(record.id, services.erasing.handlers, services.purge_reports)

    with pytest.raises(NoWayBackError):
        services.retention.undo(record.id, GroundForKeeping.EVIDENCE, requester=MANAGER.asks())
