"""Every command on a record, each with somebody who may give it and what must have happened before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from application.access import Requester
from application.carrying_out import Done
from application.linking import Linking
from application.log import RecordLog
from application.ports import Clock
from application.records import Records
from application.reviews import Reviews
from domain.codelists.assessments import Assessment
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.event import Event
from domain.records.events import (
    Accepted,
    Amended,
    Assessed,
    EncounterLinked,
    EncounterRuledOut,
    EncounterUnlinked,
    NoteAdded,
    PinnedNote,
    Referred,
    Restored,
    Restricted,
    Returned,
    SubjectLinked,
    SubjectRuledOut,
    SubjectUnlinked,
    Submitted,
    Unrestricted,
    Withdrawn,
)
from tests.builders import answers
from tests.fakes import NOON
from tests.people import OFFICER, STANDARDS, SUPERVISOR, Somebody

THESE_WORDS, OTHER_WORDS = "These words.", "Other words."


class UseCases(Protocol):
    """What a command needs: the real services have it, and so has the memory."""

    @property
    def clock(self) -> Clock: ...
    @property
    def log(self) -> RecordLog: ...
    @property
    def records(self) -> Records: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def linking(self) -> Linking: ...


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One delivery of a command: on which record and version, by whom, saying what."""

    record: UUID
    version: int
    words: str
    requester: Requester

    @property
    def changing(self) -> dict[str, Any]:
        return {
            "explanation": self.words,
            "version": self.version,
            "requester": self.requester,
        }


@dataclass(frozen=True, kw_only=True)
class RecordCommand:
    """A command as a person may give it."""

    name: str
    by: Somebody
    why: str
    event: type[Event]
    do: Callable[[UseCases, Asked], Done]
    after: tuple[str, ...] = field(default=("submit",))
    expects_version: bool = False


def submit(uses: UseCases, asked: Asked, **changes: Any) -> Done:
    return uses.records.submit(
        asked.record,
        reference=f"UOF-26-{asked.record.hex[:12]}",
        started_at=uses.clock.now() - timedelta(minutes=5),
        answers=answers(**{"narrative_information": asked.words, **changes}),
        requester=asked.requester,
    )


def amend(uses: UseCases, asked: Asked) -> Done:
    return uses.records.amend(
        asked.record,
        {"narrative_action": asked.words},
        reason=ReasonForAmendment.MISSING,
        **asked.changing,
    )


def add_note(uses: UseCases, asked: Asked) -> Done:
    return uses.records.add_note(asked.record, asked.words, requester=asked.requester)


def withdraw(uses: UseCases, asked: Asked) -> Done:
    return uses.records.withdraw(asked.record, reason=ReasonForWithdrawal.TEST, **asked.changing)


def restore(uses: UseCases, asked: Asked) -> Done:
    return uses.records.restore(asked.record, **asked.changing)


def link(uses: UseCases, asked: Asked) -> Done:
    return uses.records.link(
        asked.record,
        other_record(asked.words),
        ground=GroundForLinking.TOLD,
        requester=asked.requester,
    )


def other_record(words: str) -> UUID:
    """The record that a link with these words is to."""
    return uuid5(NAMESPACE_OID, OTHER_WORDS if words == OTHER_WORDS else THESE_WORDS)


def make_others(uses: UseCases) -> None:
    """Make the records that links are to."""
    for words in (THESE_WORDS, OTHER_WORDS):
        other = other_record(words)
        uses.records.submit(
            other,
            reference=f"UOF-26-{other.hex[:6]}",
            started_at=NOON,
            answers=answers(),
            requester=OFFICER.asks(uuid5(other, "submitted")),
        )


def unlink(uses: UseCases, asked: Asked) -> Done:
    wrong = asked.words.startswith("Other")
    return uses.records.unlink(
        asked.record,
        ground=GroundForLinking.TOLD if wrong else GroundForLinking.LINKED_IN_ERROR,
        requester=asked.requester,
    )


def link_subject(uses: UseCases, asked: Asked) -> Done:
    return uses.linking.link_subject(
        [asked.record, other_record(asked.words)],
        ground=GroundForLinkingSubject.TOLD,
        requester=asked.requester,
    )


def unlink_subject(uses: UseCases, asked: Asked) -> Done:
    wrong = asked.words.startswith("Other")
    ground = GroundForLinkingSubject.TOLD if wrong else GroundForLinkingSubject.LINKED_IN_ERROR
    return uses.linking.unlink_subject(asked.record, ground=ground, requester=asked.requester)


def rule_out(uses: UseCases, asked: Asked) -> Done:
    records = [asked.record, other_record(asked.words)]
    return uses.linking.rule_out(records, requester=asked.requester)


def rule_out_subject(uses: UseCases, asked: Asked) -> Done:
    records = [asked.record, other_record(asked.words)]
    return uses.linking.rule_out_subject(records, requester=asked.requester)


NEED_OTHERS = frozenset({"link", "link-together", "link-subject", "rule-out", "rule-out-subject"})
"""The commands that are about another record too."""


def link_together(uses: UseCases, asked: Asked) -> Done:
    return uses.linking.link(
        [asked.record, other_record(asked.words)],
        ground=GroundForLinking.NAMED,
        requester=asked.requester,
    )


