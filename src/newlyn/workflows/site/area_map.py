"""What the small map of an area is drawn from: outlines of the prepared place and the tenths that colour them."""

from __future__ import annotations

from collections.abc import Sequence

from shapely.geometry.base import BaseGeometry

from newlyn.publish.site.area_locator import Locator, Shape, draw_locator
from newlyn.workflows.site.area_list import SMALL, Area
from newlyn.workflows.site.area_profile import ranked
from newlyn.workflows.site.opened import Site


def locate(site: Site, area: Area, beside: Sequence[str]) -> Locator | None:
    """The drawing of an area among its neighbours, lettered in their order; None where it has no outline."""
    outlines = site.outlines.get(area.type, {})
    if area.code not in outlines:
        return None
    districts = site.outlines.get("lad", {})
    around = [_shape(site, site.areas[code], outlines[code]) for code in beside if code in outlines]
    within = site.areas.get(area.district)
    larger = Shape(within.code, within.name, districts[within.code]) if within and within.code in districts else None
    return draw_locator(_shape(site, area, outlines[area.code]), around, districts.values(), larger)


def _shape(site: Site, area: Area, outline: BaseGeometry) -> Shape:
    hood = ranked(site).get(area.code) if area.type == SMALL else None
    return Shape(area.code, area.title, outline, hood.domains["imd"].decile if hood else None, area.point)
