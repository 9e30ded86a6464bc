"""The newest figure of every indicator for one area, and the same indicator, period and group of larger ones.

What is said of them is `publish.site.area_figures`; orders are made in `workflows.site.area_rank`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
)
from newlyn.publish.site.area_trend import Point, Trend, draw_trend
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
    against = held_against(site, area)
    england = next((at for at, one in enumerate(against) if site.areas[one.code].type == "ctry"), None)
    found = tuple(_figures(site, area, against, england))
    circles = _circles(site, area)
    return Figures(
        against=against,
        england="" if england is None else against[england].name,
        circles=circles,
        blocks=blocks_of(found),
        goals=goal_tallies((figure for figure in found if not figure.groups), GOALS),
    )


def held_against(site: Site, area: Area) -> tuple[Against, ...]:
    """The district, the county and the country in which an area lies; the region where there is no county."""
    above = [code for code in site.comparators if site.areas[code].type != "rgn"]
    if len(above) < len(("county", "country")):
        above = list(site.comparators)
    codes = [area.district, *above] if area.district in site.areas else above
    return tuple(Against(code, site.areas[code].name) for code in codes)


def _circles(site: Site, area: Area) -> tuple[Circle, ...]:
    many = PLURALS[area.type]
    place = Circle(site.name, f"the {many} of {site.name}")
    if area.type == "lad":
        return (place,)
    name = site.areas[area.district].name if area.district in site.areas else ""
    return (Circle(name, f"the {many} of {name}"), place) if name else (place,)


def _figures(site: Site, area: Area, against: Sequence[Against], england: int | None) -> Iterator[Figure]:
    shown = _observed(site, area)
    others = [_held(site, one.code) for one in against]
    for code, periods in shown.items():
        indicator = site.indicators[code]
        newest, later = _newest(periods)
        if newest is None:
            continue
        groups = periods[newest]
        one = groups.get(EVERYONE)
        yield Figure(
            code=code,
            label=indicator.label,
            unit=unit_words(indicator.unit),
            polarity=indicator.polarity,
            period=newest.label,
            reading=_read(indicator, one or next(iter(groups.values())), later),
            others=_beside(others, (code, newest, EVERYONE)) if one else (),
            verdict=_judged(indicator, one, others, england, (code, newest, EVERYONE)) if one else "not compared",
            standings=_standings(site, area, one),
            goals=indicator.goals,
            trend=_trend(indicator, periods, others[england] if england is not None else {}) if one else None,
            groups=()
            if one
            else tuple(
                Group(
                    name,
                    _read(indicator, part),
                    _beside(others, (code, newest, name)),
                    _judged(indicator, part, others, england, (code, newest, name)),
                )
                for name, part in _ordered(groups)
            ),
        )


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


def _newest(periods: Periods) -> tuple[Period | None, tuple[str, ...]]:
    """The newest period with a value, and the labels of those after it; without any value the newest of all."""
    ordered = sorted(periods, key=lambda period: (period.end, period.start))
    for at in range(len(ordered) - 1, -1, -1):
        if any(one.value is not None for one in periods[ordered[at]].values()):
            return ordered[at], tuple(period.label for period in ordered[at + 1 :])
    return (ordered[-1] if ordered else None), ()


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


@lru_cache(maxsize=64)
def _held(site: Site, code: str) -> Mapping[Key, tuple[Observation, Reading]]:
    """What is observed of an area that others are held against."""
    found: dict[Key, tuple[Observation, Reading]] = {}
    for one in site.observed(code):
        if is_shown(one.indicator) and one.indicator in site.indicators:
            indicator = site.indicators[one.indicator]
            reading = read_figure(
                one.value, unit=indicator.unit, decimals=indicator.decimals, status=one.status, figure=one.id
            )
            found.setdefault((one.indicator, one.period, one.group), (one, reading))
    return found


def _beside(others: Iterable[Mapping[Key, tuple[Observation, Reading]]], key: Key) -> tuple[Reading | None, ...]:
    return tuple(held[key][1] if key in held else None for held in others)


def _judged(
    indicator: Indicator,
    one: Observation,
    others: Sequence[Mapping[Key, tuple[Observation, Reading]]],
    england: int | None,
    key: Key,
) -> Verdict:
    benchmark = others[england].get(key) if england is not None else None
    value = benchmark[0].value if benchmark else None
    return judge(one.value, one.lower, one.upper, value, indicator.polarity)


def _standings(site: Site, area: Area, one: Observation | None) -> tuple[Standing | None, ...]:
    circles = 1 if area.type == "lad" or area.district not in site.areas else 2
    if one is None or one.value is None:
        return (None,) * circles
    order = order_of(site, one.indicator, one.area_type, one.period)
    if circles == 1:
        return (order.place.get(area.code),)
    return order.district.get(area.code), order.place.get(area.code)


def _trend(indicator: Indicator, periods: Periods, england: Mapping[Key, tuple[Observation, Reading]]) -> Trend | None:
    if not indicator.comparable or len(periods) < 3:
        return None
    ordered = sorted(periods, key=lambda period: (period.start, period.months))
    series = [periods[period].get(EVERYONE) for period in ordered]
    other = [england[key][0] for period in ordered if (key := (indicator.code, period, EVERYONE)) in england]
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
