"""The newest figure of every indicator for one area, and the same indicator, period and group of larger ones.

What is said of them is `publish.site.area_figures`; orders are made in `workflows.site.area_rank`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.period import Period
from newlyn.publish.site.area_figures import (
    Against,
    Circle,
    Figure,
    Figures,
    Group,
    Standing,
    blocks_of,
    flags_of,
    goal_tallies,
    newest_of_twins,
)
from newlyn.publish.site.area_trend import FEWEST, Point, Trend, draw_trend
from newlyn.publish.site.reading import Reading, Verdict, judge, read_figure, unit_words
from newlyn.workflows.site.area_list import Area
from newlyn.workflows.site.area_rank import order_of
from newlyn.workflows.site.cut import Observation
from newlyn.workflows.site.opened import Site

Key = tuple[str, Period, str]
"""Indicator, period and group."""

PLURALS = {"lsoa21": "neighbourhoods", "msoa21": "wider neighbourhoods", "wd": "wards", "lad": "districts"}

OWN_BOUNDARIES = {"lsoa21": {"lsoa21", "lsoa11", "lsoa01"}, "msoa21": {"msoa21", "msoa11"}}
"""Types of the rows of one code. A code that a census kept stands for the same area: a changed one got another."""


def figures_of(site: Site, area: Area) -> Figures:
    """Every figure of an area that its page shows."""
    return _kept(site, area) if area.type == "lad" else _gathered(site, area)


@lru_cache(maxsize=64)
def _kept(site: Site, area: Area) -> Figures:
    """The figures of a district: there are few districts, each with long series."""
    return _gathered(site, area)


def _gathered(site: Site, area: Area) -> Figures:
    against = held_against(site, area)
    england = next((one for one in against if site.areas[one.code].type == "ctry"), None)
    found = newest_of_twins(_figures(site, area, against, england.code if england else ""))
    circles = _circles(site, area)
    return Figures(
        against=against,
        england=england.name if england else "",
        circles=circles,
        blocks=blocks_of(found),
        goals=goal_tallies((figure for figure in found if not figure.groups), GOALS),
        short=area.name,
    )


def held_against(site: Site, area: Area) -> tuple[Against, ...]:
    """The district, the county and the country in which an area lies; the region where there is no county."""
    above = [code for code in site.comparators if site.areas[code].type != "rgn"]
    if len(above) < len(("county", "country")):
        above = list(site.comparators)
    codes = [area.district, *above] if area.district in site.areas else above
    return tuple(Against(code, site.areas[code].name) for code in codes)


def _circles(site: Site, area: Area) -> tuple[Circle, ...]:
    words = f"among its {PLURALS[area.type]}"
    place = Circle(site.name, words)
    if area.type == "lad":
        return (place,)
    name = site.areas[area.district].name if area.district in site.areas else ""
    return (Circle(name, words), place) if name else (place,)


def _figures(site: Site, area: Area, against: Sequence[Against], england: str) -> Iterator[Figure]:
    codes = tuple(one.code for one in against)
    for code, periods in _observed(site, area).items():
        indicator = site.indicators[code]
        newest, later = _newest(periods)
        groups = periods[newest]
        one = groups.get(EVERYONE)
        beside = _compared(site, codes, code, newest, EVERYONE)
        yield Figure(
            code=code,
            label=indicator.label,
            unit=unit_words(indicator.unit),
            polarity=indicator.polarity,
            period=newest.label,
            ended=newest.end,
            reading=_read(indicator, one or next(iter(groups.values())), later),
            others=beside.readings if one else (),
            verdict=_judged(indicator, one, beside) if one else "not compared",
            standings=_standings(site, area, one),
            goals=indicator.goals,
            trend=_trend(site, indicator, periods, newest, england) if one else None,
            groups=() if one else tuple(_groups(site, indicator, groups, codes)),
        )


def _groups(
    site: Site, indicator: Indicator, groups: Mapping[str, Observation], codes: tuple[str, ...]
) -> Iterator[Group]:
    for name, part in _ordered(groups):
        beside = _compared(site, codes, indicator.code, part.period, name)
        yield Group(name, _read(indicator, part), beside.readings, _judged(indicator, part, beside))


Periods = dict[Period, dict[str, Observation]]


def _observed(site: Site, area: Area) -> dict[str, Periods]:
    """What is shown of an area: indicator by indicator, by period and group."""
    cut = site.cut
    rows = cut.of_area(area.code)
    rows = rows[_shown(site)[cut.at["indicator"][rows]]]
    accepted = OWN_BOUNDARIES.get(area.type, {area.type})
    found: dict[str, Periods] = {}
    for one in cut.observations(rows):
        if one.area_type in accepted:
            found.setdefault(one.indicator, {}).setdefault(one.period, {}).setdefault(one.group, one)
    return found


@lru_cache(maxsize=8)
def _shown(site: Site) -> np.ndarray:
    """For each indicator of the cut whether it stands among the figures."""
    return np.array([is_shown(code) and code in site.indicators for code in site.cut.words["indicator"]], bool)


def is_shown(indicator: str) -> bool:
    """Whether an indicator stands among the figures: ranks, tenths and scores of the index are the profile's.

    Examples
    --------
    >>> [is_shown(f"deprivation.{name}") for name in ("imd.rank", "indicator.burglary", "idaci.derived_share")]
    [False, True, True]
    """
    return (
        not indicator.startswith("deprivation.")
        or indicator.startswith("deprivation.indicator.")
        or (indicator.endswith(".derived_share"))
    )


def _newest(periods: Periods) -> tuple[Period, tuple[str, ...]]:
    """The newest period with a value, and the labels of those after it; without any value the newest of all."""
    ordered = sorted(periods, key=lambda period: (period.end, period.start)) if len(periods) > 1 else list(periods)
    for at in range(len(ordered) - 1, -1, -1):
        if any(one.value is not None for one in periods[ordered[at]].values()):
            return ordered[at], tuple(period.label for period in ordered[at + 1 :])
    return ordered[-1], ()


def _read(indicator: Indicator, one: Observation, later: Sequence[str] = ()) -> Reading:
    return read_figure(
        one.value,
        unit=indicator.unit,
        decimals=indicator.decimals,
        status=one.status,
        lower=one.lower,
        upper=one.upper,
        figure=one.id,
        flags=flags_of(modelled=indicator.modelled, numerator=one.numerator, denominator=one.denominator, later=later),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator, period and group of the areas that others are held against."""

    readings: tuple[Reading | None, ...]
    benchmark: float | None
    """The figure of England."""


