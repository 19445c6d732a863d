"""Which published figures a change to a record would move, before anybody saves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.codelists.answers import Absence
from domain.counting.periods import Quarter
from domain.records.account import Account
from domain.releases.period import Period
from domain.releases.release import Stage
from domain.summary.counting import BY_QUARTER, Key, Scope, effect
from domain.summary.headings import label_of
from domain.summary.tables import BY_CODE, RECORDS
from domain.summary.versions import RecordVersion
from domain.summary.ways import Ways, is_known, ways
from projections.releases.queries import EditionRow, editions, newest
from projections.versions.queries import last_of, standing_at
from web.bootstrap import Services


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """A release, and by how much the figures of its last edition would move in the next."""

    period: Period
    edition: int
    figures: Sequence[tuple[str, int]]


def published_figures_moved(
    services: Services, record: UUID, account: Account
) -> tuple[Moved, ...]:
    """Of every release, the figures of its last edition that the next one would have differently for
    this record: officers, encounters and people, which records share, are not among them.
    """
    if isinstance(account.incident_date, Absence):
        # Nothing of it can be saved before it has a date again.
        return ()
    with services.views.reading() as connection:
        now = last_of(connection, record)
        if now is None:
            return ()
        after = replace(now, account=account, stated_at=services.clock.now())
        published = editions(connection, force=now.force, stages=[Stage.PUBLISHED])
        then = [
            (row, standing_at(connection, record, position=row.basis.position))
            for row in newest(published)
            # What a newer version of the program counted, that one tells of.
            if is_known(row.basis.counting_rules, row.basis.code_lists)
        ]
    areas = services.settings.area_options
    found = (_moved(row, before, after, areas) for row, before in then)
    return tuple(one for one in found if one.figures)


def _moved(
    row: EditionRow,
    before: RecordVersion | None,
    after: RecordVersion,
    areas: Mapping[str, str],
) -> Moved:
    scope = Scope(force=row.force, period=row.period)
    counted = ways(row.basis.counting_rules, row.basis.code_lists)
    moved = effect(scope, counted, before, after)
    return Moved(
        period=row.period,
        edition=row.edition,
        figures=[(_words(key, counted, areas), by) for key, by in moved.items()],
    )


def _words(key: Key, counted: Ways, areas: Mapping[str, str]) -> str:
    code, row, column = key
    if code == BY_QUARTER:
        line = counted.rules.labels[row]
        return f"Tactics by quarter: {line}, {Quarter.named(column).label}"
    table = BY_CODE[code]
    label = label_of(table.rows(counted), row)
    # An area is in no code list: it has the name that the force gives it.
    words = areas.get(row, label) if table.question == "area" else label
    about = f"{table.title}: {words}"
    return about if column == RECORDS else f"{about}, {label_of(table.columns(counted), column)}"
