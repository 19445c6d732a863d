"""SQLAlchemy-Continuum: a version table beside each table, written as the session is flushed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, Text, func, inspect, select
from sqlalchemy.orm import Session, configure_mappers, declarative_base, mapped_column, relationship
from sqlalchemy_continuum import make_versioned, version_class

from tests.benchmarks.ways import databases
from tests.benchmarks.ways.protocol import PAGE, Changes, serve

make_versioned(user_cls=None)
Base: Any = declarative_base()


class Tactic(Base):
    __versioned__: dict[str, Any] = {}
    __tablename__ = "tactic"

    id = mapped_column(Integer, primary_key=True)
    record_id = mapped_column(ForeignKey("record.id"), index=True)
    step = mapped_column(Integer)
    tactic = mapped_column(Text)
    effective = mapped_column(Text)


class Continuum:
    """Versioned models, and the record's own answer to what changed."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self._asked = asked
        body = {
            "__versioned__": {},
            "__tablename__": "record",
            "id": mapped_column(Integer, primary_key=True),
            "status": mapped_column(Text, index=True),
            "changed_by": mapped_column(Text),
            "tactics": relationship(Tactic),
            **{name: mapped_column(Text, nullable=True) for name in asked["record"]},
        }
        self._record: Any = type("Record", (Base,), body)
        configure_mappers()
        self._version: Any = version_class(self._record)
        self._engine = databases.engine(asked)
        if asked["writer"] == 0:
            Base.metadata.create_all(self._engine)

    def submit(self, number: int) -> int:
        with Session(self._engine) as session, session.begin():
            record = self._record(**self._asked["record"], status="submitted", changed_by="officer")
            record.tactics = [
                Tactic(step=step, **tactic) for step, tactic in enumerate(self._asked["tactics"])
            ]
            session.add(record)
            session.flush()
            found: int = record.id
        return found

    def amend(self, record: int, number: int) -> None:
        self._change(record, "officer", self._asked["amendments"][number])

    def review(self, record: int) -> None:
        self._change(record, "supervisor", {"status": "accepted"})

    def settle(self) -> None:
        """Nothing is left to do."""

    def history(self, record: int) -> list[Changes]:
        asked = self._asked["record"]
        with Session(self._engine) as session:
            found = session.get_one(self._record, record)
            return [
                {name: both for name, both in version.changeset.items() if name in asked}
                for version in found.versions
            ]

    def as_at(self, record: int, moment: datetime) -> Mapping[str, Any]:
        # Continuum keeps moments in UTC without saying so.
        naive = moment.astimezone(UTC).replace(tzinfo=None)
        transaction = inspect(self._version).relationships["transaction"].mapper.class_
        query = (
            select(self._version)
            .join(transaction, transaction.id == self._version.transaction_id)
            .where(self._version.id == record, transaction.issued_at <= naive)
            .order_by(transaction.id.desc())
            .limit(1)
        )
        with Session(self._engine) as session:
            stood = session.scalars(query).one()
            return {name: getattr(stood, name) for name in self._asked["record"]}

    def fill(self, records: int) -> None:
        databases.double(self._engine, records)

    def queue(self) -> tuple[int, int]:
        waits = self._record.status == "submitted"
        with Session(self._engine) as session:
            first = session.scalars(
                select(self._record).where(waits).order_by(self._record.id).limit(PAGE)
            ).all()
            count: int = session.scalar(select(func.count()).where(waits))
        return len(first), count

    def size(self) -> int:
        return databases.size(self._engine)

    def _change(self, record: int, actor: str, changes: Mapping[str, Any]) -> None:
        with Session(self._engine) as session, session.begin():
            found = session.get_one(self._record, record, with_for_update=True)
            for name, value in {**changes, "changed_by": actor}.items():
                setattr(found, name, value)


if __name__ == "__main__":
    serve(Continuum)
