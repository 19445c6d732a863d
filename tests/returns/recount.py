"""Every cell of every table of the return, counted by DuckDB from raw files.

It shares no code with the product: the rules are put once more, in SQL, and the labels were copied from
the sheets that the Home Office published. What is counted is a table ``raw_records`` with a row a
record, whatever file it comes from (``raw.py``):

``force``, ``day``, ``steps`` (a list of tactics as the Metropolitan layout names them), ``ced_used``,
``age``, ``gender``, ``ethnicity``, ``physical``, ``mental``, ``reasons``, ``factors``, ``outcomes``,
``places`` (lists), ``officer_injured``, ``intentional``, ``officer_level``, ``subject_injured``,
``subject_level``; words as that layout has them, and null for a blank.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb

Cell = tuple[int, str, str, str, str]
"""Table, police force, type of force, tactic, category."""

COUNTRY = "Total England and Wales"

LEAVES = {
    "compliant": "has(steps, 'Compliant Handcuffing')",
    "non-compliant": "has(steps, 'Non-Compliant Handcuffing')",
    "cuffs-not-stated": "0",
    "limb": "has(steps, 'Limb/Body Restraints')",
    "ground": "has(steps, 'Ground Restraint')",
    "unarmed": (
        "has(steps, 'Unarmed Skills (including pressure points, strikes, restraints and take-downs)')"
    ),
    "baton-drawn": "has(steps, 'Baton Drawn')",
    "baton-used": "has(steps, 'Baton Used')",
    "baton-not-stated": "0",
    "spray-drawn": (
        "greatest(has(steps, 'Irritant Spray - CS Drawn'), has(steps, 'Irritant Spray - PAVA Drawn'))"
    ),
    "spray-used": (
        "greatest(has(steps, 'Irritant Spray - CS Used'), has(steps, 'Irritant Spray - PAVA Used'))"
    ),
    "spray-not-stated": "0",
    "spit": "has(steps, 'Spit Guard')",
    "shield": "has(steps, 'Shield')",
    "ced-drawn": "(highest = 'Drawn')::int",
    "ced-aimed": "(highest = 'Aimed')::int",
    "ced-red": "(highest = 'Red-Dotted')::int",
    "ced-arced": "(highest = 'Arced')::int",
    "ced-stun": "(highest = 'Drive Stun')::int",
    "ced-fired": "(highest = 'Fired')::int",
    "ced-angle": "(highest = 'Angle Drive Stun')::int",
    "ced-not-stated": "(highest = 'used')::int",
    "aep-aimed": "has(steps, 'AEP Aimed')",
    "aep-fired": "has(steps, 'AEP Fired')",
    "aep-not-stated": "0",
    "firearms": "greatest(has(steps, 'Firearm Aimed'), has(steps, 'Firearm Fired'))",
    "dog-deployed": "has(steps, 'Dog Deployed')",
    "dog-bite": "has(steps, 'Dog Bite')",
    "dog-not-stated": "0",
    "other": "has(steps, 'Other/Improvised')",
}

CUFFS = ["compliant", "non-compliant", "cuffs-not-stated"]
BATON = ["baton-drawn", "baton-used", "baton-not-stated"]
SPRAY = ["spray-drawn", "spray-used", "spray-not-stated"]
HELD, SHOT = (
    ["ced-drawn", "ced-aimed", "ced-red", "ced-arced"],
    ["ced-stun", "ced-fired", "ced-angle"],
)
CED = [*HELD, *SHOT, "ced-not-stated"]
AEP = ["aep-aimed", "aep-fired", "aep-not-stated"]
DOG = ["dog-deployed", "dog-bite", "dog-not-stated"]

TOTAL = "Total (excluding not reported and tactical communication)"
EQUIPMENT, LETHAL = "Other equipment", "Less lethal weapons"
NOBODY, TALK = ["nothing"], ["talk"]

Lines = list[tuple[str, str, list[str]]]


def added(leaves: Iterable[str]) -> str:
    """The sum of some columns."""
    return " + ".join(f'"{leaf}"' for leaf in leaves)


def lines(year: int, table: int) -> Lines:
    """Type of force, tactic and what it adds up, as published in a year."""
    first, by_force = table == 1, table >= 14
    old = year < 2020
    star = "*" if by_force else ""
    aimed, fired = ("AEP aimed", "AEP fired") if old else ("AEP drawn", "AEP used")

    def unsaid(tool: str) -> str:
        if not old:
            return f"{tool} not stated"
        # Tables 14 to 17 of 2019 say of what; the others say so by where the line stands.
        return f"Not stated {tool if tool in ('AEP', 'CED') else tool.lower()}"

    prefix = "" if old else "CED "
    levels: Lines = [
        (LETHAL, f"{prefix}{word}", [leaf])
        for word, leaf in (
            ("Drawn", "ced-drawn"),
            ("Aimed", "ced-aimed"),
            ("Red-dot", "ced-red"),
            ("Arced", "ced-arced"),
            ("Drive-stun", "ced-stun"),
            ("Fired", "ced-fired"),
            ("Angle-drive stun", "ced-angle"),
        )
    ]
    levels.append((LETHAL, "Not stated CED" if old else "CED Not stated", ["ced-not-stated"]))
    if first:
        ced = [(LETHAL, "CED, of which", CED), *levels]
    elif old:
        ced = [(LETHAL, "CED", CED)]
    else:
        ced = [
            (LETHAL, "CED of which", CED),
            (LETHAL, "CED non-discharge", HELD),
            (LETHAL, "CED discharge", SHOT),
            (LETHAL, "CED not stated", ["ced-not-stated"]),
        ]
    talk = "Tactical communication" if not old or by_force else ""
    talking = "Tactical communication" if by_force else "Tactical communication (with other tactic)"
    found: Lines = [
        ("Restraint", f"{star}Total Restraint", [*CUFFS, "limb", "ground"]),
        ("Restraint", "Handcuffing, of which", CUFFS),
        ("Restraint", "Compliant handcuffing", ["compliant"]),
        ("Restraint", "Non-compliant handcuffing", ["non-compliant"]),
        ("Restraint", unsaid("Handcuffing"), ["cuffs-not-stated"]),
        ("Restraint", "Limb / Body restraints", ["limb"]),
        ("Restraint", "Ground restraint", ["ground"]),
        ("Unarmed skills", f"{star}Total Unarmed skills", ["unarmed"]),
        (EQUIPMENT, f"{star}Total Other equipment", [*BATON, *SPRAY, "spit", "shield"]),
        (EQUIPMENT, "Baton, of which", BATON),
        (EQUIPMENT, "Baton drawn", ["baton-drawn"]),
        (EQUIPMENT, "Baton used", ["baton-used"]),
        (EQUIPMENT, unsaid("Baton"), ["baton-not-stated"]),
        (EQUIPMENT, "Irritant spray, of which", SPRAY),
        (EQUIPMENT, "Irritant spray - drawn", ["spray-drawn"]),
        (EQUIPMENT, "Irritant spray - used", ["spray-used"]),
        (EQUIPMENT, unsaid("Irritant spray"), ["spray-not-stated"]),
        (EQUIPMENT, "Spit and bite guard", ["spit"]),
        (EQUIPMENT, "Shield", ["shield"]),
        (LETHAL, f"{star}Total Less lethal weapons", [*CED, *AEP]),
        *ced,
        (LETHAL, "AEP, of which", AEP),
        (LETHAL, aimed, ["aep-aimed"]),
        (LETHAL, fired, ["aep-fired"]),
        (LETHAL, unsaid("AEP"), ["aep-not-stated"]),
        ("Firearms", f"{star}Total Firearms", ["firearms"]),
        ("Other", f"{star}Total Other", [*DOG, "other"]),
        ("Other", "Dog use, of which", DOG),
        ("Other", "Dog deployed", ["dog-deployed"]),
        ("Other", "Dog bite", ["dog-bite"]),
        ("Other", unsaid("Dog"), ["dog-not-stated"]),
        ("Other", "Other / improvised", ["other"]),
    ]
    if year > 2018:
        found = [(TOTAL, f"{star}Total Tactics", list(LEAVES)), *found]
    if year > 2018 or first:
        found += [("Not reported", f"{star}Total Not reported", NOBODY)]
    return [*found, (talk, talking, TALK)]


AGES = {
    "0-10": "Under 11 years",
    "11-17": "11 - 17 years",
    "18-34": "18 - 34 years",
    "35-49": "35 - 49 years",
    "50-64": "50 - 64 years",
    "65 and over": "65 and over",
}
GENDERS = {one: one for one in ("Male", "Female", "Other")}
EIGHT = {
    one: one
    for one in (
        "White",
        "Black (or Black British)",
        "Asian (or Asian British)",
        "Chinese",
        "Mixed",
        "Other",
        "Don't know",
    )
}
SIX = {one: label for one, label in EIGHT.items() if one not in ("Chinese", "Don't know")} | {
    "Chinese": "Asian (or Asian British)"
}
HEALTH = {one: one for one in ("Mental", "Physical", "Physical and mental", "None")}

REASONS = {
    "Protect self": "Protect self",
    "Protect Public": "Protect public",
    "Protect Subject": "Protect subject",
    "Protect Other Officers": "Protect other officers",
    "Prevent Offence": "Prevent offence",
    "Secure Evidence": "Secure evidence",
    "Effect Search": "Effect search",
    "Effect Arrest": "Effect arrest",
    "Method of Entry": "Method of entry",
    "Remove Handcuffs": "Remove handcuffs",
    "Prevent Harm": "Prevent harm",
    "Prevent Escape": "Prevent escape",
    "Other": "Other",
}
FACTORS = {
    "Possesion of a weapon": "Possession of a weapon",
    "Alcohol": "Alcohol",
    "Drugs": "Drugs",
    "Mental Health": "Mental health",
    "Prior Knowledge": "Prior knowledge",
    "Size/Gender/Build": "Size/gender/ build",
    "Acute Behavioural Disorder": "Acute behavioural disturbance",
    "Crowd": "Crowd",
    "Other": "Other",
}
OUTCOMES = {
    "Made off/escaped": "Made off/escaped",
    "Arrested": "Arrested",
    "Hospitalised": "Hospitalised",
    "Detained - Mental Health Act": "Detained (Mental Health Act)",
    "Fatality": "Fatality",
    "Other": "Other",
}
PLACES = {
    "Public": {
        "Street/Highway": "Street/ highway",
        "Open ground (e.g. park, car park, field)": "Open ground (e.g. park, car park, field etc.)",
        "Retail Premises": "Retail premises",
        "Licensed Premises": "Licensed premises",
        "Public Transport": "Public transport",
        "Sports or Event Stadia": "Sports or event stadia",
    },
    "Police setting": {
        "Police vehicle with prisoner handling cage": "Police vehicle with prisoner handling cage",
        "Police vehicle without prisoner handling cage": (
            "Police vehicle without prisoner handling cage"
        ),
        "Police station (excluding custody block)": "Police station (excluding custody block)",
        "Custody Block": "Custody block",
    },
    "Medical setting": {
        "Hospital/A&E (non-mental-health setting)": "Hospital/ A&E (non mental health setting)",
        "Mental Health Setting": "Mental health setting",
        "Ambulance": "Ambulance",
    },
    "Dwelling": {"Dwelling": "Dwelling"},
    "Other": {"Other": "Other"},
}

REGIONS = {
    "North East": ["Cleveland", "Durham", "Northumbria"],
    "North West": ["Cheshire", "Cumbria", "Greater Manchester", "Lancashire", "Merseyside"],
    "Yorkshire and the Humber": [
        "Humberside",
        "North Yorkshire",
        "South Yorkshire",
        "West Yorkshire",
    ],
    "East Midlands": [
        "Derbyshire",
        "Leicestershire",
        "Lincolnshire",
        "Northamptonshire",
        "Nottinghamshire",
    ],
    "West Midlands": ["Staffordshire", "Warwickshire", "West Mercia", "West Midlands"],
    "East of England": [
        "Bedfordshire",
        "Cambridgeshire",
        "Essex",
        "Hertfordshire",
        "Norfolk",
        "Suffolk",
    ],
    "London": ["City of London", "Metropolitan"],
    "South East": ["Hampshire", "Kent", "Surrey", "Sussex", "Thames Valley"],
    "South West": ["Avon & Somerset", "Devon & Cornwall", "Dorset", "Gloucestershire", "Wiltshire"],
    "Wales": ["Dyfed-Powys", "Gwent", "North Wales", "South Wales"],
}
FORCES = [force for forces in REGIONS.values() for force in forces]

CED_COLUMNS = {
    "Total": CED,
    "Total non-discharge": HELD,
    "Drawn": ["ced-drawn"],
    "Aimed": ["ced-aimed"],
    "Red-dot": ["ced-red"],
    "Arced": ["ced-arced"],
    "Total discharge": SHOT,
    "Drive stun": ["ced-stun"],
    "Fired": ["ced-fired"],
    "Angled drive stun": ["ced-angle"],
}

PREPARED = """
create or replace macro has(steps, tactic) as list_contains(steps, tactic)::int;
create or replace view judged as select *,
    year(day - interval 3 month) + 1 as ending,
    case when has(steps, 'CED (Taser) Fired') = 1 then 'Fired'
         when has(steps, 'CED (Taser) Angle Drive Stun') = 1 then 'Angle Drive Stun'
         when has(steps, 'CED (Taser) Drive Stun') = 1 then 'Drive Stun'
         when has(steps, 'CED (Taser) Red-Dotted') = 1 then 'Red-Dotted'
         when has(steps, 'CED (Taser) Arced') = 1 then 'Arced'
         when has(steps, 'CED (Taser) Aimed') = 1 then 'Aimed'
         when has(steps, 'CED (Taser) Drawn') = 1 then 'Drawn'
         when ced_used then 'used' else '' end as highest
    from raw_records;