def restrict(uses: UseCases, asked: Asked) -> Done:
    return uses.records.restrict(
        asked.record,
        ground=GroundForRestriction.EVIDENCE,
        explanation=asked.words,
        requester=asked.requester,
    )


def unrestrict(uses: UseCases, asked: Asked) -> Done:
    return uses.records.unrestrict(asked.record, explanation=asked.words, requester=asked.requester)


def give_back(uses: UseCases, asked: Asked) -> Done:
    return uses.reviews.give_back(
        asked.record,
        [PinnedNote(question="area", text=asked.words)],
        version=asked.version,
        requester=asked.requester,
    )


def accept(uses: UseCases, asked: Asked) -> Done:
    return uses.reviews.accept(
        asked.record, advice=asked.words, version=asked.version, requester=asked.requester
    )


def refer(uses: UseCases, asked: Asked) -> Done:
    return uses.reviews.refer(asked.record, **asked.changing)


def assess(uses: UseCases, asked: Asked) -> Done:
    return uses.reviews.assess(asked.record, Assessment.NO_MORE, **asked.changing)


COMMANDS = (
    RecordCommand(
        name="submit", by=OFFICER, why="own-account", event=Submitted, do=submit, after=()
    ),
    RecordCommand(
        name="amend", by=OFFICER, why="missing", event=Amended, do=amend, expects_version=True
    ),
    RecordCommand(name="add-note", by=OFFICER, why="note", event=NoteAdded, do=add_note),
    RecordCommand(
        name="withdraw", by=OFFICER, why="test", event=Withdrawn, do=withdraw, expects_version=True
    ),
    RecordCommand(
        name="restore",
        by=OFFICER,
        why="restored",
        event=Restored,
        do=restore,
        after=("submit", "withdraw"),
        expects_version=True,
    ),
    RecordCommand(name="link", by=SUPERVISOR, why="told", event=EncounterLinked, do=link),
    RecordCommand(
        name="unlink",
        by=SUPERVISOR,
        why="linked-in-error",
        event=EncounterUnlinked,
        do=unlink,
        after=("submit", "link"),
    ),
    RecordCommand(
        name="link-together", by=SUPERVISOR, why="named", event=EncounterLinked, do=link_together
    ),
    RecordCommand(
        name="rule-out",
        by=SUPERVISOR,
        why="another-encounter",
        event=EncounterRuledOut,
        do=rule_out,
    ),
    RecordCommand(
        name="link-subject", by=SUPERVISOR, why="told", event=SubjectLinked, do=link_subject
    ),
    RecordCommand(
        name="unlink-subject",
        by=SUPERVISOR,
        why="linked-in-error",
        event=SubjectUnlinked,
        do=unlink_subject,
        after=("submit", "link-subject"),
    ),
    RecordCommand(
        name="rule-out-subject",
        by=SUPERVISOR,
        why="another-subject",
        event=SubjectRuledOut,
        do=rule_out_subject,
    ),
    RecordCommand(name="restrict", by=STANDARDS, why="evidence", event=Restricted, do=restrict),
    RecordCommand(
        name="unrestrict",
        by=STANDARDS,
        why="unrestricted",
        event=Unrestricted,
        do=unrestrict,
        after=("submit", "restrict"),
    ),
    RecordCommand(
        name="give-back",
        by=SUPERVISOR,
        why="review",
        event=Returned,
        do=give_back,
        expects_version=True,
    ),
    RecordCommand(
        name="accept", by=SUPERVISOR, why="review", event=Accepted, do=accept, expects_version=True
    ),
    RecordCommand(
        name="refer", by=SUPERVISOR, why="review", event=Referred, do=refer, expects_version=True
    ),
    RecordCommand(
        name="assess",
        by=STANDARDS,
        why="no-more",
        event=Assessed,
        do=assess,
        after=("submit", "refer"),
        expects_version=True,
    ),
)

BY_NAME = {command.name: command for command in COMMANDS}
CHANGES = tuple(command for command in COMMANDS if command.name != "submit")
"""The commands that need a record to be there."""


def name_of(command: RecordCommand) -> str:
    """What a test's name says of a command."""
    return command.name


def version_of(uses: UseCases, record: UUID) -> int:
    """The version of a record now; none yet is 0."""
    return len(uses.log.events_of(record))


def given(uses: UseCases, command: RecordCommand, *, on: UUID | None = None) -> UUID:
    """A record on which everything has happened that a command needs."""
    record = on or uuid4()
    if NEED_OTHERS & {command.name, *command.after}:
        make_others(uses)
    for name in command.after:
        earlier = BY_NAME[name]
        earlier.do(uses, asking(uses, earlier, record))
    return record


def asking(
    uses: UseCases,
    command: RecordCommand,
    record: UUID,
    *,
    by: Somebody | None = None,
    words: str = THESE_WORDS,
    request: UUID | None = None,
) -> Asked:
    """A delivery of a command on a record as it is now."""
    return Asked(
        record=record,
        version=version_of(uses, record),
        words=words,
        requester=(by or command.by).asks(request),
    )


def a_record(uses: UseCases, *, by: Somebody = OFFICER, **changes: Any) -> UUID:
    """A submitted record."""
    record = uuid4()
    asked = Asked(record=record, version=0, words=THESE_WORDS, requester=by.asks())
    submit(uses, asked, **changes)
    return record
