"""One wide row a record, a row for each chosen code, tactic and use of a Taser, and one narrow row.

A column holds a code, or why there is none with ``~`` before it: ``~not-asked``,
``~not-applicable``, ``~not-known``, ``~refused``, ``~not-answered``. No code starts with ``~``, so
that a count of answers can never take one for the other. Sealed answers are there as ``~sealed``:
that they were given, and nothing more, also after they were erased.
"""

from dataclasses import fields

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
)

from domain.records.account import QUESTIONS
from domain.records.tactics import CedUse
from projections.accounts import CodedAccount
from projections.columns import Moment
from projections.projection import SCHEMA
from projections.statistics.dimensions import DIMENSIONS

metadata = MetaData(schema=SCHEMA)

fact_record = Table(
    "fact_record",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("force", Text, nullable=False),
    Column("officer", Uuid),
    Column("rank", Text),
    Column("edition", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("judged", Boolean, nullable=False),
    Column("open_referrals", JSON, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("given_back", Boolean, nullable=False),
    Column("encounter", Uuid),
    Column("subject", Uuid),
    Column("imported", Boolean, nullable=False),
    Column("started_at", Moment),
    Column("submitted_at", Moment),
    Column("incident_day", Date, nullable=False),
    Column("year", Integer, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("crowd_size", Integer),
    *(Column(f"q_{question}", Text, nullable=False) for question in QUESTIONS),
    Index("ix_fact_record_period", "year", "quarter", "force"),
    Index("ix_fact_record_day", "incident_day"),
)
"""``year`` is the one in which the financial year begins, ``quarter`` 1 is April to June;
``counts`` is false for withdrawn records; ``given_back`` is true from a return until the next
amendment or acceptance. A question with several answers has their state here."""

fact_account = Table(
    "fact_account",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("account", CodedAccount, nullable=False),
)
"""The answers as codes, for the next amendment; apart, so that no count reads them."""

fact_counted = Table(
    "fact_counted",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("force", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("record_type", Text, nullable=False),
    *(Column(one.column, Text, nullable=False) for one in DIMENSIONS),
    Column("tactics", Text, nullable=False),
    Column("national", Text, nullable=False),
    Column("steps", Text, nullable=False),
    Column("impact_group", Text, nullable=False),
    Column("location_group", Text, nullable=False),
    Column("officer", Uuid),
    Column("team", Text, nullable=False),
    Column("encounter", Uuid),
    Column("subject", Uuid),
    Column("identified", Boolean, nullable=False),
    Column("unmet", Text, nullable=False),
    Column("states", Text, nullable=False),
    Column("recorded_after", Integer),
    Column("reviewed_after", Integer),
    Column("returned", Integer, nullable=False),
    Column("mended", Text, nullable=False),
    Column("mended_for", Text, nullable=False),
    Index("ix_fact_counted_position", "position"),
    Index("ix_fact_counted_period", "year", "quarter", "force"),
)
"""What reports count by, and nothing else: narrow, so that a database reads it quickly, and the part
of the facts that is copied into columns. ``position`` is the log position of the last event that
changed the row. Several codes stand in one text, each with a space before and after it; ``tactics``
are those that count (``domain/counting/rules.py``), ``~not-reported`` if there are none; ``steps`` the
whole sequence (``sequences.py``); the groups those of circumstances that are alike
(``domain/counting/likeness.py``), or why there is none. What the national return alone asks of a record
is in ``national_facts.py``.

``encounter`` and ``subject`` are what people linked the record to, ids that mean nothing else;
``identified`` is whether it says who the person is (``domain/counting/people.py``).

``team`` is who supervised the officer when the record was submitted; ``unmet`` the checks that it does
not meet (``domain/counting/quality.py``); ``states`` a letter for each question in form order
(``states.py``); ``recorded_after`` and ``reviewed_after`` are minutes, from when it happened and from
when it was recorded, none where one end is not known or has not come; ``mended`` the questions that
were changed after a return, and ``mended_for`` the reasons given."""

fact_choice = Table(
    "fact_choice",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Index("ix_fact_choice_code", "question", "code"),
)
"""The codes chosen where a question allows several."""

fact_tactic = Table(
    "fact_tactic",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("tactic", Text, nullable=False),
    Column("effective", Text, nullable=False),
    Index("ix_fact_tactic_tactic", "tactic"),
)

fact_ced_use = Table(
    "fact_ced_use",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("use", Integer, primary_key=True, autoincrement=False),
    *(Column(entry.name, Text, nullable=False) for entry in fields(CedUse)),
)
"""Of the probe positions, which are several, the column holds their state alone."""

fact_ced_probe = Table(
    "fact_ced_probe",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("use", Integer, primary_key=True, autoincrement=False),
    Column("side", Text, primary_key=True),
    Column("place", Text, primary_key=True),
)
"""``side`` is the name of the field: ``probes_front`` or ``probes_back``."""
