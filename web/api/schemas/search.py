"""What a list of records may be asked for. What is left out does not narrow it."""

from marshmallow import fields, validate

from domain.codelists.forces import Force
from domain.codelists.statuses import RecordStatus
from domain.codelists.tactics import Tactic
from projections.register.flags import Flag
from web.api.schemas.answers import AREA
from web.api.schemas.parts import NUMBER_OF_A_PERSON, Day, Document, Whole

MOST = 100
USUAL = 25


class Search(Document):
    """Filters, and where to read on."""

    reference = fields.String(
        validate=validate.Length(min=1, max=40), metadata={"description": "Part of a reference"}
    )
    officer = fields.List(
        fields.String(validate=validate.Regexp(NUMBER_OF_A_PERSON, error="Send a collar number")),
        metadata={"description": "Collar number of an officer"},
    )
    status = fields.List(fields.Enum(RecordStatus, by_value=True))
    tactic = fields.List(fields.Enum(Tactic, by_value=True))
    flag = fields.List(fields.Enum(Flag, by_value=True))
    force = fields.List(fields.Enum(Force, by_value=True))
    area = fields.List(
        fields.String(validate=validate.Regexp(AREA, error="Send the code of an area"))
    )
    since = Day("First day of the incident")
    until = Day("Last day of the incident")
    encounter = fields.UUID()
    limit = Whole(
        load_default=USUAL,
        validate=validate.Range(min=1, max=MOST),
        metadata={"description": "How many at most"},
    )
    cursor = fields.String(
        validate=validate.Length(min=1, max=200),
        metadata={
            "description": "Where to read on: next of the answer before, with the same filters"
        },
    )
