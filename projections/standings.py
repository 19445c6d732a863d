"""Where a record stands, kept in three columns, so that the next event needs no second look at the log."""

from typing import Any

from sqlalchemy import Row

from domain.codelists.statuses import RecordStatus
from domain.records.standing import Standing


def stored(standing: Standing) -> dict[str, Any]:
    """The columns ``status``, ``judged`` and ``open_referrals``."""
    return {
        "status": standing.status.value,
        "judged": standing.judged,
        "open_referrals": list(standing.open_referrals),
    }


def standing_of(row: Row[Any]) -> Standing:
    return Standing(
        status=RecordStatus(row.status),
        judged=row.judged,
        open_referrals=tuple(row.open_referrals),
    )
