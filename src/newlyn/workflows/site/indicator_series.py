"""One indicator of the districts of a place through time, beside the county and England.

A change of the table that the figures come from is a break: it is found here and shown by `publish`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pyarrow.compute as pc

from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.evidence.warehouse.selection import meets
from newlyn.foundation.period import Period
from newlyn.publish.site.indicator_measure import Measured
from newlyn.publish.site.indicator_series import Line, Series, moment
from newlyn.workflows.site.indicator_evidence import at_hand, digest_at_hand
from newlyn.workflows.site.indicator_rank import measured_of, whole_of
from newlyn.workflows.site.opened import Site


def series(site: Site, code: str, group: str = EVERYONE) -> Series | None:
    """All lines of an indicator, oldest period first; None where there is no more than one period."""
    drawn, periods = _series(site, code, group)
    if drawn is None or len(site.indicators[code].feeds) < 2:
        return drawn
    return replace(drawn, breaks=breaks_of(site, code, periods))


@lru_cache(maxsize=2048)
def _series(site: Site, code: str, group: str) -> tuple[Series | None, tuple[Period, ...]]:
    areas = [*site.of_type("lad"), *(site.areas[above] for above in site.comparators)]
    found: dict[str, dict[Period, Measured]] = {area.code: {} for area in areas}
    rows = site.cut.of_indicator(code, group=group)
    words = site.cut.words["area"]
    wanted = np.array([word in found for word in words])
    for one in site.cut.observations(rows[wanted[site.cut.at["area"][rows]]]):
        found[one.area].setdefault(one.period, measured_of(site.areas[one.area], one))
    known = {period for points in found.values() for period, one in points.items() if one.value is not None}
    periods = tuple(sorted(known, key=lambda period: (period.end, period.start)))
    if len(periods) < 2:
        return None, periods
    whole = whole_of(site)
    lines = tuple(
        Line(
            area.code,
            area.name,
            "place" if area.code == whole else area.kind,
            tuple(found[area.code].get(period) for period in periods),
        )
        for area in areas
        if any(one.value is not None for one in found[area.code].values())
    )
    return Series(tuple(moment(period) for period in periods), lines), periods


def breaks_of(site: Site, code: str, periods: Sequence[Period]) -> tuple[tuple[int, str], ...]:
    """Positions of periods whose figures come from other tables than those of the period before, with the reason."""
    indicator = site.indicators[code]
    told = [_periods_of(site, code, at, digest_at_hand(site)) for at in range(len(indicator.feeds))]
    fed = [{at for at in range(len(told)) if period in told[at]} for period in periods]
    found = []
    for at in range(1, len(periods)):
        if fed[at] and fed[at - 1] and not fed[at] & fed[at - 1]:
            title = indicator.feeds[min(fed[at])].table.title
            found.append((at, f"From {periods[at].label} the figures come from another table: {title}."))
    return tuple(found)


@lru_cache(maxsize=256)
def _periods_of(site: Site, code: str, feed_at: int, build: str) -> frozenset[Period]:
    """The periods that a feed tells of; none known where its table has been taken away."""
    del build
    feed = site.indicators[code].feeds[feed_at]
    if isinstance(feed.period, Period):
        return frozenset({feed.period})
    evidence = at_hand(site)
    if evidence is None or not evidence.has_table(feed.table.id):
        return frozenset()
    rows = evidence.rows(feed.table.id, feed.area, [area.code for area in site.of_type("lad")])
    rows = rows.filter(meets(rows, feed.where))
    return frozenset(Period.parse(text) for text in pc.unique(rows[feed.period]).to_pylist())
