"""The authorities most like a place, and what they have in an indicator.

Who is like whom is the model of the Office for National Statistics that the pack names.
"""

from __future__ import annotations

from functools import lru_cache

from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.period import Period
from newlyn.publish.site.goal_gap import MANY_NEIGHBOURS
from newlyn.workflows.site.indicator_evidence import at_hand, digest_at_hand
from newlyn.workflows.site.indicator_rank import by_area, whole_of
from newlyn.workflows.site.opened import Site

NEIGHBOURS = 10
"""Neighbours that are taken together, as the pictures of a place do."""


def nearest(site: Site) -> tuple[str, ...]:
    """Neighbours of the place, nearest first; none where it is no single authority, or the list is not at hand."""
    return _nearest(site, digest_at_hand(site))


@lru_cache(maxsize=8)
def _nearest(site: Site, build: str) -> tuple[str, ...]:
    del build
    model, whole = site.pack.comparators.neighbours, whole_of(site)
    if model == "none" or not whole:
        return ()
    evidence = at_hand(site)
    if evidence is None or not evidence.has_table("nearest_neighbours"):
        return ()
    rows = evidence.rows("nearest_neighbours", "model", [model]).sort_by("position").to_pylist()
    return tuple(row["neighbour"] for row in rows if row["area"] == whole)


def neighbours_mean(site: Site, code: str, period: Period, group: str = EVERYONE) -> tuple[float, int] | None:
    """The plain mean of the nearest neighbours that have a figure, and how many; None for too few."""
    columns = {
        **by_area(site.column(code, "lad", period, group)),
        **by_area(site.column(code, "cty", period, group)),
    }
    found = [columns[area].value for area in nearest(site) if area in columns]
    values = [value for value in found if value is not None][:NEIGHBOURS]
    return (sum(values) / len(values), len(values)) if len(values) >= MANY_NEIGHBOURS else None
