"""The page of one goal: the outcomes that speak for it and where the place stands in each.

What the page says is `publish.site.goal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.errors import NotFoundError, did_you_mean
from newlyn.publish.site.frame import Crumb
from newlyn.publish.site.goal import GoalPage, SmallGap, render_goal
from newlyn.publish.site.goal_gap import Gap, Moved, Position
from newlyn.publish.site.goal_word import GOAL_WORDS, UNKNOWN
from newlyn.publish.site.indicator_measure import Measure, Measured, better_or_worse
from newlyn.publish.site.indicator_series import Line, Series
from newlyn.publish.site.indicator_standing import Standings, position
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.goal_neighbour import neighbours_mean
from newlyn.workflows.site.indicator_evidence import digest_at_hand
from newlyn.workflows.site.indicator_held import held_of, measure_of
from newlyn.workflows.site.indicator_rank import by_area, standings, values_of
from newlyn.workflows.site.indicator_series import series
from newlyn.workflows.site.indicator_small import area_names
from newlyn.workflows.site.indicator_source import proxies
from newlyn.workflows.site.indicator_trend import trends
from newlyn.workflows.site.opened import Site

YEARS = 5.0
"""How far back an earlier figure is looked for: long enough to see a direction, short enough to be of today."""

BETWEEN_GROUPS = ("lug-14",)
"""Goals about differences between people: outcomes are shown by group."""

_ONE_OF = ("average_rank", "share_worst_tenth", "scale", "extent", "local_concentration")
"""Summaries of one domain that say over again what its average score says."""


def show(asked: Asked, goal: str) -> Answer:
    """One goal.

    Raises
    ------
    NotFoundError
        If it is none of the 14.
    """
    if goal not in GOALS:
        raise NotFoundError(f"there is no goal {goal[:40]!r}. {did_you_mean(goal, GOALS)}".rstrip())
    asked = asked.at("goals", Crumb("Goals", "goals"), Crumb(GOALS[goal]))
    return page(render_goal(goal_page(asked.site, goal), asked.frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """One page for each of the 14."""
    del site
    for goal in GOALS:
        yield f"goals/{goal}"


def goal_page(site: Site, goal: str) -> GoalPage:
    """Everything that the page of a goal is made from."""
    return _goal_page(site, goal, digest_at_hand(site))


@lru_cache(maxsize=64)
def _goal_page(site: Site, goal: str, build: str) -> GoalPage:
    del build  # neighbours and breaks come from it
    bearing = [indicator for indicator in site.indicators.values() if goal in indicator.goals]
    gaps = [gap for indicator in bearing if _wanted(indicator) for gap in _gaps(site, goal, indicator)]
    small = [found for indicator in bearing if (found := _small(site, indicator)) is not None]
    shown = {gap.measure.code for gap in gaps} | {one.measure.code for one in small}
    ids = list(GOALS)
    at = ids.index(goal)
    return GoalPage(
        id=goal,
        title=GOALS[goal],
        place=site.name,
        words=GOAL_WORDS.get(goal, UNKNOWN),
        gaps=tuple(gaps),
        small=tuple(small),
        others=tuple(measure_of(indicator) for indicator in bearing if indicator.code not in shown),
        previous=(ids[at - 1], GOALS[ids[at - 1]]) if at else None,
        following=(ids[at + 1], GOALS[ids[at + 1]]) if at + 1 < len(ids) else None,
    )


def _wanted(indicator: Indicator) -> bool:
    return not (indicator.theme == "deprivation" and indicator.code.endswith(_ONE_OF))


def _gaps(site: Site, goal: str, indicator: Indicator) -> Iterator[Gap]:
    """One gap for everyone, or one for each group where everyone is not counted or groups are the point."""
    groups = held_of(site, indicator.code).groups
    wanted = groups[:1]
    if goal in BETWEEN_GROUPS or groups[0] != EVERYONE:
        wanted = tuple(group for group in groups if group != EVERYONE) or wanted
    for group in wanted:
        found = standings(site, indicator.code, group=group)
        if found is not None and found.known:
            yield _gap(site, goal, indicator, found, group)


def _gap(site: Site, goal: str, indicator: Indicator, found: Standings, group: str) -> Gap:
    measure = measure_of(indicator)
    period = held_of(site, indicator.code).periods[found.kind][0]
    drawn = series(site, indicator.code, group)
    place = drawn.line("place") if drawn else None
    before, after = _change(drawn, place, found)
    going = trends(drawn, measure)
    districts = [line.code for line in (drawn.lines if drawn else ()) if line.kind == "district"]
    pool = values_of(by_area(site.column(indicator.code, "lad", period, group)))
    positions = [
        Position(row.measured.name, position(row.measured.value, pool, high_first=measure.high_first))
        for row in found.known
        if row.measured.value is not None
    ]
    ordered = measure.judged and not measure.amount and found.kind == "lad" and found.pool
    return Gap(
        measure=measure,
        standings=found,
        group="" if group == EVERYONE else group,
        proxy=proxies(indicator).get(goal, ""),
        outcome=indicator.theme == "outcomes",
        neighbours=None if measure.amount else neighbours_mean(site, indicator.code, period, group),
        before=before,
        after=after,
        trend=going.get(place.code) if place else None,
        district_trends=tuple(going[code] for code in districts if code in going),
        districts_moved=_districts_moved(drawn, found, measure),
        positions=tuple(sorted(positions, key=lambda one: (one.share, one.name))) if ordered else (),
    )


Dated = tuple[str, Measured]
"""The label of a period, and a figure in it."""


def _change(series: Series | None, line: Line | None, found: Standings) -> tuple[Dated, Dated] | tuple[None, None]:
    """A figure some years ago and now, on the same footing; nothing where there are not two of them."""
    if series is None or line is None or not line.known or series.moments[line.known[-1]].label != found.period:
        return None, None
    stretch = series.stretches(line)[-1]
    newest = series.moments[stretch[-1]].at
    recent = [at for at in stretch[:-1] if series.moments[at].at >= newest - YEARS - 0.01]
    first, last = (line.points[recent[0]] if recent else None), line.points[stretch[-1]]
    if first is None or last is None:
        return None, None
    return (series.moments[recent[0]].label, first), (series.moments[stretch[-1]].label, last)


def _districts_moved(series: Series | None, found: Standings, measure: Measure) -> Moved | None:
    """In how many districts the figure became better, of those that have an earlier one, and since when."""
    if series is None or found.kind != "lad" or not (measure.comparable and measure.judged):
        return None
    changes = [_change(series, line, found) for line in series.lines if line.kind == "district"]
    known = [(before, after) for before, after in changes if before is not None and after is not None]
    if not known:
        return None
    words = [better_or_worse(after[1].value or 0.0, before[1].value or 0.0, measure) for before, after in known]
    return Moved(words.count("better"), words.count("worse"), len(known), min(before[0] for before, _ in known))


def _small(site: Site, indicator: Indicator) -> SmallGap | None:
    """Who is furthest behind among the small areas; for an index only its rank is shown, which tells them apart."""
    code = indicator.code
    held = held_of(site, code)
    parts = code.split(".")
    ranked = f"{parts[0]}.{parts[1]}.rank" in site.indicators
    if ranked and parts[2:] in (["score"], ["decile"]):
        return None
    level = next((level for level in ("lsoa21", "lsoa11", "msoa21", "msoa11") if level in held.periods), "")
    if not level or held.groups[0] != EVERYONE:
        return None
    period = held.periods[level][0]
    rows = site.cut.of_indicator(code, area_type=level, period=period)
    values = site.cut.numbers["value"][rows]
    rows, values = rows[~np.isnan(values)], values[~np.isnan(values)]
    measure = measure_of(indicator)
    first = int(np.argmax(values) if measure.high_first else np.argmin(values))
    one = next(iter(site.cut.observations(rows[first : first + 1])))
    name, path = area_names(site).get(one.area, (one.area, ""))
    return SmallGap(
        measure=measure,
        level=level,
        period=period.label,
        first=Measured(one.area, name, one.value, one.lower, one.upper, one.status, one.id, "neighbourhood", path),
        sharing=int(np.sum(values == values[first])),
        areas=len(values),
        middle=float(np.median(values)),
    )
