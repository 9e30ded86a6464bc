"""Where an area stands among the others of its type, in its district, in the place and in England.

Every order is made once for an indicator and a period and kept; what is said of it is `publish.site.area_figures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from newlyn.foundation.period import Period
from newlyn.publish.site.area_figures import Standing
from newlyn.workflows.site.opened import Site

Floats = NDArray[np.float64]

KEPT = 2048
"""Orders that are kept: indicators by types of area, with their newest periods."""


@dataclass(frozen=True)
class Order:
    """One indicator in one period for all areas of a type, ranked in three circles."""

    district: Mapping[str, Standing]
    """Among the areas of its district; empty for districts."""
    place: Mapping[str, Standing]
    england: Mapping[str, Standing]
    """Among all districts of England; empty for other types, of which England's are not at hand."""


@lru_cache(maxsize=KEPT)
def order_of(site: Site, indicator: str, area_type: str, period: Period) -> Order:
    """The standing of every area that has a value, by code."""
    cut = site.cut
    rows = cut.of_indicator(indicator, area_type=area_type, period=period)
    rows = rows[~np.isnan(cut.numbers["value"][rows])]
    codes = cut.word("area", rows)
    values, lower, upper = (cut.numbers[name][rows] for name in ("value", "lower", "upper"))
    district = _districts(site)

    def ranked(at: list[int]) -> dict[str, Standing]:
        kept = np.array(at, np.intp)
        return dict(zip([codes[one] for one in at], _rank(values[kept], lower[kept], upper[kept]), strict=True))

    everywhere = list(range(len(codes)))
    inside = [at for at in everywhere if codes[at] in district]
    if area_type == "lad":
        return Order({}, ranked(inside), ranked(everywhere))
    groups: dict[str, list[int]] = {}
    for at in inside:
        groups.setdefault(district[codes[at]], []).append(at)
    by_district = {code: one for at in groups.values() for code, one in ranked(at).items()}
    return Order(by_district, ranked(inside), {})


def _rank(values: Floats, lower: Floats, upper: Floats) -> list[Standing]:
    """Places from the highest value down; with limits, the first and the last place that they leave open."""
    n = len(values)
    ascending = np.sort(values)
    above = n - np.searchsorted(ascending, values, side="right")
    tied = n - above - np.searchsorted(ascending, values, side="left")
    sure = n > 0 and not np.isnan(lower).any() and not np.isnan(upper).any()
    # An area can only be shown to stand behind those whose lower limit is above its upper one.
    first = 1 + n - np.searchsorted(np.sort(lower), upper, side="right") if sure else np.zeros(n, np.intp)
    last = n - np.searchsorted(np.sort(upper), lower, side="left") if sure else np.zeros(n, np.intp)
    columns = (above.tolist(), tied.tolist(), first.tolist(), last.tolist())
    return [Standing(1 + a, n, t, f, la) for a, t, f, la in zip(*columns, strict=True)]


@lru_cache(maxsize=8)
def _districts(site: Site) -> Mapping[str, str]:
    """The district of each area inside the place, by code; of an older small area that of its first successor."""
    found = {
        area.code: area.code if area.type == "lad" else area.district
        for area in site.areas.values()
        if area.type not in ("cty", "rgn", "ctry")
    }
    for code, one in site.retired.items():
        now = next((found[after] for after in one.successors if after in found), None)
        if now is not None:
            found[code] = now
    return found
