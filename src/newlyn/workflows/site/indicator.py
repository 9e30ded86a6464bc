"""The page of one indicator, and which there are.

What the page says is `publish.site.indicator`; what there is of an indicator is `indicator_held`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.publish.number import joined
from newlyn.publish.site.frame import Crumb
from newlyn.publish.site.indicator import IndicatorPage, Option, Small, render_indicator
from newlyn.publish.site.indicator_measure import LEVELS
from newlyn.publish.site.indicator_sentence import Told
from newlyn.publish.site.indicator_table import Breakdown, Spread
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.indicator_held import Choice, Held, held_of, measure_of, read_choice
from newlyn.workflows.site.indicator_rank import measured_of, standings, whole_of
from newlyn.workflows.site.indicator_series import series
from newlyn.workflows.site.indicator_small import district_names, ground, has_tiles, map_labels, small_areas
from newlyn.workflows.site.indicator_source import definition
from newlyn.workflows.site.indicator_trend import trends
from newlyn.workflows.site.opened import Site


def show(asked: Asked, code: str) -> Answer:
    """One indicator; of the query `period`, `group` and `level` are read.

    Raises
    ------
    NotFoundError
        If there is no such indicator here.
    InputError
        If the query names what the indicator does not have.
    """
    site = asked.site
    indicator = site.find_indicator(code)
    held = held_of(site, code)
    choice = read_choice(code, held, asked.query)
    told = Told(site.name, measure_of(indicator), "" if choice.group == EVERYONE else choice.group)
    asked = asked.at("indicators", Crumb("Indicators", "indicators"), Crumb(indicator.label))
    drawn = series(site, code, choice.group)
    values = IndicatorPage(
        told=told,
        definition=definition(site, code),
        standings=standings(site, code, choice.period, choice.group),
        series=drawn,
        trends=trends(drawn, told.measure),
        small=_small(site, code, choice),
        breakdown=_breakdown(site, code, held, choice),
        spreads=_spreads(site, code, choice.group),
        periods=_periods(held, choice),
        groups=tuple(Option(group, _group_label(group), group == choice.group) for group in held.groups),
        levels=tuple(Option(level, LEVELS[level][1], level == choice.level) for level in held.small),
        absent=_absent(held, choice),
        ranks=_ranks(site, code),
        downloads=tuple((label, f"data/indicator-{code}.{ending}") for label, ending in _FILES),
    )
    return page(render_indicator(values, asked.frame, asked.links))


_FILES = (("CSV", "csv"), ("CSV: what its columns mean", "csv-metadata.json"), ("Parquet", "parquet"))


def addresses(site: Site) -> Iterator[str]:
    """One page for each indicator that was observed."""
    for code in site.indicators:
        yield f"indicators/{code}"


def _small(site: Site, code: str, choice: Choice) -> Small | None:
    found = small_areas(site, code, choice.level, choice.period, choice.group)
    if found is None:
        return None
    # The values that the moving map loads are the newest of the first group; others are drawn only.
    held = held_of(site, code)
    plain = found.period == held.periods[found.level][0] and choice.group == held.groups[0]
    moves = plain and has_tiles(site, found.level)
    return Small(
        level=found.level,
        period=found.period.label,
        areas=found.areas,
        classing=found.classing,
        ground=ground(site, found.level),
        tiles=f"tiles/{found.level}.pmtiles" if moves else "",
        values=f"values/{code}/{found.level}.json" if moves else "",
        labels=tuple(map_labels(site)) if moves else (),
        districts=district_names(site),
    )


def _breakdown(site: Site, code: str, held: Held, choice: Choice) -> Breakdown | None:
    """All groups for the place, what it is compared with and its districts, in the period shown."""
    if len(held.groups) == 1:
        return None
    level = next((level for level in ("lad", "cty") if level in held.periods), "")
    period = choice.period or (held.periods[level][0] if level else None)
    if period is None or not level or period not in held.periods[level]:
        return None
    first = [whole_of(site)] if site.areas.get(whole_of(site)) and site.areas[whole_of(site)].type == "cty" else []
    codes = [*first, *(one for one in site.comparators if one not in first), *(a.code for a in site.of_type("lad"))]
    found = {
        (one.area, one.group): measured_of(site.areas[one.area], one)
        for kind in ("cty", "rgn", "ctry", "lad")
        for one in site.cut.observations(site.cut.of_indicator(code, area_type=kind, period=period, group=None))
        if one.area in site.areas
    }
    known = [one for one in codes if any((one, group) in found for group in held.groups)]
    rows = tuple((_group_label(group), tuple(found.get((one, group)) for one in known)) for group in held.groups)
    return Breakdown(period.label, tuple(site.areas[one].name for one in known), rows)


@lru_cache(maxsize=1024)
def _spreads(site: Site, code: str, group: str) -> tuple[Spread, ...]:
    """Every type of small area in every period, in numbers."""
    held = held_of(site, code)
    found = []
    for level in held.small:
        for period in held.periods[level]:
            rows = site.cut.of_indicator(code, area_type=level, period=period, group=group)
            values = site.cut.numbers["value"][rows]
            values = values[~np.isnan(values)]
            if len(values):
                low, middle, high = (float(one) for one in (values.min(), np.median(values), values.max()))
                found.append(Spread(level, period.label, len(values), low, middle, high))
    return tuple(found)


def _periods(held: Held, choice: Choice) -> tuple[Option, ...]:
    """The periods to choose from; the newest is what is shown when none is asked for."""
    return tuple(
        Option(period.brief, period.label, period == choice.period or (choice.period is None and at == 0))
        for at, period in enumerate(held.all_periods)
    )


def _ranks(site: Site, code: str) -> str:
    """The ranks that tenths were made from, where they are at hand."""
    ranks = f"{code.removesuffix('.decile')}.rank"
    return ranks if code.endswith(".decile") and ranks in site.indicators else ""


def _group_label(group: str) -> str:
    return "everyone" if group == EVERYONE else group


def _absent(held: Held, choice: Choice) -> str:
    """What has no figure in the period asked for though it has one in others."""
    period = choice.period
    if period is None:
        return ""
    kinds = {"districts": ("lad", "cty"), "small areas": held.small}
    lost = [
        words
        for words, levels in kinds.items()
        if any(level in held.periods for level in levels)
        and not any(period in held.periods.get(level, ()) for level in levels)
    ]
    return f"There are no figures of {joined(lost)} for {period.label}." if lost else ""
