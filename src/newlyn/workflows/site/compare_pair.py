"""Two areas side by side: the index, and every indicator that both have for the same period.

How they are chosen is `workflows.site.compare`; what is said of them is `publish.site.compare`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np

from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.errors import InputError, NotFoundError, did_you_mean
from newlyn.foundation.period import Period
from newlyn.publish.site.area_figures import flags_of
from newlyn.publish.site.area_profile import DomainSpread, spread_of
from newlyn.publish.site.area_subject import SUBJECTS, subject_of
from newlyn.publish.site.compare import (
    CompareBlock,
    CompareGroups,
    ComparePage,
    CompareRow,
    DomainPair,
    Side,
    difference_words,
    judge_pair,
    place_marks,
    render_pair,
)
from newlyn.publish.site.frame import Crumb
from newlyn.publish.site.reading import Reading, read_figure, unit_words
from newlyn.workflows.site.area_figures import OWN_BOUNDARIES, PLURALS, is_shown
from newlyn.workflows.site.area_list import SMALL, Area
from newlyn.workflows.site.area_profile import newest_picture, ranked
from newlyn.workflows.site.area_within import inside
from newlyn.workflows.site.asked import Answer, Asked, page, redirect
from newlyn.workflows.site.compare import SECTION, pairs
from newlyn.workflows.site.cut import Observation
from newlyn.workflows.site.opened import Site

SIZES = ("lsoa21", "msoa21", "wd", "lad", "cty", "rgn", "ctry")
"""Types of area from small to large."""

Held = Mapping[str, Mapping[Period, Mapping[str, Observation]]]
"""Observations by indicator, period and group."""


def show(asked: Asked, pair: str) -> Answer:
    """Answer `compare/{a}-{b}`.

    Raises
    ------
    NotFoundError
        If these are not two codes of the place.
    InputError
        If both are the same.
    """
    site = asked.site
    codes = pair.split("-")
    if len(codes) != len(("first", "second")):
        raise NotFoundError(f"{pair!r} are not two codes joined by a hyphen, such as E07000076-E92000001.")
    first, second = (_find(site, code) for code in codes)
    if first.code == second.code:
        raise InputError(f"{first.name} is the same as {second.name}. Choose two different areas.")
    if f"{first.code}-{second.code}" != pair:
        return redirect(asked.links.page(f"compare/{first.code}-{second.code}"))
    values = _page(site, first, second)
    crumbs = (Crumb("Overview", ""), Crumb("Compare", SECTION), Crumb(values.title))
    return page(render_pair(values, asked.at(SECTION, *crumbs).frame, asked.links))


def _find(site: Site, code: str) -> Area:
    """The area of a code, or the one area that followed it."""
    code = code.upper()
    if code in site.areas:
        return site.areas[code]
    now = [one for one in site.retired[code].successors if one in site.areas] if code in site.retired else []
    if len(now) == 1:
        return site.areas[now[0]]
    hint = did_you_mean(code, now or site.areas)
    raise NotFoundError(f"{site.name} has no area {code!r} to compare. {hint}".rstrip())


def _page(site: Site, first: Area, second: Area) -> ComparePage:
    smaller = min(first, second, key=lambda area: SIZES.index(area.type))
    picture = newest_picture(site)
    return ComparePage(
        first=_side(first),
        second=_side(second),
        edition=picture.title if picture else "",
        profile=tuple(_profile(site, first, second)),
        blocks=tuple(_blocks(site, first, second, smaller.type)),
        among=f"{PLURALS.get(smaller.type, 'areas')} of {'England' if smaller.type == 'lad' else site.name}",
        within=_within(site, first, second) or _within(site, second, first),
    )


def _within(site: Site, one: Area, other: Area) -> tuple[str, str] | None:
    """Both names, where the one lies in the other."""
    above = [one.msoa, one.ward, one.district, *(code for code in site.comparators)]
    larger = SIZES.index(other.type) > SIZES.index(one.type)
    return (one.title, other.title) if larger and other.code in above else None


def _side(area: Area) -> Side:
    path = f"areas/{area.code}" if area.type in ("lsoa21", "msoa21", "wd", "lad") else None
    return Side(area.code, area.title, area.kind, path)


# --- the index ---------------------------------------------------------------------------------------------------


def _profile(site: Site, first: Area, second: Area) -> Iterator[DomainPair]:
    picture = newest_picture(site)
    if picture is None:
        return
    for one in picture.profile:
        whole = one.domain == "imd"
        spreads = [_spread(site, area, one.domain, one.label, whole=whole) for area in (first, second)]
        if any(spreads):
            yield DomainPair(one.label, spreads[0], spreads[1], whole)


def _spread(site: Site, area: Area, domain: str, label: str, *, whole: bool) -> DomainSpread | None:
    """How the neighbourhoods of an area spread over the tenths; of England and regions this is not worked out here."""
    if area.type == SMALL:
        codes = [area.code]
    elif area.type == "cty" and area.code in site.place.areas.cty:
        codes = [one.code for one in site.of_type(SMALL)]
    else:
        codes = [one.code for one in inside(site).get(area.code, ())]
    hoods = [ranked(site)[code] for code in codes if code in ranked(site)]
    tenths = [hood.domains[domain].decile for hood in hoods if domain in hood.domains]
    return spread_of(label, tenths, whole=whole) if tenths else None


# --- the figures -------------------------------------------------------------------------------------------------


def _blocks(site: Site, first: Area, second: Area, smaller: str) -> Iterator[CompareBlock]:
    one, other = held(site, first), held(site, second)
    rows: dict[str, list[CompareRow]] = {}
    groups: dict[str, list[CompareGroups]] = {}
    for code in sorted(one.keys() & other.keys(), key=lambda code: (site.indicators[code].label, code)):
        indicator, under = site.indicators[code], subject_of(code).id
        for period in _shared(one[code], other[code]):
            mine, theirs = one[code][period], other[code][period]
            if EVERYONE in mine and EVERYONE in theirs:
                row = _row(site, indicator, indicator.label, (mine[EVERYONE], theirs[EVERYONE]), smaller)
                rows.setdefault(under, []).append(row)
            divided = [name for name in mine if name != EVERYONE and name in theirs]
            if divided:
                listed = tuple(_row(site, indicator, name, (mine[name], theirs[name]), smaller) for name in divided)
                groups.setdefault(under, []).append(CompareGroups(code, indicator.label, period.label, listed))
    for subject in SUBJECTS:
        if subject.id in rows or subject.id in groups:
            yield CompareBlock(subject, tuple(rows.get(subject.id, ())), tuple(groups.get(subject.id, ())))


def _shared(
    one: Mapping[Period, Mapping[str, Observation]], other: Mapping[Period, Mapping[str, Observation]]
) -> list[Period]:
    """The newest period in which both have a value for one group, as a list of one or none."""
    known = (
        period
        for period in one.keys() & other.keys()
        if any(
            group in other[period] and mine.value is not None and other[period][group].value is not None
            for group, mine in one[period].items()
        )
    )
    newest = max(known, key=lambda period: (period.end, period.start), default=None)
    return [newest] if newest else []


@lru_cache(maxsize=64)
def held(site: Site, area: Area) -> Held:
    """What is observed of an area and shown as a figure."""
    accepted = OWN_BOUNDARIES.get(area.type, {area.type})
    found: dict[str, dict[Period, dict[str, Observation]]] = {}
    for one in site.observed(area.code):
        if one.area_type in accepted and is_shown(one.indicator) and one.indicator in site.indicators:
            found.setdefault(one.indicator, {}).setdefault(one.period, {}).setdefault(one.group, one)
    return found


def _row(
    site: Site, indicator: Indicator, label: str, both: tuple[Observation, Observation], smaller: str
) -> CompareRow:
    first, second = both
    low, high, deviation = _range(site, indicator.code, smaller, first.period, first.group)
    marks = None
    apart = 0.0
    if first.value is not None and second.value is not None:
        figures = [_limits(one.value or 0.0, one.lower, one.upper) for one in both]
        ends = [end for figure in figures for end in figure]
        marks = place_marks(figures[0], figures[1], min(low, *ends), max(high, *ends))
        apart = abs(first.value - second.value) / deviation if deviation else 0.0
    return CompareRow(
        code=indicator.code,
        label=label,
        unit=unit_words(indicator.unit),
        polarity=indicator.polarity,
        period=first.period.label,
        first=_read(indicator, first),
        second=_read(indicator, second),
        difference=difference_words(first.value, second.value, indicator.unit, indicator.decimals),
        verdict=judge_pair(
            (first.value, first.lower, first.upper), (second.value, second.lower, second.upper), indicator.polarity
        ),
        marks=marks,
        apart=apart,
    )


def _limits(value: float, lower: float | None, upper: float | None) -> tuple[float, float, float]:
    return value, value if lower is None else lower, value if upper is None else upper


def _read(indicator: Indicator, one: Observation) -> Reading:
    return read_figure(
        one.value,
        unit=indicator.unit,
        decimals=indicator.decimals,
        status=one.status,
        lower=one.lower,
        upper=one.upper,
        figure=one.id,
        flags=flags_of(modelled=indicator.modelled, numerator=one.numerator, denominator=one.denominator),
    )


@lru_cache(maxsize=8192)
def _range(site: Site, indicator: str, area_type: str, period: Period, group: str) -> tuple[float, float, float]:
    """Least, most and standard deviation of all areas of a type: by these a difference is small or large."""
    rows = site.cut.of_indicator(indicator, area_type=area_type, period=period, group=group)
    values = site.cut.numbers["value"][rows]
    values = values[~np.isnan(values)]
    if len(values) < len(("least", "middle", "most")):
        return float("inf"), float("-inf"), 0.0
    return float(values.min()), float(values.max()), float(values.std())


def addresses(site: Site) -> Iterator[str]:
    """The pages of every two districts; there are too many pairs of other areas to list."""
    yield from (f"compare/{first.code}-{second.code}" for first, second in pairs(site))