"""


@dataclass
class Recount:
    """The cells of one year's return."""

    connection: duckdb.DuckDBPyConnection
    year: int
    more_forces: tuple[str, ...] = ()
    """Forces that are not among the 43, each in a region of the name given."""

    def cells(self) -> dict[Cell, int | str]:
        self.connection.execute(PREPARED)
        leaves = ", ".join(f'{sql} as "{leaf}"' for leaf, sql in LEAVES.items())
        anything = added(LEAVES)
        self.connection.execute(
            f"""create or replace table counted as
                select *, ({anything} = 0)::int as nothing,
                    (has(steps, 'Tactical Communications') = 1 and {anything} > 0)::int as talk,
                    case when physical is null or mental is null then null
                         when physical and mental then 'Physical and mental'
                         when physical then 'Physical' when mental then 'Mental'
                         else 'None' end as health
                from (select *, {leaves} from judged)"""
        )
        return dict(self._cells())

    def _cells(self) -> Iterator[tuple[Cell, int | str]]:
        yield from self._once()
        ethnicities = SIX if self.year >= 2020 else EIGHT
        alone = (("age", AGES), ("gender", GENDERS), ("ethnicity", ethnicities), ("health", HEALTH))
        for number, (column, labels) in enumerate(alone, start=2):
            yield from self._single(number, column, labels)
            if self.year > 2018:
                yield from self._single(number + 12, column, labels)
        yield from self._several(6, "reasons", "reason", self._with(REASONS, 6))
        yield from self._several(7, "factors", "impact factor", self._with(FACTORS, 7))
        yield from self._several(8, "outcomes", "outcome", self._with(OUTCOMES, 8))
        yield from self._several(9, "places", "location", self._with(PLACES, 9))
        yield from self._officers()
        yield from self._subjects()
        yield from self._forces()
        yield from self._ced()

    def _with(self, labels: dict, table: int) -> dict[str, list[str]]:
        """Columns by the words that put a record in them."""
        found: dict[str, list[str]] = {}
        for word, label in labels.items():
            if not isinstance(label, dict):
                found[label] = [word]
                continue
            if len(label) > 1:
                found[word] = list(label)
            found |= {one: [words] for words, one in label.items()}
        if self.year >= 2024 and table == 6:
            found["Effect stop and search"] = ["Effect Stop and search"]
        if self.year >= 2024 and table == 8:
            found["No further action"] = ["No Further Action"]
        return found

    def _ask(self, sql: str) -> list[tuple]:
        return self.connection.execute(sql).fetchall()

    def _sums(self, table: int) -> str:
        return ", ".join(
            f"coalesce(sum({added(leaves)}), 0)::bigint" for _, _, leaves in lines(self.year, table)
        )

    def _once(self) -> Iterator[tuple[Cell, int]]:
        stated = lines(self.year, 1)
        on = ", ".join(f"count(*) filter ({added(leaves)} > 0)" for _, _, leaves in stated)
        (times,) = self._ask(f"select {self._sums(1)} from counted where ending = {self.year}")
        (involved,) = self._ask(f"select {on} from counted where ending = {self.year}")
        if self.year == 2018:
            label = "Total number of incidents"
            yield (1, COUNTRY, label, label, "Total"), self._every()
        for (kind, tactic, _), often, records in zip(stated, times, involved, strict=True):
            here = (1, COUNTRY, kind, tactic)
            if self.year == 2018:
                yield (*here, "Total"), often
                continue
            yield (*here, "Number of times tactic reported"), often
            every = self._every() if tactic == "Total Tactics" else records
            yield (*here, "Number of incidents involving tactic"), every

    def _every(self) -> int:
        return self._ask(f"select count(*) from counted where ending = {self.year}")[0][0]

    def _total(self) -> str:
        old = self.year == 2018
        return "Total incidents per tactic" if old else "Number of times tactic reported"

    def _single(
        self, table: int, column: str, labels: dict[str, str]
    ) -> Iterator[tuple[Cell, int | str]]:
        words = " ".join(
            f"when '{one.replace(chr(39), chr(39) * 2)}' then '{label.replace(chr(39), chr(39) * 2)}'"
            for one, label in labels.items()
        )
        stated = lines(self.year, table)
        rows = self._ask(
            f"""select case when grouping(force) = 1 then '{COUNTRY}' else force end,
                       case when grouping(named) = 1 then '{self._total()}' else named end,
                       count(*), {self._sums(table)}
                from (select *, case {column} {words} else 'Not reported' end as named
                      from counted where ending = {self.year})
                group by cube(force, named)"""
        )
        found = {(force, named): counts for force, named, *counts in rows}
        columns = [*dict.fromkeys(labels.values()), "Not reported", self._total()]
        nothing = [0] * (1 + len(stated))
        there = {force for force, _ in found}
        for force in [COUNTRY] if table < 14 else [COUNTRY, *FORCES, *self.more_forces]:
            for named in columns:
                records, *counts = found.get((force, named), nothing)
                if table < 14:
                    above = "Total number of incidents involving group"
                    yield (table, force, above, above, named), records
                for (kind, tactic, _), count in zip(stated, counts, strict=True):
                    known = count if force in there else ":"
                    yield (table, force, kind, tactic, named), known

    def _several(
        self, table: int, column: str, about: str, labels: dict[str, list[str]]
    ) -> Iterator[tuple[Cell, int]]:
        stated = lines(self.year, table)
        above = f"Total number of incidents involving {about}"
        for label, words in [*labels.items(), (self._total(), [])]:
            sums = [0] * (1 + len(stated))
            for word in words or [""]:
                chose = f"and list_contains({column}, '{word}')" if word else ""
                (row,) = self._ask(
                    f"""select count(*), {self._sums(table)} from counted
                        where ending = {self.year} {chose}"""
                )
                sums = [one + more for one, more in zip(sums, row, strict=True)]
            yield (table, COUNTRY, above, above, label), sums[0]
            for (kind, tactic, _), count in zip(stated, sums[1:], strict=True):
                yield (table, COUNTRY, kind, tactic, label), count

    def _officers(self) -> Iterator[tuple[Cell, int]]:
        levels = ["Total incidents", "Minor", "Severe", "Not reported"]
        about = ("Officer injured as a result of incident", "Intentional assault")
        for injured in ("Yes", "No", "Not reported"):
            for intentional in ("Yes", "No", "Not reported"):
                where = f"""coalesce(officer_injured, 'Not reported') = '{injured}'
                            and coalesce(intentional, 'Not reported') = '{intentional}'"""
                kind, tactic = f"{about[0]}: {injured}", f"{about[1]}: {intentional}"
                yield from self._levels(10, (kind, tactic), levels, "officer_level", where)
        yield from self._levels(10, ("Total incidents", ""), levels, "officer_level", "true")

    def _subjects(self) -> Iterator[tuple[Cell, int]]:
        levels = ["Total incidents", "Minor", "Severe", "Death", "Not reported"]
        who = "Person involved" if self.year >= 2020 else "Subject"
        for injured in ("Yes", "No", "Unknown", "Not reported"):
            where = f"coalesce(subject_injured, 'Not reported') = '{injured}'"
            kind = f"{who} injured as a result of officer use of force: {injured}"
            yield from self._levels(11, (kind, ""), levels, "subject_level", where)
        yield from self._levels(11, ("Total incidents", ""), levels, "subject_level", "true")

    def _levels(
        self, table: int, about: tuple[str, str], levels: list[str], column: str, where: str
    ) -> Iterator[tuple[Cell, int]]:
        rows = self._ask(
            f"""select coalesce({column}, 'Not reported'), count(*) from counted
                where ending = {self.year} and {where} group by 1"""
        )
        found = dict(rows)
        for level in levels:
            count = sum(found.values()) if level == "Total incidents" else found.get(level, 0)
            yield (table, COUNTRY, *about, level), count

    def _regions(self) -> dict[str, list[str]]:
        return REGIONS | {
            name: [force]
            for force, name in (
                ("British Transport Police", "British Transport Police"),
                ("Northshire", "Made up"),
            )
            if force in self.more_forces
        }

    def _places(self, counts: dict[str, list[int]], star: str) -> Iterator[tuple[str, list | str]]:
        def summed(forces: list[str]) -> list[int] | str:
            there = [counts[force] for force in forces if force in counts]
            return [sum(column) for column in zip(*there, strict=True)] if there else ":"

        yield f"{star}{COUNTRY}", summed([*FORCES, *self.more_forces])
        for region, forces in self._regions().items():
            yield f"{star}Total {region}", summed(forces)
            for force in forces:
                yield force, counts.get(force, ":")

    def _forces(self) -> Iterator[tuple[Cell, int | str]]:
        rows = self._ask(
            f"select force, count(*) from counted where ending = {self.year} group by 1"
        )
        for place, counts in self._places({force: [count] for force, count in rows}, ""):
            yield (12, place, "", "", "Total"), counts if counts == ":" else counts[0]

    def _ced(self) -> Iterator[tuple[Cell, int | str]]:
        columns = CED_COLUMNS | {
            ("Not stated" if self.year < 2020 else "CED not stated"): ["ced-not-stated"]
        }
        periods = [
            (13, f"{one - 1}/{one - 2000}", f"ending = {one}") for one in range(2018, self.year + 1)
        ]
        if self.year == 2018:
            periods += [
                (14, "January to March 2017", "day between '2017-01-01' and '2017-03-31'"),
                (15, "January to December 2016", "day between '2016-01-01' and '2016-12-31'"),
            ]
        sums = ", ".join(f"sum({added(leaves)})::bigint" for leaves in columns.values())
        for table, period, where in periods:
            rows = self._ask(f"select force, {sums} from counted where {where} group by 1")
            counted = {force: counts for force, *counts in rows}
            for place, counts in self._places(counted, "" if self.year == 2018 else "*"):
                for position, label in enumerate(columns):
                    here = (table, place, LETHAL, label, period)
                    yield here, counts if counts == ":" else counts[position]
