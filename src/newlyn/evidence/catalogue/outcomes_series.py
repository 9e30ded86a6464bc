"""A published series told in one line, and the indicator it becomes.

The lines themselves are in the modules of the subjects: `outcomes_learning`, `outcomes_work`,
`outcomes_health`, `outcomes_places`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.indicator import Example, Feed, Indicator, Measure, Polarity
from newlyn.evidence.catalogue.table import Table

BETTER: Polarity = "higher is better"
WORSE: Polarity = "higher is worse"
NEITHER: Polarity = "neither"

MADE_UP_AREA = "E07999999"
"""A district that does not exist, for worked examples."""

# Values of the right size for each unit, so that an example reads like the real thing; none is published.
_MADE_UP: Mapping[str, float] = MappingProxyType(
    {"%": 24.0, "years": 80.0, "£ a week": 600.0, "£ a year": 20_000.0, "score out of 10": 7.5}
)


@dataclass(frozen=True)
class Series:
    """What is known of one published series.

    `proxies` names the goals that the series bears on only indirectly, with the reason; they are goals of the
    indicator all the same, and its caveat says so. `limits` says whether 95% limits are published, `group`
    which people of a grouped table are meant, and `also` further feeds of the same quantity from other tables.
    """

    code: str
    label: str
    name: str
    unit: str
    polarity: Polarity
    goals: tuple[str, ...] = ()
    proxies: Mapping[str, str] = field(default_factory=dict)
    caveat: str = ""
    limits: bool = False
    comparable: bool = True
    modelled: bool = False
    decimals: int = 1
    group: str | None = None
    also: tuple[Feed, ...] = ()


def indicators_of(table: Table, series: Iterable[Series]) -> tuple[Indicator, ...]:
    """The indicator of each series of a table with the columns area, series, period and value."""
    return tuple(_indicator(table, one) for one in series)


def measure_of(table: Table, name: str, *, limits: bool = False, group: str | None = None) -> Measure:
    """The feed that takes one series of a table as it is published."""
    where = {"series": (name,)} | ({"group": (group,)} if group else {})
    return Measure(
        table,
        value="value",
        period="period",
        lower="lower" if limits else None,
        upper="upper" if limits else None,
        where=where,
    )


def _indicator(table: Table, one: Series) -> Indicator:
    return Indicator(
        code=f"outcomes.{one.code}",
        label=one.label,
        unit=one.unit,
        polarity=one.polarity,
        feeds=(measure_of(table, one.name, limits=one.limits, group=one.group), *one.also),
        example=_example(table, one),
        goals=tuple(sorted({*one.goals, *one.proxies})),
        interval="published" if one.limits else "none",
        caveat=_caveat(one),
        comparable=one.comparable,
        modelled=one.modelled,
        decimals=one.decimals,
    )


def _caveat(one: Series) -> str:
    told = [f"Proxy for {goal}, {GOALS[goal]}: {reason}." for goal, reason in sorted(one.proxies.items())]
    return " ".join([*([one.caveat] if one.caveat else []), *told])


def _example(table: Table, one: Series) -> Example:
    value = _MADE_UP.get(one.unit, 100.0)
    known: dict[str, object] = {
        "area": MADE_UP_AREA,
        "series": one.name,
        "group": one.group,
        "period": "2024-01-01/P1Y",
        "value": value,
        "lower": value * 0.95 if one.limits else None,
        "upper": value * 1.05 if one.limits else None,
        "unit": one.unit,
        "status": "published",
    }
    row = {name: known.get(name) for name in table.names}
    return Example((row,), MADE_UP_AREA, value, f"{value:g} is published for the district and stands as it is.")
