"""What a site holds of each indicator: for which types of area, periods and groups; and which of these is asked for.

The figures themselves are gathered by the modules of the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.errors import InputError
from newlyn.foundation.period import Period
from newlyn.publish.site.indicator_measure import Measure
from newlyn.workflows.site.cut import Positions
from newlyn.workflows.site.opened import Site

SMALL_LEVELS = ("lsoa21", "msoa21", "wd", "lsoa11", "msoa11", "lsoa01")
"""Types of area below districts, in the order in which they are offered."""

LARGE_LEVELS = ("lad", "cty", "rgn", "ctry")


@dataclass(frozen=True)
class Held:
    """What there is of one indicator for the place and what it is compared with."""

    periods: Mapping[str, tuple[Period, ...]]
    """By type of area: the periods with a figure, newest first."""
    groups: tuple[str, ...]
    """Who is counted; everyone first where that is among them."""

    @property
    def small(self) -> tuple[str, ...]:
        """Types of small areas, in the order in which they are offered."""
        return tuple(level for level in SMALL_LEVELS if level in self.periods)

    @property
    def all_periods(self) -> tuple[Period, ...]:
        """All periods, newest first."""
        return _newest_first({period for periods in self.periods.values() for period in periods})


@dataclass(frozen=True)
class Choice:
    """What a reader asked for: a period or the newest, a group, a type of small area."""

    period: Period | None
    group: str
    level: str
    """A type of small area; empty where the indicator has none."""


@lru_cache(maxsize=8)
def held(site: Site) -> Mapping[str, Held]:
    """What there is of each indicator; worked out once for a site, from all rows together."""
    cut = site.cut
    inside = {area.code for area in site.areas.values() if area.type in LARGE_LEVELS}
    large = np.isin(cut.words["area_type"], LARGE_LEVELS)
    own = np.isin(cut.words["area"], sorted(inside))
    with_value = ~np.isnan(cut.numbers["value"]) & (~large[cut.at["area_type"]] | own[cut.at["area"]])
    rows = np.flatnonzero(with_value)
    periods: dict[str, dict[str, set[Period]]] = {}
    for indicator, level, period in _different(site, rows, "indicator", "area_type", "period"):
        found = periods.setdefault(cut.words["indicator"][indicator], {})
        found.setdefault(cut.words["area_type"][level], set()).add(cut.periods[period])
    groups: dict[str, list[str]] = {}
    for indicator, group in _different(site, rows, "indicator", "group"):
        groups.setdefault(cut.words["indicator"][indicator], []).append(cut.words["group"][group])
    return {
        code: Held(
            {level: _newest_first(found) for level, found in periods[code].items()},
            tuple(sorted(groups[code], key=lambda group: (group != EVERYONE, group))),
        )
        for code in sorted(periods)
    }


def held_of(site: Site, code: str) -> Held:
    """What there is of one indicator; nothing where only other places have figures."""
    return held(site).get(code, Held({}, (EVERYONE,)))


def read_choice(code: str, held: Held, query: Mapping[str, str]) -> Choice:
    """What a query asks for.

    Raises
    ------
    InputError
        If it names a period, a group or a level that the indicator does not have.
    """
    period = _period(code, held, query.get("period", ""))
    group = query.get("group", "") or held.groups[0]
    if group not in held.groups:
        raise InputError(f"{code} has no group {group[:60]!r}. Accepted: {', '.join(held.groups)}.")
    level = query.get("level", "")
    if level and level not in held.periods:
        raise InputError(f"{code} has no figures for the level {level[:60]!r}. Accepted: {', '.join(held.periods)}.")
    if level not in held.small:
        level = _best(held, period)
    return Choice(period, group, level)


def measure_of(indicator: Indicator) -> Measure:
    """The parts of an indicator that words and drawings hang on."""
    return Measure(
        code=indicator.code,
        label=indicator.label,
        unit=indicator.unit,
        polarity=indicator.polarity,
        decimals=indicator.decimals,
        comparable=indicator.comparable,
        modelled=indicator.modelled,
    )


def _period(code: str, held: Held, given: str) -> Period | None:
    if not given:
        return None
    known = held.all_periods
    try:
        period = Period.parse(given)
    except InputError:
        period = None
    if period not in known:
        accepted = ", ".join(one.brief for one in known[:30])
        raise InputError(f"{code} has no figures for the period {given[:60]!r}. Accepted: {accepted or 'none'}.")
    return period


def _best(held: Held, period: Period | None) -> str:
    """The first type of small area that has the period asked for, else the one with the newest."""
    fitting = [level for level in held.small if period is None or period in held.periods[level]]
    if period is None:
        fitting.sort(key=lambda level: _age(held.periods[level][0]), reverse=True)
    return (fitting or [*held.small, ""])[0]


def _age(period: Period) -> tuple[object, object]:
    return (period.end, period.start)


def _newest_first(periods: set[Period]) -> tuple[Period, ...]:
    return tuple(sorted(periods, key=lambda period: (period.end, period.start), reverse=True))


def _different(site: Site, rows: Positions, *columns: str) -> list[list[int]]:
    """The different combinations of words in some columns, as positions of words."""
    sizes = [len(site.cut.words[name]) for name in columns]
    flat = np.ravel_multi_index([site.cut.at[name][rows] for name in columns], sizes)
    found: list[list[int]] = np.stack(np.unravel_index(np.unique(flat), sizes), axis=1).tolist()
    return found