@lru_cache(maxsize=65536)
def _compared(site: Site, codes: tuple[str, ...], indicator: str, period: Period, group: str) -> Compared:
    found = [_held(site, code).get((indicator, period, group)) for code in codes]
    meant = site.indicators[indicator]
    country = next((one for one in found if one is not None and one.area_type == "ctry"), None)
    return Compared(
        tuple(
            None
            if one is None
            else read_figure(one.value, unit=meant.unit, decimals=meant.decimals, status=one.status, figure=one.id)
            for one in found
        ),
        country.value if country else None,
    )


@lru_cache(maxsize=64)
def _held(site: Site, code: str) -> Mapping[Key, Observation]:
    """What is observed of an area that others are held against."""
    found: dict[Key, Observation] = {}
    for one in site.observed(code):
        found.setdefault((one.indicator, one.period, one.group), one)
    return found


def _judged(indicator: Indicator, one: Observation, beside: Compared) -> Verdict:
    return judge(one.value, one.lower, one.upper, beside.benchmark, indicator.polarity)


def _standings(site: Site, area: Area, one: Observation | None) -> tuple[Standing | None, ...]:
    circles = 1 if area.type == "lad" or area.district not in site.areas else 2
    if one is None or one.value is None:
        return (None,) * circles
    order = order_of(site, one.indicator, one.area_type, one.period)
    if circles == 1:
        return (order.place.get(area.code),)
    return order.district.get(area.code), order.place.get(area.code)


def _trend(site: Site, indicator: Indicator, periods: Periods, newest: Period, england: str) -> Trend | None:
    """The line of a series; none where the periods may not be put side by side."""
    if not indicator.comparable or len(periods) < FEWEST:
        return None
    # A year and a run of five years that ends with it do not belong on one line.
    ordered = sorted(period for period in periods if period.months == newest.months)
    beside = _held(site, england) if england else {}
    series = [periods[period].get(EVERYONE) for period in ordered]
    other = [beside.get((indicator.code, period, EVERYONE)) for period in ordered]
    return draw_trend(_points(indicator, series), _points(indicator, other))


def _points(indicator: Indicator, series: Iterable[Observation | None]) -> list[Point]:
    return [
        Point(one.period, one.value, read_figure(one.value, unit=indicator.unit, decimals=indicator.decimals).text)
        for one in series
        if one is not None and one.value is not None
    ]


def _ordered(groups: Mapping[str, Observation]) -> list[tuple[str, Observation]]:
    """Groups as a table lists them: by age where they are ages, else the largest first."""
    if any(name[:1].isdigit() for name in groups):
        return sorted(
            groups.items(), key=lambda pair: int("".join(c for c in pair[0].split("-")[0] if c.isdigit()) or 0)
        )
    return sorted(groups.items(), key=lambda pair: (-(pair[1].value or 0.0), pair[0]))
