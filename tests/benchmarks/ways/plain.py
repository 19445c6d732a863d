"""SQLAlchemy's ORM over ordinary tables, with an audit table that keeps what each change was, as JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, Text, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from tests.benchmarks.ways import databases
from tests.benchmarks.ways.protocol import PAGE, Changes, serve

OFFICER, SUPERVISOR = "officer", "supervisor"


class Base(DeclarativeBase):
    """Every table of this way."""


class Tactic(Base):
    __tablename__ = "tactic"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    step: Mapped[int] = mapped_column(Integer)
    tactic: Mapped[str] = mapped_column(Text)
    effective: Mapped[str] = mapped_column(Text)


class Audit(Base):
    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class Plain:
    """What a careful team writes by hand."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self._asked = asked
        body = {
            "__tablename__": "record",
            "id": mapped_column(Integer, primary_key=True),
            "status": mapped_column(Text, nullable=False, index=True),
            "tactics": relationship(Tactic),
            **{name: mapped_column(Text, nullable=True) for name in asked["record"]},
        }
        self._record: Any = type("Record", (Base,), body)
        self._engine = databases.engine(asked)
        if asked["writer"] == 0:
            Base.metadata.create_all(self._engine)

    def submit(self, number: int) -> int:
        whole = self._asked["record"]
        with Session(self._engine) as session, session.begin():
            record = self._record(**whole, status="submitted")
            record.tactics = [
                Tactic(step=step, **tactic) for step, tactic in enumerate(self._asked["tactics"])
            ]
            session.add(record)
            session.flush()
            session.add(_audit(record.id, OFFICER, "submitted", {}, whole))
            found: int = record.id
        return found

    def amend(self, record: int, number: int) -> None:
        changes = self._asked["amendments"][number]
        self._change(record, OFFICER, "amended", changes)

    def review(self, record: int) -> None:
        self._change(record, SUPERVISOR, "accepted", {"status": "accepted"})

    def settle(self) -> None:
        """Nothing is left to do."""

    def history(self, record: int) -> list[Changes]:
        with Session(self._engine) as session:
            return [
                {name: (row.before.get(name), value) for name, value in row.after.items()}
                for row in session.scalars(self._audits(record))
            ]

    def as_at(self, record: int, moment: datetime) -> Mapping[str, Any]:
        stood: dict[str, Any] = {}
        with Session(self._engine) as session:
            for row in session.scalars(self._audits(record).where(Audit.at <= moment)):
                stood |= row.after
        return stood

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

    def _audits(self, record: int) -> Any:
        return select(Audit).where(Audit.record_id == record).order_by(Audit.id)

    def _change(self, record: int, actor: str, action: str, changes: Mapping[str, Any]) -> None:
        with Session(self._engine) as session, session.begin():
            found = session.get_one(self._record, record, with_for_update=True)
            before = {name: getattr(found, name) for name in changes}
            for name, value in changes.items():
                setattr(found, name, value)
            session.add(_audit(record, actor, action, before, changes))


def _audit(
    record: int, actor: str, action: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Audit:
    return Audit(
        record_id=record,
        at=datetime.now(UTC),
        actor=actor,
        action=action,
        before=dict(before),
        after=dict(after),
    )


if __name__ == "__main__":
    serve(Plain)
