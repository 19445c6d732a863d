"""Records by how people were perceived, as it is read: rates, ratios, and units in a funnel."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from domain.counting.disproportion import AreaRate, Compared, Unit, compare
from domain.counting.populations import GROUPS, By, Group, Population, PopulationKind
from domain.estimating.intervals import Estimate
from projections.statistics.dimensions import BY_NAME, UNKNOWN
from projections.statistics.disproportionality import Perceived
from projections.statistics.slices import Slice
from web.reports.effectiveness import Blank, Number
from web.reports.figures import Shown, between, number, percent, shown_number, shown_share
from web.reports.options import UNKNOWN_WORDS, Options, answers

Address = Callable[[Slice], str]
"""Where the records of a slice are listed; nowhere for who may not see them."""

PER: Mapping[PopulationKind, int] = {PopulationKind.RESIDENTS: 1000, PopulationKind.ARRESTS: 100}
"""By how many a rate is written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """What is counted at all, before anything is compared."""

    records: Number
    unknown: tuple[Blank, ...]
    unknown_share: str
    crowd: int
    groups: tuple[tuple[str, Number, str], ...]
    """Each group, its records, and their share of those of which it is known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupRow:
    """A group beside its people or arrests."""

    code: str
    label: str
    records: Number
    number: str
    rate: Shown | None
    estimate: Estimate | None
    relative: Shown | None
    highest: str
    is_largest: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaRateRow:
    """An area beside its own people or arrests."""

    label: str
    records: Number
    number: str
    rate: Shown | None
    far: str
    area: AreaRate


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitRow:
    """An area, a team or an officer."""

    code: str
    label: str
    records: Number
    of_group: Number
    share: Shown | None
    far: str
    unit: Unit


def counted(found: Perceived, wanted: Slice, *, areas: Options, address: Address) -> Counted:
    """The records of each group, and of none."""
    words = {**UNKNOWN_WORDS, **answers(BY_NAME[found.by.value], areas)}
    unknown = sum(found.unknown.values())
    known = found.records - unknown
    return Counted(
        records=Number(found.records, address(_persons(wanted)) if found.records else ""),
        unknown=tuple(
            Blank(words.get(code, code).lower(), _of(found, wanted, (code,), address))
            for code in (*BY_NAME[found.by.value].also_unknown, *UNKNOWN)
            if found.unknown.get(code)
        ),
        unknown_share=percent(unknown / found.records) if found.records else "",
        crowd=found.crowd,
        groups=tuple(
            (group.label, records, percent(records.number / known) if known else "–")
            for group in GROUPS[found.by]
            for records in [_of(found, wanted, group.perceived, address)]
        ),
    )


def group_rows(
    found: Perceived, population: Population, wanted: Slice, *, address: Address
) -> tuple[GroupRow, ...]:
    """Every group beside its people or arrests."""
    numbers = population.within(areas_in(wanted), found.by)
    unknown = sum(found.unknown.values())
    compared = compare(found.all, numbers, by=found.by, unknown=unknown)
    return tuple(_group_row(one, found, population, wanted, address) for one in compared)


def _group_row(
    one: Compared, found: Perceived, population: Population, wanted: Slice, address: Address
) -> GroupRow:
    per = PER[population.kind]
    estimate = one.rate.times(per) if one.rate else None
    return GroupRow(
        code=one.group.code,
        label=one.group.label,
        records=_of(found, wanted, one.group.perceived, address),
        number="not given" if one.number is None else f"{one.number:,}",
        rate=shown_number(estimate),
        estimate=estimate,
        relative=shown_number(one.relative),
        highest=number(one.highest * per) if one.highest is not None else "–",
        is_largest=one.is_largest,
    )


def areas_in(wanted: Slice) -> frozenset[str]:
    """The areas that a slice is narrowed to, and to whose people a rate is."""
    return wanted.answers.get("area", frozenset())


def _persons(wanted: Slice) -> Slice:
    return replace(wanted, persons=True)


def _of(found: Perceived, wanted: Slice, codes: tuple[str, ...], address: Address) -> Number:
    records = sum(found.all.get(code, 0) for code in codes)
    there = answering(_persons(wanted), found.by, frozenset(codes))
    return Number(records, address(there) if records else "")


def answering(wanted: Slice, by: By, codes: frozenset[str]) -> Slice:
    """The records of a slice with one of these answers, and of those that it is narrowed to already."""
    chosen = wanted.answers.get(by.value, codes)
    return replace(wanted, answers={**wanted.answers, by.value: codes & chosen})


At = Callable[[str, frozenset[str]], str]
"""The address of the records of a unit that have one of some answers."""


def unit_rows(
    units: tuple[Unit, ...], group: Group, labels: Mapping[str, str], *, by: By, at: At
) -> tuple[UnitRow, ...]:
    """Units in the order of their names: a funnel has no first and no last."""
    every = frozenset(code for one in GROUPS[by] for code in one.perceived)

    def row(unit: Unit) -> UnitRow:
        return UnitRow(
            code=unit.code,
            label=labels[unit.code],
            records=Number(unit.records, at(unit.code, every)),
            of_group=Number(
                unit.of_group,
                at(unit.code, frozenset(group.perceived)) if unit.of_group else "",
            ),
            share=shown_share(unit.share),
            far=between(*unit.far),
            unit=unit,
        )

    return tuple(sorted(map(row, units), key=lambda one: (one.label.casefold(), one.code)))


def area_rate_rows(
    areas: tuple[AreaRate, ...], group: Group, labels: Mapping[str, str], *, per: int, at: At
) -> tuple[AreaRateRow, ...]:
    """Areas in the order of their names, each with its rate."""

    def row(one: AreaRate) -> AreaRateRow:
        estimate = one.rate.times(per) if one.rate else None
        low, high = one.far
        return AreaRateRow(
            label=labels[one.code],
            records=Number(
                one.records, at(one.code, frozenset(group.perceived)) if one.records else ""
            ),
            number=f"{one.number:,}",
            rate=shown_number(estimate),
            far=f"{number(low * per)} to {number(high * per)}",
            area=one,
        )

    return tuple(sorted(map(row, areas), key=lambda one: one.label.casefold()))


def area_labels(codes: Iterable[str], areas: Options) -> dict[str, str]:
    """What each area is called; of another force only its code is known."""
    words = {**areas, **UNKNOWN_WORDS}
    return {area: words.get(area, area) for area in codes}
