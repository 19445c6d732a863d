"""Published data beside this repository, where it is; it is never copied into it."""

import csv

from tests.architecture.source import ROOT

SHARED = ROOT.parent / "shared" / "data"
HEADINGS = SHARED / "mps_use_of_force_schema" / "columns_fy2020_21.csv"


def metropolitan_headings() -> list[str]:
    """The 271 published headings in order; none where the data is absent."""
    if not HEADINGS.exists():
        return []
    with HEADINGS.open(newline="", encoding="utf-8") as opened:
        return [row["column_heading"] for row in csv.DictReader(opened)]
