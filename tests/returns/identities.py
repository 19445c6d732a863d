"""What holds of the figures of a return whatever was recorded (spec: domain, section 8)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from tests.returns.recount import COUNTRY, PLACES, REGIONS, Cell, lines

Cells = Mapping[Cell, int | str]
TIMES, INVOLVED = "Number of times tactic reported", "Number of incidents involving tactic"


def broken(cells: Cells, year: int) -> Iterator[str]:
    """Every identity that the figures do not keep."""
    found = {cell: 0 if count == ":" else int(count) for cell, count in cells.items()}
    yield from _children(found, year)
    yield from _columns(found, year)
    yield from _above(found)
    yield from _forces(found, year)
    yield from _ced(found)
    yield from _injuries(found)
    yield from _tables_agree(found, year)


def _children(found: Mapping[Cell, int], year: int) -> Iterator[str]:
    """Times of a parent are the sum of its children; records are no more than that (R3)."""
    for table in range(1, 18):
        if table in (10, 11, 12, 13) or (year == 2018 and table > 13):
            continue
        stated = lines(year, table)
        leaves = {of[0]: (kind, tactic) for kind, tactic, of in stated if len(of) == 1}
        parents = [one for one in stated if len(one[2]) > 1 and set(one[2]) <= leaves.keys()]
        for force, category in {(cell[1], cell[4]) for cell in found if cell[0] == table}:
            for kind, tactic, of in parents:
                here = found.get((table, force, kind, tactic, category))
                if here is None or tactic.endswith("Total Tactics"):
                    continue
                children = sum(found[table, force, *leaves[one], category] for one in of)
                if here > children if category == INVOLVED else here != children:
                    yield f"table {table}, {force}, {tactic}, {category}: {here}, {children}"


def _columns(found: Mapping[Cell, int], year: int) -> Iterator[str]:
    """Where a record is in one column, columns add up to the last one (R8)."""
    alone = {2, 3, 4, 5} | ({14, 15, 16, 17} if year > 2018 else set())
    rows: dict[tuple[int, str, str, str], dict[str, int]] = defaultdict(dict)
    for cell, count in found.items():
        if cell[0] in alone:
            rows[cell[:4]][cell[4]] = count
    for row, counts in rows.items():
        last = "Total incidents per tactic" if year == 2018 else TIMES
        if sum(counts.values()) != 2 * counts[last]:
            yield f"{row}: {counts}"


def _above(found: Mapping[Cell, int]) -> Iterator[str]:
    """A group of places is the plain sum of its members (spec: domain, 1.3 A)."""
    for cell, count in found.items():
        members = PLACES.get(cell[4], {})
        if cell[0] == 9 and len(members) > 1:
            parts = sum(found[*cell[:4], label] for label in members.values())
            if count != parts:
                yield f"{cell}: {count}, {parts}"


def _forces(found: Mapping[Cell, int], year: int) -> Iterator[str]:
    """Forces add up to their region, and regions to the country."""
    columns: dict[tuple[int, str, str, str], dict[str, int]] = defaultdict(dict)
    for (table, place, *rest), count in found.items():
        if table in (12, 13) or (table > 13 and year > 2018):
            columns[table, *rest][place.lstrip("*")] = count
    for column, counts in columns.items():
        country = counts.pop(COUNTRY)
        regions = {name: count for name, count in counts.items() if name.startswith("Total ")}
        forces = {name: count for name, count in counts.items() if name not in regions}
        if sum(forces.values()) != country:
            yield f"{column}: forces do not add up"
        if regions and sum(regions.values()) != country:
            yield f"{column}: regions do not add up"
        for region, within in REGIONS.items() if regions else ():
            if regions[f"Total {region}"] != sum(forces[one] for one in within):
                yield f"{column}, {region}: forces do not add up"


def _ced(found: Mapping[Cell, int]) -> Iterator[str]:
    """Non-discharge, discharge and not stated are all uses of a CED."""
    rows: dict[tuple[int, str, str], dict[str, int]] = defaultdict(dict)
    for (table, force, _, column, period), count in found.items():
        if table in (13, 14, 15):
            rows[table, force, period][column] = count
    for row, of in rows.items():
        if "Total non-discharge" not in of:
            continue
        held = of["Drawn"] + of["Aimed"] + of["Red-dot"] + of["Arced"]
        shot = of["Drive stun"] + of["Fired"] + of["Angled drive stun"]
        unsaid = of.get("Not stated", of.get("CED not stated", 0))
        if (of["Total non-discharge"], of["Total discharge"]) != (held, shot):
            yield f"{row}: levels do not add up"
        if of["Total"] != held + shot + unsaid:
            yield f"{row}: uses do not add up"


def _injuries(found: Mapping[Cell, int]) -> Iterator[str]:
    """Levels add up to all records of a line, and lines to the last one."""
    for table in (10, 11):
        rows: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for cell, count in found.items():
            if cell[0] == table:
                rows[cell[2], cell[3]][cell[4]] = count
        total = rows.pop(("Total incidents", ""))
        for row, counts in [*rows.items(), (("Total incidents", ""), total)]:
            if sum(counts.values()) != 2 * counts["Total incidents"]:
                yield f"table {table}, {row}: levels do not add up"
        for level, count in total.items():
            if count != sum(counts[level] for counts in rows.values()):
                yield f"table {table}, {level}: lines do not add up"


def _tables_agree(found: Mapping[Cell, int], year: int) -> Iterator[str]:
    """All tables are of the same records and the same tactics."""
    every = found[12, COUNTRY, "", "", "Total"]
    for table in range(2, 10):
        last = "Total incidents per tactic" if year == 2018 else TIMES
        records = [
            count
            for cell, count in found.items()
            if cell[0] == table and cell[3].startswith("Total number of") and cell[4] == last
        ]
        if records != [every]:
            yield f"table {table}: {records} records, {every}"
        times = "Total" if year == 2018 else TIMES
        for kind, tactic, _ in lines(year, table):
            first = found.get((1, COUNTRY, kind, tactic, times))
            here = found[table, COUNTRY, kind, tactic, last]
            if first is not None and first != here:
                yield f"table {table}, {tactic}: {here}, {first} in table 1"
    for table in (10, 11):
        if found[table, COUNTRY, "Total incidents", "", "Total incidents"] != every:
            yield f"table {table}: not of all records"
