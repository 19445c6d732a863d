"""Where a record stands, kept in three columns, so that the next event needs no second look at the log."""

from collections.abc import Mapping
from typing import Any

from domain.codelists.statuses import RecordStatus
from domain.records.standing import Standing

STANDING = ("status", "judged", "open_referrals")


def stored(standing: Standing) -> dict[str, Any]:
    """The columns of a standing."""
    return {
        "status": standing.status.value,
        "judged": standing.judged,
        "open_referrals": list(standing.open_referrals),
    }


def standing_of(row: Mapping[str, Any]) -> Standing:
    return Standing(
        status=RecordStatus(row["status"]),
        judged=row["judged"],
        open_referrals=tuple(row["open_referrals"]),
    )
