"""The refusals of a record."""

from collections.abc import Sequence

from domain.errors import DomainError
from domain.records.finding import Finding


class AccountHasGapsError(DomainError):
    """The record cannot be submitted until these answers are complete and agree."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(*(finding.rule for finding in findings))
        self.findings = tuple(findings)


class NoIncidentDateError(DomainError):
    """This cannot be a record: it does not say on which day force was used."""


class NotImportedError(DomainError):
    """Only what was imported can have happened elsewhere."""


class NotTheOfficerError(DomainError):
    """Only the officer who made a record can change its answers. Return it with a note instead."""


class OwnReviewError(DomainError):
    """Nobody reviews their own record. Another supervisor must."""


class NamedInRecordError(DomainError):
    """Nobody reviews a record in which they are named. Another supervisor must."""


class ReciprocalReviewError(DomainError):
    """You and this officer review each other as often as is allowed. Refer it, or have somebody act for you."""


class NotAwaitingReviewError(DomainError):
    """This record is not awaiting review, so there is nothing to decide."""


class RecordWithdrawnError(DomainError):
    """This record was withdrawn. Restore it first."""


class RecordNotWithdrawnError(DomainError):
    """This record was not withdrawn, so there is nothing to restore."""


class RecordRestrictedError(DomainError):
    """This record is restricted. Its answers cannot be changed until the restriction is lifted."""


class RecordNotRestrictedError(DomainError):
    """This record is not restricted."""


class NothingChangedError(DomainError):
    """Nothing was changed. Change an answer, or add a note."""


class NothingSaidError(DomainError):
    """Enter a few words: the history must say why."""


class UnknownQuestionError(DomainError):
    """There is no such question on the form."""


class AlreadyLinkedError(DomainError):
    """This record already belongs to an encounter. Unlink it first."""


class NotLinkedError(DomainError):
    """This record does not belong to an encounter."""


class SeveralEncountersError(DomainError):
    """These records belong to different encounters. Unlink those that are in the wrong one first."""


class AlreadyRuledOutError(DomainError):
    """It was said already that these records do not belong together."""


class NoOtherRecordError(DomainError):
    """Choose two records at least."""


class CrowdSubjectError(DomainError):
    """A record of a crowd is about no one person."""


class SubjectAlreadyLinkedError(DomainError):
    """The person of this record is linked already. Unlink them first."""


class SeveralSubjectsError(DomainError):
    """These records are linked to different people. Unlink those that are wrong first."""


class SubjectNotLinkedError(DomainError):
    """The person of this record is linked to no other record."""


class NothingToAssessError(DomainError):
    """Nothing was referred that has not been assessed already."""
