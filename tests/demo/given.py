"""What the tests of the generator ask for."""

from datetime import date

from domain.codelists.forces import Force
from web.demo.generating.wanted import Wanted

TODAY = date(2026, 11, 25)
UNTIL = date(2026, 11, 24)


def wanted(
    *forces: Force,
    records: int = 120,
    months: int = 3,
    seed: int = 1,
    until: date = UNTIL,
    words: bool = True,
) -> Wanted:
    return Wanted.of(
        forces or (Force.LEICESTERSHIRE,),
        seed=seed,
        records=records,
        months=months,
        until=until,
        today=TODAY,
        words=words,
    )
