"""The classes of an indicator's small areas, as the map that moves loads them: `{code: [class, figure]}`.

The classes themselves are told on the page of the indicator; only area types with vector tiles have such a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from newlyn.foundation.errors import NotFoundError
from newlyn.publish.site.indicator_measure import written
from newlyn.workflows.site.asked import Answer, Asked
from newlyn.workflows.site.indicator_held import held, held_of, measure_of
from newlyn.workflows.site.indicator_small import has_tiles, small_areas
from newlyn.workflows.site.opened import Site

JSON = "application/json"


def show(asked: Asked, indicator: str, area_type: str) -> Answer:
    """The newest figures of an indicator for one type of small area.

    Raises
    ------
    NotFoundError
        If there is no such indicator, or no such map of it.
    """
    site = asked.site
    measure = measure_of(site.find_indicator(indicator))
    known = _mapped(site, indicator)
    if area_type not in known:
        accepted = f"Accepted: {', '.join(known)}." if known else "It has no map."
        raise NotFoundError(f"{indicator} has no map of {area_type!r}. {accepted}")
    found = small_areas(site, indicator, area_type, group=held_of(site, indicator).groups[0])
    values = {
        one.code: [found.classing.of[one.code], written(one.value, measure)]
        for one in sorted(found.areas if found else (), key=lambda one: one.code)
        if found and one.value is not None
    }
    return Answer(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(), JSON)


def addresses(site: Site) -> Iterator[str]:
    """A file for each indicator and each type of small area that can be drawn."""
    for indicator in held(site):
        for area_type in _mapped(site, indicator):
            yield f"values/{indicator}/{area_type}.json"


def _mapped(site: Site, indicator: str) -> list[str]:
    return [level for level in held_of(site, indicator).small if has_tiles(site, level)]
