"""Encounters that other systems of the force know of, and what becomes of each."""

from domain.codelists.codelist import CodeList


class ExpectedKind(CodeList):
    """What another system has: each is a sign that force was used, or may have been."""

    ARREST = "arrest", "Arrest"
    CUSTODY = "custody", "Custody arrival"
    CED = "ced", "Taser download"
    INCIDENT = "incident", "Incident log"


class GroundForMatching(CodeList):
    """Why a record is taken for the one that was expected; the surest first."""

    PERSON = "person", "Somebody said so"
    REFERENCE = "reference", "The same reference"
    DEVICE = "device", "The same Taser, on the same day"
    OFFICER_AND_TIME = "officer-and-time", "The same officer, about the same time"
    PLACE_AND_TIME = "place-and-time", "The same area and time, and no other like it"


class GroundForUnmatching(CodeList):
    """Why a record is not the one that was expected after all."""

    MISTAKEN = "mistaken", "It is another encounter"
    WITHDRAWN = "withdrawn", "The record was withdrawn"


class ReasonForNone(CodeList):
    """Why there is no record of an encounter that another system knows of."""

    NO_FORCE = "no-force", "No force was used"
    NOT_A_USE = "not-a-use", "The Taser was tested or downloaded, and not used"
    RECORDED_BY_OTHERS = "recorded-by-others", "Only other officers used force, and recorded it"
    OTHER_FORCE = "other-force", "Another force recorded it"
    LOADED_WRONGLY = "loaded-wrongly", "It should not have been loaded"
    OTHER = "other", "Another reason"
