"""What the small map of an area is drawn from: outlines of the prepared place and the tenths that colour them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from shapely.geometry.base import BaseGeometry

from newlyn.publish.site.area_locator import Ground, Locator, Shape, draw_ground, draw_locator
from newlyn.workflows.site.area_list import SMALL, Area
from newlyn.workflows.site.area_profile import ranked
from newlyn.workflows.site.area_within import inside
from newlyn.workflows.site.opened import Site


def locate(site: Site, area: Area, beside: Sequence[str]) -> Locator | None:
    """The drawing of an area among its neighbours, lettered in their order; None where it has no outline."""
    outlines = site.outlines.get(area.type, {})
    if area.code not in outlines:
        return None
    districts = site.outlines.get("lad", {})
    around = [_shape(site, site.areas[code], outlines[code]) for code in beside if code in outlines]
    small = site.outlines.get(SMALL, {})
    parts = [_shape(site, one, small[one.code]) for one in inside(site).get(area.code, ()) if one.code in small]
    return draw_locator(
        _shape(site, area, outlines[area.code]),
        around,
        districts.values(),
        _ground(site, area.district),
        parts,
    )


@lru_cache(maxsize=256)
def _ground(site: Site, district: str) -> Ground | None:
    """The small drawing of a district, made once for all areas inside it."""
    outline = site.outlines.get("lad", {}).get(district)
    return None if outline is None else draw_ground(Shape(district, site.areas[district].name, outline))


def _shape(site: Site, area: Area, outline: BaseGeometry) -> Shape:
    hood = ranked(site).get(area.code) if area.type == SMALL else None
    return Shape(area.code, area.title, outline, hood.domains["imd"].decile if hood else None, area.point)
