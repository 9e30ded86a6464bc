"""A published series told in one line, and the indicator it becomes.

The lines themselves are in the modules of the subjects: `outcomes_learning`, `outcomes_work`,
`outcomes_health`, `outcomes_places` and their neighbours.
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

ALL = "all"
"""Everyone, of every kind."""
WHO = (ALL, "female", "male")
"""Groups of a table that tells the sexes apart."""

MADE_UP_AREA = "E07999999"
"""A district that does not exist, for worked examples."""

# Values of the right size for each unit, so that an example reads like the real thing; none is published.
_MADE_UP: Mapping[str, float] = MappingProxyType(
    {"%": 24.0, "years": 80.0, "£ a week": 600.0, "£ a year": 20_000.0, "score out of 10": 7.5}
)


@dataclass(frozen=True)
class Series:
    """What is known of one published series.

    Attributes
    ----------
    code : words after `outcomes.`
    names : the publisher's name of the series, or several that are one quantity of different people
    proxies : goals that it bears on only indirectly, and why; they are goals all the same, and the caveat tells
    limits : whether 95% limits are published
    grouped : whether the table's column `group` says who is counted
    among : further conditions on the table's columns: one accepted word or several
    also : feeds of the same quantity from other tables
    """

    code: str
    label: str
    names: str | tuple[str, ...]
    unit: str
    polarity: Polarity
    goals: tuple[str, ...] = ()
    proxies: Mapping[str, str] = field(default_factory=dict)
    caveat: str = ""
    limits: bool = False
    comparable: bool = True
    modelled: bool = False
    decimals: int = 1
    grouped: bool = False
    among: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    also: tuple[Feed, ...] = ()


def indicators_of(table: Table, series: Iterable[Series]) -> tuple[Indicator, ...]:
    """The indicator of each series of a table with the columns area, series, period and value."""
    return tuple(_indicator(table, one) for one in series)


def _indicator(table: Table, one: Series) -> Indicator:
    return Indicator(
        code=f"outcomes.{one.code}",
        label=one.label,
        unit=one.unit,
        polarity=one.polarity,
        feeds=(_feed(table, one), *one.also),
        example=_example(table, one),
        goals=tuple(sorted({*one.goals, *one.proxies})),
        interval="published" if one.limits else "none",
        caveat=_caveat(one),
        comparable=one.comparable,
        modelled=one.modelled,
        decimals=one.decimals,
    )


def _feed(table: Table, one: Series) -> Measure:
    return Measure(
        table,
        value="value",
        period="period",
        lower="lower" if one.limits else None,
        upper="upper" if one.limits else None,
        where={"series": _several(one.names)} | {column: _several(accepted) for column, accepted in one.among.items()},
        group="group" if one.grouped else None,
    )


def _several(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def _caveat(one: Series) -> str:
    told = [f"Proxy for {goal}, {GOALS[goal]}: {reason}." for goal, reason in sorted(one.proxies.items())]
    return " ".join([*([one.caveat] if one.caveat else []), *told])


def _example(table: Table, one: Series) -> Example:
    value = _MADE_UP.get(one.unit, 100.0)
    known: dict[str, object] = {
        "area": MADE_UP_AREA,
        "series": _several(one.names)[0],
        "group": "female" if one.grouped else ALL,
        "period": "2024-01-01/P1Y",
        "value": value,
        "lower": value * 0.95 if one.limits else None,
        "upper": value * 1.05 if one.limits else None,
        "unit": one.unit,
        "status": "published",
    } | {column: _several(accepted)[-1] for column, accepted in one.among.items()}
    row = {name: known.get(name) for name in table.names}
    return Example((row,), MADE_UP_AREA, value, f"{value:g} is published for the district and stands as it is.")
